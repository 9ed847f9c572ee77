//! The last stage: renders what the manifest does not know, and brings the output folder in line with the plan.
//!
//! Everything new is staged first and moved into place when all of it is there. A first build is one rename
//! of a folder; later ones replace file by file, each atomically. Before files move, the manifest on disk lists
//! them, so that a build killed at any moment is mended by the next one.

mod manifest;
mod search;
mod stage;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

pub use crate::pipeline::render::RenderFailure;
pub use manifest::{Manifest, ManifestEntry};
pub use search::IndexStats;
use stage::Stage;

use crate::base::diagnostic::Diagnostic;
use crate::base::hash::{self, Key};
use crate::pipeline::content::ArticleId;
use crate::pipeline::plan::{Output, PageOutput};
use crate::pipeline::render::{self, Renderer};
use crate::pipeline::site::Site;

/// Where to write, and where to remember it.
pub struct Destination {
    /// The output folder.
    pub out: PathBuf,
    /// The manifest of that folder.
    pub manifest: PathBuf,
}

/// What a build did to the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Files of the site.
    pub files: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// Files written.
    pub written: Vec<String>,
    /// Files not rendered, since their keys were known.
    pub reused: usize,
    /// Files deleted.
    pub deleted: Vec<String>,
    /// Files written anew because someone had changed them.
    pub mended: Vec<String>,
    /// Files that margent wrote, that the plan no longer has, and that someone has changed since: left alone.
    pub kept: Vec<String>,
    /// What it took to make the search index, if it was made.
    pub indexed: Option<IndexStats>,
}

/// What became of one output.
enum OutputOutcome {
    /// Its key is known and its file is untouched.
    Reused(ManifestEntry),
    /// It came out as the file already was.
    Same(ManifestEntry),
    /// It waits in the stage.
    Staged(ManifestEntry),
    /// A template failed.
    Failed(Diagnostic),
}

/// Renders `site` without writing, for its faults alone.
///
/// # Errors
/// When a file of the site can't be read.
pub fn check(site: &Site) -> Result<Vec<Diagnostic>> {
    if !site.theme.is_ready {
        return Ok(Vec::new());
    }
    let renderer = Renderer::new(site);
    let has = |page: &PageOutput| site.theme.tera.contains_template(page.template());
    let renders = |output: &Output| match output {
        Output::Page(page) => has(page),
        // One shows what is wrong with all.
        Output::Card(id) => *id == ArticleId::NEWEST,
        _ => false,
    };
    let pages: Vec<_> = site.plan.outputs.iter().filter(|(_, output)| renders(output)).collect();
    let results: Vec<_> = pages
        .into_par_iter()
        .map(|(path, output)| match renderer.bytes(&renderer.view(path, output)) {
            Ok(_) => Ok(None),
            Err(RenderFailure::Template(fault)) => Ok(Some((path.as_str(), fault))),
            Err(RenderFailure::Disk(error)) => Err(error),
        })
        .collect::<Result<_>>()?;
    Ok(joined(results.into_iter().flatten()))
}

/// Renders and writes a site; `tick` is called after each output.
///
/// # Errors
/// When the disk fails, or when the output folder is not one to write to. Faults of templates are returned
/// as the inner error; then nothing has changed.
pub fn write(
    renderer: &Renderer<'_>,
    to: &Destination,
    tick: &(dyn Fn() + Sync),
) -> Result<Result<WriteReport, Vec<Diagnostic>>> {
    let site = renderer.site;
    let fresh = is_fresh(&to.out)?;
    let old = if fresh { Manifest::default() } else { Manifest::load(&to.manifest)? };
    if !fresh && old.entries.is_empty() {
        refuse_foreign(site, &to.out)?;
    }
    let stage = if to.out.exists() { Stage::files(&to.out)? } else { Stage::folder(&to.out)? };
    let outputs: Vec<_> = site.plan.outputs.iter().collect();
    let outcomes = outputs.par_iter().map(|(path, output)| {
        let outcome = settle(renderer, path, output, &old, &stage, &to.out);
        tick();
        outcome.map(|outcome| ((*path).clone(), outcome))
    });
    let mut outcomes: Vec<_> = outcomes.collect::<Result<_>>()?;
    let mut written = WriteReport::default();
    if outcomes.iter().all(|(_, outcome)| !matches!(outcome, OutputOutcome::Failed(_))) {
        let search = search::settle(site, &old, &stage, &to.out)?;
        outcomes.extend(search.files);
        outcomes.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        written.indexed = search.indexed;
    }
    let (new, failed) = sorted(outcomes, &mut written);
    if !failed.is_empty() {
        return Ok(Err(joined(failed.iter().map(|(path, fault)| (path.as_str(), fault.clone())))));
    }
    if stage.may_exist() {
        obstacles(&to.out, &old, &new, &written.written)?;
    }
    // A page that someone has changed is made again; it is named, since nobody expects it.
    let known = |path: &&String| old.entries.contains_key(*path) && to.out.join(path).exists();
    let touched = |path: &&String| !old.entries[*path].is_intact(&to.out.join(path));
    written.mended = written.written.iter().filter(known).filter(touched).cloned().collect();
    written.files = new.entries.len();
    written.bytes = new.entries.values().map(|entry| entry.len).sum();
    commit(stage, to, &old, &new, &mut written)?;
    Ok(Ok(written))
}

