//! A page as its scripts and style sheets show it, before anything else reads it.

use dom_query::{Document, NodeRef};

/// Lines whose parts style sheets set apart.
const LINES: &str = "h1, h2, h3, h4, h5, h6, figcaption, caption, address, [class*=byline i], [class*=author i]";
/// Parts of such a line.
const PARTS: [&str; 11] = ["span", "a", "time", "small", "b", "strong", "i", "em", "label", "button", "cite"];

/// Changes a page into what its readers see.
pub(super) fn prepare(document: &Document) {
    // React sends parts of a page hidden, and puts them into their places.
    document.select("[hidden][id^='S:']").remove_attr("hidden");
    // A picture is hidden only from those who hear the page.
    document.select("figure [aria-hidden]:has(img), figure img[aria-hidden]").remove_attr("aria-hidden");
    for line in document.select(LINES).nodes() {
        line.descendants_it().filter(is_glued).collect::<Vec<_>>().iter().for_each(|part| {
            part.insert_after(&part.tree.new_text(" "));
        });
    }
}

/// Returns whether nothing is between a part of a line, which is no initial, and the next one, which begins as names and sentences
/// do.
fn is_glued(part: &NodeRef<'_>) -> bool {
    let is_part = |node: &NodeRef<'_>| PARTS.iter().any(|name| node.has_name(name));
    let Some(next) = part.next_sibling().filter(|next| is_part(part) && is_part(next)) else { return false };
    let (before, after) = (part.text(), next.text());
    before.chars().count() > 1
        && !before.ends_with(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '(' | '’' | '\''))
        && after.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '„' | '«'))
}
