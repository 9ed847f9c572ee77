//! Notes: the editor's annotations, which are footnotes of the text; and their definitions, wherever they are in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::events::SpannedEvent;
use crate::base::text::near::nearest;
use crate::base::text::slug;

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

/// The definitions of a text's notes.
#[derive(Default)]
pub(super) struct NoteDefinitions {
    /// The definitions by their labels.
    pub by_label: BTreeMap<String, NoteDefinition>,
    /// Labels that are defined again, and the bytes of those definitions.
    pub repeated: Vec<(String, Range<usize>)>,
}

/// The definition of a note.
pub(super) struct NoteDefinition {
    /// The events of its text, as they were parsed.
    pub events: Range<usize>,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The part of its ids that no other note has.
    pub slug: String,
}

/// Finds the definitions. Of several with one label the first counts.
pub(super) fn find_definitions(events: &[SpannedEvent<'_>]) -> NoteDefinitions {
    let mut definitions = NoteDefinitions::default();
    let mut slugs = BTreeSet::new();
    let mut open: Vec<(&str, usize)> = Vec::new();
    for (at, (event, range)) in events.iter().enumerate() {
        if let Event::Start(Tag::FootnoteDefinition(label)) = event {
            open.push((label, at));
        } else if let Event::End(TagEnd::FootnoteDefinition) = event
            && let Some((label, start)) = open.pop()
        {
            definitions.add(label, start + 1..at, range.clone(), &mut slugs);
        }
    }
    definitions
}

impl NoteDefinitions {
    fn add(&mut self, label: &str, events: Range<usize>, range: Range<usize>, slugs: &mut BTreeSet<String>) {
        if self.by_label.contains_key(label) {
            self.repeated.push((label.to_owned(), range));
            return;
        }
        let wanted = slug::slugify(label);
        let slug = slug::unique_name(if wanted.is_empty() { "note" } else { &wanted }, slugs);
        self.by_label.insert(label.to_owned(), NoteDefinition { events, range, slug });
    }

    /// The labels.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &str> {
        self.by_label.keys().map(String::as_str)
    }
}
