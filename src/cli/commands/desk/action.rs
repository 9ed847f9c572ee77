//! Actions of the desk: what they work with, what they return, and why they may not be done.

use std::sync::Mutex;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Memo;
use crate::base::text::path::RelPath;
use crate::cli::args::GlobalArgs;
use crate::editor::desk::EditRefusal;
use crate::import::ImportRefusal;

/// The desk of a preview, and what can be undone at it.
pub(in crate::cli::commands) struct PreviewDesk {
    pub global: GlobalArgs,
    /// The link that opens a file in the editor's program.
    pub editor_link: Option<String>,
    /// The last edits, the newest last.
    pub done: Mutex<Vec<DoneEdit>>,
    /// The memo of the last load.
    pub memo: Mutex<Option<Memo>>,
}

/// An edit that was made.
pub(in crate::cli::commands) struct DoneEdit {
    pub path: RelPath,
    pub old: String,
    pub new: String,
    /// What was done, for people.
    pub what: String,
}

/// The answer of an action, or why there is none.
pub(super) type DeskResult = Result<Value, DeskFailure>;

/// The reason why an action was not done.
pub(super) enum DeskFailure {
    /// It cannot be done.
    Refused(EditRefusal),
    /// The file is no longer the one on the page; it now has this text.
    Changed(String),
    /// The disk failed.
    Failed(anyhow::Error),
}

impl From<EditRefusal> for DeskFailure {
    fn from(refusal: EditRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ImportRefusal> for DeskFailure {
    fn from(ImportRefusal { message, hint, .. }: ImportRefusal) -> Self {
        Self::Refused(EditRefusal { message, hint })
    }
}

impl From<anyhow::Error> for DeskFailure {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

/// Reads the body of a request.
pub(super) fn request<T: DeserializeOwned>(body: &[u8]) -> Result<T, DeskFailure> {
    let read = serde_json::from_slice(body);
    read.map_err(|error| EditRefusal::new(format!("this is no such request: {error}"), "load the page again").into())
}
