//! `margent mv`

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};

use super::tag::path_in_site;
use crate::base::text::path::RelPath;
use crate::cli::args::{GlobalArgs, MvArgs};
use crate::cli::memory::{CONTENT, load_memo};
use crate::cli::reports::fault_report;
use crate::cli::terminal::{plural, print};
use crate::editor::moved_text::{self, MovePlan};
use crate::editor::site_file;
use crate::{BuildOptions, Inputs};

/// Moves a text, and says what followed.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &MvArgs) -> Result<ExitCode> {
    let [from, to] = [&args.old, &args.new].map(|file| file_of(&global.root, file));
    let (mut from, mut to) = (from?, to?);
    let inputs = Inputs::read(&global.root, BuildOptions::default())?;
    // The folder of an article stands for its text.
    if let Some(index) = index_of(&from).filter(|index| inputs.files.contains_key(index)) {
        to = if to.extension() == "md" { to } else { index_of(&to).unwrap_or(to) };
        from = index;
    }
    let memo = load_memo(global, CONTENT)?;
    let plan =
        moved_text::plan(&inputs, &from, &to, &|inputs| crate::load(inputs, &memo)).map_err(|why| anyhow!(why))?;
    if !plan.faults.is_empty() {
        return fault_report::refuse(global, &plan.inputs, plan.faults, "moved");
    }
    if !args.dry_run {
        write(&global.root, &inputs, &plan)?;
    }
    print(&told(&plan, &from, &to))?;
    Ok(ExitCode::SUCCESS)
}

/// The text of a folder.
fn index_of(folder: &RelPath) -> Option<RelPath> {
    RelPath::new(&format!("{folder}/index.md"))
}

/// A file of the site that the command line names, as it is in the site or from here.
fn file_of(root: &Path, file: &Path) -> Result<RelPath> {
    path_in_site(root, file).ok_or_else(|| anyhow!("{} is not in the site", file.display()))
}

/// Writes the new files, then what links to them, and then removes the old ones: at no time is a text lost.
fn write(root: &Path, inputs: &Inputs, plan: &MovePlan) -> Result<()> {
    for (old, new) in &plan.moved {
        let bytes = plan.inputs.files[new].content()?;
        site_file::create(&root.join(new.as_str()), &bytes).with_context(|| format!("cannot write {new}"))?;
        if fs::read(root.join(old.as_str()))? != *inputs.files[old].content()? {
            bail!("{old} has changed since it was read; {new} is a copy of what it was");
        }
    }
    for (path, text) in plan.texts.iter().filter(|(path, _)| plan.links.contains_key(*path)) {
        let old = inputs.text(path).unwrap_or_default();
        site_file::write(root, path, Some(old), text)?;
    }
    for old in plan.moved.keys() {
        let file = root.join(old.as_str());
        fs::remove_file(&file).with_context(|| format!("cannot remove {old}"))?;
        // A folder goes with its last file.
        file.ancestors().skip(1).take_while(|folder| *folder != root).all(|folder| fs::remove_dir(folder).is_ok());
    }
    Ok(())
}

fn told(plan: &MovePlan, from: &RelPath, to: &RelPath) -> String {
    let mut text = format!("{from} is now {to}\n");
    if let Some([old, new]) = &plan.address {
        text += &format!("  {old} leads readers to {new}\n");
    }
    for (path, links) in &plan.links {
        text += &format!("  {path}: {}\n", plural(*links, "link"));
    }
    text
}
