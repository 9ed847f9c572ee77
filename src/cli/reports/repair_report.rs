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
    let new = offer.new_text();
    let fault = &offer.fault;
    let first = offer.edits.first().map_or(0, |edit| edit.range.start.min(old.len()));
    let line = 1 + old[..first].matches('\n').count();
    let mut shown = format!("{BOLD}{}[{}]{PLAIN}: {}\n", fault.severity().name(), fault.code.id, fault.message);
    shown += &match offer.old {
        Some(_) => format!("  {}:{line}\n", offer.path),
        None => format!("  {} is new\n", offer.path),
    };
    for change in TextDiff::from_lines(old, &new).iter_all_changes() {
        let (sign, colour) = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => ('-', DARK_RED),
            ChangeTag::Insert => ('+', GREEN),
        };
        let words = printable(change.value().trim_end_matches(['\r', '\n']));
        shown += &format!("  {colour}{sign} {words}{PLAIN}\n");
    }
    shown
}

/// How many changes were made.
pub(in crate::cli) fn count(made: usize) -> String {
    if made == 0 { "Nothing was changed.\n\n".to_owned() } else { format!("Made {}.\n\n", plural(made, "change")) }
}
