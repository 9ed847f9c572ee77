//! The summary of `margent publish`.

use crate::Site;
use crate::publish::{AddressSource, CommitChanges, SiteAddress, custom_domain, git, host, site_address};

use super::build_report;
use crate::cli::args::PublishArgs;
use crate::cli::terminal::{BOLD, PLAIN, plural};

/// Digits of an abbreviated commit id.
const SHORT_ID: usize = 10;

/// The outcome of a publication or a dry run.
pub(in crate::cli) struct PublishOutcome {
    /// Number of files in the site.
    pub(in crate::cli) files: usize,
    /// The changes on the branch.
    pub(in crate::cli) changes: CommitChanges,
    /// The id of the new commit; `None` if nothing has changed, or in a dry run.
    pub(in crate::cli) commit: Option<String>,
    /// True if the branch is new.
    pub(in crate::cli) is_first: bool,
    /// The parent of the new commit, if margent did not make it.
    pub(in crate::cli) adopted: Option<String>,
    /// The reason why this needs --replace.
    pub(in crate::cli) warning: Option<String>,
}

/// Summarises the publication: its address and branch, the changes, and the steps left to the editor.
pub(in crate::cli) fn text(
    args: &PublishArgs,
    site: &Site,
    address: &SiteAddress,
    remote: &str,
    outcome: &PublishOutcome,
) -> String {
    let files = plural(outcome.files, "file");
    let branch = format!("{} on {}", args.branch, git::without_credentials(remote));
    let mut lines = vec![match &outcome.commit {
        _ if outcome.changes.is_empty() => format!("{BOLD}nothing to publish{PLAIN}: {branch} has the same {files}"),
        Some(commit) => format!("{BOLD}{}/{PLAIN}: {files} published as {}", address.url, &commit[..SHORT_ID]),
        None => format!("{BOLD}{}/{PLAIN}: {files} would be published, nothing was written", address.url),
    }];
    if !outcome.changes.is_empty() {
        lines.push(format!("  to {branch}: {}", counts(&outcome.changes)));
        lines.push(format!("  address taken from {}", address.source));
        lines.extend(other_address(site, address));
    }
    if let Some(adopted) = &outcome.adopted
        && !outcome.changes.is_empty()
    {
        lines.push(format!("  on top of a commit that margent did not make: {adopted}"));
    }
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
    if outcome.commit.is_some() && outcome.is_first && site_address::pages_url(remote).is_some() {
        lines.push(format!(
            "  once, on GitHub: Settings, Pages, Build and deployment: \"Deploy from a branch\", {} and / (root)",
            args.branch
        ));
        if address.source == AddressSource::CustomDomain {
            lines.push("  and point the DNS of the domain to GitHub; see docs/publishing.md".to_owned());
        }
    }
    lines.join("\n") + "\n"
}

/// Notes that GitHub does not serve the site at the address in `site.toml`.
fn other_address(site: &Site, address: &SiteAddress) -> Option<String> {
    let configured = custom_domain::configured_base_url(site);
    let differs =
        address.source == AddressSource::Repository && configured != address.url && !host::is_placeholder(&configured);
    differs.then(|| format!("  base_url in site.toml is {configured}; a custom domain needs content/static/CNAME"))
}

fn counts(changes: &CommitChanges) -> String {
    let counts =
        [(changes.added.len(), "added"), (changes.changed.len(), "changed"), (changes.removed.len(), "removed")];
    let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    counts.collect::<Vec<_>>().join(", ")
}
