//! `margent publish` to a branch of the site's git repository.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::built_site::BuiltSite;
use crate::cli::args::{GlobalArgs, PublishArgs};
use crate::cli::output_folder::site_of;
use crate::cli::reports::build_report::PublishOutcome;
use crate::publish::branch::CommitAuthor;
use crate::publish::changes::{self, NewPublication, OldPublication, SiteChanges};
use crate::publish::{AddressSource, Branch, BranchTip, CommitMessage, Git, SourceCommit, commit, git, site_address};

/// Digits of an abbreviated commit id.
const SHORT_ID: usize = 10;

/// The branch to publish.
pub(super) struct TargetBranch {
    git: Git,
    branch: Branch,
    /// The URL of the remote.
    pub(super) remote: String,
}

impl TargetBranch {
    /// Looks up the branch and the remote that the options name.
    pub(super) fn open(global: &GlobalArgs, args: &PublishArgs) -> Result<Self> {
        let git = Git::open(&global.root)?;
        let name = args.branch.as_deref().unwrap_or(Branch::NAME).to_owned();
        let branch = Branch { remote: args.remote.as_deref().unwrap_or(Branch::REMOTE).to_owned(), name };
        let remote = branch.remote_url(&git)?;
        Ok(Self { git, branch, remote })
    }

    /// Checks that git knows whom to name as the author.
    pub(super) fn require_identity(&self) -> Result<()> {
        commit::require_identity(&self.git)
    }
}

/// Commits the finished site to the branch and pushes it, unless nothing has changed or this is a dry run.
pub(super) fn publish(
    global: &GlobalArgs,
    args: &PublishArgs,
    target: &TargetBranch,
    built: &BuiltSite,
) -> Result<PublishOutcome> {
    let TargetBranch { git, branch, remote } = target;
    let git = if args.dry_run { &built.folder.with_own_objects(git)? } else { git };
    let tip = branch.tip(git)?;
    let files = built.files();
    let entries = commit::tree_entries(git, &files, &built.paths)?;
    let none = BTreeMap::new();
    let changes = SiteChanges::between(tip.as_ref().map_or(&none, |tip| &tip.files), &entries);
    let place = format!("{} on {}", branch.name, git::without_credentials(remote));
    let mut outcome = PublishOutcome::new(built.paths.len(), changes, place);
    if outcome.changes.is_empty() {
        return Ok(outcome);
    }
    let adopted = tip.as_ref().and_then(foreign);
    if let Some((tip, foreign)) = tip.as_ref().zip(adopted.as_ref()) {
        if !args.adopt {
            return refuse_foreign(branch, tip, foreign);
        }
        outcome.notes.push(format!("on top of a commit that margent did not make: {foreign}"));
    }
    let title = built.title();
    outcome.warning = tip.as_ref().filter(|_| !args.replace).and_then(|tip| {
        let new =
            NewPublication { title: &title, articles: built.site.content.articles.len(), changes: &outcome.changes };
        removal(branch, tip, &new)
    });
    if let Some(published) = tip.as_ref().and_then(|tip| site_of(branch, tip)) {
        built.show_lost(global, &published)?;
    }
    if !args.dry_run {
        outcome.refuse_warning()?;
        let message =
            CommitMessage { title: &title, source: SourceCommit::checked_out(git)?, now: built.site.inputs.now };
        let index = built.folder.path.join("index");
        let commit = commit::create(git, (&files, &index), (tip.as_ref(), &entries), &message)?;
        commit::push(git, branch, tip.as_ref(), &commit)?;
        if tip.is_none() && site_address::pages_url(remote).is_some() {
            outcome.next = next_steps(branch, built);
        }
        outcome.written = Some(format!(" as {}", &commit[..SHORT_ID]));
    }
    Ok(outcome)
}

/// Names the newest commit, if margent did not make it.
fn foreign(tip: &BranchTip) -> Option<String> {
    match &tip.author {
        CommitAuthor::Other(subject) => Some(format!("{} {subject}", &tip.id[..7])),
        CommitAuthor::Margent(_) => None,
    }
}

fn refuse_foreign(branch: &Branch, tip: &BranchTip, foreign: &str) -> Result<PublishOutcome> {
    // GitHub commits one when a domain is set in its settings.
    let domain = if tip.files.contains_key("CNAME") { "; move its CNAME to content/static/" } else { "" };
    bail!(
        "the newest commit on `{}` was not made by margent, and was kept: {foreign}{domain}; \
         to publish on top of it, so that it stays in the history and its files are replaced, use --adopt",
        branch.name
    )
}

/// Warns of a publication that would take pages from readers. For a commit of somebody else's, `--adopt` is consent enough.
fn removal(branch: &Branch, tip: &BranchTip, new: &NewPublication<'_>) -> Option<String> {
    let CommitAuthor::Margent(title) = &tip.author else { return None };
    let old = OldPublication {
        place: &format!("`{}`", branch.name),
        elsewhere: "choose another branch with --branch, or another repository with --remote",
        title,
        pages: changes::count_pages(tip.files.keys()),
    };
    changes::warning(&old, new)
}

/// The steps that are left after a first publication on GitHub.
fn next_steps(branch: &Branch, built: &BuiltSite) -> Vec<String> {
    let mut steps = vec![format!(
        "once, on GitHub: Settings, Pages, Build and deployment: \"Deploy from a branch\", {} and / (root)",
        branch.name
    )];
    if built.address.source == AddressSource::CustomDomain {
        steps.push("and point the DNS of the domain to GitHub; see docs/publishing.md".to_owned());
    }
    steps
}
