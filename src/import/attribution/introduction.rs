//! Sentences that introduce a quotation. There an outlet is the source unless the sentence says otherwise: `The Tide has a piece on
//! this:`, `I read in the Tide:`.

use std::ops::Range;

use super::citing::{follows_writer, is_reporting, is_set_apart, tells, words_before};
use super::introduction_vocabulary::{
    AFTER_JOINED, BEFORE_NAMES_IN, FOUND_IN, JOINED_REPORTS, LEADS_ELSEWHERE, LEADS_TO_SUBJECTS, LETS_SPEAK,
    OBJECT_PARTICLES, OF_OUTLETS, OPPOSES_JOINED, QUOTES_JOINED, READS, SAYS_OF, SPEAKS_AGAINST, STAYS_SILENT, TIMES,
};
use super::mention::{is_article, is_joined};
use super::outlet_vocabulary::KINDS_BEFORE_NAMES;
use super::vocabulary::POINTS_BELOW;
use crate::import::phrase::{first_tokens, tokens};
use crate::import::written_date::month_number;

/// Returns whether the words below a sentence are those of an outlet that it names, if it does not say otherwise.
pub(super) fn introduces(text: &str, sentence: &Range<usize>, name: &Range<usize>) -> bool {
    if is_set_apart(text, name) {
        return false;
    }
    let (before, after) = around(text, sentence, name);
    if is_joined(&text[sentence.clone()]) {
        return is_joined_source(before, after);
    }
    follows_writer(text, name) || is_source(before, after)
}

/// Returns whether a sentence says that an outlet that it names does not speak, or that somebody speaks against it.
pub(super) fn says_otherwise(text: &str, sentence: &Range<usize>, name: &Range<usize>) -> bool {
    let (before, after) = around(text, sentence, name);
    let has = |part: &str, list: &[&str]| tokens(part).iter().any(|word| list.contains(&word.as_str()));
    let is_object = OBJECT_PARTICLES.iter().any(|particle| after.starts_with(particle))
        && !QUOTES_JOINED.iter().any(|root| after.contains(root));
    is_object
        || before.ends_with(['元', '前', '原'])
        || has(after, STAYS_SILENT)
        || has(before, SPEAKS_AGAINST)
        || OPPOSES_JOINED.iter().any(|root| before.contains(root) || after.contains(root))
}

/// The words of a sentence before a name, and those after it.
fn around<'a>(text: &'a str, sentence: &Range<usize>, name: &Range<usize>) -> (&'a str, &'a str) {
    const CLOSING: [char; 9] = ['”', '“', '"', '’', '»', '」', '』', '》', '\''];
    let after = without_brackets(text[name.end..sentence.end].trim_start_matches(CLOSING));
    (&text[sentence.start..name.start], after)
}

/// What follows the short name of an outlet in brackets.
fn without_brackets(after: &str) -> &str {
    let bracketed = after.trim_start().strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']));
    bracketed.map_or(after, |(_, rest)| rest)
}

/// Returns whether an outlet between these words speaks, or is where something is read.
fn is_source(before: &str, after: &str) -> bool {
    const MAX_SUBJECT: usize = 3;
    let clause = before.rsplit([',', ';', ':', '—', '–']).next().unwrap_or(before);
    let mut words = words_before(clause);
    while words.pop_if(|word| is_between(word)).is_some() {}
    let first = first_tokens(after, 1).pop().unwrap_or_default();
    let ends = !after.contains(char::is_alphanumeric) || after.starts_with(',') || TIMES.contains(&first.as_str());
    let Some(last) = words.last().map(String::as_str) else { return true };
    if FOUND_IN.contains(&last) {
        let rest = words[..words.len() - 1].join(" ");
        let is_read = first_tokens(after, 4).iter().any(|word| READS.contains(&word.as_str()));
        return ends || is_read || is_reporting(&first) || tells(&rest) || rest.is_empty();
    }
    if OF_OUTLETS.contains(&last) {
        return tells(before) || words.iter().any(|word| LETS_SPEAK.contains(&word.as_str()));
    }
    if is_reporting(last) {
        return ends || !SAYS_OF.contains(&last);
    }
    if LEADS_TO_SUBJECTS.contains(&last) {
        return true;
    }
    words.retain(|word| {
        !TIMES.contains(&word.as_str())
            && !word.starts_with(|c: char| c.is_ascii_digit())
            && month_number(word).is_none()
    });
    words.len() <= MAX_SUBJECT
        && !words.iter().any(|word| LEADS_ELSEWHERE.contains(&word.as_str()) || is_reporting(word))
}

/// Returns whether a word may stand between a preposition and the name: `in this week’s Tide`, `im Fachblatt Mole`.
fn is_between(word: &str) -> bool {
    let is_kind = KINDS_BEFORE_NAMES.iter().any(|kind| kind.to_lowercase() == word);
    is_kind || word.ends_with("'s") || BEFORE_NAMES_IN.contains(&word) || is_article(word)
}

/// The same of Korean, Japanese and Chinese, where a particle or a noun follows the name, and a verb ends the sentence.
fn is_joined_source(before: &str, after: &str) -> bool {
    let reports = JOINED_REPORTS.iter().any(|root| after.contains(root) || before.contains(root));
    let leads = AFTER_JOINED.iter().any(|particle| after.trim_start().starts_with(particle.trim_start()));
    reports || leads
}

/// Returns whether words say that something follows, which in Korean, Japanese and Chinese needs no colon.
pub(super) fn points_below(text: &str) -> bool {
    POINTS_BELOW.iter().any(|words| text.contains(words))
}
