//! The readers of what reading programs keep: highlights with notes (Hypothesis, Readwise), references (CSL-JSON, BibTeX).
//!
//! ```text
//! file → [SavedWork]   facts, highlights, notes                hypothesis, readwise, csl_json, bibtex
//!      → [Draft]       one for each work with highlights; one that cites all references    drafts, lemma
//! ```

pub(super) mod bibtex;
mod calendar;
pub(super) mod csl_json;
mod drafts;
pub(super) mod hypothesis;
pub(super) mod readwise;
mod work;

use self::drafts::{draft_of_references, draft_of_work};
use self::work::SavedWork;
use super::capture::Capture;
use super::draft::{CaptureContents, Draft};
use super::options::ImportOptions;
use super::refusal::ImportRefusal;

/// Reads annotations of Hypothesis, as JSON.
///
/// # Errors
/// When they cannot be read, or there are none.
pub(super) fn read_hypothesis(
    capture: &Capture,
    options: &ImportOptions<'_>,
) -> Result<CaptureContents, ImportRefusal> {
    read(capture, hypothesis::read_works, |works| works_alone(works, options))
}

/// Reads highlights of Readwise, as a table (CSV).
///
/// # Errors
/// When they cannot be read, or there are none.
pub(super) fn read_readwise(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    read(capture, readwise::read_works, |works| works_alone(works, options))
}

/// Reads references in CSL-JSON.
///
/// # Errors
/// When they cannot be read, or there are none.
pub(super) fn read_csl(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    read(capture, csl_json::read_works, |works| vec![draft_of_references(works, capture.stem(), options)])
}

/// Reads references in BibTeX.
///
/// # Errors
/// When they cannot be read, or there are none.
pub(super) fn read_bibtex(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    read(capture, bibtex::read_works, |works| vec![draft_of_references(works, capture.stem(), options)])
}

fn read(
    capture: &Capture,
    works: impl FnOnce(&str) -> Result<Vec<SavedWork>, ImportRefusal>,
    drafts: impl FnOnce(Vec<SavedWork>) -> Vec<Draft>,
) -> Result<CaptureContents, ImportRefusal> {
    let (text, skipped) = capture.text()?;
    let works = works(&text)?;
    if works.is_empty() {
        return Err(ImportRefusal::new("nothing is in this export", "choose what to export again"));
    }
    Ok(CaptureContents { drafts: drafts(works), skipped })
}

/// A draft for each work.
fn works_alone(works: Vec<SavedWork>, options: &ImportOptions<'_>) -> Vec<Draft> {
    works.into_iter().map(|work| draft_of_work(work, options)).collect()
}
