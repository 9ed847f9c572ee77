//! Phrases: patterns over the words of a line. `#` matches a number, `…` any words or none; letter case and most punctuation
//! do not count. And how a sentence ends.

/// A parsed pattern.
pub(super) struct Phrase(Vec<String>);

impl Phrase {
    /// The word that begins each line that it matches, if it is one and the same.
    pub(super) fn first_word(&self) -> Option<&str> {
        self.0.first().map(String::as_str).filter(|word| !matches!(*word, "#" | "…"))
    }

    /// Parses a pattern.
    pub fn new(pattern: &str) -> Self {
        Self(tokens(pattern))
    }

    /// The number of words that it matches, if it [is fixed](Self::is_fixed).
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether it matches a fixed number of words.
    pub fn is_fixed(&self) -> bool {
        !self.0.is_empty() && !self.0.iter().any(|word| word == "…")
    }

    /// Returns whether the pattern matches the words of a line.
    pub fn matches(&self, words: &[String]) -> bool {
        matches_words(&self.0, words)
    }
}

fn matches_words(pattern: &[String], words: &[String]) -> bool {
    match (pattern.split_first(), words.split_first()) {
        (None, words) => words.is_none(),
        (Some((any, [])), _) if any == "…" => true,
        (Some((any, rest)), _) if any == "…" => (0..=words.len()).any(|n| matches_words(rest, &words[n..])),
        (Some(_), None) => false,
        (Some((wanted, rest)), Some((word, left))) => {
            let same = wanted == word || (wanted == "#" && word.starts_with(|c: char| c.is_ascii_digit()));
            same && matches_words(rest, left)
        }
    }
}

/// The words and numbers of a line in lower case, and the punctuation that patterns may contain. `12Shares` is two words.
pub(super) fn tokens(line: &str) -> Vec<String> {
    first_tokens(line, usize::MAX)
}

/// The first [`tokens`] of a line; the last one may be cut.
pub(super) fn first_tokens(line: &str, count: usize) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in line.chars() {
        let is_last = tokens.len() == count;
        let c = if c == '’' { '\'' } else { c };
        let glued = match (last, c) {
            (a, b) if a.is_ascii_digit() => b.is_ascii_digit() || matches!(b, ',' | '.'),
            (',' | '.', b) => b.is_ascii_digit() && tokens.last().is_some_and(|token| token.ends_with(last)),
            (a, b) => (a.is_alphabetic() || a == '\'') && (b.is_alphabetic() || b == '\''),
        };
        last = c;
        let is_sign = matches!(c, ':' | '|' | '←' | '→' | '«' | '»' | '©' | '#' | '…' | '*' | '=');
        match tokens.last_mut() {
            Some(token) if glued => token.extend(c.to_lowercase()),
            _ if (c.is_alphanumeric() || is_sign) && is_last => break,
            _ if c.is_alphanumeric() || is_sign => tokens.push(c.to_lowercase().collect()),
            _ => {}
        }
    }
    for token in &mut tokens {
        token.truncate(token.trim_end_matches(['\'', ',', '.']).len());
    }
    tokens
}

/// Returns whether a text ends like a sentence; quotation marks after the full stop do not matter.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end();
    let inner =
        text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '”' | '"' | '’' | '\'' | '»' | '」' | '』'));
    inner.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '：', ')', ']', '）', '］'])
}

#[cfg(test)]
mod tests {
    use super::{Phrase, tokens};

    #[test]
    fn phrases() {
        let matches = |pattern, line| Phrase::new(pattern).matches(&tokens(line));
        assert!(
            matches("# shares", "0Shares")
                && matches("# shares", "1,204 shares")
                && !matches("# shares", "Shares fell")
        );
        assert!(matches("posted on …", "Posted on by") && matches("posted on …", "Posted on May 3, 2015"));
        assert!(matches("tag : …", "Tag: Ports") && !matches("tag : …", "Tag lines are short."));
        assert!(
            matches("… →", "Older posts →")
                && matches("you're here", "You’re here:") == matches("you're here :", "You're here")
        );
    }
}
