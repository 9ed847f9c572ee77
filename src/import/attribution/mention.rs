//! Names in a line, and what they look like.

use std::ops::Range;
use std::sync::LazyLock;

use super::outlet_vocabulary::{KNOWN_NAMES, NAME_WORDS, OUTLET_ENDINGS, OUTLET_WORDS};
use super::vocabulary::{BUTTONS, CITES_BEFORE, JOBS, NOT_OUTLETS, WORKS};
use crate::base::text::boundary::CharClass;
use crate::import::phrase::{Phrase, tokens};
use crate::import::written_date::is_time;

fn is_capitalised_outlet_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && OUTLET_WORDS.contains(&word.to_lowercase().as_str())
}

/// Articles and prepositions before a name in French.
const ELISIONS: [&str; 6] = ["L’", "l’", "d’", "L'", "l'", "d'"];

/// Runs of words with a capital; a lower-case word belongs to one if another capital follows.
pub(super) fn capitalised_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut run: Option<Range<usize>> = None;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if run.is_some() && NAME_WORDS.contains(&word) {
            continue;
        }
        // `L’AFP` is AFP, and `Harper’s Magazine` one name.
        let elided =
            ELISIONS.iter().find_map(|elision| word.strip_prefix(elision)).filter(|_| !KNOWN_NAMES.contains(&word));
        let word = elided.unwrap_or(word);
        let mut is_owner = || words.peek().is_some_and(|next| is_capitalised_outlet_word(next));
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.split([':', '[', '(']).next().unwrap_or(bare);
        let owner = without_possessive(bare);
        let bare = if owner.len() < bare.len() && is_owner() { bare } else { owner };
        let (word_start, start) = (offset_in(text, word), offset_in(text, bare));
        let end = start + bare.len();
        if start > word_start {
            runs.extend(run.take());
        }
        match &mut run {
            Some(run) if bare.starts_with(char::is_uppercase) => run.end = end,
            None if KNOWN_NAMES.contains(&bare) => run = Some(start..end),
            None if bare.starts_with(char::is_uppercase) && !starts_sentence(bare) => run = Some(start..end),
            Some(_) | None => runs.extend(run.take()),
        }
        if end < word_start + word.len() {
            runs.extend(run.take());
        }
    }
    runs.extend(run);
    runs
}

/// Returns whether a text has a name of several words; an article before a noun makes none.
pub(super) fn has_full_name(text: &str) -> bool {
    full_names(text).next().is_some()
}

/// The names of several words in a text.
pub(super) fn full_names(text: &str) -> impl Iterator<Item = &str> {
    capitalised_runs(text)
        .into_iter()
        .map(|run| &text[without_article(text, run)])
        .filter(|name| name.contains([' ', '\u{a0}']))
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word)
}

/// The offset of a slice of a text.
pub(super) fn offset_in(text: &str, slice: &str) -> usize {
    slice.as_ptr() as usize - text.as_ptr() as usize
}

/// Returns whether a word may be capitalised only because it starts a sentence: `As the Daily Planet reported`.
fn starts_sentence(word: &str) -> bool {
    let word = word.to_lowercase();
    const FIRST: &str = "as but and when while meanwhile on in for a an per by wie und auch nach aus bei vom im beim chez c’est c'est comme et dans como y en";
    FIRST.split(' ').any(|first| first == word)
        || CITES_BEFORE.iter().any(|phrase| phrase.split(' ').any(|part| part == word))
}

/// A run of words without the article at its start.
pub(super) fn without_article(text: &str, run: Range<usize>) -> Range<usize> {
    let first =
        text[run.clone()].split_once(' ').map(|(first, _)| first).filter(|first| is_article(&first.to_lowercase()));
    first.map_or(run.clone(), |first| run.start + first.len() + 1..run.end)
}

pub(super) fn is_article(word: &str) -> bool {
    ["the", "a", "an", "der", "die", "das", "dem", "ein", "eine", "le", "la", "les", "un", "une", "el", "una"]
        .contains(&word)
}

/// Returns whether a text is Korean, Japanese or Chinese, where particles and verbs follow a name without a space.
pub(super) fn is_joined(text: &str) -> bool {
    let is_joined = |c: &char| matches!(CharClass::of(*c), CharClass::Hangul | CharClass::Ideograph);
    text.chars().filter(is_joined).count() * 2 > text.chars().filter(|c| CharClass::of(*c) == CharClass::Letter).count()
}

