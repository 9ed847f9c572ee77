//! What `margent publish` says at its end.

use crate::Site;
use crate::publish::{AddressSource, CommitChanges, SiteAddress, custom_domain, git, host, site_address};

use super::publish::PublishOutcome;
use super::{BOLD, PLAIN, number, summary};
use crate::cli::args::PublishArgs;

/// Digits of a commit's id that tell it apart.
const SHORT: usize = 10;

/// The text: what was published where, what changed, and what is left to do.
pub fn text(args: &PublishArgs, site: &Site, address: &SiteAddress, remote: &str, done: &PublishOutcome) -> String {
    let files = number(done.files, "file");
    let branch = format!("{} on {}", args.branch, git::without_credentials(remote));
    let mut lines = vec![match &done.commit {
        _ if done.changes.is_empty() => format!("{BOLD}nothing to publish{PLAIN}: {branch} has the same {files}"),
        Some(commit) => format!("{BOLD}{}/{PLAIN}: {files} published as {}", address.url, &commit[..SHORT]),
        None => format!("{BOLD}{}/{PLAIN}: {files} would be published, nothing was written", address.url),
    }];
    if !done.changes.is_empty() {
        lines.push(format!("  to {branch}: {}", counts(&done.changes)));
        lines.push(format!("  address taken from {}", address.source));
        lines.extend(other_address(site, address));
    }
    if let Some(adopted) = &done.adopted
        && !done.changes.is_empty()
    {
        lines.push(format!("  on top of a commit that margent did not make: {adopted}"));
    }
    for (line, files) in summary::omitted(site, |_| "") {
        lines.push(line);
        lines.extend(files.into_iter().filter(|_| args.verbose));
    }
    if args.dry_run || args.verbose {
        let marked = [("+", &done.changes.added), ("~", &done.changes.changed), ("-", &done.changes.removed)];
        lines.extend(marked.iter().flat_map(|(mark, paths)| paths.iter().map(move |path| format!("  {mark} {path}"))));
    }
    // Where there is one, nothing but a dry run comes this far.
    lines.extend(done.doubt.iter().map(|doubt| format!("  without --dry-run this would be refused: {doubt}")));
    if done.commit.is_some() && done.is_first && site_address::pages_url(remote).is_some() {
        lines.push(format!(
            "  once, on GitHub: Settings, Pages, Build and deployment: \"Deploy from a branch\", {} and / (root)",
            args.branch
        ));
        if address.source == AddressSource::CustomDomain {
            lines.push("  and let the domain's DNS lead to GitHub; docs/publishing.md says how".to_owned());
        }
    }
    lines.join("\n") + "\n"
}

/// Says that GitHub does not serve the site where `site.toml` says.
fn other_address(site: &Site, address: &SiteAddress) -> Option<String> {
    let configured = custom_domain::configured_base_url(site);
    let differs =
        address.source == AddressSource::Repository && configured != address.url && !host::is_placeholder(&configured);
    differs.then(|| format!("  base_url in site.toml is {configured}; a domain of its own needs content/static/CNAME"))
}

fn counts(changes: &CommitChanges) -> String {
    let counts =
        [(changes.added.len(), "added"), (changes.changed.len(), "changed"), (changes.removed.len(), "removed")];
    let told = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    told.collect::<Vec<_>>().join(", ")
}
