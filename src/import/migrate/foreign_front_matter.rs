//! Front matter of any generator: YAML between `---`, TOML between `+++`, JSON in braces.

use toml_edit::{InlineTable, Item, Value};

use super::yaml;
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
                keys: yaml::parse(&with_indented_ends(front)).map_err(|refusal| lines_below(refusal, 1))?,
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
    match value {
        Value::InlineTable(table) => {
            let mut table = table.into_table();
            table.fmt();
            Item::Table(table)
        }
        Value::String(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Array(_) => {
            value.decor_mut().clear();
            Item::Value(value)
        }
    }
}
