//! Renders every output, for its faults alone or to bring the output folder in line with the plan. A build and a check both run the
//! one loop over all outputs, in parallel, so that a check finds what a build finds.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::folder::{FileOutcome, OutputFolder};
use super::manifest::{Destination, Manifest, ManifestEntry};
use super::replacement::{Replacement, StaleFile};
use super::search_index::{self, IndexStats};
use crate::base::diagnostic::Diagnostic;
use crate::pipeline::plan::{Output, OutputPath, SEARCH_INDEX, address_of};
use crate::pipeline::render::{self, RenderFailure, SharedData, ViewPurpose};
use crate::pipeline::site::Site;

/// Renders `site` without writing, for its faults alone. Nothing that is rendered is kept.
///
/// # Errors
/// When a file of the site cannot be read.
pub fn check(site: &Site) -> Result<Vec<Diagnostic>> {
    let shared = SharedData::new(site);
    let outputs: Vec<_> = site.plan.outputs.iter().filter(|(_, output)| !lacks_template(site, output)).collect();
    let rendered = for_each_output(&outputs, |path, output| {
        render::render(site, &shared, render::view((site, &shared), ViewPurpose::Bytes, path, output)?).map(drop)
    })?;
    Ok(rendered.err().unwrap_or_default())
}

/// Returns whether an output is a page whose template is missing, which is a fault of the plan already.
fn lacks_template(site: &Site, output: &Output) -> bool {
    match output {
        Output::Page(page) => !site.theme.tera.contains_template(page.template()),
        Output::Feed { .. }
        | Output::Annotations(_)
        | Output::Citations(_)
        | Output::Sitemap(_)
        | Output::Robots
        | Output::Accent(_)
        | Output::Card(_)
        | Output::Icon(..)
        | Output::WebManifest
        | Output::NoJekyll
        | Output::HostHeaders(_)
        | Output::HostRedirects(_)
        | Output::File(_) => false,
    }
}

/// The result for each output, in order, or the faults of the site.
type LoopResult<T> = Result<Vec<T>, Vec<Diagnostic>>;

/// Calls `action` for each of `outputs`. Returns the faults of the site as the inner error.
///
/// # Errors
/// When the disk fails.
fn for_each_output<'a, T: Send>(
    outputs: &[(&OutputPath, &'a Output)],
    action: impl Fn(&str, &'a Output) -> Result<T, RenderFailure> + Sync,
) -> Result<LoopResult<T>> {
    let (failed, broken) = (Mutex::new(Vec::new()), OnceLock::new());
    let results = outputs.par_iter().map(|(path, output)| {
        if broken.get().is_some() {
            return None;
        }
        match action(path, output) {
            Ok(done) => return Some(done),
            Err(RenderFailure::Site(fault)) => {
                failed.lock().unwrap_or_else(PoisonError::into_inner).push((OutputPath::clone(path), fault));
            }
            // Another failure may have been first.
            Err(RenderFailure::Disk(error)) => drop(broken.set(error)),
        }
        None
    });
    // Its length is known, so that nothing is copied: there may be a million.
    let results: Vec<_> = results.collect();
    if let Some(error) = broken.into_inner() {
        return Err(error);
    }
    let mut failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Ok(if failed.is_empty() { Ok(results.into_iter().flatten().collect()) } else { Err(join(failed)) })
}

/// Reports one cause once: the same fault on many pages, with the first page and the number of the others.
fn join(failed: Vec<(OutputPath, Diagnostic)>) -> Vec<Diagnostic> {
    let mut joined: Vec<(Diagnostic, OutputPath, usize)> = Vec::new();
    for (path, fault) in failed {
        match joined.iter_mut().find(|(known, _, _)| *known == fault) {
            Some((_, _, more)) => *more += 1,
            None => joined.push((fault, path, 0)),
        }
    }
    joined.into_iter().map(|(fault, path, more)| name_pages(fault, &path, more)).collect()
}

/// Adds to a fault the pages that it is on: the first, and the number of the others.
fn name_pages(fault: Diagnostic, first: &str, more: usize) -> Diagnostic {
    let others = match more {
        0 => String::new(),
        1 => " and 1 more page".to_owned(),
        more => format!(" and {more} more pages"),
    };
    fault.hint(format!("while rendering {}{others}", address_of(first)))
}

/// The time that one output took.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutputTime {
    /// Collecting its data and comparing them with those of the last build.
    pub view: Duration,
    /// Rendering it, if it had to be.
    pub render: Duration,
    /// Writing it, if it had to be.
    pub write: Duration,
}

/// The changes that a build made to the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Number of files of the site.
    pub files: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// Files written.
    pub written: Vec<OutputPath>,
    /// Number of files not rendered, since their keys were known.
    pub reused: usize,
    /// Files deleted.
    pub deleted: Vec<OutputPath>,
    /// Files written again because someone had changed them.
    pub repaired: Vec<OutputPath>,
    /// Files that an earlier build wrote, that are no longer planned, and that someone has changed since: left alone.
    pub kept: Vec<OutputPath>,
    /// The cost of the search index, if it was made.
    pub indexed: Option<IndexStats>,
}

