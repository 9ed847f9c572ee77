//! Notes: footnotes, shown after the block that first refers to them, outside any quotation.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::BodyWalk;
use super::context::SpannedEvent;
use super::slot::{self, SlotTarget};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::near::nearest;
use crate::base::text::slug;

/// What a note is, by the first part of its label: `[^doubt-sim]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Background.
    Context,
    /// The editor doubts what is said.
    Doubt,
    /// What is said is wrong.
    Correction,
    /// On a translation.
    Translation,
    /// What a word means.
    Definition,
}

impl NoteKind {
    const ALL: [Self; 5] = [Self::Context, Self::Doubt, Self::Correction, Self::Translation, Self::Definition];

    /// The kind that a label names, else context.
    pub(super) fn of(label: &str) -> Self {
        let first = label.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|kind| kind.name() == first).unwrap_or(Self::Context)
    }

    /// The label that was meant, where the first part of this one nearly names a kind: `dobut-sim`, `Doubt-sim`.
    fn meant(label: &str) -> Option<String> {
        let (first, rest) = label.split_once(['-', '_', '.', ':', '/'])?;
        let names = Self::ALL.map(Self::name);
        let near = nearest(first, names).filter(|near| near.len().abs_diff(first.len()) <= 2)?;
        let meant = format!("{near}-{rest}");
        (!names.contains(&first) || !label[first.len()..].starts_with(['-', '_'])).then_some(meant)
    }

    /// Its name in labels and classes.
    pub fn name(self) -> &'static str {
        self.word().trim_start_matches("note_")
    }

    /// The key of the theme's word for it.
    fn word(self) -> &'static str {
        match self {
            Self::Context => "note_context",
            Self::Doubt => "note_doubt",
            Self::Correction => "note_correction",
            Self::Translation => "note_translation",
            Self::Definition => "note_definition",
        }
    }
}

/// The editor's annotation, as it stands in a body. Places are bytes of HTML without its slots' contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// Its id in the page.
    pub id: String,
    /// The id of the first reference to it.
    pub reference: String,
    /// The passage that it speaks of.
    pub lemma: Option<Range<usize>>,
    /// Its own text, before and after the ways back.
    pub text: [Range<usize>; 2],
    /// Where it is written, in bytes from the start of the file.
    pub range: Range<usize>,
}

/// The notes of one text, and how far their numbering has come.
#[derive(Default)]
pub(super) struct Notes {
    by_label: BTreeMap<String, NoteDefinition>,
    referred: usize,
    /// Labels that are defined again, and where.
    pub twice: Vec<(String, Range<usize>)>,
}

/// A note's definition.
pub(super) struct NoteDefinition {
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
    /// The numbers of the places where that begins and ends.
    pub lemma: Option<Range<usize>>,
}

