//! Excerpts, put after a block of the text.

use super::proof::{new_error, passages, words_of};
use super::{EditRefusal, EditedArticle, ReadArticle, SelectedWords};

/// Puts a quotation, which is Markdown in lines that end in LF, after the block in which the words begin; at the start of the
/// text if there are none.
///
/// # Errors
/// When the words cannot be found, or more than an excerpt would be added.
pub fn insert_excerpt(on: &EditedArticle<'_>, after: &SelectedWords, quotation: &str) -> Result<String, EditRefusal> {
    let before = on.read(on.file)?;
    let newline = on.newline();
    let quotation = quotation.trim_end().replace('\n', newline);
    let blocks = &before.written.blocks;
    let (at, inserted) = if after.words.trim().is_empty() {
        (before.start + blocks.first().map_or(0, |block| block.start), format!("{quotation}{newline}{newline}"))
    } else {
        let first = after.find(&before.written)?.start;
        let start = before.written.letters[first].start;
        let end = blocks.iter().find(|block| block.contains(&start)).map_or(start, |block| block.end);
        let at = on.file[..before.start + end].trim_end().len();
        let is_apart = on.file[at..].lines().nth(1).is_none_or(|line| line.trim().is_empty());
        (at, format!("{newline}{newline}{quotation}{}", if is_apart { "" } else { newline }))
    };
    let file = format!("{}{inserted}{}", &on.file[..at], &on.file[at..]);
    prove(&before, &on.read(&file)?)?;
    Ok(file)
}

/// Proves that `after` has one excerpt more than `before`, and that all else is the same.
fn prove(before: &ReadArticle, after: &ReadArticle) -> Result<(), EditRefusal> {
    if let Some(fault) = new_error(&before.faults, &after.faults) {
        return Err(EditRefusal::of_fault(fault));
    }
    let ((old, excerpts), (new, mut now)) = (words_of(before), words_of(after));
    let place = now.iter().zip(&excerpts).take_while(|(one, other)| one == other).count();
    if place < now.len() {
        now.remove(place);
    }
    let same = |(one, other): &(char, char)| one == other;
    let above = old.chars().zip(new.chars()).take_while(same).count();
    let below = old.chars().rev().zip(new.chars().rev()).take_while(same).count();
    let is_more = after.article.body.excerpts.len() == before.article.body.excerpts.len() + 1;
    let is_kept = above + below >= old.chars().count() && passages(&before.article) == passages(&after.article);
    if is_more && is_kept && now == excerpts {
        return Ok(());
    }
    let hint = "choose another place, or write it in the file itself";
    Err(EditRefusal::new("more than an excerpt would be added there", hint))
}
