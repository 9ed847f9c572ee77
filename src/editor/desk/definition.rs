//! The definitions of notes, as they are written in a file.

use std::ops::Range;

use super::ReadArticle;
use crate::base::text::characters::fold_char;

/// A definition of a note. Ranges are bytes of the file.
pub(super) struct WrittenDefinition {
    pub label: String,
    /// The whole, without the line end.
    pub range: Range<usize>,
    /// The label with its brackets and colon, and the passage with its quotation marks and colon.
    pub head: Range<usize>,
    /// True if it begins a line, so that it is not part of a list or quotation.
    pub is_plain: bool,
}

/// The definition that starts at a byte of the file.
pub(super) fn definition_at(file: &str, read: &ReadArticle, start: usize) -> Option<WrittenDefinition> {
    let (label, range) = read.written.definitions.iter().find(|(_, range)| read.start + range.start == start)?;
    let end = read.start + range.start + file[read.start..][range.clone()].trim_end().len();
    let marked = start + "[^]:".len() + label.len();
    let passage = passage_length(&file[marked.min(end)..end]);
    Some(WrittenDefinition {
        label: label.clone(),
        range: start..end,
        head: start..(marked + passage).min(end),
        is_plain: start == read.start || file[..start].ends_with('\n'),
    })
}

/// The length of the quoted passage that a definition opens with, as far as its colon.
fn passage_length(text: &str) -> usize {
    let from = text.len() - text.trim_start().len();
    let Some(opening) = text[from..].chars().next() else { return 0 };
    let mark = fold_char(opening);
    if !matches!(mark, '"' | '\'') {
        return 0;
    }
    let inside = from + opening.len_utf8();
    let closes = |(at, c): &(usize, char)| {
        fold_char(*c) == mark && text[inside + at + c.len_utf8()..].trim_start().starts_with([':', '：'])
    };
    let close = text[inside..].char_indices().find(closes);
    let colon = close.and_then(|(at, _)| text[inside + at..].find([':', '：']).map(|colon| inside + at + colon));
    colon.map_or(0, |colon| colon + text[colon..].chars().next().map_or(0, char::len_utf8))
}

/// Writes the text of a note after its head: further lines are indented, so that they belong to it.
pub(super) fn indent(text: &str, newline: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines = text.trim().split('\n').map(str::trim_end).enumerate();
    let indented =
        lines.map(|(nth, line)| if nth == 0 || line.is_empty() { line.to_owned() } else { format!("    {line}") });
    indented.collect::<Vec<_>>().join(newline)
}

/// The text of a note as an editor writes it, from its lines in a file.
pub(super) fn unindent(text: &str) -> String {
    let lines = text.trim().lines().map(|line| {
        let blank = line.len() - line.trim_start_matches(' ').len();
        &line[blank.min(4)..]
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Puts a definition at the end of a file, with the others, in the way in which they are set apart.
pub(super) fn append(file: &str, read: &ReadArticle, definition: &str, newline: &str) -> String {
    let end = file.trim_end().len().max(read.start);
    let last = read.written.definitions.iter().map(|(_, range)| read.start + range.start).max();
    let last = last.filter(|start| definition_at(file, read, *start).is_some_and(|it| it.range.end == end));
    let gap = match last {
        Some(start) if !is_apart(&file[..end], read, start) => newline.to_owned(),
        _ if end == read.start => String::new(),
        _ => newline.repeat(2),
    };
    let tail = if end == read.start && file[end..].is_empty() { newline } else { &file[end..] };
    format!("{}{gap}{definition}{tail}", &file[..end])
}

/// Returns whether the last definition, which starts at a byte, is set apart from others by empty lines, or has some itself.
fn is_apart(file: &str, read: &ReadArticle, start: usize) -> bool {
    let has_empty_line = |text: &str| text.matches('\n').count() > 1 && text.replace('\r', "").contains("\n\n");
    let above = &file[file[..start].trim_end().len()..start];
    (read.written.definitions.len() > 1 && has_empty_line(above)) || has_empty_line(&file[start..])
}

/// Takes a definition out of a file, with the space that set it apart.
pub(super) fn remove(file: &str, definition: &WrittenDefinition) -> String {
    let (before, after) = (&file[..definition.range.start], &file[definition.range.end..]);
    if after.trim().is_empty() {
        let body = before.trim_end();
        return format!("{body}{after}");
    }
    format!("{before}{}", after.trim_start_matches(['\r', '\n']))
}
