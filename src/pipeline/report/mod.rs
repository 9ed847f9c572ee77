//! Diagnostics → text: for people (as rustc shows them), for programs (JSON lines), for GitHub's annotations.

mod environment;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use crate::base::diagnostic::{Diagnostic, Severity, Span, Wording};
use crate::base::text::characters::printable;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

pub use environment::causes;

/// For whom diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format<'a> {
    /// People at a terminal.
    Human,
    /// Programs: one JSON object a line.
    Json,
    /// GitHub Actions: workflow commands that annotate files. GitHub looks for them from the root of the repository; this is
    /// the way from there to the site: `docs/digest/`.
    Github(&'a str),
}

/// Columns of a terminal, where it does not tell.
const WIDTH: usize = 110;

/// Writes the faults, in the order given. Human text carries colours as ANSI sequences.
pub fn render(faults: &[Diagnostic], inputs: &Inputs, format: Format<'_>) -> String {
    let texts = FileTexts::of_faults(faults, inputs);
    let mut out = String::new();
    for fault in faults {
        match format {
            Format::Human => out.push_str(&human(fault, &texts)),
            Format::Json => out.push_str(&as_json(fault, &texts)),
            Format::Github(folder) => out.push_str(&github(fault, &texts, folder)),
        }
        out.push('\n');
    }
    out
}

/// Writes what an editor can work through from top to bottom: a line for each, as compilers write them and editors read
/// them (GNU coding standards, "Formatting Error Messages"), with an empty line between files.
pub fn list(faults: &[Diagnostic], inputs: &Inputs) -> String {
    let texts = FileTexts::of_faults(faults, inputs);
    let mut out = String::new();
    let mut last = None;
    for fault in faults {
        let path = fault.span.as_ref().map(|span| &span.path);
        if last.is_some_and(|last| last != path) {
            out.push('\n');
        }
        last = Some(path);
        if let Some(span) = &fault.span {
            let LineColumn { line, column } = texts.position(&span.path, texts.clip(span).start);
            out.push_str(&format!("{}:{line}:{column}: ", shown(&span.path)));
        }
        out.push_str(&format!("{} [{}]\n", printable(&fault.message), fault.code.id));
        fault.hints.iter().for_each(|hint| out.push_str(&format!("    {}\n", printable(hint))));
    }
    out
}

/// The texts that spans point into, each looked through once.
struct FileTexts<'a> {
    by_path: BTreeMap<&'a RelPath, FileText<'a>>,
}

/// A text, and where its lines start.
#[derive(Default)]
struct FileText<'a> {
    text: Cow<'a, str>,
    lines: Vec<usize>,
}

impl<'a> FileText<'a> {
    fn of(inputs: &'a Inputs, path: &RelPath) -> Self {
        // Up to the first byte that is not UTF-8, where such a fault is, places are those of the file.
        let text = inputs.files.get(path).map(|file| String::from_utf8_lossy(file.head())).unwrap_or_default();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, lines }
    }
}

/// A line and a column, both from 1; columns count characters.
struct LineColumn {
    line: usize,
    column: usize,
}

impl<'a> FileTexts<'a> {
    fn of_faults(faults: &'a [Diagnostic], inputs: &'a Inputs) -> Self {
        let paths: BTreeSet<&RelPath> = faults.iter().flat_map(Diagnostic::spans).map(|span| &span.path).collect();
        Self { by_path: paths.into_iter().map(|path| (path, FileText::of(inputs, path))).collect() }
    }

    fn of(&self, path: &RelPath) -> &str {
        self.by_path.get(path).map_or("", |text| &text.text)
    }

    /// The range within the text, at the borders of characters. A range too long to help shows its first line.
    fn clip(&self, span: &Span) -> Range<usize> {
        let text = self.of(&span.path);
        let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let ceil =
            |at: usize| (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let (start, end) = (floor(span.range.start), ceil(span.range.end.max(span.range.start)));
        let line = text[start..end].find('\n').map_or(end, |at| start + at);
        start..start + text[start..line].trim_end().len()
    }

    fn position(&self, path: &RelPath, at: usize) -> LineColumn {
        let Some(text) = self.by_path.get(path) else { return LineColumn { line: 1, column: 1 } };
        let line = text.lines.partition_point(|start| *start <= at).max(1);
        let start = text.lines.get(line - 1).copied().unwrap_or_default();
        // A byte-order mark takes no column.
        let column = text.text[start..at].chars().filter(|c| *c != '\u{feff}').count() + 1;
        LineColumn { line, column }
    }

    /// Tells whether a span marks something, rather than a point or a file as a whole.
    fn marks(&self, span: &Span) -> bool {
        !span.range.is_empty() && !self.of(&span.path).is_empty()
    }

    /// The first and the last place of a span, unless it is that of a file as a whole.
    fn places(&self, span: &Span) -> Option<(LineColumn, LineColumn)> {
        let is_whole = span.range.end == 0 || self.of(&span.path).is_empty();
        let range = self.clip(span);
        (!is_whole).then(|| (self.position(&span.path, range.start), self.position(&span.path, range.end)))
    }
}

/// A stretch of a snippet, what stands under it, and how it is drawn.
type Underline<'a> = (Range<usize>, &'a str, AnnotationKind);

