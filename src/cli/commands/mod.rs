//! The commands. Only here is anything printed: results to standard output, faults and notices to standard error.

mod bar;
pub mod build;
pub mod check;
pub mod explain;
mod faults;
pub mod generate;
pub mod import;
mod imported;
pub mod init;
pub mod new;
pub mod publish;
mod published;
pub mod serve;
mod summary;
pub mod tag;
pub mod theme;

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::hash;
use crate::base::store;
use crate::{BuildOptions, Inputs, Loaded, Memo};
use anyhow::{Context, Result, bail};

use crate::cli::args::GlobalArgs;

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
type StoredHighlights = (hash::Key, HashMap<hash::Key, Arc<str>>);

/// Reads the site and runs the pipeline up to it.
fn load(shared: &GlobalArgs, options: BuildOptions) -> Result<Loaded> {
    let started = Instant::now();
    let inputs = Inputs::read(&shared.root, options)?;
    load_inputs(shared, inputs, started.elapsed())
}

/// The same with inputs that were read already, which took so long.
fn load_inputs(shared: &GlobalArgs, inputs: Inputs, read: Duration) -> Result<Loaded> {
    let memo = remembered(shared, inputs.program)?;
    let mut loaded = crate::load(inputs, &memo);
    loaded.times.insert(0, ("read", read));
    Ok(loaded.without_texts())
}

/// What this program remembers of the site.
fn remembered(shared: &GlobalArgs, program: hash::Key) -> Result<Memo> {
    let known: Option<StoredHighlights> = store::load(&shared.root.join(MEMORY).join(CODE))?;
    // Another version of the program may highlight differently.
    let known = known.filter(|(by, _)| *by == program).map(|(_, code)| code).unwrap_or_default();
    Ok(Memo::of_highlights(known))
}

/// Remembers highlighted code for the next time.
fn remember(shared: &GlobalArgs, program: hash::Key, memo: &Memo) -> Result<()> {
    let highlights: BTreeMap<_, _> = memo.content.highlights.iter().collect();
    store::save(&shared.root.join(MEMORY).join(CODE), &(program, highlights))
}

/// Keeps a second build of the same site waiting out of the way.
fn lock(memory: &Path) -> Result<File> {
    let path = memory.join("lock");
    let file = fs::create_dir_all(memory).and_then(|()| File::create(&path)).with_context(|| {
        format!("cannot write to {}, the memory of margent (a copy of the site has its own)", memory.display())
    })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!("another margent is building this site; wait until it is done"),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
    }
}

/// `1 article`, `2 articles`.
fn number(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
