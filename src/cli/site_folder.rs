//! The folder of the site: checked before a command looks for its files.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::pipeline::config;

/// Checks that `root` is not a folder inside a site and, if a site `is_needed`, that it has one. A build reports a
/// missing one itself, as a fault.
///
/// # Errors
/// When the site is elsewhere, or nowhere.
pub(super) fn check(root: &Path, is_needed: bool) -> Result<()> {
    let file = config::FILE;
    if root.join(file).exists() || !root.is_dir() {
        return Ok(());
    }
    if let Some(above) = site_above(root) {
        let above = above.display();
        bail!("there is no {file} in {}, but there is one in {above}; add --root {above}", root.display());
    }
    if is_needed {
        bail!("there is no {file} in {}; run margent in the site's folder, or name it with --root DIR", root.display());
    }
    Ok(())
}

/// The nearest folder with a site that `root` is in, as a path that leads there.
fn site_above(root: &Path) -> Option<PathBuf> {
    let full = root.canonicalize().ok()?;
    let steps = full.ancestors().skip(1).position(|folder| folder.join(config::FILE).is_file())? + 1;
    let up: PathBuf = std::iter::repeat_n("..", steps).collect();
    Some(if root == Path::new(".") { up } else { root.join(up) })
}