/// What the output folder will hold, and what failed; counts the rest.
fn sorted(outcomes: Vec<(String, OutputOutcome)>, written: &mut WriteReport) -> (Manifest, Vec<(String, Diagnostic)>) {
    let mut failed = Vec::new();
    let mut new = Manifest::default();
    for (path, outcome) in outcomes {
        let entry = match outcome {
            OutputOutcome::Failed(fault) => {
                failed.push((path, fault));
                continue;
            }
            OutputOutcome::Reused(entry) => {
                written.reused += 1;
                entry
            }
            OutputOutcome::Same(entry) => entry,
            OutputOutcome::Staged(entry) => {
                written.written.push(path.clone());
                entry
            }
        };
        new.entries.insert(path, entry);
    }
    (new, failed)
}

/// Decides what becomes of one output, and stages it if it has to be written.
fn settle(
    renderer: &Renderer<'_>,
    path: &str,
    output: &Output,
    old: &Manifest,
    stage: &Stage,
    out: &Path,
) -> Result<OutputOutcome> {
    let view = renderer.view(path, output);
    let key = renderer.key(&view);
    let file = out.join(path);
    // What the last build left there, unless someone has touched it since.
    let known = old.entries.get(path).filter(|entry| entry.is_intact(&file));
    if let Some(entry) = known.filter(|entry| entry.key == key) {
        return Ok(OutputOutcome::Reused(*entry));
    }
    let bytes = match renderer.bytes(&view) {
        Ok(bytes) => bytes,
        Err(RenderFailure::Template(fault)) => return Ok(OutputOutcome::Failed(fault)),
        Err(RenderFailure::Disk(error)) => return Err(error),
    };
    put(path, &bytes, key, known, stage, out)
}

/// Stages `bytes` for `path`, unless `known`, or another file that is there, has them.
fn put(
    path: &str,
    bytes: &[u8],
    key: Key,
    known: Option<&ManifestEntry>,
    stage: &Stage,
    out: &Path,
) -> Result<OutputOutcome> {
    let file = out.join(path);
    let content = hash::bytes(bytes);
    if let Some(entry) = known.filter(|entry| entry.content == content) {
        return Ok(OutputOutcome::Same(ManifestEntry { key, ..*entry }));
    }
    if known.is_none() && stage.may_exist() && fs::read(&file).is_ok_and(|there| there == bytes) {
        let entry = ManifestEntry::of(&fs::metadata(&file)?, key, content);
        return Ok(OutputOutcome::Same(entry));
    }
    let metadata = stage.put(path, bytes)?;
    Ok(OutputOutcome::Staged(ManifestEntry::of(&metadata, key, content)))
}

/// Moves what is staged into place, deletes what is planned no more, and remembers both.
fn commit(stage: Stage, to: &Destination, old: &Manifest, new: &Manifest, written: &mut WriteReport) -> Result<()> {
    let stale: Vec<&String> = old.entries.keys().filter(|path| !new.entries.contains_key(*path)).collect();
    if !written.written.is_empty() || !stale.is_empty() {
        // From now until the end the manifest knows the files of both builds.
        old.joined_with(new).save(&to.manifest)?;
    }
    // A file where a folder will be, or the other way round, has to go first.
    let (blocking, later): (Vec<_>, Vec<_>) = stale.into_iter().partition(|path| blocks(path, &written.written));
    delete(&blocking, to, old, written)?;
    stage.commit(&written.written)?;
    delete(&later, to, old, written)?;
    new.save(&to.manifest)
}

