//! HTML with slots: the parts that depend on other files, or on where the text is shown.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark_escape::escape_href;
use serde::{Deserialize, Serialize};

use super::marks::{BORDER, BorderPlaces, MARK};
use crate::base::set_aside::{AsideFile, AsideText};
use crate::base::text::html::escape;

/// A link or an image whose address depends on other files, or on where the text is shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Link {
    /// The purpose of its slot.
    pub target: SlotTarget,
    /// Its place, in bytes from the start of the file; empty if nobody wrote it.
    pub range: Range<usize>,
}

/// The purpose of a slot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SlotTarget {
    /// A link to an id that margent gave to a part of this text: a note, a reference, a source.
    Own(String),
    /// A link as the editor wrote it: a relative path, an address of the site, a `#heading`.
    Written(String),
    /// An image as the editor wrote it.
    Image(String),
    /// An address in the editor's own HTML, relative to the page, as it is written in the attribute.
    Raw(String),
    /// A link to a source that is a page of this site: `/data-notes/`. It is checked where it is declared.
    Site(String),
    /// Not a link: a word of the theme, by its key.
    Word(Cow<'static, str>),
    /// Not a link: a mark on the excerpt of this number, if it was found in its snapshot.
    Verified(usize),
}

/// The content of a slot, not yet escaped for HTML.
pub enum SlotFilling<'a> {
    /// An address.
    Url(Cow<'a, str>),
    /// The address of an image, and its width and height in pixels if they are known.
    Image(Cow<'a, str>, Option<(usize, usize)>),
    /// A word.
    Word(&'a str),
    /// HTML.
    Html(String),
}

/// HTML without the contents of its slots.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct SlottedHtml {
    html: AsideText,
    /// The slots, in order.
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Slot {
    at: usize,
    link: usize,
}

impl SlottedHtml {
    /// Takes the marks out of `marked`, and returns the places of the borders.
    pub(crate) fn from_marked(marked: &str) -> (Self, BorderPlaces) {
        let mut html = String::with_capacity(marked.len());
        let mut slots = Vec::new();
        let mut places = HashMap::new();
        for (n, part) in marked.split(MARK).enumerate() {
            let is_mark = n % 2 == 1;
            match (part.parse(), part.strip_prefix(BORDER).map(str::parse)) {
                (Ok(link), _) if is_mark => slots.push(Slot { at: html.len(), link }),
                (_, Some(Ok(border))) if is_mark => drop(places.insert(border, html.len())),
                _ => html.push_str(part),
            }
        }
        // A body is kept as long as the site: no spare capacity.
        slots.shrink_to_fit();
        (Self { html: html.into(), slots }, BorderPlaces(places))
    }

    /// The length of the HTML in bytes.
    pub fn len(&self) -> usize {
        self.html.len()
    }

    /// Sets the HTML aside in `file`.
    pub(crate) fn set_aside(&mut self, file: &Arc<AsideFile>) {
        self.html.set_aside(file);
    }

    /// Reads the HTML, if it was set aside.
    pub(super) fn load(&self) -> io::Result<LoadedHtml<'_>> {
        Ok(LoadedHtml { html: self.html.get()?, slots: &self.slots })
    }
}

/// HTML with slots, in memory.
pub struct LoadedHtml<'a> {
    html: Cow<'a, str>,
    slots: &'a [Slot],
}

impl LoadedHtml<'_> {
    /// Returns all of it, with each slot filled with the result of `filling` for its number.
    pub fn fill<'a>(&self, filling: impl FnMut(usize) -> SlotFilling<'a>) -> String {
        self.fill_part(0..self.html.len(), filling)
    }

    /// Does the same, and moves each of `places`, in bytes of the HTML without its slots' contents, to the same place in the
    /// filled HTML.
    pub(crate) fn fill_and_find<'a>(
        &self,
        filling: impl FnMut(usize) -> SlotFilling<'a>,
        places: &mut [usize],
    ) -> String {
        self.fill_range(0..self.html.len(), filling, places)
    }

    /// Fills a part, in bytes of the HTML without its slots' contents.
    pub(crate) fn fill_part<'a>(&self, part: Range<usize>, filling: impl FnMut(usize) -> SlotFilling<'a>) -> String {
        self.fill_range(part, filling, &mut [])
    }

    /// Fills the slots of a part with the results of `filling` for their numbers. Moves each of `places` to the same
    /// place in the filled HTML.
    fn fill_range<'a>(
        &self,
        part: Range<usize>,
        mut filling: impl FnMut(usize) -> SlotFilling<'a>,
        places: &mut [usize],
    ) -> String {
        let first = self.slots.partition_point(|slot| slot.at < part.start);
        let slots = self.slots[first..].iter().take_while(|slot| slot.at < part.end);
        let mut filled = String::with_capacity(part.len() + self.slots.len() * 40);
        let mut from = part.start;
        // For each slot, how far what follows it has moved.
        let mut moved = Vec::with_capacity(if places.is_empty() { 0 } else { self.slots.len() });
        for slot in slots {
            filled.push_str(&self.html[from..slot.at]);
            from = slot.at;
            push_filling(&mut filled, filling(slot.link));
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

fn push_filling(html: &mut String, filling: SlotFilling<'_>) {
    // Writing to a string does not fail.
    let _ = match filling {
        SlotFilling::Url(url) | SlotFilling::Image(url, None) => escape_href(html, &url),
        SlotFilling::Word(word) => html.write_str(&escape(word)),
        SlotFilling::Html(filling) => html.write_str(&filling),
        SlotFilling::Image(url, Some((width, height))) => {
            escape_href(&mut *html, &url).and_then(|()| write!(html, "\" width=\"{width}\" height=\"{height}"))
        }
    };
}
