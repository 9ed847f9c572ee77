//! RSS, from 0.90 to 2.0, with the modules that are in use: Dublin Core, Content, Atom's links, iTunes, XHTML, Media.

use super::entry::{EntryText, ImportedEntry, ImportedFeed, date_or_words, xml_base};
use crate::import::html_to_markdown;
use crate::import::xml::XmlElement;

/// Parses `<rss>` or `<rdf:RDF>`, whose items may be beside the channel.
pub(super) fn parse(root: &XmlElement) -> ImportedFeed {
    let channel = root.child("channel").unwrap_or(root);
    parse_channel(channel, Some(root).filter(|root| !std::ptr::eq(*root, channel)))
}

/// Parses a channel, with the items in it and those in the element around it.
pub(super) fn parse_channel(channel: &XmlElement, around: Option<&XmlElement>) -> ImportedFeed {
    let link = channel.text_of("link").or_else(|| atom_link(channel));
    let base = xml_base(link.as_deref(), channel);
    let items = [Some(channel), around].into_iter().flatten().flat_map(|holder| holder.children_named("item"));
    ImportedFeed {
        title: plain_of(channel, &["title", "dc:title"]),
        language: channel.text_of("language").or_else(|| channel.text_of("dc:language")),
        entries: items.map(|item| parse_item(item, base.as_deref())).collect(),
        link,
        ..ImportedFeed::default()
    }
}

/// The elements of an item, by their names without prefix, that an entry has a field for or that are no words.
#[rustfmt::skip]
const KNOWN: [&str; 26] = [
    "title", "link", "guid", "description", "encoded", "body", "div", "fullitem", "content", "author",
    "creator", "pubDate", "date", "issued", "created", "modified", "updated", "published", "category",
    "subject", "source", "enclosure", "summary", "subtitle", "language", "origLink",
];

fn parse_item(item: &XmlElement, base: Option<&str>) -> ImportedEntry {
    let dates = ["pubDate", "dc:date", "dc:issued", "dc:created", "atom:published"];
    let (published, words) = date_or_words(dates.into_iter().find_map(|name| item.text_of(name)));
    let changed = ["dc:modified", "atom:updated"].into_iter().find_map(|name| item.text_of(name));
    let permalink = item.child("guid").filter(|guid| guid.attribute("isPermaLink") != Some("false"));
    let permalink = permalink.map(XmlElement::text).filter(|guid| guid.starts_with("http"));
    let origin = item.child("source").map(|source| (source.text(), source.attribute("url").map(str::to_owned)));
    let tags = ["category", "dc:subject"].into_iter().flat_map(|name| item.children_named(name));
    let tags = tags.map(|tag| html_to_markdown::plain_text(&tag.text()));
    let enclosures = item.children_named("enclosure").chain(item.children_named("media:content"));
    let mut full = texts(item, &FULL).into_iter();
    let mut entry = ImportedEntry {
        line: Some(item.line),
        title: plain_of(item, &["title", "dc:title", "media:title"]),
        id: item.text_of("guid").or_else(|| item.attribute("rdf:about").map(str::to_owned)),
        link: item.text_of("link").or_else(|| atom_link(item)).or(permalink),
        stated_date: if published.is_some() { None } else { words.or(changed.map(|at| format!("updated {at}"))) },
        published,
        language: item.text_of("dc:language"),
        tags: tags.filter(|tag| !tag.is_empty()).collect(),
        origin: origin.filter(|(name, _)| !name.is_empty()),
        content: full.next(),
        summaries: full.chain(texts(item, &SHORT)).collect(),
        base: item.attribute("xml:base").and_then(|_| xml_base(base, item)),
        enclosures: enclosures.filter_map(|it| it.attribute("url").map(str::to_owned)).collect(),
        ..ImportedEntry::default()
    };
    let names = ["dc:creator", "dc:author", "author", "itunes:author", "atom:author"];
    entry.set_author(&names.map(|kind| item.children_named(kind).map(person).collect()));
    entry.remove_unknown(item, &KNOWN);
    entry
}

/// The elements with the whole text, the best first.
const FULL: [&str; 7] = ["content:encoded", "xhtml:body", "xhtml:div", "fullitem", "body", "content", "atom:content"];
/// The elements with a part of it, the best first.
const SHORT: [&str; 5] = ["description", "atom:summary", "itunes:summary", "itunes:subtitle", "media:description"];

/// The texts of an item in the elements of these names.
fn texts(item: &XmlElement, names: &[&'static str]) -> Vec<EntryText> {
    names.iter().flat_map(|name| item.children_named(name)).filter_map(html).collect()
}

/// The HTML of an element: escaped, or in its own elements.
fn html(element: &XmlElement) -> Option<EntryText> {
    let html = if element.elements().next().is_some() { element.inner_html() } else { element.text() };
    Some(html).filter(|html| !html.trim().is_empty()).map(EntryText::Html)
}

/// The first of the named elements that has words, as plain text.
fn plain_of(element: &XmlElement, names: &[&str]) -> Option<String> {
    let words = |name: &&str| element.text_of(name).map(|text| html_to_markdown::plain_text(&text));
    names.iter().filter_map(words).find(|words| !words.is_empty())
}

/// The name of a person, who may have elements of its own.
fn person(element: &XmlElement) -> String {
    let name = element.elements().find(|child| child.name.rsplit(':').next() == Some("name"));
    name.unwrap_or(element).text()
}

/// The address in an `<atom:link>`.
fn atom_link(element: &XmlElement) -> Option<String> {
    let alternate = |link: &&XmlElement| matches!(link.attribute("rel"), None | Some("alternate"));
    element.children_named("atom:link").find(alternate).and_then(|link| link.attribute("href")).map(str::to_owned)
}
