//! Titles of works in lead-ins: `In her book “Of Tides” Mara Lind writes:`.

use std::ops::Range;

use super::address::may_be_source;
use super::lead_in::{is_lead_in, last_sentence, overlap};
use super::linked_line::LinkedLine;
use super::mention::{capitalised_runs, has_outlet_word, is_name, is_publisher, names_job, says_after};
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
    let is_title = |title: &Range<usize>| title.start >= start && (is_title(text, title) || speaks(title));
    let title = titles.filter(is_title).max_by_key(|title| title.start);
    let title = title.filter(|_| is_lead_in(text))?;
    let people = capitalised_runs(text).into_iter().filter(|run| run.start >= start && !overlap(run, &title));
    let author = people.map(|run| text[run].to_owned()).find(|name| name.contains(' '));
    Some(work(line, text[title].trim(), author, context))
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
    let titles = marked(text).into_iter().chain(line.emphasised.iter().cloned()).filter(|title| is_title(text, title));
    let people: Vec<Range<usize>> =
        capitalised_runs(text).into_iter().filter(|run| text[run.clone()].contains(' ')).collect();
    let works = titles.filter_map(|title| {
        let author = people.iter().find(|run| run.start >= title.end)?;
        let between = &text[title.end..author.start];
        let is_by = |word: &String| BY_AUTHORS.contains(&word.as_str());
        let is_beside = !between.contains(['.', '!', '?', ':', ';']) && tokens(between).iter().all(is_by);
        let author = text[author.clone()].to_owned();
        let work = work(line, text[title].trim(), Some(author.clone()), context);
        is_beside.then_some((author, work))
    });
    works.collect()
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
