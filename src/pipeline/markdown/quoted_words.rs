//! The words of a quotation, and the brackets that the editor set in them.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attribution::{AttributedQuotation, Attributions};
use super::events::SpannedEvent;
use crate::base::text::boundary::Sides;

/// Verbatim words of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExcerptPart {
    /// The words. Blocks are lines.
    pub words: String,
    /// What precedes them.
    pub gap: Gap,
    /// The sides with an insertion and no space: there it may replace a part of a word, as in `[T]he`.
    pub loose: Sides,
}

/// What precedes a part of an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// The beginning, or `[…]`: any number of words.
    Omission,
    /// `[words]`: the editor's in the place of a few.
    Insertion,
}

/// The words of a quotation, and the events that they come from.
pub(super) struct QuotedWords {
    /// The words. Blocks are lines.
    pub text: String,
    pieces: Vec<TextPiece>,
}

/// The text of one event.
struct TextPiece {
    range: Range<usize>,
    event: usize,
    source: PieceSource,
}

/// What an event's text is.
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
        events: &[SpannedEvent<'_>],
        quotation: &AttributedQuotation<'_>,
        attributions: &Attributions<'_>,
    ) -> Self {
        let mut words = Self { text: String::new(), pieces: Vec::new() };
        let mut hidden = 0usize;
        let mut block = PieceSource::Prose;
        let inside = quotation.start + 1..quotation.attribution[0];
        for (at, (event, _)) in inside.clone().zip(&events[inside]) {
            #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no words and end none")]
            match event {
                Event::Start(_) if hidden > 0 => hidden += 1,
                Event::End(_) if hidden > 0 => hidden -= 1,
                _ if hidden > 0 => {}
                Event::Start(Tag::Image { .. }) => hidden += 1,
                Event::Start(Tag::Paragraph) if attributions.at(at).is_some() => hidden += 1,
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
        }
        words.text.truncate(words.text.trim_end().len());
        words
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
    pub(crate) fn brackets(&self, source: &str, events: &[SpannedEvent<'_>]) -> Vec<(Range<usize>, Gap)> {
        let mut brackets = Vec::new();
        let mut open: Option<usize> = None;
        for piece in self.pieces.iter().filter(|piece| piece.source == PieceSource::Prose) {
            let start = piece.range.start;
            let text = self.text.get(piece.range.clone()).unwrap_or_default();
            let mut nth = 0;
            for (at, c) in text.char_indices() {
                if c == '[' {
                    open = (!is_escaped(source, &events[piece.event].1, nth)).then_some(start + at);
                    nth += 1;
                } else if let Some(from) = open.filter(|_| c == ']') {
                    open = None;
                    match self.text[from + 1..start + at].trim() {
                        "…" | "..." => brackets.push((from..start + at + 1, Gap::Omission)),
                        // A note without a definition is shown as text.
                        inside if inside.is_empty() || inside.starts_with('^') || inside.contains('\n') => {}
                        _ => brackets.push((from..start + at + 1, Gap::Insertion)),
                    }
                }
            }
        }
        brackets
    }

    /// The events that the bytes `range` come from, each with the bytes of its text.
    pub(crate) fn spans(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.pieces.iter().filter_map(|piece| {
            let (from, to) = (range.start.max(piece.range.start), range.end.min(piece.range.end));
            (from < to).then(|| (piece.event, from - piece.range.start..to - piece.range.start))
        })
    }

    /// The verbatim words around the `brackets`.
    pub fn parts(&self, brackets: &[(Range<usize>, Gap)]) -> Vec<ExcerptPart> {
        let mut parts = Vec::new();
        // An excerpt begins and ends anywhere in its source, as if something were left out there.
        let (mut from, mut gap, mut last) = (0, Gap::Omission, Gap::Omission);
        let end = self.text.len();
        for (range, next) in brackets.iter().map(|(range, gap)| (range.clone(), *gap)).chain([(end..end, gap)]) {
            let words = self.text[from..range.start].trim();
            if !words.is_empty() {
                let loose = Sides {
                    start: last == Gap::Insertion && self.joins_bracket_before(from),
                    end: next == Gap::Insertion && self.joins_bracket_after(range.start),
                };
                parts.push(ExcerptPart { words: words.to_owned(), gap, loose });
            }
            // An insertion next to an omission does not narrow it.
            gap = if words.is_empty() && gap == Gap::Omission { gap } else { next };
            (from, last) = (range.end, next);
        }
        parts
    }

    /// Returns `true` if there is no space on either side of the closing bracket before `at`: a space ends a word.
    fn joins_bracket_before(&self, at: usize) -> bool {
        let inside = self.text[..at].chars().rev().nth(1);
        is_letter(inside) && is_letter(self.text[at..].chars().next())
    }

    /// Returns `true` if there is no space on either side of the opening bracket at `at`.
    fn joins_bracket_after(&self, at: usize) -> bool {
        let inside = self.text[at..].chars().nth(1);
        is_letter(inside) && is_letter(self.text[..at].chars().next_back())
    }
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_whitespace())
}

/// Returns `true` if a backslash precedes the `nth` opening bracket of the `written` bytes.
fn is_escaped(source: &str, written: &Range<usize>, nth: usize) -> bool {
    let at = source[written.clone()].match_indices('[').nth(nth).map(|(at, _)| written.start + at);
    at.is_some_and(|at| source[..at].ends_with('\\'))
}
