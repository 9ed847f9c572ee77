//! Diagnostics for programs: workflow commands that annotate files on GitHub (GitHub Docs, "Workflow commands"), one JSON
//! object a line, and one document in SARIF 2.1.0 (OASIS Standard) for code scanning.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::file_positions::{FileTexts, LineColumn};
use crate::base::codes::Code;
use crate::base::diagnostic::{Diagnostic, Severity, Span, Wording};
use crate::base::repair::{Repair, RepairEdit};
use crate::base::text::path::{RelPath, percent_encode};

/// Renders a diagnostic; `folder` leads from the root of the repository to the site.
pub(super) fn command(fault: &Diagnostic, texts: &FileTexts<'_>, folder: &str) -> String {
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
    format!("::{command} {}::{}", properties.join(","), escape_data(&plain_message(fault)))
}

/// A diagnostic as one line of text.
fn plain_message(fault: &Diagnostic) -> String {
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

/// Renders a diagnostic as one line of JSON.
pub(super) fn json_line(fault: &Diagnostic, texts: &FileTexts<'_>) -> String {
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
        object["place"] = json_place(span, texts);
    }
    let related =
        fault.related.iter().map(|(span, message)| json!({ "message": message, "place": json_place(span, texts) }));
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
fn json_place(span: &Span, texts: &FileTexts<'_>) -> Value {
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

/// Renders diagnostics; `folder` leads from the root of the repository to the folder of their files.
pub(super) fn sarif(faults: &[Diagnostic], texts: &FileTexts<'_>, folder: &str) -> String {
    let codes: BTreeMap<&str, &Code> = faults.iter().map(|fault| (fault.code.id, fault.code)).collect();
    let rules: Vec<Value> = codes.values().map(|code| rule(code)).collect();
    let results: Vec<Value> = faults.iter().map(|fault| result(fault, texts, folder)).collect();
    let driver = json!({
        "name": "margent", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules,
    });
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    format!("{:#}", json!({ "$schema": schema, "version": "2.1.0", "runs": [run] }))
}

fn rule(code: &Code) -> Value {
    // The first line of the explanation is its heading.
    let explanation = code.explanation().split_once('\n').map_or("", |(_, text)| text.trim());
    json!({
        "id": code.id, "shortDescription": { "text": code.title },
        "fullDescription": { "text": code.title }, "help": { "text": explanation, "markdown": explanation },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

fn result(fault: &Diagnostic, texts: &FileTexts<'_>, folder: &str) -> Value {
    let places: Vec<Value> = fault.span.iter().map(|span| location(span, texts, folder)).collect();
    json!({
        "ruleId": fault.code.id, "level": level(fault.severity()), "message": { "text": plain_message(fault) },
        "locations": places,
    })
}

fn location(span: &Span, texts: &FileTexts<'_>, folder: &str) -> Value {
    let uri = percent_encode(&format!("{folder}{}", span.path));
    let mut place = json!({ "artifactLocation": { "uri": uri, "uriBaseId": "%SRCROOT%" } });
    if let Some((start, end)) = texts.bounds(span) {
        place["region"] = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
    }
    json!({ "physicalLocation": place })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}
