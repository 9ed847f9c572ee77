//! The text of a snapshot: a plain text as it is; of a saved page, an e-mail or a PDF the words that a reader sees.

use std::borrow::Cow;

use mail_parser::{MessageParser, PartType};

use super::article::Source;
use super::folders::{SNAPSHOTS, is_private};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::hash;
use crate::base::text::charset::decode_page;
use crate::base::text::html::visible_text;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

/// The formats of snapshots that are read, in words.
const READABLE: &str =
    "a snapshot is a text (.txt, .md), a saved page (.html, .mhtml), an e-mail (.eml) or a PDF with text";

/// A format of snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotKind {
    /// A plain text.
    Text,
    /// A saved web page.
    Page,
    /// An e-mail, or a page saved as one file (MIME).
    Mail,
    /// A PDF.
    Pdf,
}

impl SnapshotKind {
    /// The kind of a file, by the ending of its name.
    pub(crate) fn of(path: &RelPath) -> Self {
        let ending = path.as_str().rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        match ending.as_str() {
            "html" | "htm" | "xhtml" => Self::Page,
            "eml" | "mht" | "mhtml" => Self::Mail,
            "pdf" => Self::Pdf,
            _ => Self::Text,
        }
    }
}

impl Source {
    /// Returns the path of its snapshot.
    pub(crate) fn snapshot_path(&self) -> Option<RelPath> {
        RelPath::new(&format!("{SNAPSHOTS}/{}", self.snapshot.as_ref()?.value)).filter(is_private)
    }
}

/// Returns the text of the snapshot at `path`; empty if there is no such file.
///
/// # Errors
/// When it has no text that can be read.
pub(crate) fn snapshot_text<'a>(inputs: &'a Inputs, path: &RelPath) -> Result<Cow<'a, str>, Diagnostic> {
    let kind = SnapshotKind::of(path);
    let file = inputs.files.get(path).filter(|_| kind != SnapshotKind::Text);
    let Some(file) = file else { return inputs.text(path).map(Cow::Borrowed) };
    let fault = |message: &str| Diagnostic::new(codes::NOT_UTF8, message).at(Span::file(path)).hint(READABLE);
    let bytes = file.content().map_err(|error| fault(&error.to_string()))?;
    let text = match kind {
        SnapshotKind::Text | SnapshotKind::Page => visible_text(&decode_page(&bytes, None).0),
        SnapshotKind::Mail => {
            mail_text(&bytes).ok_or_else(|| fault("this file is no e-mail, and no page saved as one"))?
        }
        SnapshotKind::Pdf => pdf_pages(&bytes).map_err(|why| fault(&why))?.join("\n\n"),
    };
    if text.trim().is_empty() {
        return Err(fault("there is no text in this file"));
    }
    Ok(Cow::Owned(text))
}

/// Returns the SHA-256 of a snapshot, as it is on the disk.
pub(crate) fn snapshot_hash(inputs: &Inputs, path: &RelPath) -> Option<String> {
    inputs.files.get(path)?.content().ok().map(|bytes| hash::sha256(&bytes))
}

fn mail_text(bytes: &[u8]) -> Option<String> {
    let message = MessageParser::default().parse(bytes)?;
    let part = message.html_part(0).or_else(|| message.text_part(0))?;
    match &part.body {
        PartType::Html(html) => Some(visible_text(html)),
        PartType::Text(text) => Some(text.to_string()),
        PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => None,
    }
}

/// Returns the text of a PDF, page by page.
///
/// # Errors
/// A phrase that says why it cannot be read.
#[cfg(feature = "pdf")]
pub(crate) fn pdf_pages(bytes: &[u8]) -> Result<Vec<String>, String> {
    // Some faulty files make the library panic.
    let read = std::panic::catch_unwind(|| pdf_extract::extract_text_from_mem_by_pages(bytes));
    let pages = read.map_err(|_| "this PDF is damaged".to_owned())?;
    pages.map_err(|error| format!("this PDF cannot be read: {error}"))
}

/// Says that a PDF cannot be read.
///
/// # Errors
/// Always.
#[cfg(not(feature = "pdf"))]
pub(crate) fn pdf_pages(_bytes: &[u8]) -> Result<Vec<String>, String> {
    Err("this program was built without the feature `pdf`, so that it cannot read a PDF".to_owned())
}
