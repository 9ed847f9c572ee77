//! Notes: footnotes, shown after the block that first refers to them, outside any quotation.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::context::Spanned;
use crate::text::slug;

/// The kinds of note, each the first part of a label: `[^doubt-sim]`; and the theme's words for them.
const KINDS: [(&str, &str); 5] = [
    ("context", "note_context"),
    ("doubt", "note_doubt"),
    ("correction", "note_correction"),
    ("translation", "note_translation"),
    ("definition", "note_definition"),
];

/// The notes of one text, and how far their numbering has come.
#[derive(Default)]
pub(super) struct Notes {
    by_label: BTreeMap<String, Note>,
    referred: usize,
    /// Labels that are defined again, and where.
    pub twice: Vec<(String, Range<usize>)>,
}

/// One note.
pub(super) struct Note {
    /// The events of its text.
    pub events: Range<usize>,
    /// Where its definition is written.
    pub range: Range<usize>,
    /// By the order of the first references, from 1; 0 where there is none yet.
    pub number: usize,
    /// What its ids are made of.
    pub slug: String,
    /// References that are shown.
    pub references: usize,
    /// References met so far.
    pub met: usize,
    /// Whether its passage has been looked for.
    anchored: bool,
}

impl Notes {
    /// Finds the definitions, wherever they stand, and counts the references that will be shown.
    pub fn find(events: &[Spanned<'_>]) -> Self {
        let mut notes = Self::default();
        let mut slugs = BTreeSet::new();
        let mut open: Vec<(&str, usize)> = Vec::new();
        // Each reference, and the note that it stands in, if any.
        let mut references: Vec<(&str, Option<&str>)> = Vec::new();
        for (at, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => open.push((label, at)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    let Some((label, start)) = open.pop() else { continue };
                    notes.define(label, start + 1..at, range.clone(), &mut slugs);
                }
                Event::FootnoteReference(label) => references.push((label, open.last().map(|(label, _)| *label))),
                _ => {}
            }
        }
        notes.count(&references);
        notes
    }

    fn define(&mut self, label: &str, events: Range<usize>, range: Range<usize>, slugs: &mut BTreeSet<String>) {
        if self.by_label.contains_key(label) {
            self.twice.push((label.to_owned(), range));
            return;
        }
        let wanted = slug::slugify(label);
        let slug = slug::unique(if wanted.is_empty() { "note" } else { &wanted }, slugs);
        let note = Note { events, range, number: 0, slug, references: 0, met: 0, anchored: false };
        self.by_label.insert(label.to_owned(), note);
    }

    /// Counts the references in the text, and those in notes that the text leads to.
    fn count(&mut self, references: &[(&str, Option<&str>)]) {
        let mut shown: Vec<Option<&str>> = vec![None];
        let mut next = 0;
        while let Some(place) = shown.get(next).copied() {
            next += 1;
            for (label, _) in references.iter().filter(|(_, within)| *within == place) {
                let Some(note) = self.by_label.get_mut(*label) else { continue };
                note.references += 1;
                if !shown.contains(&Some(*label)) {
                    shown.push(Some(label));
                }
            }
        }
    }

    /// Counts a reference to `label`: the note, and whether this is the first.
    pub fn refer(&mut self, label: &str) -> Option<(&Note, bool)> {
        let note = self.by_label.get_mut(label)?;
        note.met += 1;
        let first = note.number == 0;
        if first {
            self.referred += 1;
            note.number = self.referred;
        }
        Some((note, first))
    }

    /// The note of a label, if it is asked for the first time: it can be anchored once.
    pub fn anchor(&mut self, label: &str) -> Option<&Note> {
        let note = self.by_label.get_mut(label).filter(|note| !note.anchored)?;
        note.anchored = true;
        Some(note)
    }

    /// The note of a label.
    pub fn get(&self, label: &str) -> Option<&Note> {
        self.by_label.get(label)
    }

    /// The labels.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.by_label.keys().map(String::as_str)
    }

    /// The ids that the notes and their references will have.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        let references = |note: &'_ Note| (1..=note.references).map(|n| note.reference_id(n)).collect::<Vec<_>>();
        let own = |note: &'_ Note| [note.id(), format!("passage-{}", note.slug)];
        self.by_label.values().flat_map(move |note| references(note).into_iter().chain(own(note)))
    }

    /// The notes that nothing refers to.
    pub fn unused(&self) -> impl Iterator<Item = (&str, &Note)> {
        self.by_label.iter().filter(|(_, note)| note.number == 0).map(|(label, note)| (label.as_str(), note))
    }
}

/// The kind that a label names, else `context`, and the key of the theme's word for it.
pub(super) fn kind(label: &str) -> (&'static str, &'static str) {
    let first = label.split(['-', '_']).next().unwrap_or_default();
    KINDS.into_iter().find(|(kind, _)| *kind == first).unwrap_or(KINDS[0])
}

impl Note {
    /// The id of the note.
    pub fn id(&self) -> String {
        format!("note-{}", self.slug)
    }

    /// The id of its `n`th reference, from 1.
    pub fn reference_id(&self, n: usize) -> String {
        match n {
            1 => format!("ref-{}", self.slug),
            // Two hyphens, which no slug has.
            n => format!("ref-{}--{n}", self.slug),
        }
    }
}
