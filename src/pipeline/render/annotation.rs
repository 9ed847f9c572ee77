//! The notes and excerpts of an article as Web Annotations (W3C Web Annotation Data Model, §5.2 for pages of them).
//!
//! Each selects its passage twice: by its words and the 32 characters around them (`TextQuoteSelector`, §4.2.4), and by
//! its position in the text of the element that holds the article (`TextPositionSelector`, §4.2.5, refining a
//! `FragmentSelector`), so that neither the theme around nor a repeated phrase leads astray. Characters are code
//! points.

use std::ops::Range;

use anyhow::Result;
use serde::Serialize;

use super::linked_data::{CopyFacts, OneOrMany};
use super::linked_text::{CONTAINER, LinkedText, TextPlacement};
use super::view::{self, article_permalink, date};
use crate::base::text::characters::CharacterCounts;
use crate::base::text::html::text_content;
use crate::base::text::words::collapse_space;
use crate::pipeline::content::ArticleId;
use crate::pipeline::markdown::{Excerpt, NoteKind};
use crate::pipeline::site::Site;

/// Characters of the text on each side of a passage.
const CONTEXT: usize = 32;

/// The data of `annotations.json`.
#[derive(Serialize)]
pub(crate) struct Annotations<'a> {
    /// The complete URL of the article.
    article: String,
    title: &'a str,
    language: &'a str,
    author: Option<&'a str>,
    /// The article's text as on its page. It is not serialised: its bytes are hashed by themselves.
    #[serde(skip)]
    pub(super) html: String,
    items: Vec<AnnotationItem<'a>>,
}

#[derive(Serialize)]
struct AnnotationItem<'a> {
    id: String,
    motivation: &'static str,
    body: AnnotationBody<'a>,
    target: AnnotationTarget<'a>,
}

/// The content of an annotation.
#[derive(Serialize)]
enum AnnotationBody<'a> {
    /// A note: its HTML.
    Note(String),
    /// Words of a source that has an address: the address, the words, and the copy against which they were verified.
    Words(&'a str, Vec<String>, Option<CopyFacts<'a>>),
    /// The name of a source without an address.
    Name(String),
}

/// The part of the article that an annotation is about.
#[derive(Serialize)]
enum AnnotationTarget<'a> {
    /// Bytes of the article's HTML.
    Passage(Range<usize>),
    /// An element of its page.
    Element(&'a str),
}

/// Collects the annotations of an article.
///
/// # Errors
/// When its text was set aside and cannot be read.
pub(super) fn annotations(site: &Site, id: ArticleId) -> Result<Annotations<'_>> {
    let article = &site.content.articles[id];
    let (body, home) = (&article.body, &site.index.addresses.articles[id]);
    let text = LinkedText::article(site, id)?;
    let passages = body.excerpts.iter().map(|excerpt| &excerpt.place);
    let passages = passages.chain(body.notes.iter().filter_map(|note| note.lemma.as_ref()));
    let mut bounds: Vec<usize> = passages.flat_map(|range| [range.start, range.end]).collect();
    let html = text.html_and_positions(TextPlacement::Home, &mut bounds);
    let mut passages = bounds.chunks_exact(2).map(|pair| AnnotationTarget::Passage(pair[0]..pair[1]));
    let mut next_passage = || passages.next().unwrap_or(AnnotationTarget::Passage(0..0));

    let mut items = Vec::with_capacity(body.excerpts.len() + body.notes.len());
    for number in 0..body.excerpts.len() {
        items.push(AnnotationItem {
            id: Excerpt::id(number),
            motivation: "identifying",
            body: quoted(site, id, number),
            target: next_passage(),
        });
    }
    for note in &body.notes {
        let html: String = note.text.iter().map(|range| text.part(range.clone(), TextPlacement::Away(home))).collect();
        items.push(AnnotationItem {
            id: note.id.clone(),
            motivation: motivation(note.kind),
            body: AnnotationBody::Note(html.trim().to_owned()),
            target: if note.lemma.is_some() { next_passage() } else { AnnotationTarget::Element(&note.reference) },
        });
    }
    Ok(Annotations {
        article: article_permalink(site, id),
        title: &article.title,
        language: view::language(site, id),
        author: view::author(site, id),
        html,
        items,
    })
}

