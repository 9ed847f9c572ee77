//! The files that margent wrote to an output folder, and the key of the data that each was made of. It is a memo:
//! without it everything is rendered again, and nothing else changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::base::hash::{Key, OptionalKey};
use crate::pipeline::plan::OutputPath;

/// The output folder, and the file that remembers it.
pub struct Destination {
    /// The output folder.
    pub out: PathBuf,
    /// The manifest of that folder.
    pub manifest: PathBuf,
}

/// The files that margent wrote to an output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The files, by path below the output folder.
    pub entries: BTreeMap<OutputPath, ManifestEntry>,
}

/// One file that margent wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// The key of everything that it depends on.
    pub key: Key,
    /// The key of what that was collected from, if there is one.
    pub(super) origin: OptionalKey,
    /// Hash of its bytes.
    pub content: Key,
    /// Length in bytes.
    pub len: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub(super) modified: u64,
}

impl ManifestEntry {
    /// Remembers a file just written.
    pub fn of(metadata: &fs::Metadata, (key, origin): (Key, OptionalKey), content: Key) -> Self {
        Self { key, origin, content, len: metadata.len(), modified: modified(metadata) }
    }

    /// Returns whether the file is as margent left it, by its length and time.
    pub(crate) fn is_intact(&self, file: &Path) -> bool {
        fs::symlink_metadata(file)
            .is_ok_and(|now| now.is_file() && now.len() == self.len && modified(&now) == self.modified)
    }
}

fn modified(metadata: &fs::Metadata) -> u64 {
    let time = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    time.map_or(0, |time| time.as_nanos() as u64)
}

impl Manifest {
    /// Reads a manifest. One that is missing or cannot be understood is empty.
    ///
    /// # Errors
    /// When the file exists and cannot be read.
    pub fn load(path: &Path) -> Result<Self> {
        Ok(crate::base::store::load(path)?.unwrap_or_default())
    }

    /// Replaces the manifest on disk, if it differs.
    ///
    /// # Errors
    /// When the disk fails.
    pub(crate) fn save(&self, path: &Path) -> Result<()> {
        crate::base::store::save(path, self).context("cannot remember what was written")
    }
}
