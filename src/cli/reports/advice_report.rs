//! The advice of `margent check`, as a list to work through.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::fault_report;
use crate::base::codes::{Code, Severity};
use crate::base::text::path::RelPath;
use crate::cli::args::GlobalArgs;
use crate::cli::terminal::{BOLD, PLAIN, print, print_exactly, width};
use crate::pipeline::report::{self, Format};
use crate::{Diagnostic, Inputs};

/// Drops advice on files with errors: parts that could not be read seem to be missing.
pub(in crate::cli) fn skip_broken_files(advice: &mut Vec<Diagnostic>, faults: &[Diagnostic]) {
    let errors = faults.iter().filter(|fault| fault.severity() == Severity::Error);
    let broken: BTreeSet<&RelPath> = errors.filter_map(|fault| Some(&fault.span.as_ref()?.path)).collect();
    advice.retain(|diagnostic| diagnostic.span.as_ref().is_none_or(|span| !broken.contains(&span.path)));
}

/// Prints the list, and for people the number of entries of each kind.
pub(in crate::cli) fn show(global: &GlobalArgs, inputs: &Inputs, advice: &[Diagnostic]) -> Result<()> {
    match global.format {
        Format::Human if advice.is_empty() => Ok(()),
        Format::Human => print(&format!("{}\n{}\n", report::list(advice, inputs, width()), counts(advice))),
        Format::Json | Format::Github | Format::Sarif => print_exactly(&fault_report::render(global, inputs, advice)),
    }
}

/// A line for each kind, the most frequent first.
fn counts(advice: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<&str, (usize, &Code)> = BTreeMap::new();
    for diagnostic in advice {
        counts.entry(diagnostic.code.id).or_insert((0, diagnostic.code)).0 += 1;
    }
    let mut counts: Vec<_> = counts.into_values().collect();
    counts.sort_by_key(|(count, code)| (Reverse(*count), code.id));
    let line = |(count, code): (usize, &Code)| format!("{BOLD}{count:>5}{PLAIN}  {}  {}\n", code.id, code.title);
    let lines: String = counts.into_iter().map(line).collect();
    let first = advice.first().map_or("", |diagnostic| diagnostic.code.id);
    format!("{lines}`margent explain {first}` says what to do\n")
}
