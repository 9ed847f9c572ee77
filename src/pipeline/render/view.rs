//! Data that several kinds of pages show. `docs/themes.md` describes every field that a template sees; keep the two in
//! step.

use serde::Serialize;

use super::locale::{DateView, date};
use super::url::{article_permalink, article_url, url};
use crate::base::text::{slug, words};
use crate::pipeline::config::Taxonomy;
use crate::pipeline::content::ArticleId;
use crate::pipeline::index::Term;
use crate::pipeline::plan::FeedStream;
use crate::pipeline::site::Site;

/// Characters of an outlet's introduction in lists.
const TERM_DESCRIPTION: usize = 160;

/// A title and an address.
#[derive(Serialize)]
pub(super) struct TitledLink {
    pub title: String,
    pub url: String,
}

/// A feed of a list.
#[derive(Serialize)]
pub(super) struct FeedLink {
    format: &'static str,
    media_type: &'static str,
    title: String,
    url: String,
}

/// A term of a taxonomy.
#[derive(Serialize)]
pub(super) struct TermView {
    pub key: String,
    pub title: String,
    pub url: String,
    /// Number of published articles that have it.
    pub count: usize,
    pub description: String,
    /// The letter under which an alphabetical list has it.
    pub letter: String,
}

/// An article in a list. Its `topics`, `tags` and `outlets`, each a list of [`TitledLink`], are added where they are
/// shared.
#[derive(Serialize)]
pub(super) struct ArticleCard {
    title: String,
    url: String,
    permalink: String,
    date: Option<DateView>,
    updated: Option<DateView>,
    summary: String,
    author: Option<String>,
    language: String,
    /// Reading time. A count of words would change with every edit, and with it every list.
    minutes: usize,
    corrected: bool,
}

/// Returns the feeds `of` the list at the address `list`.
pub(super) fn feeds(site: &Site, of: FeedStream, list: &str, title: &str) -> Vec<FeedLink> {
    let formats = of.shape(&site.config.feeds).formats.iter();
    let links = formats.map(|format| FeedLink {
        format: format.name(),
        media_type: format.media_type(),
        title: title.to_owned(),
        url: url(site, &format!("{list}feed.{}", format.name())),
    });
    links.collect()
}

/// Returns an article for lists.
pub(super) fn article_card(site: &Site, id: ArticleId) -> ArticleCard {
    let article = &site.content.articles[id];
    ArticleCard {
        title: article.title.clone(),
        url: article_url(site, id),
        permalink: article_permalink(site, id),
        date: article.date.as_ref().map(|moment| date(site, moment)),
        updated: article.updated.as_ref().map(|moment| date(site, moment)),
        summary: article.summary(),
        author: author(site, id).map(str::to_owned),
        language: language(site, id).to_owned(),
        minutes: words::reading_minutes(article.body.words),
        corrected: !article.corrections.is_empty(),
    }
}

/// Returns the language of an article: its own, else the site's.
pub(super) fn language(site: &Site, id: ArticleId) -> &str {
    site.content.articles[id].language.as_ref().unwrap_or(&site.config.language)
}

/// Returns the author of an article: its own, else the site's.
pub(super) fn author(site: &Site, id: ArticleId) -> Option<&str> {
    let own = site.content.articles[id].author.as_ref().map(|author| author.value.as_str());
    own.or(Some(site.config.author.as_str())).filter(|name| !name.is_empty())
}

/// Returns a term by name. If the site does not list its taxonomy, it has no page, and its address is empty.
pub(super) fn term_link(site: &Site, taxonomy: Taxonomy, term: &Term) -> TitledLink {
    let url = if site.config.has(taxonomy) { url(site, &term.address) } else { String::new() };
    TitledLink { title: term.title.clone(), url }
}

/// Returns a term with its count.
pub(super) fn term_view(site: &Site, taxonomy: Taxonomy, term: &Term) -> TermView {
    TermView {
        key: term.key.clone(),
        title: term.title.clone(),
        url: url(site, &term.address),
        count: term.articles.len(),
        description: term_description(site, taxonomy, term),
        letter: slug::index_letter(&term.key),
    }
}

/// Returns the short description in the file of a term; empty if there is no file.
pub(super) fn term_description(site: &Site, taxonomy: Taxonomy, term: &Term) -> String {
    match (taxonomy, term.file) {
        (Taxonomy::Topics, Some(file)) => site.content.topics[file].description.clone(),
        (Taxonomy::Outlets, Some(file)) => words::truncate(&site.content.outlets[file].body.opening, TERM_DESCRIPTION),
        (Taxonomy::Topics | Taxonomy::Outlets, None) | (Taxonomy::Tags | Taxonomy::Authors, _) => String::new(),
    }
}
