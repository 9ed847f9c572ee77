//! Whether the words of a line make an outlet that they name its source.

use std::ops::Range;

use super::mention::{capitalised_runs, has_outlet_word, is_article, names_job, without_article, work_kind};
use super::outlet_vocabulary::BODY_WORDS;
use super::vocabulary::{
    BESIDE_NAMES, CITES_AFTER, CITES_BEFORE, CITES_JOBS, CITES_JOINED, CITES_WITHIN, HAS_JOB, KOREAN_REPORTS, LEADS_TO,
    LEADS_TO_TOPICS, NAMELESS, PRESS_RELEASES, PRINTED, QUOTES_BODIES, SAYS_NOTHING, SETS_APART, SPEAKS_IN,
    SUBJECT_PARTICLES, TELLS, TELLS_WITHIN,
};
use crate::import::phrase::tokens;

/// Characters on each side of a name that count.
const NEAR: usize = 80;

/// Returns whether the words around a part of a line make it a source.
pub(super) fn is_cited(text: &str, name: &Range<usize>) -> bool {
    let start = text[..name.start].char_indices().rev().take(NEAR).last().map_or(name.start, |(at, _)| at);
    let before = words_before(text[start..name.start].trim_end_matches(['„', '“', '"', '«', '»'])).join(" ");
    let rest = &text[name.end..];
    CITES_BEFORE.iter().any(|phrase| ends_in(&before, phrase).is_some())
        || has_job(text, name) == Some(false)
        || before.ends_with('据')
        || (says_after(text, name) && !is_set_apart(text, name))
        || CITES_JOINED.iter().any(|joined| rest.trim_start_matches(['”', '」', '』', '"', '》']).starts_with(joined))
        || (SUBJECT_PARTICLES.iter().any(|particle| rest.starts_with(particle))
            && KOREAN_REPORTS.iter().any(|verb| rest.contains(verb)))
}

/// The words before a name, without its article.
pub(super) fn words_before(text: &str) -> Vec<String> {
    let mut words = tokens(text);
    words.pop_if(|last| is_article(last));
    words
}

/// Returns the text before a phrase at the end of words.
fn ends_in<'a>(words: &'a str, phrase: &str) -> Option<&'a str> {
    words.strip_suffix(phrase).filter(|rest| rest.is_empty() || rest.ends_with(' '))
}

/// Returns whether the clause of a job at an outlet only tells who has it: `Mara Lind is a senior reporter for`. `None` without a job.
fn has_job(text: &str, name: &Range<usize>) -> Option<bool> {
    const NEAR_WORDS: usize = 4;
    let before = clause_before(text, name).join(" ");
    let who = CITES_JOBS.iter().find_map(|job| ends_in(&before, job))?;
    Some(who.split(' ').rev().take(NEAR_WORDS + 1).any(|word| HAS_JOB.contains(&word)))
}

/// The words of its clause before a name, without its article.
fn clause_before(text: &str, name: &Range<usize>) -> Vec<String> {
    let before = &text[..name.start];
    let ends = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '“' | '”' | '(' | '—' | '\n');
    words_before(before.rsplit(ends).next().unwrap_or(before))
}

/// The rest of its clause after a name.
fn clause_after<'a>(text: &'a str, name: &Range<usize>) -> &'a str {
    let rest = &text[name.end..];
    let end = rest.char_indices().nth(NEAR).map_or(rest.len(), |(at, _)| at);
    rest[..end].split(['.', ';', ':', '!', '?']).next().unwrap_or_default()
}

/// Returns whether an outlet stands behind the full name of who writes there: `Mara Lind at the Tide`.
pub(super) fn follows_writer(text: &str, outlet: &Range<usize>) -> bool {
    const JOINS: [&str; 7] = [" at ", " of ", " bei ", " von ", " von der ", " vom ", " du "];
    let before = text[..outlet.start].trim_end_matches(['„', '“', '"', '«']).trim_end_matches("the ");
    let writer = JOINS.iter().find_map(|join| before.strip_suffix(join)).unwrap_or_default();
    let mut names = writer.rsplit(' ').take(2);
    writer.contains(' ')
        && names.all(|name| name.starts_with(char::is_uppercase) && name.ends_with(char::is_alphabetic))
}

