//! Marks in a text: the passages of notes, the omissions and insertions in excerpts, and the places where an excerpt's
//! words begin and end; and those in the HTML that pulldown-cmark writes: of slots, and of stretches whose places are wanted.

use std::collections::HashMap;
use std::ops::Range;

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

/// Encloses the number of a slot, or of a border. CommonMark does not have this character: the parser is given texts
/// without it.
pub(super) const MARK: char = '\0';

/// Distinguishes the number of a border from that of a slot.
pub(super) const BORDER: char = '@';

/// A stretch of HTML whose place is wanted. Excerpts and notes are numbered from 0.
#[derive(Clone, Copy)]
pub(super) enum HtmlStretch {
    /// The quotation of an excerpt.
    Quotation(usize),
    /// The words of an excerpt from the first to the last, without the numbers of notes before and after them.
    QuotedWords(usize),
    /// The passage of a note.
    Passage(usize),
    /// The text of a note before the backlinks.
    NoteText(usize),
    /// The text of a note after the backlinks.
    NoteEnd(usize),
}

impl HtmlStretch {
    /// The numbers of its borders.
    fn borders(self) -> [usize; 2] {
        let (kind, number) = match self {
            Self::Quotation(excerpt) => (0, excerpt),
            Self::QuotedWords(excerpt) => (1, excerpt),
            Self::Passage(note) => (2, note),
            Self::NoteText(note) => (3, note),
            Self::NoteEnd(note) => (4, note),
        };
        let first = (number * 5 + kind) * 2;
        [first, first + 1]
    }

    /// The mark where it begins.
    pub(crate) fn start_mark(self) -> String {
        format!("{MARK}{BORDER}{}{MARK}", self.borders()[0])
    }

    /// The mark where it ends.
    pub(crate) fn end_mark(self) -> String {
        format!("{MARK}{BORDER}{}{MARK}", self.borders()[1])
    }
}

/// The mark of a slot.
pub(super) fn slot_mark(slot: usize) -> String {
    format!("{MARK}{slot}{MARK}")
}

/// The places of borders, by their numbers, in bytes of HTML without its slots' contents.
#[derive(Default)]
pub(super) struct BorderPlaces(pub HashMap<usize, usize>);

impl BorderPlaces {
    /// The places where the stretch begins and ends, as far as it was written.
    pub(crate) fn ends_of(&self, stretch: HtmlStretch) -> [Option<usize>; 2] {
        stretch.borders().map(|border| self.0.get(&border).copied())
    }

    /// The place of the stretch if the whole of it was written.
    pub(crate) fn place_of(&self, stretch: HtmlStretch) -> Option<Range<usize>> {
        let [start, end] = self.ends_of(stretch);
        Some(start?..end?)
    }
}
