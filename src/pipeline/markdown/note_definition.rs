//! Finds the definitions of notes, wherever they are in a text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::SpannedEvent;
use crate::base::text::slug;

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
