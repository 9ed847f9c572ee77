//! Insertions that name somebody: for a pronoun of the source, or for another name.

use std::ops::Range;

use crate::base::text::boundary::without_case_particle;
use crate::base::text::token::Tokens;
use crate::base::text::words;

/// Words for who speaks or is spoken to, in lower case.
const SPEAKERS: [&str; 12] = ["i", "me", "my", "we", "us", "our", "you", "your", "ich", "wir", "je", "nous"];

/// Words for who or what was named before, in lower case.
#[rustfmt::skip]
const PRONOUNS: [&str; 56] = [
    "this", "these", "those", "who", "dies", "diese", "dieser",
    "he", "she", "it", "they", "him", "her", "them", "his", "its", "their",
    "er", "sie", "es", "ihr", "ihm", "ihn", "ihnen", "ihre", "sein", "seine",
    "il", "elle", "ils", "elles", "lui", "leur", "son", "sa", "ses",
    "él", "ella", "ellos", "su", "esto", "egli", "lei", "он", "она", "они", "это", "его",
    "그는", "그가", "그를", "그의", "그에게", "그도", "그와", "彼",
];

/// Beginnings of Korean ones; `그` alone also points at things.
const KOREAN: [&str; 2] = ["그녀", "그들"];

/// Articles, which make a description of the words that follow.
const ARTICLES: [&str; 14] =
    ["the", "a", "an", "der", "die", "das", "den", "dem", "des", "le", "la", "les", "el", "los"];

/// Articles, and words for things in general, which name nothing.
#[rustfmt::skip]
const NAMELESS: [&str; 22] = [
    "the", "a", "an", "this", "that", "these", "those", "of", "mr", "mrs", "ms", "der", "die", "das", "den", "dem", "des", "le", "la",
    "les", "el", "los",
];

/// Returns whether a word stands for who or what was named before.
pub(super) fn is_pronoun(word: &str) -> bool {
    let lower = word.to_lowercase();
    // `It's` is one, too.
    let bare = lower.split('\'').next().unwrap_or_default();
    PRONOUNS.contains(&bare) || SPEAKERS.contains(&bare) || KOREAN.iter().any(|start| word.starts_with(start))
}

/// The name that an insertion puts for the pronoun at `pronoun`, if the source mentions it only further on: pronouns refer
/// to what came before. Who speaks is named after the quotation, too.
pub(super) fn named_later(inserted: &Tokens<'_>, snapshot: &Tokens<'_>, pronoun: usize) -> Option<String> {
    /// The tokens before the pronoun in which other forms of the name are looked for, at most.
    const BACK: usize = 500;
    if !is_pronoun(snapshot.key(pronoun)) {
        return None;
    }
    let is_name = |at: &usize| !inserted.is_mark(*at) && !is_nameless(inserted.key(*at));
    let last = (0..inserted.len()).rev().find(is_name)?;
    let first = forms(inserted.key(last)).iter().filter_map(|form| snapshot.first_place(form)).min()?;
    let stems: Vec<String> = (0..inserted.len()).filter(is_name).map(|at| stem(inserted.key(at))).collect();
    let words = capitalised(inserted, 0..inserted.len());
    let next = |at: usize| capitalised(snapshot, at..pronoun.min(at + 5));
    let is_short = |at: usize| is_short_for(snapshot.key(at), &words) || is_short_for(inserted.key(last), &next(at));
    let is_form = |at: usize| stems.iter().any(|stem| has_stem(&snapshot.key(at).to_lowercase(), stem));
    let mut before = pronoun.saturating_sub(BACK)..pronoun;
    let speaks = SPEAKERS.contains(&snapshot.key(pronoun).to_lowercase().as_str());
    let mut between = (pronoun + 1..first).take_while(|at| !snapshot.begins_sentence(at + 1));
    let is_speaker =
        speaks && between.clone().count() + pronoun + 1 == first && between.any(|at| snapshot.key(at) == "\"");
    let is_later = first > pronoun && !is_speaker && !before.any(|at| is_form(at) || is_short(at));
    let name = inserted.written(&(last..last + 1));
    is_later.then(|| format!("this insertion names `{name}`, which the source mentions only after this"))
}

/// Returns whether the source has the words of an insertion right before the excerpt, perhaps in other letter case: `[No] one`.
pub(super) fn stands_before(inserted: &Tokens<'_>, snapshot: &Tokens<'_>, start: usize) -> bool {
    let first = start.checked_sub(inserted.len());
    let same = |first: usize, at: usize| inserted.key(at).to_lowercase() == snapshot.key(first + at).to_lowercase();
    inserted.len() > 0 && first.is_some_and(|first| (0..inserted.len()).all(|at| same(first, at)))
}

/// The effect of an insertion whose words stand in the source right before the excerpt, but only belong to what it tells of:
/// `[Kim] said no` for `an opponent of Kim said no`.
pub(super) fn lost_head(inserted: usize, snapshot: &Tokens<'_>, skipped: &Range<usize>) -> Option<String> {
    #[rustfmt::skip]
    const PREPOSITIONS: [&str; 20] = [
        "of", "in", "from", "for", "with", "by", "near", "behind", "against", "von", "vom", "aus", "im", "bei", "de", "du", "des", "del",
        "dans", "en",
    ];
    let head = skipped.start..skipped.end.checked_sub(inserted)?;
    let last = head.clone().next_back().filter(|last| head.start < *last)?;
    let belongs = PREPOSITIONS.contains(&snapshot.key(last).to_lowercase().as_str());
    belongs.then(|| format!("this insertion leaves out `{}`", words::collapse_space(snapshot.written(&head))))
}

