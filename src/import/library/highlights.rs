//! Highlights and notes: the annotations of Hypothesis, as its API returns them or its client exports them in JSON, and the
//! table (CSV) that Readwise exports, one row for each highlight.

use std::collections::BTreeMap;

use serde_json::Value;

use super::references::{SavedHighlight, SavedWork, filled, plain};
use crate::base::text::words::collapse_space;
use crate::import::date_parser::parse_date;
use crate::import::html_to_markdown::address::web_url;
use crate::import::refusal::ImportRefusal;

/// Returns whether JSON holds annotations of Hypothesis.
pub(in crate::import) fn is_hypothesis(head: &str) -> bool {
    head.starts_with(['{', '['])
        && head.contains("\"uri\"")
        && ["hypothes.is", "\"client_version\"", "textquoteselector"].iter().any(|sign| head.contains(sign))
}

/// Reads the works that were annotated, in the order in which they come; their highlights in the order of the page.
///
/// # Errors
/// When it is no such export.
pub(super) fn read_hypothesis(text: &str) -> Result<Vec<SavedWork>, ImportRefusal> {
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

/// Returns whether the first line of a table, in lower case, names the columns of Readwise.
pub(in crate::import) fn is_readwise(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    let columns: Vec<&str> = first.split(',').map(|name| name.trim().trim_matches('"')).collect();
    columns.contains(&"highlight") && (columns.contains(&"book title") || columns.contains(&"title"))
}

/// Reads the works with highlights, in the order in which they come.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn read_readwise(text: &str) -> Result<Vec<SavedWork>, ImportRefusal> {
    if let Some(line) = open_cell(text) {
        let message = "this table (CSV) has a cell whose quotation mark is not closed";
        return Err(ImportRefusal::at(line, message, "close it, and write \"\" for a mark inside; or export again"));
    }
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = table.headers().map_err(refuse)?.clone();
    let columns: BTreeMap<String, usize> = headers.iter().map(|name| name.trim().to_lowercase()).zip(0..).collect();
    let mut works: Vec<SavedWork> = Vec::new();
    let mut numbers: BTreeMap<[String; 3], usize> = BTreeMap::new();
    for row in table.records() {
        let row = TableRow { columns: &columns, cells: row.map_err(refuse)? };
        let identity = [
            row.cell(&["book title", "title"]),
            row.cell(&["book author", "author"]),
            row.cell(&["url", "source url"]),
        ];
        let number = *numbers.entry(identity.map(str::to_owned)).or_insert(works.len());
        if number == works.len() {
            let [title, author, url] = identity;
            works.push(SavedWork {
                title: filled(title),
                author: filled(author),
                url: web_url(url),
                ..SavedWork::default()
            });
        }
        row.add_to(&mut works[number]);
    }
    Ok(works)
}

/// The line of the first cell that opens with a quotation mark, and of which none is the end.
fn open_cell(text: &str) -> Option<usize> {
    let mut chars = text.chars().peekable();
    let (mut line, mut before, mut opened) = (1, '\n', None);
    while let Some(c) = chars.next() {
        match (c, opened) {
            ('"', None) if matches!(before, ',' | '\r' | '\n') => opened = Some(line),
            ('"', Some(_)) if chars.next_if_eq(&'"').is_none() => {
                if chars.peek().is_some_and(|next| !matches!(next, ',' | '\r' | '\n')) {
                    return opened;
                }
                opened = None;
            }
            ('\n', _) => line += 1,
            _ => {}
        }
        before = c;
    }
    opened
}

fn refuse(error: csv::Error) -> ImportRefusal {
    let line = error.position().and_then(|position| usize::try_from(position.line()).ok());
    let message = format!("this table (CSV) cannot be read: {error}");
    ImportRefusal { line, message, hint: "export the highlights again".to_owned() }
}

/// A row of the table.
struct TableRow<'c> {
    columns: &'c BTreeMap<String, usize>,
    cells: csv::StringRecord,
}

impl TableRow<'_> {
    /// The cell in the first of these columns that the table has.
    fn cell(&self, names: &[&str]) -> &str {
        names.iter().find_map(|name| self.cells.get(*self.columns.get(*name)?)).unwrap_or_default().trim()
    }

    fn add_to(&self, work: &mut SavedWork) {
        work.add_tags(self.cell(&["document tags"]).split(','));
        work.add_tags(self.cell(&["tags"]).split(',').filter(|tag| !tag.trim().starts_with('.')));
        work.read_on(parse_date(self.cell(&["highlighted at", "date"])));
        let words = self.cell(&["highlight"]);
        let note = filled(&plain(self.cell(&["note"])));
        if words.is_empty() {
            work.remarks.extend(note);
            return;
        }
        let page = self.cell(&["location"]);
        let is_page = self.cell(&["location type"]).eq_ignore_ascii_case("page") && !page.is_empty();
        let locator = if is_page { format!(", p. {page}") } else { String::new() };
        work.highlights.push(SavedHighlight { words: words.to_owned(), note, locator });
    }
}
