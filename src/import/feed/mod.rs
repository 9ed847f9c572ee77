//! The reader of feeds. Each entry is a report of an outlet: a source, and its text an excerpt of it.
//!
//! ```text
//! bytes → a feed     RSS 0.9x to 2.0, Atom, JSON Feed     rss, atom, json
//!       → drafts                                          here
//! ```
//!
//! Why not feed-rs: it panics on some authors, loses the offsets of dates, and adds midnight to days.

mod atom;
mod json;
mod rss;

use std::collections::{BTreeMap, BTreeSet};

use toml::value::Datetime;

use super::html_to_markdown;
use super::html_to_markdown::address::BaseUrl;
use super::html_to_markdown::excerpts;
use super::html_to_markdown::extract::{HtmlContext, HtmlOrigin};
use super::markdown::escape_paragraph;
use super::xml::{self, XmlElement};
use super::{
    Attribution, Capture, CaptureContents, Confidence, Draft, DraftBlock, DraftExcerpt, DraftSource, ImportOptions,
    ImportRefusal, RemovedText, Skipped,
};
use crate::base::fields::is_web_url;
use crate::base::text::{slug, words};

/// A feed of any format.
#[derive(Debug, Default)]
struct ImportedFeed {
    title: Option<String>,
    /// The site that it belongs to.
    link: Option<String>,
    language: Option<String>,
    entries: Vec<ImportedEntry>,
}

/// An entry of a feed.
#[derive(Debug, Default)]
struct ImportedEntry {
    line: Option<usize>,
    title: Option<String>,
    /// What the feed calls it: `<guid>`, `<id>`.
    id: Option<String>,
    link: Option<String>,
    author: Option<String>,
    published: Option<Datetime>,
    /// A date that could not be read, in its words; or what else is stated instead of one.
    instead: Option<String>,
    language: Option<String>,
    tags: Vec<String>,
    /// Who published it first, where the feed gathers what others publish: name, address.
    origin: Option<(String, Option<String>)>,
    content: Option<EntryText>,
    summary: Option<EntryText>,
    /// What relative addresses are relative to.
    base: Option<String>,
    enclosures: Vec<String>,
}

/// The text of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
enum EntryText {
    Html(String),
    Text(String),
}

/// Reads a feed.
///
/// # Errors
/// When no entry of it can be read.
pub(super) fn read(capture: &Capture, reading: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let text = xml::decode(&capture.bytes)?;
    let (feed, mut left) = match text.trim_start().starts_with('{') {
        true => json::read(&text)?,
        false => read_xml(&text)?,
    };
    if feed.entries.is_empty() {
        return Err(match left.pop() {
            Some(Skipped { line, what, why }) => ImportRefusal { line, message: what, hint: why },
            None => ImportRefusal::new("the feed has no entries", "check that the feed was saved whole"),
        });
    }
    let mut drafts = Vec::new();
    let mut called: BTreeMap<&str, usize> = BTreeMap::new();
    for id in feed.entries.iter().filter_map(|entry| entry.id.as_deref()) {
        *called.entry(id).or_default() += 1;
    }
    let mut seen = BTreeSet::new();
    for entry in &feed.entries {
        let identity = format!("{:?}", (&entry.title, &entry.id, &entry.link, &entry.published, &entry.content));
        if seen.insert(identity) {
            let id = entry.id.as_deref().filter(|id| called[id] == 1 && feed.link.as_deref() != Some(id));
            let mut draft = draft(entry, &feed, reading);
            draft.id = id.map(|id| named(id, &feed)).or_else(|| draft.url.clone());
            drafts.push(draft);
        } else {
            let title = entry.title.clone().unwrap_or_default();
            left.push(Skipped {
                line: entry.line,
                what: format!("the entry “{title}”"),
                why: "it is in the feed twice".to_owned(),
            });
        }
    }
    Ok(CaptureContents { drafts, left })
}

/// What an entry is called; an id that is no address is one of this feed only.
fn named(id: &str, feed: &ImportedFeed) -> String {
    let home = feed.link.as_ref().or(feed.title.as_ref()).filter(|_| !id.contains(':'));
    home.map_or_else(|| id.to_owned(), |home| format!("{id} in {home}"))
}

