//! A TOML document inside a file: its faults, and which of them to report. One mistake of an editor can look like
//! several to a parser; here they become one again.

use std::collections::BTreeSet;
use std::ops::Range;

use super::meant;
use super::syntax::TomlSyntaxError;
use super::value::{Located, line_of};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span, retain};
use crate::base::repair::{Repair, RepairEdit};
use crate::base::text::conflict;
use crate::base::text::date::Moment;
use crate::base::text::near::nearest;
use crate::base::text::path::RelPath;

/// A TOML document inside a file, and the faults found in it so far.
pub struct Toml<'a> {
    path: &'a RelPath,
    text: &'a str,
    /// The offset of the TOML in the file.
    start: usize,
    faults: Vec<TomlFault>,
    missing: Vec<(&'static str, Diagnostic)>,
    unknown: Vec<UnknownKey>,
    /// The keys that the document has outside of any table.
    given: Vec<String>,
    /// The keys under `[extra]`, and their places.
    own: Vec<(String, Span)>,
    /// The keys that are known outside of any table.
    outside: Vec<&'static str>,
}

/// A fault, and the kind by which it yields to others.
struct TomlFault {
    kind: TomlFaultKind,
    diagnostic: Diagnostic,
}

#[derive(PartialEq, Eq)]
enum TomlFaultKind {
    /// The document is not valid TOML.
    Syntax(TomlSyntaxError),
    /// A key that should be a list of tables is something else.
    NotTables,
    Other,
}

impl TomlFault {
    fn is_syntax(&self) -> bool {
        matches!(self.kind, TomlFaultKind::Syntax(_))
    }
}

/// A key that has no meaning in its table.
struct UnknownKey {
    key: String,
    table: String,
    diagnostic: Diagnostic,
}

impl UnknownKey {
    /// Returns whether the editor meant `key`, which is missing, and says so.
    fn stands_for(&mut self, key: &str) -> bool {
        if nearest(&self.key, [key]).is_some() {
            return true;
        }
        let is_synonym = meant::mean_the_same(&self.key, key);
        if is_synonym {
            self.diagnostic = self.diagnostic.clone().suggest(&self.key, key);
            self.diagnostic.hints.clear();
        }
        is_synonym
    }
}

impl<'a> Toml<'a> {
    /// Starts with the syntax errors of `text`, which begins `start` bytes into the file `path` and has the keys
    /// `given` outside of any table.
    pub(super) fn new(
        path: &'a RelPath,
        (text, start): (&'a str, usize),
        given: Vec<String>,
        errors: Vec<toml::de::Error>,
    ) -> Self {
        let (faults, missing, unknown) = (Vec::new(), Vec::new(), Vec::new());
        let mut toml =
            Self { path, text, start, faults, missing, unknown, given, own: Vec::new(), outside: Vec::new() };
        for error in errors {
            let kind = TomlSyntaxError::classify(error.message());
            let range = toml.widen(kind.place(text, error.span().unwrap_or(0..0)));
            let (message, hint) = kind.describe(error.message(), text, &range);
            let mut diagnostic = Diagnostic::new(codes::TOML_SYNTAX, message);
            diagnostic.hints.extend(hint);
            toml.add(TomlFaultKind::Syntax(kind), diagnostic.repair(toml.syntax_repair(&range)), range);
        }
        toml
    }

    fn add(&mut self, kind: TomlFaultKind, diagnostic: Diagnostic, range: Range<usize>) {
        let diagnostic = diagnostic.at(self.span(range));
        self.faults.push(TomlFault { kind, diagnostic });
    }

    /// Reports a fault at `range` of the TOML.
    pub(super) fn fault(&mut self, diagnostic: Diagnostic, range: Range<usize>) {
        self.add(TomlFaultKind::Other, diagnostic, range);
    }

    /// The text at `range` of the TOML, as it is written.
    pub(super) fn written(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }

    /// Writes `new` at `range` of the TOML.
    pub(super) fn write(&self, range: Range<usize>, new: impl Into<String>) -> Repair {
        Repair::write(self.at((), range).range, new)
    }

    /// The change that mends a syntax error at `range` of the TOML, if the line is valid with it.
    fn syntax_repair(&self, range: &Range<usize>) -> Option<Repair> {
        let line = self.line(range.start);
        let written = self.text[line.clone()].trim_end_matches('\r');
        meant::repair_line(written).map(|new| self.write(line.start..line.start + written.len(), new))
    }

    /// Reports a key that is not a list of tables.
    pub(super) fn not_tables(&mut self, diagnostic: Diagnostic, range: Range<usize>) {
        self.add(TomlFaultKind::NotTables, diagnostic, range);
    }

    /// Returns a value with its place in the file.
    pub(super) fn at<T>(&self, value: T, range: Range<usize>) -> Located<T> {
        Located { value, range: self.start + range.start..self.start + range.end }
    }

    /// Converts a range of the file to one of the TOML.
    pub(super) fn relative(&self, range: &Range<usize>) -> Range<usize> {
        range.start - self.start..range.end - self.start
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.path, self.at((), range).range)
    }

