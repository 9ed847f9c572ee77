//! Small boxes within a text: what it advertises, where to subscribe, what else to read.

use std::collections::{BTreeMap, HashSet};

use super::lines::page_lines;
use crate::base::text::words;
use crate::import::html_to_markdown::tree::HtmlElement;

/// Kinds of furniture that stand within texts.
const KINDS: [&str; 4] = ["notice", "advertisement", "related articles", "share bar"];
/// The most words of a box; a larger one may hold the text.
const MAX_WORDS: usize = 60;

/// The lines of a page that stand in small boxes and nowhere else.
pub(super) fn boxed_lines(page: &HtmlElement) -> HashSet<String> {
    let lines = page_lines(page);
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    lines.iter().for_each(|line| *sizes.entry(line.region).or_default() += words::count(&line.text));
    let (boxed, others): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| {
        line.kind.is_some_and(|kind| KINDS.contains(&kind))
            && sizes.get(&line.region).is_some_and(|size| *size <= MAX_WORDS)
    });
    let mut boxed: HashSet<String> = boxed.into_iter().map(|line| line.text).collect();
    others.iter().filter(|line| line.kind.is_none()).for_each(|line| drop(boxed.take(&line.text)));
    boxed
}
