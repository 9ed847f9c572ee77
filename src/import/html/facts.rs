//! What a page says of itself: title, author, dates, site, language, address, tags. Where several places say it, the
//! first of [`TITLE`], [`AUTHOR`] and so on is taken. Only what a machine was meant to read is read.

use toml::value::Datetime;

use super::super::markup::address::{self, Base};
use super::super::markup::tree::{Element, Node};
use super::super::{Confidence, Decision, when};
use super::furniture;
use super::linked::LinkedData;
use Confidence::{High, Medium};

/// A place on a page that says something.
enum MetadataSource {
    /// A field of the article's JSON-LD.
    Linked(&'static str),
    /// `<meta name>`, `property` or `itemprop`.
    Meta(&'static str),
    /// The first element with one of these classes (microformats, hAtom, WordPress).
    Class(&'static [&'static str]),
    /// The first element with this `itemprop` (microdata).
    Prop(&'static str),
    /// The first link of this relation.
    Rel(&'static str),
    /// The address of the first link with one of these classes.
    Link(&'static [&'static str]),
    /// The only element of this name, or several that say the same.
    Only(&'static str),
    /// An attribute of the root element.
    Root(&'static str),
}

type MetadataSources = &'static [(MetadataSource, Confidence)];

/// Where titles stand.
const TITLE: MetadataSources = &[
    (MetadataSource::Linked("headline"), High),
    (MetadataSource::Prop("headline"), High),
    (MetadataSource::Class(&["p-name", "entry-title"]), High),
    (MetadataSource::Meta("og:title"), High),
    (MetadataSource::Only("h1"), Medium),
    (MetadataSource::Meta("twitter:title"), Medium),
    (MetadataSource::Class(&["post-title", "article-title", "headline"]), Medium),
    (MetadataSource::Only("title"), Medium),
];
/// Where the headings of posts stand, on a page of several.
const POST_TITLE: MetadataSources = &[
    (MetadataSource::Prop("headline"), High),
    (MetadataSource::Class(&["p-name", "entry-title", "post-title"]), High),
    (MetadataSource::Only("h1"), Medium),
    (MetadataSource::Only("h2"), Medium),
    (MetadataSource::Only("h3"), Medium),
];
/// Where authors stand.
const AUTHOR: MetadataSources = &[
    (MetadataSource::Linked("author"), High),
    (MetadataSource::Class(&["p-author"]), High),
    (MetadataSource::Prop("author"), High),
    (MetadataSource::Meta("author"), High),
    (MetadataSource::Meta("article:author"), High),
    (MetadataSource::Meta("parsely-author"), High),
    (MetadataSource::Meta("dc.creator"), High),
    (MetadataSource::Rel("author"), Medium),
    (MetadataSource::Class(&["author", "byline", "entry-author"]), Medium),
];
/// Where the date of publication stands.
const PUBLISHED: MetadataSources = &[
    (MetadataSource::Linked("datePublished"), High),
    (MetadataSource::Meta("article:published_time"), High),
    (MetadataSource::Prop("datePublished"), High),
    (MetadataSource::Class(&["dt-published", "published", "entry-date"]), High),
    (MetadataSource::Meta("parsely-pub-date"), High),
    (MetadataSource::Meta("dc.date.issued"), High),
    (MetadataSource::Meta("dcterms.issued"), High),
    (MetadataSource::Meta("pubdate"), Medium),
    (MetadataSource::Meta("dc.date"), Medium),
    (MetadataSource::Meta("date"), Medium),
    (MetadataSource::Only("time"), Medium),
];
/// Where the date of the last change stands.
const MODIFIED: MetadataSources = &[
    (MetadataSource::Linked("dateModified"), High),
    (MetadataSource::Meta("article:modified_time"), High),
    (MetadataSource::Prop("dateModified"), High),
    (MetadataSource::Meta("og:updated_time"), Medium),
    (MetadataSource::Class(&["dt-updated", "updated"]), Medium),
];
/// Where the name of the site stands.
const SITE: MetadataSources = &[
    (MetadataSource::Linked("publisher"), High),
    (MetadataSource::Meta("og:site_name"), High),
    (MetadataSource::Meta("application-name"), Medium),
];
/// Where the language stands.
const LANGUAGE: MetadataSources = &[
    (MetadataSource::Root("lang"), High),
    (MetadataSource::Linked("inLanguage"), High),
    (MetadataSource::Meta("content-language"), Medium),
    (MetadataSource::Meta("og:locale"), Medium),
];
/// Where the address stands.
const ADDRESS: MetadataSources = &[
    (MetadataSource::Rel("canonical"), High),
    (MetadataSource::Meta("og:url"), High),
    (MetadataSource::Linked("mainEntityOfPage"), Medium),
    (MetadataSource::Linked("url"), Medium),
    (MetadataSource::Link(&["u-url"]), Medium),
];
/// Where the address of a post stands, on a page of several.
const POST_ADDRESS: MetadataSources =
    &[(MetadataSource::Link(&["u-url"]), High), (MetadataSource::Rel("bookmark"), High)];
/// Where tags stand; all of the first place are taken.
const TAGS: MetadataSources = &[
    (MetadataSource::Meta("article:tag"), High),
    (MetadataSource::Class(&["p-category"]), High),
    (MetadataSource::Rel("tag"), High),
    (MetadataSource::Linked("keywords"), Medium),
];

/// What is known of a page, or of a post.
#[derive(Debug, Default)]
pub(super) struct PageMetadata {
    pub title: Option<String>,
    pub author: Option<String>,
    pub published: Option<Datetime>,
    pub site: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    pub tags: Vec<String>,
    pub decisions: Vec<Decision>,
}

/// A page to read.
pub(super) struct HtmlPage<'a> {
    pub root: &'a Element,
    pub linked: &'a LinkedData,
    pub base: &'a Base,
}

/// Reads what a page says of itself.
pub(super) fn page(page: &HtmlPage<'_>) -> PageMetadata {
    let mut facts = PageMetadata::default();
    facts.site = page.one("site", SITE, |text| Some(text.to_owned()), &mut facts.decisions);
    let site = facts.site.clone();
    let title = |text: &str| Some(without_site(text, site.as_deref()));
    facts.title = page.one("title", TITLE, title, &mut facts.decisions);
    facts.url = page.one("address", ADDRESS, |href| page.address(href), &mut facts.decisions);
    facts.rest(page);
    facts
}

/// Reads what a page of several says of one of its posts, and of all.
pub(super) fn post(page: &HtmlPage<'_>, post: &Element) -> PageMetadata {
    let whole = page;
    let page = HtmlPage { root: post, linked: &LinkedData::default(), base: whole.base };
    let mut facts = PageMetadata::default();
    facts.title = page.one("title", POST_TITLE, |text| Some(text.to_owned()), &mut facts.decisions);
    facts.url = page.one("address", POST_ADDRESS, |href| page.address(href), &mut facts.decisions);
    let heading = || post.all().filter(|it| it.is(&["h1", "h2", "h3"]) || it.has_class(&["entry-title", "p-name"]));
    let href = || heading().flat_map(Element::all).find_map(|it| page.address(it.attribute("href")?));
    if let (None, Some(url)) = (&facts.url, href()) {
        facts.decide("address", "the link of its heading", Medium);
        facts.url = Some(url);
    }
    facts.rest(&page);
    facts.language = facts.language.or(whole.one("language", LANGUAGE, language, &mut facts.decisions));
    facts
}

impl PageMetadata {
    fn decide(&mut self, what: &str, why: &str, confidence: Confidence) {
        self.decisions.push(Decision { confidence, text: format!("{what}: {why}") });
    }

    fn rest(&mut self, page: &HtmlPage<'_>) {
        let decisions = &mut self.decisions;
        self.author = page.all("author", AUTHOR, name, decisions).map(|names| names.join(", "));
        self.published = page.one("date", PUBLISHED, when::iso, decisions);
        let modified = page.one("modified", MODIFIED, when::iso, &mut Vec::new());
        if let Some(modified) = modified.filter(|it| Some(*it) != self.published) {
            decisions.push(Decision { confidence: High, text: format!("changed {modified}, by its own words") });
        }
        self.language = page.one("language", LANGUAGE, language, decisions);
        self.tags = page.all("tags", TAGS, |tag| Some(tag.to_owned()), decisions).unwrap_or_default();
    }
}

impl HtmlPage<'_> {
    /// The first value that makes sense.
    fn one<T: Clone>(
        &self,
        what: &str,
        places: MetadataSources,
        read: impl Fn(&str) -> Option<T>,
        into: &mut Vec<Decision>,
    ) -> Option<T> {
        self.all(what, places, read, into).and_then(|all| all.into_iter().next())
    }

    /// All values of the first place that makes sense.
    fn all<T>(
        &self,
        what: &str,
        places: MetadataSources,
        read: impl Fn(&str) -> Option<T>,
        into: &mut Vec<Decision>,
    ) -> Option<Vec<T>> {
        places.iter().find_map(|(place, confidence)| {
            let values: Vec<T> = self.at(place).iter().filter_map(|value| read(value)).collect();
            if values.is_empty() {
                return None;
            }
            into.push(Decision { confidence: *confidence, text: format!("{what}: {}", place.name()) });
            Some(values)
        })
    }

    /// What stands in a place.
    fn at(&self, place: &MetadataSource) -> Vec<String> {
        let root = self.root;
        let shown = || root.within(|it| !furniture::is_apart(it));
        match place {
            MetadataSource::Linked(field) => self.linked.texts(field),
            MetadataSource::Root(name) => root.attribute(name).map(str::to_owned).into_iter().collect(),
            MetadataSource::Meta(key) => {
                let named = |it: &&Element| {
                    let keys = ["property", "name", "itemprop", "http-equiv"];
                    it.is(&["meta"])
                        && keys.iter().any(|at| it.attribute(at).is_some_and(|name| name.eq_ignore_ascii_case(key)))
                };
                root.all().filter(named).filter_map(|it| it.attribute("content").map(str::to_owned)).collect()
            }
            MetadataSource::Class(classes) => shown().find(|it| it.has_class(classes)).map(value).into_iter().collect(),
            MetadataSource::Link(classes) => {
                let href = |it: &Element| it.has_class(classes).then(|| it.attribute("href").map(str::to_owned))?;
                shown().find_map(href).into_iter().collect()
            }
            MetadataSource::Prop(name) => {
                let has =
                    |it: &&Element| it.raw("itemprop").is_some_and(|all| all.split_whitespace().any(|it| it == *name));
                shown().find(has).map(value).into_iter().collect()
            }
            MetadataSource::Rel(rel) => {
                let has = |it: &&Element| {
                    it.raw("rel").is_some_and(|all| all.split_whitespace().any(|it| it.eq_ignore_ascii_case(rel)))
                };
                // Relations of the page have addresses, those of people and tags have names.
                let value = |it: &Element| {
                    if matches!(*rel, "canonical" | "bookmark") {
                        it.attribute("href").unwrap_or_default().to_owned()
                    } else {
                        it.text()
                    }
                };
                let mut all: Vec<String> = shown().filter(has).map(value).filter(|it| !it.is_empty()).collect();
                all.dedup();
                all.truncate(if *rel == "tag" { usize::MAX } else { 1 });
                all
            }
            MetadataSource::Only(name) => {
                let mut all: Vec<String> =
                    shown().filter(|it| it.is(&[name])).map(value).filter(|it| !it.is_empty()).collect();
                all.sort();
                all.dedup();
                if all.len() == 1 { all } else { Vec::new() }
            }
        }
    }

    fn address(&self, href: &str) -> Option<String> {
        match self.base.reach(href) {
            address::Reach::Whole(url) => address::web(&url),
            address::Reach::Here | address::Reach::Unknown(_) | address::Reach::Unsafe => None,
        }
    }
}

impl MetadataSource {
    fn name(&self) -> String {
        match self {
            Self::Linked(field) => format!("`{field}` in its JSON-LD"),
            Self::Meta(key) => format!("`<meta>` {key}"),
            Self::Class(classes) => format!("an element of class {}", classes.join(" or ")),
            Self::Link(classes) => format!("a link of class {}", classes.join(" or ")),
            Self::Prop(name) => format!("an element with itemprop {name}"),
            Self::Rel(rel) => format!("a link with rel {rel}"),
            Self::Only(name) => format!("the one `<{name}>`"),
            Self::Root(name) => format!("`{name}` of the root element"),
        }
    }
}

/// What an element says to machines, else its text.
fn value(element: &Element) -> String {
    let time = element.within(|_| true).find_map(|it| it.attribute("datetime"));
    let said = element.attribute("content").or(time).map(str::to_owned);
    let title = || element.attribute("title").filter(|it| when::iso(it).is_some()).map(str::to_owned);
    said.or_else(title).unwrap_or_else(|| if element.is(&["title"]) { raw(element) } else { element.text() })
}

/// The text of `<title>`, which shows none of its own.
fn raw(element: &Element) -> String {
    let texts = element.children.iter().map(|it| if let Node::Text(text) = it { text.as_str() } else { "" });
    crate::base::text::words::collapse_space(&texts.collect::<String>())
}

/// A name, without the word before it; an address is none.
fn name(text: &str) -> Option<String> {
    let text = text.trim();
    let text =
        text.strip_prefix("By ").or(text.strip_prefix("by ")).or(text.strip_prefix("BY ")).unwrap_or(text).trim();
    let words = text.split_whitespace().count();
    ((1..=8).contains(&words) && !text.contains("://") && !text.contains(|c: char| c.is_ascii_digit()))
        .then(|| text.to_owned())
}

fn without_site(title: &str, site: Option<&str>) -> String {
    let title = crate::base::text::words::collapse_space(title);
    let ends = site.and_then(|site| title.strip_suffix(site)).map(str::trim_end);
    let head = ends.and_then(|head| head.strip_suffix(['|', '-', '–', '—', '·', ':', '»', '•'])).map(str::trim_end);
    head.filter(|head| !head.is_empty()).map_or(title.clone(), str::to_owned)
}

/// A BCP 47 tag, as far as its shape tells.
fn language(text: &str) -> Option<String> {
    let tag = text.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let sound =
        parts.next().is_some_and(|it| (2..=3).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphabetic()))
            && parts.all(|it| (2..=8).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphanumeric()));
    sound.then_some(tag)
}
