//! Atom (RFC 4287).

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
    }
}

fn parse_entry(entry: &XmlElement, feed: &XmlElement, base: Option<&str>) -> ImportedEntry {
    let name = |name: &str| entry.name_in(name);
    let base = xml_base(base, entry);
    let (published, unparsed) = date_or_words(entry.text_of(&name("published")));
    let updated = entry.text_of(&name("updated")).map(|at| format!("updated {at}"));
    // An entry without an author has those of its source, else of the feed (§4.2.1).
    let source = entry.child(&name("source"));
    let holders = [Some(entry), source, Some(feed)];
    let author = holders.into_iter().flatten().find_map(|it| it.child(&name("author"))?.text_of(&name("name")));
    let terms = entry.elements().filter(|it| it.name == name("category"));
    let terms = terms.filter_map(|it| it.attribute("label").or_else(|| it.attribute("term")).map(str::to_owned));
    let content = entry.child(&name("content"));
    let origin = source.and_then(|it| Some((plain_words(it.child(&name("title"))?), link(it, "alternate"))));
    ImportedEntry {
        line: Some(entry.line),
        title: entry.child(&name("title")).map(plain_words).filter(|title| !title.is_empty()),
        id: entry.text_of(&name("id")),
        link: link(entry, "alternate").map(|link| absolute_link(base.as_deref(), &link)),
        author: author.filter(|name| !name.contains('@')),
        stated_date: if published.is_some() { None } else { unparsed.or(updated) },
        published,
        language: entry.attribute("xml:lang").map(str::to_owned),
        tags: terms.filter(|term| !term.trim().is_empty()).collect(),
        origin: origin.filter(|(name, _)| !name.is_empty()),
        base: content.map_or(base.clone(), |content| xml_base(base.as_deref(), content)),
        content: content.and_then(entry_text),
        summary: entry.child(&name("summary")).and_then(entry_text),
        enclosures: links(entry, "enclosure")
            .chain(content.and_then(|it| it.attribute("src")).map(str::to_owned))
            .collect(),
    }
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

/// A text construct (§3.1); only text and HTML can be read.
fn entry_text(element: &XmlElement) -> Option<EntryText> {
    match element.attribute("type").unwrap_or("text") {
        "text" | "text/plain" => Some(EntryText::Text(element.text())),
        "html" | "text/html" => Some(EntryText::Html(element.text())),
        "xhtml" | "application/xhtml+xml" => Some(EntryText::Html(element.inner_html())),
        _ => None,
    }
    .filter(|content| matches!(content, EntryText::Text(text) | EntryText::Html(text) if !text.is_empty()))
}

/// A text construct as plain text on one line.
fn plain_words(element: &XmlElement) -> String {
    match entry_text(element) {
        Some(EntryText::Html(html)) => html_to_markdown::plain_text(&html),
        Some(EntryText::Text(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        None => String::new(),
    }
}
