//! Captures → draft articles. A *capture* is what somebody saved of a page, a feed or a blog. A reader turns it into
//! [`Draft`]s; `placement` finds the file in which each belongs.
//!
//! ```text
//! file → Capture      its bytes and its kind                        capture, capture_kind
//!      → [Draft]      by the reader of that kind                    text, html, feed, mail, wordpress, migrate, library
//!      → complete     file names, suggested topics                  this module
//!      → a file each  the one that it was imported into, or a new   identity, min_hash, placement
//!      → Markdown     front matter and text that builds             draft_file, repair
//!      → Placement    new, unchanged, changed                       merge, placement
//!      → ImportRecord what it was made of, in `content/imports/`    record
//! ```
//!
//! [`clip`] reads one report as a source to cite, instead of as an article; [`live`] reads the sources of excerpts again.
//!
//! Readers share [`html_to_markdown`] (HTML → Markdown that is read back and compared), [`options`] (declared outlets by all
//! their names), [`date_parser`], [`written_date`] (dates in prose) and [`xml`].
//!
//! Every reader keeps four promises. It makes up no date, author or address. It alters no word of an excerpt. Every word of
//! the capture is in an article or in its list of what was removed. It records every decision, with its confidence.
//!
//! The console report of an import does not belong here, and no reader touches the disk: `capture` is the only one to read captures,
//! `placement` the only one to write articles.

mod attribution;
mod capture;
mod capture_kind;
pub mod clip;
mod credits;
mod date_parser;
mod draft;
mod draft_file;
mod feed;
mod furniture_lines;
mod furniture_words;
mod html;
pub mod html_to_markdown;
mod identity;
mod library;
pub mod live;
mod mail;
mod merge;
mod migrate;
mod min_hash;
mod options;
mod phrase;
mod placement;
mod quotation_marks;
mod record;
mod refusal;
mod repair;
mod saved_report;
mod snapshot_folder;
mod text;
mod wordpress;
mod written_date;
mod xml;

use std::collections::BTreeMap;

pub use capture::Capture;
pub use capture_kind::CaptureKind;
pub use draft::{
    Attribution, CaptureContents, Confidence, Decision, Draft, DraftAsset, DraftBlock, DraftExcerpt, DraftSnapshot,
    DraftSource, LinkTarget, RemovedText,
};
pub use merge::FileChange;
pub use options::{ImportOptions, OutletNames, SplitMode};
pub use placement::{ArticleFiles, Placement, PlacementOptions};
pub use record::ImportRecord;
pub use refusal::{ImportRefusal, Skipped};
pub use repair::LeftAlone;
pub use saved_report::{SavedReport, Wall};

use crate::base::text::characters::remove_hidden;
use crate::base::text::slug::{self, UniqueNames};
use crate::pipeline::content::Unknown;

/// Reads a capture by the reader of its kind. Each draft gets a `slug` that no other draft has.
///
/// # Errors
/// When the capture cannot be imported, and why.
pub fn read_capture(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let mut contents = match capture.kind {
        CaptureKind::Text => {
            let (text, skipped) = capture.text()?;
            let drafts = text::read_text(&text, capture.stem(), options)?;
            CaptureContents { drafts, skipped }
        }
        CaptureKind::Html => {
            CaptureContents { drafts: html::read_page(capture, options)?, ..CaptureContents::default() }
        }
        CaptureKind::Mail => mail::read_mail(capture, options)?,
        CaptureKind::Pdf => return Err(capture_kind::refuse_pdf()),
        CaptureKind::Feed => feed::read_feed(capture, options)?,
        CaptureKind::Wordpress => wordpress::read_export(capture, options)?,
        CaptureKind::Markdown => migrate::read_article(capture, options)?,
        CaptureKind::Hypothesis => library::read_hypothesis(capture, options)?,
        CaptureKind::Readwise => library::read_readwise(capture, options)?,
        CaptureKind::CslJson => library::read_csl(capture, options)?,
        CaptureKind::Bibtex => library::read_bibtex(capture, options)?,
    };
    let mut id_counts: BTreeMap<String, usize> = BTreeMap::new();
    for id in contents.drafts.iter().filter_map(|draft| draft.id.clone()) {
        *id_counts.entry(id).or_default() += 1;
    }
    let mut names = UniqueNames::default();
    for draft in &mut contents.drafts {
        name_untitled(draft);
        // An id that several share identifies none of them.
        draft.id = draft.id.take().filter(|id| id_counts[id] == 1);
        let has_address = |tag: &String| (1..=slug::LONGEST).contains(&slug::slugify(tag).len());
        let (tags, others) = draft.tags.drain(..).partition(has_address);
        draft.tags = tags;
        let unnamed = Vec::into_iter(others).map(|text| RemovedText { kind: "tag without an address", text });
        draft.removed.extend(unnamed);
        draft.slug = Some(names.take(&draft.file_name(), ""));
        for topic in (options.suggest)(&draft.title, &draft.body()) {
            draft.add_topic(&topic);
        }
    }
    Ok(contents)
}

/// Gives a title to a draft whose own has nothing that a reader sees.
fn name_untitled(draft: &mut Draft) {
    if remove_hidden(&draft.title).trim().is_empty() {
        draft.title = "Untitled".to_owned();
        draft.unknown.retain(|entry| !matches!(entry, Unknown::Title(_)));
        draft.unknown.push(Unknown::Title(draft.title.clone()));
    }
}
