//! Related articles: those that share sources, and the rarest topics, tags and outlets, nearest in time first.

use rayon::prelude::*;

use super::{ArticleId, Index};

/// Of a term with many articles only so many on each side of an article are considered: those nearest in time.
/// So the work grows with the articles, not with their square.
const WINDOW: usize = 24;

/// For each article the `limit` most like it, best first.
pub fn find(index: &Index, limit: usize) -> Vec<Vec<ArticleId>> {
    if limit == 0 {
        return vec![Vec::new(); index.terms.len()];
    }
    let related = |id| one(index, id, limit);
    (0..index.terms.len()).into_par_iter().map(related).collect()
}

fn one(index: &Index, id: ArticleId, limit: usize) -> Vec<ArticleId> {
    let terms = &index.terms[id];
    let mut shared: Vec<(ArticleId, u32)> = Vec::new();
    let mut add = |articles: &[ArticleId], weight: u32| {
        // The rarer the term, the more it says: halved each time its articles double.
        let rare = weight / (1 + articles.len().ilog2());
        let here = articles.binary_search(&id).unwrap_or(0);
        let window = here.saturating_sub(WINDOW)..(here + WINDOW + 1).min(articles.len());
        shared.extend(articles[window].iter().filter(|other| **other != id).map(|other| (*other, rare)));
    };
    index.works.of[id].iter().for_each(|number| add(&index.works.all[*number].articles, 240));
    terms.tags.iter().for_each(|number| add(&index.tags[*number].articles, 120));
    terms.topics.iter().for_each(|number| add(&index.topics[*number].articles, 80));
    terms.outlets.iter().for_each(|number| add(&index.outlets[*number].articles, 40));
    shared.sort_unstable();
    let mut scores: Vec<(ArticleId, u32)> = Vec::new();
    for (other, score) in shared {
        match scores.last_mut() {
            Some((last, sum)) if *last == other => *sum += score,
            _ => scores.push((other, score)),
        }
    }
    // Best first; of equals the nearest in time, then the newer.
    scores.sort_unstable_by_key(|(other, score)| (std::cmp::Reverse(*score), other.abs_diff(id), *other));
    scores.truncate(limit);
    scores.into_iter().map(|(other, _)| other).collect()
}
