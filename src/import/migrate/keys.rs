//! Front matter → what a draft says. A key has a place of its own, or goes under `[extra]`, or is one that no article needs;
//! whichever, it is told.

use toml::value::Datetime;
use toml_edit::{InlineTable, Value};

use super::super::{Confidence, Draft, ImportOptions, RemovedText, when};
use super::front::item;
use crate::base::text::slug;
use crate::pipeline::content::article;

/// Fills in what the keys say.
pub(super) fn fill(draft: &mut Draft, keys: InlineTable, reading: &ImportOptions<'_>) {
    let mut rest: Vec<(String, Value)> = keys.into_iter().map(|(key, value)| (key.to_string(), value)).collect();
    let mut take = |names: &[&str]| {
        names.iter().find_map(|name| {
            let at = rest.iter().position(|(key, value)| key == name && fits(name, value))?;
            Some(rest.remove(at).1)
        })
    };
    if let Some(title) = take(&["title"]) {
        draft.title = text(&title).unwrap_or_default().trim().to_owned();
    }
    dates(draft, &mut take);
    draft.summary = take(&["summary", "description", "excerpt"]).and_then(|it| text(&it));
    draft.author = take(&["author", "authors"]).and_then(|it| texts(&it).into_iter().next());
    draft.language =
        take(&["language", "lang", "locale"]).and_then(|it| super::super::feed::language(text(&it).as_deref()));
    draft.slug =
        take(&["slug"]).and_then(|it| text(&it)).filter(|it| !slug::slugify(it).is_empty()).or(draft.slug.take());
    if let Some(value) = take(&["draft"]) {
        released(draft, value.as_bool() == Some(false), "draft");
    }
    if let Some(value) = take(&["published"]) {
        released(draft, value.as_bool() == Some(true), "published");
    }
    terms(draft, &mut take, reading);
    for key in ["aliases", "redirect_from", "url", "permalink", "path"] {
        let Some(value) = take(&[key]) else { continue };
        let (good, bad): (Vec<_>, Vec<_>) =
            texts(&value).into_iter().map(|path| (address(&path), path)).partition(|(path, _)| path.is_some());
        for path in good.into_iter().filter_map(|(path, _)| path) {
            draft.aliases.extend((!draft.aliases.contains(&path)).then_some(path));
        }
        draft.unknown.extend(bad.into_iter().map(|(_, path)| format!("how to redirect its former address {path}")));
    }
    others(draft, rest);
}

/// Dates, as they are stated.
fn dates(draft: &mut Draft, take: &mut impl FnMut(&[&str]) -> Option<Value>) {
    draft.date = take(&["date", "publishDate", "publishdate"]).and_then(|it| date(&it)).or(draft.date);
    let expires = take(&["expires", "expiryDate", "expirydate"]).and_then(|it| date(&it));
    let updated = take(&["updated", "lastmod", "last_modified_at", "modified"]).and_then(|it| date(&it));
    draft.expires = after_date(draft, "expires", expires);
    draft.updated = after_date(draft, "updated", updated);
}

/// A later date; one before that of the article is left out and listed.
fn after_date(draft: &mut Draft, kind: &'static str, at: Option<Datetime>) -> Option<Datetime> {
    let at = at?;
    if draft.date.is_some_and(|date| when::seconds(&at) < when::seconds(&date)) {
        draft.removed.push(RemovedText { kind, text: format!("{at}, which is before its date") });
        return None;
    }
    Some(at)
}

fn released(draft: &mut Draft, was: bool, key: &str) {
    let was = if was { "published" } else { "not published" };
    draft.decide(Confidence::High, format!("a draft until you release it; it was {was} (`{key}`)"));
}