/// Called after each output with its path and time; a failure ends the build.
pub type OutputProgress<'a> = &'a (dyn Fn(&str, OutputTime) -> Result<()> + Sync);

/// Renders and writes a site; calls `progress` after each output.
///
/// # Errors
/// When the disk fails, or when the output folder is not one to write to. Faults of the site are returned
/// as the inner error; then nothing has changed.
pub fn write(
    site: &Site,
    to: &Destination,
    progress: OutputProgress<'_>,
) -> Result<Result<WriteReport, Vec<Diagnostic>>> {
    let (replacement, report) = match prepare(site, to, progress)? {
        Ok(prepared) => prepared,
        Err(faults) => return Ok(Err(faults)),
    };
    replacement.finish(&to.manifest)?;
    Ok(Ok(report))
}

/// Renders a site, stages the files to be written, and writes the journal of the steps to be taken. Nothing in the
/// output folder changes.
///
/// # Errors
/// As [`write()`].
pub fn prepare(
    site: &Site,
    to: &Destination,
    progress: OutputProgress<'_>,
) -> Result<Result<(Replacement, WriteReport), Vec<Diagnostic>>> {
    let folder = OutputFolder::open(site, to)?;
    let outputs: Vec<_> = site.plan.outputs.iter().collect();
    let shared = SharedData::new(site);
    let rendered = for_each_output(&outputs, |path, output| {
        let (outcome, time) = render_and_stage((site, &shared), &folder, path, output)?;
        progress(path, time)?;
        Ok(outcome)
    })?;
    let outcomes = match rendered {
        Ok(outcomes) => outcomes,
        Err(faults) => return Ok(Err(faults)),
    };
    // Its memory serves the lists of files.
    drop(shared);
    let started = Instant::now();
    let (files, indexed) = search_index::stage(site, &folder)?;
    if !files.is_empty() {
        progress(SEARCH_INDEX, OutputTime { render: started.elapsed(), ..OutputTime::default() })?;
    }
    let mut report = WriteReport { indexed, ..WriteReport::default() };
    let paths = outputs.iter().map(|(path, _)| OutputPath::clone(path));
    let new = list(paths.zip(outcomes).chain(files), &mut report);
    if !folder.is_fresh {
        refuse_obstacles(&to.out, &folder.old, &new, &report.written)?;
    }
    // Named in the report, since nobody expects a page to be written that did not change.
    let is_changed = |path: &&OutputPath| {
        folder.old.entries.contains_key(*path) && to.out.join(&***path).exists() && folder.intact(path).is_none()
    };
    report.repaired = report.written.iter().filter(is_changed).cloned().collect();
    report.files = new.entries.len();
    report.bytes = new.entries.values().map(|entry| entry.len).sum();
    let stale = stale(&folder, &new, &mut report);
    let replacement = Replacement::plan(site, to, stale, &report.written, (new, folder.is_fresh))?;
    replacement.record(&to.manifest)?;
    folder.stage.keep();
    Ok(Ok((replacement, report)))
}

