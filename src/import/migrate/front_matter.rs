//! Front matter of any generator: YAML between `---`, TOML between `+++`, JSON in braces; all become TOML values. Aliases of
//! YAML are followed no more often than front matter needs, and null is left out.

use saphyr_parser::{Event, Parser, ScalarStyle};
use toml_edit::{Array, InlineTable, Item, Value};

use crate::import::date_parser::parse_date;
use crate::import::refusal::ImportRefusal;

/// The format of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrontMatterFormat {
    Yaml,
    Toml,
    Json,
    None,
}

/// The parts of a file.
pub(super) struct ForeignFile<'a> {
    pub format: FrontMatterFormat,
    pub keys: InlineTable,
    pub body: &'a str,
}

/// Splits a file.
///
/// # Errors
/// When its front matter cannot be read, with the line in the file.
pub(super) fn split(text: &str) -> Result<ForeignFile<'_>, ImportRefusal> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default().trim_end();
    match first {
        "---" => {
            let (front, body) = split_fenced(text, &["---", "..."])?;
            Ok(ForeignFile {
                format: FrontMatterFormat::Yaml,
                keys: parse(&with_indented_ends(front)).map_err(|refusal| lines_below(refusal, 1))?,
                body,
            })
        }
        "+++" => {
            let (front, body) = split_fenced(text, &["+++"])?;
            Ok(ForeignFile { format: FrontMatterFormat::Toml, keys: parse_toml(front)?, body })
        }
        _ if first.starts_with('{') && !first.starts_with("{%") && !first.starts_with("{{") => {
            let mut stream =
                serde_json::Deserializer::from_str(text).into_iter::<serde_json::Map<String, serde_json::Value>>();
            match stream.next() {
                Some(Ok(keys)) => {
                    let body = text[stream.byte_offset()..].trim_start_matches([' ', '\r']);
                    let body = body.strip_prefix('\n').unwrap_or(body);
                    let keys =
                        keys.iter().filter_map(|(key, value)| Some((key.as_str(), json_to_toml(value)?))).collect();
                    Ok(ForeignFile { format: FrontMatterFormat::Json, keys, body })
                }
                Some(Err(error)) => Err(ImportRefusal {
                    line: Some(error.line()),
                    message: format!("the front matter is invalid JSON: {error}"),
                    hint: "correct it, or write YAML between two lines of --- instead".to_owned(),
                }),
                None => Ok(ForeignFile { format: FrontMatterFormat::None, keys: InlineTable::new(), body: text }),
            }
        }
        _ => Ok(ForeignFile { format: FrontMatterFormat::None, keys: InlineTable::new(), body: text }),
    }
}

/// Indents the brackets that end lists at the start of a line, where YAML forbids them (1.2 §7.4) and generators do not.
fn with_indented_ends(front: &str) -> String {
    front.replace("\n]", "\n ]").replace("\n}", "\n }")
}

/// Splits the text below the first line at the next line that is one of `ends`.
fn split_fenced<'a>(text: &'a str, ends: &[&str]) -> Result<(&'a str, &'a str), ImportRefusal> {
    let start = text.find('\n').map_or(text.len(), |end| end + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Ok((&text[start..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    let hint = format!("end it with a line that is just {}", ends[0]);
    Err(ImportRefusal { line: Some(1), message: "the front matter is not closed".to_owned(), hint })
}

fn parse_toml(front: &str) -> Result<InlineTable, ImportRefusal> {
    let document: toml_edit::DocumentMut = front.parse().map_err(|error: toml_edit::TomlError| {
        let line = error.span().map_or(1, |span| 1 + front[..span.start.min(front.len())].matches('\n').count());
        let message = format!("the front matter is invalid TOML: {}", error.message());
        lines_below(ImportRefusal { line: Some(line), message, hint: "correct it".to_owned() }, 1)
    })?;
    Ok(document.as_table().clone().into_inline_table())
}

/// Moves a refusal down by some lines.
fn lines_below(refusal: ImportRefusal, lines: usize) -> ImportRefusal {
    ImportRefusal { line: refusal.line.map(|line| line + lines), ..refusal }
}

/// Converts JSON to TOML, which has no null.
fn json_to_toml(value: &serde_json::Value) -> Option<Value> {
    use serde_json::Value as Json;
    Some(match value {
        Json::Null => return None,
        Json::Bool(value) => Value::from(*value),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::from(number),
            None => Value::from(number.as_f64()?),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(list) => Value::Array(list.iter().filter_map(json_to_toml).collect()),
        Json::Object(keys) => Value::InlineTable(
            keys.iter().filter_map(|(key, value)| Some((key.as_str(), json_to_toml(value)?))).collect(),
        ),
    })
}

/// Converts a value to an item without comments and spaces, and an inline table to a table.
pub(super) fn plain_item(mut value: Value) -> Item {
    if let Value::InlineTable(table) = value {
        let mut table = table.into_table();
        table.fmt();
        return Item::Table(table);
    }
    value.decor_mut().clear();
    Item::Value(value)
}

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
