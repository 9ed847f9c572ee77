//! Markdown → [`Body`]: HTML whose links have no addresses yet. Reading a body needs no other file; the
//! addresses are filled in when a page is rendered, relative for pages and complete for feeds.
//!
//! CommonMark and GFM are pulldown-cmark's business, and so is their HTML: this module rewrites the stream of
//! events (links, images, code, headings, quotations, notes) and lets pulldown-cmark write it.

mod anchor;
mod attribution;
pub mod body;
mod context;
mod excerpt;
mod fragment;
pub mod highlight;
mod note;
mod object;
mod passage;
mod prose;
mod slot;
mod survey;

use pulldown_cmark::Options;

pub use body::parse;
pub use context::{CitableSource, CitableSources, MarkdownContext};
pub use excerpt::{Excerpt, ExcerptPart, Gap};
pub use note::{Note, NoteKind};
pub use prose::text;
pub use slot::{Body, Heading, Link, SlotFilling, SlotTarget};
pub use survey::{TextSurvey, survey};

/// Tables, strikethrough, task lists, footnotes and alerts (GFM).
pub(crate) const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);
