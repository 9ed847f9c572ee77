//! Proves that an edit does what it should, and nothing else.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{EditRefusal, ReadArticle};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::text::html::text_content;
use crate::pipeline::content::Article;
use crate::pipeline::markdown::{Body, SlotFilling};

/// The notes of an article by their ids, each with the letters of its passage.
pub(super) type NotePassages = BTreeMap<String, Option<String>>;

/// Returns the passage of each note.
pub(super) fn passages(article: &Article) -> NotePassages {
    let notes = article.body.notes.iter();
    notes.map(|note| (note.id.clone(), note.lemma.clone().map(|range| letters_in(&article.body, range)))).collect()
}

/// The letters that a part of a body shows.
fn letters_in(body: &Body, part: Range<usize>) -> String {
    let html = without_references(&body.html().expect("it was just parsed").fill_part(part, |_| SlotFilling::Word("")));
    text_content(&html, &mut []).chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The letters of an article, and its excerpts with their sources.
pub(super) fn words_of(read: &ReadArticle) -> (String, Vec<(&str, &str)>) {
    let letters = read.written.letters.iter().map(|it| it.letter).collect();
    let excerpts = read.article.body.excerpts.iter();
    (letters, excerpts.map(|excerpt| (&*excerpt.source, &*excerpt.compared)).collect())
}

/// Takes the numbers of notes out of HTML.
fn without_references(html: &str) -> String {
    let mut parts = html.split("<sup class=\"note-ref");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("</sup>").map_or("", |(_, rest)| rest))
}

/// Proves that `after` has the words, the excerpts and the sources of `before`, the notes that are `expected`, and no new error.
///
/// # Errors
/// A refusal that says what would be wrong.
pub(super) fn prove_notes(
    before: &ReadArticle,
    after: &ReadArticle,
    expected: &NotePassages,
) -> Result<(), EditRefusal> {
    if let Some(fault) = new_error(&before.faults, &after.faults) {
        return Err(EditRefusal::of_fault(fault));
    }
    let hint = "write it in the file itself";
    if words_of(before) != words_of(after) {
        return Err(EditRefusal::new("the text around the note would change", hint));
    }
    if passages(&after.article) != *expected {
        let hint = "select whole words, and no more; or write the note in the file itself";
        return Err(EditRefusal::new("the note would not be on exactly these words", hint));
    }
    Ok(())
}

/// The first error that was not there before.
pub(super) fn new_error<'a>(before: &[Diagnostic], after: &'a [Diagnostic]) -> Option<&'a Diagnostic> {
    let is_new = |fault: &&Diagnostic| !before.iter().any(|old| old.message == fault.message);
    after.iter().filter(|fault| fault.severity() == Severity::Error).find(is_new)
}