/// Topics, tags, and taxonomies by Zola's and Hugo's tables.
fn terms(draft: &mut Draft, take: &mut impl FnMut(&[&str]) -> Option<Value>, reading: &ImportOptions<'_>) {
    let mut tags: Vec<String> = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    for key in ["tags", "tag", "keywords"] {
        tags.extend(take(&[key]).iter().flat_map(words));
    }
    for key in ["topics", "categories", "category"] {
        groups.extend(take(&[key]).iter().flat_map(words));
    }
    if let Some(Value::InlineTable(table)) = take(&["taxonomies"]) {
        for (key, value) in table {
            match &*key {
                "tags" => tags.extend(texts(&value)),
                "categories" | "topics" => groups.extend(texts(&value)),
                name => {
                    let mut kept =
                        draft.extra.remove("taxonomies").and_then(|it| it.into_table().ok()).unwrap_or_default();
                    kept.insert(name, item(value.clone()));
                    draft.extra.insert("taxonomies", toml_edit::Item::Table(kept));
                    draft.decide(
                        Confidence::High,
                        format!("`taxonomies.{name}` is under [extra]: articles have topics and tags"),
                    );
                }
            }
        }
    }
    for name in groups {
        match reading.topic(&name) {
            Some(topic) if draft.topics.iter().any(|known| known == topic) => {}
            Some(topic) => draft.topics.push(topic.to_owned()),
            None => tags.push(name),
        }
    }
    for tag in tags {
        draft.tags.extend((!draft.tags.contains(&tag) && !slug::slugify(&tag).is_empty()).then_some(tag));
    }
}

/// Everything else.
fn others(draft: &mut Draft, rest: Vec<(String, Value)>) {
    let mut moved = Vec::new();
    for (key, value) in rest {
        match (key.as_str(), value) {
            // What is an editor's own there is so here.
            ("extra" | "params", Value::InlineTable(table)) => {
                for (key, value) in table {
                    draft.extra.insert(&key, item(value));
                }
            }
            (_, value) => {
                moved.push(format!("`{key}`"));
                draft.extra.insert(&key, item(value));
            }
        }
    }
    if !moved.is_empty() {
        draft.decide(Confidence::High, format!("under [extra], since articles have no such key: {}", moved.join(", ")));
    }
}

/// Tells whether a value is of a kind that the key has; another goes under `[extra]` as it is.
fn fits(key: &str, value: &Value) -> bool {
    let one = text(value).is_some_and(|text| !text.trim().is_empty());
    match key {
        "date" | "publishDate" | "publishdate" | "expires" | "expiryDate" | "expirydate" | "updated" | "lastmod"
        | "last_modified_at" | "modified" => date(value).is_some(),
        "draft" | "published" => value.is_bool(),
        "taxonomies" => value.is_inline_table(),
        "language" | "lang" | "locale" => super::super::feed::language(text(value).as_deref()).is_some(),
        "slug" => text(value).is_some_and(|text| !slug::slugify(&text).is_empty()),
        // One author has a place.
        "authors" | "author" => texts(value).len() == 1 && (value.as_array().is_none_or(|list| list.len() == 1)),
        "tags" | "tag" | "keywords" | "topics" | "categories" | "category" | "aliases" | "redirect_from" => {
            one || value.as_array().is_some_and(|list| list.iter().all(|it| text(it).is_some()))
        }
        _ => one,
    }
}

fn date(value: &Value) -> Option<Datetime> {
    let date = match value {
        Value::Datetime(date) => *date.value(),
        Value::String(text) => when::read(text.value())?,
        _ => return None,
    };
    // A fraction of a second is no news.
    let time = date.time.map(|time| toml::value::Time { nanosecond: None, ..time });
    date.date.map(|_| Datetime { time, ..date })
}

/// A value that stands for one text; a number may be a name.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.value().clone()),
        Value::Integer(_) | Value::Float(_) | Value::Datetime(_) => Some(value.to_string().trim().to_owned()),
        Value::Boolean(_) | Value::Array(_) | Value::InlineTable(_) => None,
    }
}

fn texts(value: &Value) -> Vec<String> {
    let texts = match value {
        Value::Array(list) => list.iter().filter_map(text).collect(),
        other => text(other).into_iter().collect::<Vec<_>>(),
    };
    texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// Tags in a list, or in one text: with commas, or else with spaces, as Jekyll has them.
fn words(value: &Value) -> Vec<String> {
    match value.as_str() {
        Some(text) if text.contains(',') => {
            text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
        }
        Some(text) => text.split_whitespace().map(str::to_owned).collect(),
        None => texts(value),
    }
}

/// An address as articles take it; a pattern of Jekyll's (`/:year/:title/`) is none.
fn address(path: &str) -> Option<String> {
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    if path.contains(':') { None } else { article::alias(&path) }
}
