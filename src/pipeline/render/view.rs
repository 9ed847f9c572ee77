//! What templates see. `docs/themes.md` describes every field; keep them together.

use std::borrow::Cow;

use serde::Serialize;

use super::card;
use super::citation::{self, CitationText};
use super::source::{CitingArticle, also};
use super::{permalink, url};
use crate::base::fields::Extra;
use crate::base::text::date::Moment;
use crate::base::text::words;
use crate::pipeline::config::{FeedFormat, Taxonomy};
use crate::pipeline::content::ArticleId;
use crate::pipeline::content::Correction;
use crate::pipeline::index::Term;
use crate::pipeline::index::quote::source_of;
use crate::pipeline::markdown::Heading;
use crate::pipeline::site::Site;

/// Something with a title and an address.
#[derive(Serialize)]
pub struct TitledLink {
    pub title: String,
    pub url: String,
}

#[derive(Serialize)]
pub struct FeedLink {
    pub format: &'static str,
    pub media_type: &'static str,
    pub title: String,
    pub url: String,
}

/// What the head of every page needs.
#[derive(Serialize)]
pub struct PageView {
    /// `home`, `article`, `topics`, …: the kind of page.
    pub kind: &'static str,
    pub title: String,
    pub description: String,
    /// The complete URL.
    pub canonical: String,
    pub url: String,
    pub language: String,
    pub feeds: Vec<FeedLink>,
}

#[derive(Serialize)]
pub struct DateView {
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

/// A topic, a tag or an outlet.
#[derive(Serialize)]
pub struct TermView {
    pub key: String,
    pub title: String,
    pub url: String,
    /// Published articles that have it.
    pub count: usize,
    pub description: String,
    /// Under which letter an alphabetical list has it.
    pub letter: String,
}

/// An article in a list. Its `topics`, `tags` and `outlets`, each a list of [`TitledLink`], are added where they are shared.
#[derive(Serialize)]
pub struct ArticleCard {
    pub title: String,
    pub url: String,
    pub permalink: String,
    pub date: Option<DateView>,
    pub updated: Option<DateView>,
    pub summary: String,
    pub author: Option<String>,
    pub language: String,
    /// Reading time. A count of words would change with every edit, and with it every list.
    pub minutes: usize,
    pub corrected: bool,
}

/// What only the page of an article shows.
#[derive(Serialize)]
pub struct ArticleView<'a> {
    /// The summary, where the editor wrote one; else it is the opening of the text, which the page shows anyway.
    pub standfirst: Option<&'a str>,
    /// The page of its author, where the site lists authors.
    pub author_url: Option<String>,
    pub words: usize,
    pub contents: Vec<TocEntry<'a>>,
    pub sources: Vec<SourceView<'a>>,
    pub cite: CitationText,
    /// The addresses of the files for machines, where the article has them.
    pub annotations: Option<String>,
    /// The complete URL of its picture for links, where it has one.
    pub card: Option<String>,
    pub citations: Option<String>,
    pub corrections: Vec<CorrectionView<'a>>,
    pub extra: &'a Extra,
}

/// An entry of a table of contents.
#[derive(Serialize)]
pub struct TocEntry<'a> {
    pub title: &'a str,
    pub id: &'a str,
    pub children: Vec<TocEntry<'a>>,
}

#[derive(Serialize)]
pub struct SourceView<'a> {
    pub id: &'a str,
    pub outlet: TitledLink,
    pub title: Option<&'a str>,
    pub url: Option<Cow<'a, str>>,
    pub author: Option<&'a str>,
    pub language: Option<&'a str>,
    pub published: Option<DateView>,
    pub accessed: Option<DateView>,
    pub archived: Option<&'a str>,
    /// The day of the archived copy.
    pub version_date: Option<String>,
    /// Other articles that cite the same report.
    pub also: Vec<CitingArticle>,
    /// Excerpts of it in the article, and how many of them were found in its snapshot.
    pub excerpts: usize,
    pub verified: usize,
}

