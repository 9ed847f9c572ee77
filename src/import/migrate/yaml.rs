//! YAML front matter → TOML values. Aliases are followed no more often than front matter needs, and null is left out.

use saphyr_parser::{Event, Parser, ScalarStyle};
use toml_edit::{Array, InlineTable, Value};

use crate::import::date_parser::parse_date;
use crate::import::refusal::ImportRefusal;

/// The greatest depth of lists and tables.
const DEPTH: usize = 32;
/// The greatest number of values, including those that aliases repeat.
const LIMIT: usize = 20_000;

/// An open list or table.
enum YamlContainer {
    List(Array),
    /// A table, and the key whose value follows.
    Table(InlineTable, Option<String>),
}

/// Parses a document that is a table; an empty document is an empty table.
///
/// # Errors
/// When it is invalid or too large, with the line from 1 on.
pub(super) fn parse(text: &str) -> Result<InlineTable, ImportRefusal> {
    let mut stack: Vec<(YamlContainer, usize)> = Vec::new();
    let mut anchors: Vec<(usize, Value)> = Vec::new();
    let mut count = 0;
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| refuse(error.marker().line(), format!("invalid YAML: {}", error.info())))?;
        let line = span.start.line();
        let value = match event {
            Event::SequenceStart(anchor, _) => {
                stack.push((YamlContainer::List(Array::new()), anchor));
                None
            }
            Event::MappingStart(anchor, _) => {
                stack.push((YamlContainer::Table(InlineTable::new(), None), anchor));
                None
            }
            Event::Scalar(text, style, anchor, _) => Some((Some(scalar(&text, style)), anchor)),
            Event::Alias(anchor) => {
                let known = anchors.iter().rev().find(|(known, _)| *known == anchor).map(|(_, value)| value.clone());
                count += known.as_ref().map_or(0, size);
                Some((Some(known), 0))
            }
            Event::SequenceEnd | Event::MappingEnd => {
                stack.pop().map(|(open, anchor)| (Some(Some(close(open))), anchor))
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                None
            }
        };
        count += 1;
        if stack.len() > DEPTH || count > LIMIT {
            return Err(refuse(line, "the front matter repeats or nests too much"));
        }
        let Some((Some(value), anchor)) = value else { continue };
        if let (Some(value), true) = (&value, anchor > 0) {
            anchors.push((anchor, value.clone()));
        }
        match stack.last_mut() {
            Some((open, _)) => insert(open, value),
            None => root = root.or(Some((value, line))),
        }
    }
    match root {
        Some((Some(Value::InlineTable(table)), _)) => Ok(table),
        Some((Some(_), line)) => Err(refuse(line, "the front matter is not a table of keys")),
        Some((None, _)) | None => Ok(InlineTable::new()),
    }
}

fn refuse(line: usize, message: impl Into<String>) -> ImportRefusal {
    ImportRefusal::at(line, message, "correct the YAML in the front matter")
}

fn close(open: YamlContainer) -> Value {
    match open {
        YamlContainer::List(list) => Value::Array(list),
        YamlContainer::Table(table, _) => Value::InlineTable(table),
    }
}

/// Adds a value to a list or table. Null is left out, since TOML has no such value.
fn insert(open: &mut YamlContainer, value: Option<Value>) {
    match open {
        YamlContainer::List(list) => value.into_iter().for_each(|value| list.push_formatted(value)),
        YamlContainer::Table(table, key) => match key.take() {
            None => *key = Some(value.as_ref().map(to_key).unwrap_or_else(|| "null".to_owned())),
            Some(key) => drop(value.and_then(|value| table.insert(&key, value))),
        },
    }
}

/// A value as a key.
fn to_key(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string().trim().to_owned(), str::to_owned)
}

/// The number of values in a value.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(size).sum::<usize>(),
        Value::InlineTable(table) => 1 + table.iter().map(|(_, value)| size(value)).sum::<usize>(),
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => 1,
    }
}

/// A scalar by the core schema (YAML 1.2 §10.3), with the dates that front matter has; `None` is null.
fn scalar(text: &str, style: ScalarStyle) -> Option<Value> {
    if style != ScalarStyle::Plain {
        return Some(Value::from(text));
    }
    let number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return None,
        "true" | "True" | "TRUE" => return Some(Value::from(true)),
        "false" | "False" | "FALSE" => return Some(Value::from(false)),
        _ if !number => return Some(Value::from(text)),
        _ => {}
    }
    if let Some(date) = parse_date(text) {
        return Some(Value::from(date));
    }
    let digits = text.trim_start_matches(['+', '-']);
    // A number with a leading zero is a name, such as a code.
    let integer = text.parse::<i64>().ok().filter(|_| digits == "0" || !digits.starts_with('0'));
    Some(integer.map(Value::from).or_else(|| float(text).map(Value::from)).unwrap_or_else(|| Value::from(text)))
}

/// A finite number with a point or an exponent, and a digit before it.
fn float(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches(['+', '-']);
    let is_float = digits.contains(['.', 'e', 'E'])
        && !digits.starts_with('.')
        && digits.bytes().all(|b| b.is_ascii_digit() || b"eE+-.".contains(&b));
    text.parse::<f64>().ok().filter(|float| is_float && float.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_becomes_toml() {
        for (yaml, toml) in [
            ("a: 1\nb: true\nc: ~\nd: 'x'", "{ a = 1, b = true, d = \"x\" }"),
            ("tags: [a, b c]\n", "{ tags = [\"a\", \"b c\"] }"),
            ("date: 2015-01-31 10:00:00 +0900", "{ date = 2015-01-31T10:00:00+09:00 }"),
            ("v: 1.5\nw: 1.2.3\nx: 007\ny: no", "{ v = 1.5, w = \"1.2.3\", x = \"007\", y = \"no\" }"),
            ("a: &x [1]\nb: *x", "{ a = [1], b = [1] }"),
            ("a:\n  b:\n    c: |\n      d\n      e\n", "{ a = { b = { c = \"\"\"\nd\ne\n\"\"\" } } }"),
            ("", "{}"),
        ] {
            let toml_text = parse(yaml).expect(yaml).to_string();
            assert_eq!(toml_text.replace("{  }", "{}").trim(), toml.trim(), "{yaml}");
        }
        let bomb = (0..20)
            .fold("a0: &a0 [x, x]\n".to_owned(), |yaml, n| yaml + &format!("a{}: &a{} [*a{n}, *a{n}]\n", n + 1, n + 1));
        for (yaml, line) in [("a: [1", 1), ("- a", 1), (&*bomb, 11), (&*"[".repeat(100_000), 1), ("a: 1\nb: : :\n", 2)]
        {
            let refused = parse(yaml).map_err(|refusal| refusal.line.unwrap_or_default());
            assert!(
                refused.as_ref().is_err_and(|refused_line| refused_line.abs_diff(line) <= 3),
                "{refused:?} {}",
                &yaml[..6.min(yaml.len())]
            );
        }
    }
}
