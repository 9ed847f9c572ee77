//! Phrases: patterns over the words of a line. `#` stands for a number, `…` for any words or none; letter case and most
//! punctuation do not count.

/// A pattern, made ready.
pub(super) struct Phrase(Vec<String>);

impl Phrase {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Self {
        Self(tokens(pattern))
    }

    /// Tells whether the words of a line are these.
    pub fn is(&self, words: &[String]) -> bool {
        fits(&self.0, words)
    }
}

fn fits(pattern: &[String], words: &[String]) -> bool {
    match (pattern.split_first(), words.split_first()) {
        (None, words) => words.is_none(),
        (Some((any, rest)), words_left) if any == "…" => {
            fits(rest, words) || words_left.is_some_and(|(_, left)| fits(pattern, left))
        }
        (Some(_), None) => false,
        (Some((wanted, rest)), Some((word, left))) => {
            let same = wanted == word || (wanted == "#" && word.starts_with(|c: char| c.is_ascii_digit()));
            same && fits(rest, left)
        }
    }
}

/// The words and numbers of a line in small letters, and the signs that patterns may name. `12Shares` is two words.
pub(super) fn tokens(line: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in line.chars() {
        let c = if c == '’' { '\'' } else { c };
        let glued = match (last, c) {
            (a, b) if a.is_ascii_digit() => b.is_ascii_digit() || matches!(b, ',' | '.'),
            (',' | '.', b) => b.is_ascii_digit() && tokens.last().is_some_and(|token| token.ends_with(last)),
            (a, b) => (a.is_alphabetic() || a == '\'') && (b.is_alphabetic() || b == '\''),
        };
        last = c;
        let sign = matches!(c, ':' | '|' | '←' | '→' | '«' | '»' | '©' | '#' | '…' | '*');
        match tokens.last_mut() {
            Some(token) if glued => token.extend(c.to_lowercase()),
            _ if c.is_alphanumeric() || sign => tokens.push(c.to_lowercase().collect()),
            _ => {}
        }
    }
    for token in &mut tokens {
        token.truncate(token.trim_end_matches(['\'', ',', '.']).len());
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::{Phrase, tokens};

    #[test]
    fn phrases() {
        let is = |pattern, line| Phrase::new(pattern).is(&tokens(line));
        assert!(is("# shares", "0Shares") && is("# shares", "1,204 shares") && !is("# shares", "Shares fell"));
        assert!(is("posted on …", "Posted on by") && is("posted on …", "Posted on May 3, 2015"));
        assert!(is("tag : …", "Tag: Ports") && !is("tag : …", "Tag lines are short."));
        assert!(is("… →", "Older posts →") && is("you're here", "You’re here:") == is("you're here :", "You're here"));
    }
}
