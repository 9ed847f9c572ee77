//! Where a page states its metadata, and what it states there.

use crate::base::text::words::collapse_space;
use crate::import::date_parser::parse_iso_date;
use crate::import::draft::{Confidence, Decision};
use crate::import::html_to_markdown::address;
use crate::import::html_to_markdown::tree::HtmlElement;
use Confidence::{High, Medium};

use super::authors;
use super::page::HtmlPage;
use super::titles::{SiteNames, plain};
use MetadataSource::{Byline, Class, Link, Linked, Meta, Only, Prop, Rel, Root, TitledHeading};

/// A place on a page that states metadata.
pub(super) enum MetadataSource {
    /// A field of the article's JSON-LD.
    Linked(&'static str),
    /// `<meta name>`, `property` or `itemprop`.
    Meta(&'static str),
    /// The first element with one of these classes (microformats2, hAtom, WordPress).
    Class(&'static [&'static str]),
    /// The element with one of these classes that is nearest to the headline, in parts.
    Byline(&'static [&'static str]),
    /// The first element with this `itemprop` (microdata).
    Prop(&'static str),
    /// The first link of this relation.
    Rel(&'static str),
    /// The address of the first link with one of these classes.
    Link(&'static [&'static str]),
    /// The only element of this name, or several with the same value.
    Only(&'static str),
    /// The heading with which the title of the page begins or ends.
    TitledHeading,
    /// An attribute of the root element.
    Root(&'static str),
}

/// Sources in the order in which they are asked, and how sure each makes a value.
pub(super) type MetadataSources = &'static [(MetadataSource, Confidence)];

/// Sources of a title.
pub(super) const TITLE: MetadataSources = &[
    (TitledHeading, High),
    (Linked("headline"), High),
    (Prop("headline"), High),
    (Class(&["p-name", "entry-title"]), High),
    (Meta("og:title"), High),
    (Only("h1"), Medium),
    (Meta("twitter:title"), Medium),
    (Class(&["post-title", "article-title", "headline"]), Medium),
    (Only("title"), Medium),
];
/// Sources of the title of a post, on a page of several.
pub(super) const POST_TITLE: MetadataSources = &[
    (Prop("headline"), High),
    (Class(&["p-name", "entry-title", "post-title"]), High),
    (Only("h1"), Medium),
    (Only("h2"), Medium),
    (Only("h3"), Medium),
];
/// Sources of the author.
pub(super) const AUTHOR: MetadataSources = &[
    (Linked("author"), High),
    (Byline(&["p-author"]), High),
    (Prop("author"), High),
    (Meta("author"), High),
    (Meta("article:author"), High),
    (Meta("og:article:author"), High),
    (Meta("dable:author"), High),
    (Meta("parsely-author"), High),
    (Meta("dc.creator"), High),
    (Meta("dcterms.creator"), High),
    (Meta("citation_author"), High),
    (Meta("sailthru.author"), High),
    (Meta("byl"), High),
    (Rel("author"), Medium),
    (Byline(&["author-name", "author__name", "byline-name", "byline__name", "post-author"]), Medium),
    (Byline(&["author", "byline", "entry-author", "article-author", "autor", "byline-author"]), Medium),
];
/// Sources of the word by which an author goes who states no name.
pub(super) const HANDLE: MetadataSources = &[(Rel("author"), Medium), (Class(&["author"]), Medium)];
/// Sources of the date of publication.
#[rustfmt::skip]
pub(super) const PUBLISHED: MetadataSources = &[
    (Linked("datePublished"), High), (Meta("article:published_time"), High), (Meta("og:article:published_time"), High),
    (Prop("datePublished"), High), (Class(&["dt-published", "published", "entry-date"]), High),
    (Meta("article:published"), High), (Meta("og:published_time"), High), (Meta("og:pubdate"), High),
    (Meta("datePublished"), High), (Meta("parsely-pub-date"), High), (Meta("dc.date.issued"), High),
    (Meta("dc.date.created"), High), (Meta("dcterms.issued"), High), (Meta("dcterms.created"), High),
    (Meta("sailthru.date"), High), (Meta("rnews:datePublished"), High), (Meta("citation_publication_date"), High),
    (Meta("originalpublicationdate"), High), (Meta("article_date_original"), High), (Meta("pubdate"), Medium),
    (Meta("publishdate"), Medium), (Meta("publish-date"), Medium), (Meta("publish_date"), Medium),
    (Meta("published_time"), Medium), (Meta("published-date"), Medium), (Meta("publication_date"), Medium),
    (Meta("publicationdate"), Medium), (Meta("pub_date"), Medium), (Meta("displaydate"), Medium),
    (Meta("cXenseParse:recs:publishtime"), Medium), (Meta("bt:pubDate"), Medium), (Meta("citation_date"), Medium),
    (Meta("citation_online_date"), Medium), (Meta("prism.publicationDate"), Medium),
    (Meta("article.published"), Medium), (Meta("article.created"), Medium), (Meta("date_published"), Medium),
    (Meta("video:release_date"), Medium), (Meta("eprints.date"), Medium), (Meta("apub:time"), Medium),
];
/// Sources of a date that is mostly that of publication; near the headline a page may say another one.
#[rustfmt::skip]
pub(super) const DATED: MetadataSources = &[
    (Meta("dc.date"), Medium), (Meta("dcterms.date"), Medium), (Meta("dc.created"), Medium), (Meta("date"), Medium),
    (Meta("date.created"), Medium), (Meta("dateCreated"), Medium), (Meta("creation_date"), Medium),
    (Meta("timestamp"), Medium), (Linked("dateCreated"), Medium), (Prop("dateCreated"), Medium),
    (Linked("uploadDate"), Medium), (Only("time"), Medium),
];
/// Sources of the date of the last change.
pub(super) const MODIFIED: MetadataSources = &[
    (Linked("dateModified"), High),
    (Meta("article:modified_time"), High),
    (Prop("dateModified"), High),
    (Meta("og:updated_time"), Medium),
    (Class(&["dt-updated", "updated"]), Medium),
];
/// Sources of the name of the site.
pub(super) const SITE: MetadataSources =
    &[(Linked("publisher"), High), (Meta("og:site_name"), High), (Meta("application-name"), Medium)];
/// Sources of the language.
pub(super) const LANGUAGE: MetadataSources = &[
    (Root("lang"), High),
    (Linked("inLanguage"), High),
    (Meta("content-language"), Medium),
    (Meta("og:locale"), Medium),
];
/// Sources of the address.
pub(super) const ADDRESS: MetadataSources = &[
    (Rel("canonical"), High),
    (Meta("og:url"), High),
    (Linked("mainEntityOfPage"), Medium),
    (Linked("url"), Medium),
    (Link(&["u-url"]), Medium),
];
/// Sources of the address of a post, on a page of several.
pub(super) const POST_ADDRESS: MetadataSources = &[(Link(&["u-url"]), High), (Rel("bookmark"), High)];
/// Sources of tags; all tags of the first are taken.
pub(super) const TAGS: MetadataSources =
    &[(Meta("article:tag"), High), (Class(&["p-category"]), High), (Rel("tag"), High), (Linked("keywords"), Medium)];

impl HtmlPage<'_> {
    /// The first value of the first source that has a valid one; the decision is added to `decisions`.
    pub(crate) fn first_value<T>(
        &self,
        what: &str,
        sources: MetadataSources,
        parse: impl Fn(&str) -> Option<T>,
        decisions: &mut Vec<Decision>,
    ) -> Option<T> {
        self.values(what, sources, parse, decisions).and_then(|values| values.into_iter().next())
    }

    /// All values of the first source that has a valid one; the decision is added to `decisions`.
    pub fn values<T>(
        &self,
        what: &str,
        sources: MetadataSources,
        parse: impl Fn(&str) -> Option<T>,
        decisions: &mut Vec<Decision>,
    ) -> Option<Vec<T>> {
        sources.iter().find_map(|(source, confidence)| {
            let values: Vec<T> = self.values_at(source).iter().filter_map(|value| parse(value)).collect();
            if values.is_empty() {
                return None;
            }
            decisions.push(Decision { confidence: *confidence, text: format!("{what}: {}", source.description()) });
            Some(values)
        })
    }

    /// The absolute web address of a reference on the page.
    pub(crate) fn web_url(&self, href: &str) -> Option<String> {
        self.base.absolute(href).and_then(|url| address::web_url(&url))
    }

    /// The names of its site.
    pub(crate) fn site_names(&self, url: Option<&str>) -> SiteNames {
        let stated: Vec<String> = SITE.iter().flat_map(|(source, _)| self.values_at(source)).collect();
        SiteNames::new(&stated, url)
    }

    /// The short texts that a class or an id says to be of an author, but not of one of a comment or a picture.
    pub(crate) fn author_lines(&self) -> Vec<String> {
        const WORDS: usize = 12;
        let texts = self.classed.iter().filter(|element| is_of_author(element)).map(|element| element.text());
        texts.filter(|text| (1..=WORDS).contains(&text.split_whitespace().count())).collect()
    }

    /// The headlines of the first level.
    pub(crate) fn headlines(&self) -> Vec<String> {
        let headlines = self.named.iter().filter(|element| element.is(&["h1"]) && !leads_home(element));
        headlines.map(|element| element.text()).collect()
    }

    /// The longest heading with which the title of the page begins or ends, if it is a good part of it.
    fn titled_heading(&self) -> Option<String> {
        const LETTERS: usize = 8;
        const WORDS: usize = 40;
        let title = plain(&self.named.iter().find(|element| element.is(&["title"]))?.text());
        let headings = self.named.iter().filter(|element| element.is(&["h1", "h2", "h3"]));
        let marked = self.classed.iter().filter(|element| element.classes().any(|class| class.ends_with("title")));
        let (home, headings): (Vec<&HtmlElement>, Vec<_>) =
            headings.chain(marked).copied().partition(|element| leads_home(element));
        let is_of_site = |text: &String| home.iter().any(|element| element.text() == *text);
        let texts = headings.into_iter().filter_map(|element| element.short_text(WORDS));
        let parts = texts.filter(|text| !is_of_site(text)).filter(|text| {
            let heading = plain(text);
            let is_part = title.starts_with(&heading) || title.ends_with(&heading);
            heading.chars().count() >= LETTERS && heading.len() * 5 >= title.len() * 2 && is_part
        });
        parts.max_by_key(String::len).map(|text| collapse_space(&text))
    }

    /// The description that the page gives of its text for others to show.
    pub(crate) fn description(&self) -> Option<String> {
        self.values_at(&MetadataSource::Meta("og:description")).into_iter().next()
    }

    /// Every description that the page gives of its text.
    pub(crate) fn descriptions(&self) -> Vec<String> {
        let places = [
            MetadataSource::Meta("og:description"),
            MetadataSource::Meta("description"),
            MetadataSource::Linked("description"),
        ];
        places.iter().flat_map(|place| self.values_at(place)).collect()
    }

    fn values_at(&self, source: &MetadataSource) -> Vec<String> {
        match source {
            MetadataSource::Linked(field) => self.linked.texts(field),
            MetadataSource::Root(name) => self.root.attribute(name).map(str::to_owned).into_iter().collect(),
            MetadataSource::Meta(key) => {
                let metas = self.metas.iter().filter(|element| is_meta(element, key));
                metas.filter_map(|element| element.attribute("content").map(str::to_owned)).collect()
            }
            MetadataSource::Class(classes) => {
                let mut elements = self.classed.iter();
                elements.find(|element| element.has_class(classes)).map(|it| value_of(it)).into_iter().collect()
            }
            MetadataSource::Byline(classes) => self.nearest(classes).map(authors::named_in).unwrap_or_default(),
            MetadataSource::Link(classes) => {
                let mut links = self.classed.iter().filter(|element| element.has_class(classes));
                links.find_map(|link| link.attribute("href")).map(str::to_owned).into_iter().collect()
            }
            MetadataSource::Prop(name) => {
                let found = self.related.iter().find(|element| has_itemprop(element, name)).copied();
                let named = found.and_then(|element| element.all().skip(1).find(|inner| has_itemprop(inner, "name")));
                named.or(found).map(value_of).into_iter().collect()
            }
            MetadataSource::Rel(rel) => self.values_of_rel(rel),
            MetadataSource::TitledHeading => self.titled_heading().into_iter().collect(),
            MetadataSource::Only(name) => {
                let elements = self.named.iter().filter(|element| element.is(&[name]) && !leads_home(element));
                let mut values: Vec<String> =
                    elements.map(|it| value_of(it)).filter(|value| !value.is_empty()).collect();
                values.sort();
                values.dedup();
                if values.len() == 1 { values } else { Vec::new() }
            }
        }
    }

    /// The element with one of these classes that is nearest to the headline, above all below it.
    fn nearest(&self, classes: &[&str]) -> Option<&HtmlElement> {
        const MOST: usize = 16;
        const ABOVE: usize = 4;
        let found = self.classed.iter().copied().filter(|element| element.has_class(classes)).take(MOST);
        let place = |element: &HtmlElement| self.root.all().position(|other| std::ptr::eq(other, element));
        let headline =
            self.named.iter().find(|element| element.is(&["h1"])).and_then(|it| place(it)).unwrap_or_default();
        found.min_by_key(|element| {
            let place = place(element).unwrap_or_default();
            if place > headline { place - headline } else { ABOVE * (headline - place) }
        })
    }

    fn values_of_rel(&self, rel: &str) -> Vec<String> {
        let links = self.related.iter().filter(|element| has_rel(element, rel));
        let mut values: Vec<String> = links.map(|link| value_of_rel(link, rel)).filter(|it| !it.is_empty()).collect();
        values.dedup();
        values.truncate(if rel == "tag" { usize::MAX } else { 1 });
        values
    }
}

/// Relations of the page have addresses, those of people and tags have names.
fn value_of_rel(link: &HtmlElement, rel: &str) -> String {
    match rel {
        "canonical" | "bookmark" => link.attribute("href").unwrap_or_default().to_owned(),
        _ => link.text(),
    }
}

impl MetadataSource {
    fn description(&self) -> String {
        match self {
            Self::Linked(field) => format!("`{field}` in its JSON-LD"),
            Self::Meta(key) => format!("`<meta>` {key}"),
            Self::Class(classes) | Self::Byline(classes) => format!("an element of class {}", classes.join(" or ")),
            Self::Link(classes) => format!("a link of class {}", classes.join(" or ")),
            Self::Prop(name) => format!("an element with itemprop {name}"),
            Self::Rel(rel) => format!("a link with rel {rel}"),
            Self::Only(name) => format!("the one `<{name}>`"),
            Self::TitledHeading => "the heading with which `<title>` begins or ends".to_owned(),
            Self::Root(name) => format!("`{name}` of the root element"),
        }
    }
}

/// Returns whether a heading is no more than a link to the home page of its site, which has the site's name.
fn leads_home(heading: &HtmlElement) -> bool {
    let link = heading.all().find_map(|element| Some((element, element.attribute("href")?)));
    link.is_some_and(|(link, href)| {
        let path = href.split_once("://").map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        matches!(path.trim_end_matches('/'), "" | "." | "index.html" | "blog") && link.text() == heading.text()
    })
}

/// Returns whether a class or an id says that an element is of an author.
fn is_of_author(element: &HtmlElement) -> bool {
    let names = ["class", "id"].into_iter().filter_map(|name| element.raw_attribute(name));
    let names = names.map(str::to_ascii_lowercase).collect::<Vec<_>>().join(" ");
    let is_author = ["author", "autor", "byline"].iter().any(|word| names.contains(word));
    let lists_stories = || element.all().any(|link| link.is(&["a"]) && link.short_text(8).is_none());
    let is_other = ["comment", "photo"].iter().any(|word| names.contains(word));
    is_author && !lists_stories() && !is_other && !element.is(&["html", "body"])
}

fn is_meta(element: &HtmlElement, key: &str) -> bool {
    let is_key = |name| element.attribute(name).is_some_and(|value| value.eq_ignore_ascii_case(key));
    ["property", "name", "itemprop", "http-equiv"].into_iter().any(is_key)
}

fn has_itemprop(element: &HtmlElement, name: &str) -> bool {
    element.raw_attribute("itemprop").unwrap_or_default().split_whitespace().any(|other| other == name)
}

fn has_rel(element: &HtmlElement, rel: &str) -> bool {
    let mut rels = element.raw_attribute("rel").unwrap_or_default().split_whitespace();
    rels.any(|other| other.eq_ignore_ascii_case(rel))
}

/// The value that an element states for machines, else its text.
fn value_of(element: &HtmlElement) -> String {
    let time = || element.all().find_map(|inner| inner.attribute("datetime"));
    let title = || element.attribute("title").filter(|title| parse_iso_date(title).is_some());
    let stated = element.attribute("content").or_else(time).or_else(title);
    stated.map(str::to_owned).unwrap_or_else(|| match &*element.name {
        // It is not shown, and so has no text for browsers.
        "title" => collapse_space(&element.own_text()),
        _ => element.text(),
    })
}
