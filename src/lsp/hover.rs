//! What is said about the place under the pointer: faults explained, and details of the thing that is named.

use serde_json::{Value, json};

use super::completion::keys_of;
use super::cursor::{CursorPlace, cursor};
use super::known::AskedPlace;
use super::mention::{Mention, Mentioned};
use crate::base::text::html::text_content;
use crate::base::text::path::RelPath;
use crate::base::text::words;
use crate::pipeline::content::{Article, Source, snapshot_text};
use crate::pipeline::index::quote::passage_of;
use crate::pipeline::markdown::{Note, SlotFilling};

/// Bytes of a snapshot that are shown before an excerpt, and after it.
const AROUND: usize = 300;

/// Returns a `Hover`; null if there is nothing to say.
pub(super) fn hover(place: &AskedPlace<'_>) -> Value {
    let mention = place.mention();
    let details = match &mention {
        Some(mention) => details(place, mention),
        None => excerpt(place).or_else(|| key(place)),
    };
    let faults =
        place.known.session.state().shown.get(place.path).map(|(faults, _)| faults.clone()).unwrap_or_default();
    let here = faults.iter().filter(|fault| {
        fault.span.as_ref().is_some_and(|span| span.range.start <= place.at && place.at < span.range.end)
    });
    let parts: Vec<String> = details.into_iter().chain(here.map(|fault| fault.code.explanation().to_owned())).collect();
    if parts.is_empty() {
        return Value::Null;
    }
    let mut hover = json!({ "contents": { "kind": "markdown", "value": parts.join("\n\n---\n\n") } });
    if let Some(mention) = mention {
        hover["range"] = place.known.lines(place.path).range(&mention.range);
    }
    hover
}

fn details(place: &AskedPlace<'_>, mention: &Mention) -> Option<String> {
    let content = place.known.content();
    match &mention.thing {
        Mentioned::Source(id) => {
            let article = place.known.article(place.path);
            article.sources.iter().find(|source| source.id == *id).map(|source| source_details(place, source))
        }
        Mentioned::Outlet(key) => {
            let outlet = content.outlets.iter().find(|outlet| outlet.key == *key)?;
            let facts = outlet.domains.iter().chain(&outlet.country).cloned().collect::<Vec<_>>().join(", ");
            Some(join([format!("**{}**", outlet.name.value), facts, outlet.body.opening.clone()]))
        }
        Mentioned::Topic(key) => {
            let topic = content.topics.iter().find(|topic| topic.key == *key)?;
            let has = |article: &&Article| article.topics.iter().any(|topic| topic.value == *key);
            let count = words::plural(content.articles.iter().map(|article| &**article).filter(has).count(), "article");
            Some(join([format!("**{}**", topic.title), topic.description.clone(), count]))
        }
        Mentioned::Tag(key) => {
            let has = |article: &&Article| article.tags.iter().any(|tag| tag.key == *key);
            Some(words::plural(content.articles.iter().map(|article| &**article).filter(has).count(), "article"))
        }
        Mentioned::Note(_) => note(place, mention),
        Mentioned::File(path, _) => file(place, path),
    }
}

/// Joins the parts that are not empty as paragraphs.
fn join<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn source_details(place: &AskedPlace<'_>, source: &Source) -> String {
    let known = [source.title.as_ref().map(|title| format!("**{title}**")), Some(source.outlet.value.clone())];
    let dates = [("published", &source.published), ("accessed", &source.accessed), ("verified", &source.verified)];
    let dates = dates.into_iter().filter_map(|(name, date)| Some(format!("{name} {}", date.as_ref()?.day())));
    let dates: Vec<String> = source.author.iter().cloned().chain(dates).collect();
    let snapshot = source.snapshot_path().map(|path| {
        let there = place.known.loaded.site.inputs.files.contains_key(&path);
        format!("{}`{path}`", if there { "snapshot " } else { "missing snapshot " })
    });
    let links = source.url.clone().into_iter().chain(source.archived.clone()).chain(snapshot);
    join([
        known.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        dates.join(", "),
        links.collect::<Vec<_>>().join("\n\n"),
    ])
}

fn file(place: &AskedPlace<'_>, path: &RelPath) -> Option<String> {
    let content = place.known.content();
    if let Some(article) = content.articles.iter().find(|article| article.path == *path) {
        let date = article.date.as_ref().map(|date| date.day()).unwrap_or_default();
        let draft = if article.draft { "draft".to_owned() } else { String::new() };
        return Some(join([format!("**{}**", article.title), date, draft, article.summary()]));
    }
    let page = content.pages.iter().find(|page| page.path == *path)?;
    Some(join([format!("**{}**", page.title), page.summary.clone()]))
}

/// The text of a note at its reference, and at its definition the passage that it is anchored to.
fn note(place: &AskedPlace<'_>, mention: &Mention) -> Option<String> {
    let body = place.known.article(place.path).body;
    let mentions = place.known.mentions(place.path);
    let declared = mentions.iter().find(|other| other.declares && other.thing == mention.thing)?;
    let is_there = |note: &&Note| note.range.contains(&declared.range.start);
    let note = body.notes.iter().find(is_there)?;
    if !mention.declares {
        let text = &place.text[declared.range.end..note.range.end];
        return Some(format!("{}: {}", note.kind.name(), text.trim_start_matches("]:").trim()));
    }
    Some(match &note.lemma {
        Some(lemma) => {
            let passage = body.html().expect("it was just parsed").fill_part(lemma.clone(), |_| SlotFilling::Word(""));
            format!("anchored to the passage “{}”", words::collapse_space(&text_content(&passage, &mut [])))
        }
        None => {
            "not anchored to a passage: open the note with the words that it is about, in quotation marks, and a colon"
                .to_owned()
        }
    })
}

/// The passage of a snapshot in which the excerpt at the pointer stands.
fn excerpt(place: &AskedPlace<'_>) -> Option<String> {
    let article = place.known.article(place.path);
    let excerpt = article.body.excerpts.iter().find(|excerpt| excerpt.range.contains(&place.at))?;
    let source = article.sources.get(excerpt.source_number)?;
    let path = source.snapshot_path()?;
    let text = snapshot_text(&place.known.loaded.site.inputs, &path).ok()?;
    let Some(passage) = passage_of(excerpt, &text) else {
        return Some(format!("these words are not in the snapshot `{path}`"));
    };
    let from = text.floor_char_boundary(passage.start.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((passage.end + AROUND).min(text.len()));
    let (before, after) = (&text[from..passage.start], &text[passage.end..to]);
    // Words that are cut would mislead.
    let before = if from == 0 { before } else { before.split_once(char::is_whitespace).map_or("", |(_, whole)| whole) };
    let after =
        if to == text.len() { after } else { after.rsplit_once(char::is_whitespace).map_or("", |(whole, _)| whole) };
    let [before, passage, after] = [before, &text[passage], after].map(words::collapse_space);
    Some(format!("in the snapshot `{path}`:\n\n{before} **{passage}** {after}"))
}

/// The meaning of the key at the pointer.
fn key(place: &AskedPlace<'_>) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let rest = &place.text[place.at..];
    let end = place.at + rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let CursorPlace::Key(table, typed) = cursor(place.path, place.text, end)? else { return None };
    let key = keys_of(place.path, &table).iter().find(|key| key.name == &place.text[typed.clone()])?;
    Some(format!("`{}`: {}", key.name, key.about))
}
