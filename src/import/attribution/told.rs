//! Reports that a paragraph tells of, without saying that the words below are theirs: `Mara Lind has written <an article> on tides.
//! One part I like in particular:`

use std::ops::Range;

use super::address::{may_be_named_source, may_be_source, resembles};
use super::citing::{is_reporting, is_set_apart, is_topic, tells};
use super::introduction::points_below;
use super::lead_in::{is_aside, is_lead_in, is_speaker, last_sentence};
use super::linked_line::LinkedLine;
use super::mention::{capitalised_runs, full_names, is_article};
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use super::vocabulary::{EXTRACTS, MINE, ONESELF, OWN_WORDS, SOMEBODY, TELLS_WITHIN, WRITES};
use crate::import::html_to_markdown::address::host_of;
use crate::import::phrase::tokens;

/// The report of which one of the last sentences of a paragraph tells, if those behind it name nobody new.
pub(super) fn told_in(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    /// The most sentences from the one that tells to the quotation.
    const SENTENCES: usize = 3;
    let text = line.text.trim_end();
    let mut end = text.len();
    for _ in 0..SENTENCES {
        let start = sentence_start(line, end);
        let links = links_in(line, start..end, context);
        if !links.is_empty() {
            let is_last = end == text.len();
            let points =
                || links.first().filter(|_| is_last && links.len() == 1 && points_below(&text[start..end])).copied();
            let (range, url) = telling(text, start..end, &links).or_else(points)?;
            let outlet = NamedOutlet::linked(&text[range.clone()], url, context.outlets)?;
            return Some(NamedOutlet { title: None, ..outlet });
        }
        if start == 0 || names_another(&text[..start], &text[start..end]) || is_mine(&text[start..end]) {
            return None;
        }
        end = start;
    }
    None
}

/// The report of which the paragraph before a short lead-in tells, if that names nobody: `Let me quote a part.`
pub(super) fn told_before(above: &[LinkedLine], context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    const MAX_WORDS: usize = 14;
    let [.., before, nearest] = above else { return None };
    let text = nearest.text.trim_end();
    let announces = is_lead_in(text) || points_below(text);
    let is_bare = announces && nearest.web_links().next().is_none() && text.split_whitespace().count() <= MAX_WORDS;
    (is_bare && !names_another(&before.text, text) && !is_mine(text)).then(|| told_in(before, context)).flatten()
}

/// The only page of another site to which a paragraph links: in its last sentence, or before a short one that points below.
pub(super) fn only_linked(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    let text = line.text.trim_end();
    let mut announces = is_lead_in(text);
    let (mut start, mut end) = (last_sentence(text), text.len());
    if only_points_below(&text[start..]) && line.web_links().all(|(range, _)| range.end <= start) {
        (start, end, announces) = (last_sentence(&text[..start]), start, true);
    }
    let links = links_in(line, 0..text.len(), context);
    let (range, url) = links.first().filter(|(range, _)| links.len() == 1 && start <= range.start)?;
    let (before, after) = (&text[start..range.start], &text[range.end..end]);
    let is_inserted = before.rfind('(').is_some_and(|at| !before[at..].contains(')'));
    let is_own = is_mine(before) || says_oneself(&text[start..end]);
    let is_apart = is_inserted || is_set_apart(text, range) || is_topic(text, &(start..text.len()), range);
    let has_words = text[range.clone()].contains(char::is_alphabetic);
    let may_be = has_words && has_path(url) && !is_own && !is_apart && (announces || is_at_edge(before, after));
    let outlet = NamedOutlet::linked(&text[range.clone()], url, context.outlets).filter(|_| may_be)?;
    Some(NamedOutlet { title: None, ..outlet })
}

/// The start of the sentence that ends at a byte. The title of a report may have sentences of its own.
fn sentence_start(line: &LinkedLine, end: usize) -> usize {
    let start = last_sentence(&line.text[..end]);
    let within = line.web_links().find(|(range, _)| range.start < start && start < range.end);
    within.map_or(start, |(range, _)| last_sentence(&line.text[..range.start]))
}

