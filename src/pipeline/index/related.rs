//! Related articles: those that share sources, and the rarest topics, tags and outlets, nearest in time first.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{CitedWorks, Taxonomies, Term};
use crate::pipeline::content::{ArticleId, PerArticle};

/// The number of articles of a term that are considered on each side of an article: those nearest in time.
/// So the work grows with the articles, not with their square.
const WINDOW: usize = 24;

/// Returns for each article the `limit` most similar ones, best first.
pub fn find(taxonomies: &Taxonomies, works: &CitedWorks, limit: usize) -> PerArticle<Vec<ArticleId>> {
    let ids: Vec<ArticleId> = taxonomies.of_article.ids().collect();
    if limit == 0 {
        return ids.iter().map(|_| Vec::new()).collect();
    }
    let start = || SharedTerms { weights: ids.iter().map(|_| 0).collect(), found: Vec::new() };
    let related = ids.par_iter().map_init(start, |shared, id| most_similar((taxonomies, works), *id, limit, shared));
    related.collect::<Vec<_>>().into()
}

fn most_similar(
    (taxonomies, works): (&Taxonomies, &CitedWorks),
    id: ArticleId,
    limit: usize,
    shared: &mut SharedTerms,
) -> Vec<ArticleId> {
    let terms = &taxonomies.of_article[id];
    let mut add_terms = |all: &[Term], numbers: &[usize], weight| {
        numbers.iter().for_each(|number| shared.add(id, &all[*number].articles, weight));
    };
    add_terms(&taxonomies.tags, &terms.tags, 120);
    add_terms(&taxonomies.topics, &terms.topics, 80);
    add_terms(&taxonomies.outlets, &terms.outlets, 40);
    works.of_article[id].iter().for_each(|number| shared.add(id, &works.all[*number].articles, 240));
    let mut scores = shared.take();
    // Best first; of equals the nearest in time, then the newer.
    let rank = |(other, score): &(ArticleId, u32)| (Reverse(*score), other.distance(id), *other);
    if scores.len() > limit {
        scores.select_nth_unstable_by_key(limit, rank);
        scores.truncate(limit);
    }
    scores.sort_unstable_by_key(rank);
    // Not into the same memory, which has room for all of them.
    scores.iter().map(|(other, _)| *other).collect()
}

/// The articles that have something in common with one. The memory for it is used again for the next.
struct SharedTerms {
    /// For each article the sum of the weights of what they share.
    weights: PerArticle<u32>,
    /// The articles that have a weight.
    found: Vec<ArticleId>,
}

impl SharedTerms {
    fn add(&mut self, id: ArticleId, articles: &[ArticleId], weight: u32) {
        // The rarer the term, the more it says: halved each time its articles double.
        let weight = weight / (1 + articles.len().ilog2());
        let here = articles.binary_search(&id).unwrap_or(0);
        let window = here.saturating_sub(WINDOW)..(here + WINDOW + 1).min(articles.len());
        for other in articles[window].iter().filter(|other| **other != id) {
            if self.weights[*other] == 0 {
                self.found.push(*other);
            }
            self.weights[*other] += weight;
        }
    }

    /// Returns the sums, and starts again.
    fn take(&mut self) -> Vec<(ArticleId, u32)> {
        let Self { weights, found } = self;
        found.drain(..).map(|other| (other, std::mem::take(&mut weights[other]))).collect()
    }
}
