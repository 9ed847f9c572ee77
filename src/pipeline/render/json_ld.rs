//! Descriptions of pages for search engines: JSON-LD in the vocabulary of schema.org.

use serde::Serialize;

use super::linked_data::{CopyFacts, OneOrMany};
use super::view::{self, permalink, word};
use crate::pipeline::config::{Section, Taxonomy};
use crate::pipeline::content::ArticleId;
use crate::pipeline::markdown::Excerpt;
use crate::pipeline::plan::PageOutput;
use crate::pipeline::site::Site;

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Node<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Node<'a> {
    WebSite(WebSite<'a>),
    WebPage(WebPage<'a>),
    NewsArticle(Box<NewsArticle<'a>>),
    Breadcrumbs(BreadcrumbList),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "@type")]
struct WebSite<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
    name: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<NamedThing<'a>>,
}

/// A person, an organization or a subject.
#[derive(Serialize)]
struct NamedThing<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebPage<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: &'a str,
    url: &'a str,
    name: &'a str,
    in_language: &'a str,
    is_part_of: WebSite<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewsArticle<'a> {
    #[serde(flatten)]
    page: WebPage<'a>,
    headline: &'a str,
    main_entity_of_page: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<NamedThing<'a>>,
    publisher: NamedThing<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    word_count: usize,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    about: OneOrMany<NamedThing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    citation: OneOrMany<CreativeWork<'a>>,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    has_part: OneOrMany<Quotation<'a>>,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    correction: OneOrMany<CorrectionComment<'a>>,
}

/// A report that an article cites.
#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "@type")]
struct CreativeWork<'a> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<NamedThing<'a>>,
    publisher: NamedThing<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<MediaObject<'a>>,
}

/// The private copy of a report in which excerpts were found; it has no address.
#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "@type")]
struct MediaObject<'a> {
    #[serde(rename = "@id")]
    id: String,
    encoding_format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'a str>,
}

/// An excerpt, with the report that it is based on, and the copy of it in which it was found.
#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "@type")]
struct Quotation<'a> {
    #[serde(rename = "@id")]
    id: String,
    text: &'a str,
    is_based_on: OneOrMany<Reference>,
}

#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "@type")]
struct CorrectionComment<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
}

/// The way from the front page to this one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "@type")]
struct BreadcrumbList {
    item_list_element: Vec<BreadcrumbItem>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "ListItem")]
struct BreadcrumbItem {
    position: usize,
    name: String,
    item: String,
}

/// The addresses that a node needs.
#[derive(Clone, Copy)]
struct PageUrls<'a> {
    /// The front page.
    root: &'a str,
    /// The page itself.
    page: &'a str,
}

/// Returns the content of a `script` element for the page at `address`; empty if there is nothing to say.
pub(super) fn script(site: &Site, page: &PageOutput, address: &str, title: &str) -> String {
    let (root, url) = (permalink(site, "/"), permalink(site, address));
    let Some(main) = main_node(site, page, PageUrls { root: &root, page: &url }, title) else { return String::new() };
    let mut graph = vec![main];
    if !matches!(page, PageOutput::Home(_)) {
        graph.push(Node::Breadcrumbs(breadcrumbs(site, ancestors(site, page), title, &url)));
    }
    let json = serde_json::to_string(&Graph { context: "https://schema.org", graph }).expect("texts serialise to JSON");
    // The element ends at the first `</script`, whatever JSON says.
    if json.contains('<') { json.replace('<', "\\u003c") } else { json }
}

/// Describes the page itself; `None` for a page that search engines should not know.
fn main_node<'a>(site: &'a Site, page: &PageOutput, urls: PageUrls<'a>, title: &'a str) -> Option<Node<'a>> {
    let page_of = |kind| Node::WebPage(web_page(site, kind, urls, title));
    Some(match page {
        PageOutput::NotFound | PageOutput::Redirect(_) => return None,
        PageOutput::Home(1) => Node::WebSite(WebSite {
            description: Some(site.config.description.as_str()).filter(|text| !text.is_empty()),
            in_language: Some(&site.config.language),
            publisher: Some(publisher(site, urls.root)),
            ..web_site(site, urls.root)
        }),
        PageOutput::Article(id) => Node::NewsArticle(Box::new(news_article(site, *id, urls))),
        PageOutput::Plain(number) => {
            let language = site.content.pages[*number].language.as_ref().unwrap_or(&site.config.language);
            Node::WebPage(WebPage { in_language: language, ..web_page(site, "WebPage", urls, title) })
        }
        PageOutput::Search => page_of("SearchResultsPage"),
        PageOutput::Home(_)
        | PageOutput::Terms(_)
        | PageOutput::Term { .. }
        | PageOutput::Sources(_)
        | PageOutput::Archive
        | PageOutput::Year(_)
        | PageOutput::Undated
        | PageOutput::Corrections
        | PageOutput::LinkReport => page_of("CollectionPage"),
    })
}

fn web_site<'a>(site: &'a Site, root: &'a str) -> WebSite<'a> {
    WebSite { id: root, name: &site.config.title, url: root, description: None, in_language: None, publisher: None }
}

fn publisher<'a>(site: &'a Site, root: &'a str) -> NamedThing<'a> {
    NamedThing { kind: "Organization", name: &site.config.title, url: Some(root) }
}

fn web_page<'a>(site: &'a Site, kind: &'static str, urls: PageUrls<'a>, title: &'a str) -> WebPage<'a> {
    WebPage {
        kind,
        id: urls.page,
        url: urls.page,
        name: title,
        in_language: &site.config.language,
        is_part_of: web_site(site, urls.root),
    }
}

