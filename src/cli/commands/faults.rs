//! What commands that read a site do about its faults.

use std::path::Path;
use std::process::ExitCode;

use crate::Inputs;
use crate::base::diagnostic::{self, Diagnostic, Severity};
use crate::pipeline::report::{self, Format};
use anyhow::Result;

use super::{BOLD, PLAIN, notify, number, say};
use crate::cli::args::{Deny, FormatArg, GlobalArgs};

/// Tells whether the command must not go on.
pub fn are_fatal(shared: &GlobalArgs, faults: &[Diagnostic]) -> bool {
    match shared.deny {
        Some(Deny::Advice) => !faults.is_empty(),
        Some(Deny::Warnings) => faults.iter().any(|fault| fault.severity() <= Severity::Warning),
        None => diagnostic::has_errors(faults),
    }
}

/// Shows what is wrong, and that nothing has been `done`.
pub fn refuse(shared: &GlobalArgs, inputs: &Inputs, mut faults: Vec<Diagnostic>, done: &str) -> Result<ExitCode> {
    diagnostic::sort(&mut faults);
    show(shared, inputs, &faults)?;
    // An error rather than a warning that stands before it.
    let first = faults.iter().min_by_key(|fault| fault.severity()).map_or("E001", |fault| fault.code.id);
    let told = count(&faults);
    notify(&format!("{BOLD}nothing was {done}{PLAIN}: {told}; `margent explain {first}` says more\n"))?;
    Ok(ExitCode::FAILURE)
}

/// Shows faults to whom the command line says.
pub fn show(shared: &GlobalArgs, inputs: &Inputs, faults: &[Diagnostic]) -> Result<()> {
    let text = rendered(shared, inputs, faults);
    match shared.format {
        FormatArg::Human => notify(&text),
        // Programs, GitHub's runner among them, read the standard output.
        FormatArg::Json | FormatArg::Github => say(&text),
    }
}

/// `2 errors and 1 warning`.
pub fn count(faults: &[Diagnostic]) -> String {
    let of = |severity| faults.iter().filter(|fault| fault.severity() == severity).count();
    let counts = [(of(Severity::Error), "error"), (of(Severity::Warning), "warning")];
    let told = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| number(*n, what));
    told.collect::<Vec<_>>().join(" and ")
}

/// Faults as text for whom the command line says.
pub fn rendered(shared: &GlobalArgs, inputs: &Inputs, faults: &[Diagnostic]) -> String {
    let folder = in_repository(&shared.root);
    let format = match shared.format {
        FormatArg::Human => Format::Human,
        FormatArg::Json => Format::Json,
        FormatArg::Github => Format::Github(&folder),
    };
    report::render(faults, inputs, format)
}

/// The way from the root of the repository to the site, with a slash at its end: `docs/digest/`. Empty where it is the root,
/// or where there is no repository.
pub fn in_repository(root: &Path) -> String {
    let Ok(root) = root.canonicalize() else { return String::new() };
    // A worktree has a file of that name.
    let top = root.ancestors().find(|folder| folder.join(".git").exists());
    let inner = top.and_then(|top| root.strip_prefix(top).ok()).unwrap_or(Path::new(""));
    inner.iter().map(|part| format!("{}/", part.to_string_lossy())).collect()
}
