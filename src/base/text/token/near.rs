//! The tokens of a text most like others: those that an excerpt was probably meant to quote.

use std::collections::HashMap;
use std::ops::Range;

use similar::DiffTag;

use super::tokens::Tokens;
use crate::base::text::words;

/// The number of tokens whose places are compared, at most.
const WITNESSES: usize = 64;
/// The number of places above which a token is too frequent to compare.
const PLACES: usize = 200;

/// Returns the tokens of `text` that are most like `wanted`, if at least two fifths of these are among them, in order.
pub(crate) fn nearest(text: &Tokens<'_>, wanted: &Tokens<'_>) -> Option<Range<usize>> {
    let start = likely_start(text, wanted)?;
    let margin = 2 + wanted.len() / 4;
    let window = start.saturating_sub(margin)..(start + wanted.len() + margin).min(text.len());
    let (ours, theirs) = (wanted.keys(0..wanted.len()), text.keys(window.clone()));
    let operations = words::diff(&ours, &theirs);
    let mut same = operations.iter().filter(|operation| operation.tag() == DiffTag::Equal);
    let matched: usize = same.clone().map(|operation| operation.new_range().len()).sum();
    let (first, last) = (same.clone().next()?, same.next_back()?);
    // What stands before the first match and after the last was meant by as many tokens.
    let before = first.old_range().start.min(first.new_range().start);
    let after = (wanted.len() - last.old_range().end).min(theirs.len() - last.new_range().end);
    let range = window.start + first.new_range().start - before..window.start + last.new_range().end + after;
    (matched * 5 >= wanted.len() * 2).then_some(range)
}

/// The token at which the text would begin to be like `wanted`: where most of its rarer tokens agree.
fn likely_start(text: &Tokens<'_>, wanted: &Tokens<'_>) -> Option<usize> {
    let mut witnesses: Vec<(usize, usize)> = (0..wanted.len())
        .filter_map(|at| Some((text.index().get(wanted.key(at))?.len(), at)))
        .filter(|(places, _)| *places <= PLACES)
        .collect();
    witnesses.sort_unstable();
    let tolerance = 2 + wanted.len() / 4;
    let mut votes: HashMap<usize, usize> = HashMap::new();
    for (_, at) in witnesses.into_iter().take(WITNESSES) {
        let weight = wanted.key(at).chars().count().min(8);
        for place in text.index().get(wanted.key(at)).into_iter().flatten() {
            // Neighbouring starts share their votes.
            let start = (*place as usize + tolerance).saturating_sub(at) / tolerance;
            *votes.entry(start).or_default() += weight;
            *votes.entry(start + 1).or_default() += weight;
        }
    }
    let (start, _) = votes.into_iter().max_by_key(|(start, votes)| (*votes, std::cmp::Reverse(*start)))?;
    Some((start * tolerance).saturating_sub(tolerance))
}
