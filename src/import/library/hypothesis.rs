//! Annotations of Hypothesis: what its API returns (`rows`) and what its client exports (`annotations`), as JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use super::work::{SavedHighlight, SavedWork, filled};
use crate::base::text::words::collapse_space;
use crate::import::date_parser::parse_date;
use crate::import::html_to_markdown::address::web_url;
use crate::import::refusal::ImportRefusal;

/// Returns whether JSON holds annotations of Hypothesis.
pub(in crate::import) fn is_export(head: &str) -> bool {
    head.starts_with(['{', '['])
        && head.contains("\"uri\"")
        && ["hypothes.is", "\"client_version\"", "textquoteselector"].iter().any(|sign| head.contains(sign))
}

/// Reads the works that were annotated, in the order in which they come; their highlights in the order of the page.
///
/// # Errors
/// When it is no such export.
pub(super) fn read_works(text: &str) -> Result<Vec<SavedWork>, ImportRefusal> {
    let export: Value = serde_json::from_str(text).map_err(|error| {
        ImportRefusal::at(error.line(), format!("this is invalid JSON: {error}"), "export the annotations again")
    })?;
    let list = ["rows", "annotations"].iter().find_map(|key| export.get(key)).unwrap_or(&export);
    let no_list =
        || ImportRefusal::new("this JSON has no `rows` or `annotations`", "export the annotations of Hypothesis again");
    let mut annotations: Vec<&Value> = list.as_array().ok_or_else(no_list)?.iter().collect();
    let order: BTreeMap<&str, usize> = annotations.iter().rev().map(|it| text_of(it, "uri")).zip(0..).collect();
    let first = |uri: &str| std::cmp::Reverse(order.get(uri).copied());
    annotations.sort_by_cached_key(|it| (first(text_of(it, "uri")), position(it), text_of(it, "created").to_owned()));
    let mut works: Vec<(String, SavedWork)> = Vec::new();
    for annotation in annotations {
        let uri = text_of(annotation, "uri");
        if works.last().is_none_or(|(last, _)| last != uri) {
            works.push((uri.to_owned(), SavedWork { url: web_url(uri), ..SavedWork::default() }));
        }
        if let Some((_, work)) = works.last_mut() {
            add_annotation(work, annotation);
        }
    }
    Ok(works.into_iter().map(|(_, work)| work).collect())
}

fn add_annotation(work: &mut SavedWork, annotation: &Value) {
    let title = annotation.pointer("/document/title");
    let title = title.and_then(|title| title.as_str().or_else(|| title.get(0)?.as_str()));
    work.title = work.title.take().or_else(|| title.and_then(filled));
    let note = filled(&text_of(annotation, "text").replace("\r\n", "\n"));
    if annotation["references"].as_array().is_some_and(|above| !above.is_empty()) {
        work.leave_out("reply", &note.unwrap_or_default());
        return;
    }
    work.add_tags(annotation["tags"].as_array().into_iter().flatten().filter_map(Value::as_str));
    work.read_on(parse_date(text_of(annotation, "created")));
    work.people.insert(text_of(annotation, "user").to_owned());
    match (quoted_words(annotation), note) {
        (Some(words), note) => work.highlights.push(SavedHighlight { words, note, locator: String::new() }),
        (None, Some(note)) => work.remarks.push(note),
        (None, None) => {}
    }
}

/// The selectors of an annotation (W3C Web Annotation §4.2).
fn selectors(annotation: &Value) -> impl Iterator<Item = &Value> {
    annotation["target"].as_array().into_iter().flatten().filter_map(|target| target["selector"].as_array()).flatten()
}

/// The words that an annotation quotes, a line for each paragraph. A page breaks its lines anywhere else, too.
fn quoted_words(annotation: &Value) -> Option<String> {
    let exact = selectors(annotation).find_map(|selector| selector["exact"].as_str())?.replace("\r\n", "\n");
    filled(&exact.split("\n\n").map(collapse_space).collect::<Vec<_>>().join("\n"))
}

/// The number of characters of the page before an annotation; notes on the whole page come first.
fn position(annotation: &Value) -> u64 {
    selectors(annotation).find_map(|selector| selector["start"].as_u64()).unwrap_or_default()
}

fn text_of<'v>(annotation: &'v Value, key: &str) -> &'v str {
    annotation[key].as_str().unwrap_or_default()
}
