//! Mistyped markup at the beginning of blocks. What is found has one form, whether at the beginning of a block or within a line.

use std::ops::Range;

use crate::base::codes::{self, Code};

/// Something that looks like markup: its code, its place in the text, a message, and a hint.
pub(super) struct Stray {
    pub(super) code: &'static Code,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) hint: String,
    /// The text that was meant in its place, if only one can be.
    pub(super) meant: Option<String>,
}

impl Stray {
    /// Reports text that is shown as it is.
    pub(super) fn new(range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: codes::STRAY_MARKUP, range, message: message.into(), hint: hint.into(), meant: None }
    }

    /// Says what was meant in its place.
    pub(super) fn meant(self, text: impl Into<String>) -> Self {
        Self { meant: Some(text.into()), ..self }
    }

    /// Reports it under another code.
    pub(super) fn coded(self, code: &'static Code) -> Self {
        Self { code, ..self }
    }
}

/// The constructs around the current event, counted by kind, and the columns of the last table.
#[derive(Default)]
pub(super) struct Surroundings {
    pub(super) quotations: usize,
    pub(super) links: usize,
    pub(super) images: usize,
    pub(super) code: usize,
    pub(super) columns: usize,
}

/// A paragraph that begins like another block.
pub(super) fn paragraph(text: &str, range: &Range<usize>, is_quoted: bool) -> Option<Stray> {
    let source = &text[range.clone()];
    let first = source.lines().next().unwrap_or_default();
    let line = range.start..range.start + first.len();
    match source.as_bytes().first()? {
        b'#' => heading(first, source, line),
        b'|' => table(source, line),
        b'+' if first.trim_end() == "+++" => {
            Some(Stray::new(line, "`+++` is shown as text", "put all front matter at the start of the file"))
        }
        b'&' if first.starts_with("&gt;") => {
            Some(Stray::new(line, "this quotation is shown as text", "begin its lines with > instead of &gt;"))
        }
        b':' if first.starts_with(":::") => Some(box_of_others(line)),
        b'!' if first.starts_with("!!! ") => Some(box_of_others(line)),
        b'[' if is_quoted => alert(first, line),
        b'[' if first.trim_end().eq_ignore_ascii_case("[TOC]") => {
            Some(Stray::new(line, "`[TOC]` is shown as text", TABLE_OF_CONTENTS))
        }
        _ => None,
    }
}

/// The hint for the marks of other programs at which they write a table of contents.
pub(super) const TABLE_OF_CONTENTS: &str = "remove it: a page with several headings lists them by itself";

fn box_of_others(line: Range<usize>) -> Stray {
    Stray::new(line, "this box is shown as text", "write it as an alert: > [!NOTE], and the text below, after >")
}

fn heading(first: &str, source: &str, line: Range<usize>) -> Option<Stray> {
    let signs = first.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &first[signs..];
    if signs > 6 {
        return Some(Stray::new(line, "headings have at most six levels", "write ## or ###"));
    }
    let is_heading = rest.starts_with(char::is_alphanumeric)
        && (signs > 1 || (source.trim_end().len() == first.trim_end().len() && rest.contains(' ')))
        && !rest.trim_end().ends_with(['.', '!', '?'])
        && !rest.contains(" #");
    let hint = format!("put a space after {}, or \\ before it if no heading is meant", &first[..signs]);
    let meant = format!("{} {rest}", &first[..signs]);
    is_heading.then(|| Stray::new(line, "this heading is shown as text", hint).meant(meant))
}

/// Lines with upright strokes that are no table.
fn table(source: &str, line: Range<usize>) -> Option<Stray> {
    let mut lines = source.lines();
    let (first, second) = (lines.next()?, lines.next()?);
    let is_row = |line: &str| line.trim().starts_with('|') && line.trim_end().ends_with('|');
    if !is_row(first) || !is_row(second) {
        return None;
    }
    if !second.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\r')) {
        let hint = "write a line such as |---|---| below the first, with a part for each column";
        return Some(Stray::new(line, "this table is shown as text", hint));
    }
    let (head, rule) = (cells(first), cells(second));
    let start = line.end + source[first.len()..].find('|').unwrap_or_default();
    let message = format!("this table is shown as text: the line has {rule} columns, and the head has {head}");
    Some(Stray::new(start..start + second.trim().len(), message, "give both the same number of columns"))
}

/// A row of a table with cells that are not shown.
pub(super) fn row(text: &str, range: &Range<usize>, columns: usize) -> Option<Stray> {
    let source = text[range.clone()].trim_end();
    let cells = cells(source);
    let message = || format!("this row has {cells} cells, and only the {columns} of the table's head are shown");
    let hint = "remove cells, or write \\| for a stroke within a cell";
    (cells > columns).then(|| Stray::new(range.start..range.start + source.len(), message(), hint))
}

fn cells(row: &str) -> usize {
    let row = row.trim().trim_start_matches('|');
    let (mut count, mut escaped) = (0, false);
    for byte in row.bytes() {
        count += usize::from(byte == b'|' && !escaped);
        escaped = byte == b'\\' && !escaped;
    }
    count + usize::from(!row.ends_with('|'))
}

/// An alert of an unknown kind, or without its exclamation mark.
fn alert(first: &str, line: Range<usize>) -> Option<Stray> {
    const KINDS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
    let word = first.trim_end().strip_prefix('[')?.strip_suffix(']')?;
    let unknown = word.starts_with('!') && word[1..].chars().all(char::is_alphabetic);
    let message = format!("`[{word}]` is shown as text");
    (unknown || KINDS.contains(&word))
        .then(|| Stray::new(line, message, "write [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION]"))
}

/// A heading on the level of the title.
pub(super) fn first_level(text: &str, range: &Range<usize>) -> Stray {
    let line = text[range.clone()].trim_end();
    let is_underlined = !line.starts_with('#');
    let hint = if is_underlined {
        "begin it with ##, or put an empty line before the line of ==="
    } else {
        "write ##; if it repeats the title, remove it"
    };
    let range = range.start..range.start + line.len();
    // Underlined, it is often no heading at all: the underline is the place.
    let range = if is_underlined {
        line.rfind('\n').map_or(range.clone(), |at| range.start + at + 1..range.end)
    } else {
        range
    };
    let stray = Stray::new(range, "this heading is on the level of the title", hint).coded(codes::FIRST_LEVEL);
    if is_underlined { stray } else { stray.meant(format!("#{line}")) }
}

/// A block of code that nothing ends.
pub(super) fn open_fence(text: &str, range: &Range<usize>) -> Option<Stray> {
    let source = text[range.clone()].trim_end();
    let mark = source.chars().next()?;
    let length = source.chars().take_while(|c| *c == mark).count();
    let fence = &source[..length];
    let mut lines = source.lines();
    let first = lines.next()?;
    if lines.next_back().is_some_and(|last| closes(last, fence)) {
        return None;
    }
    let hint = format!("end it with a line that holds just {fence}");
    let line = range.start..range.start + first.len();
    Some(Stray::new(line, "this block of code has no end", hint).coded(codes::UNCLOSED))
}

/// Returns whether a line ends the block of code that `fence` begins.
fn closes(line: &str, fence: &str) -> bool {
    let line = line.trim_start_matches([' ', '>', '\t']);
    line.starts_with(fence) && line.chars().all(|c| fence.starts_with(c))
}
