//! The replacement of the old site by the new one in steps, each of which the disk does wholly or not at all. The steps
//! are decided before the first is taken and written down in a journal; whoever finds the journal takes the steps that
//! are left. Until then new files wait in the stage, a folder of margent's own memory, never one that is uploaded.
//!
//! The order of steps is that of [`super::order`]. Among files that are new, some lead to others that come a moment
//! later, an article to the page of a new tag and back; nothing that readers can reach leads to any of them yet. One
//! thing cannot be kept: where a file was and a folder will be, the file goes first.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::manifest::{Destination, Manifest, ManifestEntry};
use super::order;
use crate::base::store;
use crate::pipeline::plan::OutputPath;
use crate::pipeline::site::Site;

/// Both sides of a replacement: the files that go, those that come, and all that the output folder holds in the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// The output folder, absolute.
    out: PathBuf,
    /// True if the output folder is new.
    is_first: bool,
    /// Stale files that are in the way.
    blocking: Vec<StaleFile>,
    /// Files that wait, in the order in which they are moved.
    moved: Vec<OutputPath>,
    /// Stale files, in the order in which they are deleted.
    deleted: Vec<StaleFile>,
    /// All files of the new site.
    new: Manifest,
}

/// A file of the old site that goes.
pub(super) type StaleFile = (OutputPath, ManifestEntry);

/// One step of a replacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplacementStep<'a> {
    /// The whole folder takes its place.
    MoveAll,
    /// This file takes its place.
    Move(&'a str),
    /// This file of the old site goes, unless someone has changed it.
    Delete(&'a str, &'a ManifestEntry),
}

/// The folder where files wait for the output folder that `manifest` remembers.
pub(super) fn stage_folder(manifest: &Path) -> PathBuf {
    manifest.with_extension("stage")
}

fn journal_file(manifest: &Path) -> PathBuf {
    manifest.with_extension("journal")
}

impl Replacement {
    /// Decides on the steps from the old site to the new one, whose files `written` wait. `stale` are the files of the
    /// old site to be deleted.
    pub(super) fn plan(
        site: &Site,
        to: &Destination,
        stale: Vec<StaleFile>,
        written: &[OutputPath],
        (new, is_first): (Manifest, bool),
    ) -> Result<Self> {
        if let Some(parent) = to.out.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        let out = std::path::absolute(&to.out).context("cannot find the current folder")?;
        let moved = order::waves(site, written, |path| !is_first && out.join(path).exists()).concat();
        let names: BTreeSet<&str> = written.iter().map(|path| &**path).collect();
        let (blocking, mut deleted): (Vec<_>, Vec<_>) = stale.into_iter().partition(|(path, _)| blocks(path, &names));
        deleted.sort_by_key(|(path, _)| !order::links_out(path));
        Ok(Self { out, is_first, blocking, moved, deleted, new })
    }

    /// Returns the steps, in order.
    pub fn steps(&self) -> Vec<ReplacementStep<'_>> {
        let mut steps: Vec<_> = self.blocking.iter().map(delete).collect();
        if self.is_first {
            steps.push(ReplacementStep::MoveAll);
        } else {
            steps.extend(self.moved.iter().map(|path| ReplacementStep::Move(path)));
        }
        steps.extend(self.deleted.iter().map(delete));
        steps
    }

    /// Takes one step. One that was taken before changes nothing. `manifest` is the path of the output folder's
    /// manifest.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn take(&self, manifest: &Path, step: ReplacementStep<'_>) -> Result<()> {
        let stage = stage_folder(manifest);
        match step {
            ReplacementStep::MoveAll if fs::rename(&stage, &self.out).is_ok() => Ok(()),
            // The output folder is a mount point, for instance, or was filled in part before.
            ReplacementStep::MoveAll => self.moved.iter().try_for_each(|path| place(&stage, &self.out, path)),
            ReplacementStep::Move(path) => place(&stage, &self.out, path),
            ReplacementStep::Delete(path, entry) => delete_file(&self.out, path, entry),
        }
    }

    /// Writes the journal: from now on, the next command brings the new site. If there is nothing to do, there is no
    /// journal.
    pub(super) fn record(&self, manifest: &Path) -> Result<()> {
        if self.steps().is_empty() { Ok(()) } else { store::save(&journal_file(manifest), self) }
    }

    /// Takes all steps, remembers the result and removes the journal.
    pub(super) fn finish(&self, manifest: &Path) -> Result<()> {
        // Nothing is left to be brought in line if someone has removed the output folder meanwhile.
        if self.is_first || is_folder(&self.out) {
            self.steps().into_iter().try_for_each(|step| self.take(manifest, step))?;
            self.new.save(manifest)?;
        }
        remove_stage(&stage_folder(manifest))?;
        let journal = journal_file(manifest);
        match fs::remove_file(&journal) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot delete {}", journal.display()))
            }
            _ => Ok(()),
        }
    }
}

