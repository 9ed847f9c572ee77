//! The topics that editors gave, and those that would be suggested without knowing them → how far they agree.

use super::{TopicMatcher, TopicScore, is_tagged, searched};
use crate::pipeline::content::Article;

/// Counts of suggestions that agree with editors, and of those that do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Suggested, and given.
    pub right: usize,
    /// Suggested, but not given.
    pub wrong: usize,
    /// Given, but not suggested.
    pub missed: usize,
}

impl Agreement {
    /// Counts one article.
    pub fn count(&mut self, suggested: bool, given: bool) {
        self.right += usize::from(suggested && given);
        self.wrong += usize::from(suggested && !given);
        self.missed += usize::from(!suggested && given);
    }

    /// Returns the sum of both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let (right, wrong, missed) = (self.right + other.right, self.wrong + other.wrong, self.missed + other.missed);
        Self { right, wrong, missed }
    }

    /// Returns the share of the suggested topics that are right, from 0 to 1.
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Returns the share of the given topics that are suggested, from 0 to 1.
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Returns the harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

/// The agreement on one topic.
#[derive(Clone, Copy, Debug, Default)]
pub struct TopicAgreement {
    /// That of the rules.
    pub rules: Agreement,
    /// That of what was learned.
    pub learned: Agreement,
    /// That of both together.
    pub both: Agreement,
}

impl TopicAgreement {
    /// Counts one article. A topic without a score has nothing that speaks for it.
    pub fn count(&mut self, score: Option<&TopicScore<'_>>, given: bool) {
        self.rules.count(score.is_some_and(|it| it.rule_points() >= it.topic.rules.threshold), given);
        let learned = score.and_then(|score| score.learned.as_ref());
        self.learned.count(learned.is_some_and(|learned| learned.is_above), given);
        self.both.count(score.is_some_and(TopicScore::suggests), given);
    }

    /// Returns the sum of both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let (rules, learned) = (self.rules.plus(other.rules), self.learned.plus(other.learned));
        Self { rules, learned, both: self.both.plus(other.both) }
    }
}

/// An article whose topics would not be suggested.
#[derive(Debug)]
pub struct Disagreement<'a> {
    /// The article.
    pub article: &'a Article,
    /// The scores of the topics that it has and that are not suggested, and the other way round.
    pub scores: Vec<TopicScore<'a>>,
}

/// Compares suggestions with the topics of articles.
#[derive(Debug, Default)]
pub struct TopicEvaluation<'a> {
    /// The number of tagged articles.
    pub articles: usize,
    /// Each topic's key, and the agreement on it.
    pub topics: Vec<(&'a str, TopicAgreement)>,
    /// The articles that disagree, in their order.
    pub disagreements: Vec<Disagreement<'a>>,
}

/// Compares the topics of tagged articles with those that would be suggested if the article had none. The articles come
/// with the texts of their files.
pub fn evaluate<'a>(
    matcher: &'a TopicMatcher,
    articles: impl Iterator<Item = (&'a Article, &'a str)>,
) -> TopicEvaluation<'a> {
    let topics = matcher.topics.iter().map(|topic| (topic.key.as_str(), TopicAgreement::default())).collect();
    let mut all = TopicEvaluation { topics, ..TopicEvaluation::default() };
    for (article, file) in articles.filter(|(article, _)| is_tagged(article)) {
        all.articles += 1;
        let (title, text) = searched(article, file);
        let mut scores = matcher.score_each(title, &text, Some(&article.path));
        let has = |score: &TopicScore<'_>| article.topics.iter().any(|topic| topic.value == score.topic.key);
        all.topics.iter_mut().zip(&scores).for_each(|(topic, score)| topic.1.count(Some(score), has(score)));
        scores.retain(|score| score.suggests() != has(score));
        if !scores.is_empty() {
            all.disagreements.push(Disagreement { article, scores });
        }
    }
    all
}
