//! One TOML text inside a file: its syntax, the faults found in it, and which of them to tell. One mistake of an
//! editor can look like several to a parser; here they become one again, in an editor's words.

use std::ops::Range;

use toml::de::DeTable;

use super::{Fields, Located};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::near::nearest;
use crate::base::text::path::RelPath;

/// One TOML text inside a file, and the faults found in it so far.
pub struct Toml<'a> {
    path: &'a RelPath,
    text: &'a str,
    /// Where the TOML starts in the file.
    start: usize,
    faults: Vec<Diagnostic>,
    missing: Vec<(&'static str, Diagnostic)>,
    unknown: Vec<UnknownKey>,
    /// The keys outside of any table.
    given: Vec<String>,
    /// The keys under `[extra]`, and where they stand.
    own: Vec<(String, Span)>,
    /// The keys that the outermost table knows.
    outside: Vec<&'static str>,
}

/// A key that means nothing in its table.
struct UnknownKey {
    key: String,
    table: String,
    fault: Diagnostic,
}

impl<'a> Toml<'a> {
    /// Parses `text`, which starts `start` bytes into the file `path`. Syntax faults are reported all;
    /// what could be read is returned even so.
    pub fn parse(path: &'a RelPath, text: &'a str, start: usize) -> (Self, Fields<'a>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut toml = Toml {
            path,
            text,
            start,
            faults: Vec::new(),
            missing: Vec::new(),
            unknown: Vec::new(),
            given: table.get_ref().keys().map(|key| key.get_ref().to_string()).collect(),
            own: Vec::new(),
            outside: Vec::new(),
        };
        for error in errors {
            let range = toml.widen(error.span().unwrap_or(0..0));
            let (message, hint) = plain(error.message(), text, &range);
            let fault = Diagnostic::new(codes::TOML_SYNTAX, message);
            toml.fault(if hint.is_empty() { fault } else { fault.hint(hint) }, range);
        }
        let range = table.span();
        (toml, Fields::new(table.into_inner(), range, String::new()))
    }

    /// Reports a fault at `range` of the TOML.
    pub(super) fn fault(&mut self, fault: Diagnostic, range: Range<usize>) {
        let span = self.span(range);
        self.faults.push(fault.at(span));
    }

    /// Places a value.
    pub(super) fn at<T>(&self, value: T, range: Range<usize>) -> Located<T> {
        Located { value, range: self.start + range.start..self.start + range.end }
    }

    /// The range within the TOML of one within the file.
    pub(super) fn relative(&self, range: &Range<usize>) -> Range<usize> {
        range.start - self.start..range.end - self.start
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.path, self.at((), range).range)
    }

    /// Reports a value that has the right type but cannot be used; `at` is a range of the file.
    pub fn reject(&mut self, at: &Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let span = Span::new(self.path, at.clone());
        self.faults.push(Diagnostic::new(codes::BAD_VALUE, message).at(span).hint(hint));
    }

    /// Adds a fault that is placed already.
    pub fn push(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// Reports a key that is missing, from the table whose header is at `table`, or from the whole.
    pub(super) fn missing(&mut self, key: &'static str, fault: Diagnostic, table: Option<Range<usize>>) {
        let span = match table {
            Some(table) => {
                let line = self.line(table.start);
                self.span(table.start..line.end.max(table.start))
            }
            None => Span::file(self.path),
        };
        self.missing.push((key, fault.at(span)));
    }

    /// Reports a key that means nothing in `table`.
    pub(super) fn unknown(&mut self, key: &str, table: &str, fault: Diagnostic, range: Range<usize>) {
        let fault = fault.at(self.span(range));
        self.unknown.push(UnknownKey { key: key.to_owned(), table: table.to_owned(), fault });
    }

    /// Notes a key of the editor's own.
    pub(super) fn own_key(&mut self, key: &str, range: Range<usize>) {
        let span = self.span(range);
        self.own.push((key.to_owned(), span));
    }

    /// Notes what the outermost table knows.
    pub(super) fn known_outside(&mut self, keys: Vec<&'static str>) {
        self.outside = keys;
    }

    /// Tells whether the parser stumbled over the value at `range`.
    pub(super) fn is_broken_at(&self, range: &Range<usize>) -> bool {
        let at = self.at((), range.clone()).range;
        self.faults
            .iter()
            .filter_map(|fault| fault.span.as_ref())
            .any(|span| span.range.start < at.end && at.start < span.range.end)
    }

    /// Reports a date that cannot be used, with the date that was probably meant.
    pub(super) fn bad_date(&mut self, key: &str, range: &Range<usize>, reason: &str) {
        let written = self.text[range.start..self.line(range.start).end].trim();
        let bare = written.trim_matches(['"', '\'']);
        let numbers: Vec<i16> =
            bare.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
        let meant = match numbers[..] {
            [year, month, day, ..] if year >= 1000 => Some((year, month, day)),
            [day, month, year, ..] if year >= 1000 => Some((year, month, day)),
            _ => None,
        };
        let real = |(year, month, day): (i16, i16, i16)| {
            let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            jiff::civil::Date::new(year, month, day).ok()
        };
        let quoted = bare != written;
        let (message, hint) = match meant.map(|meant| (real(meant), real((meant.0, meant.2, meant.1)))) {
            Some((Some(date), _)) if quoted => {
                (format!("`{key}` takes a date, not text"), format!("remove the quotation marks: {key} = {date}"))
            }
            Some((Some(date), _)) | Some((None, Some(date))) => {
                (format!("`{key}` is not written as a date"), format!("write year, month and day: {key} = {date}"))
            }
            Some((None, None)) => (format!("`{key}` names a day that there is not"), "correct it".to_owned()),
            None if matches!(numbers[..], [year, _] if year >= 1000) && !quoted => {
                let hint = format!("write {key} = {bare}-31 where that is the day, or leave the date out");
                (format!("`{key}` names no day"), hint)
            }
            None => (reason.to_owned(), "write it as 2015-01-31, or leave it out".to_owned()),
        };
        self.fault(Diagnostic::new(codes::BAD_DATE, message).hint(hint), range.clone());
    }

    /// The faults to tell: each mistake once.
    pub fn settle(mut self) -> Vec<Diagnostic> {
        self.join_syntax();
        self.join_keys();
        self.faults
    }

    /// Of the faults of one line the first of syntax stands for all, and a bad date for what the parser said of it.
    fn join_syntax(&mut self) {
        let (text, start) = (self.text, self.start);
        let line = |fault: &Diagnostic| {
            let at = fault.span.as_ref().map_or(0, |span| span.range.start.saturating_sub(start));
            line_of(text, at).start
        };
        let unclosed = self.faults.iter().find(|fault| fault.message == UNCLOSED_LIST).cloned();
        if let Some(unclosed) = unclosed {
            // All that follows the opening bracket was read as items of the list.
            let place = |fault: &Diagnostic| fault.span.as_ref().map_or(0, |span| span.range.start - start);
            let syntax = self.faults.iter().filter(|fault| fault.code == codes::TOML_SYNTAX);
            let first = syntax.map(place).min().unwrap_or(0);
            let bracket = text[..first].rfind('[').unwrap_or(first);
            self.faults.retain(|fault| place(fault) < bracket);
            self.fault(unclosed, bracket..bracket + 1);
            self.missing.clear();
            return;
        }
        let dates: Vec<usize> = self.faults.iter().filter(|fault| fault.code == codes::BAD_DATE).map(line).collect();
        let tables: bool = self.faults.iter().any(|fault| fault.message.ends_with("is a list of tables"));
        let syntax: Vec<usize> =
            self.faults.iter().filter(|fault| fault.code == codes::TOML_SYNTAX).map(line).collect();
        let mut told = std::collections::BTreeSet::new();
        let keep: Vec<bool> = self
            .faults
            .iter()
            .map(|fault| {
                let here = line(fault);
                if fault.code == codes::TOML_SYNTAX {
                    let twice = tables && fault.message.ends_with("is given twice");
                    !dates.contains(&here) && !twice && told.insert(here)
                } else {
                    fault.code == codes::BAD_DATE || tables || !syntax.contains(&here)
                }
            })
            .collect();
        let mut keep = keep.into_iter();
        self.faults.retain(|_| keep.next().unwrap_or(true));
        if !syntax.is_empty() {
            // What is missing may stand in the part that could not be read.
            self.missing.clear();
            self.unknown.retain(|unknown| !syntax.contains(&line(&unknown.fault)));
        }
    }

    /// A key that is missing here and unknown there is one key in the wrong place, or misspelt.
    fn join_keys(&mut self) {
        let inner = |table: &str| !table.is_empty();
        for unknown in &mut self.unknown {
            if inner(&unknown.table) && self.outside.contains(&unknown.key.as_str()) {
                let hint =
                    "move it above the first line in brackets: there it belongs to the file as a whole".to_owned();
                unknown.fault.label = format!("`{}` does not belong to `{}`", unknown.key, unknown.table);
                unknown.fault.hints = vec![hint];
            }
        }
        for (key, span) in &self.own {
            let missing = self.missing.iter().any(|(missing, _)| missing == key);
            if self.outside.contains(&key.as_str()) && !self.given.contains(key) && !missing {
                let message = format!("`{key}` stands under [extra], where margent does not look for it");
                let fault = Diagnostic::new(codes::BURIED_KEY, message).at(span.clone());
                self.faults.push(fault.hint("move it above that line, or give it another name"));
            }
        }
        for (key, fault) in std::mem::take(&mut self.missing) {
            let elsewhere = self.unknown.iter().any(|unknown| nearest(&unknown.key, [key]).is_some());
            if elsewhere {
                continue;
            }
            self.faults.push(match self.own.iter().find(|(own, _)| own == key) {
                Some((_, span)) => fault.related(span.clone(), "here it belongs to [extra]: move it above that line"),
                None => fault,
            });
        }
        self.faults.extend(self.unknown.drain(..).map(|unknown| unknown.fault));
    }

    /// The line that holds the byte `at`, without its end.
    fn line(&self, at: usize) -> Range<usize> {
        line_of(self.text, at)
    }

    /// An empty range marks nothing: takes the character there, or the one before where the line ends.
    fn widen(&self, range: Range<usize>) -> Range<usize> {
        if !range.is_empty() {
            return range;
        }
        let at = range.start.min(self.text.len());
        match self.text[at..].chars().next().filter(|c| !matches!(c, '\n' | '\r')) {
            Some(c) => at..at + c.len_utf8(),
            None => {
                let line = self.line(at);
                let before = self.text[line.start..at].trim_end();
                let last = before.chars().next_back().map_or(0, char::len_utf8);
                let end = line.start + before.len();
                if last == 0 { line } else { end - last..end }
            }
        }
    }
}

fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end)
}

const UNCLOSED_LIST: &str = "this list is not closed";

/// What the parser says, in an editor's words, and what to do.
fn plain(message: &str, text: &str, range: &Range<usize>) -> (String, String) {
    let here = &text[range.clone()];
    let said = |message: &str, hint: &str| (message.to_owned(), hint.to_owned());
    let colon =
        text[line_of(text, range.start)].split_once(':').filter(|(key, _)| !key.contains(['=', '"', '\'', '[']));
    match message {
        _ if message.starts_with("string values must be quoted") && here.starts_with(['“', '”', '‘', '’', '„']) => {
            said("these quotation marks are not straight", "use straight ones: \"…\"")
        }
        _ if message.starts_with("string values must be quoted") && here == "=" => {
            said("the value is missing", "write it after the equals sign, or remove the line")
        }
        _ if message.starts_with("string values must be quoted") => {
            said("text needs quotation marks", "write it between straight quotation marks: \"…\"")
        }
        _ if message.starts_with("invalid basic string") || message.starts_with("invalid literal string") => {
            said("this text is not closed", "end it on the same line with the quotation mark that it begins with")
        }
        _ if message.starts_with("invalid boolean") => {
            (format!("`{here}` is not known"), "write true or false, in small letters".to_owned())
        }
        _ if message.starts_with("missing escaped value") || message.starts_with("invalid value, expected unicode") => {
            said(
                "a backslash has a meaning of its own here",
                "write \\\\ for a backslash, or put the text between single quotation marks: '…'",
            )
        }
        "duplicate key" => (format!("`{here}` is given twice"), "keep one of the two".to_owned()),
        _ if message.starts_with("missing comma") => {
            said("a comma is missing between two items", "write [\"one\", \"two\"]")
        }
        _ if message.starts_with("unclosed array") => said(UNCLOSED_LIST, "end it with ]"),
        _ if message.starts_with("invalid unquoted key") || message.starts_with("key with no value") => match colon {
            Some((key, _)) => {
                (format!("`{}` needs an equals sign, not a colon", key.trim()), format!("write {} = …", key.trim()))
            }
            None if message.starts_with("key") => {
                said("a key without a value", "write KEY = VALUE, each on a line of its own")
            }
            None => {
                said("this cannot be a key", "use letters from a to z, digits, - and _, or put it in quotation marks")
            }
        },
        _ if message.starts_with("unexpected key or value") => said(
            "the line goes on after its value",
            "put each key on a line of its own; inside a text, write a quotation mark as \\\"",
        ),
        _ if message.starts_with("invalid float") || message.starts_with("invalid integer") => {
            said("this is no number", "put text between quotation marks")
        }
        other => (other.lines().collect::<Vec<_>>().join(", "), String::new()),
    }
}
