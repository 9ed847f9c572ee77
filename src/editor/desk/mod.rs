//! Edits of articles by what is selected on their pages: the text of a file → a new text. Only the intended bytes change;
//! line ends, the byte-order mark, indentation and order stay.
//!
//! | module | takes → returns |
//! |---|---|
//! | `selection` | words on a page → their letters in the text; a block and a quotation → the article with this excerpt after it |
//! | `note` | words, a kind and a text → the article with this note; notes rewritten or deleted |
//! | `release` | draft or published |
//! | `proof` | the article before and after → whether nothing but the intended has changed |
//!
//! Nothing is trusted that was not read back: each edit is parsed again, and refused with a reason unless the note is anchored to
//! exactly the selected words, all other words are the same, and no new error has come. Faults that a single file cannot show
//! (broken links, false quotations) are for the caller to look for, who has the site.

mod note;
mod proof;
mod release;
mod selection;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::text::path::RelPath;
use crate::pipeline::config::Config;
use crate::pipeline::content::{Article, ContentContext, article, front_matter};
use crate::pipeline::markdown::WrittenText;

pub use note::{NoteDraft, NoteEdit, NoteInFile, annotate, delete_note, read_note, rewrite_note};
pub use release::set_draft;
pub use selection::{SelectedWords, insert_excerpt};

/// The reason why an edit was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditRefusal {
    /// The reason, as a phrase.
    pub message: String,
    /// The remedy, as a phrase.
    pub hint: String,
}

impl EditRefusal {
    /// Makes a refusal.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }

    /// The refusal to bring about a fault.
    pub fn of_fault(fault: &Diagnostic) -> Self {
        Self::new(fault.message.clone(), fault.hints.join("; "))
    }
}

/// An article that is edited.
#[derive(Clone, Copy)]
pub struct EditedArticle<'a> {
    /// Its path.
    pub path: &'a RelPath,
    /// The text of its file.
    pub file: &'a str,
    /// The configuration of its site.
    pub config: &'a Config,
}

/// An article as it is read from a text.
struct ReadArticle {
    article: Article,
    faults: Vec<Diagnostic>,
    /// The byte of the file at which its Markdown begins.
    start: usize,
    written: WrittenText,
}

impl EditedArticle<'_> {
    fn read(&self, file: &str) -> Result<ReadArticle, EditRefusal> {
        let parts = front_matter::split(self.path, file).map_err(|fault| EditRefusal::of_fault(&fault))?;
        let Checked { value: article, faults } =
            article::parse(&ContentContext { path: self.path, config: self.config }, file);
        let start = parts.body.start;
        Ok(ReadArticle { article, faults, start, written: WrittenText::read(&file[start..], &self.config.markdown) })
    }

    /// The end of lines in the file.
    fn newline(&self) -> &'static str {
        if self.file.contains("\r\n") { "\r\n" } else { "\n" }
    }
}
