//! Values of TOML: their places, their names, their conversions, their formats.

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
    let primary = parts.next().is_some_and(|p| matches!(p.len(), 2..=3) && all_letters(p));
    primary && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn all_letters(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphabetic())
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