impl Notes {
    /// Finds the definitions, wherever they stand, and counts the references that will be shown.
    pub fn find(events: &[SpannedEvent<'_>]) -> Self {
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
        let slug = slug::unique_name(if wanted.is_empty() { "note" } else { &wanted }, slugs);
        let note =
            NoteDefinition { events, range, number: 0, slug, references: 0, met: 0, anchored: false, lemma: None };
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
    pub fn refer(&mut self, label: &str) -> Option<(&NoteDefinition, bool)> {
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
    pub fn anchor(&mut self, label: &str) -> Option<&NoteDefinition> {
        let note = self.by_label.get_mut(label).filter(|note| !note.anchored)?;
        note.anchored = true;
        Some(note)
    }

    /// Remembers the places of the passage of a note.
    pub fn found(&mut self, label: &str, lemma: Range<usize>) {
        if let Some(note) = self.by_label.get_mut(label) {
            note.lemma = Some(lemma);
        }
    }

    /// The note of a label.
    pub fn get(&self, label: &str) -> Option<&NoteDefinition> {
        self.by_label.get(label)
    }

    /// The labels.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.by_label.keys().map(String::as_str)
    }

    /// The notes by their labels.
    fn all(&self) -> impl Iterator<Item = (&str, &NoteDefinition)> {
        self.by_label.iter().map(|(label, note)| (label.as_str(), note))
    }

    /// The ids that the notes and their references will have.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        let references =
            |note: &'_ NoteDefinition| (1..=note.references).map(|n| note.reference_id(n)).collect::<Vec<_>>();
        let own = |note: &'_ NoteDefinition| [note.id(), format!("passage-{}", note.slug)];
        self.by_label.values().flat_map(move |note| references(note).into_iter().chain(own(note)))
    }

    /// The notes that nothing refers to.
    pub fn unused(&self) -> impl Iterator<Item = (&str, &NoteDefinition)> {
        self.all().filter(|(_, note)| note.number == 0)
    }
}

impl BodyWalk<'_, '_> {
    /// A reference to a note: a number that leads to it.
    pub(super) fn reference(&mut self, label: &str) {
        let Some((note, first)) = self.notes.refer(label) else { return };
        let (number, id, here) = (note.number, note.id(), note.reference_id(note.met));
        if first {
            self.pending.push(label.to_owned());
        }
        let kind = NoteKind::of(label).name();
        let href = self.slot("href", SlotTarget::Own(id), usize::MAX);
        self.inline(format!(
            "<sup class=\"note-ref note-{kind}\"><a {href} id=\"{here}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// Writes a note: its number, its text, and the ways back.
    pub(super) fn note(&mut self, label: &str) {
        let Some(note) = self.notes.get(label) else { return };
        let (events, number, id, lemma) = (note.events.clone(), note.number, note.id(), note.lemma.clone());
        let range = self.context.start + note.range.start..self.context.start + note.range.end;
        let backs: Vec<String> = (1..=note.references).map(|n| note.reference_id(n)).collect();
        let kind = NoteKind::of(label);
        let (named, name) = (self.named("data-kind", kind.word()), kind.name());
        let (head, tail) = (self.new_places(), self.new_places());
        self.html(format!(
            "<aside class=\"note note-{name}\" {named} id=\"{id}\" role=\"doc-footnote\">\n<span class=\"note-number\">{number}</span>{}\n",
            slot::place(head.start)
        ));
        self.anchor(events.clone());
        self.rewrite(events);
        let mut ways = slot::place(head.end);
        for back in &backs {
            let href = self.slot("href", SlotTarget::Own(back.clone()), usize::MAX);
            // On the line of the last word, wherever that ends.
            ways.push_str(&format!("&#xa0;<a class=\"note-back\" {href} role=\"doc-backlink\">↩&#xfe0e;</a>"));
        }
        ways.push_str(&slot::place(tail.start));
        // The way back belongs to the last line of the text, where the last block is a paragraph.
        match self.block.pop() {
            Some(end @ Event::End(TagEnd::Paragraph)) => {
                self.inline(ways);
                self.block.push(end);
            }
            last => {
                self.block.extend(last);
                self.html(format!("<p>{}</p>\n", ways.replacen("&#xa0;", "", 1)));
            }
        }
        self.html(format!("{}</aside>\n", slot::place(tail.end)));
        self.flush();
        let reference = backs.into_iter().next().unwrap_or_default();
        self.written.push(Note { kind, id, reference, lemma, text: [head, tail], range });
    }

    /// Reports `[^label]` in the text where no such note is defined: CommonMark shows it as it stands.
    pub(super) fn watch_for_notes(&mut self, at: usize, text: &str) {
        // In a block of code it is code.
        let code = at.checked_sub(1).is_some_and(|at| matches!(self.events[at].0, Event::Start(Tag::CodeBlock(_))));
        if code || !text.contains("[^") {
            return;
        }
        let range = self.events[at].1.clone();
        let source = &self.text[range.clone()];
        let mut found = Vec::new();
        for (start, _) in source.match_indices("[^") {
            let label = source[start + 2..].split(']').next().unwrap_or_default();
            let whole = start + label.len() + 3;
            let escaped = self.text[..range.start + start].ends_with('\\');
            if whole <= source.len() && !escaped && !label.is_empty() && !label.contains(char::is_whitespace) {
                found.push((label.to_owned(), range.start + start..range.start + whole));
            }
        }
        for (label, range) in found {
            let fault = Diagnostic::new(codes::UNDEFINED_NOTE, format!("the note `{label}` is not written"))
                .did_you_mean(&label, self.notes.labels())
                .hint(format!("write it at the end of the file: [^{label}]: …"));
            self.fault(fault, range);
        }
    }

    pub(super) fn report_notes(&mut self) {
        for (label, range) in std::mem::take(&mut self.notes.twice) {
            let first = self.notes.get(&label).map(|note| note.range.clone()).unwrap_or_default();
            let start = self.context.start;
            let first = Span::new(self.context.path, start + first.start..start + first.start + label.len() + 4);
            let fault = Diagnostic::new(codes::DUPLICATE_NOTE, format!("the note `{label}` is written twice"))
                .related(first, "the first, which is shown")
                .hint("give one of them a label of its own");
            self.fault(fault, range.start..range.start + label.len() + 4);
        }
        let labels = self.notes.all().map(|(label, note)| (label.to_owned(), note.range.start, note.events.is_empty()));
        for (label, start, empty) in labels.collect::<Vec<_>>() {
            let range = start..start + label.len() + 4;
            if empty {
                let fault = Diagnostic::new(codes::UNDEFINED_NOTE, format!("the note `{label}` is empty"));
                self.fault(fault.hint(format!("write it behind the colon: [^{label}]: …")), range.clone());
            }
            if let Some(meant) = NoteKind::meant(&label) {
                let message = format!("`{label}` names no kind of note, so this one is shown as context");
                let fault = Diagnostic::new(codes::NEAR_KIND, message).label(format!("did you mean `{meant}`?"));
                let names = NoteKind::ALL.map(NoteKind::name).join(", ");
                self.fault(fault.hint(format!("the kinds are {names}; any other label is context")), range);
            }
        }
        let unused: Vec<_> = self.notes.unused().map(|(label, note)| (label.to_owned(), note.range.start)).collect();
        for (label, start) in unused {
            let fault = Diagnostic::new(codes::UNUSED_NOTE, format!("nothing refers to the note `{label}`"))
                .hint(format!("refer to it with [^{label}], or remove it"));
            self.fault(fault, start..start + label.len() + 4);
        }
    }
}

impl NoteDefinition {
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
