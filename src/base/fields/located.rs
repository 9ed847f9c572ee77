//! Places in a TOML text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A value and its place in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place, in bytes from the start of the file.
    pub range: Range<usize>,
}

/// The editor's own keys, for templates.
pub(crate) type Extra = serde_json::Map<String, serde_json::Value>;

/// The line of `text` that contains the byte `at`, without its line break.
pub(super) fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end)
}
