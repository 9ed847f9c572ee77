//! The findings of the passes over a text, for the writing of its HTML.

use super::attribution::Attributions;
use super::context::MarkdownContext;
use super::excerpt::Excerpt;
use super::highlight::HighlightedCode;
use super::layout::Layout;
use super::marks::MarksByEvent;
use super::raw_html::RawHtml;

/// A text, and the findings of the passes over it.
pub(super) struct TextAnalysis<'a, 'c> {
    /// The file, settings and sources that it is parsed with.
    pub context: &'c MarkdownContext<'c>,
    /// Its events in the order of the page.
    pub layout: Layout<'a>,
    /// Its attributed quotations.
    pub attributions: Attributions<'c>,
    /// Its excerpts, by their numbers.
    pub excerpts: Vec<Excerpt>,
    /// The marks in its texts.
    pub marks: MarksByEvent,
    /// The output for its raw HTML.
    pub raw_html: RawHtml,
    /// Its highlighted blocks of code.
    pub code: HighlightedCode,
}