/// Returns whether words of a clause report, the first few of them.
fn says(clause: &str, within: usize) -> bool {
    tokens(clause).iter().take(within).any(|word| is_reporting(word))
}

/// Returns whether a verb of saying follows a name. Between commas it may have an aside; after one comma somebody else
/// speaks, in the outlet (`In the Tide, she says`) or not.
pub(super) fn says_after(text: &str, name: &Range<usize>) -> bool {
    let clause = clause_after(text, name).trim_start_matches(['”', '"', '’', '»', ')', ']']);
    let Some(aside) = clause.trim_start().strip_prefix(',') else { return says(clause, CITES_WITHIN) };
    let goes_on = aside.split_once(',').is_some_and(|(_, rest)| says(rest, 1));
    says(aside, 1) || goes_on || (says(aside, CITES_WITHIN) && speaks_in(&clause_before(text, name)))
}

/// Returns whether the words after a name speak of those who work for it and do not write: `’s lawyer says`.
fn is_of_other_people(after: &str) -> bool {
    const WITHIN: usize = 2;
    const OTHERS: [&str; 6] = ["lawyer", "lawyers", "critics", "readers", "owners", "rival"];
    let owned = after.strip_prefix(['’', '\'']).and_then(|rest| rest.strip_prefix("s "));
    let is_other = |word: &String| word != "editor" && (names_job(word) || OTHERS.contains(&word.as_str()));
    owned.is_some_and(|rest| tokens(rest).iter().take(WITHIN).any(is_other))
}

/// Returns whether words lead to the outlet in which somebody speaks: `In`, `Over at`, `In a piece for`.
fn speaks_in(before: &[String]) -> bool {
    let Some((last, rest)) = before.split_last() else { return false };
    SPEAKS_IN.contains(&last.as_str()) && (has_printed(rest) || rest.iter().all(|word| is_beside_names(word)))
}

fn has_printed(words: &[String]) -> bool {
    words.iter().any(|word| is_reporting(word) || PRINTED.contains(&word.as_str()))
}

fn is_beside_names(word: &str) -> bool {
    BESIDE_NAMES.contains(&word)
}

/// Returns whether its clause says that the words are not those of a name: `Unlike the Tide, she says`, `A letter to the Tide
/// says`, `Nobody at the Tide says`.
pub(super) fn is_set_apart(text: &str, name: &Range<usize>) -> bool {
    let before = clause_before(text, name);
    let clause = before.join(" ");
    let is_of_another = before.split_last().is_some_and(|(last, rest)| {
        LEADS_TO.contains(&last.as_str()) && (last == "to" || !has_printed(rest)) && !speaks_in(&before)
    });
    let is_of_another = is_of_another && !follows_writer(text, name);
    has_job(text, name) == Some(true)
        || is_of_other_people(clause_after(text, name))
        || SETS_APART.iter().any(|phrase| ends_in(&clause, phrase).is_some())
        || before.iter().any(|word| SAYS_NOTHING.contains(&word.as_str()))
        || says_nothing(clause_after(text, name))
        || (is_of_another && (says_after(text, name) || clause_after(text, name).starts_with(" fame")))
}

/// Returns whether the clause after a name denies that it says something: `The Tide did not report this, but she told me`.
fn says_nothing(clause: &str) -> bool {
    const NEAR_NAME: usize = 3;
    let is_aside = clause.trim_start().starts_with([',', '–', '—']);
    let words = tokens(if is_aside { "" } else { clause });
    let before_verb = words.iter().take(NEAR_NAME).take_while(|word| !is_reporting(word));
    before_verb.into_iter().any(|word| SAYS_NOTHING.contains(&word.as_str()))
}

