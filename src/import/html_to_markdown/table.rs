//! Tables: rows with equal numbers of cells, and cells on a single line, as GFM requires.

use super::block::collapse_whitespace;
use super::block::{Block, Inline, TextRun, TextStyle};
use super::tree::HtmlElement;
use crate::base::text::words::collapse_space;

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
