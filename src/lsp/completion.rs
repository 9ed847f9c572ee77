//! What may be written at a place.

use std::ops::Range;

use serde_json::{Value, json};

use super::cursor::{CursorPlace, cursor};
use super::known::AskedPlace;
use super::mention::Mentioned;
use crate::base::text::date::from_unix;
use crate::base::text::path::RelPath;
use crate::base::text::words::plural;
use crate::editor::schema::{KeyForm, KnownKey, SchemaKind};
use crate::pipeline::content::{SNAPSHOTS, Source};
use crate::pipeline::index::Term;
use crate::pipeline::markdown::NoteKind;

/// The greatest number of proposals; the client asks again as more is written.
const MOST: usize = 300;

/// Something that may be written.
struct Proposal {
    /// The text.
    text: String,
    /// Its meaning.
    detail: String,
    /// Words by which it is found besides its text.
    words: String,
}

impl Proposal {
    fn new(text: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { text: text.into(), detail: detail.into(), words: String::new() }
    }

    /// Finds it by `words`, too.
    fn with_words(self, words: &str) -> Self {
        Self { words: words.to_owned(), ..self }
    }

    /// Names a source of the text, after `prefix`.
    fn of_source(source: &Source, prefix: &str) -> Self {
        let title = source.title.clone().unwrap_or_default();
        Self::new(format!("{prefix}{}", source.id), format!("{} {title}", source.outlet.value).trim())
    }

    /// Writes it as a `CompletionItem` that replaces `range`.
    fn item(&self, range: &Value) -> Value {
        json!({
            "label": self.text,
            "detail": self.detail,
            "filterText": format!("{} {}", self.text, self.words).trim_end(),
            "textEdit": { "range": range, "newText": self.text },
        })
    }
}

/// Lists what may be written, as a `CompletionList`.
pub(super) fn complete(place: &AskedPlace<'_>) -> Value {
    let Some(cursor) = cursor(place.path, place.text, place.at) else { return Value::Null };
    let (typed, proposals) = match cursor {
        CursorPlace::Header(typed) => (typed, headers(place)),
        CursorPlace::Key(table, typed) => (typed.clone(), keys(place, &table, typed.start)),
        CursorPlace::Value(keys, typed, quoted) => (typed, values(place, &keys, quoted)),
        CursorPlace::Source(typed) => (typed, sources(place, "")),
        CursorPlace::Link(typed) => (typed.clone(), links(place, &place.text[typed])),
        CursorPlace::Note(typed) => (typed, notes(place)),
    };
    list(place, &typed, &proposals)
}

fn list(place: &AskedPlace<'_>, typed: &Range<usize>, proposals: &[Proposal]) -> Value {
    let range = place.known.lines(place.path).range(typed);
    let items: Vec<Value> = proposals.iter().take(MOST).map(|proposal| proposal.item(&range)).collect();
    json!({ "isIncomplete": proposals.len() > MOST, "items": items })
}

/// The keys of the table that `names` lead to.
pub(super) fn keys_of(path: &RelPath, names: &[String]) -> &'static [KnownKey] {
    let keys = SchemaKind::of(path).map(SchemaKind::keys).unwrap_or_default();
    names.iter().fold(keys, |keys, name| {
        let key = keys.iter().find(|key| key.name == name);
        key.and_then(|key| key.form.keys()).unwrap_or_default()
    })
}

fn headers(place: &AskedPlace<'_>) -> Vec<Proposal> {
    let tables =
        keys_of(place.path, &[]).iter().filter(|key| matches!(key.form, KeyForm::Open) || key.form.keys().is_some());
    tables.map(|key| Proposal::new(key.name, key.about)).collect()
}

/// The keys of a table that are not there yet.
fn keys(place: &AskedPlace<'_>, table: &[String], at: usize) -> Vec<Proposal> {
    let is_header = |line: &&str| line.starts_with('[') || line.starts_with("+++");
    let (before, after) = place.text.split_at(at);
    let lines = before.lines().rev().take_while(|line| !is_header(line));
    let lines = lines.chain(after.lines().skip(1).take_while(|line| !is_header(line)));
    let given: Vec<&str> = lines.filter_map(|line| Some(line.split_once('=')?.0.trim())).collect();
    let missing = keys_of(place.path, table).iter().filter(|key| !given.contains(&key.name));
    missing.map(|key| Proposal::new(format!("{} = ", key.name), key.about)).collect()
}

