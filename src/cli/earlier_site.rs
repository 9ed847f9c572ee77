//! The site as readers have it, to which links from elsewhere lead.

use anyhow::Result;

use super::args::GlobalArgs;
use super::memory::MEMORY;
use super::output_folder::last_manifest;
use crate::Site;
use crate::base::store;
use crate::editor::advice::EarlierSite;
use crate::publish::branch::CommitAuthor;
use crate::publish::{Branch, BranchTip, Git};

/// The file in `.margent/` that says what a bucket held when `publish` last saw it.
const IN_BUCKET: &str = "published";

/// Returns the site on the branch that it is published to, as far as the local repository knows it, or in the bucket, as
/// `publish` has last seen it from this folder; else the site that the last build wrote.
///
/// # Errors
/// When the branch, the memory of the bucket, or the manifest of the last build cannot be read.
pub(super) fn earlier_site(global: &GlobalArgs, site: &Site) -> Result<EarlierSite> {
    let published = match &site.config.publish_to {
        Some(url) => {
            let seen = store::load::<EarlierSite>(&global.root.join(MEMORY).join(IN_BUCKET))?;
            seen.filter(|seen| seen.published_at == Some(url.to_string()))
        }
        None => {
            let branch = Branch::default();
            // Without git, and outside of a repository, there is no branch.
            let tip = Git::open(&global.root).ok().map(|git| branch.last_known_tip(&git)).transpose()?.flatten();
            tip.and_then(|tip| site_of(&branch, &tip))
        }
    };
    match published {
        Some(published) => Ok(published),
        None => {
            Ok(EarlierSite { files: last_manifest(global, site)?.entries.into_keys().collect(), published_at: None })
        }
    }
}

/// Keeps what a bucket holds for [`earlier_site`], which does not use the network.
///
/// # Errors
/// When it cannot be written.
#[cfg(feature = "bucket")]
pub(super) fn remember_bucket(global: &GlobalArgs, published: &EarlierSite) -> Result<()> {
    store::save(&global.root.join(MEMORY).join(IN_BUCKET), published)
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
