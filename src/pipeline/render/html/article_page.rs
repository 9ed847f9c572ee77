//! The page of an article.

use anyhow::Result;
use serde::Serialize;

use super::parts::{ContentsEntry, PageHead, contents};
use crate::base::fields::Extra;
use crate::pipeline::content::{ArticleId, Correction};
use crate::pipeline::render::citation::{self, CitationText};
use crate::pipeline::render::hashed::{HashedValue, PageData};
use crate::pipeline::render::linked_text::{CONTAINER, LinkedText, TextPlacement};
use crate::pipeline::render::picture;
use crate::pipeline::render::shared::SharedData;
use crate::pipeline::render::source_view::{SourceView, source_with_others};
use crate::pipeline::render::view::{DateView, date, language, url};
use crate::pipeline::site::Site;

/// The data that only the page of an article shows.
#[derive(Serialize)]
struct ArticleView<'a> {
    /// The summary, if the editor wrote one; else it is the opening of the text, which the page shows anyway.
    standfirst: Option<&'a str>,
    /// The page of its author, if the site lists authors.
    author_url: Option<String>,
    words: usize,
    contents: Vec<ContentsEntry<'a>>,
    sources: Vec<SourceView<'a>>,
    cite: CitationText,
    /// The addresses of the files for machines, if the article has them.
    annotations: Option<String>,
    /// The complete URL of its picture for links, if it has one.
    card: Option<String>,
    citations: Option<String>,
    corrections: Vec<CorrectionView<'a>>,
    extra: &'a Extra,
}

#[derive(Serialize)]
struct CorrectionView<'a> {
    id: String,
    date: Option<DateView>,
    text: &'a str,
}

/// Shows an article.
pub(super) fn article_page(
    site: &Site,
    shared: &SharedData,
    (data, address): (PageData, &str),
    id: ArticleId,
) -> Result<PageData> {
    let article = &site.content.articles[id];
    let mut head = PageHead::new(site, "article", address, &article.title, &article.summary());
    head.language = language(site, id).to_owned();
    let card = |id| -> &HashedValue { shared.card(site, id) };
    // The element is the page's, not the theme's: `annotations.json` counts positions in it.
    let text = LinkedText::article(site, id)?.html(TextPlacement::Home);
    let html = format!("<div class=\"prose e-content\" id=\"{CONTAINER}\">{text}</div>");
    Ok(head
        .show(data)
        .show_hashed("article", card(id))
        .show("full", &article_view(site, id))
        .show_html("body", &html)
        .show_optional("newer", id.newer().map(card))
        .show_optional("older", site.content.articles.older(id).map(card))
        .show_list("related", site.index.related[id].iter().copied().map(card))
        .show_list("backlinks", site.index.links.backlinks[id].iter().copied().map(card)))
}

fn article_view(site: &Site, id: ArticleId) -> ArticleView<'_> {
    let article = &site.content.articles[id];
    let corrections = article.corrections.iter().enumerate().map(|(number, correction)| CorrectionView {
        id: Correction::id(number),
        date: correction.date.as_ref().map(|moment| date(site, moment)),
        text: &correction.text,
    });
    let sources = 0..article.sources.len();
    let taxonomies = &site.index.taxonomies;
    let author = taxonomies.of_article[id].author.map(|number| &taxonomies.authors[number]);
    let file = |name: &str| url(site, &format!("{}{name}", site.index.addresses.articles[id]));
    ArticleView {
        standfirst: article.summary.as_deref(),
        author_url: author.map(|author| url(site, &author.address)),
        words: article.body.words,
        contents: contents(&article.body.headings),
        sources: sources.map(|number| source_with_others(site, id, number)).collect(),
        cite: citation::cite(site, id),
        annotations: article.is_annotated().then(|| file("annotations.json")),
        card: picture::permalink_of_card(site, id),
        citations: (!article.sources.is_empty()).then(|| file("citations.json")),
        corrections: corrections.collect(),
        extra: &article.extra,
    }
}
