//! The terms of a taxonomy, and the articles of a term.

use anyhow::Result;
use serde::Serialize;

use super::chart;
use super::parts::{PageHead, numbered_title, show_articles, show_entries};
use crate::base::fields::Extra;
use crate::base::text::slug;
use crate::pipeline::config::Taxonomy;
use crate::pipeline::content::ArticleId;
use crate::pipeline::index::Term;
use crate::pipeline::plan::FeedStream;
use crate::pipeline::render::hashed::{HashedValue, PageData};
use crate::pipeline::render::linked_text::{LinkedText, TextPlacement};
use crate::pipeline::render::shared::SharedData;
use crate::pipeline::render::source_view::{QuoteView, quote};
use crate::pipeline::render::view::{feeds, term_view};
use crate::pipeline::site::Site;

/// The number of excerpts from an outlet.
#[derive(Serialize)]
struct TallyView {
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

/// Shows the terms of a taxonomy.
pub(super) fn term_list(site: &Site, data: PageData, address: &str, taxonomy: Taxonomy) -> PageData {
    let names = taxonomy.names();
    let terms = site.index.taxonomies.terms(taxonomy).iter();
    let mut terms: Vec<_> = terms.map(|term| term_view(site, taxonomy, term)).collect();
    if taxonomy != Taxonomy::Topics {
        // In the order of their slugs a letter with an accent would come after all others.
        terms.sort_by(|a, b| (&a.letter, slug::filed_as(&a.key)).cmp(&(&b.letter, slug::filed_as(&b.key))));
    }
    let head = PageHead::of_words(site, names.plural, address, [names.plural, names.description]);
    head.show(data).show("terms", &terms)
}

/// Shows page `page` of the articles of term `number`.
pub(super) fn term_page(
    site: &Site,
    shared: &SharedData,
    (data, address): (PageData, &str),
    (taxonomy, number, page): (Taxonomy, usize, usize),
) -> Result<PageData> {
    let term = &site.index.taxonomies.terms(taxonomy)[number];
    let view = term_view(site, taxonomy, term);
    let title = numbered_title(site, &term.title, page);
    let mut head = PageHead::new(site, taxonomy.names().singular, address, &title, &view.description);
    if site.config.feeds.sections.contains(&taxonomy.into()) {
        let stream = FeedStream::Term(taxonomy, number);
        head.feeds = feeds(site, stream, &term.address, &format!("{}: {}", site.config.title, term.title));
    }
    let data = head.show(data).show("term", &view);
    let (site_data, list) = ((site, shared), (term.address.as_str(), page));
    Ok(match taxonomy {
        Taxonomy::Topics => show_entries(show_topic(site, shared, data, number)?, site_data, list, &term.articles),
        Taxonomy::Tags | Taxonomy::Authors => show_entries(show_undeclared(data), site_data, list, &term.articles),
        // An entry there has quotations in it that no other list shows.
        Taxonomy::Outlets => {
            let data = show_outlet(site, data, number, page)?;
            show_articles(data, site_data, list, term.articles.iter().copied())
        }
    })
}

/// Shows empty values for a term that no file declares.
fn show_undeclared(data: PageData) -> PageData {
    data.show_html("body", "").show("extra", &Extra::new()).show("domains", &[""; 0]).show("country", &None::<&str>)
}

fn show_topic(site: &Site, shared: &SharedData, data: PageData, number: usize) -> Result<PageData> {
    let Term { file, articles, .. } = &site.index.taxonomies.topics[number];
    let data = match file {
        Some(file) => {
            let topic = &site.content.topics[*file];
            let text = LinkedText::other(site, &topic.body, &site.index.links.topics[*file])?;
            data.show_html("body", &text.html(TextPlacement::Home)).show("extra", &topic.extra)
        }
        None => show_undeclared(data),
    };
    let [timeline, outlets, together] = shared.topics[number].get_or_init(|| {
        let timeline = HashedValue::of(&chart::timeline(site, articles.iter().copied()));
        let outlets = HashedValue::of(&chart::shares(site, Taxonomy::Outlets, articles, None));
        [timeline, outlets, HashedValue::of(&chart::shares(site, Taxonomy::Topics, articles, Some(number)))]
    });
    Ok(data.show_hashed("timeline", timeline).show_hashed("outlets", outlets).show_hashed("together", together))
}

fn show_outlet(site: &Site, data: PageData, number: usize, page: usize) -> Result<PageData> {
    let Term { file, articles, .. } = &site.index.taxonomies.outlets[number];
    let data = match file {
        Some(file) => {
            let outlet = &site.content.outlets[*file];
            let text = LinkedText::other(site, &outlet.body, &site.index.links.outlets[*file])?;
            data.show_html("body", &text.html(TextPlacement::Home))
                .show("extra", &outlet.extra)
                .show("domains", &outlet.domains)
                .show("country", &outlet.country)
        }
        None => show_undeclared(data),
    };
    let articles = articles.chunks(site.config.index.per_page).nth(page - 1).unwrap_or_default();
    let quotes: Vec<_> = articles.iter().map(|id| quotes(site, *id, number)).collect();
    Ok(data.show("tally", &tally(site, number)).show("quotes", &quotes))
}

/// Returns the quotations from an outlet in an article.
fn quotes(site: &Site, article: ArticleId, outlet: usize) -> Vec<QuoteView> {
    let all = &site.index.quotations.by_outlet[outlet].excerpts;
    let first = all.partition_point(|(id, _)| *id < article);
    let quotes = all[first..].iter().take_while(|(id, _)| *id == article);
    quotes.map(|(id, number)| quote(site, *id, *number)).collect()
}

/// Counts the excerpts from an outlet.
fn tally(site: &Site, outlet: usize) -> TallyView {
    let quotes = &site.index.quotations.by_outlet[outlet];
    let (first, last) = (quotes.years.keys().next(), quotes.years.keys().next_back());
    let years = first.zip(last).into_iter().flat_map(|(first, last)| (*first..=*last).rev());
    let years = years.map(|year| TallyYear { year, excerpts: quotes.years.get(&year).copied().unwrap_or_default() });
    TallyView {
        excerpts: quotes.excerpts.len(),
        verified: quotes.verified,
        years: years.collect(),
        most: quotes.years.values().copied().max().unwrap_or_default(),
    }
}
