//! The result of parsing Markdown.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::credit::Credit;
use super::excerpt::Excerpt;
use super::heading::Heading;
use super::note::Note;
use super::slot::Link;
use super::slotted_html::{LoadedHtml, SlottedHtml};
use crate::base::set_aside::AsideFile;

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

    /// Returns the HTML, from the disk if it was set aside.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn html(&self) -> io::Result<LoadedHtml<'_>> {
        self.html.load()
    }

    /// Sets the HTML aside in `file`, where it stays until a page shows it.
    pub(crate) fn set_aside(&mut self, file: &Arc<AsideFile>) {
        self.html.set_aside(file);
    }
}
