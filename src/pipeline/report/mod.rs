//! Diagnostics → text: for people (as rustc shows them), for programs (JSON lines), for GitHub Actions.

mod error_chain;
mod file_positions;
mod github;
mod human;
mod json_lines;

use crate::base::diagnostic::Diagnostic;
use crate::base::text::characters::printable;
use crate::pipeline::inputs::Inputs;
use file_positions::{FileTexts, LineColumn};

pub(crate) use error_chain::causes;
pub(crate) use github::notice;

/// The format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people at a terminal
    Human,
    /// For programs: one JSON object a line
    Json,
    /// For GitHub Actions: workflow commands that annotate files
    Github,
}

/// Renders the faults, in the order given. Text for people has ANSI colours.
///
/// `folder` is the path from the root of the repository to the site, such as `docs/digest/`, by which GitHub finds files.
pub fn render(faults: &[Diagnostic], inputs: &Inputs, format: Format, folder: &str) -> String {
    let texts = FileTexts::of_faults(faults, inputs);
    let mut out = String::new();
    for fault in faults {
        match format {
            Format::Human => out.push_str(&human::render(fault, &texts)),
            Format::Json => out.push_str(&json_lines::render(fault, &texts)),
            Format::Github => out.push_str(&github::render(fault, &texts, folder)),
        }
        out.push('\n');
    }
    out
}

/// Renders the faults as a list to work through: one line for each, in the format that text editors recognise (GNU coding standards,
/// "Formatting Error Messages"), with an empty line between files.
pub fn list(faults: &[Diagnostic], inputs: &Inputs) -> String {
    let texts = FileTexts::of_faults(faults, inputs);
    let mut out = String::new();
    let mut last = None;
    for fault in faults {
        let path = fault.span.as_ref().map(|span| &span.path);
        if last.is_some_and(|last| last != path) {
            out.push('\n');
        }
        last = Some(path);
        if let Some(span) = &fault.span {
            let LineColumn { line, column } = texts.position(&span.path, texts.clip(span).start);
            out.push_str(&format!("{}:{line}:{column}: ", printable(span.path.as_str())));
        }
        out.push_str(&format!("{} [{}]\n", printable(&fault.message), fault.code.id));
        fault.hints.iter().for_each(|hint| out.push_str(&format!("    {}\n", printable(hint))));
    }
    out
}
