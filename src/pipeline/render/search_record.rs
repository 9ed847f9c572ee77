//! The site's texts, as the search index holds them.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use super::linked_text::{LinkedText, TextPlacement};
use super::view::{self, date};
use crate::base::text::html::text_content;
use crate::base::text::path::percent_encode;
use crate::base::text::words::collapse_space;
use crate::pipeline::config::Taxonomy;
use crate::pipeline::content::ArticleId;
use crate::pipeline::site::Site;

/// An article or a page, as the search index has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchRecord {
    /// Its address from the root of the site, percent-encoded. Without the path of `base_url`, so that an index is the
    /// same wherever the site lives.
    pub address: String,
    /// The words to find, and to show around a hit.
    pub text: String,
    /// The data shown with a hit: `title` and `date`. Their words are found too.
    pub shown: BTreeMap<String, String>,
    /// The values to filter by: `topic`, `outlet`, `year`, `language`.
    pub filters: BTreeMap<String, Vec<String>>,
    /// The values to sort by: `date`.
    pub order: BTreeMap<String, String>,
}

/// A text that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchText {
    /// An article.
    Article(ArticleId),
    /// The page of this number.
    Page(usize),
}

/// Lists the texts of a site: articles, newest first, then pages.
pub fn texts(site: &Site) -> Vec<SearchText> {
    let pages = (0..site.content.pages.len()).map(SearchText::Page);
    site.content.articles.ids().map(SearchText::Article).chain(pages).collect()
}

/// Returns the record of a text.
///
/// # Errors
/// When the text was set aside and cannot be read.
pub fn record(site: &Site, text: SearchText) -> Result<SearchRecord> {
    match text {
        SearchText::Article(id) => article(site, id),
        SearchText::Page(number) => page(site, number),
    }
}

fn article(site: &Site, id: ArticleId) -> Result<SearchRecord> {
    let article = &site.content.articles[id];
    let terms = &site.index.taxonomies.of_article[id];
    let date = article.date.as_ref().map(|moment| date(site, moment));
    let mut shown = BTreeMap::from([("title".to_owned(), article.title.clone())]);
    shown.extend(date.as_ref().map(|date| ("date".to_owned(), date.text.clone())));
    let mut filters = language_filter(view::language(site, id));
    filters.extend(date.as_ref().map(|date| ("year".to_owned(), vec![date.year.to_string()])));
    for taxonomy in [Taxonomy::Topics, Taxonomy::Outlets] {
        let all = site.index.taxonomies.terms(taxonomy);
        let mut titles: Vec<_> = terms.numbers(taxonomy).iter().map(|number| all[*number].title.clone()).collect();
        titles.sort_unstable();
        titles.dedup();
        if !titles.is_empty() {
            filters.insert(taxonomy.names().singular.to_owned(), titles);
        }
    }
    let body = searchable_text(&LinkedText::article(site, id)?.html(TextPlacement::Home));
    let corrections = article.corrections.iter().map(|correction| correction.text.as_str());
    let sources = article.sources.iter().filter_map(|source| source.title.as_deref());
    let texts = article.summary.as_deref().into_iter().chain([body.as_str()]).chain(corrections).chain(sources);
    // Undated articles come last, as in every list.
    let order = date.map_or_else(|| "0000".to_owned(), |date| date.iso);
    Ok(SearchRecord {
        address: percent_encode(&site.index.addresses.articles[id]),
        text: texts.collect::<Vec<_>>().join("\n"),
        shown,
        filters,
        order: BTreeMap::from([("date".to_owned(), order)]),
    })
}

fn page(site: &Site, number: usize) -> Result<SearchRecord> {
    let page = &site.content.pages[number];
    let text = LinkedText::other(site, &page.body, &site.index.links.pages[number])?;
    Ok(SearchRecord {
        address: percent_encode(&site.index.addresses.pages[number]),
        text: searchable_text(&text.html(TextPlacement::Home)),
        shown: BTreeMap::from([("title".to_owned(), page.title.clone())]),
        filters: language_filter(page.language.as_ref().unwrap_or(&site.config.language)),
        order: BTreeMap::from([("date".to_owned(), "0000".to_owned())]),
    })
}

fn language_filter(language: &str) -> BTreeMap<String, Vec<String>> {
    BTreeMap::from([("language".to_owned(), vec![language.to_owned()])])
}

/// The start and end of each kind of element whose words are not the text's own.
const ASIDES: [(&str, &str); 4] = [
    ("<sup class=\"note-ref", "</sup>"),
    ("<span class=\"note-number\"", "</span>"),
    ("<a class=\"note-back\"", "</a>"),
    ("<span class=\"verified\"", "</span>"),
];

/// Returns the words of a text, without the numbers of notes and margent's own words about excerpts.
fn searchable_text(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let aside = ASIDES.iter().find(|(from, _)| rest.starts_with(from));
        let end = aside.and_then(|(_, to)| rest.find(to).map(|end| end + to.len()));
        rest = match end {
            Some(end) => &rest[end..],
            None => {
                // Cells and lines have no space between them but on the screen.
                if ["</td", "</th", "<br"].iter().any(|tag| rest.starts_with(tag)) {
                    kept.push(' ');
                }
                kept.push('<');
                &rest[1..]
            }
        };
    }
    kept.push_str(rest);
    collapse_space(&text_content(&kept, &mut []))
}

#[cfg(test)]
mod tests {
    use super::searchable_text;

    #[test]
    fn words_without_what_margent_adds() {
        let html = "<p>One<sup class=\"note-ref note-doubt\"><a href=\"#n\">1</a></sup>, two &amp; <em>three</em>.</p>\n\
                    <aside><span class=\"note-number\">1</span>Said.&#xa0;<a class=\"note-back\" href=\"#r\">↩</a></aside>\n\
                    <table><tr><td>a</td><td>b</td></tr></table>\n<p>x<br>y 휴대전화를 <b>1 &lt; 2</b></p>";
        assert_eq!(searchable_text(html), "One, two & three. Said. a b x y 휴대전화를 1 < 2");
    }
}
