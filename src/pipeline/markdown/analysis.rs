//! What the passes over a text found, for those who write it.

use super::attribution::Attributions;
use super::code::HighlightedCode;
use super::context::MarkdownContext;
use super::excerpt::Excerpt;
use super::layout::Layout;
use super::marks::MarksByEvent;
use super::raw_html::RawHtml;

/// A text, and what the passes found in it.
pub(super) struct TextAnalysis<'a, 'c> {
    /// What it is parsed with.
    pub context: &'c MarkdownContext<'c>,
    /// Its events in the order of the page.
    pub layout: Layout<'a>,
    /// Its attributed quotations.
    pub attributions: Attributions<'c>,
    /// Its excerpts, by their numbers.
    pub excerpts: Vec<Excerpt>,
    /// What is marked in it.
    pub marks: MarksByEvent,
    /// What is written for its raw HTML.
    pub raw_html: RawHtml,
    /// Its highlighted blocks of code.
    pub code: HighlightedCode,
}
