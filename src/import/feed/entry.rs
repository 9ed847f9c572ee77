//! A feed of any format, and what the readers of formats share.

use toml::value::Datetime;

use crate::base::text::words;
use crate::editor::escape::escape_paragraph;
use crate::import::date_parser::parse_date;
use crate::import::draft::RemovedText;
use crate::import::html_to_markdown;
use crate::import::html_to_markdown::address::BaseUrl;
use crate::import::xml::XmlElement;

/// A feed of any format.
#[derive(Debug, Default)]
pub(crate) struct ImportedFeed {
    pub title: Option<String>,
    /// The site that it belongs to.
    pub link: Option<String>,
    pub language: Option<String>,
    pub origin: FeedOrigin,
    pub entries: Vec<ImportedEntry>,
}

/// Where entries come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FeedOrigin {
    #[default]
    Feed,
    /// A newsletter, with its sender as the title.
    Mail,
}

/// An entry of a feed.
#[derive(Debug, Default)]
pub(crate) struct ImportedEntry {
    pub line: Option<usize>,
    pub title: Option<String>,
    /// `<guid>` or `<id>`.
    pub id: Option<String>,
    pub link: Option<String>,
    /// Further addresses that may be its own: of its comments, of what is related.
    pub beside: Vec<String>,
    pub author: Option<String>,
    pub published: Option<Datetime>,
    /// The text in place of a date: one that cannot be parsed, or the date of a change.
    pub stated_date: Option<String>,
    pub language: Option<String>,
    pub tags: Vec<String>,
    /// The name and address of the first publisher, if the feed gathers what others publish.
    pub origin: Option<(String, Option<String>)>,
    pub content: Option<EntryText>,
    /// Shorter versions of the text, the best first.
    pub summaries: Vec<EntryText>,
    /// The base of relative addresses.
    pub base: Option<String>,
    pub enclosures: Vec<String>,
    /// The parts that have no place in an article.
    pub removed: Vec<RemovedText>,
}

/// The text of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EntryText {
    Html(String),
    Text(String),
}

impl FeedOrigin {
    /// The sign by which an outlet is recognised that no domain names.
    pub(super) fn name_sign(self) -> &'static str {
        match self {
            Self::Feed => "the title of the feed",
            Self::Mail => "the sender",
        }
    }
}

impl ImportedEntry {
    /// Returns whether it has neither a title nor a text nor an address.
    pub(super) fn is_empty(&self) -> bool {
        let has_address = self.link.is_some() || !self.enclosures.is_empty();
        self.title.is_none() && self.content.is_none() && self.summaries.is_empty() && !has_address
    }

    /// Sets the author: the first kind of names that the entry states. Other names, and addresses that are none, are listed.
    pub(super) fn set_author(&mut self, kinds: &[Vec<String>]) {
        for written in kinds {
            let mut names: Vec<String> = Vec::new();
            for name in written.iter().filter(|name| !name.trim().is_empty()) {
                match author_name(name) {
                    Some(name) if names.contains(&name) => {}
                    Some(name) => names.push(name),
                    None => self.remove("author", name),
                }
            }
            let names = names.join(", ");
            match &self.author {
                None => self.author = Some(names).filter(|names| !names.is_empty()),
                Some(known) if names.is_empty() || known.contains(&names) => {}
                Some(_) => self.remove("author", &names),
            }
        }
    }

    /// Lists what is left out, once.
    pub(super) fn remove(&mut self, kind: &'static str, text: &str) {
        let removed = RemovedText { kind, text: html_to_markdown::plain_text(text) };
        if !removed.text.is_empty() && !self.removed.contains(&removed) {
            self.removed.push(removed);
        }
    }

    /// Lists the elements with prose that no field of the entry has; `known` are those that have one.
    pub(super) fn remove_unknown(&mut self, element: &XmlElement, known: &[&str]) {
        for child in element
            .elements()
            .filter(|child| !known.contains(&child.name.rsplit_once(':').map_or(&*child.name, |(_, name)| name)))
        {
            let text = child.text();
            if text.contains(char::is_whitespace) {
                self.remove("element of the feed", &format!("{}: {text}", child.name));
            }
        }
    }
}

/// The name in `jane@example.org (Jane Doe)` or `Jane Doe <jane@example.org>`; an address alone is not a name, and not to be
/// published.
fn author_name(written: &str) -> Option<String> {
    let name = match (written.split_once('('), written.split_once('<')) {
        (Some((mail, name)), _) if mail.contains('@') => name.trim_end().trim_end_matches(')'),
        (Some((name, mail)), _) | (_, Some((name, mail))) if mail.contains('@') => name,
        _ => written,
    };
    let name = name.trim();
    (!name.is_empty() && !name.contains('@'))
        .then(|| html_to_markdown::plain_text(name))
        .filter(|name| !name.is_empty())
}

/// The paragraphs of a plain text in Markdown.
pub(super) fn plain_paragraphs(text: &str) -> String {
    to_markdown(&paragraphs(text))
}

/// The paragraphs of plain text, each on one line. One of which each line is quoted begins with `> `.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n").map(paragraph).filter(|text| !text.is_empty()).collect()
}

fn paragraph(text: &str) -> String {
    let lines: Option<Vec<&str>> = text.trim().lines().map(|line| line.trim_start().strip_prefix('>')).collect();
    let quoted = lines.map(|lines| words::collapse_space(&lines.join(" "))).filter(|quoted| !quoted.is_empty());
    quoted.map_or_else(|| words::collapse_space(text), |quoted| format!("> {quoted}"))
}

/// Paragraphs as Markdown.
pub(super) fn to_markdown(paragraphs: &[String]) -> String {
    let markdown = paragraphs.iter().map(|text| match text.strip_prefix("> ") {
        Some(quoted) => format!("> {}", escape_paragraph(quoted)),
        None => escape_paragraph(text),
    });
    markdown.collect::<Vec<_>>().join("\n\n")
}

/// The base of addresses in an element, by its `xml:base` (XML Base §3).
pub(super) fn xml_base(outer: Option<&str>, element: &XmlElement) -> Option<String> {
    match element.attribute("xml:base") {
        Some(inner) => BaseUrl::new(outer).absolute(inner),
        None => outer.map(str::to_owned),
    }
}

/// The date, or the words that are not a date.
pub(crate) fn date_or_words(written: Option<String>) -> (Option<Datetime>, Option<String>) {
    match written.as_deref().and_then(parse_date) {
        Some(date) => (Some(date), None),
        None => (None, written),
    }
}
