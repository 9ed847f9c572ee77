//! The reader of feeds. Each entry is a report of an outlet: a source, and its text an excerpt of it.
//!
//! ```text
//! bytes → ImportedFeed   RSS 0.9x to 2.0, Atom, CDF, JSON Feed     rss, atom, cdf, json_feed
//!       → [Draft]                                                  here; of Blogger's export, which is no feed of reports, blogger
//! ```
//!
//! feed-rs is not used: it panics on some authors, loses the offsets of dates, and adds midnight to days.

mod blogger;
mod entry;
mod json_feed;
mod xml_feeds;

use std::collections::{BTreeMap, BTreeSet};

use self::entry::paragraphs;
pub(super) use self::entry::{EntryText, FeedOrigin, ImportedEntry, ImportedFeed, date_or_words};
use super::attribution::is_of;
use super::capture::Capture;
use super::draft::{
    Attribution, CaptureContents, Confidence, Draft, DraftBlock, DraftExcerpt, DraftSource, RemovedText, language_tag,
};
use super::furniture_lines::furniture_of;
use super::furniture_words::{FEED_FOOTER, SUBSCRIPTION};
use super::html_to_markdown::address::{BaseUrl, host_of};
use super::html_to_markdown::block::{Block, collapse_whitespace, text_of};
use super::html_to_markdown::extract::{HtmlContext, HtmlOrigin};
use super::html_to_markdown::{self, excerpts};
use super::options::ImportOptions;
use super::refusal::{ImportRefusal, Skipped};
use super::xml::{self, XmlElement};
use crate::base::fields::is_web_url;
use crate::base::text::{slug, words};
use crate::pipeline::content::Unknown;

/// Reads a feed.
///
/// # Errors
/// When none of its entries can be read.
pub(super) fn read_feed(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let (text, faulty) = xml::decode(&capture.bytes, capture.charset)?;
    let (feed, mut skipped) = if text.trim_start().starts_with('{') {
        json_feed::parse(&text)?
    } else {
        let (root, skipped) = parse_xml(&text)?;
        if blogger::is_export(&root) {
            let contents = blogger::read(&root, options);
            return Ok(CaptureContents { skipped: [contents.skipped, skipped].concat(), ..contents });
        }
        (xml_feed(&root)?, skipped)
    };
    if feed.entries.is_empty() {
        return Err(match skipped.pop() {
            Some(Skipped { line, what, why }) => ImportRefusal { line, message: what, hint: why },
            None => ImportRefusal::new("the feed has no entries", "check that the feed was saved completely"),
        });
    }
    skipped.extend(faulty);
    let mut drafts = Vec::new();
    let mut id_counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in feed.entries.iter().filter_map(|entry| entry.id.as_deref()) {
        *id_counts.entry(id).or_default() += 1;
    }
    let mut known = BTreeSet::new();
    for entry in &feed.entries {
        let text = (&entry.content, &entry.summaries);
        let identity = format!("{:?}", (&entry.title, &entry.id, &entry.link, &entry.published, text));
        let is_empty = entry.is_empty();
        if !is_empty && known.insert(identity) {
            let is_unique = |id: &&str| id_counts[id] == 1 && feed.link.as_deref() != Some(id);
            let id = entry.id.as_deref().filter(is_unique);
            let mut draft = draft(entry, &feed, options);
            draft.id = id.map(|id| global_id(id, &feed)).or_else(|| draft.url.clone());
            drafts.push(draft);
        } else {
            let what = entry.title.as_ref().map_or("an entry".to_owned(), |title| format!("the entry “{title}”"));
            let why = if is_empty { "it is empty" } else { "it is in the feed twice, to the letter" };
            skipped.push(Skipped { line: entry.line, what, why: why.to_owned() });
        }
    }
    Ok(CaptureContents { drafts, skipped })
}

/// An entry's id among those of all feeds: an id that is not an address is unique in its feed only.
fn global_id(id: &str, feed: &ImportedFeed) -> String {
    let home = feed.link.as_ref().or(feed.title.as_ref()).filter(|_| !id.contains(':'));
    home.map_or_else(|| id.to_owned(), |home| format!("{id} in {home}"))
}

