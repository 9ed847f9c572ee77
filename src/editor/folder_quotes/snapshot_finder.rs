//! Finds the snapshot of a quotation, and reads it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::folder::{canonical, has_extension, path_name};
use super::found_quote::{FoundQuote, front_matter_end};
use super::snapshot_map::{MAP, SnapshotMap, SnapshotShelf, address_key, read_map};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::regular_file;
use crate::base::text::path::{RelPath, percent_decode};
use crate::pipeline::content::snapshot_text;
use crate::pipeline::inputs::{InputFile, Inputs};
use crate::pipeline::markdown::plain_text;

/// Everything that says what a source has.
pub(super) struct SnapshotFinder {
    base: PathBuf,
    /// The maps of snapshots by their folders.
    maps: BTreeMap<String, SnapshotMap>,
    /// The folders of snapshots: that of the command line, and those that maps name.
    shelves: Vec<SnapshotShelf>,
    /// The snapshots that were read.
    files: Inputs,
}

impl SnapshotFinder {
    /// Reads the maps in the folders of `texts` and above them, and the folder of `snapshots`. Adds the maps to the
    /// `shown` files.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(super) fn read(
        base: &Path,
        texts: &[RelPath],
        snapshots: Option<&Path>,
        (shown, faults): (&mut Inputs, &mut Vec<Diagnostic>),
    ) -> Result<Self> {
        let mut maps = BTreeMap::new();
        let mut shelves = Vec::new();
        if let Some(folder) = snapshots {
            shelves.push(SnapshotShelf::read(&canonical(folder)?, &folder.display().to_string())?);
        }
        for folder in texts.iter().flat_map(folders_above).collect::<BTreeSet<&str>>() {
            let Some(path) = RelPath::new(&format!("{folder}/{MAP}")) else { continue };
            let Ok(bytes) = regular_file::read(&base.join(path.as_str())) else { continue };
            shown.files.insert(path.clone(), InputFile::new(bytes));
            let map = match shown.text(&path) {
                Ok(text) => read_map(&path, text, faults),
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            faults.extend(
                map.files.values().filter(|file| !base.join(file.as_str()).is_file()).map(|file| missing(&path, file)),
            );
            let is_there = |folder: &&RelPath| base.join(folder.as_str()).is_dir();
            faults.extend(map.folder.iter().filter(|folder| !is_there(folder)).map(|folder| missing(&path, folder)));
            if let Some(folder) = map.folder.as_ref().filter(is_there) {
                shelves.push(SnapshotShelf::read(&base.join(folder.as_str()), folder.as_str())?);
            }
            maps.insert(folder.to_owned(), map);
        }
        Ok(Self { base: base.to_owned(), maps, shelves, files: Inputs::in_memory([]) })
    }

    /// Returns whether a file is a snapshot itself.
    pub(super) fn is_snapshot(&self, path: &RelPath) -> bool {
        let full = self.base.join(path.as_str());
        self.maps.values().any(|map| map.files.values().any(|file| file == path))
            || self.shelves.iter().any(|shelf| shelf.holds(&full))
    }

    /// Finds the snapshot of a quotation in the file at `path`.
    pub(super) fn find(&self, path: &RelPath, quote: &FoundQuote) -> Option<PathBuf> {
        if let Some(snapshot) = &quote.snapshot {
            return self.file(snapshot);
        }
        let key = address_key(&quote.link);
        let named = folders_above(path).filter_map(|folder| self.maps.get(folder)).find_map(|map| map.files.get(&key));
        let named = named.and_then(|file| self.file(file));
        named
            .or_else(|| self.linked(path, &quote.link))
            .or_else(|| self.shelves.iter().find_map(|shelf| shelf.find(&quote.link)).map(Path::to_owned))
    }

    /// The file that a link without a host leads to.
    fn linked(&self, path: &RelPath, link: &str) -> Option<PathBuf> {
        let name = percent_decode(link.split(['#', '?']).next().unwrap_or_default());
        let is_address = name.contains("://") || name.starts_with("//");
        let file = if name.starts_with('/') { RelPath::new(&name) } else { path.join(&name) };
        file.filter(|_| !is_address).and_then(|file| self.file(&file))
    }

    fn file(&self, path: &RelPath) -> Option<PathBuf> {
        Some(self.base.join(path.as_str())).filter(|path| path.is_file())
    }

    /// The path at which the snapshot of an address would be found.
    pub(super) fn wanted(&self, link: &str) -> Option<String> {
        link.contains("://").then(|| self.shelves.first().map(|shelf| shelf.wanted(link))).flatten()
    }

    /// Reads a snapshot, and returns its path as it is shown.
    ///
    /// # Errors
    /// When the disk fails.
    pub(super) fn open(&mut self, file: &Path) -> Result<RelPath> {
        let name = path_name(file.strip_prefix(&self.base).unwrap_or(file)).unwrap_or_default();
        let path = RelPath::new(&name).with_context(|| format!("rename {}: it is not Unicode", file.display()))?;
        if !self.files.files.contains_key(&path) {
            let bytes = regular_file::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            self.files.files.insert(path.clone(), InputFile::new(bytes));
        }
        Ok(path)
    }

    /// The words of a snapshot that was read.
    ///
    /// # Errors
    /// When it has no text that can be read.
    pub(super) fn words(&self, path: &RelPath) -> Result<Cow<'_, str>, Diagnostic> {
        let text = snapshot_text(&self.files, path)?;
        let is_markdown = ["md", "markdown"].iter().any(|end| has_extension(Path::new(path.as_str()), end));
        let start = front_matter_end(&text);
        Ok(match (is_markdown, start) {
            (true, _) => plain_text(&text[start..]).into(),
            (false, 0) => text,
            (false, _) => text[start..].to_owned().into(),
        })
    }
}

/// The folders that a file is in, the nearest first.
fn folders_above(path: &RelPath) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path.parent()), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
    })
}

fn missing(map: &RelPath, file: &RelPath) -> Diagnostic {
    let fault = Diagnostic::new(codes::NO_SNAPSHOT, format!("there is no `{file}`")).at(Span::file(map));
    fault.hint("put the texts of sources there, or correct the name")
}
