//! Files and folders of others that are where the site needs to write: looked for before anything is moved.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use super::manifest::Manifest;

/// Refuses to write the files `written` over files and folders that margent did not make.
///
/// # Errors
/// Names the first obstacle.
pub(super) fn refuse(out: &Path, old: &Manifest, new: &Manifest, written: &[String]) -> Result<()> {
    let ours = |path: &str| old.entries.contains_key(path);
    // Without a manifest everything in the folder is this site's, as its mark says.
    let has_manifest = !old.entries.is_empty();
    let mut obstacles = BTreeSet::new();
    for path in written {
        if let Ok(there) = fs::symlink_metadata(out.join(path)) {
            let is_foreign =
                if there.is_dir() { !holds_only_ours(out, path, old) } else { has_manifest && !ours(path) };
            obstacles.extend(is_foreign.then_some(path.as_str()));
        }
        for (at, _) in path.match_indices('/') {
            let parent = &path[..at];
            let is_deleted = ours(parent) && !new.entries.contains_key(parent);
            if !is_deleted && fs::symlink_metadata(out.join(parent)).is_ok_and(|there| !there.is_dir()) {
                obstacles.insert(parent);
            }
        }
    }
    let Some(first) = obstacles.first() else { return Ok(()) };
    let more = if obstacles.len() > 1 { format!(" (and {} more)", obstacles.len() - 1) } else { String::new() };
    bail!(
        "{} was not made by margent, and the site needs its place{more}; move it away, or give the page another address",
        out.join(first).display()
    )
}

/// Returns true if the last build wrote every file below the folder.
fn holds_only_ours(out: &Path, folder: &str, old: &Manifest) -> bool {
    let entries = walkdir::WalkDir::new(out.join(folder)).into_iter().filter_map(Result::ok);
    let mut files = entries.filter(|entry| !entry.file_type().is_dir());
    files.all(|entry| {
        let path = entry.path().strip_prefix(out).ok().and_then(Path::to_str);
        path.is_some_and(|path| old.entries.contains_key(path))
    })
}
