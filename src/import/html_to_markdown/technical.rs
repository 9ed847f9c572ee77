//! Technical matter in a page: tables, of rows with equal numbers of cells; code, with its language, as it is laid out; and
//! formulas, by their source in TeX where the page has it, else by their signs.

use dom_query::Document;

use super::block::{Block, Inline, TextRun, TextStyle, collapse_whitespace};
use super::tree::{HtmlElement, HtmlNode};
use crate::base::text::words::collapse_space;
use crate::pipeline::markdown::highlight::{self, CodeLanguage};

/// Nobody reads a wider table.
const MAX_COLUMNS: usize = 50;

/// The rows of a table, each as long as the longest, the header first; `None` for a table that only lays out a page.
pub(super) fn table_rows(table: &HtmlElement) -> Option<Vec<Vec<Option<&HtmlElement>>>> {
    let layout = table.attribute("role").is_some_and(|role| role == "presentation" || role == "none");
    let nested = table.all().skip(1).any(|element| element.is(&["table"]));
    let mut rows: Vec<(bool, Vec<Option<&HtmlElement>>)> = Vec::new();
    let mut spans = Vec::new();
    for child in table.elements() {
        let inner = child.elements().filter(|element| element.is(&["tr"]));
        let trs: Vec<&HtmlElement> = if child.is(&["tr"]) { vec![child] } else { inner.collect() };
        rows.extend(trs.into_iter().map(|tr| (child.is(&["thead"]), row_cells(tr, &mut spans))));
        // A cell spans no rows of another group of rows.
        if !child.is(&["tr"]) {
            spans.clear();
        }
    }
    rows.retain(|(_, row)| !row.is_empty());
    let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or_default();
    if layout || nested || !(2..=MAX_COLUMNS).contains(&width) || rows.len() < 2 {
        return None;
    }
    let (in_thead, first) = rows.first()?;
    let has_header = *in_thead || first.iter().flatten().all(|cell| cell.is(&["th"]));
    let mut rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    if !has_header {
        rows.insert(0, Vec::new());
    }
    rows.iter_mut().for_each(|row| row.resize(width, None));
    Some(rows)
}

/// The cells of a row; `spans` has for each column how many rows a cell above still covers. Covered places are empty, and so
/// are those behind a cell that spans several columns.
fn row_cells<'t>(tr: &'t HtmlElement, spans: &mut Vec<usize>) -> Vec<Option<&'t HtmlElement>> {
    let mut cells = Vec::new();
    for cell in tr.elements().filter(|element| element.is(&["td", "th"])) {
        add_covered(&mut cells, spans);
        let span = |name: &str| cell.attribute(name).and_then(|span| span.parse().ok()).unwrap_or(1).max(1);
        let rows: usize = span("rowspan");
        for n in 0..span("colspan").min(MAX_COLUMNS) {
            if spans.len() <= cells.len() {
                spans.resize(cells.len() + 1, 0);
            }
            spans[cells.len()] = rows - 1;
            cells.push((n == 0).then_some(cell));
        }
    }
    add_covered(&mut cells, spans);
    cells
}

/// Adds the places that cells above cover here.
fn add_covered(cells: &mut Vec<Option<&HtmlElement>>, spans: &mut [usize]) {
    while let Some(left) = spans.get_mut(cells.len()).filter(|left| **left > 0) {
        *left -= 1;
        cells.push(None);
    }
}

/// Joins the blocks of a cell into one line, with line breaks between them.
pub(super) fn cell_line(blocks: Vec<Block>) -> Vec<TextRun> {
    let line_break = || TextRun { content: Inline::Break, style: TextStyle::default() };
    let mut runs: Vec<TextRun> = Vec::new();
    for block in blocks {
        if !runs.is_empty() {
            runs.push(line_break());
        }
        match block {
            Block::Paragraph(line) | Block::Heading(_, line) => runs.extend(line),
            Block::Note(_, inner) => runs.extend(cell_line(inner)),
            Block::Quote(inner, attribution) => {
                runs.extend(cell_line(inner));
                runs.extend(attribution.line);
            }
            Block::List(_, items) => {
                for item in items {
                    runs.extend(cell_line(item));
                    runs.push(line_break());
                }
            }
            Block::Code(_, code) => {
                runs.push(TextRun { content: Inline::Code(collapse_space(&code)), style: TextStyle::default() });
            }
            Block::Rule => {}
            Block::Table(rows) => {
                for cell in rows.into_iter().flatten() {
                    runs.extend(cell);
                    runs.push(TextRun::plain(" "));
                }
            }
        }
    }
    collapse_whitespace(runs)
}

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

/// Keeps code as it is laid out, with its comments: their class is that of what readers say.
pub(crate) fn keep_code(document: &Document) {
    for code in document.select("pre, code").nodes() {
        for inner in code.descendants() {
            if inner.has_name("span") {
                inner.remove_attrs(&["class", "id"]);
            } else if inner.has_name("br") && code.has_name("pre") {
                inner.replace_with(&inner.tree.new_text("\n"));
            }
        }
    }
}

/// Returns whether a cell beside code has the numbers of its lines.
pub(super) fn numbers_lines(cell: &HtmlElement) -> bool {
    let is_next = |(n, word): (usize, &str)| word.parse() == Ok(n + 1);
    cell.all().any(|inner| inner.is(&["pre"])) && cell.text().split_whitespace().enumerate().all(is_next)
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
