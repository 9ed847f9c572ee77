//! Feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1.

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use super::linked_text::{LinkedText, TextPlacement};
use super::view::{self, article_permalink, permalink, word};
use crate::base::text::characters::remove_non_xml;
use crate::base::text::date::Moment;
use crate::base::text::html::escape;
use crate::pipeline::config::{FeedContent, FeedFormat, Taxonomy};
use crate::pipeline::content::{ArticleId, Correction};
use crate::pipeline::plan::FeedStream;
use crate::pipeline::site::Site;

/// A feed, before its format.
#[derive(Serialize)]
pub(crate) struct Feed {
    format: FeedFormat,
    title: String,
    description: String,
    author: String,
    language: String,
    /// The complete URL of the list that the feed follows.
    home: String,
    /// The feed's own URL.
    url: String,
    /// RFC 3339: the last change of any entry.
    updated: String,
    /// RFC 2822, for RSS.
    built: String,
    entries: Vec<FeedEntry>,
}

#[derive(Serialize)]
struct FeedEntry {
    url: String,
    title: String,
    summary: String,
    /// HTML, where the feed has whole articles.
    content: Option<String>,
    language: String,
    author: Option<String>,
    /// RFC 3339 and RFC 2822.
    published: Option<(String, String)>,
    updated: String,
    categories: Vec<String>,
    /// The reports that it is about: address and outlet.
    via: Vec<(String, String)>,
}

/// The date of a feed without entries, since Atom demands one: nobody could mistake it for a real one.
const EPOCH: &str = "1970-01-01T00:00:00Z";

/// The most categories of an entry. Each tag has a feed, in which an entry with thousands of tags would name them all.
const CATEGORIES: usize = 100;

/// Collects the data of a feed.
///
/// # Errors
/// When a text was set aside and cannot be read.
pub(super) fn feed(site: &Site, of: FeedStream, format: FeedFormat) -> Result<Feed> {
    let (address, name, description) = match of {
        FeedStream::Site => ("/", None, site.config.description.clone()),
        FeedStream::Term(taxonomy, number) => {
            let term = &site.index.taxonomies.terms(taxonomy)[number];
            (term.address.as_str(), Some(term.title.as_str()), view::term_description(site, taxonomy, term))
        }
        FeedStream::Corrections => {
            let description = word(site, "corrections_description").to_owned();
            ("/corrections/", Some(word(site, "corrections")), description)
        }
    };
    let (limit, content) = (site.config.feeds.limit, of.shape(&site.config.feeds).content);
    // Feeds tell what is new, and without a date that cannot be known.
    let entries: Vec<(&Moment, FeedEntry)> = match of {
        FeedStream::Site => {
            entries(site, content, site.content.articles.ids(), None).take(limit).collect::<Result<_>>()?
        }
        FeedStream::Term(taxonomy, number) => {
            let articles = &site.index.taxonomies.terms(taxonomy)[number].articles;
            let outlet = (taxonomy == Taxonomy::Outlets).then_some(number);
            entries(site, content, articles.iter().copied(), outlet).take(limit).collect::<Result<_>>()?
        }
        FeedStream::Corrections => corrections(site).take(limit).collect(),
    };
    let last = entries.iter().map(|(moment, _)| *moment).max();
    Ok(Feed {
        format,
        title: name.map_or_else(|| site.config.title.clone(), |name| format!("{}: {name}", site.config.title)),
        description,
        author: site.config.author.clone(),
        language: site.config.language.clone(),
        home: permalink(site, address),
        url: permalink(site, &format!("{address}feed.{}", format.name())),
        updated: last.map_or_else(|| EPOCH.to_owned(), |moment| moment.rfc3339()),
        built: last.map_or_else(String::new, |moment| moment.rfc2822()),
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
    })
}

/// Returns the dated ones among `articles`, with their reports, or those of one outlet.
fn entries(
    site: &Site,
    content: FeedContent,
    articles: impl Iterator<Item = ArticleId>,
    outlet: Option<usize>,
) -> impl Iterator<Item = Result<(&Moment, FeedEntry)>> {
    articles.filter_map(move |id| {
        let changed = site.content.articles[id].changed()?;
        Some(entry(site, content, id, outlet).map(|entry| (changed, entry)))
    })
}

