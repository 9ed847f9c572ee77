//! Code in a page: whether an element is code, its language, and its text as it is laid out.

use super::tree::{HtmlElement, HtmlNode};
use crate::pipeline::markdown::highlight::{self, CodeLanguage};

/// Returns whether an element of code is that alone: not empty, and without links or images.
pub(super) fn is_code(element: &HtmlElement) -> bool {
    element.all().skip(1).all(|inner| inner.is(&["span", "b", "i", "em", "strong"])) && !element.text().is_empty()
}

/// The language and the text of preformatted code.
pub(super) fn code_block(element: &HtmlElement) -> (Option<String>, String) {
    let mut code = String::new();
    preformatted_text(element, &mut code);
    let code = code.strip_prefix('\n').unwrap_or(&code).trim_end().replace('\r', "");
    let mut classes = element.elements().take(1).chain([element]).flat_map(HtmlElement::classes);
    (classes.find_map(code_language), code)
}

/// The language that a class names, if it can be highlighted.
fn code_language(class: &str) -> Option<String> {
    let name = ["language-", "lang-", "highlight-source-"].iter().find_map(|prefix| class.strip_prefix(prefix))?;
    let name = name.to_ascii_lowercase();
    (!matches!(highlight::find_language(&name), CodeLanguage::Unknown)).then_some(name)
}

/// Appends the text of preformatted code.
fn preformatted_text(element: &HtmlElement, code: &mut String) {
    for child in &element.children {
        match child {
            HtmlNode::Text(text) => code.push_str(text),
            HtmlNode::Element(element) if element.is(&["br"]) => code.push('\n'),
            HtmlNode::Element(element) if element.is_unseen() => {}
            HtmlNode::Element(element) => preformatted_text(element, code),
        }
    }
}
