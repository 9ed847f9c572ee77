//! Clips: one outside report each → its source, its snapshot and, if wanted, an excerpt, in a draft or in an article that is
//! there.
//!
//! ```text
//! file or response → SavedReport     facts, text, wall                      read_report
//!                  → ClippedReport   clean address, outlet, snapshot        tracking, this module
//!                  → ClipPlan        every file as it will be               article, target, passage
//! ```
//!
//! Nothing is written here, so that a command can show the plan, check that the site builds with it, and write it then.

mod article;
mod clipped_report;
mod passage;
mod target;

pub use article::{ClipPlan, PlannedFile, plan_clip};
pub use clipped_report::{ClippedReport, ReportFacts};
pub(crate) use passage::{excerpt_markdown, find_passage, source_link};
pub(crate) use target::comparable;
pub use target::{ClipContext, ClipRequest};

use super::capture::Capture;
use super::capture_kind::CaptureKind;
use super::options::OutletNames;
use super::refusal::ImportRefusal;
use super::saved_report::SavedReport;
use super::{html, mail};
use crate::pipeline::content::pdf_pages;

/// Of so many characters, one may be lost.
const LOST_PER: usize = 20;

/// Reads a capture as one report.
///
/// # Errors
/// When it cannot be read, has no text, or holds several reports.
pub fn read_report(capture: &Capture, outlets: &OutletNames) -> Result<SavedReport, ImportRefusal> {
    let report = read_kind(capture, outlets)?;
    let lost = report.text.chars().filter(|c| *c == '\u{fffd}').count();
    if lost * LOST_PER > report.text.chars().count() {
        let hint = "name its character set with --charset, or save it as UTF-8";
        return Err(ImportRefusal::new("too much of this text cannot be read: its character set is not known", hint));
    }
    Ok(report)
}

fn read_kind(capture: &Capture, outlets: &OutletNames) -> Result<SavedReport, ImportRefusal> {
    match capture.kind {
        CaptureKind::Html => html::read_report(capture, outlets),
        CaptureKind::Mail => mail::read_report(capture, outlets),
        CaptureKind::Pdf => read_pdf(&capture.bytes),
        CaptureKind::Text | CaptureKind::Markdown => {
            let (text, _) = capture.text()?;
            let text = text.replace("\r\n", "\n").trim().to_owned();
            Ok(SavedReport { text, ..SavedReport::default() })
        }
        CaptureKind::Feed
        | CaptureKind::Wordpress
        | CaptureKind::Hypothesis
        | CaptureKind::Readwise
        | CaptureKind::CslJson
        | CaptureKind::Bibtex => {
            let hint = "name the page of one report, or use `margent import` for all of them";
            Err(ImportRefusal::new("this file holds many reports", hint))
        }
    }
}

/// Reads a PDF. Its text is all that it says reliably: what it calls its title is often the name of a file.
fn read_pdf(bytes: &[u8]) -> Result<SavedReport, ImportRefusal> {
    let pages =
        pdf_pages(bytes).map_err(|why| ImportRefusal::new(why, "copy its text into a .txt file, and clip that"))?;
    let pages: Vec<String> = pages.iter().map(|page| reflow(page)).collect();
    let text = pages.iter().map(String::as_str).filter(|page| !page.is_empty()).collect::<Vec<_>>().join("\n\n");
    if text.is_empty() {
        let hint = "it may be pictures of pages: recognise its text first, for instance with ocrmypdf";
        return Err(ImportRefusal::new("there is no text in this PDF", hint));
    }
    Ok(SavedReport { text, pages, ..SavedReport::default() })
}

/// Joins the lines of each paragraph of a page.
fn reflow(page: &str) -> String {
    let lines: Vec<&str> = page.lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    paragraphs.map(|lines| lines.join(" ")).collect::<Vec<_>>().join("\n\n")
}
