//! What is being written at a place: a key, a value, a link, a note. Texts are mostly incomplete there, so this looks only at what
//! stands before the place.

use std::ops::Range;

use crate::base::text::path::RelPath;
use crate::pipeline::config;
use crate::pipeline::content::{front_matter, is_content};

/// What is being written, and the bytes of it that are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CursorPlace {
    /// The header of a table.
    Header(Range<usize>),
    /// A key of the table that the names lead to.
    Key(Vec<String>, Range<usize>),
    /// A value of the last of these keys; true if it is inside quotation marks.
    Value(Vec<String>, Range<usize>, bool),
    /// The id of a source, after `source:`.
    Source(Range<usize>),
    /// The address of a link.
    Link(Range<usize>),
    /// The label of a note.
    Note(Range<usize>),
}

/// Finds what is written at the byte `at` of a file; `None` where nothing is known of it.
pub(super) fn cursor(path: &RelPath, text: &str, at: usize) -> Option<CursorPlace> {
    if path.as_str() == config::FILE {
        return Some(in_toml(text, 0..at));
    }
    if !is_content(path) {
        return None;
    }
    match front_matter::split(path, text) {
        Ok(parts) if at < parts.toml.start => None,
        Ok(parts) if at <= parts.toml.end => Some(in_toml(text, parts.toml.start..at)),
        Ok(parts) if at < parts.body.start => None,
        Ok(_) | Err(_) => in_markdown(text, at),
    }
}

fn in_markdown(text: &str, at: usize) -> Option<CursorPlace> {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line..at];
    let note = before.rfind("[^").map(|open| open + 2).filter(|label| !before[*label..].contains(']'));
    let link = before.rfind("](").map(|open| open + 2).filter(|address| !before[*address..].contains([')', ' ']));
    if let Some(label) = note {
        return Some(CursorPlace::Note(line + label..at));
    }
    let address = line + link?;
    Some(match text[address..at].strip_prefix("source:") {
        Some(id) => CursorPlace::Source(at - id.len()..at),
        None => CursorPlace::Link(address..at),
    })
}

/// The TOML before a place, read as far as it is written.
#[derive(Default)]
struct TomlScan {
    table: Vec<String>,
    /// The keys whose values are being written, an inline table's after its own.
    keys: Vec<String>,
    /// The brackets that are open.
    open: Vec<char>,
    /// The quotation mark that is open, and the byte after it.
    quoted: Option<(char, usize)>,
    /// The beginning of the word that is being written.
    word: usize,
    escaped: bool,
    comment: bool,
}

fn in_toml(text: &str, range: Range<usize>) -> CursorPlace {
    let mut scan = TomlScan { word: range.start, ..TomlScan::default() };
    for (at, c) in text[range.clone()].char_indices() {
        scan.read(text, range.start + at, c);
    }
    let written = &text[scan.word..range.end];
    let typed = range.end - written.trim_start().len()..range.end;
    if let Some((_, start)) = scan.quoted {
        return CursorPlace::Value(scan.path(), start..range.end, true);
    }
    if scan.keys.is_empty() && written.trim_start().starts_with('[') {
        return CursorPlace::Header(range.end - written.trim_start().trim_start_matches('[').len()..range.end);
    }
    let is_key = match scan.open.last() {
        Some('{') => scan.keys.len() <= scan.open.iter().filter(|open| **open == '{').count(),
        Some(_) => false,
        None => scan.keys.is_empty(),
    };
    if is_key { CursorPlace::Key(scan.path(), typed) } else { CursorPlace::Value(scan.path(), typed, false) }
}

impl TomlScan {
    /// The names that lead to what is being written.
    fn path(&self) -> Vec<String> {
        self.table.iter().chain(&self.keys).cloned().collect()
    }

    /// The number of keys outside of the innermost inline table.
    fn outer_keys(&self) -> usize {
        self.open.iter().filter(|open| **open == '{').count()
    }

