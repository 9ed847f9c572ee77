//! What several kinds of pages show: addresses, words and dates in the site's language, feeds, articles in lists, terms.
//! `docs/themes.md` describes every field that a template sees; keep the two in step.

use std::fmt::Display;

use serde::Serialize;

use crate::base::text::date::Moment;
use crate::base::text::path::percent_encode;
use crate::base::text::{slug, words};
use crate::pipeline::config::Taxonomy;
use crate::pipeline::content::ArticleId;
use crate::pipeline::index::Term;
use crate::pipeline::plan::FeedStream;
use crate::pipeline::site::Site;

/// Returns the address from the root of the host, with the path of `base_url`: `/repo/articles/x/`.
pub(super) fn url(site: &Site, address: &str) -> String {
    format!("{}{}", site.config.base_path(), percent_encode(address))
}

/// Returns the complete URL.
pub(super) fn permalink(site: &Site, address: &str) -> String {
    format!("{}{}", site.config.base_url, percent_encode(address))
}

/// Returns the address of an article from the root of the host.
pub(super) fn article_url(site: &Site, id: ArticleId) -> String {
    url(site, &site.index.addresses.articles[id])
}

/// Returns the complete URL of an article.
pub(super) fn article_permalink(site: &Site, id: ArticleId) -> String {
    permalink(site, &site.index.addresses.articles[id])
}

/// A date for templates.
#[derive(Serialize)]
pub(super) struct DateView {
    /// For machines: the day, or RFC 3339.
    pub iso: String,
    /// For readers, in the site's language.
    pub text: String,
    /// Hours and minutes, where they are known.
    pub time: Option<String>,
    pub year: i16,
    pub month: i8,
    pub day: i8,
}

/// Returns a word of the theme, or the key itself if the theme has none.
pub(super) fn word<'a>(site: &'a Site, key: &'a str) -> &'a str {
    site.theme.words.get(key).map_or(key, String::as_str)
}

/// Returns the name of a month, from 1.
pub(super) fn month_name(site: &Site, month: impl Display) -> String {
    word(site, &format!("month_{month}")).to_owned()
}

/// A date by the theme's pattern, such as `{day} {month} {year}`.
pub(super) fn date(site: &Site, moment: &Moment) -> DateView {
    let (year, month, day) = moment.ymd();
    DateView { iso: moment.to_string(), text: date_text(site, moment), time: moment.clock(), year, month, day }
}

/// Writes a date for readers, in the site's language.
pub(crate) fn date_text(site: &Site, moment: &Moment) -> String {
    let (year, month, day) = moment.ymd();
    word(site, "date_pattern")
        .replace("{day}", &day.to_string())
        .replace("{month}", &month_name(site, month))
        .replace("{year}", &year.to_string())
}

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
