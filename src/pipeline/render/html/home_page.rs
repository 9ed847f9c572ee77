//! The front page, and the other pages of its list.

use std::cmp::Reverse;

use serde::Serialize;

use super::chart;
use super::parts::{PageHead, numbered_title, show_articles};
use crate::pipeline::config::Taxonomy;
use crate::pipeline::content::ArticleId;
use crate::pipeline::render::hashed::{HashedValue, PageData};
use crate::pipeline::render::shared::SharedData;
use crate::pipeline::render::source_view::{QuoteView, quote};
use crate::pipeline::render::view::{TermView, TitledLink, term_link, term_view};
use crate::pipeline::site::Site;

/// Outlets beside the list.
const OUTLETS: usize = 10;
/// Characters of a quotation that looks well on the front page.
const PULL_QUOTE: usize = 160;

/// A quotation of the lead article.
#[derive(Serialize)]
struct PullQuote {
    #[serde(flatten)]
    quote: QuoteView,
    outlet: TitledLink,
}

/// Shows page `page` of the list.
pub(super) fn home(site: &Site, shared: &SharedData, data: PageData, address: &str, page: usize) -> PageData {
    let title = numbered_title(site, &site.config.title, page);
    let head = PageHead::new(site, "home", address, &title, &site.config.description);
    let [topics, outlets, activity] = shared.home.get_or_init(|| {
        let topics = HashedValue::of(&terms(site, Taxonomy::Topics, usize::MAX));
        let outlets = HashedValue::of(&terms(site, Taxonomy::Outlets, OUTLETS));
        [topics, outlets, HashedValue::of(&chart::last_months(site))]
    });
    let has_lead = page == 1 && !site.content.articles.is_empty();
    show_articles(head.show(data), (site, shared), ("/", page), site.content.articles.ids())
        .show_hashed("topics", topics)
        .show_hashed("outlets", outlets)
        .show_hashed("activity", activity)
        .show("lead", &has_lead.then(|| pull_quote(site, ArticleId::NEWEST)).flatten())
}

/// Returns the terms that have articles; if there are more than `limit`, those with the most.
fn terms(site: &Site, taxonomy: Taxonomy, limit: usize) -> Vec<TermView> {
    if !site.config.has(taxonomy) {
        return Vec::new();
    }
    let terms = site.index.taxonomies.terms(taxonomy).iter();
    let mut terms: Vec<_> = terms.filter(|term| !term.articles.is_empty()).collect();
    if terms.len() > limit {
        terms.sort_by_key(|term| Reverse(term.articles.len()));
        terms.truncate(limit);
    }
    terms.into_iter().map(|term| term_view(site, taxonomy, term)).collect()
}

/// Returns the quotation of an article that does best by itself: verified rather than not, then of a good length.
fn pull_quote(site: &Site, id: ArticleId) -> Option<PullQuote> {
    let article = &site.content.articles[id];
    let verified = &site.index.quotations.verified[id];
    let excerpts = article.body.excerpts.iter().enumerate();
    let cited = excerpts.map(|(number, excerpt)| (number, excerpt.source_number));
    let length = |number: usize| article.body.excerpts[number].text.chars().count();
    let rank = |number: usize| (!verified[number], length(number).abs_diff(PULL_QUOTE), number);
    let (number, source) = cited.min_by_key(|(number, _)| rank(*number))?;
    let outlet = term_link(site, Taxonomy::Outlets, site.index.taxonomies.outlet_of(id, source).1);
    Some(PullQuote { quote: quote(site, id, number), outlet })
}
