//! The words of a quotation, and the brackets that the editor set in them.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::attribution::{AttributedQuotation, Attributions};
use super::events::{SpannedEvent, end_of, words_of};
use crate::base::text::boundary::Sides;

/// Verbatim words of an excerpt. The last part may have none, after an insertion.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ExcerptPart {
    /// The words in the text. Blocks are lines.
    pub words: String,
    /// The words as they are compared, with others that a reader sees or hears: the numbers of lists, alternative
    /// texts, titles.
    pub compared: String,
    /// The gap before them.
    pub gap: Gap,
    /// The words that the editor put in before them.
    pub inserted: String,
    /// The bytes of the brackets before them in the file.
    pub brackets: Range<usize>,
    /// The sides with an insertion and no space: there it may replace a part of a word, as in `[T]he`.
    pub loose: Sides,
}

/// Brackets that the editor set.
pub(super) struct EditorBrackets {
    /// Their bytes in the words.
    pub range: Range<usize>,
    /// The gap that they stand for.
    pub gap: Gap,
    /// Their bytes in the Markdown.
    pub written: Range<usize>,
}

/// A gap before a part of an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Gap {
    /// The beginning, or `[…]`: any number of words.
    Omission,
    /// `[words]`: the editor's words in the place of a few.
    Insertion,
}

/// The words of a quotation, and the events that they come from.
#[derive(Default)]
pub(super) struct QuotedWords {
    /// The words. Blocks are lines.
    pub text: String,
    pieces: Vec<TextPiece>,
    /// Words that a reader sees or hears but the text lacks, by the bytes of the text that they precede.
    beside: Vec<(usize, String)>,
    note_marks: Vec<Range<usize>>,
}

/// The text of one event.
struct TextPiece {
    range: Range<usize>,
    event: usize,
    source: PieceSource,
}

/// The kind of text that an event has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PieceSource {
    /// Prose, whose brackets can be the editor's.
    Prose,
    /// Code.
    Code,
}

