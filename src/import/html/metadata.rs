//! The metadata of a page or a post: title, author, dates, site, language, address, tags. Of several sources the first is
//! taken, and only those that are meant for machines are read.

use toml::value::Datetime;

use super::authors;
use super::dates::{self, DatedText};
use super::json_ld::LinkedData;
use super::metadata_sources::{ADDRESS, AUTHOR, HANDLE, LANGUAGE, POST_ADDRESS, POST_TITLE, SITE, TAGS, TITLE};
use super::page::HtmlPage;
use super::titles::{self, SiteNames};
use crate::import::attribution::is_of;
use crate::import::draft::{Confidence, Decision, language_tag};
use crate::import::html_to_markdown::address::host_of;
use crate::import::html_to_markdown::plain_text;
use crate::import::html_to_markdown::tree::HtmlElement;

/// Facts about a page, or about a post.
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
    let mut of_address = Vec::new();
    metadata.url = address(page, &mut of_address);
    let decisions = &mut metadata.decisions;
    metadata.site = page.first_value("site", SITE, |text| Some(text.to_owned()), decisions);
    let site = page.site_names(metadata.url.as_deref());
    let title = |text: &str| titles::without_site(text, &site);
    let whole = |text: &str| Some(text.to_owned());
    metadata.title = page.first_value("title", TITLE, title, decisions);
    // A name of the site that leaves nothing of a title is none.
    metadata.title = metadata.title.or_else(|| page.first_value("title", TITLE, whole, decisions));
    let headlines = page.headlines();
    if let Some(headline) = metadata.title.as_deref().and_then(|title| titles::as_headline(title, &headlines)) {
        metadata.title = Some(headline.clone());
    }
    let of_page = page.named.iter().find(|element| element.is(&["title"])).map(|element| element.text());
    let spelled = metadata.title.as_deref().zip(of_page).and_then(|(title, whole)| titles::spelled_as(title, &whole));
    metadata.title = spelled.or(metadata.title);
    decisions.extend(of_address);
    metadata.add_common(page, &site);
    metadata
}

/// The address that a page states as its own; the decision is added to `decisions`.
pub(super) fn address(page: &HtmlPage<'_>, decisions: &mut Vec<Decision>) -> Option<String> {
    page.first_value("address", ADDRESS, |href| page.web_url(href), decisions)
}

