//! What an editor may want to look at, as a list to work through.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::codes::{Code, Severity};
use crate::base::text::path::RelPath;
use crate::pipeline::report;
use crate::{Diagnostic, Inputs};
use anyhow::Result;

use crate::cli::args::{FormatArg, GlobalArgs};
use crate::cli::commands::{BOLD, PLAIN, faults, say};

/// Drops what is said of files with errors: what could not be read seems to lack much.
pub(super) fn keep_sound(advice: &mut Vec<Diagnostic>, found: &[Diagnostic]) {
    let errors = found.iter().filter(|fault| fault.severity() == Severity::Error);
    let broken: BTreeSet<&RelPath> = errors.filter_map(|fault| Some(&fault.span.as_ref()?.path)).collect();
    advice.retain(|it| it.span.as_ref().is_none_or(|span| !broken.contains(&span.path)));
}

/// Prints the list, and for people how much there is of each kind.
pub(super) fn show(shared: &GlobalArgs, inputs: &Inputs, advice: &[Diagnostic]) -> Result<()> {
    match shared.format {
        FormatArg::Human if advice.is_empty() => Ok(()),
        FormatArg::Human => say(&format!("{}\n{}\n", report::list(advice, inputs), counts(advice))),
        FormatArg::Json | FormatArg::Github => say(&faults::rendered(shared, inputs, advice)),
    }
}

/// A line for each kind, the most frequent first.
fn counts(advice: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<&str, (usize, &Code)> = BTreeMap::new();
    for it in advice {
        counts.entry(it.code.id).or_insert((0, it.code)).0 += 1;
    }
    let mut counts: Vec<_> = counts.into_values().collect();
    counts.sort_by_key(|(count, code)| (std::cmp::Reverse(*count), code.id));
    let line = |(count, code): (usize, &Code)| format!("{BOLD}{count:>5}{PLAIN}  {}  {}\n", code.id, code.title);
    let lines: String = counts.into_iter().map(line).collect();
    let first = advice.first().map_or("", |it| it.code.id);
    format!("{lines}`margent explain {first}` says what to do\n")
}