    /// Reports a value that has the right type but cannot be used; `at` is a range of the file.
    pub(crate) fn reject(&mut self, at: &Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        self.push(Diagnostic::new(codes::BAD_VALUE, message).at(Span::new(self.path, at.clone())).hint(hint));
    }

    /// Reports a date before all newspapers: a digit is missing or wrong.
    pub(super) fn check_age(&mut self, key: &str, moment: &Located<Moment>) {
        /// The year of the oldest newspaper, the Relation of Strasbourg.
        const FIRST: i16 = 1605;
        let year = moment.value.ymd().0;
        if year < FIRST {
            let message = format!("`{key}` is in the year {year}, before there were newspapers");
            let fault = Diagnostic::new(codes::ODD_DATE, message).at(Span::new(self.path, moment.range.clone()));
            self.push(fault.hint("check the year"));
        }
    }

    /// Reports markup in a value that is shown as it is written.
    pub(super) fn markup_in_plain_text(&mut self, key: &str, markup: &str, range: &Range<usize>) {
        let message = format!("`{key}` is plain text, and readers would see this markup: {markup}");
        let fault = Diagnostic::new(codes::PLAIN_TEXT, message).at(Span::new(self.path, range.clone()));
        self.push(fault.hint("write the words without Markdown or HTML"));
    }

    /// Reports a fault at a range of the file.
    pub(super) fn push_at(&mut self, diagnostic: Diagnostic, at: &Range<usize>) {
        let span = Span::new(self.path, at.clone());
        self.push(diagnostic.at(span));
    }

