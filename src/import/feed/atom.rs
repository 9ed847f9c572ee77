//! Atom (RFC 4287).

use super::super::html_to_markdown::{self, address::BaseUrl};
use super::super::xml::XmlElement;
use super::{EntryText, ImportedEntry, ImportedFeed, based, date};

/// Reads `<feed>`.
pub(super) fn read(root: &XmlElement) -> ImportedFeed {
    let base = based(None, root).or_else(|| link(root, "self"));
    let name = |name: &str| XmlElement::name_in(root, name);
    ImportedFeed {
        title: root.child(&name("title")).map(words).filter(|title| !title.is_empty()),
        link: link(root, "alternate").map(|link| joined(base.as_deref(), &link)),
        language: root.attribute("xml:lang").map(str::to_owned),
        entries: root.all(&name("entry")).map(|entry| read_entry(entry, root, base.as_deref())).collect(),
    }
}

fn read_entry(entry: &XmlElement, feed: &XmlElement, base: Option<&str>) -> ImportedEntry {
    let name = |name: &str| XmlElement::name_in(entry, name);
    let base = based(base, entry);
    let (published, unreadable) = date(entry.text_of(&name("published")));
    let updated = entry.text_of(&name("updated")).map(|at| format!("updated {at}"));
    // An entry without an author has those of its source, else of the feed (§4.2.1).
    let source = entry.child(&name("source"));
    let holders = [Some(entry), source, Some(feed)];
    let author = holders.into_iter().flatten().find_map(|it| it.child(&name("author"))?.text_of(&name("name")));
    let terms = entry.elements().filter(|it| it.name == name("category"));
    let terms = terms.filter_map(|it| it.attribute("label").or_else(|| it.attribute("term")).map(str::to_owned));
    let content = entry.child(&name("content"));
    let origin = source.and_then(|it| Some((words(it.child(&name("title"))?), link(it, "alternate"))));
    ImportedEntry {
        line: Some(entry.line),
        title: entry.child(&name("title")).map(words).filter(|title| !title.is_empty()),
        id: entry.text_of(&name("id")),
        link: link(entry, "alternate").map(|link| joined(base.as_deref(), &link)),
        author: author.filter(|name| !name.contains('@')),
        instead: if published.is_some() { None } else { unreadable.or(updated) },
        published,
        language: entry.attribute("xml:lang").map(str::to_owned),
        tags: terms.filter(|term| !term.trim().is_empty()).collect(),
        origin: origin.filter(|(name, _)| !name.is_empty()),
        base: content.map_or(base.clone(), |content| based(base.as_deref(), content)),
        content: content.and_then(text),
        summary: entry.child(&name("summary")).and_then(text),
        enclosures: links(entry, "enclosure")
            .chain(content.and_then(|it| it.attribute("src")).map(str::to_owned))
            .collect(),
    }
}

fn joined(base: Option<&str>, link: &str) -> String {
    BaseUrl::new(base).absolute(link).unwrap_or_else(|| link.to_owned())
}

fn links<'a>(element: &'a XmlElement, rel: &'a str) -> impl Iterator<Item = String> + 'a {
    let links = element.elements().filter(|it| it.name == XmlElement::name_in(element, "link"));
    links
        .filter(move |link| link.attribute("rel").unwrap_or("alternate") == rel)
        .filter_map(|link| link.attribute("href").map(str::to_owned))
}

fn link(element: &XmlElement, rel: &str) -> Option<String> {
    // A page before other renderings of it.
    let html = |link: &&XmlElement| link.attribute("type").is_none_or(|kind| kind.contains("html"));
    let all = || element.elements().filter(|it| it.name == XmlElement::name_in(element, "link"));
    let of = |link: &&XmlElement| link.attribute("rel").unwrap_or("alternate") == rel;
    all()
        .filter(of)
        .find(html)
        .and_then(|link| link.attribute("href"))
        .map(str::to_owned)
        .or_else(|| links(element, rel).next())
}

/// A text construct (§3.1); anything but text and HTML is not for reading.
fn text(element: &XmlElement) -> Option<EntryText> {
    match element.attribute("type").unwrap_or("text") {
        "text" | "text/plain" => Some(EntryText::Text(element.text())),
        "html" | "text/html" => Some(EntryText::Html(element.text())),
        "xhtml" | "application/xhtml+xml" => Some(EntryText::Html(element.inner_html())),
        _ => None,
    }
    .filter(|content| matches!(content, EntryText::Text(text) | EntryText::Html(text) if !text.is_empty()))
}

/// A text construct as words.
fn words(element: &XmlElement) -> String {
    match text(element) {
        Some(EntryText::Html(html)) => html_to_markdown::plain_text(&html),
        Some(EntryText::Text(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        None => String::new(),
    }
}
