//! The place where a site is written.

use std::path::PathBuf;

/// The output folder, and the file that remembers it.
pub struct Destination {
    /// The output folder.
    pub out: PathBuf,
    /// The manifest of that folder.
    pub manifest: PathBuf,
}
