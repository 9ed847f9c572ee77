//! A quotation and what stands around it.

use super::linked_line::LinkedLine;
use crate::import::outlet_names::OutletNames;

/// What is known beside the text.
#[derive(Clone, Copy)]
pub(crate) struct AttributionContext<'a> {
    pub outlets: &'a OutletNames,
    /// The host of the text, which quotes others.
    pub own_host: Option<&'a str>,
}

/// A quotation and what stands around it.
#[derive(Default)]
pub(crate) struct QuotedPlace {
    /// The paragraphs between the quotation before, or the start, and this one.
    pub above: Vec<LinkedLine>,
    /// Its paragraphs.
    pub quoted: Vec<LinkedLine>,
    /// The address in its `cite`.
    pub cite: Option<String>,
    /// The attribution that its markup tells apart.
    pub line: LinkedLine,
    /// The paragraph right below.
    pub below: Option<LinkedLine>,
}
