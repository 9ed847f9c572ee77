//! The sections besides those of terms: the archive (all years, the articles of a year, and those without a date), the
//! list of sources, that of corrections, and that of links that no longer work, as the last `margent check --external`
//! found them.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::chart;
use super::parts::{PageHead, numbered_title, pager};
use crate::base::text::date::from_unix;
use crate::pipeline::config::Section;
use crate::pipeline::content::{ArticleId, Correction};
use crate::pipeline::index::{CitedWork, Year};
use crate::pipeline::link_results::{LinkResult, LinkResults, LinkStatus};
use crate::pipeline::plan::{FeedStream, SOURCES_PER_PAGE};
use crate::pipeline::render::hashed::PageData;
use crate::pipeline::render::shared::SharedData;
use crate::pipeline::render::source_view::{CitingArticle, SourceView, citing, source};
use crate::pipeline::render::view::{DateView, date, feeds, month_name, url, word};
use crate::pipeline::site::Site;

#[derive(Serialize)]
struct YearView {
    year: i16,
    url: String,
    count: usize,
    months: Vec<MonthView>,
}

#[derive(Serialize)]
struct MonthView {
    month: i8,
    /// The month's name, in the site's language.
    name: String,
    url: String,
    id: String,
    count: usize,
}

/// The list of articles without a date.
#[derive(Serialize)]
struct UndatedView {
    count: usize,
    url: String,
}

/// Shows all years.
pub(super) fn archive(site: &Site, data: PageData, address: &str) -> PageData {
    let archive = &site.index.archive;
    let years: Vec<_> = archive.years.iter().map(|year| year_view(site, year)).collect();
    let undated = UndatedView { count: archive.undated.len(), url: url(site, "/archive/undated/") };
    let head = PageHead::of_words(site, "archive", address, ["archive", "archive_description"]);
    head.show(data)
        .show("years", &years)
        .show("calendar", &chart::calendar(site))
        .show("undated", &(undated.count > 0).then_some(undated))
}

/// Shows the articles of year `number`.
pub(super) fn year(site: &Site, shared: &SharedData, data: PageData, address: &str, number: usize) -> PageData {
    let years = &site.index.archive.years;
    let year = &years[number];
    let head = PageHead::new(site, "year", address, &year.year.to_string(), "");
    let articles = year.months.iter().flat_map(|month| &month.articles);
    head.show(data)
        .show("year", &year_view(site, year))
        .show("newer", &number.checked_sub(1).map(|number| year_view(site, &years[number])))
        .show("older", &years.get(number + 1).map(|year| year_view(site, year)))
        .show_list("articles", articles.map(|id| shared.card(site, *id)))
}

/// Shows the articles without a date.
pub(super) fn undated(site: &Site, shared: &SharedData, data: PageData, address: &str) -> PageData {
    let head = PageHead::of_words(site, "undated", address, ["undated", ""]);
    head.show(data).show_list("articles", site.index.archive.undated.iter().map(|id| shared.card(site, *id)))
}

fn year_view(site: &Site, year: &Year) -> YearView {
    let url = url(site, &format!("/archive/{:04}/", year.year));
    let months = year.months.iter().map(|month| {
        let id = format!("{:04}-{:02}", year.year, month.month);
        MonthView {
            month: month.month,
            name: month_name(site, month.month),
            url: format!("{url}#{id}"),
            id,
            count: month.articles.len(),
        }
    });
    let months: Vec<_> = months.collect();
    YearView { year: year.year, count: months.iter().map(|month| month.count).sum(), url, months }
}

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

/// Links of one class.
#[derive(Serialize)]
struct LinkGroup<'a> {
    class: LinkStatus,
    links: Vec<LinkView<'a>>,
}

#[derive(Serialize)]
struct LinkView<'a> {
    address: &'a str,
    why: &'a str,
    to: Option<&'a str>,
    /// The copy that an article names.
    archived: Option<&'a str>,
    /// The articles that mention it.
    cited: Vec<CitingArticle>,
}

/// Shows the links, the most urgent first; nothing but the head if no check was made.
pub(super) fn link_report(site: &Site, data: PageData, address: &str) -> PageData {
    let data = PageHead::of_words(site, "links", address, ["links", "links_description"]).show(data);
    let Some(results) = LinkResults::of(&site.inputs) else { return data };
    let published = published(site, &results);
    let checked = results.links.values().map(|result| result.checked).max().and_then(from_unix);
    let fine = published.iter().filter(|(_, result)| result.status == LinkStatus::Fine).count();
    let ids: HashMap<&str, ArticleId> =
        site.content.articles.enumerate().map(|(id, article)| (article.path.as_str(), id)).collect();
    let classes = LinkStatus::ALL.into_iter().filter(|class| *class != LinkStatus::Fine);
    let groups = classes.map(|class| {
        let links = published.iter().filter(|(_, result)| result.status == class);
        LinkGroup { class, links: links.map(|(address, result)| link_view(site, address, result, &ids)).collect() }
    });
    let groups: Vec<_> = groups.filter(|group| !group.links.is_empty()).collect();
    data.show("checked", &checked.map(|moment| date(site, &moment))).show("fine", &fine).show("groups", &groups)
}

/// Returns the links that published texts mention: those of drafts are not public.
fn published<'a>(site: &Site, results: &'a LinkResults) -> Vec<(&'a String, &'a LinkResult)> {
    let articles = site.content.articles.iter().map(|article| &article.path);
    let paths = articles.chain(site.content.other_texts().map(|(path, _)| path));
    let paths: BTreeSet<&str> = paths.map(|path| path.as_str()).collect();
    let mentioned = |result: &LinkResult| result.from.iter().any(|path| paths.contains(path.as_str()));
    results.links.iter().filter(|(_, result)| mentioned(result)).collect()
}

fn link_view<'a>(
    site: &'a Site,
    address: &'a str,
    result: &'a LinkResult,
    ids: &HashMap<&str, ArticleId>,
) -> LinkView<'a> {
    let from: Vec<ArticleId> = result.from.iter().filter_map(|path| ids.get(path.as_str()).copied()).collect();
    let sources = from.iter().flat_map(|id| &site.content.articles[*id].sources);
    let mut archived = sources.filter(|source| source.url.as_deref() == Some(address)).map(|source| &source.archived);
    LinkView {
        address,
        why: &result.why,
        to: result.to.as_deref(),
        archived: archived.find_map(|archived| archived.as_deref()),
        cited: from.iter().map(|id| citing(site, *id)).collect(),
    }
}
