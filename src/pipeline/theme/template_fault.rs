//! Errors of Tera as diagnostics.

use std::collections::BTreeMap;

use tera::ReportError;

use crate::base::codes::Code;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::near::nearest;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

/// The files of templates, by the names of the templates.
pub(crate) type TemplateFiles = BTreeMap<String, RelPath>;

/// Creates the diagnostic for an error that Tera reports with its place.
pub(crate) fn template_fault(
    inputs: &Inputs,
    files: &TemplateFiles,
    report: &ReportError,
    code: &'static Code,
) -> Diagnostic {
    let fault = Diagnostic::new(code, shorten(&as_phrase(report.message())));
    match files.get(report.filename()) {
        // An empty range would mark nothing.
        Some(path) => {
            let range = report.span().range.clone();
            let text = inputs.text(path).unwrap_or_default();
            let next = text.get(range.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            fault.at(Span::new(path, range.start..range.end.max(range.start + next)))
        }
        None => fault,
    }
}

/// Replaces a list of available names by the nearest one, if the list is too long to help.
fn shorten(message: &str) -> String {
    /// Characters of a message that is shown whole.
    const LONG: usize = 160;
    let Some((head, list)) = message.split_once(". Available").filter(|_| message.chars().count() > LONG) else {
        return message.to_owned();
    };
    let missing = head.split('`').nth(1).unwrap_or_default();
    let known = list.split_once(": ").map_or("", |(_, names)| names).split(", ").map(|name| name.trim_matches('`'));
    match nearest(missing, known) {
        Some(near) => format!("{head}; did you mean `{near}`?"),
        None => head.to_owned(),
    }
}

/// Turns a sentence of Tera's into a phrase: lowercase, without a final period.
pub(crate) fn as_phrase(message: &str) -> String {
    let mut chars = message.trim().trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}
