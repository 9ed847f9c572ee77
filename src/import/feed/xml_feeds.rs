//! Feeds in XML: RSS 0.90 to 2.0, with the modules that are in use; Atom (RFC 4287), and its draft 0.3; Microsoft's Channel
//! Definition Format (1997), whose names are in letters of either case.

use mail_parser::decoders::base64::base64_decode;

use super::entry::{EntryText, ImportedEntry, ImportedFeed, date_or_words, xml_base};
use crate::import::html_to_markdown;
use crate::import::html_to_markdown::address::BaseUrl;
use crate::import::xml::XmlElement;

/// Parses `<rss>` or `<rdf:RDF>`, whose items may be beside the channel.
pub(super) fn parse_rss(root: &XmlElement) -> ImportedFeed {
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
        entries: items.map(|item| parse_rss_item(item, base.as_deref())).collect(),
        link,
        ..ImportedFeed::default()
    }
}

/// The elements of an item, by their names without prefix, that an entry has a field for or that are no words.
#[rustfmt::skip]
const KNOWN_IN_RSS: [&str; 26] = [
    "title", "link", "guid", "description", "encoded", "body", "div", "fullitem", "content", "author",
    "creator", "pubDate", "date", "issued", "created", "modified", "updated", "published", "category",
    "subject", "source", "enclosure", "summary", "subtitle", "language", "origLink",
];

