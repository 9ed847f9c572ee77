//! Recognises lines of page furniture by their words, which are in [`furniture_words`](super::furniture_words).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::furniture_words::{FURNITURE, Furniture};
use super::phrase::{Phrase, first_tokens, tokens};

/// A line with more words is prose, however it starts.
const MAX_FURNITURE_WORDS: usize = 60;
/// The most words of a sentence that a pattern of two or three words matches.
const MAX_SENTENCE_WORDS: usize = 12;

/// A pattern of furniture, with the most words of a sentence that it matches.
struct FurniturePattern {
    phrase: Phrase,
    max_sentence: usize,
    furniture: &'static Furniture,
    /// Its place among all.
    rank: usize,
}

/// The patterns, by the first words of the lines that they match.
struct FurniturePatterns {
    by_word: HashMap<String, Vec<FurniturePattern>>,
    any: Vec<FurniturePattern>,
}

/// The furniture that a line is.
pub(super) fn furniture_of(line: &str) -> Option<&'static Furniture> {
    static PATTERNS: LazyLock<FurniturePatterns> = LazyLock::new(|| FurniturePatterns::new(|_| true));
    let words = first_tokens(line, MAX_FURNITURE_WORDS + 2);
    let words = words.strip_suffix(&[":".to_owned()]).unwrap_or(&words);
    if words.is_empty() || words.len() > MAX_FURNITURE_WORDS {
        return None;
    }
    let is_sentence = line.ends_with('.');
    let is_match = |pattern: &&FurniturePattern| {
        (!is_sentence || words.len() <= pattern.max_sentence) && pattern.phrase.matches(words)
    };
    let whole = PATTERNS.beginning_with(&words[0]).filter(is_match).min_by_key(|pattern| pattern.rank);
    whole.map(|pattern| pattern.furniture).or_else(|| row_of_buttons(words))
}

/// The furniture that a row of buttons is, of which each is known: `Share Tweet Comments 3`.
fn row_of_buttons(words: &[String]) -> Option<&'static Furniture> {
    const MAX_WORDS: usize = 16;
    const KINDS: [&str; 3] = ["sharing", "comments", "reply form"];
    static BUTTONS: LazyLock<FurniturePatterns> =
        LazyLock::new(|| FurniturePatterns::new(|it| KINDS.contains(&it.furniture.kind) && it.phrase.is_fixed()));
    let mut rest = words;
    let mut first = None;
    while !rest.is_empty() && words.len() <= MAX_WORDS {
        let begins = |pattern: &&FurniturePattern| {
            rest.get(..pattern.phrase.len()).is_some_and(|start| pattern.phrase.matches(start))
        };
        let longest = BUTTONS.beginning_with(&rest[0]).filter(begins).max_by_key(|pattern| pattern.phrase.len())?;
        first = first.or(Some(longest.furniture));
        rest = &rest[longest.phrase.len()..];
    }
    first.filter(|_| rest.is_empty())
}

impl FurniturePatterns {
    /// The patterns that are wanted.
    fn new(is_wanted: fn(&FurniturePattern) -> bool) -> Self {
        let mut patterns = Self { by_word: HashMap::new(), any: Vec::new() };
        let all = FURNITURE.iter().flat_map(|furniture| furniture.patterns.iter().map(move |it| (furniture, it)));
        for (rank, (furniture, pattern)) in all.enumerate() {
            let (phrase, max_sentence) = (Phrase::new(pattern), max_sentence_words(pattern));
            let pattern = FurniturePattern { phrase, max_sentence, furniture, rank };
            let beside = match pattern.phrase.first_word() {
                Some(word) => patterns.by_word.entry(word.to_owned()).or_default(),
                None => &mut patterns.any,
            };
            beside.extend(is_wanted(&pattern).then_some(pattern));
        }
        patterns
    }

    /// The patterns that may match a line whose first word this is.
    fn beginning_with(&self, word: &str) -> impl Iterator<Item = &FurniturePattern> {
        self.by_word.get(word).into_iter().flatten().chain(&self.any)
    }
}

/// The fewer words of a sentence a pattern knows, the shorter the sentence has to be.
fn max_sentence_words(pattern: &str) -> usize {
    match tokens(pattern).iter().filter(|word| *word != "…").count() {
        1 if pattern.contains('…') => 0,
        2 | 3 if pattern.contains('…') => MAX_SENTENCE_WORDS,
        _ => MAX_FURNITURE_WORDS,
    }
}
