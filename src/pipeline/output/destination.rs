//! Where a site is written.

use std::path::PathBuf;

/// Where to write, and where to remember it.
pub struct Destination {
    /// The output folder.
    pub out: PathBuf,
    /// The manifest of that folder.
    pub manifest: PathBuf,
}
