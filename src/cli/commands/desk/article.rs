//! What pages of articles ask for: notes on selected words, excerpts from the snapshots of sources, topics, and the state of
//! the article.

use serde::Deserialize;
use serde_json::{Value, json};

use super::edit::{DeskFailure, DeskResult, OpenArticle, PreviewDesk, request};
use crate::base::text::token::tokenize;
use crate::cli::reports::clip_report::reason;
use crate::editor::desk::{self, EditRefusal, NoteDraft, NoteInFile, SelectedWords, insert_excerpt, set_draft};
use crate::editor::front_matter_edit::add_topics;
use crate::import::clip::{excerpt_markdown, find_passage, source_link};
use crate::pipeline::content::{Article, Source, snapshot_text};
use crate::pipeline::index::quote::quoted_ranges;
use crate::pipeline::render::date_text;

/// An action on notes.
#[derive(Clone, Copy)]
pub(super) enum NoteAction {
    Add,
    Read,
    Rewrite,
    Delete,
}

/// A note as a page hands it over.
#[derive(Deserialize, Default)]
#[serde(default)]
struct DeskNote {
    path: String,
    hash: String,
    /// The id of a note that is there.
    id: String,
    words: String,
    before: Option<String>,
    kind: String,
    text: String,
    /// True if nothing is to be written.
    preview: bool,
}

impl PreviewDesk {
    /// Reads, writes or deletes a note.
    pub(super) fn note(&self, action: NoteAction, body: &[u8]) -> DeskResult {
        let asked: DeskNote = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let article = open.edited();
        let draft = NoteDraft { kind: asked.kind, text: asked.text };
        let selected = SelectedWords { words: asked.words, before: asked.before };
        let (edit, what) = match action {
            NoteAction::Read => {
                let NoteInFile { kind, passage, text } = desk::read_note(&article, &asked.id)?;
                return Ok(json!({ "kind": kind, "passage": passage, "text": text }));
            }
            NoteAction::Add => (desk::annotate(&article, &selected, &draft)?, "a note was added"),
            NoteAction::Rewrite => (desk::rewrite_note(&article, &asked.id, &draft)?, "a note was changed"),
            NoteAction::Delete => (desk::delete_note(&article, &asked.id)?, "a note was deleted"),
        };
        if !asked.preview {
            self.save(&open, &edit.file, what)?;
        }
        Ok(json!({ "id": edit.id, "definition": edit.definition, "html": edit.html, "what": what }))
    }
}

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
    let path = source.snapshot_path().filter(|path| open.site.inputs.files.contains_key(path))?;
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

/// A wish for an article's front matter.
#[derive(Deserialize, Default)]
#[serde(default)]
struct DeskRelease {
    path: String,
    hash: String,
    /// The topic to add.
    topic: String,
    draft: bool,
}

impl PreviewDesk {
    /// Tells what an article lacks: the topics that it is about, each with the reason.
    pub(super) fn release_state(&self, body: &[u8]) -> DeskResult {
        let asked: DeskRelease = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let article = open.article()?;
        let matcher = open.site.topic_matcher()?;
        let scores = matcher.score_article(article, open.file());
        let missing = scores.iter().filter(|score| score.is_missing(article));
        let suggested =
            missing.map(|score| json!({ "topic": score.topic.key, "title": score.topic.title, "why": reason(score) }));
        let topics: Vec<&str> = article.topics.iter().map(|topic| topic.value.as_str()).collect();
        let suggested: Vec<Value> = suggested.collect();
        let file = json!({ "name": open.path.as_str(), "open": self.file_link(&open.path, 1) });
        Ok(json!({ "draft": article.draft, "topics": topics, "suggested": suggested, "file": file }))
    }

    /// Adds a topic to an article.
    pub(super) fn add_topic(&self, body: &[u8]) -> DeskResult {
        let asked: DeskRelease = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let file = add_topics(open.article()?, open.file(), &[&asked.topic]);
        let refused = || EditRefusal::new("the front matter cannot be changed", "mend its faults first");
        self.save(&open, &file.ok_or_else(refused)?, "a topic was added")?;
        Ok(json!({}))
    }

    /// Makes an article a draft, or lets it be published.
    pub(super) fn release(&self, body: &[u8]) -> DeskResult {
        let asked: DeskRelease = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let file = set_draft(&open.edited(), asked.draft)?;
        self.save(&open, &file, if asked.draft { "the article became a draft" } else { "the article was released" })?;
        Ok(json!({}))
    }
}
