//! Excerpts: the words of a source, in parts between what the editor left out or put in.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::anchor::PassageMark;
use super::attribution::{Attributions, QuoteKind};
use super::body::BodyWalk;
use super::context::SpannedEvent;
use super::fragment;
use super::slot::{self, SlotTarget};
use crate::base::text::boundary::Sides;
use crate::base::text::html::escape;

/// A verbatim quotation of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The id of the source.
    pub source: String,
    /// Its words as they are shown, marks of omission and insertion among them, without notes. Blocks are lines.
    pub text: String,
    /// The verbatim words, in order.
    pub parts: Vec<ExcerptPart>,
    /// Where it is written, in bytes from the start of the file.
    pub range: Range<usize>,
    /// Where it stands in the body, in bytes of HTML without its slots' contents.
    pub place: Range<usize>,
}

/// Verbatim words of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExcerptPart {
    /// The words. Blocks are lines.
    pub words: String,
    /// What stands before them.
    pub gap: Gap,
    /// The sides at which an insertion stands without a space: there it may replace a part of a word, as in `[T]he`.
    pub loose: Sides,
}

/// What stands before a part of an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// The beginning, or `[…]`: any number of words.
    Omission,
    /// `[words]`: the editor's in the place of a few.
    Insertion,
}

impl Excerpt {
    /// The id of the `number`th excerpt of a text, from 0.
    pub fn id(number: usize) -> String {
        format!("excerpt-{}", number + 1)
    }
}

/// A side of an event's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum EventEdge {
    Start,
    End,
}

/// An excerpt whose place is not yet known.
pub(super) struct OpenExcerpt {
    pub source: String,
    pub text: String,
    pub parts: Vec<ExcerptPart>,
    pub range: Range<usize>,
    /// Numbers of places: where the quotation begins and ends, and its first and last words, which no note's number
    /// precedes or follows.
    pub block: Range<usize>,
    pub words: Range<usize>,
}

