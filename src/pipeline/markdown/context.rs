//! What a text is read with.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::Event;

use crate::base::hash::Key;
use crate::base::text::path::RelPath;
use crate::pipeline::config::MarkdownConfig;

/// An event, and the bytes of the text that it stands for.
pub(super) type SpannedEvent<'a> = (Event<'a>, Range<usize>);

/// What a text is read with.
pub struct MarkdownContext<'a> {
    /// The file, for diagnostics.
    pub path: &'a RelPath,
    /// Where the text starts in the file, in bytes.
    pub start: usize,
    /// The site's choices.
    pub options: &'a MarkdownConfig,
    /// What the text may cite.
    pub cites: CitableSources<'a>,
    /// Code highlighted before.
    pub highlights: &'a HashMap<Key, Arc<str>>,
}

/// What a text may cite, and what its page has besides it.
#[derive(Clone, Debug, Default)]
pub struct CitableSources<'a> {
    /// The sources.
    pub sources: Vec<CitableSource<'a>>,
    /// Ids that the page has besides those of the text.
    pub ids: Vec<String>,
}

/// A source that a text may cite.
#[derive(Clone, Debug)]
pub struct CitableSource<'a> {
    /// What the text calls it: `source:ID`.
    pub id: &'a str,
    /// Its address.
    pub url: Option<&'a str>,
    /// The same without the site's own, where it is a page of this site: `/data-notes/`.
    pub own: Option<&'a str>,
    /// BCP 47 tag of its language.
    pub language: Option<&'a str>,
    /// The address of an archived copy, and its day, where that is known.
    pub version: Option<(&'a str, Option<String>)>,
}

impl<'a> MarkdownContext<'a> {
    /// The source that `dest` cites, by its id or by its URL.
    pub(super) fn cited(&self, dest: &str) -> Option<&CitableSource<'a>> {
        let by_id = dest.strip_prefix("source:");
        self.cites.sources.iter().find(|source| match by_id {
            Some(wanted) => source.id == wanted,
            None => source.url == Some(dest) || source.own == Some(dest),
        })
    }
}
