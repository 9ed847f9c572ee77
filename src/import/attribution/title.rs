//! Titles of works in lead-ins: `In her book “Of Tides” Mara Lind writes:`.

use std::ops::Range;

use super::address::may_be_source;
use super::lead_in::{is_lead_in, last_sentence, overlap};
use super::linked_line::LinkedLine;
use super::mention::capitalised_runs;
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use super::vocabulary::{BEFORE_TITLES, BY_AUTHORS};
use crate::import::phrase::tokens;

/// The marks around a title.
const MARKS: [(char, char); 7] =
    [('“', '”'), ('„', '“'), ('"', '"'), ('«', '»'), ('»', '«'), ('『', '』'), ('《', '》')];

/// The work that the last sentence of a lead-in names by its title, in marks or in emphasis, with its author.
pub(super) fn titled_work(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    let text = line.text.trim_end();
    let start = last_sentence(text);
    let links =
        line.web_links().filter(|(_, url)| !may_be_source(url, context.own_host)).map(|(range, _)| range.clone());
    let titles = marked(text).into_iter().chain(line.emphasised.iter().cloned()).chain(links);
    let title = titles.filter(|title| title.start >= start && is_title(text, title)).max_by_key(|title| title.start);
    let title = title.filter(|_| is_lead_in(text))?;
    let people = capitalised_runs(text).into_iter().filter(|run| run.start >= start && !overlap(run, &title));
    let author = people.map(|run| text[run].to_owned()).find(|name| name.contains(' '));
    Some(NamedOutlet { author, ..NamedOutlet::called(text[title].trim(), context.outlets) })
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
        let work = NamedOutlet::called(text[title].trim(), context.outlets);
        is_beside.then(|| (author.clone(), NamedOutlet { author: Some(author), ..work }))
    });
    works.collect()
}

/// The texts between marks.
fn marked(text: &str) -> Vec<Range<usize>> {
    let pairs = MARKS.iter().flat_map(|(open, close)| {
        text.match_indices(*open).filter_map(move |(at, mark)| {
            let start = at + mark.len();
            Some(start..start + text[start..].find(*close)?)
        })
    });
    pairs.filter(|range| !range.is_empty()).collect()
}

/// Returns whether a part of a text is the title of a work: few words with a capital, behind a word that leads to one.
fn is_title(text: &str, part: &Range<usize>) -> bool {
    const MAX_WORDS: usize = 12;
    let title = text[part.clone()].trim();
    let before = tokens(text[..part.start].trim_end_matches(['“', '„', '"', '«', '»', '『', '《', ' ', '\u{a0}']));
    let leads = before.last().is_some_and(|word| BEFORE_TITLES.contains(&word.as_str()));
    let is_named = title.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase());
    leads && is_named && title.split_whitespace().count() <= MAX_WORDS
}
