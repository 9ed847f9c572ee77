//! The report of a build.

use std::time::Duration;

/// The changes that a build made to the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Number of files of the site.
    pub files: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// Files written.
    pub written: Vec<String>,
    /// Number of files not rendered, since their keys were known.
    pub reused: usize,
    /// Files deleted.
    pub deleted: Vec<String>,
    /// Files written again because someone had changed them.
    pub repaired: Vec<String>,
    /// Files that an earlier build wrote, that are no longer planned, and that someone has changed since: left alone.
    pub kept: Vec<String>,
    /// The cost of the search index, if it was made.
    pub indexed: Option<IndexStats>,
}

/// The cost of making the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexStats {
    /// Number of articles and pages that can be found.
    pub texts: usize,
    /// Time taken.
    pub took: Duration,
    /// Bytes by which the program's peak memory rose, where the system reports it.
    pub memory: Option<u64>,
}
