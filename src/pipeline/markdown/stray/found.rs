//! The findings of the search for mistyped markup, and what it knows of the text around.

use std::ops::Range;

use crate::base::codes;
use crate::base::codes::Code;

/// Something that looks like markup: its code, its place in the text, a message, and a hint.
pub(super) struct Stray {
    pub(super) code: &'static Code,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) hint: String,
    /// The text that was meant in its place, if only one can be.
    pub(super) meant: Option<String>,
}

impl Stray {
    /// Reports text that is shown as it is.
    pub(super) fn new(range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: codes::STRAY_MARKUP, range, message: message.into(), hint: hint.into(), meant: None }
    }

    /// Says what was meant in its place.
    pub(super) fn meant(self, text: impl Into<String>) -> Self {
        Self { meant: Some(text.into()), ..self }
    }

    /// Reports it under another code.
    pub(super) fn coded(self, code: &'static Code) -> Self {
        Self { code, ..self }
    }
}

/// The constructs around the current event, counted by kind, and the columns of the last table.
#[derive(Default)]
pub(super) struct Surroundings {
    pub(super) quotations: usize,
    pub(super) links: usize,
    pub(super) images: usize,
    pub(super) code: usize,
    pub(super) columns: usize,
}