/// Returns whether a sentence says no more than that something follows: `Some fun, below.`
fn only_points_below(sentence: &str) -> bool {
    const MAX_WORDS: usize = 8;
    let first = sentence.trim_start().split(' ').next().unwrap_or_default();
    let start = sentence.len() - sentence.trim_start().len() + first.len();
    let names_somebody = capitalised_runs(sentence).iter().any(|run| run.end > start);
    let words = tokens(sentence);
    (is_lead_in(sentence) || points_below(&sentence.to_lowercase()))
        && words.len() <= MAX_WORDS
        && !names_somebody
        && !is_mine(sentence)
        && !words.iter().any(|word| is_reporting(word))
}

/// Returns whether a link is at the end of a sentence, or is what its first words do: `Mara Lind <went out> to the boats.`
fn is_at_edge(before: &str, after: &str) -> bool {
    /// The most words before the link.
    const FIRST: usize = 3;
    let words = tokens(before);
    let has_own = words.iter().any(|word| OWN_WORDS.contains(&word.as_str()));
    let names_another =
        full_names(after).next().is_some_and(|name| tokens(after.split(name).next().unwrap_or(after)).len() > 1);
    let is_first = words.len() <= FIRST && !words.last().is_some_and(|word| is_article(word)) && !names_another;
    !has_own && (is_first || !after.contains(char::is_alphanumeric))
}

/// Returns whether a sentence has the full name of somebody new, or tells what somebody new says.
fn names_another(before: &str, sentence: &str) -> bool {
    let is_new = |name: &str| !before[last_sentence(before)..].contains(name);
    let says = |run: &Range<usize>| sentence[run.end..].starts_with(' ') && tells(&head(&sentence[run.end..], 2));
    let speaks = |run: &Range<usize>| says(run) && is_new(&sentence[run.clone()]);
    full_names(sentence).any(|name| !before.contains(name)) || capitalised_runs(sentence).iter().any(speaks)
}

/// A link and its address.
type TextLink = (Range<usize>, String);

/// The links within a part of a line that may lead to a report.
fn links_in<'a>(line: &'a LinkedLine, part: Range<usize>, context: &AttributionContext<'_>) -> Vec<&'a TextLink> {
    let is_inside = |range: &Range<usize>| part.start <= range.start && range.end <= part.end;
    let may_be = |url: &str| may_be_named_source(&line.text[part.clone()], url, context.own_host);
    let links = line.web_links().filter(|(range, url)| is_inside(range) && may_be(url));
    links.filter(|(range, _)| !is_aside(&line.text, range)).collect()
}

/// The last link whose words tell of a report, else the only one if the words beside it do.
fn telling<'a>(text: &str, sentence: Range<usize>, links: &[&'a TextLink]) -> Option<&'a TextLink> {
    let mut may_tell = links.iter().copied().filter(|link| may_tell(text, &sentence, link));
    let itself = may_tell.clone().rfind(|(range, _)| tells(&text[range.clone()]));
    let is_beside = |(range, _): &&TextLink| {
        (links.len() == 1 || is_quoted(text, range)) && tells_beside(&text[sentence.clone()], sentence.start, range)
    };
    itself.or_else(|| may_tell.rfind(is_beside))
}

/// Returns whether a link may be to somebody else's report: it has more than the address of a site, and is not the editor's own.
fn may_tell(text: &str, sentence: &Range<usize>, (range, url): &TextLink) -> bool {
    let before = &text[sentence.start..range.start];
    has_path(url)
        && !is_set_apart(text, range)
        && !is_topic(text, sentence, range)
        && !is_mine(&tail(before, 1))
        && !says_oneself(before)
}

/// Returns whether the words right beside a link tell of a report; `he said` after a link is of somebody else.
fn tells_beside(sentence: &str, start: usize, link: &Range<usize>) -> bool {
    const BEFORE: usize = 6;
    const AFTER: usize = 4;
    let (before, after) = (&sentence[..link.start - start], &sentence[link.end - start..]);
    let after = head(after.split([',', ';']).next().unwrap_or_default(), AFTER);
    let is_somebody = |word: &String| SOMEBODY.contains(&word.as_str());
    tells(&tail(before, BEFORE)) || (tells(&after) && !tokens(&after).iter().any(is_somebody))
}

