//! The notes and excerpts of an article as Web Annotations (W3C Web Annotation Data Model, §5.2 for pages of them).
//!
//! Each selects its passage twice: by its words and the 32 characters around them (`TextQuoteSelector`, §4.2.4), and by
//! its place in the text of the element that holds the article (`TextPositionSelector`, §4.2.5, refining a
//! `FragmentSelector`), so that neither the theme around nor a repeated phrase leads astray. Characters are code points.

use std::ops::Range;

use serde::Serialize;

use super::json::JsonObject;
use super::text::{CONTAINER, LinkedText, TextPlacement};
use super::{Renderer, permalink, view};
use crate::base::text::html::text_content;
use crate::base::text::words::collapse_space;
use crate::pipeline::content::ArticleId;
use crate::pipeline::index::quote::source_of;
use crate::pipeline::markdown::{Excerpt, NoteKind};

/// Characters of the text on each side of a passage.
const AROUND: usize = 32;

/// What `annotations.json` is made of.
#[derive(Serialize)]
pub struct Annotations<'a> {
    /// The complete URL of the article.
    article: String,
    title: &'a str,
    language: &'a str,
    author: Option<&'a str>,
    /// The article's text as it stands on its page. Its hash is taken of the bytes themselves.
    #[serde(skip)]
    pub html: String,
    items: Vec<AnnotationItem<'a>>,
}

#[derive(Serialize)]
struct AnnotationItem<'a> {
    id: String,
    motivation: &'static str,
    said: AnnotationBody<'a>,
    target: AnnotationTarget<'a>,
}

/// What an annotation says.
#[derive(Serialize)]
enum AnnotationBody<'a> {
    /// A note: its HTML.
    Note(String),
    /// Words of a source that has an address: the address, and the words.
    Words(&'a str, Vec<String>),
    /// What a source without an address is called.
    Name(String),
}

/// Where an annotation belongs.
#[derive(Serialize)]
enum AnnotationTarget<'a> {
    /// Bytes of the article's HTML.
    Passage(Range<usize>),
    /// An element of its page.
    Element(&'a str),
}

impl<'a> Renderer<'a> {
    pub(super) fn annotations(&self, id: ArticleId) -> Annotations<'a> {
        let site = self.site;
        let article = &site.content.articles[id];
        let (body, home) = (&article.body, &site.index.addresses.articles[id]);
        let text = LinkedText::of(site, id);
        let passages = body.excerpts.iter().map(|excerpt| &excerpt.place);
        let passages = passages.chain(body.notes.iter().filter_map(|note| note.lemma.as_ref()));
        let mut places: Vec<usize> = passages.flat_map(|range| [range.start, range.end]).collect();
        let html = text.html_and_places(TextPlacement::Home, &mut places);
        let mut places = places.chunks_exact(2).map(|pair| pair[0]..pair[1]);

        let mut items = Vec::with_capacity(body.excerpts.len() + body.notes.len());
        for (number, excerpt) in body.excerpts.iter().enumerate() {
            items.push(AnnotationItem {
                id: Excerpt::id(number),
                motivation: "identifying",
                said: self.quoted(id, excerpt),
                target: AnnotationTarget::Passage(places.next().unwrap_or_default()),
            });
        }
        for note in &body.notes {
            let said: String =
                note.text.iter().map(|range| text.part(range.clone(), TextPlacement::Away(home))).collect();
            items.push(AnnotationItem {
                id: note.id.clone(),
                motivation: motivation(note.kind),
                said: AnnotationBody::Note(said.trim().to_owned()),
                target: match note.lemma {
                    Some(_) => AnnotationTarget::Passage(places.next().unwrap_or_default()),
                    None => AnnotationTarget::Element(&note.reference),
                },
            });
        }
        Annotations {
            article: permalink(site, home),
            title: &article.title,
            language: article.language.as_ref().unwrap_or(&site.config.language),
            author: view::author(site, id),
            html,
            items,
        }
    }

    /// What an excerpt quotes: the words of the source, or, where the source has no address, what it is called.
    fn quoted(&self, id: ArticleId, excerpt: &Excerpt) -> AnnotationBody<'a> {
        let site = self.site;
        let article = &site.content.articles[id];
        let Some(number) = source_of(article, excerpt) else { return AnnotationBody::Name(excerpt.source.clone()) };
        let source = &article.sources[number];
        if let Some(url) = &source.url {
            return AnnotationBody::Words(url, excerpt.parts.iter().map(|part| collapse_space(&part.words)).collect());
        }
        let outlet = &site.index.taxonomies.outlets[site.index.taxonomies.of_article[id].outlets[number]].title;
        let day = source.published.as_ref().map(|moment| view::date(site, moment).text);
        let called = [source.title.clone(), Some(outlet.clone()), day].into_iter().flatten();
        AnnotationBody::Name(called.collect::<Vec<_>>().join(", "))
    }
}

