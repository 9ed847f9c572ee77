//! The metadata of a page or a post: title, author, dates, site, language, address, tags. Of several sources the first is
//! taken, and only those that are meant for machines are read.

use toml::value::Datetime;

use super::dates::{self, DatedText};
use super::json_ld::LinkedData;
use super::metadata_sources::{ADDRESS, AUTHOR, HtmlPage, LANGUAGE, POST_ADDRESS, POST_TITLE, SITE, TAGS, TITLE};
use crate::base::text::words::collapse_space;
use crate::import::draft::{Confidence, Decision, language_tag};
use crate::import::html_to_markdown::tree::HtmlElement;

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

/// Reads the metadata of a page with one article.
pub(super) fn page_metadata(page: &HtmlPage<'_>) -> PageMetadata {
    let mut metadata = PageMetadata::default();
    let decisions = &mut metadata.decisions;
    metadata.site = page.first_value("site", SITE, |text| Some(text.to_owned()), decisions);
    let title = |text: &str| Some(without_site_name(text, metadata.site.as_deref()));
    metadata.title = page.first_value("title", TITLE, title, decisions);
    metadata.url = page.first_value("address", ADDRESS, |href| page.web_url(href), decisions);
    metadata.add_common(page);
    metadata
}

/// Reads the metadata of one post on a page of several, and what the page states for all.
pub(super) fn post_metadata(page: &HtmlPage<'_>, post: &HtmlElement) -> PageMetadata {
    let whole_page = page;
    let page = HtmlPage { root: post, linked: &LinkedData::default(), base: whole_page.base };
    let mut metadata = PageMetadata::default();
    let decisions = &mut metadata.decisions;
    metadata.title = page.first_value("title", POST_TITLE, |text| Some(text.to_owned()), decisions);
    metadata.url = page.first_value("address", POST_ADDRESS, |href| page.web_url(href), decisions);
    if metadata.url.is_none() {
        metadata.url = heading_url(&page);
        let text = "address: the link of its heading".to_owned();
        decisions.extend(metadata.url.is_some().then_some(Decision { confidence: Confidence::Medium, text }));
    }
    metadata.add_common(&page);
    let of_page = whole_page.first_value("language", LANGUAGE, language_tag, &mut metadata.decisions);
    metadata.language = metadata.language.or(of_page);
    metadata
}

/// The address that the heading of a post links to.
fn heading_url(post: &HtmlPage<'_>) -> Option<String> {
    let is_heading =
        |element: &&HtmlElement| element.is(&["h1", "h2", "h3"]) || element.has_class(&["entry-title", "p-name"]);
    let mut inner = post.root.all().filter(is_heading).flat_map(HtmlElement::all);
    inner.find_map(|element| post.web_url(element.attribute("href")?))
}

impl PageMetadata {
    /// Adds what pages and posts state in the same places.
    fn add_common(&mut self, page: &HtmlPage<'_>) {
        let decisions = &mut self.decisions;
        self.author = page.values("author", AUTHOR, person_name, decisions).map(|names| names.join(", "));
        let mut of_language = Vec::new();
        self.language = page.first_value("language", LANGUAGE, language_tag, &mut of_language);
        let text =
            DatedText { title: self.title.as_deref(), url: self.url.as_deref(), language: self.language.as_deref() };
        self.published = dates::published(page, &text, decisions);
        decisions.extend(of_language);
        self.tags = page.values("tags", TAGS, |tag| Some(tag.to_owned()), decisions).unwrap_or_default();
    }
}

/// A name, without `By`; `None` for an address or anything else that cannot be a name.
fn person_name(text: &str) -> Option<String> {
    let text = text.trim();
    let name = ["By ", "by ", "BY "].iter().find_map(|by| text.strip_prefix(by)).unwrap_or(text).trim();
    let words = name.split_whitespace().count();
    let valid = (1..=8).contains(&words) && !name.contains("://") && !name.contains(|c: char| c.is_ascii_digit());
    valid.then(|| name.to_owned())
}

fn without_site_name(title: &str, site: Option<&str>) -> String {
    let title = collapse_space(title);
    let before = site.and_then(|site| title.strip_suffix(site)).map(str::trim_end);
    let before = before.and_then(|text| text.strip_suffix(['|', '-', '–', '—', '·', ':', '»', '•'])).map(str::trim_end);
    before.filter(|text| !text.is_empty()).map_or(title.clone(), str::to_owned)
}
