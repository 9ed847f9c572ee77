//! Quoted text as tokens: words, numbers and marks, compared without regard to typesetting.
//!
//! Two texts have the same tokens if they have the same words, numbers and marks, whatever the shape of their quotation
//! marks and dashes, the width of their characters (Unicode Standard Annex 15, compatibility forms), their spaces and
//! line breaks. A number is one token with its sign, its separators and its percent sign; so is a compound word.
//! [`is_glued`] holds what a quotation must not cut: `5` of `5 million`.
//!
//! | module | job |
//! |---|---|
//! | `typeset` | characters without their typesetting |
//! | `scan` | characters to tokens |
//! | `glue` | number phrases of several tokens |
//! | `find` | occurrences of tokens in other tokens, and the tokens most like others |
//! | `negation` | words that say no |

mod find;
mod glue;
pub(crate) mod negation;
mod scan;
mod typeset;

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::ops::Range;

use super::boundary::without_case_particle;

pub(crate) use find::{Needle, SearchBudget, nearest};
pub(crate) use glue::{is_glued, is_number};
pub(crate) use scan::tokenize;

/// The tokens of a text.
pub(crate) struct Tokens<'a> {
    /// The text.
    pub source: &'a str,
    /// The keys of all tokens, one after the other.
    keys: String,
    list: Vec<Token>,
    /// The tokens by their keys, made when they are first looked for.
    index: OnceCell<HashMap<Box<str>, Vec<u32>>>,
    /// The number of searches so far.
    searches: Cell<u32>,
    /// The number of comparisons by letters so far.
    comparisons: Cell<u32>,
}

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
struct Token {
    /// The end of its key; the key starts where the key before ends.
    pub key_end: u32,
    /// Its bytes in the text.
    pub start: u32,
    pub end: u32,
    pub kind: TokenKind,
    /// The white space before it.
    pub space: Space,
    /// True if its key has a hyphen that a line break may have put into the word.
    pub broken: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenKind {
    Word,
    Number,
    Punctuation,
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
    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The token without its typesetting.
    pub fn key(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.list[before].key_end);
        &self.keys[start as usize..self.list[at].key_end as usize]
    }

    /// The tokens of a range without their typesetting.
    pub fn keys(&self, range: Range<usize>) -> Vec<&str> {
        range.map(|at| self.key(at)).collect()
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

    /// Returns whether the token is a mark.
    pub fn is_mark(&self, at: usize) -> bool {
        self.list[at].kind == TokenKind::Punctuation
    }

    /// Returns whether the text has a word or a number.
    pub fn has_words(&self) -> bool {
        self.list.iter().any(|token| token.kind != TokenKind::Punctuation)
    }

    /// Returns whether a sentence begins with the token: the first of a paragraph, or one after a full stop, a
    /// question mark or an exclamation mark, with its quotation mark or bracket.
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

    /// Counts a comparison by letters, and returns `true` until there were so many that more would not be read.
    pub fn allows_comparison(&self) -> bool {
        const MOST: u32 = 100;
        self.comparisons.set(self.comparisons.get().saturating_add(1));
        self.comparisons.get() <= MOST
    }

    /// Counts a search, and returns the number of searches so far.
    fn count_search(&self) -> u32 {
        self.searches.set(self.searches.get().saturating_add(1));
        self.searches.get()
    }

    /// The first place of a word, with or without a particle of case.
    pub fn first_place(&self, key: &str) -> Option<usize> {
        self.index().get(key).and_then(|places| places.first()).map(|place| *place as usize)
    }

    /// The places of each key, in order. A word broken at the end of a line is found with and without its
    /// hyphen, a Korean one with and without a particle of case.
    fn index(&self) -> &HashMap<Box<str>, Vec<u32>> {
        self.index.get_or_init(|| {
            let mut index = HashMap::new();
            for at in 0..self.len() {
                let place = u32::try_from(at).unwrap_or(u32::MAX);
                add_place(&mut index, self.key(at), place);
                without_case_particle(self.key(at)).for_each(|stem| add_place(&mut index, stem, place));
                if self.list[at].broken {
                    add_place(&mut index, &self.key(at).replace('-', ""), place);
                }
            }
            index
        })
    }
}

fn add_place(index: &mut HashMap<Box<str>, Vec<u32>>, key: &str, place: u32) {
    match index.get_mut(key) {
        Some(places) => places.push(place),
        None => drop(index.insert(key.into(), vec![place])),
    }
}
