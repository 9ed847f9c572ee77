//! The matcher: the rules of all topics, a title and a text → a score for each topic, and the terms and words that it
//! comes from.
//!
//! Texts and terms are folded ([`folded_text`]). One pass finds the terms and exceptions of all topics, and the terms
//! outside of exceptions are counted, in integers. What tagged articles teach ([`learned`]) is added. The matcher
//! changes no article; [`front_matter_edit`](super::front_matter_edit) adds topics when an editor asks for it.

pub mod evaluate;
mod folded_text;
mod learned;

use std::cmp::Reverse;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use anyhow::{Context, Result};
use rayon::prelude::*;

use crate::base::text::boundary;
use crate::base::text::path::RelPath;
use crate::pipeline::config::{RuleTerm, SharedRules};
use crate::pipeline::content::{Article, Content, Indexed, Topic, front_matter};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::markdown;
use folded_text::FoldedText;
use learned::{LearnedTopics, MAX_COUNT, TITLE_WEIGHT, TaggedText};

pub use learned::LearnedScore;

/// The rules of all topics, compiled once for any number of texts.
pub struct TopicMatcher {
    topics: Vec<Indexed<Topic>>,
    terms: Vec<CompiledTerm>,
    /// The patterns any of which shows that a text is on the site's subject.
    subject: Range<usize>,
    patterns: Vec<TermPattern>,
    automaton: AhoCorasick,
    learned: Option<LearnedTopics>,
}

/// A term of one topic.
struct CompiledTerm {
    /// The number of the topic.
    topic: usize,
    weight: i64,
    /// True if it counts only in texts that are not on the subject.
    elsewhere: bool,
    /// Its spellings.
    patterns: Range<usize>,
}

/// A spelling of a topic's term, an exception of a topic, or a word that shows that a text is on the site's subject.
struct TermPattern {
    /// The number of the topic; for the subject, the number of topics.
    topic: usize,
    /// `None` for an exception.
    weight: Option<i64>,
    /// True if letter case matters.
    case: bool,
    written: String,
    folded: FoldedText,
    /// True if any ending may follow.
    open: bool,
}

/// The score of a topic for a text.
#[derive(Debug)]
pub struct TopicScore<'a> {
    /// The topic.
    pub topic: &'a Topic,
    /// The sum of the points of its terms and of the learned ones.
    pub points: i64,
    /// The terms that were found, in descending order of points.
    pub hits: Vec<TermHit<'a>>,
    /// The points from tagged articles; `None` if there are too few of them.
    pub learned: Option<LearnedScore>,
}

/// A term that was found, and its points.
#[derive(Debug, PartialEq, Eq)]
pub struct TermHit<'a> {
    /// The spellings that were found, as the rules write them.
    pub spellings: Vec<&'a str>,
    /// Number of occurrences in the title.
    pub title: usize,
    /// Number of occurrences in the text.
    pub body: usize,
    /// The points that the term adds to the score.
    pub points: i64,
}

impl TopicScore<'_> {
    /// Returns whether the score reaches the threshold of the topic.
    pub fn suggests(&self) -> bool {
        self.points >= self.topic.rules.threshold
    }

    /// Returns whether it suggests a topic that an article neither has nor declines.
    pub fn is_missing(&self, article: &Article) -> bool {
        self.suggests() && !article.topics.iter().chain(&article.declined).any(|topic| topic.value == self.topic.key)
    }

    /// Returns the points of the terms alone.
    pub fn rule_points(&self) -> i64 {
        self.hits.iter().map(|hit| hit.points).sum()
    }

    fn has_support(&self) -> bool {
        self.hits.iter().any(|hit| hit.points > 0) || self.learned.as_ref().is_some_and(|learned| learned.is_above)
    }
}

