//! The bar on long work.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Work shorter than this needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// Files from one look at the clock to the next.
const STEP: usize = 64;

/// Runs `work` on so many files with a bar that appears when it has taken a while since `started` and somebody watches.
pub fn with_bar<T>(total: usize, started: Instant, work: impl FnOnce(&(dyn Fn() + Sync)) -> T) -> T {
    with_bar_of(total, "files", STEP, started, work)
}

/// The same for anything else: `what` there are many of, and how many are done from one look at the clock to the next.
pub fn with_bar_of<T>(
    total: usize,
    what: &str,
    step: usize,
    started: Instant,
    work: impl FnOnce(&(dyn Fn() + Sync)) -> T,
) -> T {
    if !std::io::stderr().is_terminal() {
        return work(&|| {});
    }
    let bar = ProgressBar::hidden();
    let style = ProgressStyle::with_template(&format!("{{bar:40}} {{pos}} of {{len}} {what}"));
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_length(total as u64);
    let done = AtomicUsize::new(0);
    let result = work(&|| {
        let now = done.fetch_add(1, Ordering::Relaxed) + 1;
        if now.is_multiple_of(step) && started.elapsed() > PATIENCE {
            if bar.is_hidden() {
                bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
            }
            bar.set_position(now as u64);
        }
    });
    bar.finish_and_clear();
    result
}
