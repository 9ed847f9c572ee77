//! Names of outlets in a line, and whether its words make them sources.

use std::ops::Range;
use std::sync::LazyLock;

use super::vocabulary::{
    BESIDE_NAMES, BODY_WORDS, BUTTONS, CITES_AFTER, CITES_BEFORE, CITES_JOBS, CITES_JOINED, CITES_WITHIN, HAS_JOB,
    JOBS, KNOWN_NAMES, KOREAN_REPORTS, LEADS_TO, MARKED_NAMES, NAME_WORDS, NOT_OUTLETS, OUTLET_ENDINGS, OUTLET_WORDS,
    PRESS_RELEASES, PRINTED, QUOTES_BODIES, SAYS_NOTHING, SETS_APART, SPEAKS_IN, SUBJECT_PARTICLES, WORKS,
};
use crate::import::options::OutletNames;
use crate::import::phrase::{Phrase, tokens};
use crate::import::written_date::is_time;

/// The names of outlets in a line, in order: those that the site declares by any name, and others that look like one.
pub(super) fn outlet_names(text: &str, outlets: &OutletNames) -> Vec<Range<usize>> {
    let occurrences = outlets.called().flat_map(|name| text.match_indices(name).map(|(at, name)| at..at + name.len()));
    let mut declared: Vec<Range<usize>> = occurrences.filter(|range| is_whole_word(text, range)).collect();
    // Of two names that start at one place the longer is meant.
    declared.sort_by_key(|range| (range.start, usize::MAX - range.end));
    let mut names: Vec<Range<usize>> = Vec::new();
    for range in declared {
        if names.last().is_none_or(|last| last.end <= range.start) {
            names.push(range);
        }
    }
    let mut undeclared = undeclared_names(text);
    undeclared.retain(|range| !names.iter().any(|name| name.start < range.end && range.start < name.end));
    names.extend(undeclared);
    names.sort_by_key(|range| range.start);
    names
}

fn is_whole_word(text: &str, range: &Range<usize>) -> bool {
    // A Korean particle follows a name without a space, and so only ASCII counts.
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !is_letter(text[..range.start].chars().next_back()) && !is_letter(text[range.end..].chars().next())
}

/// Names that the site does not declare: runs of capitalised words of which one is typical of outlets, agencies, and words
/// of Korean, Japanese and Chinese with the ending of an outlet.
fn undeclared_names(text: &str) -> Vec<Range<usize>> {
    let mut runs = capitalised_runs(text);
    runs.retain(|run| {
        let name = &text[run.clone()];
        KNOWN_NAMES.contains(&name)
            || is_brand(name)
            || (name.contains(' ') && has_outlet_word(name))
            || is_marked_paper(text, run)
    });
    let ends = OUTLET_ENDINGS.iter().flat_map(|ending| text.match_indices(ending).map(|(at, it)| at + it.len()));
    for end in ends {
        let is_inside = |c: &char| c.is_alphanumeric() && *c != '据';
        let start = end - text[..end].chars().rev().take_while(is_inside).map(char::len_utf8).sum::<usize>();
        runs.retain(|run| run.end <= start || end < run.end);
        // The ending alone is a word of its own: `뉴스에 따르면`.
        runs.extend((4..=12).contains(&text[start..end].chars().count()).then_some(start..end));
    }
    runs.sort_by_key(|run| run.start);
    runs
}

/// Returns whether a word is the name of a paper by what is around it: `the Independent`, `dem „Spiegel“`.
fn is_marked_paper(text: &str, word: &Range<usize>) -> bool {
    let name = &text[word.clone()];
    let (before, after) = (&text[..word.start], &text[word.end..]);
    let is_paper = || OUTLET_WORDS.contains(&name.to_lowercase().as_str());
    let is_marked = before.ends_with(['„', '“', '"', '»', '«']) && after.starts_with(['“', '”', '"', '«', '»', '-']);
    (before.ends_with("the ") && (is_paper() || KNOWN_NAMES.contains(&format!("The {name}").as_str())))
        || (is_marked && (is_paper() || MARKED_NAMES.contains(&name)))
}

