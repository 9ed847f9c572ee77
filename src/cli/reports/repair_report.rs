//! Repairs, as an editor decides on them.

use similar::{ChangeTag, TextDiff};

use crate::base::text::characters::printable;
use crate::cli::terminal::{BOLD, PLAIN, plural};
use crate::editor::repairs::OfferedRepair;

/// Starts green text.
const GREEN: &str = "\x1b[32m";
/// Starts red text.
const DARK_RED: &str = "\x1b[31m";

/// The fault, its place, and the lines that a repair changes.
pub(in crate::cli) fn change(offer: &OfferedRepair) -> String {
    let old = offer.old.as_deref().unwrap_or_default();
    let fault = &offer.fault;
    let first = offer.edits.first().map_or(0, |edit| edit.range.start.min(old.len()));
    let line = 1 + old[..first].matches('\n').count();
    let mut shown = format!("{BOLD}{}[{}]{PLAIN}: {}\n", fault.severity().name(), fault.code.id, fault.message);
    shown += &match offer.old {
        Some(_) => format!("  {}:{line}\n", offer.path),
        None => format!("  {} is new\n", offer.path),
    };
    for line in changed_lines(offer) {
        let colour = if line.starts_with('-') { DARK_RED } else { GREEN };
        shown += &format!("  {colour}{}{PLAIN}\n", printable(&line));
    }
    shown
}

/// The lines that a repair changes: `- old`, `+ new`.
pub(in crate::cli) fn changed_lines(offer: &OfferedRepair) -> Vec<String> {
    let new = offer.new_text();
    let diff = TextDiff::from_lines(offer.old.as_deref().unwrap_or_default(), &new);
    let signed = diff.iter_all_changes().filter_map(|change| {
        let sign = sign(change.tag())?;
        Some(format!("{sign} {}", change.value().trim_end_matches(['\r', '\n'])))
    });
    signed.collect()
}

fn sign(tag: ChangeTag) -> Option<char> {
    match tag {
        ChangeTag::Equal => None,
        ChangeTag::Delete => Some('-'),
        ChangeTag::Insert => Some('+'),
    }
}

/// How many changes were made.
pub(in crate::cli) fn count(made: usize) -> String {
    if made == 0 { "Nothing was changed.\n\n".to_owned() } else { format!("Made {}.\n\n", plural(made, "change")) }
}
