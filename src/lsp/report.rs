//! Faults as the protocol's diagnostics.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::position::{PositionEncoding, TextLines};
use crate::base::codes::Severity;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::pipeline::config;

/// Returns the file under which a fault is shown; those of the site as a whole are shown in `site.toml`.
pub(super) fn file_of(fault: &Diagnostic) -> RelPath {
    fault.span.as_ref().map_or_else(config::site_toml, |span| span.path.clone())
}

/// The texts and addresses of the files that faults refer to.
pub(super) struct FaultWriter<'a, 't> {
    /// Returns the text of a file.
    pub text: &'a dyn Fn(&RelPath) -> String,
    /// Returns the address of a file.
    pub uri: &'a dyn Fn(&RelPath) -> String,
    /// The unit of positions.
    pub encoding: PositionEncoding,
    /// The texts that were used so far.
    pub lines: BTreeMap<RelPath, TextLines<'t>>,
}

impl FaultWriter<'_, '_> {
    /// Writes a fault as a `Diagnostic` of the protocol. Hints and differing words become part of its message, since the
    /// protocol has no other place for them.
    pub(super) fn write(&mut self, fault: &Diagnostic) -> Value {
        let span = fault.span.clone().unwrap_or_else(|| Span::file(&config::site_toml()));
        let severity = match fault.severity() {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Advice => 4,
        };
        let related = fault.related.iter().map(|(span, message)| {
            json!({ "location": { "uri": (self.uri)(&span.path), "range": self.range(span) }, "message": message })
        });
        let related: Vec<Value> = related.collect();
        json!({
            "range": self.range(&span),
            "severity": severity,
            "code": fault.code.id,
            "source": "margent",
            "message": message(fault),
            "relatedInformation": related,
        })
    }

    fn range(&mut self, span: &Span) -> Value {
        let new = || TextLines::new((self.text)(&span.path), self.encoding);
        self.lines.entry(span.path.clone()).or_insert_with(new).range(&span.range)
    }
}

fn message(fault: &Diagnostic) -> String {
    let label = (!fault.label.is_empty()).then(|| fault.label.clone());
    let wordings = fault.wordings.iter().flat_map(|both| both.iter());
    let wordings = wordings.map(|wording| format!("{}: {}", wording.who, wording.text()));
    let lines = label.into_iter().chain(wordings).chain(fault.hints.iter().cloned());
    lines.fold(fault.message.clone(), |message, line| format!("{message}\n{line}"))
}
