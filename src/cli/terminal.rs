//! Prints to the terminal: results to standard output, faults, notices and a progress bar to standard error. Lines wider
//! than the terminal are broken between words, so that what follows stands below its column.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use unicode_width::UnicodeWidthStr;

use crate::pipeline::report::{self, Format};

pub(super) use crate::base::text::words::plural;

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

/// ` (did you mean x?)`, or nothing.
pub(super) fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"))
}

/// Fits the lines of a text with ANSI colours into `columns`.
pub(super) fn fitted(text: &str, columns: usize) -> Cow<'_, str> {
    if text.lines().all(|line| shown(line).width() <= columns) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_inclusive('\n').map(|line| broken(line, columns)).collect())
}

/// A line as the terminal shows it.
fn shown(line: &str) -> String {
    anstream::adapter::strip_str(line.trim_end_matches('\n')).to_string()
}

fn broken(line: &str, columns: usize) -> String {
    let plain = shown(line);
    // Lines of a file are cut where they are drawn.
    let is_drawn = plain.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(" |");
    if plain.width() <= columns || is_drawn && !plain.trim_start().starts_with('|') {
        return line.to_owned();
    }
    let indent = indent(&plain, columns);
    let (mut out, mut used) = (String::new(), 0);
    // Where a line has no word yet, there is no place to break.
    let mut is_empty = true;
    for piece in line.split_inclusive(' ') {
        let width = shown(piece.trim_end()).width();
        if !is_empty && width > 0 && used + width > columns {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(&indent);
            used = indent.width();
        }
        is_empty &= width == 0;
        out.push_str(piece);
        used += shown(piece).width();
    }
    out
}

/// What stands before the further lines of a line: spaces as far as its last column, or as far as the text of a hint; below a
/// line of a file also the rule beside it.
fn indent(line: &str, columns: usize) -> String {
    let spaces = line.len() - line.trim_start().len();
    if line[spaces..].starts_with('|') {
        return format!("{}|     ", &line[..spaces]);
    }
    let hint = ["= help: ", "= note: "].into_iter().find(|hint| line[spaces..].starts_with(hint));
    let column = line.trim_end().rfind("  ").map_or(0, |at| line[..at + 2].width());
    let deep = match hint {
        Some(hint) => spaces + hint.len(),
        None if spaces < column && column <= columns / 2 => column,
        None => spaces + 4,
    };
    " ".repeat(deep.min(columns / 2))
}

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

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn lines_break_below_their_last_column() {
        assert_eq!(fitted("one two three\n", 9), "one two\n    three\n");
        assert_eq!(fitted("  12  a.md  one two three four\n", 24), "  12  a.md  one two\n            three four\n");
        assert_eq!(fitted("  = help: one two three four\n", 24), "  = help: one two three\n          four\n");
        assert_eq!(fitted("   | ^^^ one two three\n", 17), "   | ^^^ one two\n   |     three\n");
        assert_eq!(fitted("12 | one two three\n", 9), "12 | one two three\n");
    }

    #[test]
    fn colours_take_no_room_and_long_words_stay_whole() {
        assert_eq!(fitted("\x1b[1mone\x1b[0m two\n", 7), "\x1b[1mone\x1b[0m two\n");
        assert_eq!(fitted("see https://example.org/long here\n", 12), "see\n    https://example.org/long\n    here\n");
        assert_eq!(fitted("한국어 낱말\n", 9), "한국어\n    낱말\n");
    }
}
