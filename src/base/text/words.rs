//! Words: counting, reading time, truncating, wrapping, comparing.

use std::hash::Hash;

use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, patience};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The number of words read in a minute.
const WORDS_PER_MINUTE: usize = 220;

/// For each ASCII character, whether it is a letter or digit, and whether it does not end a word that it is inside of.
const ASCII: [[bool; 2]; 128] = {
    let mut kinds = [[false; 2]; 128];
    let mut byte: u8 = 0;
    while byte < 128 {
        kinds[byte as usize] = [byte.is_ascii_alphanumeric(), byte == b'\'' || byte == b'-'];
        byte += 1;
    }
    kinds
};

/// Counts words: runs of letters and digits, and each Chinese or Japanese character by itself. Korean has spaces
/// between words.
pub(crate) fn count(text: &str) -> usize {
    let mut words = 0;
    let mut inside = false;
    if text.is_ascii() {
        // The common case, which needs no knowledge of scripts.
        for byte in text.bytes() {
            let [letter, joins] = ASCII[usize::from(byte & 0x7f)];
            words += usize::from(letter & !inside);
            inside = letter | (inside & joins);
        }
        return words;
    }
    for c in text.chars() {
        let alone = is_unspaced(c);
        words += usize::from(alone || (c.is_alphanumeric() && !inside));
        // An apostrophe or a hyphen inside a word does not end it.
        inside = !alone && (c.is_alphanumeric() || (inside && matches!(c, '\'' | '’' | '-')));
    }
    words
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