    fn read(&mut self, text: &str, at: usize, c: char) {
        let next = at + c.len_utf8();
        if let Some((mark, _)) = self.quoted {
            let closes = c == mark && !self.escaped;
            self.escaped = c == '\\' && !self.escaped && mark == '"';
            if closes || c == '\n' {
                (self.quoted, self.word) = (None, next);
            }
            if c != '\n' {
                return;
            }
        }
        match c {
            '\n' => {
                self.comment = false;
                if self.open.is_empty() {
                    self.header(text[self.word.min(at)..at].trim());
                    self.keys.clear();
                    self.word = next;
                }
            }
            _ if self.comment => {}
            '#' => self.comment = true,
            '"' | '\'' => (self.quoted, self.escaped) = (Some((c, next)), false),
            '=' if self.keys.len() <= self.outer_keys() => {
                self.keys.push(text[self.word..at].trim().to_owned());
                self.word = next;
            }
            '[' | '{' if !self.keys.is_empty() => {
                self.open.push(c);
                self.word = next;
            }
            ']' | '}' if !self.keys.is_empty() => {
                self.open.pop();
                self.keys.truncate(self.outer_keys() + 1);
                self.word = next;
            }
            ',' => {
                if self.open.last() == Some(&'{') {
                    self.keys.truncate(self.outer_keys());
                }
                self.word = next;
            }
            _ => {}
        }
    }

    /// Enters the table of a header.
    fn header(&mut self, line: &str) {
        let name = line.trim_start_matches('[').trim_end_matches(']');
        if line.starts_with('[') && line.ends_with(']') && self.keys.is_empty() {
            self.table = name.split('.').map(|name| name.trim().to_owned()).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> String {
        let path = RelPath::new("content/articles/a.md").expect("a path");
        let (before, after) = text.split_once('|').expect("a place");
        let text = format!("{before}{after}");
        let place = cursor(&path, &text, before.len());
        let of = |range: Range<usize>| text[range].to_owned();
        match place {
            None => "nothing".to_owned(),
            Some(CursorPlace::Header(range)) => format!("header {}", of(range)),
            Some(CursorPlace::Key(table, range)) => format!("key {} {}", table.join("."), of(range)),
            Some(CursorPlace::Value(keys, range, quoted)) => format!("value {} {} {quoted}", keys.join("."), of(range)),
            Some(CursorPlace::Source(range)) => format!("source {}", of(range)),
            Some(CursorPlace::Link(range)) => format!("link {}", of(range)),
            Some(CursorPlace::Note(range)) => format!("note {}", of(range)),
        }
    }

    #[test]
    fn places_are_told_apart() {
        for (text, place) in [
            ("+++\nti|\n+++\n", "key  ti"),
            ("+++\ntitle = \"a\" # b\nda|\n+++\n", "key  da"),
            ("+++\ntitle = |\n+++\n", "value title  false"),
            ("+++\ntopics = [\"a\", \"b|\n+++\n", "value topics b true"),
            ("+++\ntopics = [\n  \"a\",\n  \"b|\",\n]\n+++\n", "value topics b true"),
            ("+++\ntopics = [\n \"a\",\n]\nt|\n+++\n", "key  t"),
            ("+++\n[[sou|\n+++\n", "header sou"),
            ("+++\n[[source]]\nout|\n+++\n", "key source out"),
            ("+++\n[[source]]\noutlet = \"x|\"\n+++\n", "value source.outlet x true"),
            ("+++\nterms = [{ te|\n+++\n", "key terms te"),
            ("+++\nterms = [{ term = \"a\", ca|\n+++\n", "key terms ca"),
            ("+++\nterms = [{ term = \"a\", case = |\n+++\n", "value terms.case  false"),
            ("+++\nterms = [{ term = \"a\" }]\nx|\n+++\n", "key  x"),
            ("+++\n+++\nSee [a](b|", "link b"),
            ("+++\n+++\n> — [a](source:b|)", "source b"),
            ("+++\n+++\nWords[^co|]", "note co"),
            ("+++\n+++\nWords [a](b) c|", "nothing"),
        ] {
            assert_eq!(at(text), place, "{text}");
        }
    }
}