#[derive(Serialize)]
pub struct CorrectionView<'a> {
    pub id: String,
    pub date: Option<DateView>,
    pub text: &'a str,
}

/// Where a page stands in a list of several.
#[derive(Serialize)]
pub struct Pager {
    pub page: usize,
    pub pages: usize,
    /// Articles in the whole list.
    pub count: usize,
    /// Towards newer articles.
    pub previous: Option<String>,
    /// Towards older articles.
    pub next: Option<String>,
}

#[derive(Serialize)]
pub struct YearView {
    pub year: i16,
    pub url: String,
    pub count: usize,
    pub months: Vec<MonthView>,
}

#[derive(Serialize)]
pub struct MonthView {
    pub month: i8,
    /// The month's name, in the site's language.
    pub name: String,
    pub url: String,
    pub id: String,
    pub count: usize,
}

/// The feeds of a list: `list` is its address.
pub fn feeds(site: &Site, list: &str, title: &str) -> Vec<FeedLink> {
    let link = |format: &FeedFormat| FeedLink {
        format: format.name(),
        media_type: format.media_type(),
        title: title.to_owned(),
        url: url(site, &format!("{list}feed.{}", format.name())),
    };
    site.config.feeds.formats.iter().map(link).collect()
}

/// A word of the theme; the key itself where the theme has none.
pub fn word<'a>(site: &'a Site, key: &'a str) -> &'a str {
    site.theme.words.get(key).map_or(key, String::as_str)
}

/// A date for readers, by the theme's pattern, such as `{day} {month} {year}`.
pub fn date(site: &Site, moment: &Moment) -> DateView {
    let (year, month, day) = moment.ymd();
    let text = word(site, "date_pattern")
        .replace("{day}", &day.to_string())
        .replace("{month}", word(site, &format!("month_{month}")))
        .replace("{year}", &year.to_string());
    DateView { iso: moment.to_string(), text, time: moment.clock(), year, month, day }
}

/// An article for lists.
pub fn card(site: &Site, id: ArticleId) -> ArticleCard {
    let article = &site.content.articles[id];
    ArticleCard {
        title: article.title.clone(),
        url: url(site, &site.index.addresses.articles[id]),
        permalink: permalink(site, &site.index.addresses.articles[id]),
        date: article.date.as_ref().map(|moment| date(site, moment)),
        updated: article.updated.as_ref().map(|moment| date(site, moment)),
        summary: article.summary(),
        author: author(site, id).map(str::to_owned),
        language: language(site, id, None),
        minutes: words::reading_minutes(article.body.words),
        corrected: !article.corrections.is_empty(),
    }
}

/// The language of a source of an article, where that is known, else of the article.
pub fn language(site: &Site, id: ArticleId, source: Option<usize>) -> String {
    let article = &site.content.articles[id];
    let own = source.and_then(|source| article.sources[source].language.as_ref());
    own.or(article.language.as_ref()).unwrap_or(&site.config.language).clone()
}

/// Who wrote an article: its own author, else the site's.
pub fn author(site: &Site, id: ArticleId) -> Option<&str> {
    let own = site.content.articles[id].author.as_ref().map(|author| author.value.as_str());
    own.or(Some(site.config.author.as_str())).filter(|name| !name.is_empty())
}

/// A term by name. Without its section in the site it has no page, and its address is empty.
pub fn term_link(site: &Site, taxonomy: Taxonomy, term: &Term) -> TitledLink {
    let url = if site.config.has(taxonomy) { url(site, &term.address) } else { String::new() };
    TitledLink { title: term.title.clone(), url }
}

