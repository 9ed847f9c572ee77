//! Diagnostics for GitHub Actions: workflow commands that annotate files (GitHub Docs, "Workflow commands").

use super::file_positions::FileTexts;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::text::path::RelPath;

/// Renders a diagnostic; `folder` leads from the root of the repository to the site.
pub(super) fn render(fault: &Diagnostic, texts: &FileTexts<'_>, folder: &str) -> String {
    let mut properties = Vec::new();
    if let Some(span) = &fault.span {
        properties.push(file(&span.path, folder));
        if let Some((start, end)) = texts.bounds(span) {
            properties.push(format!("line={},endLine={}", start.line, end.line));
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={} {}", fault.code.id, escape_property(fault.code.title)));
    let command = match fault.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    format!("::{command} {}::{}", properties.join(","), escape_data(&message(fault)))
}

/// A diagnostic as one line of text.
pub(super) fn message(fault: &Diagnostic) -> String {
    let wordings = fault
        .wordings
        .iter()
        .flat_map(|both| both.iter())
        .map(|wording| format!("{}: {}", wording.who, wording.text()));
    let parts = [&fault.message, &fault.label].into_iter().cloned();
    let parts = parts.chain(wordings).chain(fault.hints.iter().cloned()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("; ")
}

/// Renders a notice about a whole file; `folder` leads from the root of the repository to the site.
pub(crate) fn notice(path: &RelPath, folder: &str, title: &str, message: &str) -> String {
    format!("::notice {},title={}::{}", file(path, folder), escape_property(title), escape_data(message))
}

/// The property that names a file.
fn file(path: &RelPath, folder: &str) -> String {
    format!("file={}", escape_property(&format!("{folder}{path}")))
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