fn read_xml(text: &str) -> Result<(ImportedFeed, Vec<Skipped>), ImportRefusal> {
    let document = xml::parse(text, |name| matches!(name, "item" | "atom:entry" | "entry"))?;
    let root = &document.root;
    let feed = match &*root.name {
        "rss" | "rdf:RDF" => rss::read(root),
        "atom:feed" | "feed" => atom::read(root),
        "channel" => rss::read_channel(root, root),
        other => {
            let message = format!("<{other}> is no feed");
            let hint = "a feed is RSS, Atom or JSON Feed; import other files with --as".to_owned();
            return Err(ImportRefusal { line: Some(root.line), message, hint });
        }
    };
    let mut left = Vec::new();
    left.extend(left_out(document.controls));
    left.extend(document.broken.map(|ImportRefusal { line, message, hint }| Skipped {
        line,
        what: format!("what follows: {message}"),
        why: format!("the entries before it are imported; {hint}"),
    }));
    Ok((feed, left))
}

/// Tells of control characters, which no page can show.
fn left_out(controls: usize) -> Option<Skipped> {
    let what = || format!("{controls} control characters, which no page can show");
    (controls > 0).then(|| Skipped::new(what(), "the text around them is imported"))
}

fn draft(entry: &ImportedEntry, feed: &ImportedFeed, reading: &ImportOptions<'_>) -> Draft {
    let url = entry.link.as_deref().and_then(|link| complete(link, entry, feed));
    let mut draft = Draft { url: url.clone(), date: entry.published, ..Draft::default() };
    draft.language = language(entry.language.as_deref().or(feed.language.as_deref()));
    draft.tags = entry.tags.clone();
    draft.topics = topics(&entry.tags, reading);
    let base = entry.base.clone().or(url.clone()).or(feed.link.clone());
    let text = text(entry, &BaseUrl::new(base.as_deref()), &mut draft);
    title(entry, &text, &mut draft);
    if entry.published.is_some() {
        draft.decide(Confidence::Medium, "date: that of the report, since the feed gives no other");
    }
    draft.unknown.extend(entry.instead.iter().map(|stated| format!("date: the feed states only “{stated}”")));
    match outlet(entry, feed, url.as_deref(), reading, &mut draft) {
        Some((outlet, name)) => {
            let title = entry.title.clone();
            draft.sources.push(DraftSource {
                id: None,
                outlet,
                title,
                url,
                author: entry.author.clone(),
                published: entry.published,
            });
            let cite = Some(Attribution { source: 0, before: String::new(), name, after: String::new() });
            draft.blocks.extend((!text.is_empty()).then_some(DraftBlock::Excerpt(DraftExcerpt { text, cite })));
        }
        None => {
            draft.unknown.push("outlet".to_owned());
            draft.blocks.extend((!text.is_empty()).then_some(DraftBlock::Excerpt(DraftExcerpt { text, cite: None })));
        }
    }
    let enclosures = entry.enclosures.iter().map(|url| RemovedText { kind: "enclosure", text: url.clone() });
    draft.removed.extend(enclosures);
    draft
}

/// The title, or the first words where there is none.
fn title(entry: &ImportedEntry, text: &str, draft: &mut Draft) {
    /// Characters of a title that is made.
    const LIMIT: usize = 80;
    draft.title = match &entry.title {
        Some(title) => title.clone(),
        None => {
            draft.unknown.push("title".to_owned());
            draft.decide(Confidence::Low, "title: the first words, since the entry has none");
            let plain: String = text.chars().filter(|c| !matches!(c, '\\' | '*' | '>' | '#' | '_' | '`')).collect();
            words::truncate(plain.lines().next().unwrap_or_default().trim(), LIMIT)
        }
    };
    if draft.title.is_empty() {
        draft.title = entry.link.clone().unwrap_or_else(|| "Untitled".to_owned());
    }
}

