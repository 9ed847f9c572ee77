//! Sources of an article with their snapshots, and excerpts taken from them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::action::{DeskFailure, DeskResult, PreviewDesk, request};
use super::edit::OpenArticle;
use crate::base::text::token::tokenize;
use crate::editor::desk::{EditRefusal, SelectedWords, insert_excerpt};
use crate::import::clip::{excerpt_markdown, find_passage, source_link};
use crate::pipeline::content::{Article, Source, snapshot_text};
use crate::pipeline::index::quote::quoted_ranges;
use crate::pipeline::render::date_text;

/// An excerpt as a page asks for it.
#[derive(Deserialize, Default)]
#[serde(default)]
struct DeskQuote {
    path: String,
    hash: String,
    /// The id of the source.
    source: String,
    /// The words of the snapshot, with `[…]` between parts.
    words: String,
    /// The first words of the block after which it comes; none for the start of the text.
    after: String,
    before: Option<String>,
    /// True if nothing is to be written.
    preview: bool,
}

impl PreviewDesk {
    /// Lists the sources of an article, each with its snapshot in stretches: words, and whether they are quoted.
    pub(super) fn sources(&self, body: &[u8]) -> DeskResult {
        let asked: DeskQuote = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let article = open.article()?;
        let sources = article.sources.iter().map(|source| {
            let snapshot = snapshot(&open, source).map(|text| stretches(article, source, &text));
            json!({ "id": source.id, "name": source_name(&open, source), "title": source.title, "snapshot": snapshot })
        });
        Ok(json!({ "sources": sources.collect::<Vec<_>>() }))
    }

    /// Puts an excerpt into an article.
    pub(super) fn quote(&self, body: &[u8]) -> DeskResult {
        let asked: DeskQuote = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let source = open.article()?.sources.iter().find(|source| source.id == asked.source);
        let (source, text) =
            source.and_then(|source| Some((source, snapshot(&open, source)?))).ok_or_else(no_snapshot)?;
        let passage = find_passage(&text, &asked.words)?;
        let date = source.published.as_ref().map(|date| date_text(&open.site.loaded.site, date));
        let attribution = source_link(&source_name(&open, source), &source.id, date.as_deref());
        let markdown = excerpt_markdown(&passage, &attribution);
        let after = SelectedWords { words: asked.after, before: asked.before };
        let file = insert_excerpt(&open.edited(), &after, &markdown)?;
        if !asked.preview {
            self.save(&open, &file, "an excerpt was added")?;
        }
        Ok(json!({ "markdown": markdown }))
    }
}

fn no_snapshot() -> DeskFailure {
    EditRefusal::new("this source has no snapshot", "clip it again, or name its copy: snapshot = \"….txt\"").into()
}

fn snapshot(open: &OpenArticle, source: &Source) -> Option<String> {
    let path = source.snapshot_path()?;
    snapshot_text(&open.site.inputs, &path).ok().map(|text| text.replace("\r\n", "\n"))
}

/// The name of a source's outlet, as readers see it.
fn source_name(open: &OpenArticle, source: &Source) -> String {
    let outlet = open.site.outlets.find(&source.outlet.value);
    outlet.map_or_else(|| source.outlet.value.clone(), |outlet| outlet.name.value.clone())
}

/// Divides a snapshot into what the article quotes from it, and the rest.
fn stretches(article: &Article, source: &Source, text: &str) -> Vec<Value> {
    let tokens = tokenize(text);
    let excerpts = article.body.excerpts.iter().filter(|excerpt| excerpt.source == source.id);
    let mut quoted: Vec<_> = excerpts.flat_map(|excerpt| quoted_ranges(excerpt, &tokens)).collect();
    quoted.sort_by_key(|range| range.start);
    let (mut at, mut stretches) = (0, Vec::new());
    for range in quoted {
        let start = range.start.max(at);
        if start < range.end {
            stretches.extend([json!([text[at..start], false]), json!([text[start..range.end], true])]);
            at = range.end;
        }
    }
    stretches.push(json!([text[at..], false]));
    stretches
}