/// Finishes every replacement whose journal is in `memory`, and removes the files left there by builds that ended
/// before they had one. Must not run during another build.
///
/// # Errors
/// When the disk fails.
pub fn recover(memory: &Path) -> Result<()> {
    leftovers(memory)?.into_iter().try_for_each(|path| recover_one(&path.with_extension("")))
}

/// Journals and stages in a folder of margent's memory.
///
/// # Errors
/// When the folder cannot be read.
pub fn leftovers(memory: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(memory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", memory.display())),
    };
    Ok(entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| is_leftover(path)).collect())
}

/// Returns true for a journal, a stage, and a part of a journal or a manifest.
fn is_leftover(path: &Path) -> bool {
    let (stem, extension) = (path.file_stem().unwrap_or_default(), path.extension().unwrap_or_default());
    let is_manifest = stem == "manifest" || stem.as_encoded_bytes().starts_with(b"output");
    is_manifest && ["journal", "stage", "new"].iter().any(|it| extension == *it)
}

/// Does the same as [`recover`] for one output folder.
pub(super) fn recover_one(manifest: &Path) -> Result<()> {
    // A part of a file that was never put in its place.
    let _ = fs::remove_file(manifest.with_extension("new"));
    match store::load::<Replacement>(&journal_file(manifest))? {
        Some(replacement) => replacement.finish(manifest).context("cannot finish the build that was interrupted"),
        None => {
            // None that this version can read.
            let _ = fs::remove_file(journal_file(manifest));
            remove_stage(&stage_folder(manifest))
        }
    }
}

fn delete((path, entry): &StaleFile) -> ReplacementStep<'_> {
    ReplacementStep::Delete(path, entry)
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Moves the file `path` from the stage into place, unless that was done before.
fn place(stage: &Path, out: &Path, path: &str) -> Result<()> {
    let (from, to) = (stage.join(path), out.join(path));
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    let moved = match fs::rename(&from, &to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => copy(&from, &to),
        Err(error) if error.kind() == ErrorKind::NotFound && !from.exists() => Ok(()),
        moved => moved,
    };
    moved.with_context(|| format!("cannot replace {}", to.display()))
}

/// Moves a file to another file system: first beside its place, so that readers never see a part of it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let beside = to.with_file_name(format!(".{name}.margent-new"));
    fs::copy(from, &beside)?;
    // The manifest knows it by its time.
    fs::File::options().write(true).open(&beside)?.set_modified(fs::metadata(from)?.modified()?)?;
    fs::rename(&beside, to)?;
    fs::remove_file(from)
}

/// Deletes a file that nobody has changed, and the folders that this leaves empty.
fn delete_file(out: &Path, path: &str, entry: &ManifestEntry) -> Result<()> {
    let file = out.join(path);
    if entry.is_intact(&file) {
        fs::remove_file(&file).with_context(|| format!("cannot delete {}", file.display()))?;
    }
    let folders = Path::new(path).ancestors().skip(1).filter(|folder| *folder != Path::new(""));
    // A folder that still holds something stays.
    for folder in folders {
        if fs::remove_dir(out.join(folder)).is_err_and(|error| error.kind() != ErrorKind::NotFound) {
            break;
        }
    }
    Ok(())
}

/// Returns whether the stale file is where a folder is needed, or in a folder where a file is needed.
fn blocks(stale: &str, written: &BTreeSet<&str>) -> bool {
    let below = format!("{stale}/");
    let is_folder = written.range(below.as_str()..).next().is_some_and(|path| path.starts_with(&below));
    is_folder || stale.match_indices('/').any(|(at, _)| written.contains(&stale[..at]))
}

/// Files waiting to be moved. Dropped before [`Stage::keep`], it leaves nothing behind.
pub(super) struct Stage {
    folder: PathBuf,
    is_kept: bool,
}

impl Stage {
    /// Starts with no folder; the first file makes it.
    pub fn new(folder: PathBuf) -> Result<Self> {
        remove_stage(&folder)?;
        Ok(Self { folder, is_kept: false })
    }

    /// Writes the file `path` into the stage.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) -> Result<Metadata> {
        let file = self.folder.join(path);
        create_file(&file, bytes).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Keeps the files, since from now on a journal decides on them.
    pub(crate) fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.is_kept {
            // Nothing can be done about a failure here; the next command tries again.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Removes a folder of waiting files, if there is one.
fn remove_stage(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot empty {}", folder.display()))
        }
        _ => Ok(()),
    }
}

fn create_file(path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
    let mut file = match File::create(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // The folder above is nearly always there.
            let made = path.parent().map(|folder| fs::create_dir(folder).or_else(|_| fs::create_dir_all(folder)));
            made.transpose()?;
            File::create(path)?
        }
        file => file?,
    };
    file.write_all(bytes)?;
    file.metadata()
}
