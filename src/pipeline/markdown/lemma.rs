//! Lemmas: a note that opens with a quoted passage and a colon annotates that passage, which must occur exactly once in
//! the block that refers to the note, across whatever markup the block has.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::SpannedEvent;
use crate::base::text::boundary;
use crate::base::text::fold::fold_char;
use crate::base::text::near::nearest_words;

/// The passage that a note quotes.
pub(super) struct Lemma {
    /// The passage as the note quotes it, without quotation marks.
    pub written: String,
    /// The whole, or its first words.
    first: Vec<char>,
    /// Its last words if it is quoted as `"first … last"`.
    last: Option<Vec<char>>,
}

/// The events that a lemma is in, each with the bytes of its text.
pub(super) type LemmaSpans = Vec<(usize, Range<usize>)>;

/// Why a lemma was not found.
pub(super) enum LemmaMismatch {
    /// It does not occur; the nearest words, if any are near.
    Absent(Option<String>),
    /// It occurs more than once; how often.
    Repeated(usize),
}

/// Parses the quoted passage that a note opens with.
pub(super) fn parse_lemma(events: &[SpannedEvent<'_>]) -> Option<Lemma> {
    let paragraph = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)));
    let end = events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)))?;
    let text = FoldedPassage::fold(events, 0..end).chars;
    // Quotation marks are folded: double ones of any kind, or single ones.
    let mark = *text.first().filter(|mark| paragraph && matches!(mark, '"' | '\''))?;
    let is_colon_next = |at: usize| matches!(text[at + 1..].iter().find(|c| **c != ' '), Some(':' | '：'));
    let close = (1..text.len()).find(|at| text[*at] == mark && is_colon_next(*at))?;
    let written: String = text[1..close].iter().collect();
    let part = |text: &str| text.trim().chars().collect::<Vec<char>>();
    let (first, last) = match written.split_once(" … ").or_else(|| written.split_once(" ... ")) {
        Some((first, last)) => (part(first), Some(part(last))),
        None => (part(&written), None),
    };
    let complete = !first.is_empty() && last.as_ref().is_none_or(|last| !last.is_empty());
    complete.then_some(Lemma { written, first, last })
}

/// Finds a lemma in the smallest block around the reference `at`, or else in the whole of `block`.
pub(super) fn locate_lemma(
    events: &[SpannedEvent<'_>],
    block: Range<usize>,
    at: usize,
    lemma: &Lemma,
) -> Result<LemmaSpans, LemmaMismatch> {
    match locate_within(events, smallest_block(events, block.clone(), at), lemma) {
        Err(LemmaMismatch::Absent(_)) => locate_within(events, block, lemma),
        result @ (Ok(_) | Err(LemmaMismatch::Repeated(_))) => result,
    }
}

fn locate_within(
    events: &[SpannedEvent<'_>],
    within: Range<usize>,
    lemma: &Lemma,
) -> Result<LemmaSpans, LemmaMismatch> {
    let text = FoldedPassage::fold(events, within);
    let starts = occurrences(&text.chars, &lemma.first);
    let [start] = starts[..] else {
        return Err(match starts.len() {
            0 => LemmaMismatch::Absent(nearest(&text.chars, &lemma.first)),
            n => LemmaMismatch::Repeated(n),
        });
    };
    let mut end = start + lemma.first.len();
    if let Some(last) = &lemma.last {
        let Some(after) = occurrences(&text.chars[end..], last).first().copied() else {
            return Err(LemmaMismatch::Absent(nearest(&text.chars[end..], last)));
        };
        end += after + last.len();
    }
    Ok(text.spans(start..end))
}

/// The paragraph, heading, cell or item around the event `at`.
fn smallest_block(events: &[SpannedEvent<'_>], block: Range<usize>, at: usize) -> Range<usize> {
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut smallest: Option<usize> = None;
    for n in block.clone() {
        #[expect(clippy::wildcard_enum_match_arm, reason = "events of pulldown-cmark that open and close nothing")]
        match &events[n].0 {
            Event::Start(tag) => {
                let leaf = matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::Item);
                open.push((n, leaf));
            }
            Event::End(_) => {
                let closed = open.pop().map(|(start, _)| start);
                if let Some(start) = smallest.filter(|_| closed == smallest) {
                    return start..n;
                }
            }
            _ if n == at => smallest = open.iter().rev().find(|(_, leaf)| *leaf).map(|(start, _)| *start),
            _ => {}
        }
    }
    block
}

/// A text with its white space and quotation marks folded.
struct FoldedPassage {
    chars: Vec<char>,
    /// The event that each character comes from, and its bytes in the event's text.
    origins: Vec<(usize, Range<usize>)>,
}

impl FoldedPassage {
    /// Folds the text of events, without images and blocks of code, which cannot be marked.
    fn fold(events: &[SpannedEvent<'_>], within: Range<usize>) -> Self {
        let mut folded = Self { chars: Vec::new(), origins: Vec::new() };
        let mut hidden = 0usize;
        for at in within {
            #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no text and end none")]
            match &events[at].0 {
                Event::Start(_) if hidden > 0 => hidden += 1,
                Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => hidden += 1,
                Event::End(_) if hidden > 0 => hidden -= 1,
                _ if hidden > 0 => {}
                Event::Text(text) => {
                    text.char_indices().for_each(|(byte, c)| folded.push(c, at, byte..byte + c.len_utf8()));
                }
                // A word of code is marked whole or not at all.
                Event::Code(text) => text.chars().for_each(|c| folded.push(c, at, 0..text.len())),
                Event::SoftBreak
                | Event::HardBreak
                | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => folded.push(' ', at, 0..0),
                _ => {}
            }
        }
        folded
    }

    fn push(&mut self, c: char, event: usize, bytes: Range<usize>) {
        let c = fold_char(c);
        if c != ' ' || self.chars.last().is_some_and(|last| *last != ' ') {
            self.chars.push(c);
            self.origins.push((event, bytes));
        }
    }

    /// The events that the characters `range` come from, each with the bytes of its text.
    fn spans(&self, range: Range<usize>) -> LemmaSpans {
        let mut spans: LemmaSpans = Vec::new();
        for (event, bytes) in &self.origins[range] {
            match spans.last_mut() {
                Some((last, span)) if last == event => span.end = span.end.max(bytes.end),
                _ if bytes.is_empty() => {}
                _ => spans.push((*event, bytes.clone())),
            }
        }
        spans
    }
}

/// Finds `wanted` as whole words; returns the numbers of their first characters.
fn occurrences(text: &[char], wanted: &[char]) -> Vec<usize> {
    let (text, wanted): (String, String) = (text.iter().collect(), wanted.iter().collect());
    let matches = text.match_indices(&wanted).map(|(at, _)| at);
    let whole =
        matches.filter(|at| boundary::is_word_start(&text, *at) && boundary::is_word_end(&text, *at + wanted.len()));
    let (mut bytes, mut chars) = (0, 0);
    whole
        .map(|at| {
            chars += text[bytes..at].chars().count();
            bytes = at;
            chars
        })
        .collect()
}

/// The words of `text` that were probably meant.
fn nearest(text: &[char], wanted: &[char]) -> Option<String> {
    let (text, wanted): (String, String) = (text.iter().collect(), wanted.iter().collect());
    // If the note quotes a part of a word, then the whole word is meant.
    let whole = text.find(&wanted).map(|at| text[boundary::widen_to_words(&text, at..at + wanted.len())].to_owned());
    whole.or_else(|| nearest_words(&text, &wanted))
}
