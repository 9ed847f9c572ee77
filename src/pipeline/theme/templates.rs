//! Compiles templates, and finds all of their faults at once.

use tera::{ErrorKind, Tera};

use super::template_fault::{TemplateFiles, as_phrase, template_fault};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::pipeline::inputs::Inputs;

/// A template's name and text.
pub(super) type TemplateSource<'a> = (&'a str, &'a str);

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
