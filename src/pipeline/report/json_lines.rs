//! Diagnostics for programs: one JSON object a line.

use serde_json::json;

use super::file_positions::FileTexts;
use crate::base::diagnostic::{Diagnostic, Span, Wording};

/// Renders a diagnostic as one line of JSON.
pub(super) fn render(fault: &Diagnostic, texts: &FileTexts<'_>) -> String {
    let mut object = json!({
        "severity": fault.severity().name(),
        "code": fault.code.id,
        "message": fault.message,
        "label": fault.label,
        "hints": fault.hints,
    });
    if let Some(wordings) = &fault.wordings {
        let run = |(words, differ): &(String, bool)| json!({ "text": words, "differs": differ });
        let wording =
            |wording: &Wording| json!({ "who": wording.who, "runs": wording.runs.iter().map(run).collect::<Vec<_>>() });
        object["wordings"] = wordings.iter().map(wording).collect();
    }
    if let Some(span) = &fault.span {
        object["place"] = place(span, texts);
    }
    let related =
        fault.related.iter().map(|(span, message)| json!({ "message": message, "place": place(span, texts) }));
    object["related"] = related.collect();
    object.to_string()
}

/// The place of a span, as lines and columns if it has any.
fn place(span: &Span, texts: &FileTexts<'_>) -> serde_json::Value {
    let mut place = json!({ "path": span.path.as_str() });
    if let Some((start, end)) = texts.bounds(span) {
        place["line"] = json!(start.line);
        place["column"] = json!(start.column);
        place["end_line"] = json!(end.line);
        place["end_column"] = json!(end.column);
    }
    place
}
