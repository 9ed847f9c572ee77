//! The results of `margent check --quotes --live`.

use serde_json::json;

use crate::base::text::characters::printable;
use crate::cli::args::CheckArgs;
use crate::cli::terminal::{BOLD, PLAIN, plural};
use crate::import::live::{LiveExcerpt, LiveState};

/// The excerpts that do not stand, or nobody can tell of, as a table, the most urgent first.
pub(in crate::cli) fn table(found: &[LiveExcerpt]) -> String {
    let mut rows: Vec<&LiveExcerpt> = found.iter().filter(|excerpt| excerpt.state != LiveState::Stands).collect();
    if rows.is_empty() {
        return String::new();
    }
    rows.sort_by_key(|excerpt| excerpt.state);
    let mut text = format!("{BOLD}{:<10}  excerpt{PLAIN}\n", "state");
    for LiveExcerpt { article, number, url, state, why, .. } in rows {
        let why = why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        text.push_str(&format!(
            "{:<10}  {article}, excerpt {number}\n{:12}{}{why}\n",
            state.name(),
            "",
            printable(url)
        ));
    }
    text.push('\n');
    text
}

/// One JSON object a line; those that stand only with `--all`.
pub(in crate::cli) fn json_lines(found: &[LiveExcerpt], args: &CheckArgs) -> String {
    let shown = found.iter().filter(|excerpt| args.all || excerpt.state != LiveState::Stands);
    let lines = shown.map(|LiveExcerpt { article, number, url, state, why, .. }| {
        json!({ "live": { "article": article.as_str(), "excerpt": number, "address": url, "state": state.name(), "why": why } })
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// The number of excerpts of each state.
pub(in crate::cli) fn summary(found: &[LiveExcerpt], requested: usize) -> String {
    let count = |state| found.iter().filter(|excerpt| excerpt.state == state).count();
    let counts = LiveState::ALL.map(|state| {
        let name = if state == LiveState::Stands && count(state) != 1 { "stand" } else { state.name() };
        format!("{} {name}", count(state))
    });
    let total = plural(found.len(), "excerpt");
    format!("{BOLD}{total} of the web{PLAIN}: {}; {} read now\n", counts.join(", "), plural(requested, "page"))
}
