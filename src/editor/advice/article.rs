//! Advice on a single article or other text, and the entries that an import left unknown and an editor has not filled in
//! since.

use std::ops::Range;

use super::context::AdviceContext;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::fields::Located;
use crate::base::text::path::RelPath;
use crate::editor::topics::TopicMatcher;
use crate::pipeline::content::{Article, ArticleId, Source, SourceField, Unknown};
use crate::pipeline::markdown;

/// Lists the advice on a published article, except on its topics.
pub(super) fn advice(context: &AdviceContext<'_>, id: ArticleId) -> Vec<Diagnostic> {
    let article = &context.site.content.articles[id];
    let mut found = Vec::new();
    for (number, source) in article.sources.iter().enumerate() {
        let place = Span::new(&article.path, source.outlet.range.clone());
        let advice = [unverified_excerpts(context, id, number), untraceable_source(article, source)];
        found.extend(advice.into_iter().flatten().map(|advice| advice.at(place.clone())));
    }
    found.extend(cut_clauses(context, id));
    if !article.sources.is_empty() {
        found.extend(article.body.unattributed.iter().map(|range| {
            Diagnostic::new(codes::NO_ATTRIBUTION, "this quotation has no attribution, so nothing verifies it")
                .at(Span::new(&article.path, range.clone()))
        }));
    }
    let loose = article.body.notes.iter().filter(|note| note.lemma.is_none());
    found.extend(loose.map(|note| {
        Diagnostic::new(codes::LOOSE_NOTE, "this note is not anchored to a passage")
            .at(Span::new(&article.path, note.range.clone()))
    }));
    found.extend(bare_images(context, &article.path));
    if article.is_empty() && !article.draft {
        let advice = Diagnostic::new(codes::NO_TEXT, "this article has neither a text nor a `summary`");
        found.push(advice.at(Span::new(&article.path, article.head.clone())));
    }
    found
}

/// Reports the excerpts of a source that has no snapshot to verify them with.
fn unverified_excerpts(context: &AdviceContext<'_>, id: ArticleId, number: usize) -> Option<Diagnostic> {
    let tally = &context.site.index.quotations.by_source[id][number];
    let what = match tally.excerpts - tally.verified {
        0 => return None,
        1 => "an excerpt is".to_owned(),
        open => format!("{open} excerpts are"),
    };
    let source = &context.site.content.articles[id].sources[number];
    // Why one that is named cannot be read is an error.
    if source.snapshot.is_some() {
        return None;
    }
    let id = &source.id;
    Some(Diagnostic::new(codes::NOT_VERIFIED, format!("{what} not verified, since source {id} has no `snapshot`")))
}

/// Excerpts that begin or end inside a clause that a negation beside them turns.
fn cut_clauses(context: &AdviceContext<'_>, id: ArticleId) -> Vec<Diagnostic> {
    let article = &context.site.content.articles[id];
    // In the order of articles.
    let cuts = &context.site.index.quotations.cuts;
    let first = cuts.partition_point(|cut| cut.article < id);
    let cuts = cuts[first..].iter().take_while(|cut| cut.article == id);
    let said = cuts.map(|cut| {
        let message = format!("the source has a negation beside this excerpt: “{}”", cut.words);
        Diagnostic::new(codes::CUT_CLAUSE, message)
            .at(Span::new(&article.path, article.body.excerpts[cut.excerpt].range.clone()))
    });
    said.collect()
}

/// Reports a source that readers cannot find again, unless an import lists what is missing.
fn untraceable_source(article: &Article, source: &Source) -> Option<Diagnostic> {
    let is_listed = |entry: &Located<Unknown>| matches!(&entry.value, Unknown::Source(id, _) if *id == source.id);
    if article.unknown.iter().any(is_listed) {
        return None;
    }
    // A page of this site shows when it was published.
    let undated = source.published.is_none() && source.own.is_none();
    let missing = match (source.url.is_none(), undated) {
        (true, true) => "neither `url` nor `published`",
        (true, false) => "no `url`",
        (false, true) => "no `published`",
        (false, false) => return None,
    };
    Some(Diagnostic::new(codes::UNTRACEABLE, format!("source {} has {missing}", source.id)))
}

/// Reports the images of a text that have no alternative text.
pub(super) fn bare_images(context: &AdviceContext<'_>, path: &RelPath) -> Vec<Diagnostic> {
    let (text, start) = context.text(path);
    let bare = markdown::survey(&text[start..]).bare_images;
    let advice = bare.into_iter().map(|range| {
        Diagnostic::new(codes::BARE_IMAGE, "this image has no alternative text")
            .at(Span::new(path, start + range.start..start + range.end))
    });
    advice.collect()
}

/// Reports an article without a topic if no topic's terms match it.
pub(super) fn missing_topic(
    context: &AdviceContext<'_>,
    matcher: &TopicMatcher,
    article: &Article,
) -> Option<Diagnostic> {
    if !article.topics.is_empty() {
        return None;
    }
    let (text, _) = context.text(&article.path);
    let is_matched = matcher.score_article(article, text).iter().any(|score| score.suggests());
    let place = Span::new(&article.path, article.head.clone());
    let advice = || Diagnostic::new(codes::NO_TOPIC, "this article has no topic, and no topic's terms match it");
    (!is_matched).then(|| advice().at(place))
}

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
