//! The quotations of any folder of Markdown → which of them are in the snapshots of their sources, word for word.
//!
//! The folder need not be a site: blockquotes with an attribution that links to an address or a file are read by the
//! same parser, and compared by the same rules, as the excerpts of articles in a build.

mod folder;
mod snapshots;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use self::folder::{MarkdownFolder, read_folder};
use crate::base::codes;
use crate::base::diagnostic::{self, Diagnostic};
use crate::base::text::path::RelPath;
use crate::base::text::token::tokenize;
use crate::pipeline::config::{self, QuoteRules, RequiredEvidence};
use crate::pipeline::index::quote::{QuoteFinding, compare, unverified};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::markdown::Excerpt;
use folder::{FoundQuote, QuotedFile, find_quotes};
use snapshots::{MAP, SnapshotFinder};

/// A quotation that was looked for in a snapshot.
pub struct CheckedQuote {
    /// The file that quotes.
    pub path: RelPath,
    /// The blockquote, in bytes from the start of the file.
    pub range: Range<usize>,
    /// The address of the source, or the path of a file.
    pub link: String,
    /// The result.
    pub state: QuoteVerdict,
}

/// The result of looking for a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuoteVerdict {
    /// It is in this snapshot.
    Verified(RelPath),
    /// It is not in this snapshot.
    Wrong(RelPath),
    /// There is no snapshot that can be read, and the path at which one would be found.
    NoSnapshot(Option<String>),
}

/// The quotations of a folder.
pub struct FolderQuotes {
    /// The folder that paths start from.
    pub base: PathBuf,
    /// The files that faults are in.
    pub inputs: Inputs,
    /// The number of Markdown files.
    pub files: usize,
    /// The quotations, in the order of files and lines.
    pub quotes: Vec<CheckedQuote>,
    /// The number of blockquotes that name no source.
    pub unattributed: usize,
    /// The differences, and what else is wrong.
    pub faults: Vec<Diagnostic>,
}

/// Checks the quotations of Markdown files: those at `places`, and those in folders among them. `snapshots` is a folder of
/// texts to check them against, beside those that `quotes.toml` and attributions name.
///
/// # Errors
/// When a file cannot be read, or there is none.
pub fn check_folder(
    root: &Path,
    places: &[PathBuf],
    snapshots: Option<&Path>,
    require: RequiredEvidence,
) -> Result<FolderQuotes> {
    // Where the command line names the folder of snapshots, no other is looked for.
    let map = snapshots.is_none().then_some(MAP);
    let MarkdownFolder { base, mut inputs, texts } = read_folder(root, places, map)?;
    let mut faults = Vec::new();
    let config = config::read(&inputs).value;
    let mut finder = SnapshotFinder::read(&base, &texts, snapshots, (&mut inputs, &mut faults))?;
    let texts: Vec<RelPath> = texts.into_iter().filter(|path| !finder.is_snapshot(path)).collect();
    let read = texts.par_iter().map(|path| Ok(find_quotes(path, inputs.text(path)?, &config)));
    let read: Vec<Result<QuotedFile, Diagnostic>> = read.collect();
    let (mut found, mut unattributed) = (Vec::new(), 0);
    for (path, file) in texts.iter().zip(read) {
        match file {
            Ok(file) => {
                found.extend(file.quotes.into_iter().map(|quote| (path, quote)));
                unattributed += file.unattributed;
                faults.extend(file.faults);
            }
            Err(fault) => faults.push(fault),
        }
    }
    let rules = QuoteRules { require, ..config.quotes };
    let quotes = check_quotes(&found, &mut finder, &rules, &mut faults)?;
    diagnostic::sort(&mut faults);
    Ok(FolderQuotes { base, inputs, files: texts.len(), quotes, unattributed, faults })
}

/// Looks for quotations in their snapshots, each of which is read once.
fn check_quotes(
    found: &[(&RelPath, FoundQuote)],
    finder: &mut SnapshotFinder,
    rules: &QuoteRules,
    faults: &mut Vec<Diagnostic>,
) -> Result<Vec<CheckedQuote>> {
    let mut quoting: BTreeMap<RelPath, Vec<usize>> = BTreeMap::new();
    for (number, (path, quote)) in found.iter().enumerate() {
        if let Some(file) = finder.find(path, quote) {
            quoting.entry(finder.open(&file)?).or_default().push(number);
        }
    }
    let quoting: Vec<(RelPath, Vec<usize>)> = quoting.into_iter().collect();
    let excerpt = |number: &usize| (*number, found[*number].0, &found[*number].1.excerpt);
    let compared =
        quoting.par_iter().map(|(snapshot, numbers)| compare_all(snapshot, numbers.iter().map(excerpt), finder, rules));
    let compared: Vec<Result<Vec<(usize, QuoteFinding)>, Diagnostic>> = compared.collect();
    let mut states: BTreeMap<usize, QuoteVerdict> = BTreeMap::new();
    for ((snapshot, _), findings) in quoting.into_iter().zip(compared) {
        match findings {
            Ok(findings) => {
                for (number, finding) in findings {
                    let state = if finding.verified { QuoteVerdict::Verified } else { QuoteVerdict::Wrong };
                    states.insert(number, state(snapshot.clone()));
                    faults.extend(finding.faults);
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    let checked = found.iter().enumerate().map(|(number, (path, quote))| {
        let state = states.remove(&number).unwrap_or_else(|| QuoteVerdict::NoSnapshot(finder.wanted(&quote.link)));
        faults.extend(demand(path, &quote.excerpt, &state, rules));
        CheckedQuote { path: (*path).clone(), range: quote.excerpt.range.clone(), link: quote.link.clone(), state }
    });
    Ok(checked.collect())
}

/// Looks for excerpts in one snapshot.
fn compare_all<'q>(
    snapshot: &RelPath,
    excerpts: impl Iterator<Item = (usize, &'q RelPath, &'q Excerpt)>,
    finder: &SnapshotFinder,
    rules: &QuoteRules,
) -> Result<Vec<(usize, QuoteFinding)>, Diagnostic> {
    let words = finder.words(snapshot)?;
    let text = tokenize(&words);
    let altered = if rules.strict { codes::ALTERED_STRICTLY } else { codes::ALTERED };
    Ok(excerpts.map(|(number, path, excerpt)| (number, compare(path, excerpt, altered, (snapshot, &text)))).collect())
}

/// Reports a quotation that lacks the snapshot that it must have.
fn demand(path: &RelPath, excerpt: &Excerpt, state: &QuoteVerdict, rules: &QuoteRules) -> Option<Diagnostic> {
    let wanted = match state {
        QuoteVerdict::Verified(_) | QuoteVerdict::Wrong(_) => return None,
        QuoteVerdict::NoSnapshot(wanted) => wanted.as_ref(),
    };
    let hint = match wanted {
        Some(path) => format!("put the text of the source into {path}, or name its file in quotes.toml"),
        None => "name the file with the text of the source in quotes.toml, or a folder of such files with --snapshots"
            .to_owned(),
    };
    (rules.require == RequiredEvidence::Snapshot).then(|| unverified(path, excerpt).hint(hint))
}
