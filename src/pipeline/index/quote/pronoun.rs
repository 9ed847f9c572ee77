//! Insertions that name somebody for a pronoun of the source.

use crate::base::text::boundary::without_case_particle;
use crate::base::text::token::Tokens;

/// Words for who or what was named before, in lower case.
#[rustfmt::skip]
const PRONOUNS: [&str; 49] = [
    "he", "she", "it", "they", "him", "her", "them", "his", "its", "their",
    "er", "sie", "es", "ihr", "ihm", "ihn", "ihnen", "ihre", "sein", "seine",
    "il", "elle", "ils", "elles", "lui", "leur", "son", "sa", "ses",
    "él", "ella", "ellos", "su", "esto", "egli", "lei", "он", "она", "они", "это", "его",
    "그는", "그가", "그를", "그의", "그에게", "그도", "그와", "彼",
];

/// Beginnings of Korean ones; `그` alone also points at things.
const KOREAN: [&str; 2] = ["그녀", "그들"];

/// Articles, and words for things in general, which name nothing.
#[rustfmt::skip]
const NAMELESS: [&str; 22] = [
    "the", "a", "an", "this", "that", "these", "those", "of", "mr", "mrs", "ms", "der", "die", "das", "den", "dem", "des", "le", "la",
    "les", "el", "los",
];

/// Returns `true` if a word stands for who or what was named before.
pub(super) fn is_pronoun(word: &str) -> bool {
    let lower = word.to_lowercase();
    // `It's` is one, too.
    PRONOUNS.contains(&lower.split('\'').next().unwrap_or_default())
        || KOREAN.iter().any(|start| word.starts_with(start))
}

/// The name that an insertion puts for the pronoun at `pronoun`, if the source mentions it only further on: pronouns refer
/// to what came before.
pub(super) fn named_later(inserted: &Tokens<'_>, snapshot: &Tokens<'_>, pronoun: usize) -> Option<String> {
    /// The tokens before the pronoun in which other forms of the name are looked for, at most.
    const BACK: usize = 500;
    if !is_pronoun(snapshot.key(pronoun)) {
        return None;
    }
    let is_name = |at: &usize| !inserted.is_mark(*at) && !NAMELESS.contains(&inserted.key(*at).to_lowercase().as_str());
    let last = (0..inserted.len()).rev().find(is_name)?;
    let first = forms(inserted.key(last)).iter().filter_map(|form| snapshot.first_place(form)).min()?;
    let stems: Vec<String> = (0..inserted.len()).filter(is_name).map(|at| stem(inserted.key(at))).collect();
    let is_alike = |at: usize| stems.iter().any(|stem| has_stem(&snapshot.key(at).to_lowercase(), stem));
    let is_later = first > pronoun && !(pronoun.saturating_sub(BACK)..pronoun).any(is_alike);
    let name = inserted.written(&(last..last + 1));
    is_later.then(|| format!("this insertion names `{name}`, which the source mentions only after this"))
}

/// The forms of a name that a source is likely to have.
fn forms(name: &str) -> Vec<String> {
    let bare = name.strip_suffix("'s").unwrap_or(name);
    let lower = bare.to_lowercase();
    let mut letters = lower.chars();
    let capitalised = letters.next().map(|first| first.to_uppercase().chain(letters).collect());
    let stems = without_case_particle(bare).map(str::to_owned).collect();
    let number = lower.strip_suffix('s').map_or_else(|| format!("{lower}s"), str::to_owned);
    [vec![bare.to_owned(), lower.clone(), number], Vec::from_iter(capitalised), stems].concat()
}

/// Returns `true` if a word is a form of the name with this stem: a short one begins with it, a long one may be composed with it.
fn has_stem(word: &str, stem: &str) -> bool {
    const LONG: usize = 5;
    const ENDING: usize = 3;
    let letters = |text: &str| text.chars().count();
    let has_ending = |rest: &str| letters(rest) <= ENDING || rest.starts_with(['-', '\'']);
    if letters(stem) < LONG { word.strip_prefix(stem).is_some_and(has_ending) } else { word.contains(stem) }
}

/// The part of a name that its other forms have, too, in lower case.
fn stem(name: &str) -> String {
    let lower = name.strip_suffix("'s").unwrap_or(name).to_lowercase();
    match without_case_particle(&lower).last() {
        Some(stem) => stem.to_owned(),
        None => {
            let letters = lower.chars().count();
            lower.chars().take(if letters > 5 { letters - 2 } else { letters }).collect()
        }
    }
}
