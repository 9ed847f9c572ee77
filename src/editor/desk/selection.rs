//! Words that are selected on a page, found among the letters of the text, and excerpts, put after the block of such words.

use std::ops::Range;

use super::proof::{new_error, passages, words_of};
use super::{EditRefusal, EditedArticle, ReadArticle};
use crate::pipeline::markdown::WrittenText;

/// Words that are selected on a page, or typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectedWords {
    /// The words; if they are typed, also `first words … last words`.
    pub words: String,
    /// All words of the text before them, which tell one occurrence from another; `None` if they are typed.
    pub before: Option<String>,
}

impl SelectedWords {
    /// Finds the words. Returns the numbers of their letters.
    pub(super) fn find(&self, text: &WrittenText) -> Result<Range<usize>, EditRefusal> {
        let wanted = letters(&self.words);
        let text: Vec<char> = text.letters.iter().map(|letter| letter.letter).collect();
        let found = occurrences(&text, &wanted, 0);
        if let Some((first, last)) = self.words.split_once('…').filter(|_| found.is_empty()) {
            let (first, last) = (letters(first), letters(last));
            let start = self.only(&occurrences(&text, &first, 0))?;
            let end = occurrences(&text, &last, start + first.len()).first().copied();
            return end.map(|end| start..end + last.len()).ok_or_else(absent);
        }
        let start = self.only(&found_before(&text, found, self.before.as_deref()))?;
        Ok(start..start + wanted.len())
    }

    fn only(&self, found: &[usize]) -> Result<usize, EditRefusal> {
        match found {
            [] => Err(absent()),
            [start] => Ok(*start),
            several => {
                let message = format!("`{}` is in this text {} times", self.words.trim(), several.len());
                Err(EditRefusal::new(message, "take more of the words around it"))
            }
        }
    }
}

fn absent() -> EditRefusal {
    EditRefusal::new(
        "these words are not in the text of this article",
        "select words of one paragraph, quotation, list or table, and no pictures",
    )
}

fn letters(words: &str) -> Vec<char> {
    words.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn occurrences(text: &[char], wanted: &[char], from: usize) -> Vec<usize> {
    if wanted.is_empty() || text.len() < from + wanted.len() {
        return Vec::new();
    }
    (from..=text.len() - wanted.len()).filter(|at| text[*at..].starts_with(wanted)).collect()
}

/// Keeps the occurrences before which the text is most like `before`. A page may show more than the text has, so that the whole
/// need not be the same.
fn found_before(text: &[char], found: Vec<usize>, before: Option<&str>) -> Vec<usize> {
    let Some(before) = before.map(letters).filter(|_| found.len() > 1) else { return found };
    let most = found.iter().map(|at| likeness(text, *at, &before)).max();
    found.into_iter().filter(|at| Some(likeness(text, *at, &before)) == most).collect()
}

/// The number of letters before a place that are like the last ones of `before`, and whether these are all that there are.
fn likeness(text: &[char], at: usize, before: &[char]) -> (usize, bool) {
    let pairs = text[..at].iter().rev().zip(before.iter().rev());
    (pairs.take_while(|(one, other)| one == other).count(), at == before.len())
}

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
