//! A feed of any format, and what the readers of formats share.

use toml::value::Datetime;

use crate::import::date_parser::parse_date;
use crate::import::html_to_markdown::address::BaseUrl;
use crate::import::refusal::Skipped;
use crate::import::xml::XmlElement;

/// A feed of any format.
#[derive(Debug, Default)]
pub(super) struct ImportedFeed {
    pub title: Option<String>,
    /// The site that it belongs to.
    pub link: Option<String>,
    pub language: Option<String>,
    pub entries: Vec<ImportedEntry>,
}

/// An entry of a feed.
#[derive(Debug, Default)]
pub(super) struct ImportedEntry {
    pub line: Option<usize>,
    pub title: Option<String>,
    /// `<guid>` or `<id>`.
    pub id: Option<String>,
    pub link: Option<String>,
    pub author: Option<String>,
    pub published: Option<Datetime>,
    /// What is stated in place of a date: one that cannot be parsed, or the date of a change.
    pub stated_date: Option<String>,
    pub language: Option<String>,
    pub tags: Vec<String>,
    /// The name and address of the first publisher, if the feed gathers what others publish.
    pub origin: Option<(String, Option<String>)>,
    pub content: Option<EntryText>,
    pub summary: Option<EntryText>,
    /// The base of relative addresses.
    pub base: Option<String>,
    pub enclosures: Vec<String>,
}

/// The text of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EntryText {
    Html(String),
    Text(String),
}

/// The base of addresses in an element, by its `xml:base` (XML Base §3).
pub(super) fn xml_base(outer: Option<&str>, element: &XmlElement) -> Option<String> {
    match element.attribute("xml:base") {
        Some(inner) => BaseUrl::new(outer).absolute(inner),
        None => outer.map(str::to_owned),
    }
}

/// The date, or the words that are not a date.
pub(super) fn date_or_words(written: Option<String>) -> (Option<Datetime>, Option<String>) {
    match written.as_deref().and_then(parse_date) {
        Some(date) => (Some(date), None),
        None => (None, written),
    }
}

/// The note on control characters, which no page can show.
pub(super) fn skipped_controls(count: usize) -> Option<Skipped> {
    let what = || format!("{count} control characters, which no page can show");
    (count > 0).then(|| Skipped::new(what(), "the text around them is imported"))
}
