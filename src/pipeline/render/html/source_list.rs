//! The list of sources, and that of corrections.

use serde::Serialize;

use super::head::PageHead;
use super::list::{numbered_title, pager};
use crate::pipeline::config::Section;
use crate::pipeline::content::{ArticleId, Correction};
use crate::pipeline::index::CitedWork;
use crate::pipeline::plan::{FeedStream, SOURCES_PER_PAGE};
use crate::pipeline::render::hashed::PageData;
use crate::pipeline::render::locale::{DateView, date, word};
use crate::pipeline::render::source_view::{CitingArticle, SourceView, citing, source};
use crate::pipeline::render::url::url;
use crate::pipeline::render::view::feeds;
use crate::pipeline::site::Site;

/// A report of an outlet, and the articles that cite it.
#[derive(Serialize)]
struct WorkView<'a> {
    #[serde(flatten)]
    source: SourceView<'a>,
    /// The articles that cite it, newest first.
    cited: Vec<CitingArticle>,
}

/// A correction in the list of all.
#[derive(Serialize)]
struct CorrectionEntry<'a> {
    date: Option<DateView>,
    text: &'a str,
    article: CitingArticle,
}

/// Shows page `page` of the list of sources, newest first.
pub(super) fn sources(site: &Site, data: PageData, address: &str, page: usize) -> PageData {
    let works = &site.index.works.all;
    let title = numbered_title(site, word(site, "sources"), page);
    let head = PageHead::new(site, "sources", address, &title, word(site, "sources_description"));
    let views = works.iter().skip((page - 1) * SOURCES_PER_PAGE).take(SOURCES_PER_PAGE);
    let views: Vec<_> = views.map(|work| work_view(site, work)).collect();
    head.show(data)
        .show("pager", &pager(site, "/sources/", page, works.len(), SOURCES_PER_PAGE))
        .show("works", &views)
        .show("citations", &(!works.is_empty()).then(|| url(site, "/citations.json")))
}

fn work_view<'a>(site: &'a Site, work: &CitedWork) -> WorkView<'a> {
    let (id, number) = work.best;
    WorkView { source: source(site, id, number), cited: work.articles.iter().map(|id| citing(site, *id)).collect() }
}

/// Shows every correction, newest first.
pub(super) fn corrections(site: &Site, data: PageData, address: &str) -> PageData {
    let entries = site.index.corrections.iter().map(|(id, number)| correction(site, *id, *number));
    let entries: Vec<_> = entries.collect();
    let mut head = PageHead::of_words(site, "corrections", address, ["corrections", "corrections_description"]);
    if site.config.feeds.sections.contains(&Section::Corrections) {
        head.feeds = feeds(site, FeedStream::Corrections, address, &format!("{}: {}", site.config.title, head.title));
    }
    head.show(data).show("corrections", &entries)
}

fn correction(site: &Site, id: ArticleId, number: usize) -> CorrectionEntry<'_> {
    let correction = &site.content.articles[id].corrections[number];
    let mut article = citing(site, id);
    article.url = format!("{}#{}", article.url, Correction::id(number));
    let date = correction.date.as_ref().map(|moment| date(site, moment));
    CorrectionEntry { date, text: &correction.text, article }
}
