//! What a page puts around its articles, told by elements and by the words of classes and ids that sites use for it.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};

use super::super::markup::part::Part;
use super::super::markup::tree::{Element, Node};

/// Words of classes and ids, and what they stand for.
const WORDS: [(&str, &[&str]); 8] = [
    (
        "navigation",
        &["nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "pagination", "pager", "skip"],
    ),
    ("share bar", &["share", "sharing", "sharedaddy", "social", "addtoany", "sharebar"]),
    ("comments", &["comments", "comment", "commentlist", "respond", "disqus", "reply"]),
    ("related articles", &["related", "relatedposts", "recommended", "recommendations", "trending", "popular"]),
    ("sidebar", &["sidebar", "widget", "widgets"]),
    ("advertisement", &["ad", "ads", "advert", "advertisement", "sponsor", "sponsored", "promo", "banner"]),
    ("notice", &["cookie", "cookies", "newsletter", "subscribe", "paywall", "signup"]),
    ("footer", &["footer", "copyright", "colophon"]),
];

/// What kind of furniture an element is.
pub(super) fn kind(element: &Element) -> Option<&'static str> {
    let role = element.attribute("role").unwrap_or_default();
    match (&*element.name, role) {
        ("html" | "body" | "main" | "article", _) | (_, "main") => return None,
        ("nav", _) | (_, "navigation") => return Some("navigation"),
        ("aside", _) | (_, "complementary") => return Some("sidebar"),
        ("footer", _) | (_, "contentinfo") => return Some("footer"),
        ("form", _) => return Some("form"),
        (_, "banner") => return Some("page head"),
        _ => {}
    }
    let names = format!("{} {}", element.raw("class").unwrap_or_default(), element.raw("id").unwrap_or_default());
    let mut tokens =
        names.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).map(str::to_ascii_lowercase);
    let kind = tokens
        .find_map(|token| WORDS.iter().find(|(_, words)| words.contains(&token.as_str())).map(|(kind, _)| *kind))?;
    // `with-sidebar` is what holds the sidebar, and all else.
    (!element.all().skip(1).any(|it| it.is(&["article", "main", "h1"]))).then_some(kind)
}

/// Tells whether what an element says is not said of the article.
pub(super) fn is_apart(element: &Element) -> bool {
    matches!(kind(element), Some("navigation" | "comments" | "related articles" | "sidebar"))
}

/// The element without the furniture in it.
pub(super) fn without(element: &Element) -> Element {
    let children = element.children.iter().filter_map(|child| match child {
        Node::Text(text) => Some(Node::Text(text.clone())),
        Node::Element(child) if kind(child).is_some() => None,
        Node::Element(child) => Some(Node::Element(without(child))),
    });
    Element { name: element.name.clone(), attributes: element.attributes.clone(), children: children.collect() }
}

/// Takes off what is left of furniture around a text: bylines without a name, headings without a text.
pub(super) fn trim(parts: &mut Vec<Part>) {
    const BY: [&str; 4] = ["by", "posted by", "written by", "posted on"];
    let lead =
        parts.iter().take_while(|part| BY.contains(&part.text().trim_end_matches([':', ' ']).to_lowercase().as_str()));
    parts.drain(..lead.count());
    while matches!(parts.last(), Some(Part::Heading(..) | Part::Rule)) {
        parts.pop();
    }
}

/// Takes out the menus of pages that are laid out by tables: cells of links alone, beside a cell of text.
pub(super) fn without_menus(document: &Document) {
    /// Letters of a text beside which three links are a menu.
    const TEXT: usize = 400;
    let letters = |node: &NodeRef<'_>| node.text().chars().filter(|c| c.is_alphanumeric()).count();
    // The letters of a row, counted once.
    let mut rows = HashMap::new();
    for cell in document.select("td").nodes() {
        let links: Vec<NodeRef<'_>> = cell.descendants_it().filter(|it| it.has_name("a")).collect();
        let all = letters(cell);
        let Some(row) = cell.parent().filter(|_| links.len() > 2) else { continue };
        let row = *rows.entry(row.id).or_insert_with(|| letters(&row));
        if row > all + TEXT && links.iter().map(letters).sum::<usize>() == all {
            cell.remove_from_parent();
        }
    }
}
