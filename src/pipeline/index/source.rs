//! Outside reports, each once, however many articles cite them; and the corrections of articles.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Taxonomies;
use crate::base::text::slug;
use crate::pipeline::content::{ArticleId, Content, PerArticle, Source};

/// An outside report, and the articles that cite it.
#[derive(Clone, Debug, PartialEq)]
pub struct CitedWork {
    /// The source that says most about it: the article, and the number of the source in it.
    pub best: (ArticleId, usize),
    /// Its outlet's number.
    pub outlet: usize,
    /// The articles that cite it, newest first.
    pub articles: Vec<ArticleId>,
}

/// The outside reports of the site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CitedWorks {
    /// Newest first; those of an unknown day last, by outlet and title.
    pub all: Vec<CitedWork>,
    /// For each article, for each of its sources, the number of the report.
    pub of_article: PerArticle<Vec<usize>>,
}

/// The identity of a report; sources that share it are one report.
#[derive(PartialEq, Eq, Hash)]
enum WorkIdentity {
    /// Its address, without the scheme, fragment and final slash.
    Url(String),
    /// Its outlet, title and day.
    Titled(usize, String, Option<String>),
    /// Unknown: each such source is a report by itself.
    Unknown(ArticleId, usize),
}

/// Joins the sources of all articles: those of one address, or else of one outlet, title and day, are one report.
pub fn join(content: &Content, taxonomies: &Taxonomies) -> CitedWorks {
    let mut numbers: HashMap<WorkIdentity, usize> = HashMap::new();
    let mut all: Vec<CitedWork> = Vec::new();
    let mut of: Vec<Vec<usize>> = Vec::with_capacity(content.articles.len());
    for (id, article) in content.articles.enumerate() {
        let mut works = Vec::with_capacity(article.sources.len());
        for (n, (source, outlet)) in article.sources.iter().zip(&taxonomies.of_article[id].outlets).enumerate() {
            let number = *numbers.entry(identity(source, *outlet, (id, n))).or_insert_with(|| {
                all.push(CitedWork { best: (id, n), outlet: *outlet, articles: Vec::new() });
                all.len() - 1
            });
            let work = &mut all[number];
            if work.articles.last() != Some(&id) {
                work.articles.push(id);
            }
            let (article, best) = work.best;
            if known(source) > known(&content.articles[article].sources[best]) {
                work.best = (id, n);
            }
            works.push(number);
        }
        of.push(works);
    }
    sort(content, taxonomies, all, of)
}

fn sort(content: &Content, taxonomies: &Taxonomies, all: Vec<CitedWork>, mut of: Vec<Vec<usize>>) -> CitedWorks {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_cached_key(|number| {
        let work = &all[*number];
        let source = &content.articles[work.best.0].sources[work.best.1];
        // `None` is less than any date, so that reversed it comes last.
        (
            Reverse(source.published.clone()),
            taxonomies.outlets[work.outlet].title.clone(),
            source.title.clone(),
            work.best,
        )
    });
    let mut place = vec![0; all.len()];
    order.iter().enumerate().for_each(|(new, old)| place[*old] = new);
    of.iter_mut().flatten().for_each(|number| *number = place[*number]);
    let mut sorted: Vec<(usize, CitedWork)> =
        all.into_iter().enumerate().map(|(old, work)| (place[old], work)).collect();
    sorted.sort_unstable_by_key(|(new, _)| *new);
    CitedWorks { all: sorted.into_iter().map(|(_, work)| work).collect(), of_article: of.into() }
}

fn identity(source: &Source, outlet: usize, place: (ArticleId, usize)) -> WorkIdentity {
    match (&source.url, &source.title) {
        (Some(url), _) => {
            let url = url.split('#').next().unwrap_or(url);
            let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
            WorkIdentity::Url(bare.trim_end_matches('/').to_owned())
        }
        (None, Some(title)) => {
            let day = source.published.as_ref().map(ToString::to_string);
            WorkIdentity::Titled(outlet, slug::slugify(title), day)
        }
        (None, None) => WorkIdentity::Unknown(place.0, place.1),
    }
}

/// The number of details that a source states of its report.
fn known(source: &Source) -> usize {
    let texts = [&source.title, &source.author, &source.archived];
    texts.iter().filter(|text| text.is_some()).count() + usize::from(source.published.is_some())
}

/// Every correction, newest first; those of an unknown day last.
pub(crate) fn corrections(content: &Content) -> Vec<(ArticleId, usize)> {
    let articles = content.articles.enumerate();
    let all = articles.flat_map(|(id, article)| (0..article.corrections.len()).map(move |n| (id, n)));
    let mut all: Vec<_> = all.collect();
    all.sort_by(|a, b| {
        let date = |(id, n): &(ArticleId, usize)| content.articles[*id].corrections[*n].date.clone();
        date(b).cmp(&date(a)).then(a.cmp(b))
    });
    all
}
