//! The settings of the server, and the events that it reports.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::Memo;
use crate::base::diagnostic::Diagnostic;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

/// The settings of the server.
#[derive(Clone)]
pub struct ServeSettings {
    /// The site's folder.
    pub root: PathBuf,
    /// The address at which the server listens.
    pub host: IpAddr,
    /// True if drafts are served too.
    pub drafts: bool,
    /// True if articles dated in the future are served too.
    pub future: bool,
    /// True if warnings count as errors.
    pub strict: bool,
    /// True if browsers go to the page that was edited.
    pub follow: bool,
    /// The access that pages have to the desk.
    pub desk: DeskAccess,
}

/// The access that the pages of a preview have to its desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskAccess {
    /// Pages of the server know its token: whoever opens them on this computer may write.
    Pages,
    /// Pages ask their reader for this token, once.
    Token(String),
    /// The desk shows, but changes nothing.
    ReadOnly,
    /// There is no desk.
    Off,
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
        /// Number of published articles.
        articles: usize,
        /// The duration of each stage.
        times: &'a [(&'static str, Duration)],
    },
    /// The site could not be read.
    Failed(&'a anyhow::Error),
}
