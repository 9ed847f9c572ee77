//! Writes into an editor's files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Replaces a file atomically; behind a symbolic link, its target.
pub(in crate::cli) fn replace_file(path: &Path, text: &str) -> Result<()> {
    let file = path.canonicalize().with_context(|| format!("cannot find {}", path.display()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let new = file.with_file_name(format!(".{name}.margent-new"));
    fs::write(&new, text)
        .and_then(|()| fs::set_permissions(&new, fs::metadata(&file)?.permissions()))
        .and_then(|()| fs::rename(&new, &file))
        .inspect_err(|_| drop(fs::remove_file(&new)))
        .with_context(|| format!("cannot write {}", file.display()))
}