impl TopicMatcher {
    /// Compiles the rules of the topics, and those that they share.
    ///
    /// # Errors
    /// When there are more terms than an automaton can hold, which takes gigabytes of them.
    pub fn new(topics: &[Indexed<Topic>], shared: &SharedRules) -> Result<Self> {
        let (mut terms, mut patterns) = (Vec::new(), Vec::new());
        for (topic, rules) in topics.iter().map(|topic| &topic.rules).enumerate() {
            for RuleTerm { spellings, weight, case, elsewhere } in rules.terms.iter().chain(&shared.terms) {
                let start = patterns.len();
                let spellings = spellings.iter().map(|spelling| &spelling.value);
                patterns.extend(spellings.filter_map(|it| TermPattern::new(topic, Some(*weight), *case, it)));
                terms.push(CompiledTerm {
                    topic,
                    weight: *weight,
                    elsewhere: *elsewhere,
                    patterns: start..patterns.len(),
                });
            }
            patterns.extend(rules.except.iter().filter_map(|phrase| TermPattern::new(topic, None, false, phrase)));
        }
        let start = patterns.len();
        patterns.extend(shared.subject.iter().filter_map(|it| TermPattern::new(topics.len(), Some(0), true, it)));
        let subject = start..patterns.len();
        let automaton = AhoCorasick::new(patterns.iter().map(|pattern| &pattern.folded.small));
        let automaton = automaton.context("the topics have too many terms")?;
        Ok(Self { topics: topics.to_vec(), terms, subject, patterns, automaton, learned: None })
    }

    /// The matcher of the topics of a site, which has learned from its articles.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn of_content(content: &Content, shared: &SharedRules, inputs: &Inputs) -> Result<Self> {
        let texts = content.articles.iter().map(|article| (&**article, inputs.text(&article.path).unwrap_or_default()));
        Ok(Self::new(&content.topics, shared)?.taught_by(texts))
    }

    /// Learns from the tagged articles among these, given with the texts of their files. An article is tagged if it has
    /// or declines a topic.
    #[must_use]
    pub fn taught_by<'a>(mut self, articles: impl Iterator<Item = (&'a Article, &'a str)>) -> Self {
        let articles: Vec<_> = articles.filter(|(article, _)| is_tagged(article)).collect();
        let tagged = articles.into_par_iter().map(|(article, file)| {
            let (title, text) = searched(article, file);
            let has = |key: &str| article.topics.iter().any(|topic| topic.value == key);
            let topics = (0..self.topics.len()).filter(|number| has(&self.topics[*number].key)).collect();
            TaggedText { path: article.path.clone(), topics, words: learned::count_words(title, &text) }
        });
        let tagged: Vec<TaggedText> = tagged.collect();
        self.learned = Some(LearnedTopics::new(self.topics.len(), &tagged)).filter(LearnedTopics::is_used);
        self
    }

    /// Returns whether there is nothing to suggest topics by.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.learned.is_none()
    }

    /// Scores the topics of a title and a plain text, the strongest first. Topics that nothing speaks for are left out.
    pub fn score(&self, title: &str, text: &str) -> Vec<TopicScore<'_>> {
        sorted(self.score_each(title, text, None))
    }

    /// Scores every topic, in order. `path` is the file of the article, if the text is one.
    fn score_each(&self, title: &str, text: &str, path: Option<&RelPath>) -> Vec<TopicScore<'_>> {
        let (in_title, in_body) = (self.count(title), self.count(text));
        let on_subject = self.subject.clone().any(|n| in_title[n] + in_body[n] > 0);
        let mut scores: Vec<TopicScore<'_>> =
            self.topics.iter().map(|topic| TopicScore { topic, points: 0, hits: Vec::new(), learned: None }).collect();
        for CompiledTerm { topic, weight, patterns, .. } in
            self.terms.iter().filter(|term| !(term.elsewhere && on_subject))
        {
            let sum = |counts: &[usize]| counts[patterns.clone()].iter().sum::<usize>();
            let (title, body) = (sum(&in_title), sum(&in_body));
            if title + body > 0 {
                let points = weight * (TITLE_WEIGHT * title + body).min(MAX_COUNT) as i64;
                let found = patterns.clone().filter(|n| in_title[*n] + in_body[*n] > 0);
                let spellings = found.map(|n| self.patterns[n].written.as_str()).collect();
                scores[*topic].points += points;
                scores[*topic].hits.push(TermHit { spellings, title, body, points });
            }
        }
        scores.iter_mut().for_each(|score| score.hits.sort_by_key(|hit| Reverse(hit.points)));
        if let Some(learned) = &self.learned {
            let found = learned.score(&self.topics, &learned::count_words(title, text), path);
            for (score, learned) in scores.iter_mut().zip(found) {
                score.points += learned.as_ref().map_or(0, LearnedScore::points);
                score.learned = learned;
            }
        }
        scores
    }

    /// Scores the title, summary, tags and text of an article, without its notes. `file` is the text of its file. What
    /// the article itself taught is left out.
    pub fn score_article(&self, article: &Article, file: &str) -> Vec<TopicScore<'_>> {
        let (title, text) = searched(article, file);
        sorted(self.score_each(title, &text, Some(&article.path)))
    }

    /// Counts the occurrences of each pattern in a text. Of overlapping terms of a topic, the one that begins first
    /// counts, of those the longest, then the heaviest. Terms inside an exception do not count.
    fn count(&self, text: &str) -> Vec<usize> {
        let text = FoldedText::new(text);
        let mut found = self.find(&text);
        found.sort_by_key(|(number, range)| {
            let pattern = &self.patterns[*number];
            (pattern.topic, range.start, Reverse(range.end), Reverse(pattern.weight.unwrap_or(i64::MAX)))
        });
        let mut counts = vec![0; self.patterns.len()];
        for of_topic in found.chunk_by(|a, b| self.patterns[a.0].topic == self.patterns[b.0].topic) {
            let (mut excepted, mut taken) = (0, 0);
            for (number, range) in of_topic {
                if self.patterns[*number].weight.is_none() {
                    excepted = excepted.max(range.end);
                } else if range.end > excepted && range.start >= taken {
                    counts[*number] += 1;
                    taken = range.end;
                }
            }
        }
        counts
    }

    /// Finds patterns as whole words: their numbers and ranges.
    fn find(&self, text: &FoldedText) -> Vec<(usize, Range<usize>)> {
        let found = self.automaton.find_overlapping_iter(&text.small).filter_map(|it| {
            let pattern = &self.patterns[it.pattern().as_usize()];
            let cased = !pattern.case || text.kept[it.range()] == pattern.folded.kept;
            let whole = boundary::is_word_start(&text.small, it.start())
                && (pattern.open || boundary::is_word_end(&text.small, it.end()));
            let end = it.end() + if pattern.open { boundary::rest_of_word(&text.small, it.end()).len() } else { 0 };
            (cased && whole).then_some((it.pattern().as_usize(), it.start()..end))
        });
        found.collect()
    }
}

