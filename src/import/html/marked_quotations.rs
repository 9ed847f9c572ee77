//! Quotations by their classes and their indentation, made quotations by their markup before Readability forgets both.

use dom_query::{Document, NodeRef};

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
