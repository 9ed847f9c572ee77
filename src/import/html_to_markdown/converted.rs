//! The result of a conversion.

use crate::import::draft::{Decision, Draft, DraftBlock, DraftSource, RemovedText};
use crate::pipeline::content::Unknown;

/// A text converted from HTML.
#[derive(Debug, Default)]
pub struct ConvertedText {
    /// The text.
    pub blocks: Vec<DraftBlock>,
    /// The reports that it cites; their ids differ.
    pub sources: Vec<DraftSource>,
    /// The decisions taken.
    pub decisions: Vec<Decision>,
    /// The parts that Markdown cannot hold.
    pub removed: Vec<RemovedText>,
    /// The facts that an editor has to fill in.
    pub unknown: Vec<Unknown>,
}

impl ConvertedText {
    /// Makes it the text of a draft.
    pub(crate) fn into_draft(self, draft: &mut Draft) {
        draft.blocks = self.blocks;
        draft.sources = self.sources;
        draft.decisions.extend(self.decisions);
        draft.removed.extend(self.removed);
        draft.unknown.extend(self.unknown);
    }

    /// Lists what else was removed, ahead of what it lists.
    pub(crate) fn with_removed(mut self, removed: Vec<RemovedText>) -> Self {
        self.removed.splice(0..0, removed);
        self
    }

    /// The number of its excerpts.
    pub(super) fn excerpts(&self) -> usize {
        self.blocks.iter().filter(|block| matches!(block, DraftBlock::Excerpt(_))).count()
    }
}
