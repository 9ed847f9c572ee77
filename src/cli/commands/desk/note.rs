//! Notes on words that are selected on a page.

use serde::Deserialize;
use serde_json::json;

use super::action::{DeskResult, PreviewDesk, request};
use crate::editor::desk::{self, NoteDraft, NoteInFile, SelectedWords};

/// An action on notes.
#[derive(Clone, Copy)]
pub(super) enum NoteAction {
    Add,
    Read,
    Rewrite,
    Delete,
}

/// A note as a page hands it over.
#[derive(Deserialize, Default)]
#[serde(default)]
struct DeskNote {
    path: String,
    hash: String,
    /// The id of a note that is there.
    id: String,
    words: String,
    before: Option<String>,
    kind: String,
    text: String,
    /// True if nothing is to be written.
    preview: bool,
}

impl PreviewDesk {
    /// Reads, writes or deletes a note.
    pub(super) fn note(&self, action: NoteAction, body: &[u8]) -> DeskResult {
        let asked: DeskNote = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let article = open.edited();
        let draft = NoteDraft { kind: asked.kind, text: asked.text };
        let selected = SelectedWords { words: asked.words, before: asked.before };
        let (edit, what) = match action {
            NoteAction::Read => {
                let NoteInFile { kind, passage, text } = desk::read_note(&article, &asked.id)?;
                return Ok(json!({ "kind": kind, "passage": passage, "text": text }));
            }
            NoteAction::Add => (desk::annotate(&article, &selected, &draft)?, "a note was added"),
            NoteAction::Rewrite => (desk::rewrite_note(&article, &asked.id, &draft)?, "a note was changed"),
            NoteAction::Delete => (desk::delete_note(&article, &asked.id)?, "a note was deleted"),
        };
        if !asked.preview {
            self.save(&open, &edit.file, what)?;
        }
        Ok(json!({ "id": edit.id, "definition": edit.definition, "html": edit.html, "what": what }))
    }
}
