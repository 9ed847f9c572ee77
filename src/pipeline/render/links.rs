//! The page of links that no longer work, as the last `margent check --external` found them.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::source::{CitingArticle, citing};
use super::view;
use super::{PageData, Renderer};
use crate::base::text::date::from_unix;
use crate::pipeline::content::{Article, ArticleId};
use crate::pipeline::link_results::{LinkResult, LinkResults, LinkStatus};

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

impl Renderer<'_> {
    /// What was found, the most urgent first; nothing but the head where no check was made.
    pub(super) fn link_report(&self, data: PageData, address: &str) -> PageData {
        let site = self.site;
        let title = view::word(site, "links");
        let data = data.show_head(&self.head("links", address, title, view::word(site, "links_description")));
        let Some(findings) = LinkResults::of(&site.inputs) else { return data };
        let shown: Vec<(&String, &LinkResult)> = self.published(&findings);
        let checked = findings.links.values().map(|finding| finding.checked).max().and_then(from_unix);
        let fine = shown.iter().filter(|(_, finding)| finding.class == LinkStatus::Fine).count();
        let ids: HashMap<&str, ArticleId> =
            site.content.articles.enumerate().map(|(id, article)| (article.path.as_str(), id)).collect();
        let groups = LinkStatus::ALL.iter().filter(|class| **class != LinkStatus::Fine).map(|class| LinkGroup {
            class: *class,
            links: shown
                .iter()
                .filter(|(_, it)| it.class == *class)
                .map(|(to, it)| self.followed(to, it, &ids))
                .collect(),
        });
        let groups: Vec<_> = groups.filter(|group| !group.links.is_empty()).collect();
        data.show("checked", &checked.map(|moment| view::date(site, &moment)))
            .show("fine", &fine)
            .show("groups", &groups)
    }

    /// What published texts mention: a draft is nobody's business.
    fn published<'a>(&self, findings: &'a LinkResults) -> Vec<(&'a String, &'a LinkResult)> {
        let content = &self.site.content;
        let articles = content.articles.iter().map(|it| it.path.as_str());
        let topics = content.topics.iter().map(|it| it.path.as_str());
        let outlets = content.outlets.iter().map(|it| it.path.as_str());
        let pages = content.pages.iter().map(|it| it.path.as_str());
        let all: BTreeSet<&str> = articles.chain(topics).chain(outlets).chain(pages).collect();
        findings.links.iter().filter(|(_, it)| it.from.iter().any(|path| all.contains(path.as_str()))).collect()
    }

    fn followed<'a>(
        &'a self,
        address: &'a str,
        finding: &'a LinkResult,
        ids: &HashMap<&str, ArticleId>,
    ) -> LinkView<'a> {
        let site = self.site;
        let from: Vec<ArticleId> = finding.from.iter().filter_map(|path| ids.get(path.as_str()).copied()).collect();
        let archived = |article: &'a Article| {
            let named = article.sources.iter().find(|source| source.url.as_deref() == Some(address));
            named.and_then(|source| source.archived.as_deref())
        };
        LinkView {
            address,
            why: &finding.why,
            to: finding.to.as_deref(),
            archived: from.iter().find_map(|id| archived(&site.content.articles[*id])),
            cited: from.into_iter().map(|id| citing(site, id)).collect(),
        }
    }
}
