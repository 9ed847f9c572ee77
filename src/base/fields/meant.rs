//! What an editor meant by TOML that cannot be read: lines with a mistake of syntax, dates that are not written as TOML
//! dates, and keys that other programs call by other names.

use std::ops::Range;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::value::line_of;

/// Returns the line as it was meant: the first of the ways to write it that is valid TOML. `None` if it is valid, or no way is.
pub(super) fn repair_line(line: &str) -> Option<String> {
    let trimmed = line.trim();
    if trimmed.is_empty() || is_valid(line) {
        return None;
    }
    let header = trimmed.trim_matches(['[', ']', ' ']);
    if trimmed.starts_with('[') && !header.contains(['=', ',', '"', '\'']) {
        let doubled = trimmed.starts_with("[[") || trimmed.ends_with("]]");
        return Some(if doubled { format!("[[{header}]]") } else { format!("[{header}]") })
            .filter(|line| is_valid(line));
    }
    let (key, value) = split(trimmed)?;
    let value = value.trim();
    let list = bare_list(value).filter(|_| LISTS.contains(&key));
    list.into_iter().chain(values(value)).map(|value| format!("{key} = {value}")).find(|line| is_valid(line))
}

/// The way to write a value, which is `written` so, as the type that a key takes, where that is plain.
pub(super) fn retype(expected: &str, value: &DeValue<'_>, written: &str) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match (expected, value) {
        ("text", DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Boolean(_)) => {
            Some(format!("\"{written}\""))
        }
        // A comma may separate two.
        ("a list of texts" | "a list", DeValue::String(text)) if !text.contains(',') => Some(format!("[{written}]")),
        ("`true` or `false`", DeValue::String(text)) if matches!(&**text, "true" | "false") => Some(text.to_string()),
        ("a whole number", DeValue::String(text)) if is_number(text) => Some(text.to_string()),
        _ => None,
    }
}

/// The first line in brackets of a document, and the whole line with the key at the byte `at` below it, if that line may move
/// above. Whether an article is published is the editor's decision.
pub(super) fn moved_up(text: &str, at: usize) -> Option<(usize, Range<usize>)> {
    let header = if text.starts_with('[') { 0 } else { text.find("\n[")? + 1 };
    let line = line_of(text, at);
    let line = line.start..(line.end + 1).min(text.len());
    let moved = text.get(line.clone()).filter(|_| header <= line.start)?;
    (moved.ends_with('\n') && is_valid(moved) && !moved.starts_with("draft")).then_some((header, line))
}

/// Returns whether a line is valid TOML by itself.
fn is_valid(line: &str) -> bool {
    DeTable::parse(line).is_ok()
}

/// Splits a line after its key, where a colon may stand for the equals sign.
fn split(line: &str) -> Option<(&str, &str)> {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))?;
    let (key, rest) = line.split_at(end);
    let value = rest.trim_start().strip_prefix(['=', ':'])?;
    let value = value.strip_prefix('=').unwrap_or(value);
    (!key.is_empty()).then_some((key, value))
}

/// Keys that take a list of names.
const LISTS: [&str; 4] = ["tags", "topics", "declined_topics", "aliases"];

/// Names that only commas part, as a list: `horns, night`.
fn bare_list(value: &str) -> Option<String> {
    let is_bare = value.contains(',') && !value.contains(['"', '\'', '[', ']', '{', '}', '#', '\\']);
    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
    is_bare.then(|| format!("[{}]", names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")))
}

/// The ways in which a value may have been meant, the likelier first.
fn values(value: &str) -> Vec<String> {
    let curly = ['“', '”', '„', '‘', '’'];
    let straight = value.replace(['“', '”', '„'], "\"");
    let truth = match value.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    };
    let mut ways = vec![value.to_owned()];
    ways.extend(truth.map(str::to_owned));
    // Not a comment, not a text of several lines, not the word of other languages for nothing, and not a second key.
    if value.contains('#')
        || value.starts_with("\"\"\"")
        || value.starts_with("'''")
        || ["", "null", "nil", "none", "["].contains(&&*value.to_lowercase())
        || value.contains("\",") && !value.starts_with(['[', '{'])
    {
        return ways;
    }
    ways.push(straight.clone());
    if let Some(list) = straight.strip_prefix('{').and_then(|list| list.strip_suffix('}')) {
        ways.push(format!("[{list}]"));
    }
    if value.starts_with(['[', '{']) {
        ways.push(format!("{straight}]"));
        ways.push(straight.replace("\" \"", "\", \""));
        return ways;
    }
    // What is between the first mark and the last one, in marks that it does not contain.
    let marks = ['"', '\''].into_iter().chain(curly);
    let inner = value.trim_matches(|c| marks.clone().any(|mark| mark == c));
    if !inner.contains('"') && !inner.contains('\\') {
        ways.push(format!("\"{inner}\""));
    }
    if !inner.contains('\'') {
        ways.push(format!("'{inner}'"));
    }
    ways.push(format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\"")));
    ways
}

