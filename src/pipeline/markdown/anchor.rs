//! Anchored notes: a note that opens with a quoted passage and a colon speaks of that passage (its *lemma*), which
//! stands exactly once in the block that refers to the note, across whatever marks the text has.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::context::SpannedEvent;
use crate::base::text::boundary;
use crate::base::text::fold::fold_char;
use crate::base::text::near::nearest_words;

/// What a note says that it speaks of.
pub(super) struct Lemma {
    /// As it is written, without its quotation marks.
    pub written: String,
    /// The whole, or its first words.
    first: Vec<char>,
    /// Its last words, where it is written `"first … last"`.
    last: Option<Vec<char>>,
}

/// Stretches of texts, by the number of their event, that belong to a lemma.
pub(super) type LemmaSpans = Vec<(usize, Range<usize>)>;

/// Where marks belong, by the number of an event.
pub(super) type MarksByEvent = HashMap<usize, Vec<PassageMark>>;

/// A stretch of one text event that is marked: a note speaks of it, or the editor left words out there.
#[derive(Clone, Default)]
pub(super) struct PassageMark {
    /// Bytes of the event's text.
    pub range: Range<usize>,
    /// The element's name.
    pub element: &'static str,
    /// Its class.
    pub class: String,
    /// The id of the passage, where this is its first stretch.
    pub id: Option<String>,
    /// The number of the place where the passage begins, where this is its first stretch.
    pub begins: Option<usize>,
    /// The number of the place where it ends, where this is its last.
    pub ends: Option<usize>,
}

/// Why a lemma was not found.
pub(super) enum LemmaMismatch {
    /// It does not occur; the nearest text, if one is near.
    Absent(Option<String>),
    /// It occurs so many times.
    Repeated(usize),
}

/// The passage that a note's events open with.
pub(super) fn lemma(events: &[SpannedEvent<'_>]) -> Option<Lemma> {
    let paragraph = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)));
    let end = events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)))?;
    let text = FoldedPassage::of(events, 0..end).chars;
    // Double quotation marks of any kind, or single ones.
    let mark = *text.first().filter(|mark| paragraph && matches!(mark, '"' | '\''))?;
    let is_close = |at: usize| {
        let after = text[at + 1..].iter().find(|c| **c != ' ');
        text[at] == mark && matches!(after, Some(':' | '：'))
    };
    let close = (1..text.len()).find(|at| is_close(*at))?;
    let written: String = text[1..close].iter().collect();
    let part = |text: &str| text.trim().chars().collect::<Vec<char>>();
    let (first, last) = match written.split_once(" … ").or_else(|| written.split_once(" ... ")) {
        Some((first, last)) => (part(first), Some(part(last))),
        None => (part(&written), None),
    };
    let sound = !first.is_empty() && last.as_ref().is_none_or(|last| !last.is_empty());
    sound.then_some(Lemma { written, first, last })
}

/// Finds a lemma in the smallest block around the reference `at`, or else in the whole of `block`.
pub(super) fn locate(
    events: &[SpannedEvent<'_>],
    block: Range<usize>,
    at: usize,
    lemma: &Lemma,
) -> Result<LemmaSpans, LemmaMismatch> {
    match find(events, smallest(events, block.clone(), at), lemma) {
        Err(LemmaMismatch::Absent(_)) => find(events, block, lemma),
        found => found,
    }
}

fn find(events: &[SpannedEvent<'_>], within: Range<usize>, lemma: &Lemma) -> Result<LemmaSpans, LemmaMismatch> {
    let text = FoldedPassage::of(events, within);
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
    Ok(text.places(start..end))
}

/// The paragraph, heading, cell or item around the event `at`.
fn smallest(events: &[SpannedEvent<'_>], block: Range<usize>, at: usize) -> Range<usize> {
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut found: Option<usize> = None;
    for n in block.clone() {
        match &events[n].0 {
            Event::Start(tag) => {
                let leaf = matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::Item);
                open.push((n, leaf));
            }
            Event::End(_) => {
                let start = open.pop().map(|(start, _)| start);
                if found.is_some() && start == found {
                    return found.unwrap_or(block.start)..n;
                }
            }
            _ if n == at => found = open.iter().rev().find(|(_, leaf)| *leaf).map(|(start, _)| *start),
            _ => {}
        }
    }
    block
}

/// A text with its white space and quotation marks folded, and where each character of it stands.
struct FoldedPassage {
    chars: Vec<char>,
    places: Vec<(usize, Range<usize>)>,
}

impl FoldedPassage {
    fn of(events: &[SpannedEvent<'_>], within: Range<usize>) -> Self {
        let mut folded = Self { chars: Vec::new(), places: Vec::new() };
        // Images and blocks of code show no text that could be marked; definitions stand elsewhere.
        let mut hidden = 0usize;
        let start = within.start;
        for (n, (event, _)) in events[within].iter().enumerate() {
            let at = start + n;
            let hides =
                |tag: &Tag<'_>| matches!(tag, Tag::Image { .. } | Tag::CodeBlock(_) | Tag::FootnoteDefinition(_));
            match event {
                Event::Start(tag) if hidden > 0 || hides(tag) => hidden += 1,
                Event::End(_) if hidden > 0 => hidden -= 1,
                _ if hidden > 0 => {}
                Event::Text(text) => text.char_indices().for_each(|(byte, c)| folded.push(c, at, byte)),
                // A word of code is marked whole or not at all.
                Event::Code(text) => text.chars().for_each(|c| folded.add(c, (at, 0..text.len()))),
                Event::SoftBreak
                | Event::HardBreak
                | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => {
                    folded.add(' ', (at, 0..0));
                }
                _ => {}
            }
        }
        folded
    }

    fn push(&mut self, c: char, event: usize, byte: usize) {
        self.add(c, (event, byte..byte + c.len_utf8()));
    }

    fn add(&mut self, c: char, place: (usize, Range<usize>)) {
        let c = fold_char(c);
        if c != ' ' || self.chars.last().is_some_and(|last| *last != ' ') {
            self.chars.push(c);
            self.places.push(place);
        }
    }

    /// The stretches of texts that the characters `range` stand for.
    fn places(&self, range: Range<usize>) -> LemmaSpans {
        let mut places: LemmaSpans = Vec::new();
        for (event, bytes) in &self.places[range] {
            match places.last_mut() {
                Some((last, stretch)) if last == event => stretch.end = stretch.end.max(bytes.end),
                _ if bytes.is_empty() => {}
                _ => places.push((*event, bytes.clone())),
            }
        }
        places
    }
}

/// Where the wanted stands as whole words.
fn occurrences(text: &[char], wanted: &[char]) -> Vec<usize> {
    let (text, wanted): (String, String) = (text.iter().collect(), wanted.iter().collect());
    let found = text.match_indices(&wanted).map(|(at, _)| at);
    let whole =
        found.filter(|at| boundary::is_word_start(&text, *at) && boundary::is_word_end(&text, *at + wanted.len()));
    // Characters instead of bytes, on the way from one to the next.
    let (mut bytes, mut chars) = (0, 0);
    let mut count = |at: usize| {
        chars += text[bytes..at].chars().count();
        bytes = at;
        chars
    };
    whole.map(&mut count).collect()
}

fn nearest(text: &[char], wanted: &[char]) -> Option<String> {
    let (text, wanted): (String, String) = (text.iter().collect(), wanted.iter().collect());
    // Half words first: what was meant are the whole ones.
    let cut = text.find(&wanted).map(|at| text[boundary::widen_to_words(&text, at..at + wanted.len())].to_owned());
    cut.or_else(|| nearest_words(&text, &wanted))
}
