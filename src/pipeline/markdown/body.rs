//! The result of parsing Markdown.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::credit::Credit;
use super::excerpt::Excerpt;
use super::heading::Heading;
use super::note::Note;
use super::slot::{Link, SlotFilling};
use super::slotted_html::SlottedHtml;

/// A text: its HTML, with slots for addresses and for words of the theme, and its parts as other stages need them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    pub(super) html: SlottedHtml,
    /// The purposes of the slots, by their numbers.
    pub links: Vec<Link>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The excerpts, in order.
    pub excerpts: Vec<Excerpt>,
    /// The names that the attributions of excerpts and reports give to their sources, in order.
    pub credits: Vec<Credit>,
    /// Blockquotes without an attribution, in bytes from the start of the file.
    pub unattributed: Vec<Range<usize>>,
    /// The notes, in order.
    pub notes: Vec<Note>,
    /// Every id in the HTML that a link may name.
    pub ids: Vec<String>,
    /// The first paragraph of prose, or all before `<!-- more -->`, as plain text.
    pub opening: String,
    /// Words, notes aside.
    pub words: usize,
}

impl Body {
    /// Returns whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.html.len() == 0
    }

    /// The HTML, with each slot filled with the result of `filling` for its number.
    pub fn fill<'a>(&self, filling: impl FnMut(usize) -> SlotFilling<'a>) -> String {
        self.fill_part(0..self.html.len(), filling)
    }

    /// Fills a part, in bytes of the HTML without its slots' contents.
    pub(crate) fn fill_part<'a>(&self, part: Range<usize>, filling: impl FnMut(usize) -> SlotFilling<'a>) -> String {
        self.html.fill(part, filling, &mut [])
    }

    /// Fills the whole HTML. Moves each of `places`, in bytes of the HTML without its slots' contents, to the same
    /// place in the filled HTML.
    pub(crate) fn fill_and_find<'a>(
        &self,
        filling: impl FnMut(usize) -> SlotFilling<'a>,
        places: &mut [usize],
    ) -> String {
        self.html.fill(0..self.html.len(), filling, places)
    }
}