/// Returns the dated corrections, newest first.
fn corrections(site: &Site) -> impl Iterator<Item = (&Moment, FeedEntry)> {
    site.index.corrections.iter().filter_map(|(id, number)| {
        let article = &site.content.articles[*id];
        let correction = &article.corrections[*number];
        let date = correction.date.as_ref()?;
        let entry = FeedEntry {
            url: format!("{}#{}", article_permalink(site, *id), Correction::id(*number)),
            title: word(site, "correction_of").replace("{title}", &article.title),
            summary: correction.text.clone(),
            content: None,
            language: view::language(site, *id).to_owned(),
            author: view::author(site, *id).map(str::to_owned),
            published: Some((date.rfc3339(), date.rfc2822())),
            updated: date.rfc3339(),
            categories: Vec::new(),
            via: Vec::new(),
        };
        Some((date, entry))
    })
}

fn entry(site: &Site, content: FeedContent, id: ArticleId, outlet: Option<usize>) -> Result<FeedEntry> {
    let article = &site.content.articles[id];
    let content = match content {
        FeedContent::Full => {
            let home = &site.index.addresses.articles[id];
            Some(LinkedText::article(site, id)?.html(TextPlacement::Away(home)))
        }
        FeedContent::Summary => None,
    };
    let (taxonomies, terms) = (&site.index.taxonomies, &site.index.taxonomies.of_article[id]);
    let topics = terms.topics.iter().map(|number| taxonomies.topics[*number].title.clone());
    let tags = terms.tags.iter().map(|number| taxonomies.tags[*number].title.clone());
    let sources = article.sources.iter().zip(&terms.outlets);
    let sources = sources.filter(|(_, number)| outlet.is_none_or(|outlet| **number == outlet));
    let via =
        sources.filter_map(|(source, number)| Some((source.url.clone()?, taxonomies.outlets[*number].title.clone())));
    Ok(FeedEntry {
        url: article_permalink(site, id),
        title: article.title.clone(),
        summary: article.summary(),
        content,
        language: view::language(site, id).to_owned(),
        author: view::author(site, id).map(str::to_owned),
        published: article.date.as_ref().map(|moment| (moment.rfc3339(), moment.rfc2822())),
        updated: article.changed().map_or_else(|| EPOCH.to_owned(), Moment::rfc3339),
        categories: topics.chain(tags).take(CATEGORIES).collect(),
        via: via.collect(),
    })
}