    /// Reports a fault that already has its place.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.faults.push(TomlFault { kind: TomlFaultKind::Other, diagnostic });
    }

    /// Reports a key that is missing from the table with its header at `table`, or from the document.
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

    /// Reports a key that has no meaning in `table`.
    pub(super) fn unknown(&mut self, key: &str, table: &str, diagnostic: Diagnostic, range: Range<usize>) {
        let diagnostic = diagnostic.at(self.span(range));
        self.unknown.push(UnknownKey { key: key.to_owned(), table: table.to_owned(), diagnostic });
    }

    /// Remembers one of the editor's own keys.
    pub(super) fn own_key(&mut self, key: &str, range: Range<usize>) {
        let span = self.span(range);
        self.own.push((key.to_owned(), span));
    }

    /// Sets the keys that are known outside of any table.
    pub(super) fn known_outside(&mut self, keys: Vec<&'static str>) {
        self.outside = keys;
    }

    /// Returns whether a fault overlaps the value at `range`.
    pub(super) fn is_broken_at(&self, range: &Range<usize>) -> bool {
        let at = self.at((), range.clone()).range;
        self.faults
            .iter()
            .filter_map(|fault| fault.diagnostic.span.as_ref())
            .any(|span| span.range.start < at.end && at.start < span.range.end)
    }

    /// Reports a date that cannot be used, with the date that was probably meant.
    pub(super) fn invalid_date(&mut self, key: &str, range: &Range<usize>, reason: &str) {
        let written = self.text[range.start..self.line(range.start).end].trim();
        let (message, hint) = meant::explain(key, written, reason);
        let place = range.start..range.start + written.len();
        let repair = meant::only_date(written).map(|date| self.write(place, date.to_string()));
        self.fault(Diagnostic::new(codes::BAD_DATE, message).hint(hint).repair(repair), range.clone());
    }

    /// Returns the faults to report: each mistake once.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if let Some(marker) = conflict::marker(self.text, &conflict::MARKERS) {
            return vec![conflict::fault(codes::TOML_SYNTAX).at(self.span(marker))];
        }
        if !self.keep_unclosed_list() {
            self.join_lines();
        }
        self.join_keys();
        self.faults.into_iter().map(|fault| fault.diagnostic).collect()
    }

    /// Reduces the faults to a list that is not closed, if there is one: all that follows its bracket was read as
    /// items.
    fn keep_unclosed_list(&mut self) -> bool {
        let is_unclosed = |fault: &TomlFault| fault.kind == TomlFaultKind::Syntax(TomlSyntaxError::UnclosedList);
        let Some(unclosed) = self.faults.iter().position(is_unclosed) else { return false };
        let unclosed = self.faults.remove(unclosed);
        let syntax = self.faults.iter().chain([&unclosed]).filter(|fault| fault.is_syntax());
        let first = syntax.map(|fault| self.offset(&fault.diagnostic)).min().unwrap_or(0);
        let bracket = self.text[..first].rfind('[').unwrap_or(first);
        let mut faults = std::mem::take(&mut self.faults);
        faults.retain(|fault| self.offset(&fault.diagnostic) < bracket);
        self.faults = faults;
        self.add(unclosed.kind, unclosed.diagnostic, bracket..bracket + 1);
        self.missing.clear();
        true
    }

    /// Keeps one fault of each line with a syntax error: the first, or the fault of a date, which says more than the
    /// parser.
    fn join_lines(&mut self) {
        let line = |fault: &TomlFault| self.line(self.offset(&fault.diagnostic)).start;
        let lines_of = |is_kind: &dyn Fn(&TomlFault) -> bool| -> BTreeSet<usize> {
            self.faults.iter().filter(|fault| is_kind(fault)).map(line).collect()
        };
        let dates = lines_of(&|fault| fault.diagnostic.code == codes::BAD_DATE);
        let syntax = lines_of(&TomlFault::is_syntax);
        let not_tables = self.faults.iter().any(|fault| fault.kind == TomlFaultKind::NotTables);
        let tables = lines_of(&|fault| fault.kind == TomlFaultKind::NotTables);
        let mut reported = BTreeSet::new();
        let kept = self.faults.iter().map(|fault| match fault.kind {
            // `[[source]]` after `source = …` is one mistake.
            TomlFaultKind::Syntax(TomlSyntaxError::DuplicateKey) if not_tables => false,
            // So is a table with a bracket too few.
            TomlFaultKind::Syntax(_) if tables.contains(&line(fault)) => false,
            // And a text or a list over several lines.
            TomlFaultKind::Syntax(kind) if kind.can_continue() && self.continues(line(fault), &syntax) => false,
            TomlFaultKind::Syntax(_) => !dates.contains(&line(fault)) && reported.insert(line(fault)),
            TomlFaultKind::NotTables | TomlFaultKind::Other => {
                not_tables || fault.diagnostic.code == codes::BAD_DATE || !syntax.contains(&line(fault))
            }
        });
        let kept: Vec<bool> = kept.collect();
        let unknown: Vec<bool> =
            self.unknown.iter().map(|unknown| !self.is_garbled(self.offset(&unknown.diagnostic), &syntax)).collect();
        retain(&mut self.faults, kept);
        if !syntax.is_empty() {
            // What is missing may be in the part that could not be read.
            self.missing.clear();
            retain(&mut self.unknown, unknown);
        }
    }

    /// Returns whether the line before the one that starts at `line` has a syntax error.
    fn continues(&self, line: usize, syntax: &BTreeSet<usize>) -> bool {
        let word = self.text[line..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        let is_key = word.trim_start_matches(' ').starts_with([':', '=']) && !self.text[line..].starts_with('-');
        !is_key && line.checked_sub(1).is_some_and(|end| syntax.contains(&self.line(end).start))
    }

    /// Returns whether the line of the byte `at` has a syntax error, or the header above it.
    fn is_garbled(&self, at: usize, syntax: &BTreeSet<usize>) -> bool {
        let line = self.line(at);
        let header = self.text[..line.start].rfind("\n[").map_or(0, |end| end + 1);
        syntax.contains(&line.start) || (self.text[header..].starts_with('[') && syntax.contains(&header))
    }

    /// Joins a key that is missing here and unknown there: it is in the wrong place, or misspelt.
    fn join_keys(&mut self) {
        for mut unknown in std::mem::take(&mut self.unknown) {
            if !unknown.table.is_empty() && self.outside.contains(&unknown.key.as_str()) {
                let hint = "move it above the first line in brackets: there it belongs to the whole file".to_owned();
                unknown.diagnostic.label = format!("`{}` does not belong to `{}`", unknown.key, unknown.table);
                unknown.diagnostic.hints = vec![hint];
                let is_given = self.given.contains(&unknown.key);
                let span = unknown.diagnostic.span.as_ref().filter(|_| !is_given);
                unknown.diagnostic.repair = span.and_then(|span| self.move_up(span)).map(Box::new);
            }
            self.unknown.push(unknown);
        }
        for (key, span) in &self.own {
            let missing = self.missing.iter().any(|(missing, _)| missing == key);
            if self.outside.contains(&key.as_str()) && !self.given.contains(key) && !missing {
                let message = format!("`{key}` is under [extra], where margent does not look for it");
                let diagnostic = Diagnostic::new(codes::BURIED_KEY, message).at(span.clone());
                let diagnostic = diagnostic.hint("move it above that line, or rename it");
                let diagnostic = diagnostic.repair(self.move_up(span));
                self.faults.push(TomlFault { kind: TomlFaultKind::Other, diagnostic });
            }
        }
        for (key, diagnostic) in std::mem::take(&mut self.missing) {
            if self.unknown.iter_mut().any(|unknown| unknown.stands_for(key)) {
                continue;
            }
            self.push(match self.own.iter().find(|(own, _)| own == key) {
                Some((_, span)) => {
                    diagnostic.related(span.clone(), "here it belongs to [extra]: move it above that line")
                }
                None => diagnostic,
            });
        }
        for unknown in std::mem::take(&mut self.unknown) {
            self.push(unknown.diagnostic);
        }
    }

    /// Moves a line with a key and its value above the first line in brackets.
    fn move_up(&self, key: &Span) -> Option<Repair> {
        let (header, line) = meant::moved_up(self.text, key.range.start.checked_sub(self.start)?)?;
        let moved = self.text[line.clone()].to_owned();
        let edit = |range: Range<usize>, new: String| RepairEdit { range: self.at((), range).range, new };
        let edits = vec![edit(header..header, moved), edit(line, String::new())];
        Some(Repair::Edit { title: "move it above the first line in brackets".to_owned(), edits })
    }

    /// The offset in the TOML at which a diagnostic starts.
    fn offset(&self, diagnostic: &Diagnostic) -> usize {
        diagnostic.span.as_ref().map_or(0, |span| span.range.start.saturating_sub(self.start))
    }

    /// The line that contains the byte `at`, without its line break.
    fn line(&self, at: usize) -> Range<usize> {
        line_of(self.text, at)
    }

    /// Widens an empty range, which would mark nothing, to the next character, or to the last one of the line at its
    /// end.
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