fn news_article<'a>(site: &'a Site, id: ArticleId, urls: PageUrls<'a>) -> NewsArticle<'a> {
    let article = &site.content.articles[id];
    // A site that is its own author is not a person.
    let kind = |author: &str| if author == site.config.title { "Organization" } else { "Person" };
    let named = |kind, name| NamedThing { kind, name, url: None };
    let (taxonomies, terms) = (&site.index.taxonomies, &site.index.taxonomies.of_article[id]);
    let page = web_page(site, "AnalysisNewsArticle", urls, &article.title);
    let quotations = article.body.excerpts.iter().enumerate();
    let corrections = article.corrections.iter().map(|correction| CorrectionComment {
        text: &correction.text,
        date_published: correction.date.as_ref().map(ToString::to_string),
    });
    NewsArticle {
        page: WebPage { in_language: view::language(site, id), ..page },
        headline: &article.title,
        main_entity_of_page: urls.page,
        description: article.summary(),
        author: view::author(site, id).map(|author| named(kind(author), author)),
        publisher: publisher(site, urls.root),
        date_published: article.date.as_ref().map(ToString::to_string),
        date_modified: article.updated.as_ref().map(ToString::to_string),
        word_count: article.body.words,
        about: terms.topics.iter().map(|number| named("Thing", &taxonomies.topics[*number].title)).collect(),
        keywords: terms.tags.iter().map(|number| taxonomies.tags[*number].title.as_str()).collect(),
        citation: (0..article.sources.len()).map(|number| cited(site, id, number, urls.page)).collect(),
        has_part: quotations.map(|quoted| quotation(site, id, quoted, urls.page)).collect(),
        correction: corrections.collect(),
    }
}

/// Describes a report that an article cites.
fn cited<'a>(site: &'a Site, id: ArticleId, number: usize, url: &str) -> CreativeWork<'a> {
    let source = &site.content.articles[id].sources[number];
    let outlet = site.index.taxonomies.outlet_of(id, number).1;
    CreativeWork {
        id: format!("{url}#source-{}", source.id),
        name: source.title.as_deref(),
        url: source.url.as_deref(),
        author: source.author.as_deref().map(|name| NamedThing { kind: "Person", name, url: None }),
        publisher: NamedThing { kind: "Organization", name: &outlet.title, url: None },
        date_published: source.published.as_ref().map(ToString::to_string),
        archived_at: source.archived.as_deref(),
        encoding: verified_copy(site, id, number),
    }
}

/// Describes the copy of a source against which an excerpt of the article was verified.
fn verified_copy(site: &Site, id: ArticleId, number: usize) -> Option<MediaObject<'_>> {
    let article = &site.content.articles[id];
    let is_verified = site.index.quotations.by_source[id][number].verified > 0;
    let copy = CopyFacts::of(&article.sources[number]).filter(|_| is_verified)?;
    Some(MediaObject {
        id: copy_id(&article.sources[number].id),
        encoding_format: copy.format,
        date_created: copy.date(),
        sha256: copy.sha256,
    })
}

/// The name of a copy in its page (a blank node, JSON-LD 1.1 §3.5): a private copy has no address.
fn copy_id(source: &str) -> String {
    format!("_:copy-{source}")
}

/// Describes an excerpt whose source the article names.
fn quotation<'a>(site: &'a Site, id: ArticleId, (number, excerpt): (usize, &'a Excerpt), url: &str) -> Quotation<'a> {
    let copy = site.index.quotations.verified[id][number].then(|| copy_id(&excerpt.source));
    let based_on = std::iter::once(format!("{url}#source-{}", excerpt.source)).chain(copy);
    Quotation {
        id: format!("{url}#{}", Excerpt::id(number)),
        text: &excerpt.text,
        is_based_on: based_on.map(|id| Reference { id }).collect(),
    }
}

/// Returns the names and addresses of the lists between the front page and this one.
fn ancestors(site: &Site, page: &PageOutput) -> Vec<(String, String)> {
    let lists = match page {
        PageOutput::Article(id) => match site.index.taxonomies.of_article[*id].topics.first() {
            Some(number) => [section_step(site, Taxonomy::Topics.into()), topic_step(site, *number)],
            None => [None, None],
        },
        PageOutput::Term { taxonomy, .. } => [section_step(site, (*taxonomy).into()), None],
        PageOutput::Year(_) | PageOutput::Undated => [section_step(site, Section::Archive), None],
        PageOutput::Home(_)
        | PageOutput::Terms(_)
        | PageOutput::Sources(_)
        | PageOutput::Archive
        | PageOutput::Corrections
        | PageOutput::LinkReport
        | PageOutput::Plain(_)
        | PageOutput::Search
        | PageOutput::NotFound
        | PageOutput::Redirect(_) => [None, None],
    };
    lists.into_iter().flatten().collect()
}

/// Returns the name and address of a section, if the site has it.
fn section_step(site: &Site, section: Section) -> Option<(String, String)> {
    site.config.has(section).then(|| (word(site, section.name()).to_owned(), format!("/{}/", section.name())))
}

/// Returns the name and address of a topic, if it has a page.
fn topic_step(site: &Site, number: usize) -> Option<(String, String)> {
    let topic = &site.index.taxonomies.topics[number];
    site.config.has(Taxonomy::Topics).then(|| (topic.title.clone(), topic.address.clone()))
}

fn breadcrumbs(site: &Site, between: Vec<(String, String)>, title: &str, url: &str) -> BreadcrumbList {
    let home = (site.config.title.clone(), permalink(site, "/"));
    let between = between.into_iter().map(|(name, address)| (name, permalink(site, &address)));
    let steps = std::iter::once(home).chain(between).chain([(title.to_owned(), url.to_owned())]);
    let item = |(number, (name, item))| BreadcrumbItem { position: number + 1, name, item };
    BreadcrumbList { item_list_element: steps.enumerate().map(item).collect() }
}
