//! Which file is the snapshot of an address: `quotes.toml`, which names them, and folders of texts that do so themselves.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use walkdir::WalkDir;

use super::folder::path_name;
use super::found_quote::front_matter_end;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::fields::{Fields, is_web_url};
use crate::base::regular_file;
use crate::base::text::path::RelPath;
use crate::base::text::slug::slugify;

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
pub(super) fn read_map(path: &RelPath, text: &str, faults: &mut Vec<Diagnostic>) -> SnapshotMap {
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
pub(super) fn address_key(address: &str) -> String {
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
