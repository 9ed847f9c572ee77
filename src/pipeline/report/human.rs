//! Faults for people: diagnostics at a terminal, as rustc shows them, or as a list to work through; and errors of the
//! environment in plain words, without the numbers of the operating system.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, ErrorKind};
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use unicode_width::UnicodeWidthStr;

use super::file_positions::{FileTexts, LineColumn};
use crate::base::diagnostic::{Diagnostic, Severity, Wording};
use crate::base::text::characters::printable;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

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

/// Renders the faults: the path of each file once, then its faults with line and column, in lines of `width` columns at
/// most.
pub fn list(faults: &[Diagnostic], inputs: &Inputs, width: usize) -> String {
    let texts = FileTexts::of_faults(faults, inputs);
    let mut out = String::new();
    let mut last = None;
    for fault in faults {
        let path = fault.span.as_ref().map(|span| &span.path);
        if last != Some(path) {
            let between = if last.is_some() { "\n" } else { "" };
            let heading = path.map_or_else(String::new, |path| printable_path(path) + "\n");
            out.push_str(&format!("{between}{heading}"));
        }
        last = Some(path);
        let place = fault.span.as_ref().map_or_else(String::new, |span| {
            let LineColumn { line, column } = texts.position(&span.path, texts.clip(span).start);
            format!("  {line}:{column}  ")
        });
        let message = format!("{} [{}]", printable(&fault.message), fault.code.id);
        out.push_str(&wrap(&place, &message, width));
        let wordings = fault.wordings.iter().flat_map(|wordings| wordings.iter());
        let wordings = wordings.map(|wording| format!("{}: {}", wording.who, printable(&wording.text())));
        wordings.for_each(|line| out.push_str(&wrap("    ", &line, width)));
        fault.hints.iter().for_each(|hint| out.push_str(&wrap("    ", &printable(hint), width)));
    }
    out
}

/// Writes `text` after `start`, in lines that break between words; further lines are indented by four columns.
fn wrap(start: &str, text: &str, width: usize) -> String {
    let (mut out, mut used, mut is_first) = (start.to_owned(), start.width(), true);
    for word in text.split(' ') {
        if !is_first && used + 1 + word.width() > width {
            out.push_str("\n    ");
            used = 4;
        } else if !is_first {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += word.width();
        is_first = false;
    }
    out + "\n"
}

/// Joins the causes of an error, each once, from the attempt to the reason why it failed.
pub(crate) fn causes(error: &anyhow::Error) -> String {
    let mut causes: Vec<String> = Vec::new();
    for cause in error.chain() {
        let cause = describe(cause);
        // The message of some libraries includes that of its cause.
        if !causes.last().is_some_and(|last| last.contains(&cause)) {
            causes.push(cause);
        }
    }
    causes.join(": ")
}

/// Describes an error of the system by its kind, any other by its own message.
pub(crate) fn describe(cause: &(dyn Error + 'static)) -> String {
    let system = cause.downcast_ref::<io::Error>().filter(|error| error.get_ref().is_none());
    let plain = match system.map(io::Error::kind) {
        Some(ErrorKind::PermissionDenied) => "permission denied; check who may read and write there",
        Some(ErrorKind::ReadOnlyFilesystem) => "the file system is read-only",
        // Where folders are made, a file exists already.
        Some(ErrorKind::NotADirectory | ErrorKind::AlreadyExists) => "there is a file where a folder is needed",
        Some(ErrorKind::IsADirectory) => "there is a folder where a file is needed",
        Some(ErrorKind::NotFound) => "it does not exist",
        Some(ErrorKind::InvalidFilename) => "the name is too long",
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => "there is no space left on the disk",
        _ => return without_number(&cause.to_string()).to_owned(),
    };
    plain.to_owned()
}

/// Removes ` (os error 20)` from the end, which the standard library adds to messages of the system.
fn without_number(text: &str) -> &str {
    let inner = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (os error "));
    inner.filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit())).map_or(text, |(text, _)| text)
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("  2:1  ", "one two three", 14), "  2:1  one two\n    three\n");
        assert_eq!(wrap("", "한국어 낱말", 9), "한국어\n    낱말\n");
        assert_eq!(wrap("    ", "https://example.org/long", 10), "    https://example.org/long\n");
        assert_eq!(wrap("    ", "as one line", usize::MAX), "    as one line\n");
    }

    fn message(error: io::Error) -> String {
        causes(&Err::<(), _>(error).context("cannot read a.md").expect_err("an error"))
    }

    #[test]
    #[cfg(unix)]
    fn errors_of_the_system_are_plain() {
        let system = |number| message(io::Error::from_raw_os_error(number));
        assert_eq!(system(13), "cannot read a.md: permission denied; check who may read and write there");
        assert_eq!(system(20), "cannot read a.md: there is a file where a folder is needed");
        let other = system(5);
        assert!(other.starts_with("cannot read a.md: ") && !other.contains("os error"), "{other}");
    }

    #[test]
    fn messages_of_libraries_stay_and_occur_once() {
        assert_eq!(
            message(io::Error::other("no such thing (os error x)")),
            "cannot read a.md: no such thing (os error x)"
        );
        let error = anyhow::anyhow!("inside").context("outside, inside").context("cannot go on");
        assert_eq!(causes(&error), "cannot go on: outside, inside");
    }
}
