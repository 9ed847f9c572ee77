//! What a text is read with.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::Event;

use crate::config::MarkdownConfig;
use crate::hash::Key;
use crate::text::path::RelPath;

/// An event, and the bytes of the text that it stands for.
pub(super) type Spanned<'a> = (Event<'a>, Range<usize>);

/// What a text is read with.
pub struct Context<'a> {
    /// The file, for diagnostics.
    pub path: &'a RelPath,
    /// Where the text starts in the file, in bytes.
    pub start: usize,
    /// The site's choices.
    pub options: &'a MarkdownConfig,
    /// The sources that the text may cite: id and URL.
    pub sources: Vec<(&'a str, Option<&'a str>)>,
    /// Code highlighted before.
    pub highlights: &'a HashMap<Key, Arc<str>>,
}

impl Context<'_> {
    /// The id of the source that `dest` cites, and its URL, where it has one.
    pub(super) fn cited(&self, dest: &str) -> Option<(String, Option<String>)> {
        let by_id = dest.strip_prefix("source:");
        let found = self.sources.iter().find(|(id, url)| match by_id {
            Some(wanted) => *id == wanted,
            None => *url == Some(dest),
        });
        found.map(|(id, url)| ((*id).to_owned(), url.map(str::to_owned)))
    }
}
