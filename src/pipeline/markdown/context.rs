//! The input of parsing besides the text: its file, the site's settings, and the sources that it may cite.

use std::collections::HashMap;
use std::ops::Range;

use crate::base::diagnostic::Span;
use crate::base::repair::{Repair, RepairEdit};
use crate::base::text::path::RelPath;
use crate::pipeline::config::MarkdownConfig;

/// The input of parsing besides the text.
pub struct MarkdownContext<'a> {
    /// The file, for diagnostics.
    pub path: &'a RelPath,
    /// The offset of the text in the file, in bytes.
    pub start: usize,
    /// The site's settings.
    pub options: &'a MarkdownConfig,
    /// The complete address of the site, whose pages a text may link to by it; empty if the text is of no site.
    pub base_url: &'a str,
    /// The sources that the text may cite.
    pub cites: CitableSources<'a>,
}

/// The way attributions are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AttributionStyle {
    /// An em dash at the beginning of a paragraph of its own, in articles.
    #[default]
    Strict,
    /// Any dash, also at the beginning of a last line, in texts that were written for any program.
    Free,
}

/// The sources that a text may cite, and the ids that are taken.
#[derive(Clone, Debug, Default)]
pub struct CitableSources<'a> {
    sources: Vec<CitableSource<'a>>,
    by_id: HashMap<&'a str, usize>,
    by_address: HashMap<&'a str, usize>,
    /// Ids that the page has outside of the text.
    pub ids: Vec<String>,
    /// The way it attributes quotations to them.
    pub style: AttributionStyle,
}

/// A source that a text may cite.
#[derive(Clone, Debug)]
pub struct CitableSource<'a> {
    /// Its name in the text: `source:ID`.
    pub id: &'a str,
    /// Its address.
    pub url: Option<&'a str>,
    /// The path of its address, if it is a page of this site: `/data-notes/`.
    pub own: Option<&'a str>,
    /// BCP 47 tag of its language.
    pub language: Option<&'a str>,
    /// The address of an archived copy, and the day of the copy if it is known.
    pub version: Option<(&'a str, Option<String>)>,
}

impl<'a> CitableSources<'a> {
    /// Gathers sources; of two with one id or address, a text cites the first.
    pub fn new(sources: Vec<CitableSource<'a>>, ids: Vec<String>, style: AttributionStyle) -> CitableSources<'a> {
        let (mut by_id, mut by_address) = (HashMap::with_capacity(sources.len()), HashMap::new());
        for (number, source) in sources.iter().enumerate() {
            by_id.entry(source.id).or_insert(number);
            for address in source.url.into_iter().chain(source.own) {
                by_address.entry(address).or_insert(number);
            }
        }
        CitableSources { sources, by_id, by_address, ids, style }
    }

    /// The ids of the sources.
    pub(super) fn source_ids(&self) -> impl Iterator<Item = &'a str> {
        self.sources.iter().map(|source| source.id)
    }
}

impl<'a> MarkdownContext<'a> {
    /// The source that `dest` cites, by its id or by its URL, and its number.
    pub(super) fn cited(&self, dest: &str) -> Option<(usize, &CitableSource<'a>)> {
        let number = match dest.strip_prefix("source:") {
            Some(id) => self.cites.by_id.get(id),
            None => self.cites.by_address.get(dest),
        };
        number.map(|number| (*number, &self.cites.sources[*number]))
    }

    /// Returns a link with the complete address of this site as one from its root, and any other as it is.
    pub(super) fn without_own_host<'d>(&self, dest: &'d str) -> &'d str {
        let is_own = |rest: &&str| !self.base_url.is_empty() && rest.starts_with('/');
        dest.strip_prefix(self.base_url).filter(is_own).unwrap_or(dest)
    }

    /// Converts bytes of the text to bytes of the file.
    pub(super) fn in_file(&self, range: &Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }

    /// A repair that changes the text.
    pub(super) fn repair(&self, title: impl Into<String>, edits: Vec<RepairEdit>) -> Repair {
        let edits = edits.into_iter().map(|edit| RepairEdit { range: self.in_file(&edit.range), ..edit });
        Repair::Edit { title: title.into(), edits: edits.collect() }
    }

    /// The place of bytes of the text, for diagnostics.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.path, self.in_file(range))
    }
}