fn parse_rss_item(item: &XmlElement, base: Option<&str>) -> ImportedEntry {
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
        beside: item.text_of("comments").into_iter().collect(),
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
    entry.remove_unknown(item, &KNOWN_IN_RSS);
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

/// Parses `<feed>`.
pub(super) fn parse_atom(root: &XmlElement) -> ImportedFeed {
    let base = xml_base(None, root).or_else(|| link(root, "self"));
    let name = |name: &str| root.name_in(name);
    ImportedFeed {
        title: root.child(&name("title")).map(plain_words).filter(|title| !title.is_empty()),
        link: link(root, "alternate").map(|link| absolute_link(base.as_deref(), &link)),
        language: root.attribute("xml:lang").map(str::to_owned),
        entries: root.children_named(&name("entry")).map(|entry| parse_entry(entry, root, base.as_deref())).collect(),
        ..ImportedFeed::default()
    }
}

/// The elements of an entry, by their names without prefix, that it has a field for or that are no words.
#[rustfmt::skip]
const KNOWN_IN_ATOM: [&str; 20] = [
    "title", "id", "link", "author", "contributor", "published", "issued", "created", "updated", "modified",
    "category", "content", "summary", "subtitle", "source", "subject", "creator", "date", "control", "edited",
];

/// Parses an entry of a feed.
pub(super) fn parse_entry(entry: &XmlElement, feed: &XmlElement, base: Option<&str>) -> ImportedEntry {
    let text = |names: &[&str]| names.iter().find_map(|name| entry.text_of(&entry.name_in(name)));
    let base = xml_base(base, entry);
    let (published, unparsed) =
        date_or_words(text(&["published", "issued", "created"]).or_else(|| entry.text_of("dc:date")));
    let updated = text(&["updated", "modified"]).map(|at| format!("updated {at}"));
    let terms = entry.children_named("dc:subject").map(XmlElement::text);
    let source = entry.child(&entry.name_in("source"));
    let origin = source.and_then(|it| Some((plain_words(it.child(&it.name_in("title"))?), link(it, "alternate"))));
    let full = entry.elements().find(|it| it.name == entry.name_in("content"));
    let mut read = ImportedEntry {
        line: Some(entry.line),
        title: entry.child(&entry.name_in("title")).map(plain_words).filter(|title| !title.is_empty()),
        id: text(&["id"]),
        link: link(entry, "alternate").map(|link| absolute_link(base.as_deref(), &link)),
        beside: links(entry, "related").map(|link| absolute_link(base.as_deref(), &link)).collect(),
        stated_date: if published.is_some() { None } else { unparsed.or(updated) },
        published,
        language: entry.attribute("xml:lang").map(str::to_owned),
        tags: categories(entry).map(|(term, _)| term).chain(terms).filter(|term| !term.trim().is_empty()).collect(),
        origin: origin.filter(|(name, _)| !name.is_empty()),
        base: full.map_or(base.clone(), |content| xml_base(base.as_deref(), content)),
        content: full.and_then(entry_text),
        enclosures: links(entry, "enclosure")
            .chain(full.and_then(|it| it.attribute("src")).map(str::to_owned))
            .collect(),
        ..ImportedEntry::default()
    };
    let more = ["content", "summary", "subtitle"].into_iter().flat_map(|name| {
        entry
            .elements()
            .filter(move |it| it.name == entry.name_in(name) && full.is_none_or(|full| !std::ptr::eq(full, *it)))
    });
    read.summaries = more.filter_map(entry_text).collect();
    // An entry without an author has those of its source, else of the feed (§4.2.1).
    let mut authors: Vec<Vec<String>> =
        vec![people(entry, "author"), entry.children_named("dc:creator").map(XmlElement::text).collect()];
    if authors.iter().all(Vec::is_empty) {
        authors.push(
            [source, Some(feed)]
                .into_iter()
                .flatten()
                .map(|it| people(it, "author"))
                .find(|it| !it.is_empty())
                .unwrap_or_default(),
        );
    }
    read.set_author(&authors);
    people(entry, "contributor").iter().for_each(|name| read.remove("contributor", name));
    read.remove_unknown(entry, &KNOWN_IN_ATOM);
    read
}

/// The categories of an entry, with their schemes.
pub(super) fn categories(entry: &XmlElement) -> impl Iterator<Item = (String, Option<&str>)> {
    entry.elements().filter(|it| it.name == entry.name_in("category")).filter_map(|it| {
        let term = it.attribute("label").or_else(|| it.attribute("term"))?;
        Some((term.to_owned(), it.attribute("scheme")))
    })
}

/// The people in the elements of this name: their names, or else their addresses.
fn people(holder: &XmlElement, name: &str) -> Vec<String> {
    let people = holder.elements().filter(|it| it.name == holder.name_in(name));
    let name = |person: &XmlElement| ["name", "email"].iter().find_map(|part| person.text_of(&person.name_in(part)));
    people.map(|person| name(person).unwrap_or_else(|| person.text())).filter(|name| !name.is_empty()).collect()
}

fn absolute_link(base: Option<&str>, link: &str) -> String {
    BaseUrl::new(base).absolute(link).unwrap_or_else(|| link.to_owned())
}

fn links<'a>(element: &'a XmlElement, rel: &'a str) -> impl Iterator<Item = String> + 'a {
    let links = element.elements().filter(|it| it.name == element.name_in("link"));
    links
        .filter(move |link| link.attribute("rel").unwrap_or("alternate") == rel)
        .filter_map(|link| link.attribute("href").map(str::to_owned))
}

fn link(element: &XmlElement, rel: &str) -> Option<String> {
    // A page before other renderings of it.
    let html = |link: &&XmlElement| link.attribute("type").is_none_or(|kind| kind.contains("html"));
    let all = || element.elements().filter(|it| it.name == element.name_in("link"));
    let of = |link: &&XmlElement| link.attribute("rel").unwrap_or("alternate") == rel;
    all()
        .filter(of)
        .find(html)
        .and_then(|link| link.attribute("href"))
        .map(str::to_owned)
        .or_else(|| links(element, rel).next())
}

/// A text construct (§3.1), or content of a type that is text, in Base64 or not (§4.1.3.3); anything else cannot be read.
fn entry_text(element: &XmlElement) -> Option<EntryText> {
    let kind = element.attribute("type").unwrap_or("text").to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_named = matches!(kind, "text" | "html" | "xhtml") || kind.starts_with("text/") || kind.ends_with("xml");
    let text = match element.attribute("mode") {
        Some("base64") => decoded(element)?,
        None if !is_named => decoded(element)?,
        Some(_) | None => element.text(),
    };
    let has_elements = element.elements().next().is_some();
    let is_html = matches!(kind, "html" | "text/html")
        || (element.attribute("mode").is_some() && looks_like_html(&text))
        || !is_named;
    let read = match kind {
        _ if has_elements => EntryText::Html(element.inner_html()),
        _ if is_html => EntryText::Html(text),
        "xhtml" | "application/xhtml+xml" => EntryText::Html(element.inner_html()),
        _ => EntryText::Text(text),
    };
    Some(read).filter(|read| matches!(read, EntryText::Text(text) | EntryText::Html(text) if !text.trim().is_empty()))
}

/// The text that is in an element in Base64; `None` for what is no text.
fn decoded(element: &XmlElement) -> Option<String> {
    String::from_utf8(base64_decode(element.text().as_bytes())?).ok()
}

fn looks_like_html(text: &str) -> bool {
    text.contains("</") || text.contains("/>") || (text.contains('&') && text.contains(';'))
}

/// A text construct as plain text on one line.
fn plain_words(element: &XmlElement) -> String {
    match entry_text(element) {
        Some(EntryText::Html(html)) => html_to_markdown::plain_text(&html),
        Some(EntryText::Text(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        None => String::new(),
    }
}

/// Parses `<channel>`, with the items of the channels in it.
pub(super) fn parse_cdf(root: &XmlElement) -> ImportedFeed {
    let base = xml_base(None, root);
    let mut feed = ImportedFeed { title: text(root, "title"), link: address(root), ..ImportedFeed::default() };
    add_items(root, base.or_else(|| feed.link.clone()).as_deref(), &mut feed.entries);
    feed
}

fn add_items(channel: &XmlElement, base: Option<&str>, entries: &mut Vec<ImportedEntry>) {
    for child in channel.elements() {
        match &*child.name.to_lowercase() {
            "item" => entries.push(parse_cdf_item(child, base)),
            "channel" => add_items(child, xml_base(base, child).as_deref(), entries),
            _ => {}
        }
    }
}

fn parse_cdf_item(item: &XmlElement, base: Option<&str>) -> ImportedEntry {
    ImportedEntry {
        line: Some(item.line),
        title: text(item, "title"),
        link: address(item),
        stated_date: attribute(item, "lastmod").map(|at| format!("updated {at}")),
        summaries: text(item, "abstract").map(EntryText::Html).into_iter().collect(),
        base: xml_base(base, item),
        ..ImportedEntry::default()
    }
}

fn address(element: &XmlElement) -> Option<String> {
    let anchor = || named(element, "a").and_then(|anchor| attribute(anchor, "href"));
    attribute(element, "href").or_else(anchor)
}

fn named<'a>(element: &'a XmlElement, name: &str) -> Option<&'a XmlElement> {
    element.elements().find(|child| child.name.eq_ignore_ascii_case(name))
}

fn text(element: &XmlElement, name: &str) -> Option<String> {
    named(element, name).map(|child| html_to_markdown::plain_text(&child.text())).filter(|text| !text.is_empty())
}

fn attribute(element: &XmlElement, name: &str) -> Option<String> {
    let found = element.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
}
