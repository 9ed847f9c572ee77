//! `margent check --fix`

use std::collections::BTreeSet;
use std::io::{self, BufRead, IsTerminal};

use anyhow::{Context, Result, bail};

use crate::base::diagnostic::{self, Severity};
use crate::base::text::characters::printable;
use crate::cli::args::{CheckArgs, GlobalArgs};
use crate::cli::memory::{CONTENT, load_memo};
use crate::cli::output_folder::earlier_site;
use crate::cli::terminal::{BOLD, PLAIN, eprint, plural};
use crate::editor::advice::{self, AdviceContext};
use crate::editor::repairs::{OfferedRepair, changed_files, offers};
use crate::editor::site_file;
use crate::pipeline::output;
use crate::{BuildOptions, Inputs, Loaded};

/// One repair may uncover another fault, but not for ever.
const ROUNDS: usize = 20;

/// Offers the repairs of a site, and makes those that are agreed to. Returns false if the editor wants to stop.
pub(super) fn run(global: &GlobalArgs, args: &CheckArgs, options: &BuildOptions) -> Result<bool> {
    let asks = !args.yes && !args.dry_run;
    if asks && !io::stdin().is_terminal() {
        bail!(
            "`--fix` asks before each change, and this is no terminal: add --yes to make all, or --dry-run to see them"
        );
    }
    let mut decisions = Decisions { all: args.yes, ..Decisions::default() };
    for _ in 0..ROUNDS {
        let found = find(global, options)?;
        let mut accepted: Vec<OfferedRepair> = Vec::new();
        for offer in found {
            let shown = change(&offer);
            let is_advice = offer.fault.severity() == Severity::Advice;
            // The next round shows what is then on a line that changes now.
            let changes = asks && accepted.iter().any(|other| other.shares_line(&offer));
            let is_passed = decisions.stop || changes || (is_advice && args.yes);
            if args.dry_run {
                eprint(&shown)?;
            } else if !is_passed && decisions.decide(&shown, &mut io::stdin().lock())? {
                accepted.push(offer);
            }
        }
        for (path, old, new) in changed_files(&accepted) {
            site_file::write(&global.root, path, old, &new)?;
        }
        decisions.made += accepted.len();
        if accepted.is_empty() || decisions.stop {
            break;
        }
    }
    if !args.dry_run {
        eprint(&count(decisions.made))?;
    }
    Ok(!decisions.stop)
}

/// The repairs of the site as it is on disk.
fn find(global: &GlobalArgs, options: &BuildOptions) -> Result<Vec<OfferedRepair>> {
    let memo = load_memo(global, CONTENT)?;
    let Loaded { site, content, mut faults, .. } = crate::load(Inputs::read(&global.root, options.clone())?, &memo);
    if !diagnostic::has_errors(&faults) {
        faults.extend(output::check(&site)?);
    }
    let earlier = earlier_site(global, &site)?;
    faults.extend(advice::list(&AdviceContext {
        site: &site,
        inputs: &site.inputs,
        content: &content,
        earlier: &earlier,
    })?);
    diagnostic::sort(&mut faults);
    Ok(offers(&site.inputs, &faults, &|inputs| crate::load(inputs, &memo).faults))
}

/// What the editor has said so far.
#[derive(Default)]
struct Decisions {
    /// All further changes are agreed to.
    all: bool,
    stop: bool,
    /// The changes, as shown, that are not wanted; the next round does not offer them again.
    declined: BTreeSet<String>,
    made: usize,
}

impl Decisions {
    /// Shows a change, and asks whether to make it.
    fn decide(&mut self, shown: &str, answers: &mut impl BufRead) -> Result<bool> {
        if self.declined.contains(shown) {
            return Ok(false);
        }
        eprint(shown)?;
        if self.all {
            return Ok(true);
        }
        loop {
            eprint("Make this change? yes, no, all, quit [y/n/a/q] ")?;
            let mut answer = String::new();
            let is_end = answers.read_line(&mut answer).context("cannot read the answer")? == 0;
            match answer.trim().to_lowercase().as_str() {
                "y" | "yes" => return Ok(true),
                "a" | "all" => {
                    self.all = true;
                    return Ok(true);
                }
                "n" | "no" => {
                    self.declined.insert(shown.to_owned());
                    return Ok(false);
                }
                "q" | "quit" => {
                    self.stop = true;
                    return Ok(false);
                }
                _ if is_end => {
                    self.stop = true;
                    return Ok(false);
                }
                _ => eprint("Answer with y, n, a or q.\n")?,
            }
        }
    }
}

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
    for line in offer.changed_lines() {
        let colour = if line.starts_with('-') { DARK_RED } else { GREEN };
        shown += &format!("  {colour}{}{PLAIN}\n", printable(&line));
    }
    shown
}

/// How many changes were made.
pub(in crate::cli) fn count(made: usize) -> String {
    if made == 0 { "Nothing was changed.\n\n".to_owned() } else { format!("Made {}.\n\n", plural(made, "change")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        for (answers, agreed, stop) in [
            ("y\nn\ny\n", [true, false, true], false),
            ("perhaps\nYes\nno\nn\n", [true, false, false], false),
            ("n\nall\n", [false, true, true], false),
            ("q\nn\nn\n", [false; 3], true),
            ("y\n", [true, false, false], true),
        ] {
            let mut said = Decisions::default();
            let mut answers = answers.as_bytes();
            let decided = ["a", "b", "c"].map(|change| said.decide(change, &mut answers).expect("an answer"));
            assert_eq!((decided, said.stop), (agreed, stop));
        }
        let declined = BTreeSet::from(["a".to_owned()]);
        let mut said = Decisions { all: true, declined, ..Decisions::default() };
        assert!(!said.decide("a", &mut "".as_bytes()).expect("an answer"), "it is not offered again");
    }
}
