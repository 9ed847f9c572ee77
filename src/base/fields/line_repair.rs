//! Lines of TOML with a mistake of syntax, and how they were probably meant.

use std::ops::Range;

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