/// The kind of the first noun of a work among words, by its place in [`WORKS`].
pub(super) fn work_kind(words: &str) -> Option<usize> {
    let is_noun = |word: &str, noun: &str| noun.strip_suffix('…').map_or(word == noun, |root| word.contains(root));
    let kind = |word: &String| WORKS.iter().position(|nouns| nouns.iter().any(|noun| is_noun(word, noun)));
    tokens(words).iter().find_map(kind)
}

/// Returns whether one of its words is typical of outlets.
pub(in crate::import) fn has_outlet_word(name: &str) -> bool {
    tokens(name).iter().any(|word| OUTLET_WORDS.contains(&word.as_str()) || ends_as_paper(word))
        || name.split(' ').any(|word| KNOWN_NAMES.contains(&word))
        || KNOWN_NAMES.contains(&name)
        || is_brand(name)
        || OUTLET_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Returns whether a German word is a compound with a kind of paper: `Küstenblatt`.
fn ends_as_paper(word: &str) -> bool {
    ["zeitung", "blatt", "blätter", "blättern"].iter().any(|end| word.ends_with(end))
}

/// Returns whether a name with a mark of its own, such as a dash, is that of a publisher by its looks, which persons' names do
/// not have: `Tide & Pier`, `The Ferryman`.
pub(super) fn is_publisher(name: &str) -> bool {
    let words = tokens(name);
    has_outlet_word(name) || name.contains(" & ") || (words.len() > 1 && is_article(&words[0]))
}

/// Returns whether a word is made as trade names are: `TideWatch`, `9to5Pier`, `tide.example`. `McLind` is a person.
pub(super) fn is_brand(word: &str) -> bool {
    if word.contains(' ') {
        return false;
    }
    const SURNAMES: [&str; 9] = ["Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Fitz"];
    let is_ending = |end: &str| (2..=7).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase());
    let is_domain = word.rsplit_once('.').is_some_and(|(name, end)| name.len() > 1 && is_ending(end));
    let ends_hump = |(at, c): (usize, char)| {
        c.is_uppercase() && word[..at].ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
    };
    let hump = word.char_indices().position(ends_hump);
    is_domain || hump.is_some_and(|at| !SURNAMES.iter().any(|start| start.len() == at && word.starts_with(start)))
}

/// Returns whether a text can be a name: few words, capitalised where the script has capitals.
pub(in crate::import) fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_capitalised = |word: &str| word.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase());
    KNOWN_NAMES.contains(&name)
        || (1..=6).contains(&words.len())
            && words.iter().all(|word| NAME_WORDS.contains(word) || is_capitalised(word))
            && name.chars().any(char::is_alphabetic)
            && words.first().is_some_and(|word| word.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase()))
}

/// Returns whether a text is a date, a button or a remark, and so no name of anything.
pub(super) fn is_no_name(text: &str) -> bool {
    static REMARKS: LazyLock<Vec<Phrase>> =
        LazyLock::new(|| NOT_OUTLETS.iter().map(|pattern| Phrase::new(pattern)).collect());
    let words = tokens(text);
    if is_brand(text) {
        return false;
    }
    words.is_empty() || is_time(text) || REMARKS.iter().any(|phrase| phrase.matches(&words))
}

/// Returns whether words of a link are a button, and name nobody.
pub(super) fn is_button(words: &str) -> bool {
    static PHRASES: LazyLock<Vec<Phrase>> =
        LazyLock::new(|| BUTTONS.iter().map(|pattern| Phrase::new(pattern)).collect());
    let words: Vec<String> =
        tokens(words).into_iter().filter(|word| !matches!(word.as_str(), "→" | "»" | "…" | ":")).collect();
    words.is_empty() || PHRASES.iter().any(|phrase| phrase.matches(&words))
}

/// Returns whether a text has a word of a job.
pub(super) fn names_job(text: &str) -> bool {
    tokens(text).iter().any(|word| JOBS.contains(&word.as_str()))
}

/// The words before the first that has a digit: a year, an issue, a page.
pub(super) fn without_numbers(part: &str) -> &str {
    let mut words = part.split_inclusive(' ').scan(0, |end, word| {
        let start = *end;
        *end += word.len();
        Some((start, word))
    });
    let numbered = words.find(|(start, word)| *start > 0 && word.contains(|c: char| c.is_ascii_digit()));
    let bare = numbered.map_or(part, |(start, _)| &part[..start]).trim_end();
    ["No.", "Nr.", "Vol.", "vom", "of", "S.", "p."]
        .iter()
        .find_map(|it| bare.strip_suffix(it))
        .unwrap_or(bare)
        .trim_end()
}