/// Parses XML, and lists what had to be removed from it.
fn parse_xml(text: &str) -> Result<(XmlElement, Vec<Skipped>), ImportRefusal> {
    let document = xml::parse(text, |name| matches!(name.rsplit(':').next(), Some("item" | "entry")))?;
    let mut skipped = Vec::from_iter(Skipped::controls(document.controls));
    skipped.extend(document.broken.map(|ImportRefusal { line, message, hint }| Skipped {
        line,
        what: format!("what follows: {message}"),
        why: format!("what is before it is imported; {hint}"),
    }));
    Ok((document.root, skipped))
}

fn xml_feed(root: &XmlElement) -> Result<ImportedFeed, ImportRefusal> {
    match &*root.name {
        name if name.eq_ignore_ascii_case("channel") && root.child("item").is_none() => Ok(xml_feeds::parse_cdf(root)),
        "rss" | "rdf:RDF" => Ok(xml_feeds::parse_rss(root)),
        "channel" => Ok(xml_feeds::parse_channel(root, None)),
        name if name.rsplit(':').next() == Some("feed") => Ok(xml_feeds::parse_atom(root)),
        other => {
            let message = format!("<{other}> is not a feed");
            let hint = "a feed is RSS, Atom or JSON Feed; import other files with --as";
            Err(ImportRefusal::at(root.line, message, hint))
        }
    }
}

/// Makes a draft of an entry: a report of an outlet.
pub(super) fn draft(entry: &ImportedEntry, feed: &ImportedFeed, options: &ImportOptions<'_>) -> Draft {
    let (url, about) = addresses(entry, feed);
    let mut draft = Draft { url: url.clone(), date: entry.published, ..Draft::default() };
    draft.removed.extend(about.map(|text| RemovedText { kind: "page that it is about", text }));
    draft.language = entry.language.as_deref().or(feed.language.as_deref()).and_then(language_tag);
    draft.tags = entry.tags.clone();
    entry.tags.iter().filter_map(|tag| options.topic(tag)).for_each(|topic| draft.add_topic(topic));
    let base = entry.base.clone().or(url.clone()).or(feed.link.clone());
    let text = markdown(entry, &BaseUrl::new(base.as_deref()), &mut draft);
    set_title(entry, &text, &mut draft);
    if entry.published.is_some() {
        draft.decide(Confidence::Medium, "date: that of the report, since no other is stated");
    }
    draft.unknown.extend(entry.stated_date.iter().map(|stated| Unknown::Date(Some(stated.clone()))));
    let outlet = outlet(entry, feed, url.as_deref(), options, &mut draft);
    let cite = outlet.as_ref().map(|outlet| Attribution {
        source: 0,
        before: String::new(),
        name: outlet.name.clone(),
        after: String::new(),
    });
    match outlet {
        Some(outlet) => draft.sources.push(DraftSource {
            outlet: outlet.key,
            title: entry.title.clone(),
            url,
            author: entry.author.clone(),
            published: entry.published,
            ..DraftSource::default()
        }),
        None => {
            draft.unknown.push(Unknown::Outlet);
            draft.author.clone_from(&entry.author);
        }
    }
    let known = bare_words(&format!("{} {text}", draft.title));
    let is_new =
        |removed: &&RemovedText| removed.kind != "element of the feed" || !known.contains(&bare_words(&removed.text));
    draft.removed.extend(entry.removed.iter().filter(is_new).cloned());
    draft.blocks.extend((!text.is_empty()).then_some(DraftBlock::Excerpt(DraftExcerpt { text, cite })));
    let enclosures = entry.enclosures.iter().map(|url| RemovedText { kind: "enclosure", text: url.clone() });
    draft.removed.extend(enclosures);
    draft
}

