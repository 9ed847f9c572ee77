//! Entries that an import left unknown and an editor has not filled in since.

use std::ops::Range;

use super::context::AdviceContext;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::pipeline::content::{Article, Source, SourceField, Unknown};
use crate::pipeline::markdown;

/// Lists the open entries of an article's `unknown`. An entry that the article itself answers closes once the answer is
/// there; any other stays open until the editor removes it.
pub(super) fn open_entries(context: &AdviceContext<'_>, article: &Article) -> Vec<Diagnostic> {
    if article.unknown.is_empty() {
        return Vec::new();
    }
    let (text, start) = context.text(&article.path);
    let body = &text[start..];
    let open = open_questions(article, body);
    let place = |range| Span::new(&article.path, range);
    open.map(|(open, range)| Diagnostic::new(codes::NOT_FILLED_IN, open.to_string()).at(place(range))).collect()
}

/// The questions that the article does not answer yet, and their places.
pub(crate) fn open_questions<'a>(article: &'a Article, body: &'a str) -> impl Iterator<Item = (Unknown, Range<usize>)> {
    article.unknown.iter().filter_map(|entry| Some((still_open(article, &entry.value, body)?, entry.range.clone())))
}

/// Returns the open part of an entry: all, some fields of a source, or nothing.
fn still_open(article: &Article, entry: &Unknown, body: &str) -> Option<Unknown> {
    let is_open = match entry {
        Unknown::Source(id, fields) => return still_missing(article, id, fields),
        Unknown::Date(_) => article.date.is_none(),
        Unknown::Author => article.author.is_none(),
        Unknown::Outlet => article.sources.is_empty(),
        Unknown::Text => article.body.is_empty(),
        Unknown::Title(used) => article.title == *used,
        Unknown::ExcerptOutlet(opening) => {
            let quotations = markdown::survey(body).quotations;
            let mut open = quotations.iter().map(|range| &body[range.clone()]).filter(|text| !is_attributed(text));
            open.any(|text| markdown::opening(text) == *opening)
        }
        Unknown::ImageAlt(_) => !markdown::survey(body).bare_images.is_empty(),
        Unknown::RemoteImage(url) => body.contains(url),
        // Without its backslashes it is a link again, which a build follows.
        Unknown::LinkTarget(target) => {
            body.contains(target) && !markdown::survey(body).links.iter().any(|(link, _)| link == target)
        }
        Unknown::TemplateTag(tag) => body.contains(tag.trim_end_matches('…')),
        Unknown::MissingImage(_)
        | Unknown::LinkHeading(_)
        | Unknown::FormerLink(_)
        | Unknown::Shortcode(_)
        | Unknown::Redirect(_)
        | Unknown::TakenAddress(_)
        | Unknown::BuildError(_) => true,
    };
    is_open.then(|| entry.clone())
}

/// The fields that a source still lacks. A source that is gone lacks nothing.
fn still_missing(article: &Article, id: &str, fields: &[SourceField]) -> Option<Unknown> {
    let source = article.sources.iter().find(|source| source.id == id)?;
    let missing: Vec<SourceField> = fields.iter().copied().filter(|field| !has(source, *field)).collect();
    (!missing.is_empty()).then(|| Unknown::Source(id.to_owned(), missing))
}

fn has(source: &Source, field: SourceField) -> bool {
    match field {
        SourceField::Title => source.title.is_some(),
        SourceField::Url => source.url.is_some(),
        SourceField::Author => source.author.is_some(),
        SourceField::Published => source.published.is_some(),
    }
}

/// Returns whether the last paragraph of a quotation is an attribution.
fn is_attributed(quotation: &str) -> bool {
    let lines = quotation.lines().map(|line| line.trim_start().trim_start_matches('>').trim());
    let lines: Vec<&str> = lines.collect();
    let last = lines.rsplit(|line| line.is_empty()).find(|paragraph| !paragraph.is_empty());
    last.is_some_and(|paragraph| paragraph[0].starts_with('—'))
}
