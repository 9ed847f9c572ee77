//! Diagnostics → text: for people (as rustc shows them), for programs (JSON lines), for GitHub Actions, for code scanning.

mod file_positions;
mod for_programs;
mod human;

use crate::base::diagnostic::Diagnostic;
use crate::pipeline::inputs::Inputs;
use file_positions::FileTexts;

pub(crate) use for_programs::notice;
pub use human::list;
pub(crate) use human::{causes, describe};

/// The format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people at a terminal
    Human,
    /// For programs: one JSON object a line
    Json,
    /// For GitHub Actions: workflow commands that annotate files
    Github,
    /// For code scanning: one document in SARIF 2.1.0 (only `margent quotes`)
    Sarif,
}

/// Renders the faults, in the order given. Text for people has ANSI colours.
///
/// `folder` is the path from the root of the repository to the site, such as `docs/digest/`, by which GitHub finds
/// files.
pub fn render(faults: &[Diagnostic], inputs: &Inputs, format: Format, folder: &str) -> String {
    let texts = FileTexts::of_faults(faults, inputs);
    match format {
        Format::Human => for_people(faults, inputs, usize::MAX),
        Format::Json => faults.iter().map(|fault| for_programs::json_line(fault, &texts) + "\n").collect(),
        Format::Github => faults.iter().map(|fault| for_programs::command(fault, &texts, folder) + "\n").collect(),
        Format::Sarif => for_programs::sarif(faults, &texts, folder) + "\n",
    }
}

/// Renders the faults for people, with ANSI colours; the lines of files are cut to a terminal of `columns`.
pub fn for_people(faults: &[Diagnostic], inputs: &Inputs, columns: usize) -> String {
    let texts = FileTexts::of_faults(faults, inputs);
    faults.iter().map(|fault| human::render(fault, &texts, columns) + "\n").collect()
}
