//! Learning from the tagged articles of a site: their words and topics → points for a title and a text.
//!
//! A text is a vector of pieces of words. A topic is a weight for each piece, so that the weights of a text's pieces add
//! up to 1 if it has the topic, and to −1 if not (ridge regression, by coordinate descent). Articles are dealt into
//! packs. The weights that judge an article are learned without its pack, so that its own topics prove nothing. All of
//! it is computed in integers, so that it is the same everywhere.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::iter;

use rayon::prelude::*;

use super::folded_text::FoldedText;
use crate::base::text::boundary::CharClass;
use crate::base::text::path::RelPath;
use crate::pipeline::content::{Indexed, Topic};

/// The number of occurrences in the text that equal one in the title.
pub(super) const TITLE_WEIGHT: usize = 2;
/// The number of occurrences of a term or word that count at most: further ones say little more.
pub(super) const MAX_COUNT: usize = 3;
/// A hundred times the square root of how often a word occurs.
const DAMPED: [i32; MAX_COUNT + 1] = [0, 100, 141, 173];
/// The number of articles with a topic, and without it, from which on they count, and from which on they count fully.
const COUNTS_FROM: i64 = 10;
const COUNTS_FULLY: i64 = 20;
/// The share of a topic's articles, in hundredths, that must be found for the distance from the border to count fully.
const TRUSTED: i64 = 75;
/// The number of terms that leave what is learned half of the say.
const MANY_TERMS: i64 = 20;
/// The number of words that explain a score, on either side.
const SHOWN: usize = 5;
/// The length of a text's vector, and a weight of 1.
const ONE: i64 = 1 << 16;
/// The bits of a piece's mark, so that 262,144 of them are told apart.
const MARK_BITS: u32 = 18;
/// Rounds through all articles, in an order that multiples of `SHUFFLE` give, and packs that they are dealt into. Where
/// there are many articles, both are fewer, so that learning takes hardly longer.
const ROUNDS: [usize; 2] = [2, 4];
const PACKS: [usize; 2] = [3, 10];
const SHUFFLE: u32 = 0x9e37_79b1;
const MANY: usize = 6_000;

/// The words of a text and how often they occur; an occurrence in the title counts more.
pub(super) type WordCounts = BTreeMap<String, usize>;

/// An article that an editor has tagged.
pub(super) struct TaggedText {
    /// Its file.
    pub(super) path: RelPath,
    /// Its topics, by number.
    pub(super) topics: Vec<usize>,
    /// Its words.
    pub(super) words: WordCounts,
}

/// The knowledge gained from tagged articles.
pub(super) struct LearnedTopics {
    pieces: KnownPieces,
    /// The weights learned without each pack, then those learned from all articles.
    weights: Vec<PieceWeights>,
    /// The pack of each article.
    packs: HashMap<RelPath, usize>,
    borders: Vec<TopicBorder>,
}

/// The pieces that occur in tagged articles.
struct KnownPieces {
    /// The number of a piece by its mark; 0 if no article has it.
    numbers: Vec<u32>,
    /// The weight of each piece by its number: the rarer, the more.
    rarity: Vec<i64>,
}

/// The pieces of a text by their numbers or marks, in ascending order, and what each counts.
type PieceCounts = Vec<(u32, i32)>;

/// The texts from which the weights are learned.
struct Lessons<'a> {
    texts: &'a [TaggedText],
    vectors: Vec<PieceCounts>,
    topics: usize,
    pieces: usize,
    packs: usize,
}

/// The weights of all topics for each piece.
struct PieceWeights {
    /// By the number of the piece, then by topic.
    of_pieces: Vec<i32>,
    /// The points that every text has, by topic.
    of_all: Vec<i64>,
}

/// Where the texts with a topic begin.
#[derive(Default)]
struct TopicBorder {
    /// The sum of weights above which a text is like those with the topic: as many articles are above it as have it.
    sum: i64,
    /// The mean distance of articles from the border.
    distance: i64,
    /// The hundredths that a text's distance from the border counts.
    trust: i64,
    /// The tenths that all of it counts; 0 if too few articles teach the topic.
    enough: i64,
}

