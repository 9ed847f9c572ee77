//! Slots: the parts of a text's HTML that depend on other files, or on where the text is shown.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

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
