//! The passages that notes speak of: found when a block is begun, marked when its texts are written.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::anchor::{self, LemmaMismatch, PassageMark};
use super::body::BodyWalk;
use super::note::NoteKind;
use super::slot;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};

impl BodyWalk<'_, '_> {
    /// Finds the passages that the notes of a block speak of.
    pub(super) fn anchor(&mut self, block: Range<usize>) {
        let mut at = block.start;
        while at < block.end {
            match &self.events[at].0 {
                Event::Start(Tag::FootnoteDefinition(_)) => at = self.end_of(at),
                Event::FootnoteReference(label) => {
                    let label = label.clone();
                    self.anchor_note(block.clone(), at, &label);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Marks the passage of the note `label` around its first reference, which is the event `at`.
    fn anchor_note(&mut self, block: Range<usize>, at: usize, label: &str) {
        // Of several references the first counts.
        let Some(note) = self.notes.anchor(label) else { return };
        let Some(lemma) = anchor::lemma(&self.events[note.events.clone()]) else { return };
        let (kind, id) = (NoteKind::of(label).name(), format!("passage-{}", note.slug));
        let (defined, reference) = (note.range.clone(), self.events[at].1.clone());
        match anchor::locate(&self.events, block, at, &lemma) {
            Ok(places) => {
                let lemma = self.new_places();
                let last = places.len().saturating_sub(1);
                for (n, (event, range)) in places.into_iter().enumerate() {
                    let first = n == 0;
                    let mark = PassageMark {
                        range,
                        element: "mark",
                        class: format!("passage note-{kind}"),
                        id: first.then(|| id.clone()),
                        begins: first.then_some(lemma.start),
                        ends: (n == last).then_some(lemma.end),
                    };
                    self.marks.entry(event).or_default().push(mark);
                }
                self.notes.found(label, lemma);
            }
            Err(missed) => {
                let fault = missing(&lemma.written, &missed);
                let start = self.context.start;
                let place = Span::new(self.context.path, start + reference.start..start + reference.end);
                let text = &self.text[defined.clone()];
                let head = text.find(':').map_or(0, |colon| colon + 1);
                let from = defined.start + head + (text[head..].len() - text[head..].trim_start().len());
                let line = self.text[from..].find('\n').map_or(self.text.len(), |end| from + end);
                let quoted = (from + lemma.written.len() + 2).min(line);
                self.fault(fault.related(place, "the block that refers to the note"), from..quoted);
            }
        }
    }

    /// Writes a text with the passages that notes speak of.
    pub(super) fn marked(&mut self, text: &str, marks: &[PassageMark]) {
        let mut borders: Vec<usize> = marks.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
        borders.extend([0, text.len()]);
        borders.sort_unstable();
        borders.dedup();
        for pair in borders.windows(2) {
            let around: Vec<&PassageMark> =
                marks.iter().filter(|mark| mark.range.start <= pair[0] && pair[1] <= mark.range.end).collect();
            // An id belongs to the first stretch alone, and a place to one end.
            around.iter().for_each(|mark| self.open_mark(mark, mark.range.start == pair[0]));
            self.block.push(Event::Text(text[pair[0]..pair[1]].to_owned().into()));
            around.iter().rev().for_each(|mark| self.close_mark(mark, mark.range.end == pair[1]));
        }
    }

    pub(super) fn open_mark(&mut self, mark: &PassageMark, first: bool) {
        let id = mark.id.as_ref().filter(|_| first).map_or_else(String::new, |id| format!(" id=\"{id}\""));
        let begins = mark.begins.filter(|_| first).map_or_else(String::new, slot::place);
        self.inline(format!("<{} class=\"{}\"{id}>{begins}", mark.element, mark.class));
    }

    pub(super) fn close_mark(&mut self, mark: &PassageMark, last: bool) {
        let ends = mark.ends.filter(|_| last).map_or_else(String::new, slot::place);
        self.inline(format!("{ends}</{}>", mark.element));
    }
}

/// What is wrong with a lemma.
fn missing(written: &str, missed: &LemmaMismatch) -> Diagnostic {
    let fault = |message: String| Diagnostic::new(codes::NO_PASSAGE, message);
    match missed {
        LemmaMismatch::Absent(Some(near)) => {
            fault(format!("`{written}` does not stand in the text")).label(format!("the nearest is `{near}`"))
        }
        LemmaMismatch::Absent(None) => fault(format!("`{written}` does not stand in the text"))
            .hint("quote the passage word by word, from the block that refers to the note"),
        LemmaMismatch::Repeated(n) => fault(format!("`{written}` stands {n} times in the text"))
            .hint("quote more of it, so that it is clear which is meant"),
    }
}
