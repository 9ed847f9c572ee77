//! The site as readers have it, to which links from elsewhere lead.

use anyhow::Result;

use super::args::GlobalArgs;
use super::output_folder::last_manifest;
use crate::Site;
use crate::editor::advice::EarlierSite;
use crate::publish::branch::CommitAuthor;
use crate::publish::{Branch, BranchTip, Git};

/// Returns the site on the branch that it is published to, as far as the local repository knows it, or else the site that
/// the last build wrote; so, too, if the site is published to a bucket, which only the network would tell of.
///
/// # Errors
/// When the branch or the manifest of the last build cannot be read.
pub(super) fn earlier_site(global: &GlobalArgs, site: &Site) -> Result<EarlierSite> {
    let branch = Branch::default();
    // Without git, and outside of a repository, there is no branch.
    let git = Git::open(&global.root).ok().filter(|_| site.config.publish_to.is_none());
    let tip = git.map(|git| branch.last_known_tip(&git)).transpose()?.flatten();
    match tip.and_then(|tip| site_of(&branch, &tip)) {
        Some(published) => Ok(published),
        None => {
            Ok(EarlierSite { files: last_manifest(global, site)?.entries.into_keys().collect(), published_at: None })
        }
    }
}

/// Returns the site at the tip of a branch; `None` if margent did not publish it.
pub(super) fn site_of(branch: &Branch, tip: &BranchTip) -> Option<EarlierSite> {
    match &tip.author {
        CommitAuthor::Margent(_) => Some(EarlierSite {
            files: tip.files.keys().cloned().collect(),
            published_at: Some(format!("`{}`", branch.name)),
        }),
        CommitAuthor::Other(_) => None,
    }
}
