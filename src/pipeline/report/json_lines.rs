//! Diagnostics for programs: one JSON object a line.

use serde_json::{Value, json};

use super::file_positions::{FileTexts, LineColumn};
use crate::base::diagnostic::{Diagnostic, Span, Wording};
use crate::base::repair::{Repair, RepairEdit};
use crate::base::text::path::RelPath;

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
    if let Some(repair) = &fault.repair {
        object["repair"] = repair_object(repair, fault, texts);
    }
    object.to_string()
}

/// A repair: what it does, and its changes of the file of the fault, or the file that it creates.
fn repair_object(repair: &Repair, fault: &Diagnostic, texts: &FileTexts<'_>) -> Value {
    let title = repair.title();
    if let Repair::Create { path, text } = repair {
        return json!({ "title": title, "path": path.as_str(), "new": text });
    }
    let span = fault.span.as_ref();
    let edits = span.and_then(|span| repair.edits(&span.range, texts.text(&span.path))).unwrap_or_default();
    let edits: Vec<Value> = span
        .map(|span| edits.into_iter().map(|edit| edit_object(&span.path, edit, texts)).collect())
        .unwrap_or_default();
    json!({ "title": title, "edits": edits })
}

/// A change, with its place.
fn edit_object(path: &RelPath, edit: RepairEdit, texts: &FileTexts<'_>) -> Value {
    let bounds = texts.bounds_of_change(path, &edit.range);
    json!({ "place": place_object(path, Some(bounds)), "new": edit.new })
}

/// The place of a span, as lines and columns if it has any.
fn place(span: &Span, texts: &FileTexts<'_>) -> Value {
    place_object(&span.path, texts.bounds(span))
}

fn place_object(path: &RelPath, bounds: Option<(LineColumn, LineColumn)>) -> Value {
    let mut place = json!({ "path": path.as_str() });
    if let Some((start, end)) = bounds {
        place["line"] = json!(start.line);
        place["column"] = json!(start.column);
        place["end_line"] = json!(end.line);
        place["end_column"] = json!(end.column);
    }
    place
}
