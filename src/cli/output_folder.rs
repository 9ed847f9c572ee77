//! The folder that a build writes to, the manifest of the files written there, and the site as readers have it, to which
//! links from elsewhere lead.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::args::{BuildArgs, GlobalArgs};
use super::memory::MEMORY;
use crate::Site;
use crate::base::{hash, store};
use crate::editor::advice::EarlierSite;
use crate::pipeline::output::{Destination, Manifest};
use crate::publish::branch::CommitAuthor;
use crate::publish::{Branch, BranchTip, Git};

/// Returns the folder to write a site to whose configuration names `configured`, and its manifest.
///
/// # Errors
/// When the folder holds the site's own files, or lies among them.
pub(super) fn destination(global: &GlobalArgs, args: &BuildArgs, configured: &str) -> Result<Destination> {
    let out = args.out.clone().unwrap_or_else(|| global.root.join(configured));
    let (resolved, root) = (resolve(&out)?, resolve(&global.root)?);
    if root.starts_with(&resolved) {
        bail!("{} contains the site itself; choose another folder with --out", out.display());
    }
    if let Some(folder) = ["content", "themes", MEMORY].iter().find(|folder| resolved.starts_with(root.join(folder))) {
        bail!("{} is inside {folder}/, which the site is made from; choose another folder with --out", out.display());
    }
    if resolved.iter().any(|part| part.eq_ignore_ascii_case(".git")) {
        bail!("{} is inside a folder of git; choose another folder with --out", out.display());
    }
    refuse_links(&out, &global.root)?;
    let manifest = manifest_path(global, &root, &resolved);
    // As it was given, unless `..` would change its meaning once missing folders exist.
    let out = if out.components().any(|part| part == Component::ParentDir) { resolved } else { out };
    Ok(Destination { out, manifest })
}

/// Refuses an output folder that is a link, or that is behind one inside the site: its files may be somebody else's.
fn refuse_links(out: &Path, root: &Path) -> Result<()> {
    let (full, root) = (absolute(out)?, absolute(root)?);
    let inside = full.ancestors().skip(1).filter(|folder| folder.starts_with(&root) && **folder != root);
    match inside.chain([&*full]).find(|folder| folder.is_symlink()) {
        Some(link) => bail!(
            "{} is a symbolic link, and building there would write through it; remove it, or choose another folder with --out",
            link.strip_prefix(&root).unwrap_or(link).display()
        ),
        None => Ok(()),
    }
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).context("cannot find the current folder")
}

/// Loads the manifest of the last build into the folder that the configuration names.
fn last_manifest(global: &GlobalArgs, site: &Site) -> Result<Manifest> {
    let (out, root) = (resolve(&global.root.join(&site.config.out))?, resolve(&global.root)?);
    Manifest::load(&manifest_path(global, &root, &out))
}

/// The path of the manifest for the resolved output folder `out` of the site in the resolved folder `root`. A folder that is
/// moved takes its output folder along.
fn manifest_path(global: &GlobalArgs, root: &Path, out: &Path) -> PathBuf {
    let place = out.strip_prefix(root).unwrap_or(out);
    let name = hash::bytes(place.as_os_str().as_encoded_bytes());
    global.root.join(MEMORY).join(format!("output-{:016x}", name >> 64))
}

/// Resolves links and `..`, even where the path does not exist yet.
fn resolve(path: &Path) -> Result<PathBuf> {
    let path = absolute(path)?;
    let mut resolved = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            resolved.pop();
        } else {
            resolved.push(part);
        }
        if let Ok(existing) = resolved.canonicalize() {
            resolved = existing;
        }
    }
    Ok(resolved)
}

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
            let files = last_manifest(global, site)?.entries.keys().map(|path| path.to_string()).collect();
            Ok(EarlierSite { files, published_at: None })
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
