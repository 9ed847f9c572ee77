//! Formulas: their source in TeX, which people can read and write, where the page has it; else their signs.

use dom_query::Document;

use super::tree::HtmlElement;
use crate::base::text::words::collapse_space;

/// A formula of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Formula {
    /// Its source in TeX.
    Tex(String),
    /// Its signs alone.
    Signs,
    /// Another form of a formula that is beside it.
    Repeated,
}

/// Reads an element that is a formula: MathML, a script of MathJax, or an image of MediaWiki, which hides the MathML beside it.
pub(super) fn read(element: &HtmlElement) -> Option<Formula> {
    if element.has_class(&["mwe-math-fallback-image-inline", "mwe-math-fallback-image-display"]) {
        return Some(Formula::Tex(bare_tex(element.attribute("alt")?)));
    }
    match &*element.name {
        "math" => Some(annotation(element).map_or(Formula::Signs, Formula::Tex)),
        "script" => {
            let is_tex = element.attribute("type").is_some_and(|kind| kind.starts_with("math/tex"));
            is_tex.then(|| Formula::Tex(bare_tex(&element.own_text())))
        }
        "span" | "div" => element.has_class(&REPEATED).then_some(Formula::Repeated),
        _ => None,
    }
}

/// Classes of what shows a formula to the eye, or to programs, beside its source.
const REPEATED: [&str; 5] =
    ["katex-html", "MathJax_Preview", "mwe-math-mathml-inline", "mwe-math-mathml-display", "MJX_Assistive_MathML"];

/// The source of a formula in MathML: an annotation, or the text for those who do not see it.
fn annotation(math: &HtmlElement) -> Option<String> {
    let source = math.all().find(|element| is_tex(element)).map(HtmlElement::text);
    let source = source.or_else(|| math.attribute("alttext").map(str::to_owned))?;
    Some(bare_tex(&source)).filter(|source| !source.is_empty())
}

fn is_tex(element: &HtmlElement) -> bool {
    element.is(&["annotation"]) && element.attribute("encoding").is_some_and(|kind| kind.to_lowercase().contains("tex"))
}

/// Keeps the sources of formulas in a document from which Readability takes the scripts.
pub(crate) fn keep_sources(document: &Document) {
    let sources = document.select("script[type^='math/tex']");
    if sources.exists() {
        sources.rename("code");
        document.select(".MathJax, .MathJax_Display, .MathJax_SVG").remove();
    }
}

/// A source without the braces in which MediaWiki sets its style.
fn bare_tex(source: &str) -> String {
    let source = collapse_space(source);
    let inner = source.strip_prefix("{\\displaystyle").and_then(|rest| rest.strip_suffix('}'));
    inner.unwrap_or(&source).trim().to_owned()
}
