//! Marks in a text: the passages of notes, the omissions and insertions in excerpts, and the places where an excerpt's
//! words begin and end.

use std::collections::HashMap;
use std::ops::Range;

use super::place::HtmlStretch;

/// The marks in the text of each event, by the event's number.
pub(super) type MarksByEvent = HashMap<usize, EventMarks>;

/// The marks in the text of one event.
#[derive(Default)]
pub(super) struct EventMarks {
    /// The excerpt whose words begin with this text.
    pub begins: Option<HtmlStretch>,
    /// The excerpt whose words end with this text.
    pub ends: Option<HtmlStretch>,
    /// The elements around parts of the text, the outer ones first.
    pub elements: Vec<MarkElement>,
}

/// An element around a part of the text of one event.
pub(super) struct MarkElement {
    /// Bytes of the event's text.
    pub range: Range<usize>,
    /// Its name.
    pub name: &'static str,
    /// Its class.
    pub class: String,
    /// Its id. A passage across several events has it in the first of them.
    pub id: Option<String>,
    /// The passage that begins here.
    pub begins: Option<HtmlStretch>,
    /// The passage that ends here.
    pub ends: Option<HtmlStretch>,
}
