//! The file that holds the configuration.

use crate::base::text::path::RelPath;

/// The file that makes a folder a site.
pub(crate) const FILE: &str = "site.toml";

/// Returns the path of [`FILE`].
pub(crate) fn site_toml() -> RelPath {
    RelPath::new(FILE).expect("a plain name")
}
