//! Quoted text as tokens: words, numbers and marks, compared without regard to typesetting.
//!
//! Two texts have the same tokens if they have the same words, numbers and marks, whatever the shape of their quotation marks and
//! dashes, the width of their characters (Unicode Standard Annex 15, compatibility forms), their spaces and line breaks. A number
//! is one token with its sign, its separators and its percent sign; so is a compound word. [`Tokens::is_glued`] holds what a
//! quotation must not cut: `5` of `5 million`.
//!
//! | module | job |
//! |---|---|
//! | `typeset` | characters without their typesetting |
//! | `scan` | characters to tokens |
//! | `glue` | number phrases of several tokens |
//! | `find` | occurrences of tokens in other tokens |
//! | `near` | the tokens most like others |
//! | `negation` | words that say no |

mod find;
mod glue;
mod near;
pub(crate) mod negation;
mod scan;
mod typeset;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

pub(crate) use find::{Effort, Needle};
pub(crate) use near::nearest;

/// The tokens of a text.
pub(crate) struct Tokens<'a> {
    /// The text.
    pub source: &'a str,
    /// The keys of all tokens, one after the other.
    keys: String,
    list: Vec<Token>,
    /// The tokens by their keys, made when they are first looked for.
    index: OnceCell<HashMap<Box<str>, Vec<u32>>>,
}

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
struct Token {
    /// The end of its key; the key starts where the key before ends.
    key_end: u32,
    /// Its bytes in the text.
    start: u32,
    end: u32,
    kind: TokenKind,
    /// What precedes it.
    space: Space,
    /// True if its key has a hyphen that a line break may have put into the word.
    broken: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenKind {
    Word,
    Number,
    Mark,
}

/// The white space before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    None,
    Some,
    /// An empty line.
    Paragraph,
}

impl<'a> Tokens<'a> {
    /// Reads the tokens of a text.
    pub fn read(source: &'a str) -> Self {
        scan::scan(source)
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The token without its typesetting.
    pub fn key(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.list[before].key_end);
        &self.keys[start as usize..self.list[at].key_end as usize]
    }

    /// The bytes of a range of tokens in the text.
    pub fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.list.get(range.start).map_or(self.source.len(), |token| token.start as usize);
        let end =
            range.end.checked_sub(1).and_then(|last| self.list.get(last)).map_or(start, |token| token.end as usize);
        start..end.max(start)
    }

    /// A range of tokens as the text writes it.
    pub fn written(&self, range: &Range<usize>) -> &'a str {
        &self.source[self.bytes(range)]
    }

    /// Returns `true` if the token is a number.
    pub fn is_number(&self, at: usize) -> bool {
        self.list[at].kind == TokenKind::Number || glue::is_number_word(self.key(at))
    }

    /// Returns `true` if the token is a mark.
    pub fn is_mark(&self, at: usize) -> bool {
        self.list[at].kind == TokenKind::Mark
    }

    /// Returns `true` if the text has a word or a number.
    pub fn has_words(&self) -> bool {
        self.list.iter().any(|token| token.kind != TokenKind::Mark)
    }

    /// Returns `true` if a quotation must not begin or end between the tokens `at - 1` and `at`.
    pub fn is_glued(&self, at: usize) -> bool {
        at > 0 && at < self.len() && glue::is_glued(self, at)
    }

    /// Returns `true` if a sentence begins with the token: the first of a paragraph, or one after a full stop, a question mark or
    /// an exclamation mark, with its quotation mark or bracket.
    pub fn begins_sentence(&self, at: usize) -> bool {
        if at == 0 || at >= self.len() || self.list[at].space == Space::Paragraph {
            return true;
        }
        let mut before = (0..at).rev().skip_while(|n| matches!(self.key(*n), "\"" | ")" | "]"));
        let closed = before.next().is_some_and(|n| matches!(self.key(n), "." | "?" | "!" | "…"));
        closed && !self.key(at).starts_with(char::is_lowercase)
    }

    /// The tokens around the first place of `words`, written in the same way.
    pub fn containing(&self, words: &str) -> Option<Range<usize>> {
        let at = self.source.find(words).filter(|_| !words.is_empty())?;
        let start = self.list.partition_point(|token| token.end as usize <= at);
        let end = self.list.partition_point(|token| (token.start as usize) < at + words.len());
        Some(start..end)
    }

    fn index(&self) -> &HashMap<Box<str>, Vec<u32>> {
        self.index.get_or_init(|| {
            let mut index: HashMap<Box<str>, Vec<u32>> = HashMap::new();
            let mut add = |key: &str, at: usize| {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                if let Some(places) = index.get_mut(key) {
                    places.push(at);
                } else {
                    index.insert(key.into(), vec![at]);
                }
            };
            for at in 0..self.len() {
                add(self.key(at), at);
                if self.list[at].broken {
                    add(&self.key(at).replace('-', ""), at);
                }
            }
            index
        })
    }
}
