//! The commands. Only here is anything printed: results to standard output, faults and notices to standard error.

mod bar;
pub mod build;
pub mod check;
pub mod explain;
mod faults;
pub mod generate;
pub mod import;
mod imported;
mod summary;
pub mod tag;

use std::collections::HashMap;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use margent::{Inputs, Loaded, Memo, Options, hash, store};

use crate::cli::Shared;

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

/// Where margent remembers things; safe to delete.
const MEMORY: &str = ".margent";
/// Highlighted code, there.
const CODE: &str = "code";

/// Highlighted code as it is remembered, and the program that made it.
type Known = (hash::Key, HashMap<hash::Key, Arc<str>>);

/// Reads the site and runs the pipeline up to it.
fn load(shared: &Shared, options: Options) -> Result<Loaded> {
    let started = Instant::now();
    let inputs = Inputs::read(&shared.root, options)?;
    let read = started.elapsed();
    let memo = remembered(shared, &inputs)?;
    let mut loaded = margent::load(inputs, &memo);
    loaded.times.insert(0, ("read", read));
    Ok(loaded)
}

/// The memo of the last build.
fn remembered(shared: &Shared, inputs: &Inputs) -> Result<Memo> {
    let known: Option<Known> = store::read(&shared.root.join(MEMORY).join(CODE))?;
    // Another version of the program may highlight differently.
    let known = known.filter(|(program, _)| *program == inputs.program).map(|(_, code)| code).unwrap_or_default();
    Ok(Memo::of_highlights(known))
}

/// `1 article`, `2 articles`.
fn number(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
