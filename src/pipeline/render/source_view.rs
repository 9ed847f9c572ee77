//! Sources and quotations, as pages show them.

use std::borrow::Cow;

use serde::Serialize;

use super::view::{DateView, TitledLink, article_url, date, language, term_link, word};
use crate::base::text::date::Moment;
use crate::base::text::words;
use crate::pipeline::config::Taxonomy;
use crate::pipeline::content::{ArticleId, SnapshotKind};
use crate::pipeline::markdown::Excerpt;
use crate::pipeline::site::Site;

/// The number of other articles named beside a source that they cite, too.
const ALSO: usize = 5;
/// Characters of a quotation in a list.
const QUOTE: usize = 280;

/// A source as an article cites it.
#[derive(Serialize)]
pub(super) struct SourceView<'a> {
    id: &'a str,
    outlet: TitledLink,
    title: Option<&'a str>,
    url: Option<Cow<'a, str>>,
    author: Option<&'a str>,
    language: Option<&'a str>,
    published: Option<DateView>,
    accessed: Option<DateView>,
    archived: Option<&'a str>,
    /// The day of the archived copy.
    version_date: Option<String>,
    /// Other articles that cite the same report.
    also: Vec<CitingArticle>,
    /// The numbers of excerpts of it in the article, and of those that were found in its snapshot.
    excerpts: usize,
    verified: usize,
}

/// An article that cites a source.
#[derive(Serialize)]
pub(super) struct CitingArticle {
    pub title: String,
    pub url: String,
    pub language: String,
}

/// A quotation in a list.
#[derive(Serialize)]
pub(super) struct QuoteView {
    text: String,
    /// The quotation on the page of its article.
    url: String,
    verified: bool,
    /// The language of the source if it is known, else of the article.
    language: String,
}

/// Returns source `number` of an article, without the other articles that cite it.
pub(super) fn source(site: &Site, id: ArticleId, number: usize) -> SourceView<'_> {
    let article = &site.content.articles[id];
    let source = &article.sources[number];
    let view = |moment: &Option<Moment>| moment.as_ref().map(|moment| date(site, moment));
    let tally = &site.index.quotations.by_source[id][number];
    SourceView {
        id: &source.id,
        outlet: term_link(site, Taxonomy::Outlets, site.index.taxonomies.outlet_of(id, number).1),
        title: source.title.as_deref(),
        // A page of this site is found where the site is shown.
        url: match &source.own {
            Some(own) => Some(format!("{}{}", site.config.base_path(), own.value).into()),
            None => source.url.as_deref().map(Cow::from),
        },
        author: source.author.as_deref(),
        language: source.language.as_deref(),
        published: view(&source.published),
        accessed: view(&source.accessed),
        archived: source.archived.as_deref(),
        version_date: source.version_date(),
        also: Vec::new(),
        excerpts: tally.excerpts,
        verified: tally.verified,
    }
}

/// Returns source `number` of an article, with the newest other articles that cite the same report.
pub(super) fn source_with_others(site: &Site, id: ArticleId, number: usize) -> SourceView<'_> {
    let work = &site.index.works.all[site.index.works.of_article[id][number]];
    let others = work.articles.iter().filter(|other| **other != id).take(ALSO);
    let also = others.map(|other| citing(site, *other)).collect();
    SourceView { also, ..source(site, id, number) }
}

/// Returns an article for the list of those that cite a source.
pub(super) fn citing(site: &Site, id: ArticleId) -> CitingArticle {
    CitingArticle {
        title: site.content.articles[id].title.clone(),
        url: article_url(site, id),
        language: language(site, id).to_owned(),
    }
}

/// Returns excerpt `number` of an article for lists.
pub(super) fn quote(site: &Site, id: ArticleId, number: usize) -> QuoteView {
    let article = &site.content.articles[id];
    let excerpt = &article.body.excerpts[number];
    let source_language = article.sources[excerpt.source_number].language.as_deref();
    QuoteView {
        text: words::truncate(&words::collapse_space(&excerpt.text), QUOTE),
        url: format!("{}#{}", article_url(site, id), Excerpt::id(number)),
        verified: site.index.quotations.verified[id][number],
        language: source_language.unwrap_or(language(site, id)).to_owned(),
    }
}

/// The theme's words for an excerpt that was found in its snapshot.
pub(super) struct VerifiedNote {
    /// The kind of copy that it was found in, and the day when it was verified.
    pub text: String,
    /// The day of the copy, and its SHA-256; empty if neither is known.
    pub detail: String,
}

/// Returns the words for a verified excerpt.
pub(super) fn verified_note(site: &Site, id: ArticleId, excerpt: usize) -> VerifiedNote {
    let article = &site.content.articles[id];
    let source = &article.sources[article.body.excerpts[excerpt].source_number];
    let kind = source.snapshot_path().map_or(SnapshotKind::Text, |path| SnapshotKind::of(&path));
    let copy = match kind {
        SnapshotKind::Text => "copy_text",
        SnapshotKind::Page => "copy_page",
        SnapshotKind::Mail => "copy_mail",
        SnapshotKind::Pdf => "copy_pdf",
    };
    let day = |moment: &Moment| date(site, moment).text;
    let text = match &source.verified {
        Some(moment) => word(site, "verified_copy_dated").replace("{date}", &day(moment)),
        None => word(site, "verified_copy").to_owned(),
    };
    let taken = source.accessed.as_ref().map(|moment| word(site, "copy_taken").replace("{date}", &day(moment)));
    let hash = source.sha256.as_ref().map(|hash| format!("SHA-256 {}", hash.value));
    VerifiedNote {
        text: text.replace("{copy}", word(site, copy)),
        detail: taken.into_iter().chain(hash).collect::<Vec<_>>().join(word(site, "comma")),
    }
}
