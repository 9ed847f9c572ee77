//! Quotations and the lines beside them, prepared for Readability. It forgets classes and indentation, removes lines that are mostly
//! links, and makes its own of paragraphs with blank lines; but such lines say whose words a quotation has.

use dom_query::{Document, NodeRef};

use super::furniture::kind_of_names;
use crate::import::furniture_words::furniture_of;

/// Classes with which sites set quotations apart from their own words.
#[rustfmt::skip]
const CLASSES: [&str; 9] = [
    "quote", "blockquote", "quotation", "quoted", "zitat", "content-quote", "bbcode_quote", "quote-text",
    "article-quote",
];
/// Elements that hold more than a quotation does.
const LARGE: [&str; 8] = ["blockquote", "h1", "h2", "article", "form", "nav", "aside", "table"];

/// Makes quotations of the paragraphs and boxes that a page sets apart as such.
pub(super) fn mark(document: &Document) {
    for element in document.select("p[class], div[class], p[style], div[style]").nodes() {
        let is_one = CLASSES.iter().any(|class| element.has_class(class)) || is_indented_below_lead_in(element);
        if is_one && is_small(element) {
            let quotation = element.tree.new_element("blockquote");
            element.insert_before(&quotation);
            quotation.append_child(element);
            element.remove_attrs(&["class", "style"]);
        }
    }
}

/// Returns whether an element is set in from the left, right below a line with a colon, as editors without quotations do.
fn is_indented_below_lead_in(element: &NodeRef<'_>) -> bool {
    let style = element.attr("style").map(|style| style.to_lowercase().replace(' ', "")).unwrap_or_default();
    let is_indented = ["padding-left:", "margin-left:"].iter().any(|name| {
        style.split_once(name).is_some_and(|(_, width)| width.starts_with(|c: char| matches!(c, '1'..='9')))
    });
    let is_lead_in = |line: NodeRef<'_>| line.has_name("p") && line.text().trim_end().ends_with(':');
    is_indented && element.prev_element_sibling().is_some_and(is_lead_in)
}

/// Returns whether an element has the words of a quotation, and not of a page.
fn is_small(element: &NodeRef<'_>) -> bool {
    const WORDS: std::ops::RangeInclusive<usize> = 6..=400;
    let is_quoted = element.ancestors_it(None).any(|outer| outer.has_name("blockquote"));
    let holds_more = element.descendants_it().any(|inner| LARGE.iter().any(|name| inner.has_name(name)));
    !is_quoted && !holds_more && WORDS.contains(&element.text().split_whitespace().count())
}

/// Elements that a line may hold.
const INLINE: [&str; 14] =
    ["a", "em", "i", "strong", "b", "cite", "span", "time", "small", "code", "q", "abbr", "sup", "br"];

/// Makes paragraphs of the lines around quotations, and of those within them that blank lines set apart.
pub(super) fn keep_lines_beside(document: &Document) {
    for quotation in document.select("blockquote").nodes() {
        for line in [quotation.prev_element_sibling(), quotation.next_element_sibling()].into_iter().flatten() {
            if line.has_name("div") && is_linked_line(&line) {
                line.rename("p");
            }
        }
    }
    for paragraph in document.select("blockquote p").nodes() {
        split_paragraph(paragraph);
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
fn split_paragraph(paragraph: &NodeRef<'_>) {
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
