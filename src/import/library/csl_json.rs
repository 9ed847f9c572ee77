//! References in CSL-JSON (Citation Style Language 1.0.2), as Zotero and Pandoc write them.

use serde_json::Value;
use toml::value::Datetime;

use super::calendar::calendar_date;
use super::work::{SavedWork, filled, plain};
use crate::import::date_parser::parse_date;
use crate::import::draft::language_tag;
use crate::import::html_to_markdown::address::web_url;
use crate::import::refusal::ImportRefusal;

/// Returns whether JSON is a list of references: its beginning, in lower case, has a `type` and what else all have.
pub(in crate::import) fn is_export(head: &str) -> bool {
    const SIGNS: [&str; 5] =
        ["\"issued\"", "\"container-title\"", "\"date-parts\"", "\"citation-key\"", "\"accessed\""];
    head.starts_with('[') && head.contains("\"type\"") && SIGNS.iter().any(|sign| head.contains(sign))
}

/// Reads the references.
///
/// # Errors
/// When it is no such list.
pub(super) fn read_works(text: &str) -> Result<Vec<SavedWork>, ImportRefusal> {
    let list: Vec<Value> = serde_json::from_str(text).map_err(|error| {
        let message = format!("this is no list of references in CSL-JSON: {error}");
        ImportRefusal::at(error.line(), message, "export the references again")
    })?;
    Ok(list.iter().map(read_reference).collect())
}

fn read_reference(item: &Value) -> SavedWork {
    let text = |key: &str| item[key].as_str().and_then(filled);
    let mut work = SavedWork {
        key: text("citation-key").or_else(|| text("id")),
        title: text("title"),
        url: text("URL").and_then(|url| web_url(&url)),
        publisher: text("container-title").or_else(|| text("publisher")),
        author: names(&item["author"]),
        language: text("language").and_then(|tag| language_tag(&tag)),
        ..SavedWork::default()
    };
    work.published = date(&item["issued"], "date without a day", &mut work);
    work.read = date(&item["accessed"], "date of access without a day", &mut work);
    work.add_tags(text("keyword").unwrap_or_default().split([',', ';']));
    work.remarks.extend(text("annote").map(|note| plain(&note)));
    for (key, kind) in [("abstract", "abstract"), ("note", "further fields of the reference")] {
        work.leave_out(kind, &text(key).unwrap_or_default());
    }
    work
}

/// The names of authors, as they sign.
fn names(list: &Value) -> Option<String> {
    let names: Vec<String> = list.as_array().into_iter().flatten().filter_map(name).collect();
    filled(&names.join(", "))
}

fn name(name: &Value) -> Option<String> {
    let part = |key: &str| name[key].as_str().and_then(filled);
    let parts = [part("given"), part("non-dropping-particle"), part("family"), part("suffix")];
    part("literal").or_else(|| filled(&parts.into_iter().flatten().collect::<Vec<_>>().join(" ")))
}

/// A day; what is less than one is left out, since a source has no field for it.
fn date(value: &Value, kind: &'static str, work: &mut SavedWork) -> Option<Datetime> {
    let written = ["raw", "literal"].iter().find_map(|key| value[key].as_str());
    if let Some(date) = written.and_then(parse_date) {
        return Some(date);
    }
    let parts = value.pointer("/date-parts/0").and_then(Value::as_array);
    let parts: Vec<u64> = parts.into_iter().flatten().filter_map(number).collect();
    let known = if let [year, month, day] = parts[..] { calendar_date(year, month, day) } else { None };
    if known.is_none() {
        let parts = parts.iter().map(u64::to_string).collect::<Vec<_>>().join("-");
        work.leave_out(kind, written.unwrap_or(&parts));
    }
    known
}

/// A number, which some programs write as text.
fn number(part: &Value) -> Option<u64> {
    part.as_u64().or_else(|| part.as_str()?.trim().parse().ok())
}
