//! Values of TOML: their places, their names, their conversions, their formats; and the markup in plain text, as in titles,
//! which would be shown as it is written.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::de::{DeArray, DeTable, DeValue};
use toml_edit::{Array, Item, Value, value};

/// A value and its place in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place, in bytes from the start of the file.
    pub range: Range<usize>,
}

/// The editor's own keys, for templates.
pub(crate) type Extra = serde_json::Map<String, serde_json::Value>;

/// The line of `text` that contains the byte `at`, without its line break.
pub(super) fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// Returns whether `url` is a complete web address: `http` or `https`, a host, and no spaces.
pub(crate) fn is_web_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let fits = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"');
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && rest.chars().all(fits)
    })
}

/// Returns whether a text has the form of a language tag (BCP 47): `en`, `ko-KR`. BCP 47 allows a first part of more
/// than three letters, but no language has one: `english` is a mistake.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().is_some_and(|p| matches!(p.len(), 2..=3) && p.bytes().all(|b| b.is_ascii_alphabetic()));
    primary && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Returns the text of a value, or the value if it is not text.
pub(super) fn into_text(value: DeValue<'_>) -> Result<String, DeValue<'_>> {
    if let DeValue::String(text) = value { Ok(text.into_owned()) } else { Err(value) }
}

/// Returns the items of a value, or the value if it is not a list.
pub(super) fn into_list(value: DeValue<'_>) -> Result<DeArray<'_>, DeValue<'_>> {
    if let DeValue::Array(list) = value { Ok(list) } else { Err(value) }
}

/// Returns the table in a value, or the value if it is not a table.
pub(super) fn into_table(value: DeValue<'_>) -> Result<DeTable<'_>, DeValue<'_>> {
    if let DeValue::Table(table) = value { Ok(table) } else { Err(value) }
}

/// Parses an integer in any radix; `None` if it does not fit.
pub(super) fn parse_integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The name of a value's type in messages.
pub(super) fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Converts a value for templates. Dates become text.
pub(super) fn to_json(value: DeValue<'_>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Integer(_) => parse_integer(&value).map_or(Value::Null, Value::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(list) => list.into_iter().map(|item| to_json(item.into_inner())).collect(),
        DeValue::Table(table) => table
            .into_iter()
            .map(|(key, value)| (key.into_inner().into_owned(), to_json(value.into_inner())))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

/// An array with an item on each line.
pub(crate) fn array_of_lines(items: impl Iterator<Item = Value>) -> Item {
    let mut array = Array::new();
    for item in items {
        array.push_formatted(item.decorated("\n  ", ""));
    }
    if !array.is_empty() {
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    value(array)
}

/// The keys of plain text.
pub(super) const KEYS: [&str; 5] = ["title", "name", "summary", "description", "text"];

/// Entities that editors write.
const ENTITIES: [&str; 14] =
    ["amp", "lt", "gt", "quot", "apos", "nbsp", "mdash", "ndash", "hellip", "lsquo", "rsquo", "ldquo", "rdquo", "shy"];
/// Elements that editors write.
const ELEMENTS: [&str; 12] = ["a", "b", "br", "code", "del", "em", "i", "mark", "span", "strong", "sub", "sup"];

/// The first piece of Markdown or HTML in `text`.
pub(super) fn markup(text: &str) -> Option<&str> {
    if let Some(heading) = text.find(|c| c != '#').filter(|signs| *signs > 0 && text[*signs..].starts_with(' ')) {
        return Some(&text[..heading]);
    }
    // More signs than these are no title.
    let mut signs = text.char_indices().filter(|(_, c)| matches!(c, '*' | '_' | '`' | '~' | '[' | '<' | '&')).take(100);
    signs.find_map(|(at, sign)| piece(&text[..at], &text[at..], sign))
}

fn piece<'t>(before: &str, rest: &'t str, sign: char) -> Option<&'t str> {
    let inner = |open: &str, close: &str| {
        rest.find(close).map(|end| &rest[..end + close.len()]).filter(|found| found.starts_with(open))
    };
    match sign {
        '[' if rest.starts_with("[^") => inner("[^", "]"),
        '[' => inner("[", ")").filter(|found| found.contains("](")),
        '<' => inner("<", ">").filter(|found| is_tag(found)),
        '&' => inner("&", ";").filter(|found| is_entity(&found[1..found.len() - 1])),
        _ => emphasis(before, rest, sign),
    }
}

fn is_tag(text: &str) -> bool {
    let name = text[1..].trim_start_matches('/').split([' ', '>', '/']).next().unwrap_or_default();
    ELEMENTS.contains(&name)
}

fn is_entity(name: &str) -> bool {
    (name.starts_with('#') && name.len() > 2) || ENTITIES.contains(&name)
}

/// Words between two runs of one sign, as Markdown reads emphasis, struck-through text and code.
fn emphasis<'t>(before: &str, rest: &'t str, sign: char) -> Option<&'t str> {
    let run = rest.chars().take_while(|c| *c == sign).count();
    let words = &rest[run..];
    let mark = &rest[..run];
    let opens = !before.ends_with(char::is_alphanumeric) && words.starts_with(|c: char| !c.is_whitespace());
    let end = words.find(mark).filter(|end| opens && *end > 0 && (sign != '~' || run == 2))?;
    let after = &words[end + run..];
    let closes = !words[..end].ends_with(char::is_whitespace) && !after.starts_with(char::is_alphanumeric);
    closes.then(|| &rest[..run + end + run])
}

#[cfg(test)]
mod tests {
    use super::markup;

    #[test]
    fn markup_is_told_from_signs() {
        #[rustfmt::skip]
        let found = [
            ("**Bold** words", "**Bold**"), ("On *the* bay", "*the*"), ("[Bay](bay.md) and sea", "[Bay](bay.md)"),
            ("Fares[^doubt]", "[^doubt]"), ("Ferry <em>fares</em>", "<em>"), ("Boats &amp; trains", "&amp;"),
            ("# Fares", "#"), ("The `fare` key", "`fare`"),
        ];
        for (text, piece) in found {
            assert_eq!(markup(text), Some(piece), "{text}");
        }
        for text in
            ["M*A*S*H", "5 * 3 * 2", "snake_case_name", "AT&T; more", "a < b > c", "#1 of 3", "[sic]", "* and *"]
        {
            assert_eq!(markup(text), None, "{text}");
        }
    }
}