fn blocks(stale: &str, written: &[String]) -> bool {
    written.iter().any(|path| {
        path.strip_prefix(stale).or_else(|| stale.strip_prefix(path.as_str())).is_some_and(|rest| rest.starts_with('/'))
    })
}

fn delete(paths: &[&String], to: &Destination, old: &Manifest, written: &mut WriteReport) -> Result<()> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let file = to.out.join(path);
        if !file.exists() {
            continue;
        }
        if !old.entries[*path].is_intact(&file) {
            written.kept.push((*path).clone());
            continue;
        }
        fs::remove_file(&file).with_context(|| format!("cannot delete {}", file.display()))?;
        written.deleted.push((*path).clone());
        folders
            .extend(Path::new(path).ancestors().skip(1).map(Path::to_owned).filter(|folder| folder != Path::new("")));
    }
    // Deepest first; a folder that still holds something stays.
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(to.out.join(folder));
    }
    Ok(())
}

/// Tells whether the output folder is still to be made.
fn is_fresh(out: &Path) -> Result<bool> {
    match fs::read_dir(out) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("cannot use {} as the output folder", out.display())),
    }
}

/// A folder with files and without a manifest is only written to if it says that it is this site.
fn refuse_foreign(site: &Site, out: &Path) -> Result<()> {
    let said = fs::read(out.join(".nojekyll")).unwrap_or_default();
    if said != render::mark(site).as_bytes() {
        bail!(
            "{} holds files that margent did not write for this site, and building there would replace some; \
             empty it, or choose another folder with --out",
            out.display()
        );
    }
    Ok(())
}

/// What stands in the way of the files to write, told before anything is moved: files and folders that margent did
/// not make.
fn obstacles(out: &Path, old: &Manifest, new: &Manifest, written: &[String]) -> Result<()> {
    let ours = |path: &str| old.entries.contains_key(path);
    // Without a manifest everything in the folder is this site's, as its mark says.
    let remembered = !old.entries.is_empty();
    let mut found = BTreeSet::new();
    for path in written {
        let file = out.join(path);
        match fs::symlink_metadata(&file) {
            Ok(there) if there.is_dir() && !holds_only_ours(out, path, old) => drop(found.insert(path.as_str())),
            Ok(there) if !there.is_dir() && remembered && !ours(path) => drop(found.insert(path.as_str())),
            _ => {}
        }
        for (at, _) in path.match_indices('/') {
            let parent = &path[..at];
            let there = fs::symlink_metadata(out.join(parent));
            let goes = ours(parent) && !new.entries.contains_key(parent);
            let blocked = !goes && there.is_ok_and(|there| !there.is_dir());
            if blocked {
                found.insert(parent);
            }
        }
    }
    let Some(first) = found.first() else { return Ok(()) };
    let more = if found.len() > 1 { format!(" (and {} more)", found.len() - 1) } else { String::new() };
    bail!(
        "{} was not made by margent, and the site needs its place{more}; move it away, or give the page another address",
        out.join(first).display()
    )
}

/// Tells whether every file below the folder is one that margent wrote.
fn holds_only_ours(out: &Path, folder: &str, old: &Manifest) -> bool {
    let files = walkdir::WalkDir::new(out.join(folder)).into_iter().filter_map(Result::ok);
    let mut files = files.filter(|entry| !entry.file_type().is_dir());
    files.all(|entry| {
        let path = entry.path().strip_prefix(out).ok().and_then(Path::to_str);
        path.is_some_and(|path| old.entries.contains_key(path))
    })
}

/// One cause is one fault: the same fault of a template on many pages is told once, with the first page.
fn joined<'a>(failed: impl Iterator<Item = (&'a str, Diagnostic)>) -> Vec<Diagnostic> {
    let mut joined: Vec<(Diagnostic, &str, usize)> = Vec::new();
    for (path, fault) in failed {
        match joined.iter_mut().find(|(known, _, _)| *known == fault) {
            Some((_, _, more)) => *more += 1,
            None => joined.push((fault, path, 0)),
        }
    }
    let told = joined.into_iter().map(|(fault, path, more)| match more {
        0 => fault.hint(format!("while rendering {}", crate::pipeline::plan::address_of(path))),
        more => {
            fault.hint(format!("while rendering {} and {more} more pages", crate::pipeline::plan::address_of(path)))
        }
    });
    told.collect()
}
