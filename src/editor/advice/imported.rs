//! What an import could not know, and an editor has not filled in since.

use super::AdviceContext;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::import;
use crate::pipeline::content::{Article, Source};
use crate::pipeline::markdown;

/// What is still open of an article's list `unknown`. What shows in the article by itself is no longer listed once it is
/// there; the rest is listed until the editor takes it out of the list.
pub(super) fn open(reading: &AdviceContext<'_>, article: &Article) -> Vec<Diagnostic> {
    let Some(imported) = article.imported.as_ref().filter(|imported| !imported.unknown.is_empty()) else {
        return Vec::new();
    };
    let (text, start) = reading.text(&article.path);
    let open = imported.unknown.iter().filter_map(|unknown| {
        let told = still_open(article, &unknown.value, text, &text[start..])?;
        let place = Span::new(&article.path, unknown.range.clone());
        Some(Diagnostic::new(codes::NOT_FILLED_IN, format!("not filled in yet: {told}")).at(place))
    });
    open.collect()
}

/// What of `unknown`, as `margent import` writes it, is still so: all, a part, or nothing.
fn still_open(article: &Article, unknown: &str, file: &str, body: &str) -> Option<String> {
    if let Some((id, keys)) = unknown.strip_prefix("source ").and_then(|rest| rest.split_once(": ")) {
        return source(article, id, keys);
    }
    let (what, detail) = unknown.split_once(": ").unwrap_or((unknown, ""));
    let is_open = match what {
        "date" => article.date.is_none(),
        "author" => article.author.is_none(),
        "url" => article.imported.as_ref().is_some_and(|imported| imported.url.is_none()),
        "outlet" => article.sources.is_empty(),
        "text" => article.body.is_empty(),
        // Until then it is the name of a file, or the first words.
        "title" => !import::is_touched(file, "title"),
        "image on another site, now a link" => body.contains(detail),
        _ => in_text(what, unknown, body),
    };
    is_open.then(|| unknown.to_owned())
}

/// What a source still lacks of what it lacked. A source that is gone lacks nothing.
fn source(article: &Article, id: &str, keys: &str) -> Option<String> {
    let source = article.sources.iter().find(|source| source.id == id)?;
    let missing: Vec<&str> = keys.split(", ").filter(|key| !has(source, key)).collect();
    (!missing.is_empty()).then(|| format!("source {id}: {}", missing.join(", ")))
}

fn has(source: &Source, key: &str) -> bool {
    match key {
        "title" => source.title.is_some(),
        "url" => source.url.is_some(),
        "author" => source.author.is_some(),
        "published" => source.published.is_some(),
        _ => false,
    }
}

/// Whether the text still holds what was not understood.
fn in_text(what: &str, unknown: &str, body: &str) -> bool {
    if let Some(number) = what.strip_prefix("outlet of excerpt ").and_then(|number| number.parse::<usize>().ok()) {
        let quotations = markdown::survey(body).quotations;
        let range = number.checked_sub(1).and_then(|at| quotations.get(at));
        return range.is_some_and(|range| !is_attributed(&body[range.clone()]));
    }
    if what.starts_with("alternative text of image ") {
        return !markdown::survey(body).bare_images.is_empty();
    }
    let piece = || unknown.split('`').nth(1).unwrap_or_default();
    if unknown.starts_with(import::LEADS_NOWHERE) {
        // Without its backslashes it is a link again, which a build follows.
        let links = markdown::survey(body).links;
        return body.contains(piece()) && !links.iter().any(|(dest, _)| dest == piece());
    }
    // "what `{{ x }}` showed; it stands in the text as it was"
    match unknown.ends_with("it stands in the text as it was").then(piece) {
        Some(piece) => body.contains(piece.trim_end_matches('…')),
        None => true,
    }
}

/// Whether the last paragraph of a quotation is an attribution.
fn is_attributed(quotation: &str) -> bool {
    let lines = quotation.lines().map(|line| line.trim_start().trim_start_matches('>').trim());
    let lines: Vec<&str> = lines.collect();
    let last = lines.rsplit(|line| line.is_empty()).find(|paragraph| !paragraph.is_empty());
    last.is_some_and(|paragraph| paragraph[0].starts_with('—'))
}
