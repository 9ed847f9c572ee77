//! What the tagged articles of a site teach: their words and topics → points for a title and a text.
//!
//! Each topic has two mean texts, of the articles with it and of those without, in pieces of words. What a text has in
//! common with the first speaks for the topic, what it has in common with the second against it. An article is always
//! left out of the means that it is compared with, so that its own topics prove nothing. All of it is computed in
//! integers, so that it is the same everywhere.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::folded_text::FoldedText;
use crate::base::text::boundary::CharClass;
use crate::base::text::path::RelPath;
use crate::pipeline::content::{Indexed, Topic};

/// The number of occurrences in the text that equal one in the title.
pub(super) const TITLE_WEIGHT: usize = 2;
/// The number of occurrences of a term or word that count at most: further ones say little more.
pub(super) const MAX_COUNT: usize = 3;
/// The number of articles with a topic, and without it, from which on they count, and from which on they count fully.
const COUNTS_FROM: i64 = 10;
const COUNTS_FULLY: i64 = 20;
/// The thousandths of a threshold that an average distance from the border counts, if what is learned is right as often
/// as the rules, and at most.
const TRUST: i64 = 1000;
const MOST_TRUST: i64 = 3000;
/// How many words explain a score, on either side.
const SHOWN: usize = 5;
/// The length of a text's vector.
const ONE: i64 = 1 << 16;

/// The words of a text and how often they occur; an occurrence in the title counts more.
pub(super) type WordCounts = BTreeMap<String, i64>;

/// An article that an editor has tagged.
pub(super) struct TaggedText {
    /// Its file.
    pub(super) path: RelPath,
    /// Its topics, by number.
    pub(super) topics: Vec<usize>,
    /// The topics that the rules suggest for it.
    pub(super) by_rules: Vec<usize>,
    /// Its words.
    pub(super) words: WordCounts,
}

/// What the tagged articles teach.
pub(super) struct LearnedTopics {
    /// The number of each piece.
    pieces: HashMap<String, usize>,
    /// The pieces of each word.
    words: HashMap<String, Vec<usize>>,
    /// In how many articles each piece occurs.
    spread: Vec<usize>,
    /// What a piece counts, by the number of articles that it occurs in.
    rarity: Vec<i64>,
    /// The sum of all articles, by piece.
    sum: Vec<i64>,
    topics: Vec<LearnedTopic>,
    /// The topics of each article.
    tagged: HashMap<RelPath, Vec<usize>>,
}

/// What the articles with a topic teach.
#[derive(Clone, Default)]
struct LearnedTopic {
    /// The sum of these articles, by piece.
    sum: Vec<i64>,
    /// Their number.
    count: i64,
    /// The likeness above which a text speaks for the topic: as many articles are above it as have the topic.
    border: i64,
    /// How far articles are from the border on average.
    distance: i64,
    /// The thousandths of a threshold that such a distance counts; 0 if too few articles teach the topic.
    trust: i64,
}

/// What the learned words of a text say about a topic.
#[derive(Debug, PartialEq, Eq)]
pub struct LearnedScore {
    /// Hundredths of a point, negative if they speak against the topic.
    pub hundredths: i64,
    /// The words and their hundredths, in descending order. They add up to more than all: a text must be more like the
    /// topic than others.
    pub words: Vec<(String, i64)>,
}

impl LearnedScore {
    /// The words that say most for the topic.
    pub fn strongest(&self) -> Vec<&(String, i64)> {
        self.words.iter().filter(|word| word.1 > 0).take(SHOWN).collect()
    }

    /// The words that say most against the topic.
    pub fn weakest(&self) -> Vec<&(String, i64)> {
        self.words.iter().rev().filter(|word| word.1 < 0).take(SHOWN).collect()
    }

    /// Returns the points, rounded.
    pub fn points(&self) -> i64 {
        (self.hundredths + 50).div_euclid(100)
    }
}

/// A piece of a word.
struct Piece {
    number: usize,
    /// What it counts in the text, for this word.
    value: i64,
    /// What it counts in the sums because of the same text.
    own: i64,
}

/// The words of a text, each in pieces.
type WordPieces<'a> = Vec<(&'a str, Vec<Piece>)>;