/// Sets the title, or the first words if there is none.
fn set_title(entry: &ImportedEntry, text: &str, draft: &mut Draft) {
    /// Characters of a title made from the text.
    const LIMIT: usize = 80;
    draft.title = match &entry.title {
        Some(title) => title.clone(),
        None => {
            draft.decide(Confidence::Low, "title: the first words, since the entry has none");
            let plain: String = text.chars().filter(|c| !matches!(c, '\\' | '*' | '>' | '#' | '_' | '`')).collect();
            words::truncate(plain.lines().next().unwrap_or_default().trim(), LIMIT)
        }
    };
    if draft.title.is_empty() {
        draft.title = entry.link.clone().unwrap_or_else(|| "Untitled".to_owned());
    }
    draft.unknown.extend(entry.title.is_none().then(|| Unknown::Title(draft.title.clone())));
}

/// The text in Markdown: the content, else the summary.
fn markdown(entry: &ImportedEntry, base: &BaseUrl, draft: &mut Draft) -> String {
    let content =
        entry.content.as_ref().map(|text| entry_markdown(text, entry, base, draft)).filter(|text| !text.is_empty());
    let shorter =
        entry.summaries.iter().map(|text| entry_markdown(text, entry, base, draft)).filter(|text| !text.is_empty());
    let mut texts: Vec<String> = Vec::new();
    for text in content.into_iter().chain(shorter.collect::<Vec<_>>()) {
        let words = bare_words(&text);
        if !texts.iter().any(|known| bare_words(known).contains(&words)) {
            texts.push(text);
        }
    }
    let mut texts = texts.into_iter();
    let Some(text) = texts.next() else {
        draft.unknown.push(Unknown::Text);
        return String::new();
    };
    draft.removed.extend(texts.map(|text| RemovedText { kind: "summary", text }));
    if entry.content.is_none() {
        let decision = "the excerpt is the feed's summary; the feed does not have the whole report";
        draft.decide(Confidence::High, decision);
    }
    text
}

fn entry_markdown(text: &EntryText, entry: &ImportedEntry, base: &BaseUrl, draft: &mut Draft) -> String {
    let title = entry.title.clone();
    match text {
        EntryText::Text(text) => {
            let (furniture, paragraphs): (Vec<_>, Vec<_>) =
                paragraphs(text).into_iter().partition(|it| removed_kind(it).is_some());
            draft.removed.extend(furniture.iter().filter_map(|text| removed_text(text)));
            self::entry::to_markdown(&paragraphs)
        }
        EntryText::Html(html) => {
            let context = HtmlContext { resolve: &|href| base.resolve(href), origin: HtmlOrigin::Post };
            let mut content = html_to_markdown::parse(html, context);
            draft.removed.extend(content.removed);
            let furniture = content.blocks.extract_if(.., |block| removed_kind(&block.text()).is_some());
            draft.removed.extend(furniture.filter_map(|block| removed_text(&block.text())));
            draft.removed.extend(cut_more_link(&mut content.blocks));
            let repeats = |block: &Block| matches!(block, Block::Heading(..)) && Some(block.text()) == title;
            if content.blocks.len() > 1 && content.blocks.first().is_some_and(repeats) {
                draft.removed.push(RemovedText { kind: "title", text: content.blocks.remove(0).text() });
            }
            excerpts::to_markdown(content.blocks)
        }
    }
}

/// The kind of a paragraph in which a newsletter speaks of its delivery, or a feed of where the entry appeared.
fn removed_kind(text: &str) -> Option<&'static str> {
    let kind = furniture_of(text.trim_start_matches(['-', ' ']))?.kind;
    [SUBSCRIPTION, FEED_FOOTER].contains(&kind).then_some(kind)
}

/// Such a paragraph, as it is listed: without the address of whoever received it.
fn removed_text(text: &str) -> Option<RemovedText> {
    let words = text.split_whitespace().filter(|word| !word.contains(['@', '/']));
    Some(RemovedText { kind: removed_kind(text)?, text: words.collect::<Vec<_>>().join(" ") })
}

