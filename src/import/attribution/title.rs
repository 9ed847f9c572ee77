//! Titles of works in lead-ins: `In her book “Of Tides” Mara Lind writes:`.

use std::ops::Range;

use super::address::may_be_source;
use super::citing::{says_after, tells};
use super::lead_in::{is_lead_in, last_sentence, overlap};
use super::linked_line::LinkedLine;
use super::mention::{capitalised_runs, has_outlet_word, is_name, is_publisher, names_job};
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use super::vocabulary::{BEFORE_TITLES, BY_AUTHORS, PAGES};
use crate::base::text::slug;
use crate::import::phrase::{ends_sentence, tokens};

/// The marks around a title.
const MARKS: [(char, char); 8] =
    [('“', '”'), ('„', '“'), ('"', '"'), ('«', '»'), ('»', '«'), ('『', '』'), ('《', '》'), ('‘', '’')];

/// What may open a title, and the space before it.
const OPENING: [char; 10] = ['“', '„', '"', '«', '»', '『', '《', '‘', ' ', '\u{a0}'];

/// The work that the last sentence of a lead-in names by its title, in marks or in emphasis, with its author.
pub(super) fn titled_work(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    let text = line.text.trim_end();
    let start = last_sentence(text);
    let links =
        line.web_links().filter(|(_, url)| !may_be_source(url, context.own_host)).map(|(range, _)| range.clone());
    let titles = marked(text).into_iter().chain(line.emphasised.iter().cloned()).chain(links);
    let speaks = |title: &Range<usize>| is_named_so(&text[title.clone()]) && is_emphasised_paper(line, title);
    let is_title = |title: &Range<usize>| {
        title.start >= start && ((is_title(text, title) && !is_name_behind_of(line, start, title)) || speaks(title))
    };
    let title = titles.filter(is_title).max_by_key(|title| title.start);
    if !is_lead_in(text) {
        return None;
    }
    let Some(title) = title else {
        return unmarked_works(&line.part(start..text.len()), context).pop().map(|(_, work)| work);
    };
    let people = capitalised_runs(text).into_iter().filter(|run| run.start >= start && !overlap(run, &title));
    let author = people.map(|run| text[run].to_owned()).find(|name| name.contains(' '));
    Some(work(line, text[title].trim(), author, context))
}

/// Returns whether words in emphasis behind `of` may be any name, as nothing of their sentence tells of a work.
fn is_name_behind_of(line: &LinkedLine, start: usize, part: &Range<usize>) -> bool {
    const OF: [&str; 3] = ["of", "de", "du"];
    let before = &line.text[start..part.start];
    let is_of = tokens(before).last().is_some_and(|word| OF.contains(&word.as_str()));
    is_of && line.emphasised.contains(part) && !tells(before)
}

/// A work by its title; its address may have that too, wherever the line links to it.
fn work(line: &LinkedLine, title: &str, author: Option<String>, context: &AttributionContext<'_>) -> NamedOutlet {
    let is_its = |url: &str| is_titled(url, title) && may_be_source(url, context.own_host);
    let mut links = line.web_links().filter(|(_, url)| is_its(url));
    let linked = links.find_map(|(_, url)| NamedOutlet::linked("", url, context.outlets));
    let linked = linked.map(|outlet| NamedOutlet { title: Some(title.to_owned()), ..outlet });
    NamedOutlet { author, ..linked.unwrap_or_else(|| NamedOutlet::called(title, context.outlets)) }
}

/// Returns whether an address has the words of a title.
fn is_titled(url: &str, title: &str) -> bool {
    const MIN_LENGTH: usize = 12;
    let slug = slug::slugify(title);
    slug.len() >= MIN_LENGTH && url.to_lowercase().contains(&slug)
}

/// Returns whether words in emphasis, and no others of their line, are a paper that says something: `*The Ferryman* reports:`.
fn is_emphasised_paper(line: &LinkedLine, part: &Range<usize>) -> bool {
    line.emphasised.len() == 1
        && line.emphasised.contains(part)
        && is_publisher(&line.text[part.clone()])
        && says_after(&line.text, part)
}