/// The scores of topics that something speaks for, the strongest first.
fn sorted(mut scores: Vec<TopicScore<'_>>) -> Vec<TopicScore<'_>> {
    scores.retain(TopicScore::has_support);
    scores.sort_by_key(|score| Reverse(score.points));
    scores
}

/// Returns whether an editor has decided on the topics of an article.
fn is_tagged(article: &Article) -> bool {
    !article.topics.is_empty() || !article.declined.is_empty()
}

/// The title of an article, and its summary, tags and text.
fn searched<'a>(article: &'a Article, file: &str) -> (&'a str, String) {
    let body = front_matter::split(&article.path, file).map_or("", |parts| &file[parts.body]);
    let tags = article.tags.iter().map(|tag| tag.name.value.clone());
    let parts: Vec<String> =
        article.summary.clone().into_iter().chain(tags).chain([markdown::plain_text(body)]).collect();
    (&article.title, parts.join("\n\n"))
}

impl TermPattern {
    /// Compiles a spelling or a phrase; `None` if nothing is left of it once it is folded.
    fn new(topic: usize, weight: Option<i64>, case: bool, written: &str) -> Option<Self> {
        let stem = written.trim_end().trim_end_matches('*');
        let (folded, open) = (FoldedText::new(stem), stem.len() < written.trim_end().len());
        (!folded.small.is_empty()).then(|| Self { topic, weight, case, written: written.to_owned(), folded, open })
    }
}
