//! Atom (RFC 4287), and its draft 0.3, whose elements have other names for dates and state their encoding in `mode`.

use mail_parser::decoders::base64::base64_decode;

use super::entry::{EntryText, ImportedEntry, ImportedFeed, date_or_words, xml_base};
use crate::import::html_to_markdown::{self, address::BaseUrl};
use crate::import::xml::XmlElement;

/// Parses `<feed>`.
pub(super) fn parse(root: &XmlElement) -> ImportedFeed {
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
const KNOWN: [&str; 20] = [
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
    read.remove_unknown(entry, &KNOWN);
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