/// The works that a line names by their titles and authors: `In “Of Tides”, Mara Lind …`, `the novel “Of Tides” by Mara Lind`.
pub(super) fn authored_works(line: &LinkedLine, context: &AttributionContext<'_>) -> Vec<(String, NamedOutlet)> {
    let text = &line.text;
    let titles = marked(text).into_iter().chain(line.emphasised.iter().cloned());
    let titles = titles.filter(|title| is_title(text, title) && !has_outlet_word(&text[title.clone()]));
    let people = full_runs(text);
    let works = titles.filter_map(|title| {
        let behind = people.iter().find(|run| run.start >= title.end && is_author(&text[title.end..run.start], 1));
        let before = || people.iter().rfind(|run| run.end <= title.start && is_author(&text[run.end..title.start], 4));
        let author = text[behind.or_else(before)?.clone()].to_owned();
        Some((author.clone(), work(line, text[title].trim(), Some(author), context)))
    });
    works.chain(unmarked_works(line, context)).collect()
}

/// The works that a line names without marks, and their authors: `the novel Of Tides by Mara Lind`.
fn unmarked_works(line: &LinkedLine, context: &AttributionContext<'_>) -> Vec<(String, NamedOutlet)> {
    let works = full_runs(&line.text).into_iter().filter_map(|run| {
        let title = unmarked_title(&line.text[..run.start])?;
        let author = line.text[run].to_owned();
        Some((author.clone(), work(line, title, Some(author), context)))
    });
    works.collect()
}

/// The runs of several words with capitals.
fn full_runs(text: &str) -> Vec<Range<usize>> {
    capitalised_runs(text).into_iter().filter(|run| text[run.clone()].contains(' ')).collect()
}

/// Returns whether words between a title and a person make that the author: `by`, or a few with a verb, as in `Lind looks in “Of
/// Tides”`.
fn is_author(between: &str, most: usize) -> bool {
    let words = tokens(between);
    !between.contains(['.', '!', '?', ':', ';', '(']) && words.len() <= most
        || words.iter().all(|word| BY_AUTHORS.contains(&word.as_str()))
}

/// The title without marks that ends in `by`: `a review of Of Tides by`, `the novel Of Tides by`.
fn unmarked_title(before: &str) -> Option<&str> {
    const NOUNS: [&str; 8] = [" book ", " novel ", " memoir ", "eview of ", "Buch ", "Roman ", "livre ", "libro "];
    const BY: [&str; 5] = [" by", " von", " de", " par", " por"];
    // Initials come before the name: `by M. Lind`.
    let is_initial = |word: &&str| word.len() == 2 && word.ends_with('.');
    let initials = before.split_whitespace().rev().take_while(is_initial).map(|it| it.len() + 1).sum::<usize>();
    let before = before.get(..before.len().saturating_sub(initials))?.trim_end();
    let before = BY.iter().find_map(|by| before.strip_suffix(by))?;
    let start = NOUNS.iter().filter_map(|noun| before.rfind(noun).map(|at| at + noun.len())).max()?;
    let title = before[start..].trim();
    (is_named_so(title) && !title.contains(['.', ',', ':', ';', '“', '"'])).then_some(title)
}

/// The work that an attribution names by its title, in marks or in emphasis, behind its author: `Mara Lind, “Of Tides”`.
pub(super) fn signed_work(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    /// What also stands between a person and a job.
    const BEFORE_MARKS: [&str; 4] = [",", ":", "(", ";"];
    const JOINS: [&str; 5] = [" in", " from", " aus", " dans", " en"];
    let text = &line.text;
    let titles = marked(text).into_iter().chain(line.emphasised.iter().cloned());
    let title = titles.min_by_key(|title| title.start)?;
    let before = text[..title.start].trim_end_matches(OPENING);
    let is_marked = before.len() < title.start && text[before.len()..title.start].contains(MARKS.map(|(open, _)| open));
    let joins = JOINS.iter().chain(BEFORE_MARKS.iter().filter(|_| is_marked));
    let author = joins.into_iter().find_map(|join| before.trim_end().strip_suffix(join))?.trim();
    let (name, after) = (&text[title.clone()], &text[title.end..]);
    let is_person = is_name(author) && !has_outlet_word(author) && !author.contains(|c: char| c.is_ascii_digit());
    let is_work = is_named_so(name) && is_person && !names_job(name) && !names_job(author);
    is_work.then(|| NamedOutlet {
        before: text[..title.start].to_owned(),
        after: after.to_owned(),
        author: Some(author.to_owned()),
        ..NamedOutlet::called(name.trim(), context.outlets)
    })
}

