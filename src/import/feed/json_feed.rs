//! JSON Feed, 1.0 and 1.1.

use serde_json::Value;

use super::entry::{EntryText, ImportedEntry, ImportedFeed, date_or_words};
use crate::base::text::characters::remove_non_xml;
use crate::import::refusal::{ImportRefusal, Skipped};

/// Parses a feed; lists what had to be removed from it.
///
/// # Errors
/// When the JSON is invalid, with the line.
pub(super) fn parse(text: &str) -> Result<(ImportedFeed, Vec<Skipped>), ImportRefusal> {
    let text = text.trim_start_matches('\u{feff}');
    let mut value: Value = serde_json::from_str(text).map_err(|error| ImportRefusal {
        line: Some(error.line()).filter(|line| *line > 0),
        message: format!("invalid JSON: {error}"),
        hint: "save the feed again".to_owned(),
    })?;
    let controls = remove_controls(&mut value);
    let items = value.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let entries = items.iter().filter(|item| item.is_object());
    let feed = ImportedFeed {
        title: string(&value, "title"),
        link: string(&value, "home_page_url").or_else(|| string(&value, "feed_url")),
        language: string(&value, "language"),
        entries: entries.map(|item| parse_item(item, &value)).collect(),
        ..ImportedFeed::default()
    };
    Ok((feed, Vec::from_iter(Skipped::controls(controls))))
}

/// Removes the characters that XML does not allow either, and counts them.
fn remove_controls(value: &mut Value) -> usize {
    match value {
        Value::String(text) => remove_non_xml(text),
        Value::Array(values) => values.iter_mut().map(remove_controls).sum(),
        Value::Object(fields) => fields.values_mut().map(remove_controls).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

fn parse_item(item: &Value, feed: &Value) -> ImportedEntry {
    let (published, unparsed) = date_or_words(string(item, "date_published"));
    let modified = string(item, "date_modified").map(|at| format!("modified {at}"));
    let content = string(item, "content_html").map(EntryText::Html);
    let attachments = item.get("attachments").and_then(Value::as_array).into_iter().flatten();
    let tags = item.get("tags").and_then(Value::as_array).into_iter().flatten();
    let mut entry = ImportedEntry {
        title: string(item, "title"),
        id: string(item, "id"),
        link: string(item, "url").or_else(|| string(item, "id").filter(|id| id.starts_with("http"))),
        stated_date: if published.is_some() { None } else { unparsed.or(modified) },
        published,
        language: string(item, "language"),
        tags: tags.filter_map(Value::as_str).map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
        content: content.or_else(|| string(item, "content_text").map(EntryText::Text)),
        summaries: string(item, "summary").map(EntryText::Text).into_iter().collect(),
        enclosures: attachments.filter_map(|attachment| string(attachment, "url")).collect(),
        ..ImportedEntry::default()
    };
    if let Some(about) = string(item, "external_url") {
        entry.remove("page that it is about", &about);
    }
    let own = authors(item);
    entry.set_author(&[if own.is_empty() { authors(feed) } else { own }]);
    entry
}

/// The names of the authors; 1.0 had only one.
fn authors(value: &Value) -> Vec<String> {
    let list = value.get("authors").and_then(Value::as_array).into_iter().flatten();
    list.chain(value.get("author")).filter_map(|author| string(author, "name")).collect()
}

fn string(value: &Value, key: &str) -> Option<String> {
    let text = value.get(key)?;
    // An id may be a number.
    let text = text.as_str().map(str::to_owned).or_else(|| text.as_number().map(ToString::to_string))?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