/// Runs of words with a capital; a lower-case word belongs to one if another capital follows.
pub(super) fn capitalised_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut run: Option<Range<usize>> = None;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = without_possessive(bare.split([':', '[', '(']).next().unwrap_or(bare));
        let (word_start, start) = (offset_in(text, word), offset_in(text, bare));
        let end = start + bare.len();
        if start > word_start {
            runs.extend(run.take());
        }
        match &mut run {
            Some(run) if bare.starts_with(char::is_uppercase) => run.end = end,
            Some(_) if NAME_WORDS.contains(&word) => {}
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
fn offset_in(text: &str, slice: &str) -> usize {
    slice.as_ptr() as usize - text.as_ptr() as usize
}

/// Returns whether a word may be capitalised only because it starts a sentence: `As the Daily Planet reported`.
fn starts_sentence(word: &str) -> bool {
    let word = word.to_lowercase();
    const FIRST: &str =
        "as but and when while meanwhile on in for a an per by wie und auch nach aus bei comme et como y";
    FIRST.split(' ').any(|first| first == word)
        || CITES_BEFORE.iter().any(|phrase| phrase.split(' ').any(|part| part == word))
}

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
fn words_before(text: &str) -> Vec<String> {
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
    has_job(text, name) == Some(true)
        || SETS_APART.iter().any(|phrase| ends_in(&clause, phrase).is_some())
        || before.iter().any(|word| SAYS_NOTHING.contains(&word.as_str()))
        || says_nothing(clause_after(text, name))
        || (is_of_another && says(clause_after(text, name), CITES_WITHIN))
}

/// Returns whether the clause after a name denies that it says something: `The Tide did not report this, but she told me`.
fn says_nothing(clause: &str) -> bool {
    const NEAR_NAME: usize = 3;
    let words = tokens(clause);
    let before_verb = words.iter().take(NEAR_NAME).take_while(|word| !is_reporting(word));
    before_verb.into_iter().any(|word| SAYS_NOTHING.contains(&word.as_str()))
}

/// Returns whether a sentence has hardly more than a name: `Reuters:`, `Now the Tide:`.
pub(super) fn is_alone(text: &str, sentence: &Range<usize>, name: &Range<usize>) -> bool {
    let beside = [&text[sentence.start..name.start], &text[name.end..sentence.end]].map(tokens);
    beside.concat().iter().all(|word| word == ":" || is_article(word) || is_beside_names(word))
}

pub(super) fn is_article(word: &str) -> bool {
    ["the", "a", "an", "der", "die", "das", "dem", "ein", "eine", "le", "la", "les", "un", "une", "el", "una"]
        .contains(&word)
}

/// Returns whether a word in lower case reports what an outlet says.
pub(super) fn is_reporting(word: &str) -> bool {
    CITES_AFTER.contains(&word)
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
        let is_quoted = QUOTES_BODIES.iter().any(|phrase| before.ends_with(phrase)) || says_after(text, run);
        ((is_body || (is_short && !STATES.contains(&name) && !names_job(name)))
            && is_quoted
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

/// A run of words without the article at its start.
fn without_article(text: &str, run: Range<usize>) -> Range<usize> {
    let first =
        text[run.clone()].split_once(' ').map(|(first, _)| first).filter(|first| is_article(&first.to_lowercase()));
    first.map_or(run.clone(), |first| run.start + first.len() + 1..run.end)
}

/// The kind of the first noun of a work among words, by its place in [`WORKS`].
pub(super) fn work_kind(words: &str) -> Option<usize> {
    let is_noun = |word: &str, noun: &str| noun.strip_suffix('…').map_or(word == noun, |root| word.contains(root));
    let kind = |word: &String| WORKS.iter().position(|nouns| nouns.iter().any(|noun| is_noun(word, noun)));
    tokens(words).iter().find_map(kind)
}

/// Returns whether one of its words is typical of outlets.
pub(in crate::import) fn has_outlet_word(name: &str) -> bool {
    tokens(name).iter().any(|word| OUTLET_WORDS.contains(&word.as_str()) || word.ends_with("zeitung"))
        || name.split(' ').any(|word| KNOWN_NAMES.contains(&word))
        || KNOWN_NAMES.contains(&name)
        || is_brand(name)
        || OUTLET_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Returns whether a name with a mark of its own, such as a dash, is that of a publisher by its looks, which persons' names do
/// not have: `Tide & Pier`, `The Ferryman`.
pub(super) fn is_publisher(name: &str) -> bool {
    let words = tokens(name);
    has_outlet_word(name) || name.contains(" & ") || (words.len() > 1 && is_article(&words[0]))
}

/// Returns whether a word is made as trade names are: `TideWatch`, `9to5Pier`, `tide.example`. `McLind` is a person.
fn is_brand(word: &str) -> bool {
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