/// The work that a line names by its title, in marks or in emphasis, before its author or a page: `“Of Tides”, Mara Lind`,
/// `『Of Tides』, p. 94`.
pub(super) fn titled_first(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    const MAX_WORDS: usize = 16;
    const DASHES: [char; 5] = ['—', '―', '–', '-', '('];
    let text = line.text.trim_end_matches(['.', ')', ' ']);
    let start = text.len() - text.trim_start_matches(DASHES).trim_start_matches(OPENING).len();
    let is_first = |title: &Range<usize>| title.start == start && title.end <= text.len();
    let title = marked(text).into_iter().chain(line.emphasised.iter().cloned()).find(is_first)?;
    let name = text[title.clone()].trim().trim_end_matches(',');
    let after = text.get(title.end..)?.trim_start_matches(|c: char| MARKS.iter().any(|(_, close)| *close == c));
    let behind =
        BY_AUTHORS.iter().find_map(|by| after.strip_prefix(&format!(" {by} "))).or_else(|| after.strip_prefix(", "))?;
    let first = behind.split([',', '(', ';']).next().unwrap_or_default().trim();
    let is_author = (2..=4).contains(&first.split_whitespace().count())
        && is_name(first)
        && !first.contains(|c: char| c.is_ascii_digit());
    let is_short = text.split_whitespace().count() <= MAX_WORDS && !ends_sentence(line.text.trim_end());
    let is_whole = is_short && is_named_so(name) && !name.ends_with(['.', '!', '…']);
    (is_whole && !names_job(behind) && (is_author || has_page(behind))).then(|| NamedOutlet {
        before: text[..title.start].to_owned(),
        after: line.text[title.end..].to_owned(),
        author: is_author.then(|| first.to_owned()),
        ..NamedOutlet::called(name, context.outlets)
    })
}

/// Returns whether words have the number of a page: `p. 94`, `S. 94`, `94쪽`.
fn has_page(words: &str) -> bool {
    let words = tokens(words);
    let is_number = |word: &String| word.bytes().all(|b| b.is_ascii_digit());
    words.windows(2).any(|pair| {
        (is_number(&pair[1]) && PAGES.contains(&pair[0].as_str()))
            || (is_number(&pair[0]) && PAGES.contains(&pair[1].as_str()))
    })
}

/// The texts between marks.
fn marked(text: &str) -> Vec<Range<usize>> {
    let pairs = MARKS.iter().flat_map(|(open, close)| {
        text.match_indices(*open).filter_map(move |(at, mark)| {
            let start = at + mark.len();
            Some(start..start + closing(&text[start..], *close)?)
        })
    });
    pairs.filter(|range| !range.is_empty()).collect()
}

/// The place of a closing mark; an apostrophe closes nothing.
fn closing(text: &str, mark: char) -> Option<usize> {
    let is_apostrophe = |at: usize| mark == '’' && text[at + mark.len_utf8()..].starts_with(char::is_alphanumeric);
    text.match_indices(mark).map(|(at, _)| at).find(|at| !is_apostrophe(*at))
}

/// Returns whether a part of a text is the title of a work: few words with a capital, behind a word that leads to one.
fn is_title(text: &str, part: &Range<usize>) -> bool {
    let before = tokens(text[..part.start].trim_end_matches(OPENING));
    let leads = before.last().is_some_and(|word| BEFORE_TITLES.contains(&word.as_str()));
    leads && is_named_so(&text[part.clone()])
}

/// Returns whether words may be a title: few, and the first with a capital.
fn is_named_so(title: &str) -> bool {
    const MAX_WORDS: usize = 12;
    let title = title.trim();
    title.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
        && title.split_whitespace().count() <= MAX_WORDS
}
