//! Tags that are likely meant to be one: they differ only in hyphens, a plural, or one letter of a long word. Tags that
//! differ only in letter case or spaces share an address, and a build warns of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::context::AdviceContext;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::repair::Repair;
use crate::base::text::words::plural;
use crate::pipeline::index::Term;

/// The length from which words are likely the same if they differ in one letter.
const LONG: usize = 8;

/// Reports each tag that is similar to a more frequent one, at its first use.
pub(super) fn similar(context: &AdviceContext<'_>) -> Vec<Diagnostic> {
    let tags = &context.site.index.taxonomies.tags;
    let mut best: BTreeMap<usize, usize> = BTreeMap::new();
    for (a, b) in pairs(tags) {
        let rank = |tag: usize| (tags[tag].articles.len(), Reverse(&tags[tag].key));
        let (rare, common) = if rank(a) < rank(b) { (a, b) } else { (b, a) };
        let known = best.entry(rare).or_insert(common);
        if rank(*known) < rank(common) {
            *known = common;
        }
    }
    best.into_iter().filter_map(|(rare, common)| advice(context, &tags[rare], &tags[common])).collect()
}

fn advice(context: &AdviceContext<'_>, rare: &Term, common: &Term) -> Option<Diagnostic> {
    let article = &context.site.content.articles[*rare.articles.first()?];
    let tag = article.tags.iter().find(|tag| tag.key == rare.key)?;
    let counts = [rare, common].map(|tag| plural(tag.articles.len(), "article"));
    let message = format!("the tag `{}` ({}) is nearly `{}` ({})", rare.title, counts[0], common.title, counts[1]);
    let fault = Diagnostic::new(codes::NEAR_TAGS, message).at(Span::new(&article.path, tag.name.range.clone()));
    Some(fault.repair(Repair::reword(tag.name.value.as_str(), common.title.as_str())))
}

/// Returns the numbers of similar tags. Two words that differ in one letter become equal if one letter is left out, so
/// only words that share such a shorter word are compared.
fn pairs(tags: &[Term]) -> BTreeSet<(usize, usize)> {
    let plain: Vec<String> = tags.iter().map(|tag| tag.key.replace('-', "")).collect();
    let mut alike: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (number, word) in plain.iter().enumerate() {
        alike.entry(singular(word)).or_default().insert(number);
        if word.chars().count() >= LONG {
            alike.entry(word.clone()).or_default().insert(number);
            for (at, letter) in word.char_indices() {
                let shorter = format!("{}{}", &word[..at], &word[at + letter.len_utf8()..]);
                alike.entry(shorter).or_default().insert(number);
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for numbers in alike.values() {
        for a in numbers {
            pairs.extend(numbers.range(a + 1..).filter(|b| is_similar(&plain[*a], &plain[**b])).map(|b| (*a, *b)));
        }
    }
    pairs
}

/// Returns whether two keys without hyphens are likely the same. Different numbers mean different things: `4g`,
/// `2014-elections`.
fn is_similar(a: &str, b: &str) -> bool {
    let long = a.chars().count().min(b.chars().count()) >= LONG;
    let digits = |word: &str| word.chars().filter(|c| c.is_numeric()).collect::<String>();
    singular(a) == singular(b) || long && digits(a) == digits(b) && strsim::osa_distance(a, b) <= 1
}

/// Removes the plural ending of an English word.
fn singular(word: &str) -> String {
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() > 2);
    let hisses = |stem: &&str| ["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = stem("es").filter(hisses) {
        return stem.to_owned();
    }
    let plural = stem("s").filter(|stem| !["s", "u", "i"].iter().any(|end| stem.ends_with(end)));
    plural.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_and_different() {
        let near = [
            ("cellphone", "cellphones"),
            ("policy", "policies"),
            ("boxes", "box"),
            ("koryolink", "koryolnik"),
            ("broadcast", "brodcast"),
            ("휴대전화요금제도", "휴대전화요금제동"),
        ];
        for (a, b) in near {
            assert!(is_similar(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("4g", "5g"),
            ("elections2014", "elections2015"),
            ("ship", "shop"),
            ("smartphone", "smartfone"),
            ("press", "pres"),
            ("us", "u"),
        ] {
            assert!(!is_similar(a, b), "{a} {b}");
        }
    }

    fn term(key: &str) -> Term {
        Term { key: key.to_owned(), title: key.to_owned(), address: String::new(), file: None, articles: Vec::new() }
    }

    #[test]
    fn only_what_may_be_similar_is_compared() {
        let keys = ["cell-phone", "cellphone", "cellphones", "trade", "koryolink", "korylink", "kory"];
        let found = pairs(&keys.map(term));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2), (4, 5)]);
    }
}