/// A topic, tag or outlet with its count.
pub fn term(site: &Site, taxonomy: Taxonomy, term: &Term) -> TermView {
    let description = match (taxonomy, term.file) {
        (Taxonomy::Topics, Some(file)) => site.content.topics[file].description.clone(),
        (Taxonomy::Outlets, Some(file)) => words::truncate(&site.content.outlets[file].body.opening, 160),
        (Taxonomy::Topics | Taxonomy::Outlets, None) | (Taxonomy::Tags | Taxonomy::Authors, _) => String::new(),
    };
    TermView {
        key: term.key.clone(),
        title: term.title.clone(),
        url: url(site, &term.address),
        count: term.articles.len(),
        description,
        letter: crate::base::text::slug::index_letter(&term.key),
    }
}

/// What only the page of an article shows.
pub fn article(site: &Site, id: ArticleId) -> ArticleView<'_> {
    let article = &site.content.articles[id];
    let corrections = article.corrections.iter().enumerate().map(|(number, correction)| CorrectionView {
        id: Correction::id(number),
        date: correction.date.as_ref().map(|moment| date(site, moment)),
        text: &correction.text,
    });
    let terms = &site.index.taxonomies.of_article[id];
    let file = |name: &str| url(site, &format!("{}{name}", site.index.addresses.articles[id]));
    ArticleView {
        standfirst: article.summary.as_deref(),
        author_url: terms.author.map(|number| url(site, &site.index.taxonomies.authors[number].address)),
        words: article.body.words,
        contents: contents(&article.body.headings),
        sources: (0..article.sources.len())
            .map(|number| SourceView { also: also(site, id, number), ..source(site, id, number) })
            .collect(),
        cite: citation::cite(site, id),
        annotations: article.is_annotated().then(|| file("annotations.json")),
        card: card::url(site, id),
        citations: (!article.sources.is_empty()).then(|| file("citations.json")),
        corrections: corrections.collect(),
        extra: &article.extra,
    }
}

/// A source as an article cites it.
pub fn source(site: &Site, id: ArticleId, number: usize) -> SourceView<'_> {
    let article = &site.content.articles[id];
    let source = &article.sources[number];
    let shown = |moment: &Option<Moment>| moment.as_ref().map(|moment| date(site, moment));
    let excerpts = article.body.excerpts.iter().zip(&site.index.quotations.verified[id]);
    let of_it = excerpts.filter(|(excerpt, _)| source_of(article, excerpt) == Some(number));
    let (excerpts, verified) = of_it.fold((0, 0), |(all, verified), (_, it)| (all + 1, verified + usize::from(*it)));
    SourceView {
        id: &source.id,
        outlet: term_link(
            site,
            Taxonomy::Outlets,
            &site.index.taxonomies.outlets[site.index.taxonomies.of_article[id].outlets[number]],
        ),
        title: source.title.as_deref(),
        // A page of this site is found where the site is shown.
        url: match &source.own {
            Some(own) => Some(format!("{}{}", site.config.base_path(), own.value).into()),
            None => source.url.as_deref().map(Cow::from),
        },
        author: source.author.as_deref(),
        language: source.language.as_deref(),
        published: shown(&source.published),
        accessed: shown(&source.accessed),
        archived: source.archived.as_deref(),
        version_date: source.version_date(),
        also: Vec::new(),
        excerpts,
        verified,
    }
}

/// What is said of an excerpt that was found in its snapshot, and of the day when that copy was made.
pub fn verified(site: &Site, id: ArticleId, excerpt: usize) -> String {
    let article = &site.content.articles[id];
    let source = source_of(article, &article.body.excerpts[excerpt]).map(|number| &article.sources[number]);
    match source.and_then(|source| source.accessed.as_ref()) {
        Some(moment) => word(site, "verified_copy_dated").replace("{date}", &date(site, moment).text),
        None => word(site, "verified_copy").to_owned(),
    }
}

/// Headings as a tree: each under the last one of a lower level.
pub fn contents(headings: &[Heading]) -> Vec<TocEntry<'_>> {
    let mut entries = Vec::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let below = after.iter().take_while(|heading| heading.level > first.level).count();
        entries.push(TocEntry { title: &first.text, id: &first.id, children: contents(&after[..below]) });
        rest = &after[below..];
    }
    entries
}
