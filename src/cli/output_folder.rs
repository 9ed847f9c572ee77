//! The folder that a build writes to, and the manifest of the files written there.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::args::{BuildArgs, GlobalArgs};
use super::memory::MEMORY;
use crate::Site;
use crate::base::hash;
use crate::pipeline::output::{Destination, Manifest};

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
    let manifest = manifest_path(&global.root.join(MEMORY), &resolved);
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
pub(super) fn last_manifest(global: &GlobalArgs, site: &Site) -> Result<Manifest> {
    let out = resolve(&global.root.join(&site.config.out))?;
    Manifest::load(&manifest_path(&global.root.join(MEMORY), &out))
}

/// The path of the manifest for the resolved output folder `out`.
fn manifest_path(memory: &Path, out: &Path) -> PathBuf {
    let name = hash::bytes(out.as_os_str().as_encoded_bytes());
    memory.join(format!("output-{:016x}", name >> 64))
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
