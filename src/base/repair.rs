//! Repairs: the one safe change that mends a fault, as a value beside it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::base::text::path::RelPath;

/// The one safe change that mends a fault. It is made only if somebody agrees to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Repair {
    /// Writes words for others in the place of the fault.
    Reword(Vec<Rewording>),
    /// Changes the file of the fault.
    Edit {
        /// An imperative, such as "end the quotation here".
        title: String,
        /// The changes, in the order of their places, which do not overlap.
        edits: Vec<RepairEdit>,
    },
    /// Creates a file.
    Create {
        /// The file, which does not exist.
        path: RelPath,
        /// Its contents.
        text: String,
    },
}

/// Words to write for others, which occur once in the place of a fault, perhaps over several lines of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewording {
    /// The words as they are.
    pub old: String,
    /// The words to write instead.
    pub new: String,
}

/// A change of some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairEdit {
    /// Bytes from the start of the file.
    pub range: Range<usize>,
    /// The text that takes their place.
    pub new: String,
}

impl RepairEdit {
    /// The change that makes `new` of `old`, without what both begin and end with.
    pub(crate) fn between(old: &str, new: &str) -> Self {
        let same =
            |a: &mut dyn Iterator<Item = (char, char)>| a.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let start: usize = same(&mut old.chars().zip(new.chars()));
        let (old_rest, new_rest) = (&old[start..], &new[start..]);
        let end: usize = same(&mut old_rest.chars().rev().zip(new_rest.chars().rev()));
        Self { range: start..old.len() - end, new: new_rest[..new_rest.len() - end].to_owned() }
    }
}

impl Repair {
    /// Writes `new` for `old` in the place of the fault.
    pub(crate) fn reword(old: impl Into<String>, new: impl Into<String>) -> Self {
        Self::Reword(vec![Rewording { old: old.into(), new: new.into() }])
    }

    /// Replaces a range of the file by a text.
    pub(crate) fn write(range: Range<usize>, new: impl Into<String>) -> Self {
        let new = new.into();
        Self::Edit { title: format!("write {}", new.trim()), edits: vec![RepairEdit { range, new }] }
    }

    /// An imperative for whoever decides on it.
    pub fn title(&self) -> String {
        match self {
            Self::Reword(words) => {
                let words: Vec<String> = words.iter().map(|words| format!("`{}`", words.new)).collect();
                format!("write {}", words.join(", "))
            }
            Self::Edit { title, .. } => title.clone(),
            Self::Create { path, .. } => format!("create {path}"),
        }
    }

    /// The changes of the file of a fault at `place`, in bytes, with this `text`, in the order of their places. `None` if the text is not
    /// the one in which the fault was found, or does not show which words are meant.
    pub fn edits(&self, place: &Range<usize>, text: &str) -> Option<Vec<RepairEdit>> {
        let edits = match self {
            Self::Reword(words) => {
                let mut edits = words.iter().map(|words| words.edit(place, text)).collect::<Option<Vec<_>>>()?;
                edits.sort_by_key(|edit| edit.range.start);
                edits
            }
            Self::Edit { edits, .. } => edits.clone(),
            Self::Create { .. } => Vec::new(),
        };
        edits.iter().all(|edit| text.get(edit.range.clone()).is_some()).then_some(edits)
    }
}

impl Rewording {
    fn edit(&self, place: &Range<usize>, text: &str) -> Option<RepairEdit> {
        let found = only_occurrence(text.get(place.clone())?, &self.old)?;
        Some(RepairEdit { range: place.start + found.start..place.start + found.end, new: self.new.clone() })
    }
}

/// The place of `words` in `text`, if there is only one. Between words there may be a line break, and the marks of quotations
/// after it.
fn only_occurrence(text: &str, words: &str) -> Option<Range<usize>> {
    let mut words = words.split(' ');
    let first = words.next().filter(|first| !first.is_empty())?;
    let mut found = text.match_indices(first).filter_map(|(start, _)| {
        let mut end = start + first.len();
        for word in words.clone() {
            let rest = text[end..].trim_start_matches(|c: char| c.is_whitespace() || c == '>');
            if rest.len() == text.len() - end || !rest.starts_with(word) {
                return None;
            }
            end = text.len() - rest.len() + word.len();
        }
        Some(start..end)
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// Makes changes that are in the order of their places. Of two that overlap, the second is left out.
pub fn apply(text: &str, edits: &[RepairEdit]) -> String {
    let (mut changed, mut end) = (String::with_capacity(text.len()), 0);
    for RepairEdit { range, new } in edits.iter().filter(|edit| edit.range.end <= text.len()) {
        if range.start >= end {
            changed.push_str(&text[end..range.start]);
            changed.push_str(new);
            end = range.end;
        }
    }
    changed + &text[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(place: Range<usize>, text: &str, old: &str, new: &str) -> Option<String> {
        Repair::reword(old, new).edits(&place, text).map(|edits| apply(text, &edits))
    }

    #[test]
    fn words_are_replaced_where_they_occur_once() {
        assert_eq!(mended(2..5, "b \"b\" b", "b", "c").as_deref(), Some("b \"c\" b"));
        assert_eq!(mended(0..7, "b \"b\" b", "b", "c"), None);
        assert_eq!(mended(0..90, "b", "b", "c"), None);
        assert_eq!(mended(0..24, "> It did\n> not rise. So.", "did not", "did").as_deref(), Some("> It did rise. So."));
        assert_eq!(mended(0..10, "did notice", "did note", "did"), None);
    }

    #[test]
    fn a_change_is_what_differs() {
        for (old, new) in [("a b c", "a x c"), ("aa", "aaa"), ("aaa", "aa"), ("", "ä"), ("뉴스", "뉴욕"), ("a", "a")]
        {
            let edit = RepairEdit::between(old, new);
            assert!(edit.new.len() <= 3, "{edit:?}");
            assert_eq!(apply(old, &[edit]), new);
        }
    }

    #[test]
    fn of_two_overlapping_changes_the_first_is_made() {
        let edit = |range, new: &str| RepairEdit { range, new: new.to_owned() };
        assert_eq!(apply("abcd", &[edit(1..3, "x"), edit(2..4, "y"), edit(4..4, "z")]), "axdz");
    }
}
