//! The input of every reader of content files.

use crate::base::text::path::RelPath;
use crate::pipeline::config::Config;

/// Everything that reading a content file takes besides its text.
pub struct ContentContext<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// The configuration.
    pub config: &'a Config,
}
