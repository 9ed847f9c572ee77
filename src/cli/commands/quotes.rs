//! `margent quotes`

use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;

use crate::base::text::characters::printable;
use crate::cli::args::{GlobalArgs, QuotesArgs};
use crate::cli::reports::fault_report;
use crate::cli::terminal::{eprint, plural, print, print_exactly};
use crate::editor::folder_quotes::{CheckedQuote, FolderQuotes, QuoteVerdict, check_folder};
use crate::pipeline::report::Format;

/// Checks the quotations of a folder, and prints what is wrong and what could not be checked.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &QuotesArgs) -> Result<ExitCode> {
    let checked = check_folder(&global.root, &args.places, args.snapshots.as_deref(), args.requirement())?;
    let global = GlobalArgs { root: checked.base.clone(), ..global.clone() };
    fault_report::show(&global, &checked.inputs, &checked.faults)?;
    show(global.format, &checked)?;
    Ok(if fault_report::are_fatal(&global, &checked.faults) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Prints the quotations without a snapshot, and a summary; for programs every quotation.
pub(in crate::cli) fn show(format: Format, checked: &FolderQuotes) -> Result<()> {
    match format {
        Format::Human => print(&text(checked)),
        Format::Json => print_exactly(&json_lines(checked)),
        Format::Github | Format::Sarif => eprint(&text(checked)),
    }
}

/// The numbers of quotations by their states.
#[derive(Default)]
struct StateCounts {
    verified: usize,
    wrong: usize,
    without: usize,
}

fn count(quotes: &[CheckedQuote]) -> StateCounts {
    let mut counts = StateCounts::default();
    for quote in quotes {
        match quote.state {
            QuoteVerdict::Verified(_) => counts.verified += 1,
            QuoteVerdict::Wrong(_) => counts.wrong += 1,
            QuoteVerdict::NoSnapshot(_) => counts.without += 1,
        }
    }
    counts
}

fn text(checked: &FolderQuotes) -> String {
    let mut text = String::new();
    for quote in &checked.quotes {
        let wanted = match &quote.state {
            QuoteVerdict::Verified(_) | QuoteVerdict::Wrong(_) => continue,
            QuoteVerdict::NoSnapshot(wanted) => wanted,
        };
        if text.is_empty() {
            text.push_str("without a snapshot:\n");
        }
        let wanted = wanted.as_ref().map(|path| format!("    its text is looked for in {path}\n"));
        let place = printable(&format!("{}:{}  {}", quote.path, line(checked, quote), quote.link));
        text.push_str(&format!("  {place}\n{}", wanted.unwrap_or_default()));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let StateCounts { verified, wrong, without } = count(&checked.quotes);
    let (quotes, files) = (plural(checked.quotes.len(), "quotation"), plural(checked.files, "file"));
    let bare = match checked.unattributed {
        0 => String::new(),
        n => format!("; {} without a link to a source", plural(n, "blockquote")),
    };
    text + &format!("{quotes} in {files}: {verified} verified, {wrong} wrong, {without} without a snapshot{bare}\n")
}

/// One JSON object a line: the quotations, then their numbers.
fn json_lines(checked: &FolderQuotes) -> String {
    let mut lines = String::new();
    for quote in &checked.quotes {
        let (state, snapshot) = match &quote.state {
            QuoteVerdict::Verified(path) => ("verified", Some(path.as_str())),
            QuoteVerdict::Wrong(path) => ("wrong", Some(path.as_str())),
            QuoteVerdict::NoSnapshot(wanted) => ("without snapshot", wanted.as_deref()),
        };
        let quotation = json!({
            "path": quote.path.as_str(), "line": line(checked, quote), "source": quote.link, "state": state,
            "snapshot": snapshot,
        });
        lines.push_str(&format!("{}\n", json!({ "quotation": quotation })));
    }
    let StateCounts { verified, wrong, without } = count(&checked.quotes);
    let summary = json!({
        "files": checked.files, "quotations": checked.quotes.len(), "verified": verified, "wrong": wrong,
        "without_snapshot": without, "without_source": checked.unattributed,
    });
    lines + &format!("{}\n", json!({ "summary": summary }))
}

/// The line of a quotation, from 1.
fn line(checked: &FolderQuotes, quote: &CheckedQuote) -> usize {
    let text = checked.inputs.text(&quote.path).unwrap_or_default();
    text.get(..quote.range.start).unwrap_or_default().matches('\n').count() + 1
}
