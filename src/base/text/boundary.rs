//! Word boundaries, in scripts with and without spaces between words: for search terms, and more strictly for quotations, which
//! must not cut a number or a compound either.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::words;

/// The role of a character in words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CharClass {
    /// Not part of a word.
    Mark,
    /// A letter or a digit of a script that puts spaces between words.
    Letter,
    /// A Korean syllable: one word with the syllables beside it.
    Hangul,
    /// A Chinese or Japanese character: a word by itself.
    Alone,
}

impl CharClass {
    /// Classifies `c`.
    pub(crate) fn of(c: char) -> Self {
        match c {
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Self::Mark,
            c if c.is_ascii() => Self::Letter,
            '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' => Self::Hangul,
            c if words::is_unspaced(c) => Self::Alone,
            c if c.is_alphanumeric() || is_combining_mark(c) => Self::Letter,
            _ => Self::Mark,
        }
    }
}

/// Returns whether there is a word boundary between two characters. A change of script is one: `3G망`, `SIM카드`.
fn is_boundary(left: char, right: char) -> bool {
    let (left, right) = (CharClass::of(left), CharClass::of(right));
    left != right || matches!(left, CharClass::Mark | CharClass::Alone)
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

/// Returns whether a quotation may start at `at`.
fn may_open(text: &str, at: usize) -> bool {
    !is_linked(text, at)
}

/// Returns whether a quotation may end at `at`. It may omit Korean particles, but not after a number, where `만` is ten thousand,
/// nor after a single syllable, which is as likely the start of another word.
fn may_close(text: &str, at: usize) -> bool {
    let number = text[..at].chars().next_back().is_some_and(char::is_numeric);
    let is_single = text[..at].char_indices().next_back().is_none_or(|(last, _)| !is_linked(text, last));
    !is_linked(text, at) || (!number && !is_single && are_particles(&text[at..linked_end(text, at)]))
}

/// Returns whether the place is inside a number, or between a number and its unit.
fn cuts_number(text: &str, at: usize) -> bool {
    let (last, next) = (text[..at].chars().next_back(), text[at..].chars().next());
    is_linked(text, at) && [last, next].into_iter().flatten().any(char::is_numeric)
}

/// Returns the end of the word, number or compound that contains the place.
fn linked_end(text: &str, at: usize) -> usize {
    let mut places = text[at..].char_indices().map(|(n, _)| at + n);
    places.find(|place| !is_linked(text, *place)).unwrap_or(text.len())
}

/// Returns whether the place is inside a unit of writing: a word, a number (`82.8`, `12,000`, `6:30`, `-5`, `$5`, `5%`,
/// `5만`), a compound (`non-lethal`), a contraction (`can't`), an abbreviation (`U.S.`, `AT&T`).
fn is_linked(text: &str, at: usize) -> bool {
    let (mut left, mut right) = (text[..at].chars().rev(), text[at..].chars());
    let (Some(last), Some(next)) = (left.next(), right.next()) else { return false };
    match (CharClass::of(last), CharClass::of(next)) {
        (CharClass::Mark, CharClass::Mark) => false,
        (CharClass::Mark, _) => {
            let before = left.next();
            let sign = matches!(last, '-' | '−' | '+' | '$' | '€' | '£' | '₩' | '¥') && next.is_numeric();
            before.is_some_and(|before| joins(before, last, next))
                || (sign && before.is_none_or(|before| CharClass::of(before) == CharClass::Mark))
        }
        (_, CharClass::Mark) => {
            let percent = matches!(next, '%' | '‰') && last.is_numeric();
            percent || right.next().is_some_and(|after| joins(last, next, after))
        }
        (CharClass::Alone, _) | (_, CharClass::Alone) => last.is_numeric() != next.is_numeric(),
        _ => true,
    }
}

/// Returns whether the mark joins two characters into one word or number.
fn joins(left: char, mark: char, right: char) -> bool {
    if [left, right].map(CharClass::of).contains(&CharClass::Mark) {
        return false;
    }
    match mark {
        '.' if left.is_uppercase() && right.is_uppercase() => true,
        '.' | ',' | ':' | '/' | '~' => left.is_numeric() && right.is_numeric(),
        '&' | '@' => true,
        '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' => [left, right].map(CharClass::of) == [CharClass::Letter; 2],
        _ => false,
    }
}

/// Finds `words` in `text` where they cut nothing at either side. A side that is `loose` may be inside a word.
pub(crate) fn find_uncut<'a>(text: &'a str, words: &'a str, loose: Sides) -> impl Iterator<Item = Range<usize>> + 'a {
    find_overlapping(text, words)
        .filter(move |at| (loose.start && !cuts_number(text, at.start)) || may_open(text, at.start))
        .filter(move |at| (loose.end && !cuts_number(text, at.end)) || may_close(text, at.end))
}

/// Finds `words` in `text`, even where one place overlaps another.
fn find_overlapping<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find(words)?;
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
        Some(start..start + words.len())
    })
}

/// The sides of a range of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sides {
    /// The start.
    pub start: bool,
    /// The end.
    pub end: bool,
}

/// Widens the range so that it cuts no word or number.
pub(crate) fn widen_to_words(text: &str, range: Range<usize>) -> Range<usize> {
    let places = text[..range.start].char_indices().rev().map(|(at, _)| at);
    let start = std::iter::once(range.start).chain(places).find(|at| may_open(text, *at)).unwrap_or(0);
    start..if may_close(text, range.end) { range.end } else { linked_end(text, range.end) }
}

/// The endings of a Korean noun that do not make another noun of it: particles, the plural, and the copula. Those that are as
/// likely part of a noun (`인`, `일`, `자`) are left out.
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

/// Returns whether the text is a chain of particles.
fn are_particles(rest: &str) -> bool {
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

    #[test]
    fn quotations_cut_nothing() {
        let text = "It can't leave; the office cannot, and 82.8 or 12,000 non-lethal ones did so in 2015. \
            'Ports' close. 5만 대, SIM카드는, 2016年";
        let found = |words: &str| find_uncut(text, words, Sides::default()).next().is_some();
        for sound in
            ["It can't leave", "82.8 or 12,000", "non-lethal ones", "in 2015", "Ports", "5만 대, SIM카드", "2016年"]
        {
            assert!(found(sound), "{sound}");
        }
        for cut in
            ["It can", "office can", "82", "8 or", "and 12", "000 non", "lethal", "in 201", "5", "SIM", "카드", "2016"]
        {
            assert!(!found(cut), "{cut}");
        }
        let text = "It fell -5% at 6:30, by $5 of 1/2; AT&T and the U.S. shut. 나이가, 회의에서는, 인도에서";
        let found = |words: &str| find_uncut(text, words, Sides::default()).next().is_some();
        assert!(["fell -5%", "6:30", "$5", "1/2", "AT&T", "U.S.", "인도"].into_iter().all(found));
        for cut in ["5%", "fell -5", "6", "5", "1", "AT", "The U", "나", "회"] {
            assert!(!found(cut), "{cut}");
        }
        let text = "Ports close, and the office cannot.";
        assert_eq!(find_uncut(text, "ort", Sides { start: true, end: true }).next().map(|at| &text[at]), Some("ort"));
        let at = text.find("office can").expect("it is there");
        assert_eq!(&text[widen_to_words(text, at + 2..at + 10)], "office cannot");
    }
}
