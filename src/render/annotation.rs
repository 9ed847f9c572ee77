//! The notes and excerpts of an article as Web Annotations (W3C Web Annotation Data Model, §5.2 for pages of them).
//!
//! Each selects its passage twice: by its words and the 32 characters around them (`TextQuoteSelector`, §4.2.4), and by
//! its place in the text of the element that holds the article (`TextPositionSelector`, §4.2.5, refining a
//! `FragmentSelector`), so that neither the theme around nor a repeated phrase leads astray. Characters are code points.

use std::ops::Range;

use serde::Serialize;
use serde_json::{Value, json};

use super::text::{CONTAINER, Shown, Text};
use super::{Renderer, permalink, view};
use crate::index::ArticleId;
use crate::index::quote::source_of;
use crate::markdown::{Excerpt, Kind};
use crate::text::dom::text_content;
use crate::text::words::fold_space;

/// Characters of the text on each side of a passage.
const AROUND: usize = 32;

/// What `annotations.json` is made of.
#[derive(Serialize)]
pub struct Annotations {
    /// The complete URL of the article.
    article: String,
    title: String,
    language: String,
    author: Option<String>,
    /// The article's text as it stands on its page.
    html: String,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    motivation: &'static str,
    /// One body or several.
    bodies: Vec<Value>,
    target: Place,
}

/// Where an annotation belongs.
#[derive(Serialize)]
enum Place {
    /// Bytes of the article's HTML.
    Passage(Range<usize>),
    /// An element of its page.
    Element(String),
}

impl Renderer<'_> {
    pub(super) fn annotations(&self, id: ArticleId) -> Annotations {
        let site = self.site;
        let article = &site.content.articles[id];
        let (body, home) = (&article.body, &site.index.articles[id]);
        let text = Text::of(site, id);
        // The same text twice: as the page shows it, for places, and as it reads elsewhere, for what notes say.
        let passages = body.excerpts.iter().map(|excerpt| Some(&excerpt.place));
        let passages: Vec<Option<&Range<usize>>> =
            passages.chain(body.notes.iter().map(|note| note.lemma.as_ref())).collect();
        let mut places: Vec<usize> = passages.iter().flatten().flat_map(|range| [range.start, range.end]).collect();
        let html = text.html_and_places(Shown::Home, &mut places);
        let mut said: Vec<usize> =
            body.notes.iter().flat_map(|note| &note.text).flat_map(|range| [range.start, range.end]).collect();
        let away = text.html_and_places(Shown::Away(home), &mut said);

        let mut places = places.chunks_exact(2).map(|pair| pair[0]..pair[1]);
        let mut items = Vec::with_capacity(passages.len());
        for (number, excerpt) in body.excerpts.iter().enumerate() {
            items.push(Item {
                id: Excerpt::id(number),
                motivation: "identifying",
                bodies: self.quoted(id, excerpt),
                target: Place::Passage(places.next().unwrap_or_default()),
            });
        }
        for (note, said) in body.notes.iter().zip(said.chunks_exact(4)) {
            let value = format!("{}{}", &away[said[0]..said[1]], &away[said[2]..said[3]]);
            items.push(Item {
                id: note.id.clone(),
                motivation: motivation(note.kind),
                bodies: vec![json!({ "type": "TextualBody", "format": "text/html", "value": value.trim() })],
                target: match note.lemma {
                    Some(_) => Place::Passage(places.next().unwrap_or_default()),
                    None => Place::Element(note.reference.clone()),
                },
            });
        }
        Annotations {
            article: permalink(site, home),
            title: article.title.clone(),
            language: article.language.clone().unwrap_or_else(|| site.config.language.clone()),
            author: view::author(site, id).map(str::to_owned),
            html,
            items,
        }
    }

    /// What an excerpt quotes: the words of the source, or, where the source has no address, what it is called.
    fn quoted(&self, id: ArticleId, excerpt: &Excerpt) -> Vec<Value> {
        let site = self.site;
        let article = &site.content.articles[id];
        let Some(number) = source_of(article, excerpt) else { return Vec::new() };
        let source = &article.sources[number];
        let Some(url) = &source.url else {
            let outlet = &site.index.outlets[site.index.terms[id].outlets[number]].title;
            let day = source.published.as_ref().map(|moment| view::date(site, moment).text);
            let called = [source.title.clone(), Some(outlet.clone()), day].into_iter().flatten();
            let value = called.collect::<Vec<_>>().join(", ");
            return vec![json!({ "type": "TextualBody", "format": "text/plain", "value": value })];
        };
        let part = |words: &str| {
            json!({
                "type": "SpecificResource",
                "source": url,
                "selector": { "type": "TextQuoteSelector", "exact": fold_space(words) },
            })
        };
        match excerpt.parts.is_empty() {
            true => vec![json!({ "type": "SpecificResource", "source": url })],
            false => excerpt.parts.iter().map(|it| part(&it.words)).collect(),
        }
    }
}

