//! What a page is, for search engines: JSON-LD in the vocabulary of schema.org.

use super::json::JsonObject;
use super::{Renderer, permalink, view};
use crate::pipeline::config::{Section, Taxonomy};
use crate::pipeline::content::ArticleId;
use crate::pipeline::index::quote::source_of;
use crate::pipeline::markdown::Excerpt;
use crate::pipeline::plan::PageOutput;

/// A thing of the vocabulary.
fn thing(kind: &str) -> JsonObject {
    JsonObject::new().set("@type", kind)
}

impl Renderer<'_> {
    /// The content of a `script` element of data for the page at `address`; empty where there is nothing to say.
    pub(super) fn json_ld(&self, page: &PageOutput, address: &str, title: &str) -> String {
        let main = match page {
            PageOutput::NotFound | PageOutput::Redirect(_) => return String::new(),
            PageOutput::Home(1) => self.website(),
            PageOutput::Article(id) => self.news_article(*id),
            PageOutput::Plain(number) => {
                let language = self.site.content.pages[*number].language.as_ref();
                self.web_page("WebPage", address, title, language)
            }
            PageOutput::Search => self.web_page("SearchResultsPage", address, title, None),
            _ => self.web_page("CollectionPage", address, title, None),
        };
        let crumbs = self.crumbs(page, address, title);
        let way = (!crumbs.is_empty()).then(|| thing("BreadcrumbList").list("itemListElement", crumbs));
        let graph = std::iter::once(main).chain(way);
        let data = JsonObject::new().set("@context", "https://schema.org").list("@graph", graph).text();
        // The element ends at the first `</script`, whatever JSON says.
        if data.contains('<') { data.replace('<', "\\u003c") } else { data }
    }

    fn root(&self) -> String {
        permalink(self.site, "/")
    }

    fn website(&self) -> JsonObject {
        let config = &self.site.config;
        let description = Some(&config.description).filter(|text| !text.is_empty());
        thing("WebSite")
            .set("@id", &self.root())
            .set("name", &config.title)
            .set("url", &self.root())
            .set_some("description", description)
            .set("inLanguage", &config.language)
            .object("publisher", self.publisher())
    }

    fn publisher(&self) -> JsonObject {
        thing("Organization").set("name", &self.site.config.title).set("url", &self.root())
    }

    fn web_page(&self, kind: &str, address: &str, title: &str, language: Option<&String>) -> JsonObject {
        let config = &self.site.config;
        let url = permalink(self.site, address);
        let site = thing("WebSite").set("@id", &self.root()).set("name", &config.title).set("url", &self.root());
        thing(kind)
            .set("@id", &url)
            .set("url", &url)
            .set("name", title)
            .set("inLanguage", language.unwrap_or(&config.language))
            .object("isPartOf", site)
    }

    fn news_article(&self, id: ArticleId) -> JsonObject {
        let site = self.site;
        let article = &site.content.articles[id];
        let address = &site.index.addresses.articles[id];
        let url = permalink(site, address);
        // A site that is its own author is no person.
        let kind = |author: &str| if author == site.config.title { "Organization" } else { "Person" };
        let author = view::author(site, id).map(|author| thing(kind(author)).set("name", author));
        let summary = Some(article.summary()).filter(|text| !text.is_empty());
        let terms = &site.index.taxonomies.of_article[id];
        let topics =
            terms.topics.iter().map(|number| thing("Thing").set("name", &site.index.taxonomies.topics[*number].title));
        let tags: Vec<&str> =
            terms.tags.iter().map(|number| site.index.taxonomies.tags[*number].title.as_str()).collect();
        let corrections = article.corrections.iter().map(|correction| {
            let date = correction.date.as_ref().map(ToString::to_string);
            thing("CorrectionComment").set("text", &correction.text).set_some("datePublished", date)
        });
        self.web_page("AnalysisNewsArticle", address, &article.title, article.language.as_ref())
            .set("headline", &article.title)
            .set("mainEntityOfPage", &url)
            .set_some("description", summary)
            .one_or_list("author", author.into_iter().collect())
            .object("publisher", self.publisher())
            .set_some("datePublished", article.date.as_ref().map(ToString::to_string))
            .set_some("dateModified", article.updated.as_ref().map(ToString::to_string))
            .set("wordCount", &article.body.words)
            .one_or_list("about", topics.collect())
            .set_some("keywords", Some(tags).filter(|tags| !tags.is_empty()))
            .one_or_list("citation", self.cited(id, &url))
            .one_or_list("hasPart", self.quotations(id, &url))
            .one_or_list("correction", corrections.collect())
    }

    /// The reports that an article cites.
    fn cited(&self, id: ArticleId, url: &str) -> Vec<JsonObject> {
        let site = self.site;
        let outlets = &site.index.taxonomies.of_article[id].outlets;
        let cited = site.content.articles[id].sources.iter().zip(outlets).map(|(source, outlet)| {
            let author = source.author.as_ref().map(|author| thing("Person").set("name", author));
            thing("CreativeWork")
                .set("@id", &format!("{url}#source-{}", source.id))
                .set_some("name", source.title.as_ref())
                .set_some("url", source.url.as_ref())
                .one_or_list("author", author.into_iter().collect())
                .object("publisher", thing("Organization").set("name", &site.index.taxonomies.outlets[*outlet].title))
                .set_some("datePublished", source.published.as_ref().map(ToString::to_string))
                .set_some("archivedAt", source.archived.as_ref())
        });
        cited.collect()
    }

    /// What an article quotes, each quotation with the report that it is based on.
    fn quotations(&self, id: ArticleId, url: &str) -> Vec<JsonObject> {
        let article = &self.site.content.articles[id];
        let quotation = |(number, excerpt): (usize, &Excerpt)| {
            source_of(article, excerpt)?;
            let source = JsonObject::new().set("@id", &format!("{url}#source-{}", excerpt.source));
            let id = format!("{url}#{}", Excerpt::id(number));
            Some(thing("Quotation").set("@id", &id).set("text", &excerpt.text).object("isBasedOn", source))
        };
        article.body.excerpts.iter().enumerate().filter_map(quotation).collect()
    }

    /// The way from the front page to this one.
    fn crumbs(&self, page: &PageOutput, address: &str, title: &str) -> Vec<JsonObject> {
        let site = self.site;
        let section = |section: Section| {
            let shown = site.config.has(section);
            shown.then(|| (view::word(site, section.name()).to_owned(), format!("/{}/", section.name())))
        };
        let term = |taxonomy: Taxonomy, number: usize| {
            let term = &site.index.taxonomies.terms(taxonomy)[number];
            site.config.has(taxonomy).then(|| (term.title.clone(), term.address.clone()))
        };
        let between: Vec<Option<(String, String)>> = match page {
            PageOutput::Home(_) => return Vec::new(),
            PageOutput::Article(id) => match site.index.taxonomies.of_article[*id].topics.first() {
                Some(topic) => vec![section(Taxonomy::Topics.into()), term(Taxonomy::Topics, *topic)],
                None => Vec::new(),
            },
            PageOutput::Term { taxonomy, .. } => vec![section((*taxonomy).into())],
            PageOutput::Year(_) | PageOutput::Undated => vec![section(Section::Archive)],
            PageOutput::Terms(_)
            | PageOutput::Sources(_)
            | PageOutput::Archive
            | PageOutput::Corrections
            | PageOutput::LinkReport
            | PageOutput::Plain(_)
            | PageOutput::Search
            | PageOutput::NotFound
            | PageOutput::Redirect(_) => Vec::new(),
        };
        let home = (site.config.title.clone(), "/".to_owned());
        let way =
            std::iter::once(home).chain(between.into_iter().flatten()).chain([(title.to_owned(), address.to_owned())]);
        let item = |(n, (name, address)): (usize, (String, String))| {
            let item = permalink(site, &address);
            thing("ListItem").set("position", &(n + 1)).set("name", &name).set("item", &item)
        };
        way.enumerate().map(item).collect()
    }
}
