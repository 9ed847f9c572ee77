//! The page of links that no longer work, as the last `margent check --external` found them.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::head::PageHead;
use crate::base::text::date::from_unix;
use crate::pipeline::content::ArticleId;
use crate::pipeline::link_results::{LinkResult, LinkResults, LinkStatus};
use crate::pipeline::render::hashed::PageData;
use crate::pipeline::render::locale::date;
use crate::pipeline::render::source_view::{CitingArticle, citing};
use crate::pipeline::site::Site;

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
    let content = &site.content;
    let articles = content.articles.iter().map(|article| &article.path);
    let topics = content.topics.iter().map(|topic| &topic.path);
    let outlets = content.outlets.iter().map(|outlet| &outlet.path);
    let pages = content.pages.iter().map(|page| &page.path);
    let paths = articles.chain(topics).chain(outlets).chain(pages).map(|path| path.as_str());
    let paths: BTreeSet<&str> = paths.collect();
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
