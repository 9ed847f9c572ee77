//! RSS, from 0.90 to 2.0, with the modules that are in use: Dublin Core, Content, Atom's links.

use super::entry::{EntryText, ImportedEntry, ImportedFeed, date_or_words, xml_base};
use crate::import::html_to_markdown;
use crate::import::xml::XmlElement;

/// Parses `<rss>`, or `<rdf:RDF>`, whose items are beside the channel.
pub(super) fn parse(root: &XmlElement) -> ImportedFeed {
    let channel = root.child("channel").unwrap_or(root);
    parse_channel(channel, if root.name == "rdf:RDF" { root } else { channel })
}

/// Parses a channel, whose items are in `holder`.
pub(super) fn parse_channel(channel: &XmlElement, holder: &XmlElement) -> ImportedFeed {
    let link = channel.text_of("link").or_else(|| atom_link(channel));
    let base = xml_base(link.as_deref(), channel);
    ImportedFeed {
        title: channel.text_of("title").map(|title| html_to_markdown::plain_text(&title)),
        language: channel.text_of("language").or_else(|| channel.text_of("dc:language")),
        entries: holder.children_named("item").map(|item| parse_item(item, base.as_deref())).collect(),
        link,
    }
}

fn parse_item(item: &XmlElement, base: Option<&str>) -> ImportedEntry {
    let (published, stated_date) = date_or_words(item.text_of("pubDate").or_else(|| item.text_of("dc:date")));
    let html = |name: &str| item.text_of(name).map(EntryText::Html);
    let permalink = item.child("guid").filter(|guid| guid.attribute("isPermaLink") != Some("false"));
    let permalink = permalink.map(XmlElement::text).filter(|guid| guid.starts_with("http"));
    let origin = item.child("source").map(|source| (source.text(), source.attribute("url").map(str::to_owned)));
    let tags = item
        .children_named("category")
        .chain(item.children_named("dc:subject"))
        .map(|tag| html_to_markdown::plain_text(&tag.text()));
    let enclosures = item.children_named("enclosure").chain(item.children_named("media:content"));
    ImportedEntry {
        line: Some(item.line),
        title: item
            .text_of("title")
            .map(|title| html_to_markdown::plain_text(&title))
            .filter(|title| !title.is_empty()),
        id: item.text_of("guid").or_else(|| item.attribute("rdf:about").map(str::to_owned)),
        link: item.text_of("link").or_else(|| atom_link(item)).or(permalink),
        author: item.text_of("dc:creator").or_else(|| item.text_of("author")).and_then(|name| author_name(&name)),
        published,
        stated_date,
        language: item.text_of("dc:language"),
        tags: tags.filter(|tag| !tag.is_empty()).collect(),
        origin: origin.filter(|(name, _)| !name.is_empty()),
        content: html("content:encoded"),
        summary: html("description"),
        base: item.attribute("xml:base").and_then(|_| xml_base(base, item)),
        enclosures: enclosures.filter_map(|it| it.attribute("url").map(str::to_owned)).collect(),
    }
}

/// The address in an `<atom:link>`.
fn atom_link(element: &XmlElement) -> Option<String> {
    let alternate = |link: &&XmlElement| matches!(link.attribute("rel"), None | Some("alternate"));
    element.children_named("atom:link").find(alternate).and_then(|link| link.attribute("href")).map(str::to_owned)
}

/// The name in `jane@example.org (Jane Doe)`; an address alone is not a name, and not to be published.
fn author_name(written: &str) -> Option<String> {
    let name = match written.split_once('(') {
        Some((mail, name)) if mail.contains('@') => name.trim_end_matches(')'),
        _ => written,
    };
    let name = name.trim();
    (!name.is_empty() && !name.contains('@')).then(|| html_to_markdown::plain_text(name))
}
