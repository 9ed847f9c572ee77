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
    let related =
        ids.into_par_iter().map(|id| if limit == 0 { vec![] } else { most_similar(taxonomies, works, id, limit) });
    related.collect::<Vec<_>>().into()
}

fn most_similar(taxonomies: &Taxonomies, works: &CitedWorks, id: ArticleId, limit: usize) -> Vec<ArticleId> {
    let terms = &taxonomies.of_article[id];
    let mut shared = SharedTerms { id, weights: Vec::new() };
    let add_terms = |shared: &mut SharedTerms, all: &[Term], numbers: &[usize], weight| {
        numbers.iter().for_each(|number| shared.add(&all[*number].articles, weight));
    };
    works.of_article[id].iter().for_each(|number| shared.add(&works.all[*number].articles, 240));
    add_terms(&mut shared, &taxonomies.tags, &terms.tags, 120);
    add_terms(&mut shared, &taxonomies.topics, &terms.topics, 80);
    add_terms(&mut shared, &taxonomies.outlets, &terms.outlets, 40);
    let mut scores = shared.sums();
    // Best first; of equals the nearest in time, then the newer.
    scores.sort_unstable_by_key(|(other, score)| (Reverse(*score), other.distance(id), *other));
    scores.truncate(limit);
    scores.into_iter().map(|(other, _)| other).collect()
}

/// The articles that have something in common with one, once for each thing, with its weight.
struct SharedTerms {
    id: ArticleId,
    weights: Vec<(ArticleId, u32)>,
}

impl SharedTerms {
    fn add(&mut self, articles: &[ArticleId], weight: u32) {
        // The rarer the term, the more it says: halved each time its articles double.
        let weight = weight / (1 + articles.len().ilog2());
        let here = articles.binary_search(&self.id).unwrap_or(0);
        let window = here.saturating_sub(WINDOW)..(here + WINDOW + 1).min(articles.len());
        let others = articles[window].iter().filter(|other| **other != self.id);
        self.weights.extend(others.map(|other| (*other, weight)));
    }

    fn sums(mut self) -> Vec<(ArticleId, u32)> {
        self.weights.sort_unstable();
        let mut sums: Vec<(ArticleId, u32)> = Vec::new();
        for (other, weight) in self.weights {
            match sums.last_mut() {
                Some((last, sum)) if *last == other => *sum += weight,
                _ => sums.push((other, weight)),
            }
        }
        sums
    }
}
