//! Diagnostics for code scanning: one document in SARIF 2.1.0 (OASIS Standard).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::file_positions::FileTexts;
use super::github;
use crate::base::codes::{Code, Severity};
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::percent_encode;

/// Renders diagnostics; `folder` leads from the root of the repository to the folder of their files.
pub(super) fn render(faults: &[Diagnostic], texts: &FileTexts<'_>, folder: &str) -> String {
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
        "ruleId": fault.code.id, "level": level(fault.severity()), "message": { "text": github::message(fault) },
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
