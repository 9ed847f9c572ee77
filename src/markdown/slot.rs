//! The result of reading Markdown: HTML with *slots* where addresses belong.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark_escape::{escape_href, escape_html};

use crate::hash::Key;

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
    pub target: Target,
    /// Where it is written, in bytes from the start of the file.
    pub range: Range<usize>,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An id that margent made in this very text: a note, a reference, a source.
    Own(String),
    /// What the editor wrote: a relative path, an address of the site, a `#heading`.
    Written(String),
    /// The same, as an image's file.
    Image(String),
    /// No link at all: a word of the theme, by its key.
    Word(&'static str),
}

/// A verbatim quotation of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The id of the source.
    pub source: String,
    /// Its words, marks of omission and insertion among them, without notes.
    pub text: String,
    /// Where it is written, in bytes from the start of the file.
    pub range: Range<usize>,
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
pub enum Filling<'a> {
    /// An address.
    Url(Cow<'a, str>),
    /// The address of an image, and its width and height in pixels, where they are known.
    Image(Cow<'a, str>, Option<(usize, usize)>),
    /// A word.
    Word(&'a str),
}

/// Stands before and after the number of a slot in the HTML that pulldown-cmark writes. CommonMark has no
/// such character: the parser is given texts without it.
const MARK: char = '\0';

/// The attribute for slot `link`, as it stands in HTML until [`Body::new`] takes it out.
pub(super) fn mark(attribute: &str, link: usize) -> String {
    format!("{attribute}=\"{MARK}{link}{MARK}\"")
}

impl Body {
    /// Takes the marks out of `marked` and remembers where they were.
    pub(super) fn new(marked: &str, links: Vec<Link>) -> Self {
        let mut html = String::with_capacity(marked.len());
        let mut slots = Vec::with_capacity(links.len());
        for (n, part) in marked.split(MARK).enumerate() {
            match part.parse() {
                Ok(link) if n % 2 == 1 => slots.push(Slot { at: html.len(), link }),
                _ => html.push_str(part),
            }
        }
        // A body is kept as long as the site: no spare capacity.
        html.shrink_to_fit();
        Self { html, slots, links, ..Self::default() }
    }

    /// Tells whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The HTML, with what `filling` gives for the number of each link.
    pub fn fill<'a>(&self, mut filling: impl FnMut(usize) -> Filling<'a>) -> String {
        let mut filled = String::with_capacity(self.html.len() + self.slots.len() * 40);
        let mut from = 0;
        for slot in &self.slots {
            filled.push_str(&self.html[from..slot.at]);
            from = slot.at;
            // Writing to a string does not fail.
            let _ = match filling(slot.link) {
                Filling::Url(url) | Filling::Image(url, None) => escape_href(&mut filled, &url),
                Filling::Word(word) => escape_html(&mut filled, word),
                Filling::Image(url, Some((width, height))) => escape_href(&mut filled, &url)
                    .and_then(|()| write!(filled, "\" width=\"{width}\" height=\"{height}")),
            };
        }
        filled.push_str(&self.html[from..]);
        filled
    }
}