impl Feed {
    /// Writes the feed in its format.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self.format {
            FeedFormat::Atom => xml(self.atom().to_string()),
            FeedFormat::Rss => xml(self.rss().to_string()),
            FeedFormat::Json => self.json().into_bytes(),
        }
    }

    fn atom(&self) -> atom_syndication::Feed {
        use atom_syndication::{Feed, Generator, Person};
        let person = |name: &str| Person { name: name.to_owned(), ..Default::default() };
        let author = if self.author.is_empty() { &self.title } else { &self.author };
        Feed {
            id: self.url.clone(),
            title: self.title.as_str().into(),
            subtitle: (!self.description.is_empty()).then(|| self.description.as_str().into()),
            updated: moment(&self.updated),
            // RFC 4287 §4.1.1: a feed has an author unless every entry has one.
            authors: vec![person(author)],
            links: vec![
                atom_link("self", &self.url, Some(FeedFormat::Atom.media_type())),
                atom_link("alternate", &self.home, Some("text/html")),
            ],
            generator: Some(Generator {
                value: "margent".to_owned(),
                uri: None,
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            lang: Some(self.language.clone()),
            entries: self.entries.iter().map(|entry| self.atom_entry(entry)).collect(),
            ..Default::default()
        }
    }

    fn atom_entry(&self, entry: &FeedEntry) -> atom_syndication::Entry {
        use atom_syndication::{Category, Content, Link, Person, Text};
        let content = entry.content.as_ref().map(|html| Content {
            value: Some(html.clone()),
            content_type: Some("html".to_owned()),
            lang: (entry.language != self.language).then(|| entry.language.clone()),
            ..Default::default()
        });
        let category = |term: &String| Category { term: term.clone(), ..Default::default() };
        let alternate = atom_link("alternate", &entry.url, Some("text/html"));
        let via = entry.via.iter();
        let via = via.map(|(url, outlet)| Link { title: Some(outlet.clone()), ..atom_link("via", url, None) });
        let author = entry.author.iter().filter(|name| **name != self.author);
        atom_syndication::Entry {
            id: entry.url.clone(),
            title: entry.title.as_str().into(),
            updated: moment(&entry.updated),
            published: entry.published.as_ref().map(|(rfc3339, _)| moment(rfc3339)),
            authors: author.map(|name| Person { name: name.clone(), ..Default::default() }).collect(),
            links: std::iter::once(alternate).chain(via).collect(),
            categories: entry.categories.iter().map(category).collect(),
            summary: (!entry.summary.is_empty()).then(|| Text::plain(entry.summary.clone())),
            content,
            ..Default::default()
        }
    }

    fn rss(&self) -> rss::Channel {
        let own = rss::extension::atom::AtomExtension {
            links: vec![rss::extension::atom::Link {
                rel: "self".to_owned(),
                href: self.url.clone(),
                mime_type: Some(FeedFormat::Rss.media_type().to_owned()),
                ..Default::default()
            }],
        };
        rss::Channel {
            title: self.title.clone(),
            link: self.home.clone(),
            // RSS 2.0 demands a description.
            description: if self.description.is_empty() { self.title.clone() } else { self.description.clone() },
            language: Some(self.language.clone()),
            last_build_date: (!self.built.is_empty()).then(|| self.built.clone()),
            generator: Some(concat!("margent ", env!("CARGO_PKG_VERSION")).to_owned()),
            namespaces: [("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned())].into(),
            atom_ext: Some(own),
            items: self.entries.iter().map(rss_item).collect(),
            ..Default::default()
        }
    }

    fn json(&self) -> String {
        let items: Vec<_> = self.entries.iter().map(|entry| json_item(self, entry)).collect();
        let mut feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.home,
            "feed_url": self.url,
            "language": self.language,
            "items": items,
        });
        if !self.description.is_empty() {
            feed["description"] = json!(self.description);
        }
        if !self.author.is_empty() {
            feed["authors"] = json!([{ "name": self.author }]);
        }
        format!("{feed:#}\n")
    }
}

fn rss_item(entry: &FeedEntry) -> rss::Item {
    let category = |name: &String| rss::Category { name: name.clone(), domain: None };
    let author = entry.author.as_ref().map(|name| rss::extension::dublincore::DublinCoreExtension {
        creators: vec![name.clone()],
        ..Default::default()
    });
    rss::Item {
        title: Some(entry.title.clone()),
        link: Some(entry.url.clone()),
        // Readers take it for HTML.
        description: (!entry.summary.is_empty()).then(|| escape(&entry.summary)),
        content: entry.content.clone(),
        guid: Some(rss::Guid { value: entry.url.clone(), permalink: true }),
        pub_date: entry.published.as_ref().map(|(_, rfc2822)| rfc2822.clone()),
        categories: entry.categories.iter().map(category).collect(),
        dublin_core_ext: author,
        ..Default::default()
    }
}

fn atom_link(rel: &str, href: &str, mime_type: Option<&str>) -> atom_syndication::Link {
    atom_syndication::Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: mime_type.map(str::to_owned),
        ..Default::default()
    }
}

fn json_item(feed: &Feed, entry: &FeedEntry) -> serde_json::Value {
    let mut item = json!({ "id": entry.url, "url": entry.url, "title": entry.title, "tags": entry.categories });
    // JSON Feed 1.1 demands a content: text or HTML.
    match &entry.content {
        Some(html) => item["content_html"] = json!(html),
        None => item["content_text"] = json!(entry.summary),
    }
    if !entry.summary.is_empty() {
        item["summary"] = json!(entry.summary);
    }
    if let Some((published, _)) = &entry.published {
        item["date_published"] = json!(published);
    }
    if let Some((url, _)) = entry.via.first() {
        item["external_url"] = json!(url);
    }
    item["date_modified"] = json!(entry.updated);
    if let Some(author) = entry.author.as_ref().filter(|name| **name != feed.author) {
        item["authors"] = json!([{ "name": author }]);
    }
    if entry.language != feed.language {
        item["language"] = json!(entry.language);
    }
    item
}

/// Removes characters that XML cannot hold.
fn xml(mut text: String) -> Vec<u8> {
    remove_non_xml(&mut text);
    text.into_bytes()
}

fn moment(rfc3339: &str) -> atom_syndication::FixedDateTime {
    rfc3339.parse().unwrap_or_default()
}