/// Returns the words of the source that an excerpt quotes, or, if the source has no address, its name.
fn quoted(site: &Site, id: ArticleId, excerpt: usize) -> AnnotationBody<'_> {
    let article = &site.content.articles[id];
    let is_verified = site.index.quotations.verified[id][excerpt];
    let excerpt = &article.body.excerpts[excerpt];
    let source = &article.sources[excerpt.source_number];
    if let Some(url) = &source.url {
        let words = excerpt.parts.iter().map(|part| collapse_space(&part.words)).collect();
        return AnnotationBody::Words(url, words, CopyFacts::of(source).filter(|_| is_verified));
    }
    let outlet = &site.index.taxonomies.outlet_of(id, excerpt.source_number).1.title;
    let day = source.published.as_ref().map(|moment| date(site, moment).text);
    let parts = [source.title.clone(), Some(outlet.clone()), day].into_iter().flatten();
    AnnotationBody::Name(parts.collect::<Vec<_>>().join(", "))
}

/// Returns the motivation of a note, in the words of the data model (§3.3.5).
fn motivation(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Context => "commenting",
        NoteKind::Doubt => "assessing",
        NoteKind::Correction => "editing",
        NoteKind::Translation | NoteKind::Definition => "describing",
    }
}

/// All annotations of an article, and the collection that they are the only page of.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnnotationPage<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: &'a str,
    r#type: &'static str,
    part_of: AnnotationCollection<'a>,
    start_index: usize,
    items: Vec<Annotation<'a>>,
}

#[derive(Serialize)]
struct AnnotationCollection<'a> {
    id: String,
    r#type: &'static str,
    label: &'a str,
    total: usize,
    first: &'a str,
}

#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Creator<'a>>,
    body: OneOrMany<BodyResource<'a>>,
    target: SpecificTarget<'a>,
}

#[derive(Serialize)]
struct Creator<'a> {
    name: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum BodyResource<'a> {
    TextualBody {
        format: &'static str,
        value: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<&'a str>,
    },
    SpecificResource {
        source: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        selector: Option<Selector<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<SourceState<'a>>,
    },
}

/// The state of a source in which it had the words (`TimeState`, §4.3.1), with what is known of the copy of it. The context of
/// annotations has the prefix `schema`.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase", tag = "type", rename = "TimeState")]
struct SourceState<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source_date_start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_date_end: Option<String>,
    #[serde(rename = "schema:encodingFormat")]
    format: &'static str,
    #[serde(rename = "schema:sha256", skip_serializing_if = "Option::is_none")]
    sha256: Option<&'a str>,
}

impl<'a> SourceState<'a> {
    /// The state that a copy shows; `None` if neither its day nor its hash is known.
    fn of(copy: &CopyFacts<'a>) -> Option<Self> {
        let span = copy.span();
        let is_known = span.is_some() || copy.sha256.is_some();
        let [source_date_start, source_date_end] = span.map_or([None, None], |span| span.map(Some));
        is_known.then_some(Self { source_date_start, source_date_end, format: copy.format, sha256: copy.sha256 })
    }
}

#[derive(Serialize)]
struct SpecificTarget<'a> {
    source: &'a str,
    selector: Vec<Selector<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
enum Selector<'a> {
    #[serde(rename = "TextQuoteSelector")]
    TextQuote {
        exact: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        prefix: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        suffix: Option<&'a str>,
    },
    #[serde(rename = "TextPositionSelector")]
    TextPosition { start: usize, end: usize },
    /// An element of the page, by its id (RFC 3236).
    #[serde(rename = "FragmentSelector")]
    Fragment {
        conforms_to: &'static str,
        value: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        refined_by: Option<Box<Selector<'a>>>,
    },
}

