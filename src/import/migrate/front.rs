//! Front matter of any generator: YAML between `---`, TOML between `+++`, JSON in braces.

use toml_edit::{InlineTable, Item, Value};

use super::super::ImportRefusal;
use super::yaml;

/// How the front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrontMatterFormat {
    Yaml,
    Toml,
    Json,
    None,
}

/// A file, apart.
pub(super) struct ForeignFile<'a> {
    pub form: FrontMatterFormat,
    pub keys: InlineTable,
    pub body: &'a str,
}

/// Takes a file apart.
///
/// # Errors
/// When its front matter cannot be read, with the line in the file.
pub(super) fn split(text: &str) -> Result<ForeignFile<'_>, ImportRefusal> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default().trim_end();
    match first {
        "---" => {
            let (front, body) = fenced(text, &["---", "..."])?;
            Ok(ForeignFile {
                form: FrontMatterFormat::Yaml,
                keys: yaml::read(front).map_err(|refusal| below(refusal, 1))?,
                body,
            })
        }
        "+++" => {
            let (front, body) = fenced(text, &["+++"])?;
            Ok(ForeignFile { form: FrontMatterFormat::Toml, keys: toml(front)?, body })
        }
        _ if first.starts_with('{') && !first.starts_with("{%") && !first.starts_with("{{") => {
            let mut stream =
                serde_json::Deserializer::from_str(text).into_iter::<serde_json::Map<String, serde_json::Value>>();
            match stream.next() {
                Some(Ok(keys)) => {
                    let body = text[stream.byte_offset()..].trim_start_matches([' ', '\r']);
                    let body = body.strip_prefix('\n').unwrap_or(body);
                    let keys = keys.iter().filter_map(|(key, value)| Some((key.as_str(), json(value)?))).collect();
                    Ok(ForeignFile { form: FrontMatterFormat::Json, keys, body })
                }
                Some(Err(error)) => Err(ImportRefusal {
                    line: Some(error.line()),
                    message: format!("the front matter is no sound JSON: {error}"),
                    hint: "correct it, or put YAML between two lines --- in its place".to_owned(),
                }),
                None => Ok(ForeignFile { form: FrontMatterFormat::None, keys: InlineTable::new(), body: text }),
            }
        }
        _ => Ok(ForeignFile { form: FrontMatterFormat::None, keys: InlineTable::new(), body: text }),
    }
}

/// What is between the first line and the next that holds just a fence, and what follows.
fn fenced<'a>(text: &'a str, ends: &[&str]) -> Result<(&'a str, &'a str), ImportRefusal> {
    let start = text.find('\n').map_or(text.len(), |end| end + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Ok((&text[start..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    let hint = format!("end it with a line that holds just {}", ends[0]);
    Err(ImportRefusal { line: Some(1), message: "the front matter is not closed".to_owned(), hint })
}

fn toml(front: &str) -> Result<InlineTable, ImportRefusal> {
    let document: toml_edit::DocumentMut = front.parse().map_err(|error: toml_edit::TomlError| {
        let line = error.span().map_or(1, |span| 1 + front[..span.start.min(front.len())].matches('\n').count());
        let message = format!("the front matter is no sound TOML: {}", error.message());
        below(ImportRefusal { line: Some(line), message, hint: "correct it".to_owned() }, 1)
    })?;
    Ok(document.as_table().clone().into_inline_table())
}

fn below(refusal: ImportRefusal, lines: usize) -> ImportRefusal {
    ImportRefusal { line: refusal.line.map(|line| line + lines), ..refusal }
}

/// A value of JSON; TOML has no null.
fn json(value: &serde_json::Value) -> Option<Value> {
    use serde_json::Value as Json;
    Some(match value {
        Json::Null => return None,
        Json::Bool(value) => Value::from(*value),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::from(number),
            None => Value::from(number.as_f64()?),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(list) => Value::Array(list.iter().filter_map(json).collect()),
        Json::Object(keys) => {
            Value::InlineTable(keys.iter().filter_map(|(key, value)| Some((key.as_str(), json(value)?))).collect())
        }
    })
}

/// A value without the comments and the spaces that it was written with, as a table of its own where it is one.
pub(super) fn item(value: Value) -> Item {
    match value {
        Value::InlineTable(table) => {
            let mut table = table.into_table();
            table.fmt();
            Item::Table(table)
        }
        mut value => {
            value.decor_mut().clear();
            Item::Value(value)
        }
    }
}
