//! The commands. Only here is anything printed: results to standard output, faults and notices to standard error.

pub mod build;
pub mod explain;
pub mod generate;
mod summary;

use std::io::{self, ErrorKind, Write};

use anyhow::{Context, Result};

/// Starts red, bold text on a terminal.
pub const RED: &str = "\x1b[1;31m";
/// Starts bold text.
pub const BOLD: &str = "\x1b[1m";
/// Ends either.
pub const PLAIN: &str = "\x1b[0m";

/// Prints a result, coloured where that can be seen. Nobody reading any more is no fault.
pub fn say(text: &str) -> Result<()> {
    ended(anstream::stdout().write_all(text.as_bytes())).context("cannot write to standard output")
}

/// Prints faults and notices.
pub fn notify(text: &str) -> Result<()> {
    ended(anstream::stderr().write_all(text.as_bytes())).context("cannot write to standard error")
}

fn ended(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
