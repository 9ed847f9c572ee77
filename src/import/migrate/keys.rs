//! Front matter → the fields of a draft. Keys that a draft does not have go under `[extra]`, and are listed.

use toml::value::Datetime;
use toml_edit::{InlineTable, Value};

use super::foreign_front_matter::plain_item;
use crate::base::text::slug;
use crate::import::date_parser::{moment, parse_date};
use crate::import::draft::{Confidence, Draft, RemovedText, language_tag};
use crate::import::options::ImportOptions;
use crate::pipeline::content::{Unknown, article};

/// The keys of front matter that no field of the draft has taken yet, in order.
struct ForeignKeys(Vec<(String, Value)>);

impl ForeignKeys {
    /// Removes the first of the named keys whose value fits, and returns the value. Letter case does not matter, as in Hugo.
    fn take(&mut self, names: &[&str]) -> Option<Value> {
        names.iter().find_map(|name| {
            let index = self.0.iter().position(|(key, value)| key.eq_ignore_ascii_case(name) && fits(name, value))?;
            Some(self.0.remove(index).1)
        })
    }
}

/// Fills in a draft from front matter.
pub(super) fn fill_in(draft: &mut Draft, keys: InlineTable, options: &ImportOptions<'_>) {
    let mut keys = ForeignKeys(keys.into_iter().map(|(key, value)| (key.to_string(), value)).collect());
    if let Some(title) = keys.take(&["title"]) {
        draft.title = scalar_text(&title).unwrap_or_default().trim().to_owned();
    }
    set_dates(draft, &mut keys);
    draft.summary = keys.take(&["summary", "description", "excerpt"]).and_then(|value| scalar_text(&value));
    draft.author = keys.take(&["author", "authors"]).map(|value| texts(&value).join(", "));
    draft.language = keys.take(&["language", "lang", "locale"]).and_then(|value| language_tag(&scalar_text(&value)?));
    draft.slug = keys
        .take(&["slug"])
        .and_then(|value| scalar_text(&value))
        .filter(|text| !slug::slugify(text).is_empty())
        .or(draft.slug.take());
    if let Some(value) = keys.take(&["draft"]) {
        note_draft(draft, "draft", if value.as_bool() == Some(false) { "published" } else { "not published" });
    }
    if let Some(value) = keys.take(&["published"]) {
        note_draft(draft, "published", if value.as_bool() == Some(true) { "published" } else { "not published" });
    }
    set_terms(draft, &mut keys, options);
    for key in ["aliases", "redirect_from", "url", "permalink", "path"] {
        let Some(value) = keys.take(&[key]) else { continue };
        for path in texts(&value) {
            match alias(&path) {
                Some(alias) => draft.aliases.extend((!draft.aliases.contains(&alias)).then_some(alias)),
                None => draft.unknown.push(Unknown::Redirect(path)),
            }
        }
    }
    add_extra(draft, keys);
}

/// Sets the dates that are stated.
fn set_dates(draft: &mut Draft, keys: &mut ForeignKeys) {
    draft.date = keys.take(&["date", "publishDate"]).and_then(|value| date(&value)).or(draft.date);
    let expires = keys.take(&["expires", "expiryDate"]).and_then(|value| date(&value));
    let updated = keys.take(&["updated", "lastmod", "last_modified_at", "modified"]).and_then(|value| date(&value));
    draft.expires = after_date(draft, "expires", expires);
    draft.updated = after_date(draft, "updated", updated);
}

/// Checks that a date is not earlier than that of the article; one that is earlier is left out and listed.
fn after_date(draft: &mut Draft, kind: &'static str, date: Option<Datetime>) -> Option<Datetime> {
    let date = date?;
    if draft.date.is_some_and(|published| moment(&date) < moment(&published)) {
        draft.removed.push(RemovedText { kind, text: format!("{date}, which is earlier than its date") });
        return None;
    }
    Some(date)
}

/// Notes that the article is a draft now, whatever it was.
fn note_draft(draft: &mut Draft, key: &str, state: &str) {
    draft.decide(Confidence::High, format!("a draft until you release it; it was {state} (`{key}`)"));
}