impl QuotedWords {
    /// Gathers the words of a quotation. The attributions of quotations inside of it are left out: they are not the
    /// source's words.
    pub fn gather(
        source: &str,
        events: &[SpannedEvent<'_>],
        quotation: &AttributedQuotation<'_>,
        attributions: &Attributions<'_>,
    ) -> Self {
        let mut words = Self::default();
        let mut block = PieceSource::Prose;
        // The numbers of the next items of lists.
        let mut lists: Vec<Option<u64>> = Vec::new();
        let mut at = quotation.start + 1;
        while at < quotation.attribution[0] {
            let mut next = at + 1;
            #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no words and end none")]
            match &events[at].0 {
                Event::Start(Tag::Paragraph) if attributions.at(at).is_some() => next = end_of(events, at) + 1,
                Event::Start(Tag::Image { title, .. }) => {
                    next = end_of(events, at) + 1;
                    words.add_beside(&format!("{} {title}", words_of(&events[at..next])));
                }
                Event::Start(Tag::Link { title, .. }) => words.add_beside(title),
                Event::Start(Tag::List(start)) => {
                    words.end_line();
                    lists.push(*start);
                }
                Event::End(TagEnd::List(_)) => drop(lists.pop()),
                Event::Start(Tag::Item) => {
                    if let Some(Some(number)) = lists.last_mut() {
                        words.add_beside(&format!("{number}."));
                        *number += 1;
                    }
                }
                Event::TaskListMarker(done) => words.add_beside(if *done { "☑" } else { "☐" }),
                Event::Start(Tag::CodeBlock(_)) => block = PieceSource::Code,
                Event::End(TagEnd::CodeBlock) => block = PieceSource::Prose,
                Event::Text(text) => words.add(text, at, block),
                Event::Code(text) => words.add(text, at, PieceSource::Code),
                Event::SoftBreak | Event::HardBreak => words.text.push(' '),
                Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_)) => {
                    words.text.push('\n');
                }
                _ => {}
            }
            at = next;
        }
        let end = words.text.trim_end().len();
        words.text.truncate(end);
        for piece in &mut words.pieces {
            piece.range = piece.range.start.min(end)..piece.range.end.min(end);
        }
        words.beside.iter_mut().for_each(|(at, _)| *at = (*at).min(end));
        words.note_marks = words.find_note_marks(source, events);
        words
    }

    /// Ends the line of an item above a list inside of it.
    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn add_beside(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.beside.push((self.text.len(), words.to_owned()));
        }
    }

    /// The words from `range`, with those that a reader sees or hears beside them.
    pub(crate) fn compared(&self, range: Range<usize>) -> String {
        let first = self.beside.partition_point(|(at, _)| *at < range.start);
        let mut words = String::new();
        let mut from = range.start;
        for (at, beside) in self.beside[first..].iter().take_while(|(at, _)| *at <= range.end) {
            // What stands at a border belongs to the part that follows, if any does.
            if *at == range.end && range.end < self.text.len() {
                break;
            }
            self.push_without_marks(from..*at, &mut words);
            words.push_str(&format!(" {beside} "));
            from = *at;
        }
        self.push_without_marks(from..range.end, &mut words);
        words
    }

    fn push_without_marks(&self, range: Range<usize>, words: &mut String) {
        let mut from = range.start;
        let first = self.note_marks.partition_point(|mark| mark.start < range.start);
        for mark in self.note_marks[first..].iter().take_while(|mark| mark.end <= range.end) {
            words.push_str(&self.text[from..mark.start]);
            from = mark.end;
        }
        words.push_str(&self.text[from..range.end]);
    }

    fn add(&mut self, text: &str, event: usize, source: PieceSource) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(TextPiece { range: start..self.text.len(), event, source });
    }

    /// The events of the first and the last words.
    pub(crate) fn ends(&self) -> Option<[usize; 2]> {
        Some([self.pieces.first()?.event, self.pieces.last()?.event])
    }

    /// Finds the brackets that the editor set: those that `\[` does not make the source's own.
    pub(crate) fn brackets(&self, source: &str, events: &[SpannedEvent<'_>]) -> Vec<EditorBrackets> {
        let pairs = self.unescaped_pairs(source, events).into_iter();
        let editors = pairs.filter_map(|(range, written)| {
            let gap = match self.text[range.start + 1..range.end - 1].trim() {
                "…" | "..." => Gap::Omission,
                // A note without a definition is shown as text.
                inside if inside.is_empty() || inside.starts_with('^') || inside.contains('\n') => return None,
                _ => Gap::Insertion,
            };
            Some(EditorBrackets { range, gap, written })
        });
        editors.collect()
    }

    /// The marks of notes without a definition, which the text has as they are written: `[^why]`. They are the editor's.
    fn find_note_marks(&self, source: &str, events: &[SpannedEvent<'_>]) -> Vec<Range<usize>> {
        let pairs = self.unescaped_pairs(source, events).into_iter().map(|(range, _)| range);
        let is_mark = |written: &str| written.starts_with("[^") && !written.contains(char::is_whitespace);
        pairs.filter(|range| is_mark(&self.text[range.clone()])).collect()
    }

    /// Finds the pairs of brackets that no backslash makes words of the source: their bytes in the words and in the Markdown.
    fn unescaped_pairs(&self, source: &str, events: &[SpannedEvent<'_>]) -> Vec<(Range<usize>, Range<usize>)> {
        let mut pairs = Vec::new();
        let mut open: Option<(usize, usize)> = None;
        for piece in self.pieces.iter().filter(|piece| piece.source == PieceSource::Prose) {
            let start = piece.range.start;
            let text = self.text.get(piece.range.clone()).unwrap_or_default();
            let written = &events[piece.event].1;
            let mut places = source[written.clone()].match_indices('[').map(|(at, _)| written.start + at);
            for (at, c) in text.char_indices() {
                if c == '[' {
                    let place = places.next().unwrap_or(written.start);
                    open = (!is_escaped(source, place)).then_some((start + at, place));
                } else if let Some((from, place)) = open.filter(|_| c == ']') {
                    open = None;
                    let end = source[place..].find(']').map_or(place, |end| place + end + 1);
                    pairs.push((from..start + at + 1, place..end));
                }
            }
        }
        pairs
    }

    /// The events that the bytes `range` come from, each with the bytes of its text.
    pub(crate) fn spans(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let first = self.pieces.partition_point(|piece| piece.range.end <= range.start);
        let inside = self.pieces[first..].iter().take_while(|piece| piece.range.start < range.end);
        inside.filter(|piece| !piece.range.is_empty()).map(|piece| {
            let (from, to) = (range.start.max(piece.range.start), range.end.min(piece.range.end));
            (piece.event, from - piece.range.start..to - piece.range.start)
        })
    }

    /// The verbatim words around the `brackets`; `start` is the offset of the Markdown in its file.
    pub fn parts(&self, brackets: &[EditorBrackets], start: usize) -> Vec<ExcerptPart> {
        let mut parts = Vec::new();
        // An excerpt begins and ends anywhere in its source, as if something were left out there.
        let (mut from, mut gap, mut last) = (0, Gap::Omission, Gap::Omission);
        let (mut inserted, mut written) = (String::new(), 0..0);
        for nth in 0..=brackets.len() {
            let next = brackets.get(nth);
            let end = next.map_or(self.text.len(), |next| next.range.start);
            let words = self.text[from..end].trim();
            let compared = self.compared(from..end);
            let is_empty = compared.trim().is_empty();
            if !is_empty || (next.is_none() && !inserted.is_empty()) {
                let loose = Sides {
                    start: last == Gap::Insertion && self.joins_bracket_before(from),
                    end: next.is_some_and(|next| next.gap == Gap::Insertion) && self.joins_bracket_after(end),
                };
                let (inserted, brackets) = (std::mem::take(&mut inserted), std::mem::take(&mut written));
                parts.push(ExcerptPart { words: words.to_owned(), compared, gap, inserted, brackets, loose });
            }
            let Some(next) = next else { break };
            // An insertion next to an omission does not narrow it.
            gap = if is_empty && gap == Gap::Omission { gap } else { next.gap };
            if next.gap == Gap::Insertion {
                inserted.push_str(&self.text[next.range.start + 1..next.range.end - 1]);
            }
            let first = if written.is_empty() { start + next.written.start } else { written.start };
            written = first..start + next.written.end;
            (from, last) = (next.range.end, next.gap);
        }
        parts
    }

    /// Returns whether there is no space on either side of the closing bracket before `at`: a space ends a word.
    fn joins_bracket_before(&self, at: usize) -> bool {
        let inside = self.text[..at].chars().rev().nth(1);
        is_letter(inside) && is_letter(self.text[at..].chars().next())
    }

    /// Returns whether there is no space on either side of the opening bracket at `at`.
    fn joins_bracket_after(&self, at: usize) -> bool {
        let inside = self.text[at..].chars().nth(1);
        is_letter(inside) && is_letter(self.text[..at].chars().next_back())
    }
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_whitespace())
}

/// Returns whether a backslash that is not escaped itself stands before the character at `at`.
fn is_escaped(source: &str, at: usize) -> bool {
    let before = &source[..at];
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}
