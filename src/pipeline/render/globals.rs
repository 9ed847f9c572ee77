//! What every template sees, whatever its page shows.

use serde::Serialize;

use super::seen::HashedValue;
use super::url;
use super::view::{FeedLink, TitledLink, feeds, word};
use crate::base::fields::Extra;
use crate::pipeline::config::{Density, FontChoice, PageSide, Section};
use crate::pipeline::plan::{ACCENT, Icon, SEARCH};
use crate::pipeline::site::Site;

#[derive(Serialize)]
pub struct MargentView {
    pub version: &'static str,
}

#[derive(Serialize)]
pub struct SiteView<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub author: &'a str,
    pub language: &'a str,
    pub base_url: &'a str,
    pub url: String,
    pub menu: Vec<TitledLink>,
    pub feeds: Vec<FeedLink>,
    /// The list of corrections, where the site has one.
    pub corrections: Option<String>,
    /// The page that searches, where the site has one.
    pub search: Option<String>,
    pub theme: ThemeView,
    /// Whether it has `favicon.ico` and `apple-touch-icon.png`.
    pub icons: bool,
    pub extra: &'a Extra,
}

/// The settings of `[theme]`.
#[derive(Serialize)]
pub struct ThemeView {
    pub fonts: FontChoice,
    pub margin: PageSide,
    pub density: Density,
    /// The address of the style sheet that sets the accent, where the site chooses one.
    pub accent: Option<String>,
}

/// The values that every template sees, and their names.
pub fn globals(site: &Site) -> [(&'static str, HashedValue); 3] {
    let config = &site.config;
    let shown = SiteView {
        title: &config.title,
        description: &config.description,
        author: &config.author,
        language: &config.language,
        base_url: &config.base_url,
        url: url(site, "/"),
        menu: menu(site),
        feeds: feeds(site, "/", &config.title),
        corrections: config.has(Section::Corrections).then(|| url(site, "/corrections/")),
        search: site.plan.search.then(|| url(site, SEARCH)),
        theme: theme(site),
        icons: Icon::ALL.iter().all(|icon| site.plan.outputs.contains_key(icon.path())),
        extra: &config.extra,
    };
    let program = MargentView { version: env!("CARGO_PKG_VERSION") };
    [
        ("site", HashedValue::of(&shown)),
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

fn menu(site: &Site) -> Vec<TitledLink> {
    if !site.config.menu.is_empty() {
        let shown = |to: &str| {
            let (path, rest) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
            if path.starts_with('/') { format!("{}{rest}", url(site, path)) } else { to.to_owned() }
        };
        let items = site.config.menu.iter();
        return items.map(|item| TitledLink { title: item.title.clone(), url: shown(&item.url.value) }).collect();
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
