//! Where snapshots go: the file that has the text already, or a free name. A snapshot is never replaced.

use std::collections::BTreeMap;

use super::draft::{DraftSnapshot, DraftSource};
use crate::base::hash::{self, Key};
use crate::base::text::path::RelPath;
use crate::base::text::slug::{self, UniqueNames};
use crate::pipeline::content::SNAPSHOTS;
use crate::pipeline::inputs::Inputs;

/// The folder of snapshots, with those that are to be written.
pub(super) struct SnapshotFolder {
    /// The names of all snapshots, without their endings.
    names: UniqueNames,
    /// Their files, by the hashes of what is in them.
    known: BTreeMap<Key, RelPath>,
    /// The texts of those to be written.
    new: BTreeMap<RelPath, String>,
}

impl SnapshotFolder {
    /// The folder as it is on the disk.
    pub(super) fn new(inputs: &Inputs) -> Self {
        let names = inputs.inside(SNAPSHOTS).filter_map(|(path, _)| path.strip(SNAPSHOTS));
        Self {
            names: UniqueNames::of(names.map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned())),
            known: inputs.inside(SNAPSHOTS).map(|(path, file)| (file.hash, path.clone())).collect(),
            new: BTreeMap::new(),
        }
    }

    /// Gives the snapshot of a source its name, and returns its path; `None` if the source has none.
    pub(super) fn place(&mut self, source: &mut DraftSource) -> Option<RelPath> {
        let stem = slug::slugify(&format!("{} {}", source.outlet, source.title.as_deref().unwrap_or("report")));
        let snapshot = source.snapshot.as_mut()?;
        let key = hash::bytes(snapshot.text.as_bytes());
        let path = match self.known.get(&key) {
            Some(path) => path.clone(),
            None => {
                let name = self.names.take(&slug::file_stem(&stem), "");
                let path = RelPath::new(&format!("{SNAPSHOTS}/{name}.txt"))?;
                self.new.insert(path.clone(), snapshot.text.clone());
                self.known.insert(key, path.clone());
                path
            }
        };
        snapshot.name = path.strip(SNAPSHOTS)?.to_owned();
        Some(path)
    }

    /// Takes the file of a snapshot that is to be written; `None` once it is.
    pub(super) fn take_new(&mut self, snapshot: &DraftSnapshot) -> Option<(RelPath, String)> {
        self.new.remove_entry(&snapshot.path()?)
    }
}
