//! Notes: the editor's annotations, which are footnotes of the text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::base::text::near::nearest;

/// The kind of a note, by the first part of its label: `[^doubt-sim]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteKind {
    /// Background.
    Context,
    /// The editor doubts the passage.
    Doubt,
    /// The passage is wrong.
    Correction,
    /// A remark on a translation.
    Translation,
    /// The meaning of a word.
    Definition,
}

impl NoteKind {
    pub(crate) const ALL: [Self; 5] =
        [Self::Context, Self::Doubt, Self::Correction, Self::Translation, Self::Definition];

    /// The kind that a label names, else context.
    pub(crate) fn of_label(label: &str) -> Self {
        let first = label.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|kind| kind.name() == first).unwrap_or(Self::Context)
    }

    /// The label that was probably meant if the first part of this one nearly names a kind: `dobut-sim`, `Doubt-sim`.
    pub(super) fn suggest_label(label: &str) -> Option<String> {
        let (first, rest) = label.split_once(['-', '_', '.', ':', '/', ' '])?;
        let names = Self::ALL.map(Self::name);
        let near = nearest(first, names).filter(|near| near.len().abs_diff(first.len()) <= 2)?;
        let suggested = format!("{near}-{rest}");
        (!names.contains(&first) || !label[first.len()..].starts_with(['-', '_'])).then_some(suggested)
    }

    /// Its name in labels and classes.
    pub(crate) fn name(self) -> &'static str {
        self.word().trim_start_matches("note_")
    }

    /// The key of the theme's word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Context => "note_context",
            Self::Doubt => "note_doubt",
            Self::Correction => "note_correction",
            Self::Translation => "note_translation",
            Self::Definition => "note_definition",
        }
    }
}

/// A note in a body. Places are bytes of HTML without its slots' contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The kind that its label names.
    pub kind: NoteKind,
    /// Its id in the page.
    pub id: String,
    /// The id of the first reference to it.
    pub reference: String,
    /// The place of the passage that it annotates.
    pub lemma: Option<Range<usize>>,
    /// The places of its text, before and after the backlinks.
    pub text: [Range<usize>; 2],
    /// Its definition, in bytes from the start of the file.
    pub range: Range<usize>,
}

/// The id of the note with the unique part `slug`.
pub(super) fn note_id(slug: &str) -> String {
    format!("note-{slug}")
}

/// The id of the passage that the note annotates.
pub(super) fn passage_id(slug: &str) -> String {
    format!("passage-{slug}")
}

/// The id of the `nth` reference to the note, from 1.
pub(super) fn reference_id(slug: &str, nth: usize) -> String {
    // Two hyphens, which no slug has.
    if nth == 1 { format!("ref-{slug}") } else { format!("ref-{slug}--{nth}") }
}