/// The text in Markdown: the content, else the summary.
fn text(entry: &ImportedEntry, base: &BaseUrl, draft: &mut Draft) -> String {
    let mut written = |content: &EntryText| match content {
        EntryText::Text(text) => plain(text),
        EntryText::Html(html) => {
            let shape = html_to_markdown::parse(
                html,
                HtmlContext { resolve: &|href| base.resolve(href), origin: HtmlOrigin::Post },
            );
            draft.removed.extend(shape.removed);
            excerpts::to_markdown(shape.blocks)
        }
    };
    let content = entry.content.as_ref().map(&mut written).filter(|text| !text.is_empty());
    let summary = entry.summary.as_ref().map(&mut written).filter(|text| !text.is_empty());
    match (content, summary) {
        (Some(content), Some(summary)) => {
            let words = |text: &str| {
                text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
            };
            if !words(&content).contains(&words(&summary)) {
                draft.removed.push(RemovedText { kind: "summary", text: summary });
            }
            content
        }
        (Some(text), None) => text,
        (None, Some(text)) => {
            draft
                .decide(Confidence::High, "the excerpt is the feed's summary; the feed does not give the whole report");
            text
        }
        (None, None) => {
            draft.unknown.push("text".to_owned());
            String::new()
        }
    }
}

/// Plain text as paragraphs.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let paragraph = |lines: &str| escape_paragraph(&lines.split_whitespace().collect::<Vec<_>>().join(" "));
    let paragraphs = text.split("\n\n").map(paragraph).filter(|text| !text.is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// The outlet of an entry: its key or name, and what to call it.
fn outlet(
    entry: &ImportedEntry,
    feed: &ImportedFeed,
    url: Option<&str>,
    reading: &ImportOptions<'_>,
    draft: &mut Draft,
) -> Option<(String, String)> {
    let origin = entry.origin.as_ref();
    let name = origin.map(|(name, _)| name).or(feed.title.as_ref()).filter(|name| !slug::slugify(name).is_empty());
    let home = origin.and_then(|(_, url)| url.as_deref()).or_else(|| feed.link.as_deref().filter(|_| origin.is_none()));
    let known = url.and_then(|url| reading.outlets.at(url)).or_else(|| home.and_then(|url| reading.outlets.at(url)));
    if let Some(known) = known {
        draft.decide(Confidence::High, format!("outlet: {}, by the domain of the report", known.name.value));
        return Some((known.key.clone(), known.name.value.clone()));
    }
    let Some(name) = name else {
        let host = url.or(home)?.split_once("://")?.1.split(['/', '?', '#', ':']).next()?.to_owned();
        draft.decide(Confidence::Low, format!("outlet: {host}, since the feed has no title"));
        return Some((host.clone(), host));
    };
    if let Some(known) = reading.outlets.find(name) {
        draft.decide(Confidence::High, format!("outlet: {}, by the title of the feed", known.name.value));
        return Some((known.key.clone(), known.name.value.clone()));
    }
    draft.decide(Confidence::Medium, format!("outlet: {name}, the title of the feed; the site does not declare it"));
    Some((name.clone(), name.clone()))
}

/// Topics among the categories.
fn topics(tags: &[String], reading: &ImportOptions<'_>) -> Vec<String> {
    let mut topics: Vec<String> = Vec::new();
    for key in tags.iter().filter_map(|tag| reading.topic(tag)) {
        if !topics.iter().any(|known| known == key) {
            topics.push(key.to_owned());
        }
    }
    topics
}

/// A language tag in its usual form (BCP 47); `None` where it is none.
pub(super) fn language(written: Option<&str>) -> Option<String> {
    let tag = written?.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let primary =
        parts.next().is_some_and(|it| matches!(it.len(), 2..=3) && it.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|it| (1..=8).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphanumeric()));
    (primary && rest).then_some(tag)
}

/// A link as a complete address.
fn complete(link: &str, entry: &ImportedEntry, feed: &ImportedFeed) -> Option<String> {
    BaseUrl::new(entry.base.as_deref().or(feed.link.as_deref())).absolute(link).filter(|url| is_web_url(url))
}

/// What addresses in an element are relative to, by its `xml:base` (XML Base §3).
fn based(outer: Option<&str>, element: &XmlElement) -> Option<String> {
    let Some(own) = element.attribute("xml:base") else { return outer.map(str::to_owned) };
    BaseUrl::new(outer).absolute(own)
}

/// A date, or the words that are no date.
fn date(written: Option<String>) -> (Option<Datetime>, Option<String>) {
    match written.as_deref().map(super::when::read) {
        Some(Some(date)) => (Some(date), None),
        Some(None) => (None, written),
        None => (None, None),
    }
}