/// Takes the link to the whole report from the end of a text: `Read more`.
fn cut_more_link(blocks: &mut Vec<Block>) -> Option<RemovedText> {
    let has_more = blocks.len() > 1;
    let Some(Block::Paragraph(runs)) = blocks.last_mut() else { return None };
    let start = runs.iter().rposition(|run| run.style.link.is_none()).map_or(0, |at| at + 1);
    let text = text_of(&runs[start..]).trim().to_owned();
    let furniture = furniture_of(&text).filter(|it| it.kind == "navigation" && (has_more || start > 0))?;
    runs.truncate(start);
    *runs = collapse_whitespace(std::mem::take(runs));
    blocks.pop_if(|last| last.text().is_empty());
    Some(RemovedText { kind: furniture.kind, text })
}

/// The words of a text without punctuation.
fn bare_words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The outlet of an entry.
struct EntryOutlet {
    /// The key, or the name if the site does not declare it.
    key: String,
    name: String,
}

/// The address of an entry, and that of the page that it is about, if its link leads to one on another site: its id, or a link
/// beside, is on the site of the feed.
fn addresses(entry: &ImportedEntry, feed: &ImportedFeed) -> (Option<String>, Option<String>) {
    let link = entry.link.as_deref().and_then(|link| absolute_link(link, entry, feed));
    let Some(home) = feed.link.as_deref().and_then(host_of).filter(|_| entry.origin.is_none()) else {
        return (link, None);
    };
    let is_own = |id: &&String| is_of(id, &home) || tagging_host(id).is_some_and(|host| host == home);
    let own = entry.id.iter().chain(&entry.beside).filter(is_own).min_by_key(|id| !is_web_url(id));
    match own {
        Some(own) if link.as_ref().is_some_and(|link| !is_of(link, &home)) => {
            (Some(own.clone()).filter(|own| is_web_url(own)), link)
        }
        _ => (link, None),
    }
}

/// The host that made a tag (RFC 4151): `tag:quay.example,2019:1`.
fn tagging_host(id: &str) -> Option<&str> {
    let (authority, _) = id.strip_prefix("tag:")?.split_once(',')?;
    authority.rsplit('@').next()
}

/// Finds the outlet of an entry by the address of the report, else by the title of the feed.
fn outlet(
    entry: &ImportedEntry,
    feed: &ImportedFeed,
    url: Option<&str>,
    options: &ImportOptions<'_>,
    draft: &mut Draft,
) -> Option<EntryOutlet> {
    let origin = entry.origin.as_ref();
    let name = origin.map(|(name, _)| name).or(feed.title.as_ref()).map(|name| words::collapse_space(name));
    let name = name.filter(|name| !slug::slugify(name).is_empty());
    let home = origin.and_then(|(_, url)| url.as_deref()).or_else(|| feed.link.as_deref().filter(|_| origin.is_none()));
    let by_domain = [url, home].into_iter().flatten().find_map(|url| options.outlets.at(url));
    let (declared, sign) = match by_domain {
        Some(outlet) => (Some(outlet), "the domain of the report"),
        None => (name.as_ref().and_then(|name| options.outlets.find(name)), feed.origin.name_sign()),
    };
    if let Some(outlet) = declared {
        draft.decide(Confidence::High, format!("outlet: {}, by {sign}", outlet.name.value));
        return Some(EntryOutlet { key: outlet.key.clone(), name: outlet.name.value.clone() });
    }
    let name = match name {
        Some(name) => {
            let decision = format!("outlet: {name}, {}; the site does not declare it", feed.origin.name_sign());
            draft.decide(Confidence::Medium, decision);
            name
        }
        None => {
            let host = url.or(home)?.split_once("://")?.1.split(['/', '?', '#', ':']).next()?.to_owned();
            draft.decide(Confidence::Low, format!("outlet: {host}, since the feed has no title"));
            host
        }
    };
    Some(EntryOutlet { key: name.clone(), name })
}

/// A link as an absolute address.
fn absolute_link(link: &str, entry: &ImportedEntry, feed: &ImportedFeed) -> Option<String> {
    BaseUrl::new(entry.base.as_deref().or(feed.link.as_deref())).absolute(link).filter(|url| is_web_url(url))
}