/// The values of a key that are known.
fn values(place: &AskedPlace<'_>, keys: &[String], quoted: bool) -> Vec<Proposal> {
    let Some((name, table)) = keys.split_last() else { return Vec::new() };
    let Some(key) = keys_of(place.path, table).iter().find(|key| key.name == name) else { return Vec::new() };
    let texts = match key.form {
        KeyForm::Bool => return ["true", "false"].map(|value| Proposal::new(value, "")).into(),
        KeyForm::Date => {
            let today = from_unix(place.known.loaded.site.inputs.now);
            return today.map(|today| Proposal::new(today.day(), "today")).into_iter().collect();
        }
        KeyForm::OneOf(names) | KeyForm::SomeOf(names) => names.iter().map(|name| Proposal::new(*name, "")).collect(),
        KeyForm::Text | KeyForm::Texts | KeyForm::TextOrTable(_) => names(place, table, name),
        KeyForm::Whole(..)
        | KeyForm::TextOrTexts
        | KeyForm::Table(_)
        | KeyForm::Tables(_)
        | KeyForm::TextsOrTables(_)
        | KeyForm::Open
        | KeyForm::Written => Vec::new(),
    };
    let marked =
        |text: Proposal| Proposal { text: if quoted { text.text } else { format!("\"{}\"", text.text) }, ..text };
    texts.into_iter().map(marked).collect()
}

/// The names that the site has for a key that takes texts.
fn names(place: &AskedPlace<'_>, table: &[String], key: &str) -> Vec<Proposal> {
    let content = place.known.content();
    let site = &place.known.loaded.site;
    let used = |term: &Term| Proposal::new(&term.title, plural(term.articles.len(), "article"));
    match (table.first().map(String::as_str), key) {
        (None, "topics" | "declined_topics") => content
            .topics
            .iter()
            .map(|topic| Proposal::new(&topic.key, &topic.title).with_words(&topic.title))
            .collect(),
        (None, "tags") => site.index.taxonomies.tags.iter().map(used).collect(),
        (Some("source"), "outlet") => site
            .index
            .taxonomies
            .outlets
            .iter()
            .map(|term| Proposal::new(&term.key, &term.title).with_words(&term.title))
            .collect(),
        (Some("source"), "snapshot") => {
            let files = site.inputs.inside(SNAPSHOTS).filter_map(|(path, _)| path.strip(SNAPSHOTS));
            files.map(|name| Proposal::new(name, "")).collect()
        }
        (None | Some("source"), "language") => vec![Proposal::new(&site.config.language, "the site's language")],
        (None, "theme") | (Some("theme"), "name") => {
            site.inputs.folders("themes").into_iter().map(|name| Proposal::new(name, "")).collect()
        }
        _ => Vec::new(),
    }
}

/// The sources of the text, each with `prefix` before its id.
fn sources(place: &AskedPlace<'_>, prefix: &str) -> Vec<Proposal> {
    let sources = place.known.article(place.path).sources;
    sources.iter().map(|source| Proposal::of_source(source, prefix)).collect()
}

/// The headings of the file in the address, or else the sources and the files that can be linked to.
fn links(place: &AskedPlace<'_>, typed: &str) -> Vec<Proposal> {
    if let Some((file, _)) = typed.split_once('#') {
        let target = if file.is_empty() { Some(place.path.clone()) } else { place.path.join(file) };
        let headings = target.map(|target| place.known.article(&target).body.headings).unwrap_or_default();
        return headings.iter().map(|it| Proposal::new(format!("{file}#{}", it.id), &it.text)).collect();
    }
    let content = place.known.content();
    let articles = content.articles.iter().map(|it| (&it.path, &it.title));
    let others = content.topics.iter().map(|it| (&it.path, &it.title));
    let others = others.chain(content.outlets.iter().map(|it| (&it.path, &it.name.value)));
    let all = articles.chain(others).chain(content.pages.iter().map(|it| (&it.path, &it.title)));
    let wanted = typed.trim_start_matches(['.', '/']).to_lowercase();
    let has = |words: &str| words.to_lowercase().contains(&wanted);
    let fits = |(path, title): &(&RelPath, &String)| *path != place.path && (has(path.as_str()) || has(title));
    let files = all.filter(fits).map(|(path, title)| {
        let address = path.link_from(place.path);
        Proposal::new(address, title).with_words(title)
    });
    sources(place, "source:").into_iter().chain(files.take(MOST + 1)).collect()
}

/// The labels of the text's notes, and the kinds of new ones.
fn notes(place: &AskedPlace<'_>) -> Vec<Proposal> {
    let mut labels: Vec<String> = Vec::new();
    for mention in place.known.mentions(place.path) {
        let is_typed = mention.range.start <= place.at && place.at <= mention.range.end;
        if let Mentioned::Note(label) = mention.thing
            && !is_typed
            && !labels.contains(&label)
        {
            labels.push(label);
        }
    }
    let kinds = NoteKind::ALL.map(|kind| Proposal::new(format!("{}-", kind.name()), "a new note of this kind"));
    labels.into_iter().map(|label| Proposal::new(label, "a note of this text")).chain(kinds).collect()
}
