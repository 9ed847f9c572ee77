//! The reason why a capture cannot be imported, and the parts skipped in one that can.

use std::io::ErrorKind;

use crate::base::text::path::RelPath;
use crate::base::text::words::plural;
use crate::editor::site_file::SiteFileError;

/// The reason why a capture cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRefusal {
    /// The line of the error, if it is in one.
    pub line: Option<usize>,
    /// The fault, as a phrase.
    pub message: String,
    /// The remedy, as a phrase.
    pub hint: String,
}

/// Something in a capture that is not an article, or that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The line, where that helps.
    pub line: Option<usize>,
    /// The part skipped.
    pub what: String,
    /// The reason why it was left out, or the remedy.
    pub why: String,
}

impl ImportRefusal {
    /// A refusal of the capture as a whole.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { line: None, message: message.into(), hint: hint.into() }
    }

    /// The refusal to write a file of the site.
    pub(super) fn unwritten(path: &RelPath, error: &SiteFileError) -> Self {
        let hint = match error {
            SiteFileError::Exists => "move it, or choose another folder with --into",
            SiteFileError::Changed => "import again",
            SiteFileError::Disk(error) if is_in_the_way(error.kind()) => "move it elsewhere",
            SiteFileError::Disk(_) => "check the disk and its permissions",
        };
        Self::new(format!("cannot write {path}: {error}"), hint)
    }

    /// A refusal at a line, from 1 on.
    pub(super) fn at(line: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into(), hint: hint.into() }
    }
}

/// Returns whether there is a file where a folder is needed, or a folder instead of a file.
fn is_in_the_way(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
}

impl Skipped {
    /// The note on control characters that were taken out, if there were any.
    pub(super) fn controls(count: usize) -> Option<Self> {
        let what = || plural(count, "control character") + ", which no page can show";
        (count > 0).then(|| Self::new(what(), "the text around them is imported"))
    }

    /// Something without a line.
    pub(super) fn new(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { line: None, what: what.into(), why: why.into() }
    }
}
