//! Shows faults and advice of the site, and decides whether they stop a command.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use crate::Inputs;
use crate::base::codes::Code;
use crate::base::diagnostic::{self, Diagnostic, Severity};
use crate::base::text::path::RelPath;
use crate::cli::args::{DenyLevel, GlobalArgs};
use crate::cli::terminal::{BOLD, PLAIN, eprint, plural, print, print_exactly, width};
use crate::pipeline::report::{self, Format};

/// Returns whether the faults must stop the command.
pub(in crate::cli) fn are_fatal(global: &GlobalArgs, faults: &[Diagnostic]) -> bool {
    match global.deny {
        Some(DenyLevel::Advice) => !faults.is_empty(),
        Some(DenyLevel::Warnings) => faults.iter().any(|fault| fault.severity() <= Severity::Warning),
        None => diagnostic::has_errors(faults),
    }
}

/// Shows the faults, and says that because of them nothing was `done`, such as "written".
pub(in crate::cli) fn refuse(
    global: &GlobalArgs,
    inputs: &Inputs,
    mut faults: Vec<Diagnostic>,
    done: &str,
) -> Result<ExitCode> {
    diagnostic::sort(&mut faults);
    show(global, inputs, &faults)?;
    // The first error rather than a warning before it.
    let first = faults.iter().min_by_key(|fault| fault.severity()).map_or("E001", |fault| fault.code.id);
    let count = count(&faults);
    let deny = match global.deny.filter(|_| !diagnostic::has_errors(&faults)) {
        Some(DenyLevel::Warnings) => ", which --deny warnings treats as errors",
        Some(DenyLevel::Advice) => ", which --deny advice treats as errors",
        None => "",
    };
    eprint(&format!("{BOLD}nothing was {done}{PLAIN}: {count}{deny}; `margent explain {first}` says more\n"))?;
    eprint(&repairs(&faults))?;
    Ok(ExitCode::FAILURE)
}

/// Shows faults in the format that the command line asks for.
pub(in crate::cli) fn show(global: &GlobalArgs, inputs: &Inputs, faults: &[Diagnostic]) -> Result<()> {
    let text = render(global, inputs, faults);
    match global.format {
        Format::Human => eprint(&text),
        // Programs, GitHub's runner among them, read standard output.
        Format::Json | Format::Github | Format::Sarif => print_exactly(&text),
    }
}

/// `2 errors and 1 warning`.
pub(in crate::cli) fn count(faults: &[Diagnostic]) -> String {
    let count = |severity| faults.iter().filter(|fault| fault.severity() == severity).count();
    let counts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| plural(*n, noun));
    counts.collect::<Vec<_>>().join(" and ")
}

/// A line that says how many faults carry a repair, if any; whether it can be made is not tried.
pub(in crate::cli) fn repairs<'a>(faults: impl IntoIterator<Item = &'a Diagnostic>) -> String {
    let (mut all, mut repairable) = (0, 0);
    for fault in faults {
        all += 1;
        repairable += usize::from(fault.repair.is_some());
    }
    let which = match (repairable, all) {
        (0, _) => return String::new(),
        (1, 1) => "it".to_owned(),
        (2, 2) => "both".to_owned(),
        (n, all) if n == all => format!("all {n}"),
        (1, _) => "one of them".to_owned(),
        (n, _) => format!("{n} of them"),
    };
    format!("`margent check --fix` may mend {which}\n")
}

/// Renders faults in the format that the command line asks for.
pub(in crate::cli) fn render(global: &GlobalArgs, inputs: &Inputs, faults: &[Diagnostic]) -> String {
    match global.format {
        Format::Human => report::for_people(faults, inputs, width()),
        format @ (Format::Json | Format::Github | Format::Sarif) => {
            report::render(faults, inputs, format, &folder_in_repository(&global.root))
        }
    }
}

/// The path from the root of the repository to the site, with a slash at its end: `docs/digest/`. Empty at the root or
/// without a repository.
pub(in crate::cli) fn folder_in_repository(root: &Path) -> String {
    let Ok(root) = root.canonicalize() else { return String::new() };
    // In a worktree, `.git` is a file.
    let top = root.ancestors().find(|folder| folder.join(".git").exists());
    let inner = top.and_then(|top| root.strip_prefix(top).ok()).unwrap_or(Path::new(""));
    inner.iter().map(|part| format!("{}/", part.to_string_lossy())).collect()
}

/// Drops advice on files with errors: parts that could not be read seem to be missing.
pub(in crate::cli) fn skip_broken_files(advice: &mut Vec<Diagnostic>, faults: &[Diagnostic]) {
    let errors = faults.iter().filter(|fault| fault.severity() == Severity::Error);
    let broken: BTreeSet<&RelPath> = errors.filter_map(|fault| Some(&fault.span.as_ref()?.path)).collect();
    advice.retain(|diagnostic| diagnostic.span.as_ref().is_none_or(|span| !broken.contains(&span.path)));
}

/// Prints the list, and for people the number of entries of each kind.
pub(in crate::cli) fn show_advice(global: &GlobalArgs, inputs: &Inputs, advice: &[Diagnostic]) -> Result<()> {
    match global.format {
        Format::Human if advice.is_empty() => Ok(()),
        Format::Human => print(&format!("{}\n{}\n", report::list(advice, inputs, width()), counts(advice))),
        Format::Json | Format::Github | Format::Sarif => print_exactly(&render(global, inputs, advice)),
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