/// Returns whether a sentence has hardly more than a name: `Reuters:`, `Now the Tide:`.
pub(super) fn is_alone(text: &str, sentence: &Range<usize>, name: &Range<usize>) -> bool {
    let beside = [&text[sentence.start..name.start], &text[name.end..sentence.end]].map(tokens);
    beside.concat().iter().all(|word| word == ":" || is_article(word) || is_beside_names(word))
}

/// Returns whether a word in lower case reports what an outlet says.
pub(super) fn is_reporting(word: &str) -> bool {
    CITES_AFTER.contains(&word)
}

/// Returns whether a link leads to what somebody speaks about: `Mara Lind told us why she works for the <Tide Works>:`.
pub(super) fn is_topic(text: &str, sentence: &Range<usize>, link: &Range<usize>) -> bool {
    let before = words_before(&text[sentence.start..link.start]);
    let leads = before.last().is_some_and(|word| LEADS_TO_TOPICS.contains(&word.as_str()));
    leads
        && before.iter().any(|word| is_reporting(word))
        && !tells(&text[link.clone()])
        && !has_outlet_word(&text[link.clone()])
}

/// Returns whether words tell of something written or said.
pub(super) fn tells(words: &str) -> bool {
    let is_telling = |word: &String| {
        is_reporting(word) || [TELLS, PRINTED, NAMELESS].iter().any(|list| list.contains(&word.as_str()))
    };
    work_kind(words).is_some()
        || tokens(words).iter().any(is_telling)
        || TELLS_WITHIN.iter().any(|root| words.contains(root))
}

/// The names of bodies that a line quotes: `According to the Harbour Foundation:`, `The PHA writes:`. English puts no article
/// before people: `The Sixth Dock wrote:`.
pub(super) fn quoted_bodies(text: &str) -> Vec<Range<usize>> {
    const STATES: [&str; 3] = ["US", "USA", "UK"];
    let runs = capitalised_runs(text).into_iter().map(|run| without_article(text, run));
    let mut runs: Vec<Range<usize>> = runs.collect();
    runs.retain(|run| {
        let name = &text[run.clone()];
        let is_body = tokens(name).iter().any(|word| BODY_WORDS.contains(&word.as_str()));
        let is_short = (2..=6).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
        let has_article = text[..run.start].ends_with("the ") || text[..run.start].ends_with("The ");
        let is_body = is_body || (has_article && name.contains(' ') && says_after(text, run));
        let before = words_before(&text[..run.start]).join(" ");
        let is_employer = text[..run.start].trim_end().ends_with(',');
        let is_quoted = QUOTES_BODIES.iter().any(|phrase| before.ends_with(phrase)) || says_after(text, run);
        ((is_body || (is_short && !STATES.contains(&name) && !names_job(name)))
            && is_quoted
            && !is_employer
            && !is_set_apart(text, run))
            || issues_release(text, run)
    });
    runs
}

/// Returns whether words say that a body told the press something: `From the press release of Seahaul:`, `In Seahaul’s press
/// release:`.
fn issues_release(text: &str, body: &Range<usize>) -> bool {
    /// The most words between the two.
    const BETWEEN: usize = 4;
    const LEADS: [&str; 7] = ["by", "of", "from", "de", "von", "der", "des"];
    let tells = |words: &[String]| PRESS_RELEASES.iter().any(|release| words.join(" ").contains(release));
    let before = clause_before(text, body);
    let is_of = before.last().is_some_and(|word| LEADS.contains(&word.as_str()));
    let after = text[body.end..].strip_prefix(['’', '\'']).and_then(|rest| rest.strip_prefix("s "));
    let after = after.map(tokens).unwrap_or_default();
    (is_of && tells(&before[before.len().saturating_sub(BETWEEN)..])) || tells(&after[..after.len().min(BETWEEN)])
}