impl Annotations<'_> {
    /// Writes the JSON.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let passages = self.items.iter().filter_map(|item| match &item.target {
            AnnotationTarget::Passage(range) => Some([range.start, range.end]),
            AnnotationTarget::Element(_) => None,
        });
        let mut bounds: Vec<usize> = passages.flatten().collect();
        let text = text_content(&self.html, &mut bounds);
        let counts = CharacterCounts::of(&text);
        let mut passages = bounds.chunks_exact(2).map(|pair| pair[0]..pair[1]);
        let items = self.items.iter().map(|item| {
            let selector = match item.target {
                AnnotationTarget::Passage(_) => select_passage(&text, &counts, passages.next().unwrap_or_default()),
                AnnotationTarget::Element(id) => vec![select_element(id, None)],
            };
            self.annotation(item, selector)
        });
        let id = format!("{}annotations.json", self.article);
        let page = AnnotationPage {
            context: "http://www.w3.org/ns/anno.jsonld",
            id: &id,
            r#type: "AnnotationPage",
            part_of: AnnotationCollection {
                id: format!("{id}#all"),
                r#type: "AnnotationCollection",
                label: self.title,
                total: self.items.len(),
                first: &id,
            },
            start_index: 0,
            items: items.collect(),
        };
        let mut bytes = serde_json::to_vec(&page).expect("texts serialise to JSON");
        bytes.push(b'\n');
        bytes
    }

    fn annotation<'s>(&'s self, item: &'s AnnotationItem<'s>, selector: Vec<Selector<'s>>) -> Annotation<'s> {
        let (body, author) = match &item.body {
            AnnotationBody::Note(html) => {
                let language = Some(self.language);
                (vec![BodyResource::TextualBody { format: "text/html", value: html, language }], self.author)
            }
            AnnotationBody::Name(name) => {
                (vec![BodyResource::TextualBody { format: "text/plain", value: name, language: None }], None)
            }
            AnnotationBody::Words(source, words, copy) => {
                let state = copy.as_ref().and_then(SourceState::of);
                let quotes = words.iter().map(|exact| Selector::TextQuote { exact, prefix: None, suffix: None });
                let quotes = quotes.map(Some).chain(words.is_empty().then_some(None));
                let body =
                    quotes.map(|selector| BodyResource::SpecificResource { source, selector, state: state.clone() });
                (body.collect(), None)
            }
        };
        Annotation {
            id: format!("{}#{}", self.article, item.id),
            r#type: "Annotation",
            motivation: item.motivation,
            creator: author.map(|name| Creator { name }),
            body: OneOrMany(body),
            target: SpecificTarget { source: &self.article, selector },
        }
    }
}

/// Selects the bytes `range` of `text`, without white space at its ends, in two ways.
fn select_passage<'t>(text: &'t str, counts: &CharacterCounts, range: Range<usize>) -> Vec<Selector<'t>> {
    let passage = &text[range.clone()];
    let start = range.start + (passage.len() - passage.trim_start().len());
    let end = start + passage.trim().len();
    let first = counts.before(text, start);
    let prefix = text[..start].char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    let suffix = text[end..].char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| end + at);
    let position = Selector::TextPosition { start: first, end: counts.before(text, end) };
    let quote = Selector::TextQuote {
        exact: &text[start..end],
        prefix: Some(&text[prefix..start]),
        suffix: Some(&text[end..suffix]),
    };
    vec![quote, select_element(CONTAINER, Some(position))]
}

/// Selects an element of the page, or a part of it.
fn select_element<'a>(id: &'a str, part: Option<Selector<'a>>) -> Selector<'a> {
    let conforms_to = "http://tools.ietf.org/rfc/rfc3236";
    Selector::Fragment { conforms_to, value: id, refined_by: part.map(Box::new) }
}