/// An excerpt is data: HTML in it becomes text.
pub(super) fn show_html(events: &mut [SpannedEvent<'_>], attributions: &Attributions) {
    for (start, quote) in &attributions.quotes {
        let QuoteKind::Excerpt { attribution, .. } = quote else { continue };
        for (event, _) in &mut events[*start..*attribution] {
            *event = match std::mem::replace(event, Event::Rule) {
                Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
                Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
                Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
                other => other,
            };
        }
    }
}

impl BodyWalk<'_, '_> {
    /// Opens a quotation whose attribution was found. An excerpt is an h-cite (microformats2) that the page quotes.
    pub(super) fn open_quote(&mut self, at: usize) {
        let QuoteKind::Excerpt { cite, source, attribution } = self.attributions.quotes[&at].clone() else {
            self.html("<figure class=\"report h-cite\">\n<div>\n");
            return;
        };
        let number = self.begin_excerpt(at, attribution, source);
        let (id, open) = (Excerpt::id(number), &self.excerpts[number]);
        let mut attributes = cite.map_or_else(String::new, |url| format!(" cite=\"{}\"", escape(&url)));
        let cited = self.context.cites.sources.iter().find(|cited| cited.id == open.source);
        if let Some(language) = cited.and_then(|cited| cited.language) {
            attributes.push_str(&format!(" lang=\"{}\"", escape(language)));
        }
        if open.text.contains(is_right_to_left) {
            attributes.push_str(" dir=\"auto\"");
        }
        let begins = slot::place(open.block.start);
        self.html(format!(
            "<figure class=\"excerpt h-cite u-quotation-of\" id=\"{id}\">\n<blockquote class=\"e-content\"{attributes}>{begins}\n"
        ));
    }

    /// Ends the quotation; its attribution stands outside.
    pub(super) fn open_attribution(&mut self, at: usize) {
        let html = match self.quotes.get(&self.attributions.starts[&at]) {
            Some(number) => format!("{}</blockquote>\n<figcaption>", slot::place(self.excerpts[*number].block.end)),
            None => "</div>\n<figcaption>".to_owned(),
        };
        self.html(html);
    }

    /// Ends an attribution; that of an excerpt leaves room to say that it was verified.
    pub(super) fn close_attribution(&mut self, at: usize) {
        if let Some(number) = self.quotes.get(&self.attributions.ends[&at]).copied() {
            let verified = self.slot_alone(SlotTarget::Verified(number), usize::MAX);
            self.inline(verified);
        }
        self.html("</figcaption>\n");
    }

    /// Leaves the number of a place where an excerpt's words begin or end with the text of the event `at`.
    pub(super) fn edge(&mut self, at: usize, edge: EventEdge) {
        if let Some(number) = self.edges.remove(&(at, edge)) {
            self.inline(slot::place(number));
        }
    }

    /// Gathers the words of the excerpt that starts with the event `at`; marks what is left out and put in. Returns
    /// the number of the excerpt.
    fn begin_excerpt(&mut self, at: usize, attribution: usize, source: String) -> usize {
        let gathered = QuotedWords::of(&self.events, at + 1..attribution, &self.attributions);
        let brackets = gathered.brackets(self.text, &self.events);
        for (range, gap) in &brackets {
            let class = match gap {
                Gap::Omission => "omission",
                Gap::Insertion => "insertion",
            };
            for (event, range) in gathered.places(range) {
                let marks = self.marks.entry(event).or_default();
                // A quotation around this one has marked it already.
                if !marks.iter().any(|mark| mark.element == "span" && mark.range == range) {
                    marks.insert(
                        0,
                        PassageMark { range, element: "span", class: class.to_owned(), ..PassageMark::default() },
                    );
                }
            }
        }
        let (start, range) = (self.context.start, &self.events[at].1);
        let range = start + range.start..start + range.end;
        let (block, words) = (self.new_places(), self.new_places());
        if let (Some(first), Some(last)) = (gathered.pieces.first(), gathered.pieces.last()) {
            self.edges.insert((first.event, EventEdge::Start), words.start);
            self.edges.insert((last.event, EventEdge::End), words.end);
        }
        let parts = gathered.parts(&brackets);
        self.quotes.insert(at, self.excerpts.len());
        self.excerpts.push(OpenExcerpt { source, text: gathered.text, parts, range, block, words });
        self.excerpts.len() - 1
    }

    /// The text fragment that leads to the words of excerpt `number` on the page of its source.
    pub(super) fn fragment(&self, number: usize) -> Option<String> {
        fragment::of(&self.excerpts[number].parts.first()?.words)
    }
}

/// The words of a quotation, and the events that they come from.
struct QuotedWords {
    text: String,
    pieces: Vec<TextPiece>,
}

/// The text of one event.
struct TextPiece {
    range: Range<usize>,
    event: usize,
    /// Whether its brackets can be the editor's.
    prose: bool,
}

impl QuotedWords {
    /// Leaves out who is quoted in turn: that is not the source's.
    fn of(events: &[SpannedEvent<'_>], range: Range<usize>, attributions: &Attributions) -> Self {
        let mut gathered = Self { text: String::new(), pieces: Vec::new() };
        let mut hidden = 0usize;
        let mut code = false;
        for at in range {
            match &events[at].0 {
                Event::Start(_) if hidden > 0 || attributions.starts.contains_key(&at) => hidden += 1,
                Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_)) => hidden += 1,
                Event::End(_) if hidden > 0 => hidden -= 1,
                _ if hidden > 0 => {}
                Event::Start(Tag::CodeBlock(_)) => code = true,
                Event::End(TagEnd::CodeBlock) => code = false,
                Event::Text(text) => gathered.add(text, at, !code),
                Event::Code(text) => gathered.add(text, at, false),
                Event::SoftBreak | Event::HardBreak => gathered.text.push(' '),
                Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_)) => {
                    gathered.text.push('\n');
                }
                _ => {}
            }
        }
        gathered.text.truncate(gathered.text.trim_end().len());
        gathered
    }

    fn add(&mut self, text: &str, event: usize, prose: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(TextPiece { range: start..self.text.len(), event, prose });
    }

    /// What stands in brackets that the editor set: those that `\[` does not make the source's own.
    fn brackets(&self, source: &str, events: &[SpannedEvent<'_>]) -> Vec<(Range<usize>, Gap)> {
        let mut found = Vec::new();
        let mut open: Option<usize> = None;
        for piece in self.pieces.iter().filter(|piece| piece.prose) {
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
                        "…" | "..." => found.push((from..start + at + 1, Gap::Omission)),
                        // A note that is not written shows as it stands.
                        inside if inside.is_empty() || inside.starts_with('^') || inside.contains('\n') => {}
                        _ => found.push((from..start + at + 1, Gap::Insertion)),
                    }
                }
            }
        }
        found
    }

    /// The stretches of texts, by event, that the bytes `range` come from.
    fn places(&self, range: &Range<usize>) -> Vec<(usize, Range<usize>)> {
        let within = |piece: &TextPiece| {
            let (from, to) = (range.start.max(piece.range.start), range.end.min(piece.range.end));
            (from < to).then(|| (piece.event, from - piece.range.start..to - piece.range.start))
        };
        self.pieces.iter().filter_map(within).collect()
    }

    /// The verbatim words around what stands in `brackets`.
    fn parts(&self, brackets: &[(Range<usize>, Gap)]) -> Vec<ExcerptPart> {
        let mut parts = Vec::new();
        // An excerpt begins and ends anywhere in its source, as if something were left out there.
        let (mut from, mut gap, mut last) = (0, Gap::Omission, Gap::Omission);
        let end = self.text.len();
        for (range, next) in brackets.iter().map(|(range, gap)| (range.clone(), *gap)).chain([(end..end, gap)]) {
            let written = &self.text[from..range.start];
            let words = written.trim();
            if !words.is_empty() {
                // A space on either side of a bracket ends the word.
                let apart = |side: Option<char>| side.is_none_or(char::is_whitespace);
                let (before, after) = (&self.text[..from], &self.text[range.start..]);
                let loose = Sides {
                    start: last == Gap::Insertion
                        && !apart(written.chars().next())
                        && !apart(before.chars().rev().nth(1)),
                    end: next == Gap::Insertion && !apart(written.chars().next_back()) && !apart(after.chars().nth(1)),
                };
                parts.push(ExcerptPart { words: words.to_owned(), gap, loose });
            }
            // An insertion next to an omission does not narrow it.
            gap = if words.is_empty() && gap == Gap::Omission { gap } else { next };
            (from, last) = (range.end, next);
        }
        parts
    }
}

/// Letters of scripts that run from right to left: Hebrew, Arabic, Syriac and their neighbours.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Tells whether the `nth` opening bracket of what is `written` there stands behind a backslash.
fn is_escaped(source: &str, written: &Range<usize>, nth: usize) -> bool {
    let at = source[written.clone()].match_indices('[').nth(nth).map(|(at, _)| written.start + at);
    at.is_some_and(|at| source[..at].ends_with('\\'))
}
