//! Sentences and lines below a quotation that lead to its source: `» Mara Lind | quay.example`, `The report is available here: …`,
//! `So Mara Lind asks in the Quay.`

use std::ops::Range;

use super::address::{may_be_source, resembles};
use super::citing::tells;
use super::lead_in::{is_lead_in, last_sentence};
use super::line::{is_link, parse_line};
use super::linked_line::LinkedLine;
use super::mention::{full_names, is_button};
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use super::vocabulary::{HAS_MORE, POINTS_TO, READS_ON, REFERS_ABOVE};
use crate::import::furniture_lines::furniture_of;
use crate::import::html_to_markdown::address::host_of;
use crate::import::phrase::tokens;

/// Signs that point to where something is from.
const ARROWS: [char; 14] = ['»', '›', '→', '➔', '➜', '⇒', '►', '▶', '▸', '☞', '↪', '↳', '⇢', '※'];

/// Returns whether a line begins with a sign that points to where something is from.
pub(in crate::import) fn has_arrow(text: &str) -> bool {
    text.trim_start().starts_with(ARROWS)
}

/// The source that a line names behind an arrow, by a link in the words of its host: `» Mara Lind | quay.example`. One with other
/// words may be to what else there is to read.
pub(super) fn arrowed(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    const MAX_WORDS: usize = 14;
    let text = &line.text;
    let start = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || ARROWS.contains(&c)).len();
    let is_short = has_arrow(text) && text.split_whitespace().count() <= MAX_WORDS;
    let names_host = |words: &str, url: &str| host_of(url).is_some_and(|host| resembles(words, &host));
    let mut links = line.web_links().filter(|(_, url)| may_be_source(url, context.own_host));
    let is_named = links.any(|(range, url)| names_host(&text[range.clone()], url));
    let line = line.part(start..text.len());
    (is_short && is_named && furniture_of(&line.text).is_none()).then(|| parse_line(&line, context)).flatten()
}

/// The source that the first sentences below a quotation point to: `The report is available here: …`, `Here is a link …`, `Splendid.
/// The Quay has more.`; or a line that is nothing but a link to the source.
pub(super) fn pointed_to(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    /// The sentences that may point.
    const SENTENCES: usize = 2;
    if let Some((words, url)) = line.web_links().next().map(|(range, url)| (&line.text[range.clone()], url)) {
        let is_alone = context.own_host.is_some() && is_link(line, context) && is_button(without_remark(words));
        if is_alone {
            return NamedOutlet::linked(words, url, context.outlets).map(without_title);
        }
    }
    let mut start = 0;
    for _ in 0..SENTENCES {
        let end = start + first_sentence(&line.text[start..]);
        if let Some(outlet) = sentence_points(&line.part(start..end), context) {
            return Some(outlet);
        }
        start = end;
    }
    None
}

fn sentence_points(sentence: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    const MAX_WORDS: usize = 20;
    let text = &sentence.text;
    let is_announced = |range: &Range<usize>| text[..range.start].trim_end().ends_with(':');
    let reads_on = context.own_host.is_some() && reads_on(text);
    let (range, url) = sentence.web_links().find(|(range, url)| {
        may_be_source(url, context.own_host)
            && (reads_on || is_announced(range) || is_button(without_remark(&text[range.clone()])))
    })?;
    let beside = [&text[..range.start], &text[range.end..]].map(tokens).concat();
    let outlet = NamedOutlet::linked(&text[range.clone()], url, context.outlets)?;
    let points = beside.len() <= MAX_WORDS && beside.iter().any(|word| POINTS_TO.contains(&word.as_str()));
    (reads_on || (points && furniture_of(text).is_none())).then_some(outlet)
}

/// The words of a link without what an editor adds: `Link (archived)`.
fn without_remark(words: &str) -> &str {
    words.split_once(" (").map_or(words, |(words, _)| words)
}

fn without_title(outlet: NamedOutlet) -> NamedOutlet {
    NamedOutlet { title: None, ..outlet }
}

/// Returns whether a sentence sends readers on to the rest of what is quoted: `Read the whole story at …`, `The Quay has more.`
fn reads_on(sentence: &str) -> bool {
    const MAX_WORDS: usize = 14;
    let words = tokens(sentence).join(" ");
    let is_one =
        READS_ON.iter().any(|start| words.starts_with(start)) || HAS_MORE.iter().any(|more| words.ends_with(more));
    words.split(' ').count() <= MAX_WORDS && is_one
}

/// The end of the first sentence of a text.
fn first_sentence(text: &str) -> usize {
    let end = text.match_indices(['.', '!', '?', '\n']).find(|(at, end)| {
        let rest = &text[at + end.len()..];
        rest.is_empty() || rest.starts_with([' ', '\n'])
    });
    end.map_or(text.len(), |(at, end)| at + end.len())
}

/// The source that a sentence below a quotation says its words to be of: `This is what Mara Lind asks on <Twitter>.`
pub(super) fn said_above(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    const MAX_WORDS: usize = 24;
    let sentence = &line.text[..first_sentence(&line.text)];
    let words = tokens(sentence);
    let refers = words.first().is_some_and(|word| REFERS_ABOVE.contains(&word.as_str()));
    let links =
        line.web_links().filter(|(range, url)| range.end <= sentence.len() && may_be_source(url, context.own_host));
    // A sentence with a colon leads to what is below.
    let (range, url) = links.last().filter(|_| refers && !is_lead_in(sentence))?;
    let says = tells(if words.len() > MAX_WORDS { &sentence[..range.end] } else { sentence });
    if !says || tokens(&sentence[..range.start]).len() > MAX_WORDS {
        return None;
    }
    // `So Mara Lind answers <Ida Osei>.`
    let (beside, linked) = (&sentence[..range.start], &sentence[range.clone()]);
    if full_names(linked).next().is_some() && full_names(beside).next().is_some() {
        return None;
    }
    let outlet = NamedOutlet::linked(&line.text[range.clone()], url, context.outlets)?;
    Some(without_title(outlet))
}

/// The source to which the last sentence of a quotation sends readers on: `It rose. <Here> is the whole report.`
pub(super) fn closing_pointer(last: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    let start = last_sentence(last.text.trim_end());
    (start > 0).then(|| pointed_to(&last.part(start..last.text.len()), context)).flatten()
}
