//! Finds the snapshot of a quotation, and reads it: `quotes.toml` names files for addresses, and folders of texts do so
//! themselves.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use walkdir::WalkDir;

use super::folder::{FoundQuote, canonical, front_matter_end, has_extension, path_name};
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::fields::{Fields, is_web_url};
use crate::base::text::path::{RelPath, percent_decode};
use crate::base::text::slug::slugify;
use crate::base::{codes, regular_file};
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

/// The file that names snapshots, for the Markdown files in its folder and below.
pub(super) const MAP: &str = "quotes.toml";

/// The snapshots that a `quotes.toml` names.
#[derive(Default)]
pub(super) struct SnapshotMap {
    /// Their paths by their addresses.
    pub files: BTreeMap<String, RelPath>,
    /// The folder of others.
    pub folder: Option<RelPath>,
}

/// Reads the text of a `quotes.toml`.
fn read_map(path: &RelPath, text: &str, faults: &mut Vec<Diagnostic>) -> SnapshotMap {
    let (mut toml, mut fields) = Fields::parse(path, text, 0);
    let folder = fields.string(&mut toml, "folder").map(|name| name.value);
    let named = fields.table(&mut toml, "snapshots").map(|table| table.into_texts(&mut toml)).unwrap_or_default();
    fields.finish(&mut toml);
    faults.extend(toml.into_diagnostics());
    let mut join = |name: &str| inside(path, name, faults);
    let folder = folder.and_then(|name| join(&name));
    let files = named.into_iter().filter_map(|(address, name)| Some((address_key(&address), join(&name)?)));
    SnapshotMap { files: files.collect(), folder }
}

/// The path that a map means, unless it leads out.
fn inside(map: &RelPath, name: &str, faults: &mut Vec<Diagnostic>) -> Option<RelPath> {
    let path = map.join(name);
    if path.is_none() {
        let fault = Diagnostic::new(codes::BAD_VALUE, format!("`{name}` leads out of the folder"));
        faults.push(fault.at(Span::file(map)).hint("name what is in it, or a folder elsewhere with --snapshots"));
    }
    path
}

/// The part of an address by which it is the same: without scheme, fragment and last slash.
fn address_key(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default().trim();
    let bare = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    bare.trim_end_matches('/').to_owned()
}

/// A folder of snapshots.
pub(super) struct SnapshotShelf {
    folder: PathBuf,
    /// The folder as it is shown.
    shown: String,
    /// The files by the addresses that they state.
    stated: BTreeMap<String, PathBuf>,
    /// The files by their names.
    named: BTreeMap<String, PathBuf>,
}

impl SnapshotShelf {
    /// Lists the files of a folder.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn read(folder: &Path, shown: &str) -> Result<Self> {
        let (mut stated, mut named) = (BTreeMap::new(), BTreeMap::new());
        let visible = |name: &std::ffi::OsStr| !name.as_encoded_bytes().starts_with(b".");
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || visible(entry.file_name())) {
            let entry = entry.map_err(|error| anyhow!(error))?;
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.into_path();
            let head = head(&path).with_context(|| format!("cannot read {}", path.display()))?;
            if let Some(address) = stated_address(&head) {
                stated.entry(address_key(&address)).or_insert_with(|| path.clone());
            }
            let name = path.strip_prefix(folder).ok().and_then(|name| path_name(&name.with_extension("")));
            if let Some(name) = name {
                named.entry(slugify(&name)).or_insert(path);
            }
        }
        Ok(Self { folder: folder.to_owned(), shown: shown.to_owned(), stated, named })
    }

    /// Returns whether a file is in the folder.
    pub(super) fn holds(&self, file: &Path) -> bool {
        file.starts_with(&self.folder)
    }

    /// The snapshot of an address.
    pub(super) fn find(&self, address: &str) -> Option<&Path> {
        let key = address_key(address);
        self.stated.get(&key).or_else(|| self.named.get(&slugify(&key))).map(PathBuf::as_path)
    }

    /// The path at which a snapshot of this address would be found.
    pub(super) fn wanted(&self, address: &str) -> String {
        format!("{}/{}.txt", self.shown.trim_end_matches('/'), slugify(&address_key(address)))
    }
}

/// The beginning of a file: enough for front matter.
fn head(path: &Path) -> io::Result<String> {
    const LENGTH: u64 = 8 << 10;
    let mut bytes = Vec::new();
    regular_file::open(path)?.take(LENGTH).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The address that a snapshot states: by `source` or `url` in its front matter, or alone on its first line.
fn stated_address(text: &str) -> Option<String> {
    let start = front_matter_end(text);
    let head = text[..start].lines().filter_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        matches!(key.trim(), "source" | "url").then(|| value.trim().trim_matches(['"', '\'']))
    });
    let first = text[start..].lines().find(|line| !line.trim().is_empty());
    let first = first.map(|line| line.trim().trim_start_matches("Source:").trim().trim_matches(['<', '>']));
    head.chain(first).find(|address| is_web_url(address)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapshots_state_their_addresses() {
        for text in [
            "---\ntitle: Ferries\nsource: \"https://quay.example/1\"\n---\nIt rose.",
            "+++\nurl = 'https://quay.example/1'\n+++\nIt rose.",
            "https://quay.example/1\n\nIt rose.",
            "\nSource: <https://quay.example/1>\nIt rose.",
        ] {
            assert_eq!(stated_address(text).as_deref(), Some("https://quay.example/1"), "{text}");
        }
        assert_eq!(stated_address("It rose, says https://quay.example/1"), None);
    }

    #[test]
    fn addresses_are_the_same() {
        for address in ["http://quay.example/1/", "https://quay.example/1#part", " https://quay.example/1"] {
            assert_eq!(address_key(address), "quay.example/1");
        }
    }
}