/// Reads the metadata of one post on a page of several, and what the page states for all.
pub(super) fn post_metadata(page: &HtmlPage<'_>, post: &HtmlElement) -> PageMetadata {
    let whole_page = page;
    let linked = LinkedData::default();
    let page = HtmlPage::new(post, &linked, whole_page.base.clone());
    let mut metadata = PageMetadata::default();
    let decisions = &mut metadata.decisions;
    metadata.title = page.first_value("title", POST_TITLE, |text| Some(text.to_owned()), decisions);
    metadata.url = page.first_value("address", POST_ADDRESS, |href| page.web_url(href), decisions);
    if metadata.url.is_none() {
        metadata.url = heading_url(&page).filter(|url| is_on_page_site(url, whole_page));
        let text = "address: the link of its heading".to_owned();
        decisions.extend(metadata.url.is_some().then_some(Decision { confidence: Confidence::Medium, text }));
    }
    metadata.add_common(&page, &whole_page.site_names(metadata.url.as_deref()));
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

/// Returns whether an address that a heading leads to is on the site of its page: that which the page states, else that of most
/// headings. Others are what a post passes on.
fn is_on_page_site(url: &str, page: &HtmlPage<'_>) -> bool {
    if let Some(own) = page.base.absolute("/").as_deref().and_then(host_of) {
        return is_of(url, &own);
    }
    let headings = page.root.all().filter(|element| element.is(&["h1", "h2", "h3"])).flat_map(HtmlElement::all);
    let hosts: Vec<String> = headings.filter_map(|link| host_of(&page.web_url(link.attribute("href")?)?)).collect();
    let same = hosts.iter().filter(|host| is_of(url, host)).count();
    same * 2 > hosts.len()
}

impl PageMetadata {
    /// Adds what pages and posts state in the same places.
    fn add_common(&mut self, page: &HtmlPage<'_>, site: &SiteNames) {
        let decisions = &mut self.decisions;
        let people = |text: &str| Some(authors::people(text, site)).filter(|people| !people.is_empty());
        let mut names = page.values("author", AUTHOR, people, decisions).unwrap_or_default().concat();
        if names.is_empty() {
            let (place, found) = authors::in_lines(page, self.title.as_deref(), site);
            names = found;
            let text = format!("author: {place}");
            decisions.extend((!names.is_empty()).then_some(Decision { confidence: Confidence::Medium, text }));
        }
        if names.is_empty() {
            let handle = |text: &str| authors::handle(text, site);
            names.extend(page.first_value("author", HANDLE, handle, decisions));
        }
        names.dedup();
        self.author = (!names.is_empty()).then(|| names.join(", "));
        let mut of_language = Vec::new();
        self.language = page.first_value("language", LANGUAGE, language_tag, &mut of_language);
        if self.language.is_none() {
            self.language = language_of_letters(page).map(str::to_owned);
            let text = "language: its letters".to_owned();
            of_language.extend(self.language.is_some().then_some(Decision { confidence: Confidence::Medium, text }));
        }
        let text =
            DatedText { title: self.title.as_deref(), url: self.url.as_deref(), language: self.language.as_deref() };
        self.published = dates::published(page, &text, decisions);
        decisions.extend(of_language);
        let tags = |text: &str| Some(keywords(text)).filter(|tags| !tags.is_empty());
        self.tags = page.values("tags", TAGS, tags, decisions).unwrap_or_default().concat();
    }
}

/// The language whose own letters a good part of a page is written in.
fn language_of_letters(page: &HtmlPage<'_>) -> Option<&'static str> {
    let letters = || page.lines.iter().flat_map(|line| line.text.chars()).filter(|c| c.is_alphabetic());
    let is_common = |is_own: fn(&char) -> bool| letters().filter(is_own).count() * 4 > letters().count();
    [("ko", (|c| matches!(c, '가'..='힣')) as fn(&char) -> bool), ("ja", |c| matches!(c, 'ぁ'..='ヿ'))]
        .into_iter()
        .find_map(|(language, is_own)| is_common(is_own).then_some(language))
}

/// The keywords of a list with commas or semicolons (schema.org), without the numbers and codes of databases.
fn keywords(text: &str) -> Vec<String> {
    const CODE: usize = 32;
    let text = plain_text(text);
    let keywords = text.split([',', ';']).map(str::trim).filter(|keyword| {
        let is_number = keyword.chars().all(|c| c.is_ascii_digit());
        let is_code = keyword.len() >= CODE && keyword.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        !is_number && !is_code
    });
    keywords.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::html_to_markdown::address::BaseUrl;
    use crate::import::html_to_markdown::tree;

    fn metadata_of(html: &str) -> PageMetadata {
        let root = tree::parse_fragment(html).expect(html);
        let linked = LinkedData::default();
        page_metadata(&HtmlPage::new(&root, &linked, BaseUrl::default()))
    }

    #[test]
    fn titles_are_headings_beside_the_site() {
        for (html, title) in [
            ("<title>Deck Notes: Late boats</title><h1><a href=/>Deck Notes</a></h1><h3>Late boats</h3>", "Late boats"),
            ("<title>旧港今冬不再接船-海湾新闻网</title><div class=h-title>旧港今冬不再接船</div>", "旧港今冬不再接船"),
        ] {
            assert_eq!(metadata_of(html).title.as_deref(), Some(title), "{html}");
        }
    }

    #[test]
    fn what_is_near_a_headline_names_its_author() {
        for (html, author) in [
            ("<p class=photo-byline>Mara Lind / The Tide</p>", None),
            ("<div class='byline share-buttons'>Other Apps</div>", None),
            ("<p>By Mara Lind in Piers, tags: Fares, HowTo</p>", Some("Mara Lind")),
            ("<meta property=og:article:author content='이서윤 기자'>", Some("이서윤")),
            (
                "<div class=widget><p class=post-body>Late.</p><b class=post-author>By Mara Lind</b></div>",
                Some("Mara Lind"),
            ),
        ] {
            let html = format!("<h1>Late boats</h1>{html}");
            assert_eq!(metadata_of(&html).author.as_deref(), author, "{html}");
        }
    }

    #[test]
    fn headings_lead_to_posts_of_their_site_only() {
        let page = "<h1><a href=https://quay.example/1>Late boats</a></h1><h1><a href=https://pier.example/1>Ropes</a></h1>\
                    <h1><a href=https://pier.example/2>Piers</a></h1>";
        let root = tree::parse_fragment(page).expect("a page");
        let linked = LinkedData::default();
        let page = HtmlPage::new(&root, &linked, BaseUrl::default());
        let posts = root.all().filter(|element| element.is(&["h1"]));
        let urls: Vec<Option<String>> = posts.map(|post| post_metadata(&page, post).url).collect();
        assert_eq!(urls, [None, Some("https://pier.example/1".to_owned()), Some("https://pier.example/2".to_owned())]);
    }

    #[test]
    fn keywords_are_words() {
        for (text, tags) in [
            ("Boats, Late ferries; Piers", "Boats|Late ferries|Piers"),
            ("Rope &amp; Tar", "Rope & Tar"),
            ("12345, 0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f, ", ""),
        ] {
            assert_eq!(keywords(text).join("|"), tags, "{text}");
        }
    }
}
