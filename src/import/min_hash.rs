//! MinHash: a few numbers for the words of a text, by which texts that have much in common are recognised (A. Broder, *On
//! the resemblance and containment of documents*, 1997).

use std::collections::BTreeSet;

use super::draft::Draft;
use crate::base::hash;
use crate::base::text::words;

/// The smallest hashes of a text's pairs of words. Two texts share about the same part of them as of their words.
#[derive(Default, PartialEq, Eq)]
pub(super) struct MinHash(BTreeSet<u32>);

impl MinHash {
    /// The number of hashes kept.
    const SIZE: usize = 20;
    /// Hexadecimal digits of a hash.
    const DIGITS: usize = 6;
    /// The resemblance of two versions of one text, from 0 to 1. Texts by two authors have less than a tenth.
    const THRESHOLD: f64 = 0.3;

    /// The MinHash of a draft's text.
    pub(crate) fn of_draft(draft: &Draft) -> Self {
        Self::of_text(&draft.body())
    }

    /// The MinHash of Markdown.
    pub(crate) fn of_text(markdown: &str) -> Self {
        let mut hashes = BTreeSet::new();
        let mut last = "";
        for word in markdown.split(|c: char| !c.is_alphanumeric()).flat_map(units) {
            hashes.insert((hash::bytes(format!("{last} {word}").as_bytes()) >> 104) as u32);
            if hashes.len() > Self::SIZE {
                hashes.pop_last();
            }
            last = word;
        }
        Self(hashes)
    }

    /// Parses what [`Self::to_hex`] returns.
    pub(crate) fn from_hex(hex: &str) -> Self {
        let digits = hex.as_bytes().chunks(Self::DIGITS);
        Self(digits.filter_map(|it| u32::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok()).collect())
    }

    /// The hashes in hexadecimal, for `words` in `[import]`.
    pub(crate) fn to_hex(&self) -> String {
        self.0.iter().map(|hash| format!("{hash:06x}")).collect()
    }

    /// The part of their words that both texts have, from 0 to 1.
    pub(crate) fn resemblance(&self, other: &Self) -> f64 {
        let smallest: BTreeSet<u32> = self.0.union(&other.0).copied().take(Self::SIZE).collect();
        let common = smallest.iter().filter(|hash| self.0.contains(hash) && other.0.contains(hash)).count();
        if smallest.is_empty() { 1.0 } else { common as f64 / smallest.len() as f64 }
    }

    /// Tells whether both are versions of one text.
    pub(crate) fn resembles(&self, other: &Self) -> bool {
        self.resemblance(other) >= Self::THRESHOLD
    }
}

/// The units of a word: the word itself; in a script without spaces between words, each letter.
fn units(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if words::is_unspaced(first) {
            first.len_utf8()
        } else {
            rest.find(words::is_unspaced).unwrap_or(rest.len())
        };
        let (unit, behind) = rest.split_at(end);
        rest = behind;
        Some(unit)
    })
}
