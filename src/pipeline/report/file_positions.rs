//! Lines and columns of the places that diagnostics refer to.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::characters::CharacterCounts;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

/// The texts of all files that diagnostics refer to.
pub(super) struct FileTexts<'a> {
    by_path: BTreeMap<&'a RelPath, FileText<'a>>,
}

/// A text, the offsets of its lines, and the counts of its characters.
#[derive(Default)]
struct FileText<'a> {
    text: Cow<'a, str>,
    lines: Vec<usize>,
    characters: CharacterCounts,
}

impl<'a> FileText<'a> {
    fn read(inputs: &'a Inputs, path: &RelPath) -> Self {
        // Offsets are those of the file up to the first byte that is not UTF-8, which is where that fault is.
        let text = inputs.files.get(path).map(|file| String::from_utf8_lossy(file.head())).unwrap_or_default();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let characters = CharacterCounts::of(&text);
        Self { text, lines, characters }
    }
}

/// A line and a column, both from 1; columns count characters.
pub(super) struct LineColumn {
    pub line: usize,
    pub column: usize,
}

impl<'a> FileTexts<'a> {
    pub(crate) fn of_faults(faults: &'a [Diagnostic], inputs: &'a Inputs) -> Self {
        let paths: BTreeSet<&RelPath> = faults.iter().flat_map(Diagnostic::spans).map(|span| &span.path).collect();
        Self { by_path: paths.into_iter().map(|path| (path, FileText::read(inputs, path))).collect() }
    }

    /// The text of a file; empty if there is none.
    pub(crate) fn text(&self, path: &RelPath) -> &str {
        self.by_path.get(path).map_or("", |text| &text.text)
    }

    /// Returns the range within the text, at character boundaries. Of several lines, only the first is included.
    pub(crate) fn clip(&self, span: &Span) -> Range<usize> {
        let text = self.text(&span.path);
        let start = text.floor_char_boundary(span.range.start);
        let end = text.ceil_char_boundary(span.range.end.max(span.range.start));
        let line = text[start..end].find('\n').map_or(end, |at| start + at);
        start..start + text[start..line].trim_end().len()
    }

    /// Converts an offset in a file.
    pub(crate) fn position(&self, path: &RelPath, at: usize) -> LineColumn {
        let Some(text) = self.by_path.get(path) else { return LineColumn { line: 1, column: 1 } };
        let line = text.lines.partition_point(|start| *start <= at).max(1);
        let start = text.lines.get(line - 1).copied().unwrap_or_default();
        // A byte-order mark does not count as a column.
        let mark = usize::from(line == 1 && text.text[..at].starts_with('\u{feff}'));
        let column = text.characters.before(&text.text, at) - text.characters.before(&text.text, start) - mark + 1;
        LineColumn { line, column }
    }

    /// The bytes of the line that has an offset, without its end.
    pub(crate) fn line_around(&self, path: &RelPath, at: usize) -> Range<usize> {
        let Some(text) = self.by_path.get(path) else { return at..at };
        let next = text.lines.partition_point(|start| *start <= at);
        let start = next.checked_sub(1).map_or(0, |line| text.lines[line]);
        start..text.lines.get(next).map_or(text.text.len(), |next| next - 1)
    }

    /// Returns whether a span covers text, rather than being a point or a whole file.
    pub(crate) fn is_marked(&self, span: &Span) -> bool {
        !span.range.is_empty() && !self.text(&span.path).is_empty()
    }

    /// Returns the start and the end of a change in a file, of all its lines.
    pub(crate) fn bounds_of_change(&self, path: &RelPath, range: &Range<usize>) -> (LineColumn, LineColumn) {
        let text = self.text(path);
        let (start, end) = (text.floor_char_boundary(range.start), text.ceil_char_boundary(range.end));
        (self.position(path, start), self.position(path, end))
    }

    /// Returns the start and the end of a span, unless it is a whole file.
    pub(crate) fn bounds(&self, span: &Span) -> Option<(LineColumn, LineColumn)> {
        let is_whole = span.range.end == 0 || self.text(&span.path).is_empty();
        let range = self.clip(span);
        (!is_whole).then(|| (self.position(&span.path, range.start), self.position(&span.path, range.end)))
    }
}