/// Why a note was written, in the words of the data model (§3.3.5).
fn motivation(kind: Kind) -> &'static str {
    match kind {
        Kind::Context => "commenting",
        Kind::Doubt => "assessing",
        Kind::Correction => "editing",
        Kind::Translation | Kind::Definition => "describing",
    }
}

impl Annotations {
    /// The JSON.
    pub fn bytes(&self) -> Vec<u8> {
        let passages = self.items.iter().filter_map(|item| match &item.target {
            Place::Passage(range) => Some([range.start, range.end]),
            Place::Element(_) => None,
        });
        let mut places: Vec<usize> = passages.flatten().collect();
        let text = text_content(&self.html, &mut places);
        let mut places = places.chunks_exact(2).map(|pair| pair[0]..pair[1]);
        let items: Vec<Value> = self
            .items
            .iter()
            .map(|item| {
                let selectors = match &item.target {
                    Place::Passage(_) => selectors(&text, places.next().unwrap_or_default()),
                    Place::Element(id) => json!([fragment(id)]),
                };
                self.annotation(item, &selectors)
            })
            .collect();
        let id = format!("{}annotations.json", self.article);
        let page = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": id,
            "type": "AnnotationPage",
            "partOf": {
                "id": format!("{id}#all"),
                "type": "AnnotationCollection",
                "label": self.title,
                "total": items.len(),
            },
            "startIndex": 0,
            "items": items,
        });
        format!("{page}\n").into_bytes()
    }

    fn annotation(&self, item: &Item, selectors: &Value) -> Value {
        let is_note = item.bodies.iter().any(|body| body["format"] == "text/html");
        let mut bodies = item.bodies.clone();
        if is_note {
            bodies.iter_mut().for_each(|body| body["language"] = json!(self.language));
        }
        let mut annotation = json!({
            "id": format!("{}#{}", self.article, item.id),
            "type": "Annotation",
            "motivation": item.motivation,
            "body": if bodies.len() == 1 { bodies.remove(0) } else { json!(bodies) },
            "target": { "source": self.article, "selector": selectors },
        });
        if let Some(author) = self.author.as_ref().filter(|_| is_note) {
            annotation["creator"] = json!({ "name": author });
        }
        annotation
    }
}

/// The two ways to the passage at the bytes `range` of `text`, white space at its ends aside.
fn selectors(text: &str, range: Range<usize>) -> Value {
    let passage = &text[range.clone()];
    let start = range.start + (passage.len() - passage.trim_start().len());
    let end = start + passage.trim().len();
    let first = text[..start].chars().count();
    let prefix_at = text[..start].char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let suffix: String = text[end..].chars().take(AROUND).collect();
    let position = json!({
        "type": "TextPositionSelector",
        "start": first,
        "end": first + text[start..end].chars().count(),
    });
    let mut within = fragment(CONTAINER);
    within["refinedBy"] = position;
    json!([
        { "type": "TextQuoteSelector", "exact": &text[start..end], "prefix": &text[prefix_at..start], "suffix": suffix },
        within,
    ])
}

/// An element of the page, by its id (RFC 3236).
fn fragment(id: &str) -> Value {
    json!({ "type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3236", "value": id })
}
