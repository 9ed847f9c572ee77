//! Collects HTML: events for pulldown-cmark to write, HTML of our own between them, and text and code with the marks in
//! them.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use crate::pipeline::markdown::marks::{EventMarks, HtmlStretch, MarkElement, slot_mark};
use crate::pipeline::markdown::slotted_html::{Link, SlotTarget};

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

/// Writes text with the elements that mark parts of it.
pub(super) fn write_text<'a>(text: &CowStr<'a>, marks: Option<&EventMarks>, html: &mut HtmlBuffer<'a>) {
    let Some(marks) = marks else { return html.push(Event::Text(text.clone())) };
    begin_words(marks, html);
    let mut borders: Vec<usize> = marks.elements.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
    borders.extend([0, text.len()]);
    borders.sort_unstable();
    borders.dedup();
    let mut coming: Vec<usize> = (0..marks.elements.len()).collect();
    coming.sort_by_key(|number| std::cmp::Reverse(marks.elements[*number].range.start));
    // The numbers of the elements around the piece, the outer ones first.
    let mut around: BTreeSet<usize> = BTreeSet::new();
    for pair in borders.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        around.retain(|number| end <= marks.elements[*number].range.end);
        while let Some(number) = coming.pop_if(|number| marks.elements[*number].range.start <= start) {
            around.extend((end <= marks.elements[number].range.end).then_some(number));
        }
        around.iter().for_each(|number| open_mark(&marks.elements[*number], start, html));
        html.push(Event::Text(text[start..end].to_owned().into()));
        around.iter().rev().for_each(|number| close_mark(&marks.elements[*number], end, html));
    }
    end_words(marks, html);
}

/// Writes inline code inside the elements that mark it.
pub(super) fn write_code<'a>(code: &CowStr<'a>, marks: Option<&EventMarks>, html: &mut HtmlBuffer<'a>) {
    let Some(marks) = marks else { return html.push(Event::Code(code.clone())) };
    begin_words(marks, html);
    marks.elements.iter().for_each(|mark| open_mark(mark, mark.range.start, html));
    html.push(Event::Code(code.clone()));
    marks.elements.iter().rev().for_each(|mark| close_mark(mark, mark.range.end, html));
    end_words(marks, html);
}

fn begin_words(marks: &EventMarks, html: &mut HtmlBuffer<'_>) {
    if let Some(words) = marks.begins {
        html.push_html(words.start_mark());
    }
}

fn end_words(marks: &EventMarks, html: &mut HtmlBuffer<'_>) {
    if let Some(words) = marks.ends {
        html.push_html(words.end_mark());
    }
}

/// Opens an element for the part of the text that starts at `start`. Only the first part has the id and the place.
fn open_mark(mark: &MarkElement, start: usize, html: &mut HtmlBuffer<'_>) {
    let is_first = mark.range.start == start;
    let id = mark.id.as_ref().filter(|_| is_first).map_or_else(String::new, |id| format!(" id=\"{id}\""));
    let place = mark.begins.filter(|_| is_first).map_or_else(String::new, HtmlStretch::start_mark);
    html.push_html(format!("<{} class=\"{}\"{id}>{place}", mark.name, mark.class));
}

/// Closes an element for the part of the text that ends at `end`.
fn close_mark(mark: &MarkElement, end: usize, html: &mut HtmlBuffer<'_>) {
    let place = mark.ends.filter(|_| mark.range.end == end).map_or_else(String::new, HtmlStretch::end_mark);
    html.push_html(format!("{place}</{}>", mark.name));
}
