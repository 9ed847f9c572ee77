//! The input of every reader of content files.

use std::collections::HashMap;
use std::sync::Arc;

use crate::base::hash::Key;
use crate::base::text::path::RelPath;
use crate::pipeline::config::Config;

/// Everything that reading a content file takes besides its text: the configuration, and a memo that cannot change the
/// result.
pub struct ContentContext<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// The configuration.
    pub config: &'a Config,
    /// Code highlighted before.
    pub highlights: &'a HashMap<Key, Arc<str>>,
}
