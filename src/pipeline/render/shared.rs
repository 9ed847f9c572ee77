//! The data that several outputs of one site show, computed once, when first needed; among them what every template
//! sees, whatever its page shows: `site`, `t` and `margent`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;
use tera::{TeraResult, Value};

use super::hashed::{HashedValue, PageData, ViewPurpose};
use super::svg::FontDatabase;
use super::view::{self, FeedLink, TitledLink, feeds, url, word};
use crate::base::fields::Extra;
use crate::pipeline::config::{Density, FontChoice, PageSide, Section, Taxonomy};
use crate::pipeline::content::{ArticleId, PerArticle};
use crate::pipeline::plan::{ACCENT, FeedStream, Icon, SEARCH};
use crate::pipeline::site::Site;

/// The values that every template sees, and their names.
type Globals = [(&'static str, HashedValue); 3];

/// `site`
#[derive(Serialize)]
struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    author: &'a str,
    language: &'a str,
    base_url: &'a str,
    url: String,
    menu: Vec<TitledLink>,
    feeds: Vec<FeedLink>,
    /// The list of corrections, where the site has one.
    corrections: Option<String>,
    /// The page that searches, where the site has one.
    search: Option<String>,
    theme: ThemeView,
    /// True if it has `favicon.ico` and `apple-touch-icon.png`.
    icons: bool,
    extra: &'a Extra,
}

/// The settings of `[theme]`.
#[derive(Serialize)]
struct ThemeView {
    fonts: FontChoice,
    margin: PageSide,
    density: Density,
    /// The address of the style sheet that sets the accent, where the site chooses one.
    accent: Option<String>,
}

/// Computes the values that every template sees.
fn globals(site: &Site) -> Globals {
    let config = &site.config;
    let view = SiteView {
        title: &config.title,
        description: &config.description,
        author: &config.author,
        language: &config.language,
        base_url: &config.base_url,
        url: url(site, "/"),
        menu: menu(site),
        feeds: feeds(site, FeedStream::Site, "/", &config.title),
        corrections: config.has(Section::Corrections).then(|| url(site, "/corrections/")),
        search: site.plan.search.then(|| url(site, SEARCH)),
        theme: theme(site),
        icons: Icon::ALL.iter().all(|icon| site.plan.outputs.contains_key(icon.path())),
        extra: &config.extra,
    };
    let program = BTreeMap::from([("version", env!("CARGO_PKG_VERSION"))]);
    [
        ("site", HashedValue::of(&view)),
        ("t", HashedValue::of(&*site.theme.words)),
        ("margent", HashedValue::of(&program)),
    ]
}

fn theme(site: &Site) -> ThemeView {
    let look = &site.config.look;
    // Each accent has an address of its own, so that a cache never shows an old one.
    let accent =
        look.accent.map(|[day, _]| format!("{}?v={}", url(site, &format!("/{ACCENT}")), &day.to_string()[1..]));
    ThemeView { fonts: look.fonts, margin: look.margin, density: look.density, accent }
}

/// The pages that `[[menu]]` names; else the sections and the pages that ask for it.
fn menu(site: &Site) -> Vec<TitledLink> {
    if !site.config.menu.is_empty() {
        let items = site.config.menu.iter();
        let link = items.map(|item| TitledLink { title: item.title.clone(), url: menu_url(site, &item.url.value) });
        return link.collect();
    }
    let sections = site.config.index.sections.iter().filter(|section| match section {
        Section::Archive => !site.content.articles.is_empty(),
        Section::Sources => !site.index.works.all.is_empty(),
        // At the foot of each page, where readers look for them.
        Section::Corrections => false,
        // More for the editor than for readers.
        Section::Links => false,
        Section::Terms(taxonomy) => !site.index.taxonomies.terms(*taxonomy).is_empty(),
    });
    let sections = sections.map(|section| TitledLink {
        title: word(site, section.name()).to_owned(),
        url: url(site, &format!("/{}/", section.name())),
    });
    let pages = site.content.pages.iter().zip(&site.index.addresses.pages).filter(|(page, _)| page.menu);
    let pages = pages.map(|(page, address)| TitledLink { title: page.title.clone(), url: url(site, address) });
    sections.chain(pages).collect()
}

/// Returns the address of an item of the menu: a path is one of this site.
fn menu_url(site: &Site, to: &str) -> String {
    let (path, rest) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
    if path.starts_with('/') { format!("{}{rest}", url(site, path)) } else { to.to_owned() }
}

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
            globals: globals(site),
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
