//! The data that several outputs of one site show, computed once, when first needed.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tera::{TeraResult, Value};

use super::globals::{self, Globals};
use super::hashed::{HashedValue, PageData, ViewPurpose};
use super::svg::FontDatabase;
use super::view;
use crate::pipeline::config::Taxonomy;
use crate::pipeline::content::{ArticleId, PerArticle};
use crate::pipeline::site::Site;

/// The template of an article in lists.
pub(super) const ENTRY: &str = "entry.html";

/// The data that several outputs show. A function that takes a site with it needs the site that it was computed from.
pub struct SharedData {
    globals: Globals,
    cards: PerArticle<OnceLock<HashedValue>>,
    entries: PerArticle<OnceLock<Value>>,
    term_links: BTreeMap<Taxonomy, Vec<OnceLock<HashedValue>>>,
    /// The topics, the outlets and the last months, which every page of the home page's list shows.
    pub(super) home: OnceLock<[HashedValue; 3]>,
    /// The timeline, the outlets and the related topics of each topic, which every page of its list shows.
    pub(super) topics: Vec<OnceLock<[HashedValue; 3]>>,
    /// The theme's fonts for pictures.
    pub(super) fonts: OnceLock<FontDatabase>,
}

impl SharedData {
    /// Computes the data that every page shows; the rest follows when it is needed.
    pub fn new(site: &Site) -> Self {
        let taxonomies = &site.index.taxonomies;
        let term_links = Taxonomy::ALL.map(|taxonomy| (taxonomy, empty_cells(taxonomies.terms(taxonomy).len())));
        Self {
            globals: globals::globals(site),
            cards: empty_cells(site.content.articles.len()).into(),
            entries: empty_cells(site.content.articles.len()).into(),
            term_links: term_links.into(),
            home: OnceLock::new(),
            topics: empty_cells(taxonomies.topics.len()),
            fonts: OnceLock::new(),
        }
    }

    /// Starts the data of a page with the values that every template sees.
    pub(super) fn page_data(&self, template: &'static str, purpose: ViewPurpose) -> PageData {
        let start = PageData::new(template, purpose);
        self.globals.iter().fold(start, |data, (name, value)| data.show_hashed(name, value))
    }

    /// Returns an article for lists.
    pub(super) fn card(&self, site: &Site, id: ArticleId) -> &HashedValue {
        self.cards[id].get_or_init(|| {
            let links = |taxonomy| self.term_links(site, taxonomy, id);
            HashedValue::of(&view::article_card(site, id))
                .with_list("topics", links(Taxonomy::Topics))
                .with_list("tags", links(Taxonomy::Tags))
                .with_list("outlets", links(Taxonomy::Outlets))
        })
    }

    /// Returns the HTML of articles in lists, or nothing if the theme has no template for it.
    ///
    /// # Errors
    /// When the template fails.
    pub(super) fn entries(&self, site: &Site, listed: &[ArticleId]) -> TeraResult<Vec<Value>> {
        let listed = if site.theme.tera.contains_template(ENTRY) { listed } else { &[] };
        listed.iter().map(|id| self.entry(site, *id)).collect()
    }

    /// Renders the entry of an article once for all lists.
    fn entry(&self, site: &Site, id: ArticleId) -> TeraResult<Value> {
        if let Some(entry) = self.entries[id].get() {
            return Ok(entry.clone());
        }
        let title = &site.content.articles[id].title;
        let data = self.page_data(ENTRY, ViewPurpose::Bytes).titled(title).show_hashed("article", self.card(site, id));
        let html = data.run_template(site)?;
        let entry = Value::safe_string(&String::from_utf8_lossy(&html));
        Ok(self.entries[id].get_or_init(|| entry).clone())
    }

    /// Returns the links to the terms of an article, each once.
    fn term_links<'s>(
        &'s self,
        site: &'s Site,
        taxonomy: Taxonomy,
        id: ArticleId,
    ) -> impl Iterator<Item = &'s HashedValue> {
        let numbers = site.index.taxonomies.of_article[id].numbers(taxonomy);
        let is_first = |(at, number): &(usize, &usize)| !numbers[..*at].contains(number);
        let terms = site.index.taxonomies.terms(taxonomy);
        numbers.iter().enumerate().filter(is_first).map(move |(_, number)| {
            let link = || HashedValue::of(&view::term_link(site, taxonomy, &terms[*number]));
            self.term_links[&taxonomy][*number].get_or_init(link)
        })
    }
}

fn empty_cells<T>(count: usize) -> Vec<OnceLock<T>> {
    (0..count).map(|_| OnceLock::new()).collect()
}
