//! The pages of sources, outlets' quotations and corrections.

use serde::Serialize;

use super::view::{self, DateView, SourceView};
use super::{PageData, Renderer, url};
use crate::base::text::words;
use crate::pipeline::config::Section;
use crate::pipeline::content::ArticleId;
use crate::pipeline::content::Correction;
use crate::pipeline::index::CitedWork;
use crate::pipeline::index::quote::source_of;
use crate::pipeline::markdown::Excerpt;
use crate::pipeline::plan::{SOURCES_PER_PAGE, pages};
use crate::pipeline::site::Site;

/// Articles named beside a source that others cite too.
const ALSO: usize = 5;
/// Characters of a quotation in a list.
const QUOTE: usize = 280;

/// A report of an outlet, and who cites it.
#[derive(Serialize)]
struct WorkView<'a> {
    #[serde(flatten)]
    source: SourceView<'a>,
    /// The articles that cite it, newest first.
    cited: Vec<CitingArticle>,
}

/// An article that cites.
#[derive(Serialize)]
pub struct CitingArticle {
    title: String,
    url: String,
    language: String,
}

/// A quotation in the list of an outlet's.
#[derive(Serialize)]
pub struct QuoteView {
    text: String,
    /// The quotation on the page of its article.
    url: String,
    verified: bool,
    /// Of the source where that is known, else of the article.
    language: String,
}

/// How often an outlet is quoted.
#[derive(Serialize)]
pub struct TallyView {
    excerpts: usize,
    verified: usize,
    /// Newest first.
    years: Vec<TallyYear>,
    /// The most excerpts in a year.
    most: usize,
}

#[derive(Serialize)]
struct TallyYear {
    year: i16,
    excerpts: usize,
}

/// A correction in the list of all.
#[derive(Serialize)]
struct CorrectionEntry<'a> {
    date: Option<DateView>,
    text: &'a str,
    article: CitingArticle,
}

impl Renderer<'_> {
    /// A page of the list of sources, newest first.
    pub(super) fn sources(&self, data: PageData, address: &str, page: usize) -> PageData {
        let site = self.site;
        let works = &site.index.works.all;
        let count = pages(works.len(), SOURCES_PER_PAGE);
        let title = self.numbered(view::word(site, "sources"), page);
        let head = self.head("sources", address, &title, view::word(site, "sources_description"));
        let pager = self.pager("/sources/", page, count, works.len());
        let shown = works.iter().skip((page - 1) * SOURCES_PER_PAGE).take(SOURCES_PER_PAGE);
        let shown: Vec<_> = shown.map(|work| self.work(work)).collect();
        let citations = (!works.is_empty()).then(|| self.url("/citations.json"));
        data.show_head(&head).show("pager", &pager).show("works", &shown).show("citations", &citations)
    }

    fn work(&self, work: &CitedWork) -> WorkView<'_> {
        let (id, number) = work.best;
        let source = view::source(self.site, id, number);
        WorkView { source, cited: work.articles.iter().map(|id| citing(self.site, *id)).collect() }
    }

    /// What articles quote of an outlet: for each of `articles` the quotations in it.
    pub(super) fn quotes(&self, outlet: usize, articles: &[ArticleId]) -> Vec<Vec<QuoteView>> {
        let site = self.site;
        let of = |id: &ArticleId| {
            let article = &site.content.articles[*id];
            let excerpts = article.body.excerpts.iter().enumerate();
            let quote = |(number, excerpt): (usize, &Excerpt)| {
                let source = source_of(article, excerpt)?;
                (site.index.taxonomies.of_article[*id].outlets[source] == outlet).then(|| quote(site, *id, number))
            };
            excerpts.filter_map(quote).collect()
        };
        articles.iter().map(of).collect()
    }

    /// How often an outlet is quoted.
    pub(super) fn tally(&self, outlet: usize) -> TallyView {
        let tally = &self.site.index.quotations.by_outlet[outlet];
        let of = |year: &i16| tally.years.get(year).copied().unwrap_or_default();
        let (first, last) = (tally.years.keys().next(), tally.years.keys().next_back());
        let years = first.zip(last).into_iter().flat_map(|(first, last)| (*first..=*last).rev());
        let years = years.map(|year| TallyYear { year, excerpts: of(&year) });
        TallyView {
            excerpts: tally.excerpts,
            verified: tally.verified,
            years: years.collect(),
            most: tally.years.values().copied().max().unwrap_or_default(),
        }
    }

    /// Every correction, newest first.
    pub(super) fn corrections(&self, data: PageData, address: &str) -> PageData {
        let site = self.site;
        let entry = |(id, number): &(ArticleId, usize)| {
            let correction = &site.content.articles[*id].corrections[*number];
            let mut article = citing(site, *id);
            article.url = format!("{}#{}", article.url, Correction::id(*number));
            CorrectionEntry {
                date: correction.date.as_ref().map(|moment| view::date(site, moment)),
                text: &correction.text,
                article,
            }
        };
        let entries: Vec<_> = site.index.corrections.iter().map(entry).collect();
        let title = view::word(site, "corrections");
        let mut head = self.head("corrections", address, title, view::word(site, "corrections_description"));
        if site.config.feeds.sections.contains(&Section::Corrections) {
            head.feeds = view::feeds(site, address, &format!("{}: {title}", site.config.title));
        }
        data.show_head(&head).show("corrections", &entries)
    }
}

pub(super) fn citing(site: &Site, id: ArticleId) -> CitingArticle {
    let article = &site.content.articles[id];
    CitingArticle {
        title: article.title.clone(),
        url: url(site, &site.index.addresses.articles[id]),
        language: article.language.clone().unwrap_or_else(|| site.config.language.clone()),
    }
}

/// The excerpt `number` of an article for lists.
pub fn quote(site: &Site, id: ArticleId, number: usize) -> QuoteView {
    let article = &site.content.articles[id];
    let excerpt = &article.body.excerpts[number];
    QuoteView {
        text: words::truncate(&words::collapse_space(&excerpt.text), QUOTE),
        url: format!("{}#{}", url(site, &site.index.addresses.articles[id]), Excerpt::id(number)),
        verified: site.index.quotations.verified[id][number],
        language: view::language(site, id, source_of(article, excerpt)),
    }
}

/// The newest other articles that cite the same report.
pub fn also(site: &Site, id: ArticleId, number: usize) -> Vec<CitingArticle> {
    let work = &site.index.works.all[site.index.works.of_article[id][number]];
    work.articles.iter().filter(|other| **other != id).take(ALSO).map(|other| citing(site, *other)).collect()
}
