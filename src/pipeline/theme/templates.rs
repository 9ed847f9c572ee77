//! Compiles templates, finds all of their faults at once, and turns errors of Tera into diagnostics.

use std::collections::BTreeMap;

use tera::{ErrorKind, ReportError, Tera};

use crate::base::codes::{self, Code};
use crate::base::diagnostic::{Checked, Diagnostic, Span};
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

/// A template's name and text.
type TemplateSource<'a> = (&'a str, &'a str);

/// Reads the templates `files` and checks the syntax of each.
pub(super) fn parse<'a>(inputs: &'a Inputs, files: &'a TemplateFiles) -> Checked<Vec<TemplateSource<'a>>> {
    let (mut sources, mut faults) = (Vec::<TemplateSource<'_>>::new(), Vec::new());
    for (name, path) in files {
        match inputs.text(path) {
            Ok(text) => sources.push((name, text)),
            Err(fault) => faults.push(fault),
        }
    }
    // Each on its own first: a syntax error must not hide those of other templates.
    for (name, text) in &sources {
        if let Err(error) = Tera::new().add_raw_template(name, text)
            && let ErrorKind::SyntaxError(report) = error.kind()
        {
            faults.push(template_fault(inputs, files, report, codes::TEMPLATE_SYNTAX));
        }
    }
    Checked { value: sources, faults }
}

/// Adds the templates to `tera`, which resolves the templates, filters and functions that they use.
pub(super) fn compile(
    inputs: &Inputs,
    files: &TemplateFiles,
    tera: &mut Tera,
    sources: Vec<TemplateSource<'_>>,
) -> Vec<Diagnostic> {
    match tera.add_raw_templates(sources) {
        Ok(()) => Vec::new(),
        Err(error) => compile_faults(inputs, files, &error),
    }
}

/// Splits an error of Tera. It reports all unknown filters and functions as one text, each with its place in a line
/// `--> template:line:column`.
fn compile_faults(inputs: &Inputs, files: &TemplateFiles, error: &tera::Error) -> Vec<Diagnostic> {
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
        return vec![template_fault(inputs, files, report, codes::TEMPLATE_SYNTAX)];
    }
    let text = error.to_string();
    let mut faults = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(phrase) = line.strip_prefix("error: ") {
            message = phrase;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some(span) = word_at(inputs, files, place)
        {
            faults.push(Diagnostic::new(codes::TEMPLATE_SYNTAX, as_phrase(message)).at(span));
        }
    }
    if faults.is_empty() {
        let first = text.lines().next().unwrap_or_default();
        let fault = Diagnostic::new(codes::TEMPLATE_SYNTAX, as_phrase(first));
        #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is Tera's")]
        faults.push(match error.kind() {
            ErrorKind::CircularExtend { tpl, .. }
            | ErrorKind::CircularInclude { tpl, .. }
            | ErrorKind::MissingParent { current: tpl, .. }
                if files.contains_key(tpl) =>
            {
                fault.at(Span::file(&files[tpl]))
            }
            _ => fault,
        });
    }
    faults
}

/// Finds the word at `template:line:column`.
fn word_at(inputs: &Inputs, files: &TemplateFiles, place: &str) -> Option<Span> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let path = files.get(parts.next()?)?;
    let text = inputs.text(path).ok()?;
    let start = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum::<usize>();
    let rest = &text[start..];
    let from = rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(at, _)| at);
    let word = rest[from..].find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '/')).unwrap_or(1).max(1);
    Some(Span::new(path, start + from..start + from + word))
}
