//! Quotations and the lines beside them, prepared for Readability: it removes lines that are mostly links, and what it makes of
//! paragraphs with blank lines, but such lines say whose words a quotation has.

use dom_query::{Document, NodeRef};

use super::furniture::kind_of_names;
use crate::import::furniture_words::furniture_of;

/// Elements that a line may hold.
const INLINE: [&str; 14] =
    ["a", "em", "i", "strong", "b", "cite", "span", "time", "small", "code", "q", "abbr", "sup", "br"];

/// Makes paragraphs of the lines around quotations, and of those within them that blank lines set apart.
pub(super) fn keep(document: &Document) {
    for quotation in document.select("blockquote").nodes() {
        for line in [quotation.prev_element_sibling(), quotation.next_element_sibling()].into_iter().flatten() {
            if line.has_name("div") && is_linked_line(&line) {
                line.rename("p");
            }
        }
    }
    for paragraph in document.select("blockquote p").nodes() {
        split(paragraph);
    }
}

/// Returns whether an element is a short line with a link, and no furniture.
fn is_linked_line(line: &NodeRef<'_>) -> bool {
    const MAX_WORDS: usize = 40;
    let text = line.text();
    let parts: Vec<NodeRef<'_>> = line.descendants_it().filter(NodeRef::is_element).collect();
    let mut names = ["class", "id"].into_iter().filter_map(|name| line.attr(name));
    (2..=MAX_WORDS).contains(&text.split_whitespace().count())
        && parts.iter().any(|part| part.has_name("a"))
        && parts.iter().all(|part| INLINE.iter().any(|name| part.has_name(name)))
        && names.all(|names| kind_of_names(&names).is_none())
        && furniture_of(&text).is_none()
}

/// Splits a paragraph at its blank lines.
fn split(paragraph: &NodeRef<'_>) {
    let mut last = *paragraph;
    let mut breaks: Vec<NodeRef<'_>> = Vec::new();
    for child in paragraph.children() {
        let is_space = child.is_text() && child.text().trim().is_empty();
        if child.has_name("br") {
            breaks.push(child);
        } else if !is_space {
            if breaks.len() > 1 {
                let next = paragraph.tree.new_element("p");
                last.insert_after(&next);
                breaks.iter().for_each(NodeRef::remove_from_parent);
                last = next;
            }
            breaks.clear();
        }
        if last.id != paragraph.id {
            last.append_child(&child);
        }
    }
}