/// Explains why `written` cannot be the date `key`: a message and a hint. `reason` is the message if nothing better is
/// known.
pub(super) fn explain(key: &str, written: &str, reason: &str) -> (String, String) {
    let bare = written.trim_matches(['"', '\'']);
    let is_quoted = bare != written;
    let numbers: Vec<i16> = bare.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let (year, second, third) = match numbers[..] {
        [year, month, day, ..] if year >= 1000 => (year, month, day),
        [day, month, year, ..] if year >= 1000 => (year, month, day),
        [year, _] if year >= 1000 && !is_quoted => {
            let hint = format!("write {key} = {bare}-31 if that is the day, or leave the date out");
            return (format!("`{key}` has no day"), hint);
        }
        _ => return (reason.to_owned(), "write it as 2015-01-31, or leave it out".to_owned()),
    };
    let as_written = calendar_date(year, second, third);
    match as_written.or_else(|| calendar_date(year, third, second)) {
        Some(date) if is_quoted && as_written.is_some() => {
            (format!("`{key}` takes a date, not text"), format!("remove the quotation marks: {key} = {date}"))
        }
        Some(date) => {
            (format!("`{key}` is not written as a date"), format!("write year, month and day: {key} = {date}"))
        }
        None => (format!("`{key}` is not a valid date"), month_length(year, second)),
    }
}

/// The one date that `written` can mean, if it is no valid date as it is: `31.1.2015`, `"2015-01-31"`, `2015-1-31`.
pub(super) fn only_date(written: &str) -> Option<Date> {
    let bare = written.trim_matches(['"', '\'']);
    let parts: Vec<&str> = bare.split(['-', '.', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<i16> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match numbers[..] {
        [year, month, day] if year >= 1000 => calendar_date(year, month, day),
        [first, second, year] if year >= 1000 => {
            let [a, b] = [calendar_date(year, second, first), calendar_date(year, first, second)];
            // Which of two numbers is the month, only the editor knows.
            if a.is_some() && b.is_some() && a != b { None } else { a.or(b) }
        }
        _ => None,
    }
}

fn calendar_date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// States the number of days in the month, "February 2026 has 28 days", or that there is no such month.
fn month_length(year: i16, month: i16) -> String {
    match calendar_date(year, month, 1) {
        Some(first) => format!("{} has {} days", first.strftime("%B %Y"), first.days_in_month()),
        None => format!("there is no month {month}; write year, month and day, as in 2015-01-31"),
    }
}

/// Words for one thing; the first is margent's.
const SYNONYMS: [&[&str]; 5] = [
    &["title", "name", "headline", "heading", "subject", "label"],
    &["name", "title", "label", "outlet"],
    &["url", "link", "href", "address", "uri", "permalink", "page"],
    &["text", "note", "description", "body", "content", "what"],
    &["outlet", "publisher", "publication", "newspaper", "medium", "media", "name", "by"],
];

/// Returns whether `word` is another word for margent's `key`.
pub(super) fn mean_the_same(word: &str, key: &str) -> bool {
    let word = word.to_lowercase();
    SYNONYMS.iter().any(|words| words[0] == key && words[1..].contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::repair_line;

    #[test]
    fn lines_are_repaired_as_they_were_meant() {
        for (line, wanted) in [
            ("title: Boats", "title = \"Boats\""),
            ("title: \"Boats\"", "title = \"Boats\""),
            ("date: 2015-01-31", "date = 2015-01-31"),
            ("title = Boats and ships", "title = \"Boats and ships\""),
            ("title = “Boats”", "title = \"Boats\""),
            ("title = \"Boats", "title = \"Boats\""),
            ("title = 'L'Avis'", "title = \"L'Avis\""),
            ("title = \"The \"Kestrel\" sails\"", "title = 'The \"Kestrel\" sails'"),
            ("path = \"C:\\data\"", "path = 'C:\\data'"),
            ("draft = True", "draft = true"),
            ("draft = yes", "draft = true"),
            ("tags = [\"a\", \"b\"", "tags = [\"a\", \"b\"]"),
            ("tags = [\"a\" \"b\"]", "tags = [\"a\", \"b\"]"),
            ("tags = [“a”, “b”]", "tags = [\"a\", \"b\"]"),
            ("tags = {\"a\", \"b\"}", "tags = [\"a\", \"b\"]"),
            ("tags = horns, night", "tags = [\"horns\", \"night\"]"),
            ("title = Horns, at night", "title = \"Horns, at night\""),
            ("title := \"Boats\"", "title = \"Boats\""),
            ("[extra", "[extra]"),
            ("[[source]", "[[source]]"),
        ] {
            assert_eq!(repair_line(line).as_deref(), Some(wanted), "{line}");
        }
        for line in [
            "title = \"Boats\"",
            "a sentence",
            "title =",
            "# note",
            "title = a # b",
            "= 1",
            "tags = [",
            "a = null",
            "a = \"\"\"b",
            "a = \"b\", c = \"d\"",
        ] {
            assert_eq!(repair_line(line), None, "{line}");
        }
    }
}
