//! Tables: their rows with equal numbers of cells, and cells as single lines, as GFM wants them.

use super::line::tidy;
use super::part::{Leaf, Part, Run, Style};
use super::tree::Element;

/// Wider tables are no tables that anyone reads.
const COLUMNS: usize = 50;

/// The rows of a table, each as long as the longest, the head first; `None` for one that only places things.
pub(super) fn rows(table: &Element) -> Option<Vec<Vec<Option<&Element>>>> {
    let layout = table.attribute("role").is_some_and(|role| role == "presentation" || role == "none");
    let nested = table.all().skip(1).any(|it| it.is(&["table"]));
    let mut rows: Vec<(bool, Vec<Option<&Element>>)> = Vec::new();
    for part in table.elements() {
        let inner = part.elements().filter(|it| it.is(&["tr"]));
        let trs: Vec<&Element> = if part.is(&["tr"]) { vec![part] } else { inner.collect() };
        rows.extend(trs.into_iter().map(|tr| (part.is(&["thead"]), cells(tr))));
    }
    rows.retain(|(_, row)| !row.is_empty());
    let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or_default();
    if layout || nested || !(2..=COLUMNS).contains(&width) || rows.len() < 2 {
        return None;
    }
    let (head, first) = rows.first()?;
    let heads = *head || first.iter().flatten().all(|cell| cell.is(&["th"]));
    let mut rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    if !heads {
        rows.insert(0, Vec::new());
    }
    rows.iter_mut().for_each(|row| row.resize(width, None));
    Some(rows)
}

/// The cells of a row. One that spans several columns is followed by empty ones.
fn cells(tr: &Element) -> Vec<Option<&Element>> {
    let cells = tr.elements().filter(|it| it.is(&["td", "th"]));
    let spans = cells.flat_map(|cell| {
        let span = cell.attribute("colspan").and_then(|span| span.parse().ok()).unwrap_or(1);
        std::iter::once(Some(cell)).chain(std::iter::repeat_n(None, COLUMNS.min(span).saturating_sub(1)))
    });
    spans.collect()
}

/// What a cell holds, on one line: its parts are parted by line breaks.
pub(super) fn line(parts: Vec<Part>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for part in parts {
        if !runs.is_empty() {
            runs.push(Run { leaf: Leaf::Break, style: Style::default() });
        }
        match part {
            Part::Paragraph(line) | Part::Heading(_, line) => runs.extend(line),
            Part::Quote(inner, whose) => {
                runs.extend(line(inner));
                runs.extend(whose.line);
            }
            Part::List(_, items) => {
                for item in items {
                    runs.extend(line(item));
                    runs.push(Run { leaf: Leaf::Break, style: Style::default() });
                }
            }
            Part::Code(_, code) => runs.push(Run {
                leaf: Leaf::Code(crate::base::text::words::collapse_space(&code)),
                style: Style::default(),
            }),
            Part::Rule => {}
            Part::Table(rows) => rows.into_iter().flatten().for_each(|cell| {
                runs.extend(cell);
                runs.push(Run::plain(" "));
            }),
        }
    }
    tidy(runs)
}
