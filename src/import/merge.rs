//! Merges what a capture states now into the file that it was imported into before, and tells the differences.

use std::collections::{BTreeMap, BTreeSet};

use similar::TextDiff;
use toml_edit::{Item, Value};

use super::draft_file::{BODY, DATE, DraftFile, IMPORT, SOURCE};
use super::record::ImportRecord;
use super::repair::LeftAlone;
use crate::base::text::path::RelPath;
use crate::editor::record;
use crate::pipeline::config::Config;
use crate::pipeline::content::{ContentContext, article};

/// A file after a later import.
pub(super) struct MergeResult {
    /// The merged file.
    pub text: String,
    /// The fields that were updated.
    pub updated: Vec<String>,
    /// The fields that the capture states differently now, but that an editor has changed.
    pub kept: Vec<String>,
    /// The file if they were taken over all the same.
    pub stated: String,
}

/// Merges three versions of each field: as it was written (`base`, hashes), as it is now, as the capture states it. Without a
/// record of what was written, every field may be an editor's.
pub(super) fn merge(base: &BTreeMap<String, String>, mut current: DraftFile, mut new: DraftFile) -> MergeResult {
    let (ours, theirs) = (current.field_hashes(), new.field_hashes());
    let (mut updated, mut kept) = (Vec::new(), Vec::new());
    let keys: BTreeSet<&String> = base.keys().chain(theirs.keys()).collect();
    for key in keys {
        let [written, edited, stated] = [base, &ours, &theirs].map(|fields| fields.get(key));
        if stated == written || stated == edited {
            continue;
        }
        if edited == written && !base.is_empty() {
            updated.push(key.clone());
        } else {
            kept.push(key.clone());
        }
    }
    // Words belong to their report and its date: if an editor has changed one of them, the others stay too, whatever the
    // capture states now.
    if kept.iter().any(|key| [BODY, SOURCE].contains(&key.as_str())) {
        let related = updated.extract_if(.., |key| [BODY, SOURCE, DATE].contains(&key.as_str()));
        kept.extend(related);
    }
    take_over(&updated, &mut current, &mut new);
    // An editor who has deleted the questions has no use for them.
    if !updated.is_empty() && current.front.contains_key(IMPORT) {
        replace(&mut current, IMPORT, new.front.remove(IMPORT));
    }
    let text = current.text();
    take_over(&kept, &mut current, &mut new);
    MergeResult { text, updated, kept, stated: current.text() }
}

/// Replaces fields by what the capture states.
fn take_over(keys: &[String], current: &mut DraftFile, new: &mut DraftFile) {
    for key in keys {
        if key == BODY {
            current.body = std::mem::take(&mut new.body);
        } else {
            replace(current, key, new.front.remove(key));
        }
    }
}

/// Replaces an item, keeping the comments around it.
fn replace(file: &mut DraftFile, key: &str, new: Option<Item>) {
    let Some(mut new) = new else {
        file.front.remove(key);
        return;
    };
    match (file.front.get(key), &mut new) {
        (Some(Item::Value(old)), Item::Value(new)) => *Value::decor_mut(new) = old.decor().clone(),
        (Some(Item::Table(old)), Item::Table(new)) => {
            *new.decor_mut() = old.decor().clone();
            new.set_position(old.position());
        }
        _ => {}
    }
    file.front[key] = new;
}

/// The differences between an article and its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// There is no file yet.
    New {
        /// Its contents to be.
        text: String,
    },
    /// The capture states nothing new.
    Same,
    /// The capture states something else than before.
    Changed {
        /// The contents of the file.
        old: String,
        /// Its contents after an update.
        new: String,
        /// The fields that an update changes.
        updated: Vec<String>,
        /// The fields that an editor has changed, which stay.
        kept: Vec<String>,
        /// Its contents if they took over what the capture states.
        stated: String,
    },
    /// The article is not imported.
    LeftAlone(LeftAlone),
}

impl FileChange {
    /// The unified diff of an update.
    pub(crate) fn diff(&self) -> String {
        match self {
            Self::Changed { old, new, .. } => TextDiff::from_lines(old, new).unified_diff().to_string(),
            Self::New { .. } | Self::Same | Self::LeftAlone(_) => String::new(),
        }
    }

    /// The same without questions that the updated article answers.
    pub(super) fn without_answered(mut self, path: &RelPath, config: &Config) -> Self {
        if let Self::Changed { new, stated, updated, .. } = &mut self
            && !updated.is_empty()
        {
            for text in [new, stated] {
                let context = ContentContext { path, config };
                let article = article::parse(&context, text).value;
                *text = record::drop_answered(&article, text).unwrap_or_else(|| std::mem::take(text));
            }
        }
        self
    }

    /// The unified diff between what an editor has made of the article and what the capture states now.
    pub(crate) fn unmerged(&self) -> String {
        match self {
            Self::Changed { new, stated, .. } => TextDiff::from_lines(new, stated).unified_diff().to_string(),
            Self::New { .. } | Self::Same | Self::LeftAlone(_) => String::new(),
        }
    }
}

/// Compares a file with what the capture states now; `record` tells what it stated before.
pub(super) fn compare_files(record: Option<&ImportRecord>, old: String, new: DraftFile) -> FileChange {
    let none = BTreeMap::new();
    let wrote = record.map_or(&none, |record| &record.wrote);
    match DraftFile::read(&old) {
        Err((line, column)) => FileChange::LeftAlone(LeftAlone::Unreadable(line, column)),
        Ok(current) => match merge(wrote, current, new) {
            MergeResult { updated, kept, .. } if updated.is_empty() && kept.is_empty() => FileChange::Same,
            MergeResult { text, updated, kept, stated } => {
                FileChange::Changed { old, new: text, updated, kept, stated }
            }
        },
    }
}
