//! Puts a text's events in the order of the page: each top-level block, followed by the notes that it is the first to
//! refer to. Definitions that nothing shown refers to are left out.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::context::MarkdownContext;
use super::events::{SpannedEvent, end_of};
use super::marks::{BorderPlaces, HtmlStretch};
use super::note::{Note, NoteDefinition, NoteDefinitions, NoteKind, note_id, reference_id};

/// A text's events in the order of the page. All numbers of events count in it.
pub(super) struct Layout<'a> {
    /// The events of blocks and notes, without the definitions' own.
    pub events: Vec<SpannedEvent<'a>>,
    /// The top-level blocks, notes aside.
    pub blocks: Vec<TopLevelBlock>,
    /// The notes that are shown, by their numbers from 0.
    pub notes: Vec<ShownNote>,
    /// The references to notes, by their events.
    pub references: HashMap<usize, NoteReference>,
}

/// A top-level block, and the notes that it is the first to refer to, directly or by way of one another.
pub(super) struct TopLevelBlock {
    /// The events of the block.
    pub events: Range<usize>,
    /// The numbers of the notes, whose events follow.
    pub notes: Range<usize>,
}

/// A note that is shown.
pub(super) struct ShownNote {
    /// The kind that its label names.
    pub kind: NoteKind,
    /// The part of its ids that no other note has.
    pub slug: String,
    /// The bytes of its definition.
    pub range: Range<usize>,
    /// The events of its text.
    pub events: Range<usize>,
    /// The events of the block or note that is the first to refer to it.
    pub context: Range<usize>,
    /// The event of the first reference.
    pub first_reference: usize,
    /// The number of references to it.
    pub references: usize,
}

/// A reference to a note.
#[derive(Clone, Copy)]
pub(super) struct NoteReference {
    /// The number of the note, from 0.
    pub note: usize,
    /// The number of the reference among those to its note, from 1.
    pub nth: usize,
}

impl ShownNote {
    /// The ids of its references, in order.
    pub(crate) fn reference_ids(&self) -> impl Iterator<Item = String> {
        (1..=self.references).map(|nth| reference_id(&self.slug, nth))
    }

    /// The note with its number, from 0, and its places in the HTML.
    pub(crate) fn with_places(&self, number: usize, places: &BorderPlaces, context: &MarkdownContext<'_>) -> Note {
        let text = [HtmlStretch::NoteText(number), HtmlStretch::NoteEnd(number)];
        Note {
            kind: self.kind,
            id: note_id(&self.slug),
            reference: reference_id(&self.slug, 1),
            lemma: places.place_of(HtmlStretch::Passage(number)),
            text: text.map(|stretch| places.place_of(stretch).unwrap_or_default()),
            range: context.in_file(&self.range),
        }
    }
}

/// Puts the events in the order of the page.
pub(super) fn lay_out<'a>(parsed: Vec<SpannedEvent<'a>>, definitions: &NoteDefinitions) -> Layout<'a> {
    let mut layout = Layout { events: Vec::new(), blocks: Vec::new(), notes: Vec::new(), references: HashMap::new() };
    if definitions.by_label.is_empty() {
        // Nothing moves.
        layout.events = parsed;
        let mut at = 0;
        while at < layout.events.len() {
            let end = end_of(&layout.events, at) + 1;
            layout.blocks.push(TopLevelBlock { events: at..end, notes: 0..0 });
            at = end;
        }
        return layout;
    }
    layout.events.reserve(parsed.len());
    let mut builder = LayoutBuilder { parsed, definitions, layout, numbers: HashMap::new(), texts: Vec::new() };
    let mut at = 0;
    while at < builder.parsed.len() {
        let end = end_of(&builder.parsed, at) + 1;
        if !starts_definition(&builder.parsed[at]) {
            builder.add_block(at..end);
        }
        at = end;
    }
    builder.layout
}

struct LayoutBuilder<'a, 'd> {
    /// The events as they were parsed; those that were moved are rules.
    parsed: Vec<SpannedEvent<'a>>,
    definitions: &'d NoteDefinitions,
    layout: Layout<'a>,
    /// The numbers of the notes by their labels.
    numbers: HashMap<&'d str, usize>,
    /// For each note the parsed events of its text.
    texts: Vec<Range<usize>>,
}

impl<'d> LayoutBuilder<'_, 'd> {
    /// Adds a block and its notes. A note may refer to notes; they come last, as their numbers do.
    fn add_block(&mut self, block: Range<usize>) {
        let first = self.layout.notes.len();
        let events = self.add_events(block);
        let mut number = first;
        while let Some(text) = self.texts.get(number).cloned() {
            self.layout.notes[number].events = self.add_events(text);
            number += 1;
        }
        self.layout.blocks.push(TopLevelBlock { events, notes: first..number });
    }

    /// Moves events to the page, without the definitions among them, and numbers the notes that they refer to.
    fn add_events(&mut self, range: Range<usize>) -> Range<usize> {
        let (start, first_note) = (self.layout.events.len(), self.layout.notes.len());
        let mut images = 0usize;
        let mut at = range.start;
        while at < range.end {
            if starts_definition(&self.parsed[at]) {
                at = end_of(&self.parsed, at) + 1;
                continue;
            }
            let moved = std::mem::replace(&mut self.parsed[at], (Event::Rule, 0..0));
            #[expect(clippy::wildcard_enum_match_arm, reason = "other events change no numbers")]
            match &moved.0 {
                Event::Start(Tag::Image { .. }) => images += 1,
                Event::End(TagEnd::Image) => images = images.saturating_sub(1),
                // Alternative text has no references.
                Event::FootnoteReference(label) if images == 0 => self.add_reference(label),
                _ => {}
            }
            self.layout.events.push(moved);
            at += 1;
        }
        let added = start..self.layout.events.len();
        for note in &mut self.layout.notes[first_note..] {
            note.context = added.clone();
        }
        added
    }

    /// Numbers the reference that comes next, and its note if this is the first.
    fn add_reference(&mut self, label: &str) {
        let Some((label, definition)) = self.definitions.by_label.get_key_value(label) else { return };
        let at = self.layout.events.len();
        let note = match self.numbers.get(label.as_str()) {
            Some(note) => *note,
            None => self.add_note(label, definition, at),
        };
        self.layout.notes[note].references += 1;
        let nth = self.layout.notes[note].references;
        self.layout.references.insert(at, NoteReference { note, nth });
    }

    fn add_note(&mut self, label: &'d str, definition: &NoteDefinition, at: usize) -> usize {
        let number = self.layout.notes.len();
        self.numbers.insert(label, number);
        self.texts.push(definition.events.clone());
        self.layout.notes.push(ShownNote {
            kind: NoteKind::of_label(label),
            slug: definition.slug.clone(),
            range: definition.range.clone(),
            events: 0..0,
            context: 0..0,
            first_reference: at,
            references: 0,
        });
        number
    }
}

fn starts_definition(event: &SpannedEvent<'_>) -> bool {
    matches!(event.0, Event::Start(Tag::FootnoteDefinition(_)))
}
