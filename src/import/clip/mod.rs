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
mod tracking;

pub use article::{ClipPlan, PlannedFile, plan_clip};
pub use clipped_report::{ClippedReport, ReportFacts};
pub use target::{ClipContext, ClipRequest};

use super::capture::Capture;
use super::capture_kind::CaptureKind;
use super::outlet_names::OutletNames;
use super::refusal::ImportRefusal;
use super::saved_report::SavedReport;
use super::{html, mail};

/// Reads a capture as one report.
///
/// # Errors
/// When it cannot be read, has no text, or holds several reports.
pub fn read_report(capture: &Capture, outlets: &OutletNames) -> Result<SavedReport, ImportRefusal> {
    match capture.kind {
        CaptureKind::Html => html::read_report(capture, outlets),
        CaptureKind::Mail => mail::read_report(capture, outlets),
        CaptureKind::Text | CaptureKind::Markdown => {
            let (text, _) = capture.text()?;
            let text = text.replace("\r\n", "\n").trim().to_owned();
            Ok(SavedReport { text, ..SavedReport::default() })
        }
        CaptureKind::Feed | CaptureKind::Wordpress => {
            let hint = "name the page of one report, or use `margent import` for all of them";
            Err(ImportRefusal::new("this file holds many reports", hint))
        }
    }
}