/// The points that the learned words of a text give a topic.
#[derive(Debug, PartialEq, Eq)]
pub struct LearnedScore {
    /// Hundredths of a point.
    pub hundredths: i64,
    /// True if the text is above the border: more like those with the topic than like those without it.
    pub is_above: bool,
    /// The words and the hundredths that they add or take, in descending order.
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

    /// Returns the points, rounded down.
    pub fn points(&self) -> i64 {
        self.hundredths.div_euclid(100)
    }
}

impl LearnedTopics {
    /// Learns a number of topics from tagged articles.
    pub(super) fn new(topics: usize, texts: &[TaggedText]) -> Self {
        let counts: Vec<PieceCounts> = texts.par_iter().map(|text| count_pieces(&text.words)).collect();
        let pieces = KnownPieces::new(&counts);
        let vectors = counts.into_par_iter().map(|counts| pieces.vector(&counts, pieces.length(&counts))).collect();
        let packs = few(texts.len(), PACKS);
        let lessons = Lessons { texts, vectors, topics, pieces: pieces.rarity.len(), packs };
        let weights: Vec<PieceWeights> = (0..=packs).into_par_iter().map(|pack| lessons.learn(pack)).collect();
        let sums = lessons.vectors.iter().enumerate().map(|(n, vector)| weights[n % packs].sums(vector));
        let sums: Vec<Vec<i64>> = sums.collect();
        let of_topic = |topic: usize| texts.iter().zip(&sums).map(move |(text, sums)| (sums[topic], text.has(topic)));
        let borders = (0..topics).map(|topic| TopicBorder::new(of_topic(topic).collect())).collect();
        let packs = texts.iter().enumerate().map(|(n, text)| (text.path.clone(), n % packs)).collect();
        Self { pieces, weights, packs, borders }
    }

    /// Returns whether any topic has articles enough.
    pub(super) fn is_used(&self) -> bool {
        self.borders.iter().any(|border| border.enough > 0)
    }

    /// Scores the topics for the words of a text; `None` for those that too few articles teach. `path` is the file of
    /// the article, if the text is one.
    pub(super) fn score(
        &self,
        topics: &[Indexed<Topic>],
        words: &WordCounts,
        path: Option<&RelPath>,
    ) -> Vec<Option<LearnedScore>> {
        let pack = path.and_then(|path| self.packs.get(path)).copied();
        let weights = &self.weights[pack.unwrap_or(self.weights.len() - 1)];
        let parts: Vec<(&String, PieceCounts)> =
            words.iter().map(|(word, count)| (word, pieces(word, *count))).collect();
        let length = self.pieces.length(&sums(parts.iter().flat_map(|part| &part.1).copied().collect()));
        let sums_of = |pieces: &PieceCounts| weights.sums_of_pieces(&self.pieces.vector(pieces, length));
        let each: Vec<(&String, Vec<i64>)> = parts.iter().map(|(word, pieces)| (*word, sums_of(pieces))).collect();
        let scores = topics.iter().zip(&self.borders).enumerate().map(|(n, (topic, border))| {
            let words = each.iter().map(|(word, sums)| ((*word).clone(), sums[n]));
            (border.enough > 0).then(|| border.score(topic, weights.of_all[n], words.collect()))
        });
        scores.collect()
    }
}

impl KnownPieces {
    fn new(texts: &[PieceCounts]) -> Self {
        let mut spread = vec![0; 1 << MARK_BITS];
        texts.iter().flatten().for_each(|(mark, _)| spread[*mark as usize] += 1);
        let (mut numbers, mut rarities) = (vec![0; spread.len()], vec![rarity(1)]);
        for (mark, articles) in spread.into_iter().enumerate().filter(|(_, articles)| *articles > 0) {
            numbers[mark] = rarities.len() as u32;
            rarities.push(rarity(articles));
        }
        Self { numbers, rarity: rarities }
    }

