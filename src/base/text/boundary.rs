//! Word boundaries, in scripts with and without spaces between words.

use serde::{Deserialize, Serialize};

use unicode_normalization::char::is_combining_mark;

use super::words;

/// The role of a character in words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CharClass {
    /// Not part of a word.
    Separator,
    /// A letter or a digit of a script that puts spaces between words.
    Letter,
    /// A Korean syllable: one word with the syllables beside it.
    Hangul,
    /// A Chinese or Japanese character: a word by itself.
    Ideograph,
}

impl CharClass {
    /// Classifies `c`.
    pub(crate) fn of(c: char) -> Self {
        match c {
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Self::Separator,
            c if c.is_ascii() => Self::Letter,
            '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' => Self::Hangul,
            c if words::is_unspaced(c) => Self::Ideograph,
            c if c.is_alphanumeric() || is_combining_mark(c) => Self::Letter,
            _ => Self::Separator,
        }
    }
}

/// Returns whether there is a word boundary between two characters. A change of script is one: `3G망`, `SIM카드`.
fn is_boundary(left: char, right: char) -> bool {
    let (left, right) = (CharClass::of(left), CharClass::of(right));
    left != right || matches!(left, CharClass::Separator | CharClass::Ideograph)
}

/// Returns whether a word starts at `at`.
pub(crate) fn is_word_start(text: &str, at: usize) -> bool {
    match (text[..at].chars().next_back(), text[at..].chars().next()) {
        (Some(left), Some(right)) => is_boundary(left, right),
        _ => true,
    }
}

/// Returns whether a word ends at `at`: no letter follows, or, in Korean, only particles.
pub(crate) fn is_word_end(text: &str, at: usize) -> bool {
    let rest = rest_of_word(text, at);
    rest.is_empty() || are_particles(rest)
}

/// Returns the rest of the word that contains the place `at`.
pub(crate) fn rest_of_word(text: &str, at: usize) -> &str {
    let Some(mut left) = text[..at].chars().next_back() else { return "" };
    for (n, right) in text[at..].char_indices() {
        if is_boundary(left, right) {
            return &text[at..at + n];
        }
        left = right;
    }
    &text[at..]
}

/// The sides of a range of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sides {
    /// The start.
    pub start: bool,
    /// The end.
    pub end: bool,
}

/// The endings of a Korean noun that do not make another noun of it: particles, the plural, and the copula. Those that
/// are as likely part of a noun (`인`, `일`, `자`) are left out.
#[rustfmt::skip]
const PARTICLES: [&str; 66] = [
    "은", "는", "이", "가", "을", "를", "의", "도", "만", "와", "과", "로", "으로", "에", "에서", "에게", "에게서", "께",
    "께서", "한테", "한테서", "랑", "이랑", "하고", "나", "이나", "든지", "이든지", "라도", "이라도", "까지", "부터",
    "조차", "마저", "밖에", "뿐", "마다", "보다", "처럼", "같이", "만큼", "대로", "로서", "으로서", "로써", "으로써",
    "에다", "들", "라", "이라", "라는", "이라는", "라고", "이라고", "란", "이란", "이다", "이고", "이며", "이지만",
    "입니다", "였다", "이었다", "이었던", "지만", "며",
];

/// The number of syllables in a chain of particles, such as `에서부터라도`, at most.
const LONGEST_CHAIN: usize = 8;

/// Particles of case, which give a noun only its role in the sentence.
const CASES: [&str; 15] =
    ["은", "는", "이", "가", "을", "를", "의", "에", "에서", "에게", "와", "과", "로", "으로", "께서"];

/// Returns whether the text is a particle that a quotation may end before.
pub(crate) fn are_case_particles(rest: &str) -> bool {
    CASES.contains(&rest)
}

/// Particles with two forms: after a consonant, after a vowel.
const TWO_FORMS: [[&str; 2]; 8] = [
    ["은", "는"],
    ["이", "가"],
    ["을", "를"],
    ["과", "와"],
    ["으로", "로"],
    ["이나", "나"],
    ["이라고", "라고"],
    ["이라는", "라는"],
];

/// Returns the form of a particle that follows another sound: `는` for `은`.
pub(crate) fn other_form(particle: &str) -> Option<&'static str> {
    let pair = TWO_FORMS.iter().find(|pair| pair.contains(&particle))?;
    Some(pair[usize::from(pair[0] == particle)])
}

/// Returns the forms of a word without a particle that a quotation may end before.
pub(crate) fn without_case_particle(word: &str) -> impl Iterator<Item = &str> {
    CASES.iter().filter_map(|particle| word.strip_suffix(particle)).filter(|rest| !rest.is_empty())
}

/// Returns whether the text is a chain of particles.
pub(crate) fn are_particles(rest: &str) -> bool {
    fn chain(rest: &str) -> bool {
        rest.is_empty() || PARTICLES.iter().any(|particle| rest.strip_prefix(particle).is_some_and(chain))
    }
    rest.chars().count() <= LONGEST_CHAIN && chain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_word(text: &str, word: &str) -> bool {
        let at = text.find(word).expect("it is there");
        is_word_start(text, at) && is_word_end(text, at + word.len())
    }

    #[test]
    fn words_begin_and_end() {
        assert!(is_word("the border's end", "border") && is_word("(border)", "border") && is_word("border", "border"));
        assert!(!is_word("borders", "border") && !is_word("aborder", "border") && !is_word("e\u{301}a", "e"));
        assert!(
            is_word("3G망", "3G") && is_word("SIM카드", "SIM") && is_word("북한SIM", "SIM") && !is_word("13G", "3G")
        );
        assert!(is_word("光明网", "光明") && is_word("在光明网", "光明"));
    }

    #[test]
    fn particles_end_a_korean_word() {
        for text in
            ["광명", "광명은", "광명에서는", "광명으로부터의", "광명이라는", "광명들을", "‘광명’이", "광명입니다"]
        {
            assert!(is_word(text, "광명"), "{text}");
        }
        for text in ["광명시", "광명역에서", "신광명", "광명망은", "광명인"] {
            assert!(!is_word(text, "광명"), "{text}");
        }
    }
}