impl LearnedTopics {
    /// Learns a number of topics from tagged articles.
    pub(super) fn new(topics: usize, texts: &[TaggedText]) -> Self {
        let mut learned = Self {
            pieces: HashMap::new(),
            words: HashMap::new(),
            spread: Vec::new(),
            rarity: (0..=texts.len()).map(rarity).collect(),
            sum: Vec::new(),
            topics: vec![LearnedTopic::default(); topics],
            tagged: texts.iter().map(|text| (text.path.clone(), text.topics.clone())).collect(),
        };
        texts.iter().for_each(|text| learned.count_pieces(&text.words));
        learned.sum.resize(learned.spread.len(), 0);
        learned.topics.iter_mut().for_each(|topic| topic.sum.resize(learned.spread.len(), 0));
        for text in texts {
            text.topics.iter().for_each(|topic| learned.topics[*topic].count += 1);
            for piece in learned.in_pieces(&text.words, None).into_iter().flat_map(|word| word.1) {
                learned.sum[piece.number] += piece.value;
                text.topics.iter().for_each(|topic| learned.topics[*topic].sum[piece.number] += piece.value);
            }
        }
        let each: Vec<Vec<i64>> = texts.par_iter().map(|text| learned.likenesses(text)).collect();
        for (number, topic) in learned.topics.iter_mut().enumerate() {
            let found = texts.iter().zip(&each).map(|(text, all)| (all[number], text.topics.contains(&number)));
            let of_rules = texts.iter().map(|text| (text.by_rules.contains(&number), text.topics.contains(&number)));
            topic.calibrate(found.collect(), &of_rules.collect::<Vec<_>>());
        }
        learned
    }

    /// Returns whether any topic has articles enough.
    pub(super) fn is_used(&self) -> bool {
        self.topics.iter().any(|topic| topic.trust > 0)
    }

    /// Numbers the pieces of a text, and counts the articles that they occur in.
    fn count_pieces(&mut self, words: &WordCounts) {
        let mut own = Vec::new();
        for word in words.keys() {
            if !self.words.contains_key(word) {
                let mut numbers = Vec::new();
                for piece in pieces(word) {
                    let next = self.pieces.len();
                    numbers.push(*self.pieces.entry(piece).or_insert(next));
                }
                self.words.insert(word.clone(), numbers);
            }
            own.extend(&self.words[word]);
        }
        own.sort_unstable();
        own.dedup();
        self.spread.resize(self.pieces.len(), 0);
        own.into_iter().for_each(|piece: usize| self.spread[piece] += 1);
    }

    /// Takes a text to pieces, as a vector of the length [`ONE`]. `own` are the topics of the text if it is that of a
    /// tagged article, for which only pieces count that others have as well.
    fn in_pieces<'a>(&self, words: &'a WordCounts, own: Option<&[usize]>) -> WordPieces<'a> {
        let known = |word: &str| self.words.get(word).cloned().unwrap_or_else(|| self.known_pieces(word));
        let words = words.iter().map(|(word, count)| (word.as_str(), (*count).min(MAX_COUNT as i64), known(word)));
        let words: Vec<(&str, i64, Vec<usize>)> = words.collect();
        let counts = sums(&words);
        let less = usize::from(own.is_some());
        let (whole, length) = (self.length(&counts, 0), self.length(&counts, less));
        let mut found = Vec::new();
        for (word, count, pieces) in words {
            let pieces = pieces.into_iter().map(|number| Piece {
                number,
                value: count * self.rarity(number, less) * ONE / length,
                own: less as i64 * sum_of(&counts, number) * self.rarity(number, 0) * ONE / whole,
            });
            found.push((word, pieces.collect()));
        }
        found
    }

    /// What a piece counts if so many articles less have it.
    fn rarity(&self, piece: usize, less: usize) -> i64 {
        self.rarity[self.spread[piece] - less]
    }

    /// The length of a text's vector before it is made equal to that of others.
    fn length(&self, counts: &[(usize, i64)], less: usize) -> i64 {
        let squares = counts.iter().map(|(piece, count)| i128::from(count * self.rarity(*piece, less)).pow(2));
        squares.sum::<i128>().isqrt().max(1) as i64
    }

    /// Finds the pieces of a word that no article has; some may occur in others.
    fn known_pieces(&self, word: &str) -> Vec<usize> {
        pieces(word).iter().filter_map(|piece| self.pieces.get(piece).copied()).collect()
    }

    /// Compares pieces of a text with the articles that have a topic, and with those that do not.
    fn likeness(&self, number: usize, pieces: &[Piece], own: Option<&[usize]>) -> i64 {
        let topic = &self.topics[number];
        let is_own = own.map(|own| own.contains(&number));
        let own_with = i64::from(is_own == Some(true));
        let (mut with, mut all) = (0, 0);
        for Piece { number, value, own } in pieces {
            with += value * (topic.sum[*number] - own_with * own);
            all += value * (self.sum[*number] - own);
        }
        let count = topic.count - own_with;
        let others = self.tagged.len() as i64 - topic.count - i64::from(is_own == Some(false));
        with / count.max(1) - (all - with) / others.max(1)
    }

    /// The likeness of a tagged article to each topic's other articles.
    fn likenesses(&self, text: &TaggedText) -> Vec<i64> {
        let own = Some(text.topics.as_slice());
        let pieces: Vec<Piece> = self.in_pieces(&text.words, own).into_iter().flat_map(|word| word.1).collect();
        (0..self.topics.len()).map(|topic| self.likeness(topic, &pieces, own)).collect()
    }

    /// Scores a topic for the words of a text; `None` if too few articles teach it. `path` is the file of the article,
    /// if the text is one.
    pub(super) fn score(
        &self,
        topics: &[Indexed<Topic>],
        words: &WordCounts,
        path: Option<&RelPath>,
    ) -> Vec<Option<LearnedScore>> {
        let own = path.and_then(|path| self.tagged.get(path)).map(Vec::as_slice);
        let words = self.in_pieces(words, own);
        let mut scores = Vec::new();
        for (number, topic) in topics.iter().enumerate() {
            let (threshold, LearnedTopic { border, distance, trust, .. }) =
                (topic.rules.threshold, &self.topics[number]);
            let hundredths = |likeness: i64| likeness * trust * threshold / (10 * distance.max(&1));
            let likeness = words.iter().map(|(word, pieces)| (*word, self.likeness(number, pieces, own)));
            let likeness: Vec<(&str, i64)> = likeness.collect();
            let all = likeness.iter().map(|word| word.1).sum::<i64>() - border;
            let words = likeness.into_iter().map(|(word, likeness)| (word.to_owned(), hundredths(likeness)));
            let mut words: Vec<(String, i64)> = words.collect();
            words.sort_by_key(|word| Reverse(word.1));
            scores.push((*trust > 0).then(|| LearnedScore { hundredths: hundredths(all), words }));
        }
        scores
    }
}

