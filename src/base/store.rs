//! Values on disk under `.margent/`: each after a line that names the format, replaced atomically, and as good as
//! absent when it cannot be understood.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Changes whenever the format of a stored value does.
const FORMAT: &[u8] = b"margent store 1\n";

/// Reads the value in `path`; `None` where there is none that this program understands.
///
/// # Errors
/// When the file is there and can't be read.
pub fn load<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    Ok(bytes.strip_prefix(FORMAT).and_then(|bytes| postcard::from_bytes(bytes).ok()))
}

/// Replaces the value in `path`, if it differs.
///
/// # Errors
/// When the disk fails.
pub fn save<T: Serialize>(path: &Path, value: &T) -> Result<()> {
    replace_file(path, postcard::to_extend(value, FORMAT.to_vec()).context("cannot encode a value")?)
}

/// Replaces the content of `path` atomically, if it differs.
///
/// # Errors
/// When the disk fails.
pub fn replace_file(path: &Path, bytes: Vec<u8>) -> Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    let new = path.with_extension("new");
    fs::write(&new, bytes)
        .and_then(|()| fs::rename(&new, path))
        .with_context(|| format!("cannot write {}", path.display()))
}
