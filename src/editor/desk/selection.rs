//! Words that are selected on a page, found among the letters of the text.

use std::ops::Range;

use super::EditRefusal;
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
