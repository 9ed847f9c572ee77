//! Repairs of faults, made by a click in the overview.

use anyhow::anyhow;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::action::{DeskResult, PreviewDesk, request};
use crate::base::diagnostic::Diagnostic;
use crate::cli::reports::repair_report::changed_lines;
use crate::editor::desk::EditRefusal;
use crate::editor::repairs::{OfferedRepair, offers_at};
use crate::editor::site_file;
use crate::pipeline::inputs::Inputs;

/// A repair that a page offers, known again by its fault.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
pub(super) struct DeskRepair {
    path: String,
    message: String,
    /// The byte at which the fault begins.
    at: usize,
    /// The lines that change: `- old`, `+ new`.
    lines: Vec<String>,
}

/// The repair that a fault carries, if it changes a file in `content/`.
pub(super) fn offered(fault: &Diagnostic, inputs: &Inputs) -> Option<DeskRepair> {
    let offer = OfferedRepair::of(fault, inputs)?;
    let at = fault.span.as_ref().map_or(0, |span| span.range.start);
    let (path, message, lines) = (offer.path.to_string(), fault.message.clone(), changed_lines(&offer));
    path.starts_with("content/").then_some(DeskRepair { path, message, at, lines })
}

impl PreviewDesk {
    /// Makes a repair, if it still mends its fault and brings none.
    pub(super) fn repair(&self, body: &[u8]) -> DeskResult {
        let asked: DeskRepair = request(body)?;
        let site = self.site()?;
        let all: Vec<Diagnostic> = site.loaded.faults.iter().cloned().chain(self.advice(&site)?).collect();
        let is_asked = |fault: &&Diagnostic| offered(fault, &site.inputs).as_ref() == Some(&asked);
        let place = all.iter().find(is_asked).and_then(|fault| fault.span.clone());
        let offers = place.map(|at| offers_at(&site.inputs, &all, &at, &|inputs| site.faults_of(inputs)));
        let refused = || EditRefusal::new("this can no longer be mended so", "load the page again");
        let offer = offers.into_iter().flatten().find(|offer| is_asked(&&offer.fault)).ok_or_else(refused)?;
        match &offer.old {
            Some(old) => self.write(&offer.path, old, &offer.new_text(), "a fault was mended")?,
            None => site_file::create(&self.global.root.join(offer.path.as_str()), offer.new_text().as_bytes())
                .map_err(|error| anyhow!("cannot write {}: {error}", offer.path))?,
        }
        Ok(json!({}))
    }
}
