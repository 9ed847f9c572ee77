//! The notes that version 0.1 kept in the front matter of articles, and that records hold now.

use toml_edit::{Array, Item};

use super::draft_file::{DraftFile, IMPORT};
use super::record::ImportRecord;
use crate::base::text::path::RelPath;

/// An article whose front matter holds what records hold now.
pub(super) struct FormerNotes {
    pub path: RelPath,
    pub record: ImportRecord,
    /// The contents of its file.
    pub old: String,
    /// The contents without the notes.
    pub new: String,
}

impl FormerNotes {
    /// Finds the notes in an article with the contents `old`.
    pub fn find(path: &RelPath, old: &str) -> Option<Self> {
        if !old.contains("[import]") {
            return None;
        }
        let mut file = DraftFile::parse(old)?;
        let table = file.front.get_mut(IMPORT)?.as_table_like_mut()?;
        table.get("from")?.as_str().filter(|from| !from.is_empty())?;
        let record = ImportRecord::from_table(table);
        let kept = |key: &str| key == "unknown";
        let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).filter(|key| !kept(key)).collect();
        keys.iter().for_each(|key| drop(table.remove(key)));
        if table.get("unknown").and_then(Item::as_array).is_none_or(Array::is_empty) {
            file.front.remove(IMPORT);
        }
        Some(Self { path: path.clone(), record, old: old.to_owned(), new: file.text() })
    }
}
