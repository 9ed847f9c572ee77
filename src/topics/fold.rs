//! What a text and the terms become before they are compared, and where words begin and end in them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::{fold, words};

/// A folded text, twice: the same bytes apart from letter case, so that a place in one is that place in the other.
pub struct Folded {
    /// With its capital letters.
    pub kept: String,
    /// In small letters.
    pub small: String,
}

impl Folded {
    /// Brings the text to NFKC; writes quotation marks, hyphens and short dashes in one way each; joins white space,
    /// and compounds by a space, so that `cell-phone` is `cell phone`. An empty line becomes a line break, which no
    /// phrase runs across.
    pub fn new(text: &str) -> Self {
        let kept = match text.is_ascii() {
            true => join(text.chars()),
            false => join(text.nfkc()),
        };
        let small = kept.chars().map(small).collect();
        Self { kept, small }
    }
}

fn join(chars: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    // The letters before the last one and the last one; the line breaks of the white space at hand.
    let (mut before, mut last, mut breaks) = (' ', ' ', 0);
    for c in chars.filter(|c| !fold::is_hidden(*c)) {
        if c.is_whitespace() {
            breaks += usize::from(c == '\n');
            if last != ' ' {
                text.push(' ');
                (before, last) = (last, ' ');
            }
            continue;
        }
        let c = match c {
            '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
            c => fold::letter(c),
        };
        if breaks > 1 && text.ends_with(' ') {
            text.pop();
            text.push('\n');
        }
        if last == '-' && Kind::of(before) != Kind::Mark && Kind::of(c) != Kind::Mark {
            text.pop();
            text.push(' ');
        }
        text.push(c);
        (before, last, breaks) = (last, c, 0);
    }
    text.truncate(text.trim_end().len());
    text
}

/// The small letter. One that takes another number of bytes (`ẞ`, `İ`) stays, so that places stay too.
fn small(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

/// What a character is to the words around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Belongs to no word.
    Mark,
    /// A letter or a digit of a script that puts spaces between words.
    Letter,
    /// A Korean syllable: one word with the syllables beside it.
    Hangul,
    /// A Chinese or Japanese character: a word of its own.
    Alone,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Self::Mark,
            c if c.is_ascii() => Self::Letter,
            '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' => Self::Hangul,
            c if words::stands_alone(c) => Self::Alone,
            c if c.is_alphanumeric() || is_combining_mark(c) => Self::Letter,
            _ => Self::Mark,
        }
    }
}

/// Tells whether no word runs across the place between the two characters. Scripts change there too: `3G망`, `SIM카드`.
fn apart(left: char, right: char) -> bool {
    let (left, right) = (Kind::of(left), Kind::of(right));
    left != right || matches!(left, Kind::Mark | Kind::Alone)
}

/// Tells whether a word begins at `at`.
pub fn begins(text: &str, at: usize) -> bool {
    match (text[..at].chars().next_back(), text[at..].chars().next()) {
        (Some(left), Some(right)) => apart(left, right),
        _ => true,
    }
}

/// Tells whether a word ends at `at`: there is no letter to follow, or, in Korean, nothing but particles.
pub fn ends(text: &str, at: usize) -> bool {
    let rest = rest(text, at);
    rest.is_empty() || (rest.chars().all(|c| Kind::of(c) == Kind::Hangul) && are_particles(rest))
}

/// What of the word that holds the place `at` follows there.
pub fn rest(text: &str, at: usize) -> &str {
    let Some(mut left) = text[..at].chars().next_back() else { return "" };
    for (n, right) in text[at..].char_indices() {
        if apart(left, right) {
            return &text[at..at + n];
        }
        left = right;
    }
    &text[at..]
}

/// What follows a Korean noun without making another one of it: particles, the plural, and the copula. Left out is what
/// as often begins or ends a noun (`인`, `일`, `자`).
#[rustfmt::skip]
const PARTICLES: [&str; 66] = [
    "은", "는", "이", "가", "을", "를", "의", "도", "만", "와", "과", "로", "으로", "에", "에서", "에게", "에게서", "께",
    "께서", "한테", "한테서", "랑", "이랑", "하고", "나", "이나", "든지", "이든지", "라도", "이라도", "까지", "부터",
    "조차", "마저", "밖에", "뿐", "마다", "보다", "처럼", "같이", "만큼", "대로", "로서", "으로서", "로써", "으로써",
    "에다", "들", "라", "이라", "라는", "이라는", "라고", "이라고", "란", "이란", "이다", "이고", "이며", "이지만",
    "입니다", "였다", "이었다", "이었던", "지만", "며",
];

/// Syllables of the longest chain of particles that is looked at, such as `에서부터라도`.
const LONGEST: usize = 8;

fn are_particles(rest: &str) -> bool {
    fn chain(rest: &str) -> bool {
        rest.is_empty() || PARTICLES.iter().any(|particle| rest.strip_prefix(particle).is_some_and(chain))
    }
    rest.chars().count() <= LONGEST && chain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        let folded = Folded::new(" “It’s”  a ＳＩＭ\u{ad}-card\u{a0}—\nÉtudes of\r\n\r\ncell‑phone use - ① ");
        assert_eq!(folded.kept, "\"It's\" a SIM card — Études of\ncell phone use - 1");
        assert_eq!(folded.small, "\"it's\" a sim card — études of\ncell phone use - 1");
        let odd = Folded::new("İẞȺ SIM");
        assert_eq!((odd.small.as_str(), odd.kept.len()), ("İẞȺ sim", odd.small.len()));
        assert_eq!(Folded::new("휴대전화").kept, "휴대전화");
    }

    #[test]
    fn words_begin_and_end() {
        let whole = |text: &str, word: &str| {
            let at = text.find(word).expect("it is there");
            begins(text, at) && ends(text, at + word.len())
        };
        assert!(whole("the border's end", "border") && whole("(border)", "border") && whole("border", "border"));
        assert!(!whole("borders", "border") && !whole("aborder", "border") && !whole("e\u{301}a", "e"));
        assert!(whole("3G망", "3G") && whole("SIM카드", "SIM") && whole("북한SIM", "SIM") && !whole("13G", "3G"));
        assert!(whole("光明网", "光明") && whole("在光明网", "光明"));
    }

    #[test]
    fn particles_end_a_korean_word() {
        let whole = |text: &str| text.find("광명").is_some_and(|at| begins(text, at) && ends(text, at + "광명".len()));
        for text in
            ["광명", "광명은", "광명에서는", "광명으로부터의", "광명이라는", "광명들을", "‘광명’이", "광명입니다"]
        {
            assert!(whole(text), "{text}");
        }
        for text in ["광명시", "광명역에서", "신광명", "광명망은", "광명인"] {
            assert!(!whole(text), "{text}");
        }
    }
}
