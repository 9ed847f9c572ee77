//! Brings the output folder in line with the plan.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::folder::{Destination, FileOutcome, OutputFolder};
use super::manifest::Manifest;
use super::render_loop::for_each_output;
use super::stage::Stage;
use super::write_report::WriteReport;
use super::{obstacle, search_index};
use crate::base::diagnostic::Diagnostic;
use crate::pipeline::plan::Output;
use crate::pipeline::render::{self, RenderFailure, SharedData};
use crate::pipeline::site::Site;

/// Renders and writes a site; calls `tick` after each output.
///
/// # Errors
/// When the disk fails, or when the output folder is not one to write to. Faults of the site are returned
/// as the inner error; then nothing has changed.
pub fn write(
    site: &Site,
    shared: &SharedData,
    to: &Destination,
    tick: &(dyn Fn() + Sync),
) -> Result<Result<WriteReport, Vec<Diagnostic>>> {
    let folder = OutputFolder::open(site, to)?;
    let outputs: Vec<_> = site.plan.outputs.iter().collect();
    let rendered = for_each_output(&outputs, |path, output| {
        let outcome = render_and_stage((site, shared), &folder, path, output);
        tick();
        outcome
    })?;
    let mut outcomes = match rendered {
        Ok(outcomes) => outcomes,
        Err(faults) => return Ok(Err(faults)),
    };
    let (files, indexed) = search_index::stage(site, &folder)?;
    outcomes.extend(files);
    let mut report = WriteReport { indexed, ..WriteReport::default() };
    let new = list(outcomes, &mut report);
    if folder.stage.may_exist() {
        obstacle::refuse(&to.out, &folder.old, &new, &report.written)?;
    }
    // Named in the report, since nobody expects a page to be written that did not change.
    let is_changed = |path: &&String| {
        folder.old.entries.contains_key(*path) && to.out.join(path).exists() && folder.intact(path).is_none()
    };
    report.repaired = report.written.iter().filter(is_changed).cloned().collect();
    report.files = new.entries.len();
    report.bytes = new.entries.values().map(|entry| entry.len).sum();
    let OutputFolder { old, stage, .. } = folder;
    commit(stage, to, &old, &new, &mut report)?;
    Ok(Ok(report))
}

/// Renders one output, unless the folder has it already.
fn render_and_stage(
    (site, shared): (&Site, &SharedData),
    folder: &OutputFolder<'_>,
    path: &str,
    output: &Output,
) -> Result<FileOutcome, RenderFailure> {
    let view = render::view(site, shared, path, output);
    let key = render::key(site, &view);
    if let Some(entry) = folder.intact(path).filter(|entry| entry.key == key) {
        return Ok(FileOutcome::Reused(*entry));
    }
    let bytes = render::render(site, shared, view)?.into_bytes()?;
    Ok(folder.put(path, &bytes, key)?)
}

/// Lists what the output folder will hold, in the order of paths, and counts it.
fn list(mut outcomes: Vec<(String, FileOutcome)>, report: &mut WriteReport) -> Manifest {
    outcomes.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let mut new = Manifest::default();
    for (path, outcome) in outcomes {
        let entry = match outcome {
            FileOutcome::Reused(entry) => {
                report.reused += 1;
                entry
            }
            FileOutcome::Same(entry) => entry,
            FileOutcome::Staged(entry) => {
                report.written.push(path.clone());
                entry
            }
        };
        new.entries.insert(path, entry);
    }
    new
}

/// Moves what is staged into place, deletes what is no longer planned, and remembers both.
fn commit(stage: Stage, to: &Destination, old: &Manifest, new: &Manifest, report: &mut WriteReport) -> Result<()> {
    let stale: Vec<&String> = old.entries.keys().filter(|path| !new.entries.contains_key(*path)).collect();
    if !report.written.is_empty() || !stale.is_empty() {
        // From now until the end the manifest knows the files of both builds.
        old.joined_with(new).save(&to.manifest)?;
    }
    // A file where a folder will be, or the other way round, has to go first.
    let (blocking, later): (Vec<_>, Vec<_>) = stale.into_iter().partition(|path| blocks(path, &report.written));
    delete(&blocking, to, old, report)?;
    stage.commit(&report.written)?;
    delete(&later, to, old, report)?;
    new.save(&to.manifest)
}

/// Returns true if the stale file is where a folder is needed, or in a folder where a file is needed.
fn blocks(stale: &str, written: &[String]) -> bool {
    written.iter().any(|path| {
        path.strip_prefix(stale).or_else(|| stale.strip_prefix(path.as_str())).is_some_and(|rest| rest.starts_with('/'))
    })
}

/// Deletes the files `paths` that nobody has changed, and the folders that this leaves empty.
fn delete(paths: &[&String], to: &Destination, old: &Manifest, report: &mut WriteReport) -> Result<()> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let file = to.out.join(path);
        if !file.exists() {
            continue;
        }
        if !old.entries[*path].is_intact(&file) {
            report.kept.push((*path).clone());
            continue;
        }
        fs::remove_file(&file).with_context(|| format!("cannot delete {}", file.display()))?;
        report.deleted.push((*path).clone());
        folders
            .extend(Path::new(path).ancestors().skip(1).map(Path::to_owned).filter(|folder| folder != Path::new("")));
    }
    // Deepest first; a folder that still holds something stays.
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(to.out.join(folder));
    }
    Ok(())
}