/// Returns whether words say that the editor has written something.
fn says_oneself(words: &str) -> bool {
    let words = tokens(words);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(ONESELF) && has(WRITES)
}

/// The first words of a text.
fn head(text: &str, count: usize) -> String {
    tokens(text).into_iter().take(count).collect::<Vec<_>>().join(" ")
}

/// The last words of a text.
fn tail(text: &str, count: usize) -> String {
    let words = tokens(text);
    words[words.len().saturating_sub(count)..].join(" ")
}

/// Returns whether a link is in quotation marks, as titles are, or has some in it.
fn is_quoted(text: &str, link: &Range<usize>) -> bool {
    const OPEN: [char; 8] = ['“', '„', '"', '«', '»', '「', '『', '《'];
    text[..link.start].trim_end().ends_with(OPEN) || text[link.clone()].trim_start().starts_with(OPEN)
}

/// Returns whether an address is that of more than a whole site.
fn has_path(url: &str) -> bool {
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path);
    path.is_some_and(|path| path.chars().any(char::is_alphanumeric))
}

/// Returns whether words speak of the editor's own things.
fn is_mine(words: &str) -> bool {
    let words = tokens(words);
    let is_own = |at: usize| MINE.contains(&words[at].as_str()) && !begins_favourite(&words[at + 1..]);
    (0..words.len()).any(is_own)
}

/// Returns whether the words behind `my` are of what somebody else wrote: `favourite lines`.
fn begins_favourite(words: &[String]) -> bool {
    const FAVOURITES: [&str; 3] = ["favorite", "favourite", "liebsten"];
    let [word, noun, ..] = words else { return false };
    FAVOURITES.contains(&word.as_str()) && EXTRACTS.contains(&noun.trim_end_matches('s'))
}

/// The pages that a text has linked to so far, with their hosts.
#[derive(Default)]
pub(super) struct LinkedPages(Vec<(String, NamedOutlet)>);

impl LinkedPages {
    /// Notes the pages to which a paragraph links.
    pub fn read(&mut self, line: &LinkedLine, context: &AttributionContext<'_>) {
        let links = line.web_links().filter(|(_, url)| may_be_source(url, context.own_host) && has_path(url));
        let pages = links.filter_map(|(range, url)| {
            let outlet = NamedOutlet::linked(&line.text[range.clone()], url, context.outlets)?;
            Some((host_of(url)?, NamedOutlet { title: None, ..outlet }))
        });
        self.0.extend(pages);
    }

    /// The last page of the site that a lead-in without links says to speak, or of whose report it speaks: `At the end of Quay’s
    /// post:`.
    pub fn of_site_in(&self, lead_in: &LinkedLine) -> Option<NamedOutlet> {
        let text = lead_in.text.trim_end();
        let start = last_sentence(text);
        let announces = is_lead_in(text) || TELLS_WITHIN.iter().any(|root| text[start..].contains(root));
        if !announces || lead_in.web_links().any(|(range, _)| range.end > start) {
            return None;
        }
        let runs = capitalised_runs(text).into_iter().filter(|run| run.start >= start);
        let mut speakers =
            runs.filter(|run| owns_report(&text[run.end..]) || is_speaker(text, run)).map(|run| &text[run]);
        let (_, outlet) = speakers.find_map(|name| self.0.iter().rev().find(|(host, _)| resembles(name, host)))?;
        Some(outlet.clone())
    }
}

/// Returns whether the words after a name are of something that it has written: `’s post`; in Korean only a particle, or nothing, is between.
fn owns_report(after: &str) -> bool {
    const WITHIN: usize = 3;
    let owned = after.strip_prefix(['’', '\'']).and_then(|rest| rest.strip_prefix("s "));
    let first = after.trim_start().chars().next();
    let is_hangul = first.is_some_and(|c| ('가'..='힣').contains(&c));
    owned.or(is_hangul.then_some(after)).is_some_and(|after| tells(&head(after, WITHIN)))
}
