//! Collects HTML: events for pulldown-cmark to write, and HTML of our own between them.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use crate::pipeline::markdown::place::slot_mark;
use crate::pipeline::markdown::slot::{Link, SlotTarget};

/// The sides to which a table aligns a column.
const SIDES: [&str; 3] = ["left", "center", "right"];

/// HTML with marks, and the purposes of its slots.
pub(super) struct HtmlBuffer<'a> {
    html: String,
    /// Events that are not yet written.
    pending: Vec<Event<'a>>,
    links: Vec<Link>,
}

impl<'a> HtmlBuffer<'a> {
    /// An empty buffer with room for `capacity` bytes of HTML.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { html: String::with_capacity(capacity), pending: Vec::new(), links: Vec::new() }
    }

    /// Adds an event.
    pub fn push(&mut self, event: Event<'a>) {
        self.pending.push(event);
    }

    /// Adds HTML.
    pub fn push_html(&mut self, html: impl Into<CowStr<'a>>) {
        self.pending.push(Event::InlineHtml(html.into()));
    }

    /// Writes the pending events, as the end of a block.
    pub(crate) fn flush(&mut self) {
        pulldown_cmark::html::push_html(&mut self.html, self.pending.drain(..));
    }

    /// The mark of a new slot for a link written at `range`, in bytes of the file.
    pub(crate) fn link_slot(&mut self, target: SlotTarget, range: Range<usize>) -> String {
        self.links.push(Link { target, range });
        slot_mark(self.links.len() - 1)
    }

    /// The mark of a new slot that the editor did not write.
    pub(crate) fn slot(&mut self, target: SlotTarget) -> String {
        self.link_slot(target, 0..0)
    }

    /// The HTML, and the purposes of its slots.
    pub(crate) fn finish(mut self) -> (String, Vec<Link>) {
        // pulldown-cmark aligns cells by inline style, which a strict Content-Security-Policy forbids.
        if self.html.contains("style=\"text-align") {
            for (cell, side) in ["td", "th"].into_iter().flat_map(|cell| SIDES.map(|side| (cell, side))) {
                let inline = format!("<{cell} style=\"text-align: {side}\">");
                self.html = self.html.replace(&inline, &format!("<{cell} class=\"align-{side}\">"));
            }
        }
        (self.html, self.links)
    }
}