/// Sets topics and tags, also from the taxonomies of Zola and Hugo.
fn set_terms(draft: &mut Draft, keys: &mut ForeignKeys, options: &ImportOptions<'_>) {
    let mut tags: Vec<String> = Vec::new();
    let mut categories: Vec<String> = Vec::new();
    for key in ["tags", "tag", "keywords"] {
        tags.extend(keys.take(&[key]).iter().flat_map(tag_list));
    }
    for key in ["topics", "categories", "category"] {
        categories.extend(keys.take(&[key]).iter().flat_map(tag_list));
    }
    if let Some(Value::InlineTable(table)) = keys.take(&["taxonomies"]) {
        for (key, value) in table {
            match &*key {
                "tags" => tags.extend(texts(&value)),
                "categories" | "topics" => categories.extend(texts(&value)),
                name => {
                    let mut kept =
                        draft.extra.remove("taxonomies").and_then(|item| item.into_table().ok()).unwrap_or_default();
                    kept.insert(name, plain_item(value.clone()));
                    draft.extra.insert("taxonomies", toml_edit::Item::Table(kept));
                    draft.decide(
                        Confidence::High,
                        format!("`taxonomies.{name}` is under [extra]: articles have topics and tags"),
                    );
                }
            }
        }
    }
    for name in categories {
        match options.topic(&name) {
            Some(topic) => draft.add_topic(topic),
            None => tags.push(name),
        }
    }
    for tag in tags {
        draft.tags.extend((!draft.tags.contains(&tag)).then_some(tag));
    }
}

/// Puts all other keys under `[extra]`.
fn add_extra(draft: &mut Draft, rest: ForeignKeys) {
    let mut moved = Vec::new();
    for (key, value) in rest.0 {
        match (key.as_str(), value) {
            // These tables are for the editor's own keys there.
            ("extra" | "params", Value::InlineTable(table)) => {
                for (key, value) in table {
                    draft.extra.insert(&key, plain_item(value));
                }
            }
            (_, value) => {
                moved.push(format!("`{key}`"));
                draft.extra.insert(&key, plain_item(value));
            }
        }
    }
    if !moved.is_empty() {
        draft.decide(Confidence::High, format!("under [extra], since articles have no such key: {}", moved.join(", ")));
    }
}

/// Returns whether a value has a type that the key allows. Any other value goes under `[extra]` as it is.
fn fits(key: &str, value: &Value) -> bool {
    let is_text = scalar_text(value).is_some_and(|text| !text.trim().is_empty());
    match key {
        "date" | "publishDate" | "expires" | "expiryDate" | "updated" | "lastmod" | "last_modified_at" | "modified" => {
            date(value).is_some()
        }
        "draft" | "published" => value.is_bool(),
        "taxonomies" => value.is_inline_table(),
        "language" | "lang" | "locale" => scalar_text(value).is_some_and(|text| language_tag(&text).is_some()),
        "slug" => scalar_text(value).is_some_and(|text| !slug::slugify(&text).is_empty()),
        "authors" | "author" => {
            let names = texts(value).len();
            names > 0 && value.as_array().is_none_or(|list| list.len() == names)
        }
        "tags" | "tag" | "keywords" | "topics" | "categories" | "category" | "aliases" | "redirect_from" => {
            is_text || value.as_array().is_some_and(|list| list.iter().all(|item| scalar_text(item).is_some()))
        }
        _ => is_text,
    }
}

fn date(value: &Value) -> Option<Datetime> {
    let date = match value {
        Value::Datetime(date) => *date.value(),
        Value::String(text) => parse_date(text.value())?,
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Array(_) | Value::InlineTable(_) => {
            return None;
        }
    };
    // Articles have no fractions of a second.
    let time = date.time.map(|time| toml::value::Time { nanosecond: None, ..time });
    date.date.map(|_| Datetime { time, ..date })
}

/// The text of a scalar; a number may be a name.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.value().clone()),
        Value::Integer(_) | Value::Float(_) | Value::Datetime(_) => Some(value.to_string().trim().to_owned()),
        Value::Boolean(_) | Value::Array(_) | Value::InlineTable(_) => None,
    }
}

fn texts(value: &Value) -> Vec<String> {
    let texts = match value {
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        // A person has a name and perhaps more.
        Value::InlineTable(table) => table.get("name").and_then(scalar_text).into_iter().collect::<Vec<_>>(),
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
            scalar_text(value).into_iter().collect()
        }
    };
    texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// The tags of a list or of a text, which separates them by commas or, in Jekyll, by spaces.
fn tag_list(value: &Value) -> Vec<String> {
    match value.as_str() {
        Some(text) if text.contains(',') => {
            text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
        }
        Some(text) => text.split_whitespace().map(str::to_owned).collect(),
        None => texts(value),
    }
}

/// The alias for a path, unless it is a pattern of Jekyll, such as `/:year/:title/`.
fn alias(path: &str) -> Option<String> {
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    if path.contains(':') { None } else { article::alias(&path) }
}
