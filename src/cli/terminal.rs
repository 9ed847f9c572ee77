//! Prints to the terminal: results to standard output, faults and notices to standard error.

use std::io::{self, ErrorKind, Write};

use anyhow::{Context, Result};

use super::fitted::fitted;
use crate::pipeline::report::{self, Format};

/// Exit status of errors of the environment or the command line; 0 means success, and 1 faults in the site.
pub(super) const ENVIRONMENT: u8 = 2;
/// Starts red, bold text.
pub(super) const RED: &str = "\x1b[1;31m";
/// Starts bold text.
pub(super) const BOLD: &str = "\x1b[1m";
/// Ends either.
pub(super) const PLAIN: &str = "\x1b[0m";

/// Prints a result for people, coloured on a terminal that can show it, in lines of its width.
pub(super) fn print(text: &str) -> Result<()> {
    print_exactly(&fitted(text, width()))
}

/// Prints a result for programs, of which not even the lines may change.
pub(super) fn print_exactly(text: &str) -> Result<()> {
    ignore_closed_pipe(anstream::stdout().write_all(text.as_bytes())).context("cannot write to standard output")
}

/// Prints faults and notices.
pub(super) fn eprint(text: &str) -> Result<()> {
    let text = fitted(text, width());
    ignore_closed_pipe(anstream::stderr().write_all(text.as_bytes())).context("cannot write to standard error")
}

/// Prints an error of the environment. If even this cannot be printed, the exit status remains.
pub(super) fn print_error(error: &anyhow::Error) {
    let _ = eprint(&format!("{RED}error{PLAIN}: {}\n", report::causes(error)));
}

/// Prints the summary of a command: a result for people, a notice for programs, which read faults alone.
pub(super) fn print_summary(format: Format, text: &str) -> Result<()> {
    match format {
        Format::Human => print(text),
        Format::Json | Format::Github | Format::Sarif => eprint(text),
    }
}

/// A reader that has read enough, such as `head`, is not an error.
fn ignore_closed_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// The number of columns of the terminal; without one, lines are never broken.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(usize::MAX, |(width, _)| usize::from(width.0))
}

/// `1 article`, `2 articles`.
pub(super) fn plural(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// ` (did you mean x?)`, or nothing.
pub(super) fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"))
}
