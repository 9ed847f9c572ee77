//! Values on disk under `.margent/`. Each file starts with a line that names its format and is replaced atomically; a
//! file in another format counts as absent.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::regular_file;

/// The first line of a file; changes whenever the format of a stored value does.
const FORMAT: &[u8] = b"margent store 1\n";

/// Loads the value in `path`; `None` if there is none in this format.
///
/// # Errors
/// When the file exists and cannot be read.
pub(crate) fn load<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let bytes = match regular_file::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    Ok(bytes.strip_prefix(FORMAT).and_then(|bytes| postcard::from_bytes(bytes).ok()))
}

/// Saves the value in `path`, if it differs from the one stored there.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn save<T: Serialize>(path: &Path, value: &T) -> Result<()> {
    replace_file(path, postcard::to_extend(value, FORMAT.to_vec()).context("cannot encode a value")?)
}

/// Replaces the content of `path` atomically, if it differs.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn replace_file(path: &Path, bytes: Vec<u8>) -> Result<()> {
    match regular_file::read(path) {
        Ok(current) if current == bytes => return Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot write {}", path.display()));
        }
        Ok(_) | Err(_) => {}
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    }
    let new = path.with_extension("new");
    fs::write(&new, bytes)
        .and_then(|()| fs::rename(&new, path))
        .with_context(|| format!("cannot write {}", path.display()))
}
