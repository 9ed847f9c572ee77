//! Diagnostics for people at a terminal, as rustc shows them.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::file_positions::{FileTexts, LineColumn};
use crate::base::diagnostic::{Diagnostic, Severity, Wording};
use crate::base::text::characters::printable;
use crate::base::text::path::RelPath;

/// The number of columns that are read well.
const WIDTH: usize = 110;

/// A range of a snippet, the text under it, and the way it is drawn.
type Underline<'a> = (Range<usize>, &'a str, AnnotationKind);

/// Renders a diagnostic with snippets, hints and ANSI colours; the lines of files are cut to `columns`.
pub(super) fn render(fault: &Diagnostic, texts: &FileTexts<'_>, columns: usize) -> String {
    let level = match fault.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(&fault.message).id(fault.code.id));
    let spans = fault.span.iter().map(|span| (span, fault.label.as_str(), AnnotationKind::Primary));
    let related = fault.related.iter().filter(|(span, _)| texts.is_marked(span));
    let related = related.map(|(span, label)| (span, label.as_str(), AnnotationKind::Context));
    let mut by_file: BTreeMap<(bool, &RelPath), Vec<Underline<'_>>> = BTreeMap::new();
    for (span, label, kind) in spans.chain(related) {
        // The file of the fault itself comes first.
        let other = fault.span.as_ref().is_some_and(|main| main.path != span.path);
        let marks = by_file.entry((other, &span.path)).or_default();
        if texts.is_marked(span) {
            marks.push((texts.clip(span), label, kind));
        }
    }
    for ((_, path), marks) in by_file {
        if marks.is_empty() {
            let point = fault.span.as_ref().filter(|span| span.path == *path).and_then(|span| texts.bounds(span));
            let origin = Origin::path(printable_path(path));
            group = group.element(match point {
                Some((LineColumn { line, column }, _)) => origin.line(line).char_column(column),
                None => origin,
            });
            continue;
        }
        for marks in neighbours(marks) {
            let cut = cut_lines(path, &marks, texts);
            if let Some(LineColumn { line, column }) = cut.position {
                group = group.element(Origin::path(printable_path(path)).line(line).char_column(column));
            }
            group = group.element(snippet(path, cut, marks, texts));
        }
    }
    for (span, label) in fault.related.iter().filter(|(span, _)| !texts.is_marked(span)) {
        group = group.element(Level::NOTE.message(format!("{label}: {}", printable_path(&span.path))));
    }
    if let Some(wordings) = &fault.wordings {
        group = group.element(Level::NOTE.message(compare(wordings)));
    }
    for hint in &fault.hints {
        group = group.element(Level::HELP.message(hint));
    }
    let text = Renderer::styled().term_width(columns.min(WIDTH)).render(&[group]);
    // Between a place and a part of a line, the renderer supposes another file. Without a snippet, the line between the message
    // and its hints has nothing to lead to.
    let needless = if fault.span.is_some() { ":::" } else { "|" };
    if fault.span.is_some() && !text.contains(needless) {
        return format!("{text}\n");
    }
    let is_needless = |line: &&str| anstream::adapter::strip_str(line).to_string().trim() == needless;
    text.lines().filter(|line| !is_needless(line)).map(|line| format!("{line}\n")).collect()
}

/// A part of a file that is drawn.
struct CutLines {
    range: Range<usize>,
    /// The place of the first underline, where the part does not begin with a line.
    position: Option<LineColumn>,
}

/// Finds the lines with `underlines`; of very long ones, the part around these. Drawing takes time in proportion to the
/// text.
fn cut_lines(path: &RelPath, underlines: &[Underline<'_>], texts: &FileTexts<'_>) -> CutLines {
    /// The number of bytes drawn on each side: more than a terminal is wide.
    const AROUND: usize = 600;
    let text = texts.text(path);
    let first = underlines.iter().map(|(range, ..)| range.start).min().unwrap_or_default();
    let last = underlines.iter().map(|(range, ..)| range.end).max().unwrap_or_default();
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let from = texts.line_around(path, first).start.max(start.min(first));
    let to = texts.line_around(path, last).end.max(last);
    if first - from <= AROUND && to - last <= AROUND {
        return CutLines { range: from..to, position: None };
    }
    let from = text.ceil_char_boundary(from.max(first.saturating_sub(AROUND)));
    let to = text.floor_char_boundary(to.min(last + AROUND));
    CutLines { range: from..to, position: Some(texts.position(path, first)) }
}

/// Groups underlines that are near each other: the text between them is drawn, which takes time in proportion to it.
fn neighbours(underlines: Vec<Underline<'_>>) -> Vec<Vec<Underline<'_>>> {
    /// The number of bytes above which underlines are drawn apart: more than a screen of text.
    const FAR: usize = 6_000;
    let mut groups: Vec<Vec<Underline<'_>>> = Vec::new();
    for underline in underlines {
        let near = |other: &Underline<'_>| other.0.start.abs_diff(underline.0.start) <= FAR;
        match groups.iter_mut().find(|group| group.iter().any(near)) {
            Some(group) => group.push(underline),
            None => groups.push(vec![underline]),
        }
    }
    groups
}

/// Draws a part of a file.
fn snippet<'a>(
    path: &RelPath,
    cut: CutLines,
    underlines: Vec<Underline<'a>>,
    texts: &'a FileTexts<'_>,
) -> Snippet<'a, Annotation<'a>> {
    let from = cut.range.start;
    let line = texts.position(path, from).line;
    let snippet = Snippet::source(&texts.text(path)[cut.range]).line_start(line);
    let snippet = if cut.position.is_none() { snippet.path(printable_path(path)) } else { snippet };
    underlines.into_iter().fold(snippet, |snippet, (range, label, kind)| {
        let range = range.start - from..range.end - from;
        snippet.annotation(kind.span(range).label((!label.is_empty()).then_some(label)))
    })
}

/// Sets two texts one below the other, with the differences coloured as in a diff: red in the first, green in the
/// second.
fn compare(wordings: &[Wording; 2]) -> String {
    let width = wordings.iter().map(|wording| wording.who.len()).max().unwrap_or_default();
    let [before, after] = wordings;
    format!("{}\n{}", coloured(before, width, "\x1b[31m"), coloured(after, width, "\x1b[32m"))
}

/// Writes the phrase that introduces a text, padded to `width`, and the text with its differences in `colour`.
fn coloured(wording: &Wording, width: usize, colour: &str) -> String {
    let words =
        wording.written(|words, differ| if differ { format!("{colour}{words}\x1b[39m") } else { words.to_owned() });
    format!("{}: {}{words}", wording.who, " ".repeat(width - wording.who.len()))
}

/// A path without control characters.
fn printable_path(path: &RelPath) -> String {
    printable(path.as_str())
}