/// Why a note was written, in the words of the data model (§3.3.5).
fn motivation(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Context => "commenting",
        NoteKind::Doubt => "assessing",
        NoteKind::Correction => "editing",
        NoteKind::Translation | NoteKind::Definition => "describing",
    }
}

impl Annotations<'_> {
    /// The JSON.
    pub fn bytes(&self) -> Vec<u8> {
        let passages = self.items.iter().filter_map(|item| match &item.target {
            AnnotationTarget::Passage(range) => Some([range.start, range.end]),
            AnnotationTarget::Element(_) => None,
        });
        let mut places: Vec<usize> = passages.flatten().collect();
        let text = text_content(&self.html, &mut places);
        let mut places = places.chunks_exact(2).map(|pair| pair[0]..pair[1]);
        let items = self.items.iter().map(|item| {
            let selectors = match item.target {
                AnnotationTarget::Passage(_) => selectors(&text, places.next().unwrap_or_default()),
                AnnotationTarget::Element(id) => vec![fragment(id)],
            };
            self.annotation(item, selectors)
        });
        let id = format!("{}annotations.json", self.article);
        let all = JsonObject::new()
            .set("id", &format!("{id}#all"))
            .set("type", "AnnotationCollection")
            .set("label", self.title)
            .set("total", &self.items.len())
            .set("first", &id);
        let page = JsonObject::new()
            .set("@context", "http://www.w3.org/ns/anno.jsonld")
            .set("id", &id)
            .set("type", "AnnotationPage")
            .object("partOf", all)
            .set("startIndex", &0)
            .list("items", items);
        let mut bytes = page.bytes();
        bytes.push(b'\n');
        bytes
    }

    fn annotation(&self, item: &AnnotationItem<'_>, selectors: Vec<JsonObject>) -> JsonObject {
        let textual = |format: &str, text: &str| {
            JsonObject::new().set("type", "TextualBody").set("format", format).set("value", text)
        };
        let resource = |url: &str| JsonObject::new().set("type", "SpecificResource").set("source", url);
        let (bodies, author) = match &item.said {
            AnnotationBody::Note(html) => {
                (vec![textual("text/html", html).set("language", self.language)], self.author)
            }
            AnnotationBody::Name(name) => (vec![textual("text/plain", name)], None),
            AnnotationBody::Words(url, words) if words.is_empty() => (vec![resource(url)], None),
            AnnotationBody::Words(url, words) => {
                let quote = |words: &String| JsonObject::new().set("type", "TextQuoteSelector").set("exact", words);
                (words.iter().map(|words| resource(url).object("selector", quote(words))).collect(), None)
            }
        };
        JsonObject::new()
            .set("id", &format!("{}#{}", self.article, item.id))
            .set("type", "Annotation")
            .set("motivation", item.motivation)
            .one_or_list("creator", author.iter().map(|author| JsonObject::new().set("name", author)).collect())
            .one_or_list("body", bodies)
            .object("target", JsonObject::new().set("source", &self.article).list("selector", selectors))
    }
}

/// The two ways to the passage at the bytes `range` of `text`, white space at its ends aside.
fn selectors(text: &str, range: Range<usize>) -> Vec<JsonObject> {
    let passage = &text[range.clone()];
    let start = range.start + (passage.len() - passage.trim_start().len());
    let end = start + passage.trim().len();
    let first = text[..start].chars().count();
    let prefix = text[..start].char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let suffix = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
    let position = JsonObject::new()
        .set("type", "TextPositionSelector")
        .set("start", &first)
        .set("end", &(first + text[start..end].chars().count()));
    let quote = JsonObject::new()
        .set("type", "TextQuoteSelector")
        .set("exact", &text[start..end])
        .set("prefix", &text[prefix..start])
        .set("suffix", &text[end..suffix]);
    vec![quote, fragment(CONTAINER).object("refinedBy", position)]
}

/// An element of the page, by its id (RFC 3236).
fn fragment(id: &str) -> JsonObject {
    JsonObject::new()
        .set("type", "FragmentSelector")
        .set("conformsTo", "http://tools.ietf.org/rfc/rfc3236")
        .set("value", id)
}
