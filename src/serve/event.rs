//! What the server is asked to do, and what it reports.

use std::path::PathBuf;
use std::time::Duration;

use crate::Memo;
use crate::base::diagnostic::Diagnostic;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

/// What to serve, and how.
#[derive(Clone)]
pub struct ServeSettings {
    /// The site's folder.
    pub root: PathBuf,
    /// The port to begin with; 0 for any that is free.
    pub port: u16,
    /// Serve drafts too.
    pub drafts: bool,
    /// Serve articles dated in the future too.
    pub future: bool,
    /// True if warnings count as errors.
    pub strict: bool,
    /// True if browsers go to the page that was edited.
    pub follow: bool,
}

/// Something that happened while the server runs.
pub enum ServeEvent<'a> {
    /// The server answers at this address.
    Serving(&'a str),
    /// The site was loaded, for the first time or after a change.
    Loaded {
        /// The files that changed; none the first time.
        changed: &'a [RelPath],
        /// The faults of the site.
        faults: &'a [Diagnostic],
        /// True if the last good site is still served.
        fatal: bool,
        /// The inputs of the site.
        inputs: &'a Inputs,
        /// The memo of the load.
        memo: &'a Memo,
        /// How many articles are published.
        articles: usize,
        /// How long each stage took.
        times: &'a [(&'static str, Duration)],
    },
    /// The site could not be read.
    Failed(&'a anyhow::Error),
}
