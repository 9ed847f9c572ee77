//! Lemmas: a note that opens with a quoted passage and a colon annotates that passage, which must occur exactly once in
//! the block that refers to the note, across whatever markup the block has.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::SpannedEvent;
use crate::base::text::boundary::Sides;
use crate::base::text::characters::fold_char;
use crate::base::text::near::nearest_words;
use crate::base::text::token::{Needle, SearchBudget, Tokens, nearest, tokenize};

/// The passage that a note quotes.
pub(super) struct Lemma {
    /// The passage as the note quotes it, without quotation marks.
    pub written: String,
    /// The whole, or its first words.
    first: String,
    /// Its last words if it is quoted as `"first … last"`.
    last: Option<String>,
}

/// The events that a lemma is in, each with the bytes of its text.
pub(super) type LemmaSpans = Vec<(usize, Range<usize>)>;

/// The reason why a lemma was not found.
pub(super) enum LemmaMismatch {
    /// It does not occur.
    Absent,
    /// It occurs this number of times, more than once.
    Repeated(usize),
}

/// Parses the quoted passage that a note opens with, before a colon.
pub(super) fn parse_lemma(events: &[SpannedEvent<'_>]) -> Option<Lemma> {
    let text = opening_paragraph(events)?;
    let is_colon_next = |rest: &str| rest.trim_start().starts_with([':', '：']);
    quotation_before(&text, is_colon_next).and_then(|(quoted, _)| Lemma::new(quoted))
}

/// The text of the paragraph that a note opens with.
pub(super) fn opening_paragraph(events: &[SpannedEvent<'_>]) -> Option<String> {
    let paragraph = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)));
    let end = events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)));
    end.filter(|_| paragraph).map(|end| PassageText::gather(events, 0..end).text)
}

/// The quotation that a text opens with, without its marks, and what follows it, which must be as it `is_next`.
pub(super) fn quotation_before(text: &str, is_next: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    // Quotation marks are folded: double ones of any kind, or single ones.
    let opening = text.chars().next()?;
    let mark = Some(fold_char(opening)).filter(|mark| matches!(mark, '"' | '\''))?;
    let inner = &text[opening.len_utf8()..];
    let closing = inner.char_indices().filter(|(_, c)| fold_char(*c) == mark);
    let mut ends = closing.map(|(at, c)| (&inner[..at], &inner[at + c.len_utf8()..]));
    ends.find(|(_, rest)| is_next(rest))
}

impl Lemma {
    /// Reads a passage, quoted without its marks.
    pub fn new(quoted: &str) -> Option<Self> {
        let written = quoted.split_whitespace().collect::<Vec<_>>().join(" ");
        let (first, last) = match written.split_once(" … ").or_else(|| written.split_once(" ... ")) {
            Some((first, last)) => (first.trim().to_owned(), Some(last.trim().to_owned())),
            None => (written.clone(), None),
        };
        let complete = !first.is_empty() && last.as_ref().is_none_or(|last| !last.is_empty());
        complete.then_some(Self { written, first, last })
    }
}

/// The words of a block in which lemmas are looked for.
pub(super) struct Passages<'t> {
    text: &'t PassageText,
    tokens: Tokens<'t>,
}

impl<'t> Passages<'t> {
    /// Reads the words of a block once for all its notes.
    pub fn read(text: &'t PassageText) -> Self {
        Self { text, tokens: tokenize(&text.text) }
    }

    /// Finds a lemma.
    pub fn locate(&self, lemma: &Lemma) -> Result<LemmaSpans, LemmaMismatch> {
        let first = tokenize(&lemma.first);
        let mut budget = SearchBudget::for_tokens(self.tokens.len() + first.len());
        let starts =
            Needle::new(&first, Sides::default(), false).dividing_numbers().occurrences(&self.tokens, 0, &mut budget);
        let [start] = &starts[..] else {
            return Err(if starts.is_empty() { LemmaMismatch::Absent } else { LemmaMismatch::Repeated(starts.len()) });
        };
        let mut range = start.clone();
        if let Some(last) = &lemma.last {
            let last = tokenize(last);
            let place = Needle::new(&last, Sides::default(), false).dividing_numbers().first(
                &self.tokens,
                range.end,
                &mut budget,
            );
            range.end = place.ok_or(LemmaMismatch::Absent)?.end;
        }
        Ok(self.text.spans(self.tokens.bytes(&range)))
    }

    /// The words that were probably meant by a lemma that is not there.
    pub fn nearest(&self, lemma: &Lemma) -> Option<String> {
        let wanted = tokenize(&lemma.written);
        // If the note quotes a part of a word, then the whole word is meant.
        let mut budget = SearchBudget::for_tokens(self.tokens.len());
        let cut = self.tokens.containing(&lemma.written);
        let found = cut.or_else(|| Needle::new(&wanted, Sides::default(), true).first_cut(&self.tokens, &mut budget));
        let found = found.or_else(|| (wanted.len() > 6).then(|| nearest(&self.tokens, &wanted)).flatten());
        let written =
            |range: Range<usize>| self.tokens.written(&range).split_whitespace().collect::<Vec<_>>().join(" ");
        found.map(written).or_else(|| nearest_words(self.tokens.source, &lemma.written))
    }
}

/// The text of a block, and the events that it comes from.
pub(super) struct PassageText {
    text: String,
    pieces: Vec<PassagePiece>,
}

/// The text of one event.
struct PassagePiece {
    /// The byte of the block's text at which it starts.
    start: usize,
    event: usize,
    len: usize,
    /// True for code, which is marked whole or not at all.
    whole: bool,
}

impl PassageText {
    /// Gathers the text of events, without images and blocks of code, which cannot be marked.
    pub fn gather(events: &[SpannedEvent<'_>], within: Range<usize>) -> Self {
        let mut gathered = Self { text: String::new(), pieces: Vec::new() };
        let mut hidden = 0usize;
        for at in within {
            #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no text and end none")]
            match &events[at].0 {
                Event::Start(_) if hidden > 0 => hidden += 1,
                Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => hidden += 1,
                Event::End(_) if hidden > 0 => hidden -= 1,
                _ if hidden > 0 => {}
                Event::Text(text) => gathered.push(text, at, false),
                Event::Code(text) => gathered.push(text, at, true),
                Event::SoftBreak
                | Event::HardBreak
                | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => gathered.text.push(' '),
                _ => {}
            }
        }
        gathered
    }

    fn push(&mut self, text: &str, event: usize, whole: bool) {
        self.pieces.push(PassagePiece { start: self.text.len(), event, len: text.len(), whole });
        self.text.push_str(text);
    }

    /// The events that the bytes come from, each with the bytes of its text.
    fn spans(&self, bytes: Range<usize>) -> LemmaSpans {
        let first = self.pieces.partition_point(|piece| piece.start + piece.len <= bytes.start);
        let inside = self.pieces[first..].iter().take_while(|piece| piece.start < bytes.end);
        inside
            .filter(|piece| piece.len > 0)
            .map(|PassagePiece { start, event, len, whole }| {
                let part = bytes.start.saturating_sub(*start)..(bytes.end - start).min(*len);
                (*event, if *whole { 0..*len } else { part })
            })
            .collect()
    }
}
