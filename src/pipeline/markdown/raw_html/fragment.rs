//! A stretch of raw HTML, and the output for it.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::Event;

use crate::pipeline::markdown::events::SpannedEvent;

/// Raw HTML without the marks of the containers that its lines are in.
pub(super) struct HtmlFragment {
    /// The HTML.
    pub html: String,
    /// The starts of its lines, in bytes of the HTML and of the text.
    lines: Vec<(usize, usize)>,
}

impl HtmlFragment {
    /// Joins the HTML of events.
    pub(super) fn new(events: &[SpannedEvent<'_>]) -> Self {
        let mut fragment = Self { html: String::new(), lines: Vec::new() };
        for (event, range) in events {
            // The space before a line is an event of its own.
            if let Event::Html(html) | Event::InlineHtml(html) | Event::Text(html) = event {
                fragment.lines.push((fragment.html.len(), range.start));
                fragment.html.push_str(html);
            }
        }
        fragment
    }

    /// Converts bytes of the HTML to bytes of the text.
    pub(super) fn in_text(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize, line: usize| self.lines.get(line).map_or(at, |(start, place)| place + at - start);
        let line_of = |at: usize| self.lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let last = range.end.saturating_sub(1).max(range.start);
        place(range.start, line_of(range.start))..place(last, line_of(last)) + (range.end - last)
    }
}

/// The output for raw HTML, by its events. Other events of HTML have none.
pub(in crate::pipeline::markdown) type RawHtml = HashMap<usize, HtmlPieces>;

/// The output for the raw HTML of one event.
#[derive(Default)]
pub(in crate::pipeline::markdown) struct HtmlPieces(Vec<HtmlPiece>);

/// A piece of raw HTML.
pub(in crate::pipeline::markdown) enum HtmlPiece {
    /// HTML.
    Html(String),
    /// An address in an attribute, which is relative to the page.
    Address(String),
}

impl HtmlPieces {
    /// The pieces, in order.
    pub(in crate::pipeline::markdown) fn iter(&self) -> impl Iterator<Item = &HtmlPiece> {
        self.0.iter()
    }

    /// Adds HTML.
    pub(super) fn push(&mut self, html: &str) {
        match self.0.last_mut() {
            Some(HtmlPiece::Html(last)) => last.push_str(html),
            Some(HtmlPiece::Address(_)) | None => self.0.push(HtmlPiece::Html(html.to_owned())),
        }
    }

    /// Adds an address as it is written in an attribute.
    pub(super) fn push_address(&mut self, written: String) {
        self.0.push(HtmlPiece::Address(written));
    }

    /// Adds end tags; `names` has the outer elements first.
    pub(super) fn push_ends<'n>(&mut self, names: impl DoubleEndedIterator<Item = &'n str>) {
        names.rev().for_each(|name| self.push(&format!("</{name}>")));
    }
}