/// Returns the files of the old site that go. Those that someone has changed stay, and are named.
fn stale(folder: &OutputFolder<'_>, new: &Manifest, report: &mut WriteReport) -> Vec<StaleFile> {
    let mut stale = Vec::new();
    for (path, entry) in folder.old.entries.iter().filter(|(path, _)| !new.entries.contains_key(*path)) {
        if folder.intact(path).is_some() {
            report.deleted.push(path.clone());
            stale.push((path.clone(), *entry));
        } else if folder.path.join(&**path).exists() {
            report.kept.push(path.clone());
        }
    }
    stale
}

/// Renders one output, unless the folder has it already.
fn render_and_stage(
    (site, shared): (&Site, &SharedData),
    folder: &OutputFolder<'_>,
    path: &str,
    output: &Output,
) -> Result<(FileOutcome, OutputTime), RenderFailure> {
    let started = Instant::now();
    let origin = render::origin(site, output);
    if let Some(entry) = folder.intact(path) {
        let is_known = origin.is_some() && entry.origin == origin;
        let view = |purpose| render::view((site, shared), purpose, path, output);
        if is_known || entry.key == render::key(site, &view(ViewPurpose::Key)?) {
            let reused = FileOutcome::Reused(ManifestEntry { origin, ..*entry });
            return Ok((reused, OutputTime { view: started.elapsed(), ..OutputTime::default() }));
        }
    }
    let view = render::view((site, shared), ViewPurpose::Bytes, path, output)?;
    let key = render::key(site, &view);
    let mut time = OutputTime { view: started.elapsed(), ..OutputTime::default() };
    let bytes = render::render(site, shared, view)?.into_bytes()?;
    time.render = started.elapsed().saturating_sub(time.view);
    let outcome = folder.put(path, &bytes, (key, origin))?;
    time.write = started.elapsed().saturating_sub(time.view + time.render);
    Ok((outcome, time))
}

/// Lists the files that the output folder will hold, and counts them.
fn list(outcomes: impl Iterator<Item = (OutputPath, FileOutcome)>, report: &mut WriteReport) -> Manifest {
    let entries = outcomes.map(|(path, outcome)| {
        let entry = match outcome {
            FileOutcome::Reused(entry) => {
                report.reused += 1;
                entry
            }
            FileOutcome::Same(entry) => entry,
            FileOutcome::Staged(entry) => {
                report.written.push(OutputPath::clone(&path));
                entry
            }
        };
        (path, entry)
    });
    let new = Manifest { entries: entries.collect() };
    report.written.sort_unstable();
    new
}

/// Refuses to write the files `written` over files and folders that margent did not make.
///
/// # Errors
/// Names the first obstacle.
fn refuse_obstacles(out: &Path, old: &Manifest, new: &Manifest, written: &[OutputPath]) -> Result<()> {
    let ours = |path: &str| old.entries.contains_key(path);
    // Without a manifest everything in the folder is this site's, as its mark says.
    let has_manifest = !old.entries.is_empty();
    let mut obstacles = BTreeSet::new();
    for path in written {
        if let Ok(there) = fs::symlink_metadata(out.join(&**path)) {
            let is_foreign =
                if there.is_dir() { !holds_only_ours(out, path, old) } else { has_manifest && !ours(path) };
            obstacles.extend(is_foreign.then_some(&**path));
        }
        for (at, _) in path.match_indices('/') {
            let parent = &path[..at];
            let is_deleted = ours(parent) && !new.entries.contains_key(parent);
            if !is_deleted && fs::symlink_metadata(out.join(parent)).is_ok_and(|there| !there.is_dir()) {
                obstacles.insert(parent);
            }
        }
    }
    let Some(first) = obstacles.first() else { return Ok(()) };
    let more = if obstacles.len() > 1 { format!(" (and {} more)", obstacles.len() - 1) } else { String::new() };
    bail!(
        "{} was not made by margent, and the site needs its place{more}; move it away, or give the page another address",
        out.join(first).display()
    )
}

/// Returns whether the last build wrote every file below the folder.
fn holds_only_ours(out: &Path, folder: &str, old: &Manifest) -> bool {
    let entries = walkdir::WalkDir::new(out.join(folder)).into_iter().filter_map(Result::ok);
    let mut files = entries.filter(|entry| !entry.file_type().is_dir());
    files.all(|entry| {
        let path = entry.path().strip_prefix(out).ok().and_then(Path::to_str);
        path.is_some_and(|path| old.entries.contains_key(path))
    })
}
