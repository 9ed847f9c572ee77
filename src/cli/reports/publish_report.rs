//! The summary of `margent publish`.

use anyhow::{Result, bail};

use super::build_report;
use crate::Site;
use crate::cli::args::PublishArgs;
use crate::cli::terminal::{BOLD, PLAIN, plural};
use crate::publish::changes::SiteChanges;
use crate::publish::{AddressSource, SiteAddress, host, site_address};

/// The outcome of a publication or a dry run.
pub(in crate::cli) struct PublishOutcome {
    /// Number of files in the site.
    files: usize,
    /// The changes to what was published.
    pub(in crate::cli) changes: SiteChanges,
    /// The place: a branch, or a bucket.
    place: String,
    /// The words after "published", if anything was: the new commit.
    pub(in crate::cli) written: Option<String>,
    /// Further lines about the publication.
    pub(in crate::cli) notes: Vec<String>,
    /// The steps left to the editor.
    pub(in crate::cli) next: Vec<String>,
    /// The reason why this needs --replace.
    pub(in crate::cli) warning: Option<String>,
}

impl PublishOutcome {
    /// Starts with changes of which none was made yet.
    pub(in crate::cli) fn new(files: usize, changes: SiteChanges, place: String) -> Self {
        Self { files, changes, place, written: None, notes: Vec::new(), next: Vec::new(), warning: None }
    }

    /// Stops a publication that needs --replace.
    ///
    /// # Errors
    /// When it does.
    pub(in crate::cli) fn refuse_warning(&self) -> Result<()> {
        match &self.warning {
            Some(warning) => bail!("nothing was published: {warning}"),
            None => Ok(()),
        }
    }
}

/// Summarises the publication: its address and place, the changes, and the steps left to the editor.
pub(in crate::cli) fn text(args: &PublishArgs, site: &Site, address: &SiteAddress, outcome: &PublishOutcome) -> String {
    let files = plural(outcome.files, "file");
    let place = &outcome.place;
    let mut lines = vec![match &outcome.written {
        _ if outcome.changes.is_empty() => format!("{BOLD}nothing to publish{PLAIN}: {place} has the same {files}"),
        Some(as_what) => format!("{BOLD}{}/{PLAIN}: {files} published{as_what}", address.url),
        None => format!("{BOLD}{}/{PLAIN}: {files} would be published, nothing was written", address.url),
    }];
    if !outcome.changes.is_empty() {
        lines.push(format!("  to {place}: {}", counts(&outcome.changes)));
        lines.push(format!("  address taken from {}", address.source));
        lines.extend(other_address(site, address));
    }
    lines.extend(outcome.notes.iter().map(|note| format!("  {note}")));
    lines.extend(build_report::left_out(&site.index.omitted));
    if args.verbose {
        lines.extend(build_report::left_out_files(&site.index.omitted));
    }
    if args.dry_run || args.verbose {
        let marked = [("+", &outcome.changes.added), ("~", &outcome.changes.changed), ("-", &outcome.changes.removed)];
        lines.extend(marked.iter().flat_map(|(mark, paths)| paths.iter().map(move |path| format!("  {mark} {path}"))));
    }
    // Only a dry run comes this far with one.
    lines.extend(outcome.warning.iter().map(|why| format!("  without --dry-run this would be refused: {why}")));
    lines.extend(outcome.next.iter().map(|step| format!("  {step}")));
    lines.join("\n") + "\n"
}

/// Notes that GitHub does not serve the site at the address in `site.toml`.
fn other_address(site: &Site, address: &SiteAddress) -> Option<String> {
    let configured = site_address::configured_base_url(site);
    let differs =
        address.source == AddressSource::Repository && configured != address.url && !host::is_placeholder(&configured);
    differs.then(|| format!("  base_url in site.toml is {configured}; a custom domain needs content/static/CNAME"))
}

fn counts(changes: &SiteChanges) -> String {
    let counts =
        [(changes.added.len(), "added"), (changes.changed.len(), "changed"), (changes.removed.len(), "removed")];
    let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    counts.collect::<Vec<_>>().join(", ")
}
