//! Captures → draft articles. A *capture* is what somebody saved of a page, a feed or a blog. A reader turns it into
//! [`Draft`]s; [`shelf`] finds the file in which each belongs.
//!
//! ```text
//! file → Capture      its bytes and its kind                        capture
//!      → [Draft]      by the reader of that kind                    text, html, feed, wordpress, migrate
//!      → finished     names, topics                                 this module
//!      → a file each  the one that it was imported into, or a new   same, shelf
//!      → Markdown     front matter and text that builds             front, markdown, lead, mend
//!      → Placement    new, unchanged, changed                       shelf, merge
//! ```
//!
//! Readers share [`html_to_markdown`] (HTML → Markdown that is read back and compared), [`outlets`] (declared outlets by all their names),
//! [`when`] (dates) and [`xml`].
//!
//! Every reader keeps four promises. It makes up no date, author or address. It alters no word of an excerpt. Every word of
//! the capture is in an article or in its list of what was removed. It records every decision, with its confidence.
//!
//! The console report of an import does not belong here, and no reader touches the disk: `capture` is the only one to read captures,
//! `shelf` the only one to write articles.

pub mod capture;
mod feed;
mod front;
mod html;
pub mod html_to_markdown;
mod lead;
pub mod markdown;
mod mend;
mod merge;
mod migrate;
mod outlets;
mod same;
pub mod shelf;
mod text;
mod when;
mod wordpress;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use toml::value::Datetime;

pub use capture::{Capture, CaptureKind};
pub use front::is_touched;
pub use lead::LinkTarget;
pub use mend::{LEADS_NOWHERE, SiteCheck};
pub use outlets::OutletNames;
pub use shelf::{ArticleFiles, FileChange, Placement, PlacementOptions};

use crate::base::text::slug;

/// What a reader may know besides the capture.
pub struct ImportOptions<'a> {
    /// The outlets that the site declares.
    pub outlets: &'a OutletNames,
    /// The topics that the site declares: keys and titles.
    pub topics: &'a [(String, String)],
    /// Whether a capture holds several articles.
    pub split: SplitMode,
    /// Title and Markdown of an article → the topics that are suggested for it.
    pub suggest: &'a (dyn Fn(&str, &str) -> Vec<String> + Sync),
}

/// Whether a capture holds several articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SplitMode {
    /// The capture shows it.
    #[default]
    Auto,
    /// It does.
    Always,
    /// It holds one.
    Never,
}

/// An article, read from a capture.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The headline. Never empty when a reader returns it.
    pub title: String,
    /// The name of the file, where the capture gives one; else it is made of the title.
    pub slug: Option<String>,
    /// When it was published.
    pub date: Option<Datetime>,
    /// When it was last changed in substance.
    pub updated: Option<Datetime>,
    /// When it stops being published.
    pub expires: Option<Datetime>,
    /// What its editor wrote as a summary.
    pub summary: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// What its publisher calls it, so that it is known again whatever its title and its capture are called: its address,
    /// its id in a feed.
    pub id: Option<String>,
    /// The path of the capture in its project, where there is one; else the capture is known by its name.
    pub from: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Free keywords.
    pub tags: Vec<String>,
    /// Keys of declared topics; those suggested are added.
    pub topics: Vec<String>,
    /// Former addresses on this site.
    pub aliases: Vec<String>,
    /// The reports that it cites, the lead source first; their ids differ.
    pub sources: Vec<DraftSource>,
    /// The text.
    pub blocks: Vec<DraftBlock>,
    /// Files to put beside it.
    pub assets: Vec<DraftAsset>,
    /// Where those links of the text lead that lead to other texts, which need not have their files yet.
    pub leads: Vec<LinkTarget>,
    /// Keys that have no place of their own.
    pub extra: toml_edit::Table,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// What is not part of the article.
    pub removed: Vec<RemovedText>,
    /// What else could not be known; [`Draft::unknown`] adds what shows by itself.
    pub unknown: Vec<String>,
}

/// A report that an article cites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftSource {
    /// What the text calls it, where the outlet does not tell it apart.
    pub id: Option<String>,
    /// The key of the outlet, or its name where it is not declared.
    pub outlet: String,
    /// The report's headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published.
    pub published: Option<Datetime>,
}

/// A part of a text. Readers write Markdown; plain text becomes Markdown by [`markdown::escape_paragraph`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftBlock {
    /// The editor's words: a paragraph, a list, a heading and so on.
    Prose(String),
    /// The words of a source.
    Excerpt(DraftExcerpt),
}

/// A verbatim quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftExcerpt {
    /// Its Markdown, without `>`.
    pub text: String,
    /// Whose words they are, where that is known.
    pub cite: Option<Attribution>,
}

/// An attribution, in the words of the capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The number of the source.
    pub source: usize,
    /// What stands before the name: `via `.
    pub before: String,
    /// The name of the outlet.
    pub name: String,
    /// What stands after it, the locator: `, 30 January 2015`.
    pub after: String,
}

