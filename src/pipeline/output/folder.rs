//! The output folder as the last build left it, and the stage in which the next one's files wait.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::manifest::{Destination, Manifest, ManifestEntry};
use super::replacement::{Stage, recover_one, stage_folder};
use crate::base::hash::{self, Key, OptionalKey};
use crate::base::regular_file;
use crate::pipeline::render;
use crate::pipeline::site::Site;

/// An output folder that may be written to.
pub(super) struct OutputFolder<'a> {
    pub path: &'a Path,
    /// The files of the last build.
    pub old: Manifest,
    /// True if there was no file in it.
    pub is_fresh: bool,
    pub stage: Stage,
}

/// The outcome for one file.
pub(super) enum FileOutcome {
    /// Its key is known and the file is untouched.
    Reused(ManifestEntry),
    /// It came out the same as the file that was there.
    Same(ManifestEntry),
    /// It waits in the stage.
    Staged(ManifestEntry),
}

impl<'a> OutputFolder<'a> {
    /// Opens the folder for `site`.
    ///
    /// # Errors
    /// When the disk fails, or when the folder holds files of someone else.
    pub fn open(site: &Site, to: &'a Destination) -> Result<Self> {
        recover_one(&to.manifest)?;
        let is_fresh = is_fresh(&to.out)?;
        let old = if is_fresh { Manifest::default() } else { Manifest::load(&to.manifest)? };
        if !is_fresh && old.entries.is_empty() {
            refuse_foreign(site, &to.out)?;
        }
        Ok(Self { path: &to.out, old, is_fresh, stage: Stage::new(stage_folder(&to.manifest))? })
    }

    /// Returns the file that the last build wrote to `path`, unless someone has touched it since.
    pub(crate) fn intact(&self, path: &str) -> Option<&ManifestEntry> {
        self.old.entries.get(path).filter(|entry| entry.is_intact(&self.path.join(path)))
    }

    /// Stages `bytes`, with their keys, for `path`, unless the file that is there has them.
    pub(crate) fn put(&self, path: &str, bytes: &[u8], (key, origin): (Key, OptionalKey)) -> Result<FileOutcome> {
        let (file, content) = (self.path.join(path), hash::bytes(bytes));
        let known = self.intact(path);
        if let Some(entry) = known.filter(|entry| entry.content == content) {
            return Ok(FileOutcome::Same(ManifestEntry { key, origin, ..*entry }));
        }
        if known.is_none() && !self.is_fresh && regular_file::read(&file).is_ok_and(|there| there == bytes) {
            let entry = ManifestEntry::of(&fs::metadata(&file)?, (key, origin), content);
            return Ok(FileOutcome::Same(entry));
        }
        let metadata = self.stage.put(path, bytes)?;
        Ok(FileOutcome::Staged(ManifestEntry::of(&metadata, (key, origin), content)))
    }
}

/// Returns whether the output folder is missing or empty.
fn is_fresh(out: &Path) -> Result<bool> {
    match fs::read_dir(out) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("cannot use {} as the output folder", out.display())),
    }
}

/// Refuses a folder with files and without a manifest, unless it says that it is this site.
fn refuse_foreign(site: &Site, out: &Path) -> Result<()> {
    let mark = regular_file::read(&out.join(".nojekyll")).unwrap_or_default();
    if mark != render::mark(site).as_bytes() {
        bail!(
            "{} holds files that margent did not write for this site, and building there would replace some; \
             empty it, or choose another folder with --out",
            out.display()
        );
    }
    Ok(())
}