    /// Returns the number of a piece, and what it counts that often.
    fn weigh(&self, (mark, count): (u32, i32)) -> (u32, i64) {
        let number = self.numbers[mark as usize];
        (number, i64::from(count) * self.rarity[number as usize])
    }

    /// The length of a text's vector before it is made equal to that of others.
    fn length(&self, counts: &[(u32, i32)]) -> i64 {
        let squares = counts.iter().map(|piece| i128::from(self.weigh(*piece).1).pow(2));
        squares.sum::<i128>().isqrt().max(1) as i64
    }

    /// The known pieces of a text or a word, as the vector of a text that would be so long.
    fn vector(&self, counts: &[(u32, i32)], length: i64) -> PieceCounts {
        let known = counts.iter().map(|piece| self.weigh(*piece)).filter(|(number, _)| *number > 0);
        known.map(|(number, value)| (number, (value * ONE / length) as i32)).collect()
    }
}

impl TaggedText {
    fn has(&self, topic: usize) -> bool {
        self.topics.contains(&topic)
    }
}

impl Lessons<'_> {
    /// Learns the weights without one of the packs, or from all articles if there is no such pack. Each article moves
    /// the weights of its pieces so far that it would be judged rightly, and the less the more it has moved them before.
    fn learn(&self, without: usize) -> PieceWeights {
        let mut weights = PieceWeights { of_pieces: vec![0; self.pieces * self.topics], of_all: vec![0; self.topics] };
        let mut order: Vec<usize> = (0..self.texts.len()).filter(|n| n % self.packs != without).collect();
        order.sort_by_key(|n| (*n as u32).wrapping_mul(SHUFFLE));
        let mut moved = vec![vec![0; self.topics]; self.texts.len()];
        for _ in 0..few(self.texts.len(), ROUNDS) {
            for n in &order {
                let mut steps = weights.sums(&self.vectors[*n]);
                for (topic, (step, moved)) in steps.iter_mut().zip(&mut moved[*n]).enumerate() {
                    let right = if self.texts[*n].has(topic) { ONE } else { -ONE };
                    // The ridge is 0.1, and so is the square of what every text has; a vector's is 1.
                    *step = (10 * (right - *step) - *moved) / 12;
                    *moved += *step;
                }
                weights.add(&self.vectors[*n], &steps);
            }
        }
        weights
    }
}

impl PieceWeights {
    /// The sums of the weights of a text, by topic.
    fn sums(&self, vector: &[(u32, i32)]) -> Vec<i64> {
        self.sums_of_pieces(vector).iter().zip(&self.of_all).map(|(sum, all)| sum + all).collect()
    }

    fn sums_of_pieces(&self, vector: &[(u32, i32)]) -> Vec<i64> {
        let topics = self.of_all.len();
        let mut sums = vec![0; topics];
        for (piece, value) in vector {
            let weights = &self.of_pieces[*piece as usize * topics..][..topics];
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i64::from(*value) * i64::from(*weight));
        }
        sums.iter().map(|sum| sum / ONE).collect()
    }

    fn add(&mut self, vector: &[(u32, i32)], steps: &[i64]) {
        let topics = steps.len();
        for (piece, value) in vector {
            let weights = &mut self.of_pieces[*piece as usize * topics..][..topics];
            weights.iter_mut().zip(steps).for_each(|(weight, step)| *weight += (i64::from(*value) * step / ONE) as i32);
        }
        self.of_all.iter_mut().zip(steps).for_each(|(all, step)| *all += step / 10);
    }
}

impl TopicBorder {
    /// Finds the border from the sum of each article and whether it has the topic.
    fn new(mut found: Vec<(i64, bool)>) -> Self {
        let (all, with) = (found.len() as i64, found.iter().filter(|(_, has)| *has).count() as i64);
        let enough = (with.min(all - with) - COUNTS_FROM).clamp(0, COUNTS_FULLY - COUNTS_FROM);
        if enough == 0 {
            return Self::default();
        }
        found.sort_unstable_by_key(|(sum, has)| (Reverse(*sum), *has));
        let (above, below) = found.split_at(with as usize);
        let border = (above[above.len() - 1].0 + below[0].0) / 2;
        let distance = found.iter().map(|(sum, _)| (sum - border).abs()).sum::<i64>() / all;
        let right = above.iter().filter(|(_, has)| *has).count() as i64;
        Self { sum: border, distance: distance.max(1), trust: 100 * 100 * right / (with * TRUSTED), enough }
    }

