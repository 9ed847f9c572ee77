//! The differences between an article that is imported again and its file.

use std::collections::BTreeMap;

use similar::TextDiff;

use super::draft_file::DraftFile;
use super::merge::{MergeResult, merge};
use super::record::ImportRecord;
use super::repair::LeftAlone;
use crate::base::text::path::RelPath;
use crate::editor::record;
use crate::pipeline::config::Config;
use crate::pipeline::content::{ContentContext, article};

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
    match DraftFile::parse(&old) {
        // It could be parsed when the draft was placed.
        None => FileChange::Same,
        Some(current) => match merge(wrote, current, new) {
            MergeResult { updated, kept, .. } if updated.is_empty() && kept.is_empty() => FileChange::Same,
            MergeResult { text, updated, kept, stated } => {
                FileChange::Changed { old, new: text, updated, kept, stated }
            }
        },
    }
}
