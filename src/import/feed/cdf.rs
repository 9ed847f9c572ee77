//! Microsoft's Channel Definition Format (1997), whose names are in letters of either case.

use super::entry::{EntryText, ImportedEntry, ImportedFeed, xml_base};
use crate::import::html_to_markdown;
use crate::import::xml::XmlElement;

/// Parses `<channel>`, with the items of the channels in it.
pub(super) fn parse(root: &XmlElement) -> ImportedFeed {
    let base = xml_base(None, root);
    let mut feed = ImportedFeed { title: text(root, "title"), link: address(root), ..ImportedFeed::default() };
    add_items(root, base.or_else(|| feed.link.clone()).as_deref(), &mut feed.entries);
    feed
}

fn add_items(channel: &XmlElement, base: Option<&str>, entries: &mut Vec<ImportedEntry>) {
    for child in channel.elements() {
        match &*child.name.to_lowercase() {
            "item" => entries.push(parse_item(child, base)),
            "channel" => add_items(child, xml_base(base, child).as_deref(), entries),
            _ => {}
        }
    }
}

fn parse_item(item: &XmlElement, base: Option<&str>) -> ImportedEntry {
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
