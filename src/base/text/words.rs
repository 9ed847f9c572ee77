//! Words: counting, reading time, truncating, wrapping, comparing.

use std::hash::Hash;

use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, patience};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The number of words read in a minute.
const WORDS_PER_MINUTE: usize = 220;

/// A number of things, by the noun for one: `1 page`, `2 addresses`, `3 copies`.
pub(crate) fn plural(n: usize, noun: &str) -> String {
    match (n, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{n} {stem}ies"),
        (_, None) => format!("{n} {noun}{}", if noun.ends_with('s') { "es" } else { "s" }),
    }
}

/// Counts words: runs of letters and digits, and each Chinese or Japanese character by itself. Korean has spaces
/// between words.
pub(crate) fn count(text: &str) -> usize {
    let (mut words, mut inside, mut rest) = (0, false, text);
    loop {
        let (ascii, other) = rest.split_at(ascii_length(rest.as_bytes()));
        words += count_ascii(ascii.as_bytes(), &mut inside);
        let Some(c) = other.chars().next() else { return words };
        let alone = is_unspaced(c);
        words += usize::from(alone || (c.is_alphanumeric() && !inside));
        inside = !alone && (c.is_alphanumeric() || (inside && c == '’'));
        rest = &other[c.len_utf8()..];
    }
}

/// The number of bytes before the first that is not ASCII, found eight at a time.
fn ascii_length(bytes: &[u8]) -> usize {
    let whole = bytes.chunks_exact(8).take_while(|chunk| chunk.is_ascii()).count() * 8;
    whole + bytes[whole..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// Counts the words that begin in `bytes`, which are ASCII; `inside` says whether a word goes on at their start, then at their
/// end. Beginnings are counted without a branch for each byte, and then those behind an apostrophe or a hyphen are taken back,
/// which do not end a word.
fn count_ascii(bytes: &[u8], inside: &mut bool) -> usize {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return 0 };
    let begins = |(here, before): (&u8, &u8)| u8::from(is_letter(*here) & !is_letter(*before));
    // As many as a byte can count.
    let runs = bytes[1..].chunks(255).zip(bytes.chunks(255));
    let runs = runs.map(|(here, before)| usize::from(here.iter().zip(before).map(begins).sum::<u8>()));
    let mut words = usize::from(is_letter(*first) & !*inside) + runs.sum::<usize>();
    let (mut goes_on, mut end) = (*inside, 0);
    for at in memchr::memchr2_iter(b'\'', b'-', bytes) {
        goes_on = if at > end { is_letter(bytes[at - 1]) } else { goes_on };
        end = at + 1;
        let continued = goes_on && bytes.get(end).is_some_and(|next| is_letter(*next));
        words -= usize::from(continued);
    }
    *inside = if end < bytes.len() { is_letter(*last) } else { goes_on };
    words
}

/// Returns whether an ASCII character is a letter or a digit.
fn is_letter(byte: u8) -> bool {
    byte.wrapping_sub(b'0') < 10 || (byte | 0x20).wrapping_sub(b'a') < 26
}

/// Returns whether a character is Chinese or Japanese, scripts without spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Returns the time to read this number of words, in minutes, rounded up.
pub(crate) fn reading_minutes(words: usize) -> usize {
    words.div_ceil(WORDS_PER_MINUTE)
}

/// Truncates `text` at the end of a word to at most `limit` characters, including an ellipsis.
pub(crate) fn truncate(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let end = text.char_indices().nth(limit.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let whole = head.rsplit_once(char::is_whitespace).map_or(head, |(head, _)| head);
    format!("{}…", whole.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '”' | '"' | '%')))
}

/// Collapses each run of white space to a single space, and removes it at both ends.
pub fn collapse_space(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Joins names with commas, and counts those beyond what can be read at a glance.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    /// The most names.
    const GLANCE: usize = 30;
    let mut names = names.into_iter();
    let shown = names.by_ref().take(GLANCE).collect::<Vec<_>>().join(", ");
    match names.count() {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Wraps `text` at spaces into lines of at most `columns`, of which a Korean character takes two. Longer words are
/// broken anywhere.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0, |line| line.width());
        let space = usize::from(line > 0);
        if line > 0 && line + space + word.width() > columns {
            lines.push(String::new());
        } else if let Some(line) = lines.last_mut().filter(|line| !line.is_empty()) {
            line.push(' ');
        }
        for letter in word.chars() {
            let full = lines.last().is_some_and(|line| line.width() + letter.width().unwrap_or(0) > columns);
            if full {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(letter);
            }
        }
    }
    lines
}

/// Returns how one list of words becomes another, stretch by stretch. Words that both have once are matched first, so that long
/// lists of many different words take linear time; between them the search for the shortest way is limited, as in Git.
pub(crate) fn diff<T: Hash + Eq>(ours: &[T], theirs: &[T]) -> Vec<DiffOp> {
    let mut operations = Compact::new(Replace::new(Capture::new()), ours, theirs);
    let (all_ours, all_theirs) = (0..ours.len(), 0..theirs.len());
    let Ok(()) = patience::diff(&mut operations, ours, all_ours, theirs, all_theirs);
    operations.into_inner().into_inner().into_ops()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words() {
        assert_eq!(count("The state's 3G-network, 24-million strong."), 5);
        assert_eq!(count("고려링크 is Koryolink"), 3);
        assert_eq!(count("中国手机"), 4);
        assert_eq!((reading_minutes(0), reading_minutes(1), reading_minutes(221)), (0, 1, 2));
    }

    /// The same, by one rule for all characters.
    fn count_each(text: &str) -> usize {
        let (mut words, mut inside) = (0, false);
        for c in text.chars() {
            let alone = is_unspaced(c);
            words += usize::from(alone || (c.is_alphanumeric() && !inside));
            inside = !alone && (c.is_alphanumeric() || (inside && matches!(c, '\'' | '’' | '-')));
        }
        words
    }

    #[test]
    fn counts_as_character_by_character() {
        let alphabet = ['a', 'Z', '9', '\'', '-', '.', ' ', '’', 'é', '中', '나'];
        let mut state = 1u32;
        for length in (0..600).chain([70_000]) {
            let mut text = String::new();
            for _ in 0..length {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // Half of the texts are ASCII.
                let letters = if length % 2 == 0 { alphabet.len() } else { 7 };
                text.push(alphabet[(state >> 16) as usize % letters]);
            }
            assert_eq!(count(&text), count_each(&text), "{text}");
        }
    }

    #[test]
    fn breaks_into_lines() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("고려링크는 이동 통신", 10), ["고려링크는", "이동 통신"]);
        assert_eq!(wrap("abcdefgh i", 3), ["abc", "def", "gh", "i"]);
        assert_eq!(wrap("", 3), [""]);
    }

    #[test]
    fn cuts_at_words() {
        assert_eq!(truncate("one two", 20), "one two");
        assert_eq!(truncate("one two, three four", 12), "one two…");
        assert_eq!(truncate("고려링크는 이동통신 회사다", 8), "고려링크는…");
    }
}
