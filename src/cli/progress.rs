//! The progress bar of long work.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The time up to which work needs no bar.
const DELAY: Duration = Duration::from_secs(1);
/// Number of files after which the clock is read again.
const FILES_PER_CHECK: usize = 64;

/// Runs `work` on `total` files with a progress bar, which appears on a terminal after [`DELAY`] since `started`.
/// `work` calls the function that it is given after each file.
pub(super) fn with_progress<T>(total: usize, started: Instant, work: impl FnOnce(&(dyn Fn() + Sync)) -> T) -> T {
    with_progress_of(total, "files", FILES_PER_CHECK, started, work)
}

/// Does the same for `total` items called `noun`, and checks the clock after every `step` of them.
pub(super) fn with_progress_of<T>(
    total: usize,
    noun: &str,
    step: usize,
    started: Instant,
    work: impl FnOnce(&(dyn Fn() + Sync)) -> T,
) -> T {
    if !std::io::stderr().is_terminal() {
        return work(&|| {});
    }
    let bar = ProgressBar::hidden();
    let style = ProgressStyle::with_template(&format!("{{bar:40}} {{pos}} of {{len}} {noun}"));
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_length(total as u64);
    let done = AtomicUsize::new(0);
    let result = work(&|| advance(&bar, done.fetch_add(1, Ordering::Relaxed) + 1, step, started));
    bar.finish_and_clear();
    result
}

fn advance(bar: &ProgressBar, done: usize, step: usize, started: Instant) {
    if done.is_multiple_of(step) && started.elapsed() > DELAY {
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_position(done as u64);
    }
}
