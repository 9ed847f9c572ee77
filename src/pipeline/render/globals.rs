//! The values that every template sees, whatever its page shows: `site`, `t` and `margent`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::hashed::HashedValue;
use super::locale::word;
use super::url::url;
use super::view::{FeedLink, TitledLink, feeds};
use crate::base::fields::Extra;
use crate::pipeline::config::{Density, FontChoice, PageSide, Section};
use crate::pipeline::plan::{ACCENT, FeedStream, Icon, SEARCH};
use crate::pipeline::site::Site;

/// The values that every template sees, and their names.
pub(super) type Globals = [(&'static str, HashedValue); 3];

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
pub(super) fn globals(site: &Site) -> Globals {
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