/// A file that an article shows or links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftAsset {
    /// Its name beside the article.
    pub name: String,
    /// Where it lies.
    pub from: PathBuf,
}

/// How sure a decision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// A guess that an editor has to look at.
    Low,
    /// Likely.
    Medium,
    /// The capture says so.
    High,
}

impl Confidence {
    /// One word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What a capture gives.
#[derive(Clone, Debug, Default)]
pub struct CaptureContents {
    /// Articles.
    pub drafts: Vec<Draft>,
    /// What else it holds.
    pub left: Vec<Skipped>,
}

/// Something in a capture that is no article, or that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The line, where that helps.
    pub line: Option<usize>,
    /// What it is.
    pub what: String,
    /// Why it was left out, or what to do.
    pub why: String,
}

impl Skipped {
    /// Something without a line.
    fn new(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { line: None, what: what.into(), why: why.into() }
    }
}

/// Something that was decided, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// How sure it is.
    pub confidence: Confidence,
    /// What, and why.
    pub text: String,
}

/// A piece of a capture that is not part of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedText {
    /// What it is: `reply form`, `caption`.
    pub kind: &'static str,
    /// Its words.
    pub text: String,
}

/// Why a capture cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRefusal {
    /// The line, where one is at fault.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl ImportRefusal {
    /// A refusal of the capture as a whole.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { line: None, message: message.into(), hint: hint.into() }
    }
}

impl ImportOptions<'_> {
    /// The declared topic of this key or title, letter case and punctuation aside.
    fn topic(&self, name: &str) -> Option<&str> {
        let wanted = slug::slugify(name);
        let known = |(key, title): &&(String, String)| *key == wanted || slug::slugify(title) == wanted;
        self.topics.iter().find(known).map(|(key, _)| key.as_str())
    }
}

impl DraftSource {
    /// What the text calls it.
    pub fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| slug::slugify(&self.outlet))
    }

    /// What the capture does not say of it.
    fn unknown(&self) -> Option<String> {
        let missing = [
            ("title", self.title.is_none()),
            ("url", self.url.is_none()),
            ("author", self.author.is_none()),
            ("published", self.published.is_none()),
        ];
        let names: Vec<&str> = missing.iter().filter(|(_, missing)| *missing).map(|(name, _)| *name).collect();
        (!names.is_empty()).then(|| format!("source {}: {}", self.id(), names.join(", ")))
    }
}

impl Draft {
    /// How sure the least sure decision is.
    pub fn confidence(&self) -> Confidence {
        self.decisions.iter().map(|decision| decision.confidence).min().unwrap_or(Confidence::High)
    }

    /// What an editor has to fill in.
    pub fn unknown(&self) -> Vec<String> {
        let own = [("date", self.date.is_none()), ("author", self.author.is_none()), ("url", self.url.is_none())];
        let own = own.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name.to_owned());
        own.chain(self.sources.iter().filter_map(DraftSource::unknown)).chain(self.unknown.iter().cloned()).collect()
    }

    /// How many excerpts it has.
    pub fn excerpts(&self) -> usize {
        self.blocks.iter().filter(|block| matches!(block, DraftBlock::Excerpt(_))).count()
    }

    fn decide(&mut self, confidence: Confidence, text: impl Into<String>) {
        self.decisions.push(Decision { confidence, text: text.into() });
    }

    /// The name of its file: what the capture gives, else the title, else `article`.
    fn name(&self) -> String {
        let name = slug::file_stem(&slug::slugify(self.slug.as_ref().unwrap_or(&self.title)));
        if name.is_empty() { "article".to_owned() } else { name }
    }
}

/// Reads a capture by the reader of its kind. Each draft has a name of its own in `slug`.
///
/// # Errors
/// When the capture cannot be imported, and why.
pub fn read(capture: &Capture, reading: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let mut found = match capture.kind {
        CaptureKind::Text => {
            CaptureContents { drafts: text::read(&capture.text()?, capture.stem(), reading)?, left: Vec::new() }
        }
        CaptureKind::Feed => feed::read(capture, reading)?,
        CaptureKind::Wordpress => wordpress::read(capture, reading)?,
        CaptureKind::Markdown => migrate::read(capture, reading)?,
        CaptureKind::Html => CaptureContents { drafts: html::read_page(capture, reading)?, left: Vec::new() },
    };
    let mut called: BTreeMap<String, usize> = BTreeMap::new();
    for id in found.drafts.iter().filter_map(|draft| draft.id.clone()) {
        *called.entry(id).or_default() += 1;
    }
    let mut names = BTreeSet::new();
    for draft in &mut found.drafts {
        // What several are called tells none of them apart.
        draft.id = draft.id.take().filter(|id| called[id] == 1);
        draft.slug = Some(slug::unique_name(&draft.name(), &mut names));
        let suggested = (reading.suggest)(&draft.title, &markdown::draft_body(draft));
        let new: Vec<_> = suggested.into_iter().filter(|topic| !draft.topics.contains(topic)).collect();
        draft.topics.extend(new);
    }
    Ok(found)
}