/// The words of the source that an insertion replaces with another name, or that make its name somebody else:
/// `Mara Lind`, or `wife` of `the mayor's wife`.
pub(super) fn other_name(inserted: &Tokens<'_>, snapshot: &Tokens<'_>, skipped: &Range<usize>) -> Option<Range<usize>> {
    let stems: Vec<String> = (0..inserted.len()).map(|at| stem(inserted.key(at))).collect();
    let is_kept = |at: usize| stems.iter().any(|stem| has_stem(&snapshot.key(at).to_lowercase(), stem));
    if let Some(head) = skipped.clone().find(|at| is_head_of_name(inserted, snapshot, skipped, *at)) {
        return (!is_kept(head)).then_some(head..head + 1);
    }
    let (ours, theirs) = (name(inserted, 0..inserted.len())?, name(snapshot, skipped.clone())?);
    let keys = |tokens: &Tokens<'_>, range: &Range<usize>| capitalised(tokens, range.clone());
    let is_short = |short: &Tokens<'_>, at: usize, words: &[String]| is_short_for(short.key(at), words);
    let same = theirs.clone().any(is_kept)
        || (ours.len() == 1 && is_short(inserted, ours.start, &keys(snapshot, &theirs)))
        || (theirs.len() == 1 && is_short(snapshot, theirs.start, &keys(inserted, &ours)));
    (!same).then_some(theirs)
}

/// The name that ends before the token `end`, if an article does not make a description of it.
pub(super) fn name_before(snapshot: &Tokens<'_>, end: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    name(snapshot, end.saturating_sub(LONGEST)..end)
}

/// The capitalised words at the end of a range, if they name somebody: no description such as `the Minister`, and more than
/// the first word of a sentence.
fn name(tokens: &Tokens<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let is_name = |at: &usize| tokens.key(*at).starts_with(char::is_uppercase) && !is_nameless(tokens.key(*at));
    let start = range.clone().rev().take_while(is_name).last()?;
    let described = start > 0 && ARTICLES.contains(&tokens.key(start - 1).to_lowercase().as_str());
    let is_opening = start + 1 == range.end && tokens.begins_sentence(start) && range.end < tokens.len();
    (!described && !is_opening).then_some(start..range.end)
}

/// Returns whether the word at `at` says who is meant by means of the name that is inserted: `wife` in `the mayor's wife`,
/// `son` in `the son of the mayor`.
fn is_head_of_name(inserted: &Tokens<'_>, snapshot: &Tokens<'_>, skipped: &Range<usize>, at: usize) -> bool {
    /// Words whose whole stands for its name.
    const WHOLES: [&str; 8] = ["government", "city", "town", "republic", "state", "kingdom", "country", "people"];
    let Some(ours) = (0..inserted.len()).rev().find(|at| !inserted.is_mark(*at)) else { return false };
    let (ours, word) = (inserted.key(ours).to_lowercase(), snapshot.key(at).to_lowercase());
    if snapshot.is_mark(at) || is_nameless(&word) || word.starts_with(&ours) || WHOLES.contains(&word.as_str()) {
        return false;
    }
    let owns = at > skipped.start && snapshot.key(at - 1).to_lowercase() == format!("{ours}'s");
    let mut owned = (at + 1..skipped.end).map(|at| snapshot.key(at).to_lowercase());
    let of = owned.next().is_some_and(|of| matches!(&*of, "of" | "von" | "de" | "du" | "des" | "der"));
    owns && at + 1 == skipped.end || of && owned.find(|word| !is_nameless(word)).is_some_and(|word| word == ours)
}

fn is_nameless(word: &str) -> bool {
    NAMELESS.contains(&word.to_lowercase().as_str()) || is_pronoun(word)
}

/// The capitalised words of a range.
fn capitalised(tokens: &Tokens<'_>, range: Range<usize>) -> Vec<String> {
    let words = range.map(|at| tokens.key(at)).filter(|key| key.starts_with(char::is_uppercase));
    words.filter(|key| !is_nameless(key)).map(str::to_owned).collect()
}

/// Returns whether a word is made of the first letters of others: `U.S.`, `WHO`.
pub(super) fn is_short_for(short: &str, words: &[String]) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| *c != '.').collect();
    let initials = words.iter().filter_map(|word| word.chars().next());
    letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) && initials.take(letters.len()).eq(letters)
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

/// Returns whether a word is a form of the name with this stem: a short one begins with it or ends
/// a compound (`Hafenamt`), a long one may be anywhere in one.
fn has_stem(word: &str, stem: &str) -> bool {
    const LONG: usize = 5;
    const ENDING: usize = 3;
    let letters = |text: &str| text.chars().count();
    let has_ending = |rest: &str| letters(rest) <= ENDING || rest.starts_with(['-', '\'']);
    let is_compound = word.strip_suffix(stem).is_some_and(|first| letters(first) > ENDING && letters(stem) >= ENDING);
    is_compound
        || if letters(stem) < LONG { word.strip_prefix(stem).is_some_and(has_ending) } else { word.contains(stem) }
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