fn human(fault: &Diagnostic, texts: &FileTexts<'_>) -> String {
    let level = match fault.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(&fault.message).id(fault.code.id));
    let spans = fault.span.iter().map(|span| (span, fault.label.as_str(), AnnotationKind::Primary));
    let related = fault.related.iter().filter(|(span, _)| texts.marks(span));
    let related = related.map(|(span, label)| (span, label.as_str(), AnnotationKind::Context));
    let mut by_file: BTreeMap<(bool, &RelPath), Vec<Underline<'_>>> = BTreeMap::new();
    for (span, label, kind) in spans.chain(related) {
        // The file of the fault itself comes first.
        let other = fault.span.as_ref().is_some_and(|main| main.path != span.path);
        let marks = by_file.entry((other, &span.path)).or_default();
        if texts.marks(span) {
            marks.push((texts.clip(span), label, kind));
        }
    }
    for ((_, path), marks) in by_file {
        if marks.is_empty() {
            let point = fault.span.as_ref().filter(|span| span.path == *path).and_then(|span| texts.places(span));
            let origin = Origin::path(shown(path));
            group = group.element(match point {
                Some((LineColumn { line, column }, _)) => origin.line(line).char_column(column),
                None => origin,
            });
            continue;
        }
        // Only the lines around, since drawing takes time in proportion to the text.
        let text = texts.of(path);
        let first = marks.iter().map(|(range, ..)| range.start).min().unwrap_or_default();
        let last = marks.iter().map(|(range, ..)| range.end).max().unwrap_or_default();
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let from = text[..first].rfind('\n').map_or(start.min(first), |newline| newline + 1);
        let to = text[last..].find('\n').map_or(text.len(), |newline| last + newline);
        let snippet = Snippet::source(&text[from..to]).path(shown(path)).line_start(texts.position(path, from).line);
        group = group.element(marks.into_iter().fold(snippet, |snippet, (range, label, kind)| {
            let range = range.start - from..range.end - from;
            snippet.annotation(kind.span(range).label((!label.is_empty()).then_some(label)))
        }));
    }
    for (span, label) in fault.related.iter().filter(|(span, _)| !texts.marks(span)) {
        group = group.element(Level::NOTE.message(format!("{label}: {}", shown(&span.path))));
    }
    if let Some(wordings) = &fault.wordings {
        group = group.element(Level::NOTE.message(side_by_side(wordings)));
    }
    for hint in &fault.hints {
        group = group.element(Level::HELP.message(hint));
    }
    let text = Renderer::styled().term_width(WIDTH).render(&[group]);
    format!("{text}\n")
}

/// Texts one below the other. What differs is coloured, the first text red and the second green, as in a diff.
fn side_by_side(wordings: &[Wording; 2]) -> String {
    let width = wordings.iter().map(|wording| wording.who.len()).max().unwrap_or_default();
    let line = |(n, wording): (usize, &Wording)| {
        let colour = if n == 0 { "\x1b[31m" } else { "\x1b[32m" };
        let run = |(words, differ): &(String, bool)| match differ {
            true => format!("{colour}{words}\x1b[39m"),
            false => words.clone(),
        };
        let words = wording.runs.iter().map(run).collect::<Vec<_>>().join(" ");
        format!("{}: {}{words}", wording.who, " ".repeat(width - wording.who.len()))
    };
    wordings.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// A path as it can be shown on a terminal.
fn shown(path: &RelPath) -> String {
    printable(path.as_str())
}

fn as_json(fault: &Diagnostic, texts: &FileTexts<'_>) -> String {
    let mut object = json!({
        "severity": severity(fault),
        "code": fault.code.id,
        "message": fault.message,
        "label": fault.label,
        "hints": fault.hints,
    });
    if let Some(wordings) = &fault.wordings {
        let run = |(words, differ): &(String, bool)| json!({ "text": words, "differs": differ });
        let wording = |it: &Wording| json!({ "who": it.who, "runs": it.runs.iter().map(run).collect::<Vec<_>>() });
        object["wordings"] = wordings.iter().map(wording).collect();
    }
    if let Some(span) = &fault.span {
        object["place"] = place(span, texts);
    }
    let related =
        fault.related.iter().map(|(span, message)| json!({ "message": message, "place": place(span, texts) }));
    object["related"] = related.collect();
    object.to_string()
}

fn place(span: &Span, texts: &FileTexts<'_>) -> serde_json::Value {
    let mut place = json!({ "path": span.path.as_str() });
    if let Some((start, end)) = texts.places(span) {
        place["line"] = json!(start.line);
        place["column"] = json!(start.column);
        place["end_line"] = json!(end.line);
        place["end_column"] = json!(end.column);
    }
    place
}

/// A workflow command (GitHub Actions, "setting an error message").
fn github(fault: &Diagnostic, texts: &FileTexts<'_>, folder: &str) -> String {
    let mut properties = Vec::new();
    if let Some(span) = &fault.span {
        properties.push(file(&span.path, folder));
        if let Some((start, end)) = texts.places(span) {
            properties.push(format!("line={},endLine={}", start.line, end.line));
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={} {}", fault.code.id, property(fault.code.title)));
    let wordings = fault.wordings.iter().flat_map(|both| both.iter()).map(|it| format!("{}: {}", it.who, it.text()));
    let parts = [&fault.message, &fault.label].into_iter().cloned();
    let parts = parts.chain(wordings).chain(fault.hints.iter().cloned()).filter(|part| !part.is_empty());
    let message = parts.collect::<Vec<_>>().join("; ");
    let command = if fault.severity() == Severity::Advice { "notice" } else { severity(fault) };
    format!("::{command} {}::{}", properties.join(","), data(&message))
}

/// A notice on a file as a whole, as a workflow command of GitHub's; `folder` leads from the repository's root to the site.
pub fn notice(path: &RelPath, folder: &str, title: &str, message: &str) -> String {
    format!("::notice {},title={}::{}", file(path, folder), property(title), data(message))
}

fn file(path: &RelPath, folder: &str) -> String {
    format!("file={}", property(&format!("{folder}{path}")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

fn severity(fault: &Diagnostic) -> &'static str {
    match fault.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}
