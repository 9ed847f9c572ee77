//! What a page is, for search engines: JSON-LD in the vocabulary of schema.org.

use serde_json::{Value, json};

use super::{Renderer, permalink, view};
use crate::config::Section;
use crate::index::ArticleId;
use crate::index::quote::source_of;
use crate::markdown::Excerpt;
use crate::plan::Page;

impl Renderer<'_> {
    /// The content of a `script` element of data for the page at `address`; empty where there is nothing to say.
    pub(super) fn json_ld(&self, page: &Page, address: &str, title: &str) -> String {
        let site = self.site;
        let thing = match page {
            Page::NotFound | Page::Redirect(_) => return String::new(),
            Page::Home(1) => self.website(),
            Page::Article(id) => self.news_article(*id),
            Page::Plain(number) => {
                let page = &site.content.pages[*number];
                let mut thing = self.web_page("WebPage", address, title);
                thing["inLanguage"] = json!(page.language.as_ref().unwrap_or(&site.config.language));
                thing
            }
            _ => self.web_page("CollectionPage", address, title),
        };
        let crumbs = self.crumbs(page, address, title);
        let graph = match crumbs.len() {
            0 => json!([thing]),
            _ => json!([thing, { "@type": "BreadcrumbList", "itemListElement": crumbs }]),
        };
        let data = json!({ "@context": "https://schema.org", "@graph": graph });
        // The element ends at the first `</script`, whatever JSON says.
        data.to_string().replace('<', "\\u003c")
    }

    fn root(&self) -> String {
        permalink(self.site, "/")
    }

    fn website(&self) -> Value {
        let config = &self.site.config;
        let mut site = json!({
            "@type": "WebSite",
            "@id": self.root(),
            "name": config.title,
            "url": self.root(),
            "inLanguage": config.language,
            "publisher": self.publisher(),
        });
        if !config.description.is_empty() {
            site["description"] = json!(config.description);
        }
        site
    }

    fn publisher(&self) -> Value {
        json!({ "@type": "Organization", "name": self.site.config.title, "url": self.root() })
    }

    fn web_page(&self, kind: &str, address: &str, title: &str) -> Value {
        let url = permalink(self.site, address);
        json!({
            "@type": kind,
            "@id": url,
            "name": title,
            "url": url,
            "inLanguage": self.site.config.language,
            "isPartOf": { "@type": "WebSite", "@id": self.root(), "name": self.site.config.title, "url": self.root() },
        })
    }

    fn news_article(&self, id: ArticleId) -> Value {
        let site = self.site;
        let article = &site.content.articles[id];
        let url = permalink(site, &site.index.articles[id]);
        let mut thing = self.web_page("AnalysisNewsArticle", &site.index.articles[id], &article.title);
        let mut set = |name: &str, value: Value| thing[name] = value;
        set("headline", json!(article.title));
        set("mainEntityOfPage", json!(url));
        set("publisher", self.publisher());
        set("wordCount", json!(article.body.words));
        set("inLanguage", json!(article.language.as_ref().unwrap_or(&site.config.language)));
        if let Some(author) = view::author(site, id) {
            // A site that is its own author is no person.
            let kind = if author == site.config.title { "Organization" } else { "Person" };
            set("author", json!({ "@type": kind, "name": author }));
        }
        if let Some(date) = &article.date {
            set("datePublished", json!(date.to_string()));
        }
        if let Some(date) = &article.updated {
            set("dateModified", json!(date.to_string()));
        }
        let summary = article.summary();
        let terms = &site.index.terms[id];
        let topics = terms.topics.iter().map(|number| &site.index.topics[*number]);
        let topics = topics.map(|term| json!({ "@type": "Thing", "name": term.title }));
        let tags = terms.tags.iter().map(|number| json!(site.index.tags[*number].title));
        let corrections = article.corrections.iter().map(|correction| {
            let mut comment = json!({ "@type": "CorrectionComment", "text": correction.text });
            if let Some(date) = &correction.date {
                comment["datePublished"] = json!(date.to_string());
            }
            comment
        });
        let lists = [
            ("about", topics.collect::<Vec<_>>()),
            ("keywords", tags.collect()),
            ("correction", corrections.collect()),
            ("citation", self.cited(id)),
            ("hasPart", self.quotations(id)),
            ("description", if summary.is_empty() { Vec::new() } else { vec![json!(summary)] }),
        ];
        for (name, mut list) in lists {
            match list.len() {
                0 => {}
                1 => set(name, list.remove(0)),
                _ => set(name, json!(list)),
            }
        }
        thing
    }

    /// The reports that an article cites.
    fn cited(&self, id: ArticleId) -> Vec<Value> {
        let site = self.site;
        let url = permalink(site, &site.index.articles[id]);
        let outlets = &site.index.terms[id].outlets;
        let cited = site.content.articles[id].sources.iter().zip(outlets).map(|(source, outlet)| {
            let mut work = json!({
                "@type": "CreativeWork",
                "@id": format!("{url}#source-{}", source.id),
                "publisher": { "@type": "Organization", "name": site.index.outlets[*outlet].title },
            });
            let texts = [("name", &source.title), ("url", &source.url), ("archivedAt", &source.archived)];
            for (name, text) in texts {
                if let Some(text) = text {
                    work[name] = json!(text);
                }
            }
            if let Some(author) = &source.author {
                work["author"] = json!({ "@type": "Person", "name": author });
            }
            if let Some(date) = &source.published {
                work["datePublished"] = json!(date.to_string());
            }
            work
        });
        cited.collect()
    }

    /// What an article quotes, each quotation with the report that it is based on.
    fn quotations(&self, id: ArticleId) -> Vec<Value> {
        let site = self.site;
        let article = &site.content.articles[id];
        let url = permalink(site, &site.index.articles[id]);
        let quotation = |(number, excerpt): (usize, &Excerpt)| {
            source_of(article, excerpt)?;
            Some(json!({
                "@type": "Quotation",
                "@id": format!("{url}#{}", Excerpt::id(number)),
                "text": excerpt.text,
                "isBasedOn": { "@id": format!("{url}#source-{}", excerpt.source) },
            }))
        };
        article.body.excerpts.iter().enumerate().filter_map(quotation).collect()
    }

    /// The way from the front page to this one.
    fn crumbs(&self, page: &Page, address: &str, title: &str) -> Vec<Value> {
        let site = self.site;
        let section = |section: Section| {
            let shown = site.config.has(section);
            shown.then(|| (view::word(site, section.name()).to_owned(), format!("/{}/", section.name())))
        };
        let term = |section: Section, number: usize| {
            let term = &site.index.of(section)[number];
            site.config.has(section).then(|| (term.title.clone(), term.address.clone()))
        };
        let between: Vec<Option<(String, String)>> = match page {
            Page::Home(_) => return Vec::new(),
            Page::Article(id) => match site.index.terms[*id].topics.first() {
                Some(topic) => vec![section(Section::Topics), term(Section::Topics, *topic)],
                None => Vec::new(),
            },
            Page::Term { section: of, .. } => vec![section(*of)],
            Page::Year(_) | Page::Undated => vec![section(Section::Archive)],
            _ => Vec::new(),
        };
        let home = (site.config.title.clone(), "/".to_owned());
        let way =
            std::iter::once(home).chain(between.into_iter().flatten()).chain([(title.to_owned(), address.to_owned())]);
        let item = |(n, (name, address)): (usize, (String, String))| json!({ "@type": "ListItem", "position": n + 1, "name": name, "item": permalink(site, &address) });
        way.enumerate().map(item).collect()
    }
}