impl LearnedTopic {
    /// Finds the border from the likeness of each article and whether it has the topic, and how often what is learned is
    /// right, compared with the rules, from whether they suggest the topic.
    fn calibrate(&mut self, mut found: Vec<(i64, bool)>, of_rules: &[(bool, bool)]) {
        let (all, with) = (found.len() as i64, self.count);
        let enough = (with.min(all - with) - COUNTS_FROM).clamp(0, COUNTS_FULLY - COUNTS_FROM);
        if enough == 0 {
            return;
        }
        found.sort_unstable_by_key(|(likeness, has)| (Reverse(*likeness), *has));
        let (above, below) = found.split_at(with as usize);
        self.border = (above[above.len() - 1].0 + below[0].0) / 2;
        self.distance = found.iter().map(|(likeness, _)| (likeness - self.border).abs()).sum::<i64>() / all;
        let right = above.iter().filter(|(_, has)| *has).count() as i64;
        let suggested = of_rules.iter().filter(|(suggested, _)| *suggested).count() as i64;
        let rightly = of_rules.iter().filter(|(suggested, has)| *suggested && *has).count() as i64;
        // The F1 of what is learned is right / with, and that of the rules 2 · rightly / (suggested + with).
        let trust = TRUST * right * (suggested + with) / (with * (2 * rightly).max(1));
        self.trust = trust.min(MOST_TRUST) * enough / (COUNTS_FULLY - COUNTS_FROM);
    }
}

/// How often each piece occurs in words, by its number.
fn sums(words: &[(&str, i64, Vec<usize>)]) -> Vec<(usize, i64)> {
    let each = words.iter().flat_map(|(_, count, pieces)| pieces.iter().map(|piece| (*piece, *count)));
    let mut sums: Vec<(usize, i64)> = each.collect();
    sums.sort_unstable();
    sums.dedup_by(|next, sum| {
        let same = next.0 == sum.0;
        sum.1 += if same { next.1 } else { 0 };
        same
    });
    sums
}

fn sum_of(sums: &[(usize, i64)], piece: usize) -> i64 {
    sums.binary_search_by_key(&piece, |sum| sum.0).map_or(0, |at| sums[at].1)
}

/// What a piece counts that so many articles have: the fourth root of its rarity.
fn rarity(articles: usize) -> i64 {
    ((1_i64 << 40) / (articles as i64).max(1)).isqrt().isqrt() * i64::from(articles > 0)
}

/// Counts the words of a title and a text.
pub(super) fn count_words(title: &str, text: &str) -> WordCounts {
    let mut counts = WordCounts::new();
    for (text, weight) in [(title, TITLE_WEIGHT as i64), (text, 1)] {
        let text = FoldedText::new(text).small;
        let chars: Vec<char> = text.chars().collect();
        for word in chars.chunk_by(|a, b| CharClass::of(*a) == CharClass::of(*b)) {
            if CharClass::of(word[0]) != CharClass::Mark {
                *counts.entry(word.iter().collect()).or_default() += weight;
            }
        }
    }
    counts
}

/// Takes a word to pieces: its runs of four and five letters, or of two and three where letters are syllables or words.
/// Its start and its end count as letters, so that the pieces of short words and stems are told from those inside of
/// others.
fn pieces(word: &str) -> Vec<String> {
    let letters: Vec<char> = format!("^{word}$").chars().collect();
    let lengths = match CharClass::of(letters[1]) {
        CharClass::Letter | CharClass::Mark => [4, 5],
        CharClass::Hangul | CharClass::Alone => [2, 3],
    };
    lengths.iter().flat_map(|length| letters.windows(*length)).map(|piece| piece.iter().collect()).collect()
}
