//! The result of reading Markdown: HTML with *slots* where addresses belong.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark_escape::escape_href;

use super::excerpt::Excerpt;
use super::note::Note;
use crate::base::hash::Key;
use crate::base::text::html::escape;

/// HTML whose links wait for their addresses, and its labels for the theme's words, and what others need to know of the text.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// HTML without the addresses of the slots.
    html: String,
    /// Where they belong, in order.
    slots: Vec<Slot>,
    /// What the slots lead to.
    pub links: Vec<Link>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The excerpts, in order.
    pub excerpts: Vec<Excerpt>,
    /// The notes, in order.
    pub notes: Vec<Note>,
    /// Every id in the HTML that a link may name.
    pub ids: Vec<String>,
    /// The first paragraph of prose, or all before `<!-- more -->`, as plain text.
    pub opening: String,
    /// Words, notes aside.
    pub words: usize,
    /// Highlighted code, for the memo.
    pub highlights: Vec<(Key, Arc<str>)>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    at: usize,
    link: usize,
}

/// A link or an image whose address depends on other files, or on where the text is shown.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it leads to.
    pub target: SlotTarget,
    /// Where it is written, in bytes from the start of the file.
    pub range: Range<usize>,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SlotTarget {
    /// An id that margent made in this very text: a note, a reference, a source.
    Own(String),
    /// What the editor wrote: a relative path, an address of the site, a `#heading`.
    Written(String),
    /// The same, as an image's file.
    Image(String),
    /// The address of a source that is a page of this site: `/data-notes/`. It is checked where it is declared.
    Site(String),
    /// No link at all: a word of the theme, by its key.
    Word(&'static str),
    /// No link either: what is said of the excerpt of this number when it was found in its snapshot.
    Verified(usize),
}

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1–6.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// Its id in the page.
    pub id: String,
}

/// What belongs into a slot, not yet escaped for HTML.
pub enum SlotFilling<'a> {
    /// An address.
    Url(Cow<'a, str>),
    /// The address of an image, and its width and height in pixels, where they are known.
    Image(Cow<'a, str>, Option<(usize, usize)>),
    /// A word.
    Word(&'a str),
    /// HTML.
    Html(String),
}

/// Stands before and after the number of a slot, or of a place, in the HTML that pulldown-cmark writes. CommonMark
/// has no such character: the parser is given texts without it.
const MARK: char = '\0';

/// Slot `link`, as it stands in HTML until [`Body::new`] takes it out.
pub(super) fn slot(link: usize) -> String {
    format!("{MARK}{link}{MARK}")
}

/// A place that shall be found again in the HTML: where a passage begins or ends.
pub(super) fn place(number: usize) -> String {
    format!("{MARK}@{number}{MARK}")
}

impl Body {
    /// Takes the marks out of `marked` and remembers where they were. Returns where the places are, by their numbers.
    pub(super) fn new(marked: &str, links: Vec<Link>) -> (Self, HashMap<usize, usize>) {
        let mut html = String::with_capacity(marked.len());
        let mut slots = Vec::with_capacity(links.len());
        let mut places = HashMap::new();
        for (n, part) in marked.split(MARK).enumerate() {
            let is_mark = n % 2 == 1;
            match (part.parse(), part.strip_prefix('@').map(str::parse)) {
                (Ok(link), _) if is_mark => slots.push(Slot { at: html.len(), link }),
                (_, Some(Ok(number))) if is_mark => drop(places.insert(number, html.len())),
                _ => html.push_str(part),
            }
        }
        // A body is kept as long as the site: no spare capacity.
        html.shrink_to_fit();
        (Self { html, slots, links, ..Self::default() }, places)
    }

    /// Tells whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The HTML, with what `filling` gives for the number of each link.
    pub fn fill<'a>(&self, filling: impl FnMut(usize) -> SlotFilling<'a>) -> String {
        self.fill_part(0..self.html.len(), filling)
    }

    /// The same of a part, in bytes of the HTML without its slots' contents.
    pub fn fill_part<'a>(&self, part: Range<usize>, filling: impl FnMut(usize) -> SlotFilling<'a>) -> String {
        self.write(part, filling, &mut [])
    }

    /// The whole HTML. Each of `places`, in bytes of the HTML without its slots' contents, becomes the place with them.
    pub fn fill_and_find<'a>(&self, filling: impl FnMut(usize) -> SlotFilling<'a>, places: &mut [usize]) -> String {
        self.write(0..self.html.len(), filling, places)
    }

    fn write<'a>(
        &self,
        part: Range<usize>,
        mut filling: impl FnMut(usize) -> SlotFilling<'a>,
        places: &mut [usize],
    ) -> String {
        let first = self.slots.partition_point(|slot| slot.at < part.start);
        let slots = self.slots[first..].iter().take_while(|slot| slot.at < part.end);
        let mut filled = String::with_capacity(part.len() + self.slots.len() * 40);
        let mut from = part.start;
        // Slot by slot: how far what follows it has moved.
        let mut moved = Vec::with_capacity(if places.is_empty() { 0 } else { self.slots.len() });
        for slot in slots {
            filled.push_str(&self.html[from..slot.at]);
            from = slot.at;
            // Writing to a string does not fail.
            let _ = match filling(slot.link) {
                SlotFilling::Url(url) | SlotFilling::Image(url, None) => escape_href(&mut filled, &url),
                SlotFilling::Word(word) => filled.write_str(&escape(word)),
                SlotFilling::Html(html) => filled.write_str(&html),
                SlotFilling::Image(url, Some((width, height))) => escape_href(&mut filled, &url)
                    .and_then(|()| write!(filled, "\" width=\"{width}\" height=\"{height}")),
            };
            if !places.is_empty() {
                moved.push((slot.at, filled.len() - slot.at));
            }
        }
        filled.push_str(&self.html[from..part.end]);
        for place in places {
            let before = moved.partition_point(|(at, _)| at < place);
            *place += before.checked_sub(1).map_or(0, |last| moved[last].1);
        }
        filled
    }
}