    /// Scores the topic for the sums of the words of a text, and of what every text has. On the border, the threshold is
    /// reached if the topic has no terms, and half of it if it has twenty: the more there are, the more it says if none
    /// is found.
    fn score(&self, topic: &Topic, of_all: i64, mut words: Vec<(String, i64)>) -> LearnedScore {
        let above = words.iter().map(|word| word.1).sum::<i64>() + of_all - self.sum;
        let points = topic.rules.threshold * self.enough;
        let hundredths = |sum: i64| points * self.trust * sum / self.distance / 10;
        words.iter_mut().for_each(|word| word.1 = hundredths(word.1));
        words.sort_by_key(|word| Reverse(word.1));
        let terms = topic.rules.terms.iter().map(|term| term.spellings.len()).sum::<usize>() as i64;
        let on_border = points * 5 * (2 * MANY_TERMS - terms.min(MANY_TERMS)) / MANY_TERMS;
        LearnedScore { hundredths: hundredths(above) + on_border, is_above: above > 0, words }
    }
}

/// A number between two, the smaller the more articles there are.
fn few(articles: usize, [least, most]: [usize; 2]) -> usize {
    (MANY / articles.max(1)).clamp(least, most)
}

/// Returns the weight of a piece that so many articles have: the fourth root of its rarity.
fn rarity(articles: usize) -> i64 {
    ((1_i64 << 40) / articles as i64).isqrt().isqrt()
}

/// Counts the words of a title and a text.
pub(super) fn count_words(title: &str, text: &str) -> WordCounts {
    let mut counts = WordCounts::new();
    for (text, weight) in [(title, TITLE_WEIGHT), (text, 1)] {
        let text = FoldedText::new(text).small;
        let chars: Vec<char> = text.chars().collect();
        for word in chars.chunk_by(|a, b| CharClass::of(*a) == CharClass::of(*b)) {
            if CharClass::of(word[0]) != CharClass::Separator {
                *counts.entry(word.iter().collect()).or_default() += weight;
            }
        }
    }
    counts
}

/// Counts the pieces of words, by their marks.
fn count_pieces(words: &WordCounts) -> PieceCounts {
    sums(words.iter().flat_map(|(word, count)| pieces(word, *count)).collect())
}

/// Sums up what is counted of the same piece.
fn sums(mut counts: PieceCounts) -> PieceCounts {
    counts.sort_unstable_by_key(|piece| piece.0);
    counts.dedup_by(|next, sum| {
        let same = next.0 == sum.0;
        sum.1 += if same { next.1 } else { 0 };
        same
    });
    counts
}

/// Takes a word to pieces: its runs of four and five letters, or of two and three where letters are syllables or words.
/// Its start and its end count as letters, so that the pieces of short words and stems are told from those inside of
/// others. Returns their marks, and what they count if the word occurs so often.
fn pieces(word: &str, count: usize) -> PieceCounts {
    let letters: Vec<char> = iter::once('^').chain(word.chars()).chain(['$']).collect();
    let lengths = match CharClass::of(letters[1]) {
        CharClass::Letter | CharClass::Separator => [4, 5],
        CharClass::Hangul | CharClass::Ideograph => [2, 3],
    };
    let count = DAMPED[count.min(MAX_COUNT)];
    lengths.iter().flat_map(|length| letters.windows(*length)).map(|piece| (mark(piece), count)).collect()
}

/// The mark of a piece: a few bits of its hash.
fn mark(piece: &[char]) -> u32 {
    let hash = piece.iter().fold(0, |hash: u64, c| (hash ^ u64::from(*c)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    (hash >> (u64::BITS - MARK_BITS)) as u32
}
