//! Reads regular files alone: opening a pipe or a device could wait for ever.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Opens a regular file.
///
/// # Errors
/// `IsADirectory` for a folder, and `InvalidInput` for a pipe or a device; otherwise when it cannot be opened.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    metadata(path)?;
    File::open(path)
}

/// Reads a regular file.
///
/// # Errors
/// As [`open`], and when it cannot be read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    metadata(path)?;
    fs::read(path)
}

/// Returns the length, time and other facts of a regular file.
///
/// # Errors
/// As [`open`]; `NotFound` when nothing is there.
pub(crate) fn metadata(path: &Path) -> io::Result<Metadata> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder, not a file"));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is a pipe or a device, not a file"));
    }
    Ok(metadata)
}
