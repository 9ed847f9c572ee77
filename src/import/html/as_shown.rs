//! A page as its scripts and style sheets show it, before anything else reads it.

use dom_query::{Document, NodeRef};

/// Parts of a line that style sheets set apart.
const PARTS: &str = "span, a, time, small, b, strong, i, em, label, button, cite";
/// Lines with such parts; so are those with a class for a byline.
const LINES: [&str; 9] = ["h1", "h2", "h3", "h4", "h5", "h6", "address", "figcaption", "caption"];

/// Changes a page into what its readers see.
pub(super) fn prepare(document: &Document) {
    // React sends parts of a page hidden, and puts them into their places.
    document.select("[hidden][id^='S:']").remove_attr("hidden");
    // A picture is hidden only from those who hear the page.
    document.select("figure [aria-hidden]:has(img), figure img[aria-hidden]").remove_attr("aria-hidden");
    for part in document.select(PARTS).nodes().iter().filter(|part| is_glued(part)) {
        part.insert_after(&part.tree.new_text(" "));
    }
}

/// Returns whether an element is a line of parts.
fn is_line(element: &NodeRef<'_>) -> bool {
    let class = element.attr("class").map(|class| class.to_lowercase()).unwrap_or_default();
    LINES.iter().any(|name| element.has_name(name)) || ["byline", "author"].iter().any(|word| class.contains(word))
}

/// Returns whether nothing is between a part of a line, which is no initial, and the next one, which begins as names and sentences
/// do.
fn is_glued(part: &NodeRef<'_>) -> bool {
    const DEPTH: usize = 4;
    let is_part = |node: &NodeRef<'_>| PARTS.split(", ").any(|name| node.has_name(name));
    let Some(next) = part.next_sibling().filter(is_part) else { return false };
    if !part.ancestors_it(Some(DEPTH)).any(|outer| is_line(&outer)) {
        return false;
    }
    let (before, after) = (part.text(), next.text());
    before.chars().count() > 1
        && !before.ends_with(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '(' | '’' | '\''))
        && after.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '„' | '«'))
}
