//! Lead-ins that point back to what the text has linked to: `In it, she writes:`, `Here is an extract:`.

use std::ops::Range;

use super::address::may_be_source;
use super::citing::{is_reporting, is_set_apart};
use super::lead_in::{is_bridge, is_lead_in, last_sentence, linked_title};
use super::linked_line::LinkedLine;
use super::mention::{full_names, work_kind};
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use super::vocabulary::{DEFINITE, EXTRACTS, MINE, NAMELESS, POINTS_BACK, PRINTED};
use crate::import::phrase::tokens;

/// How a lead-in points back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BackReference {
    /// To a report: `two extracts`, `this article`, `in their own words`.
    Report,
    /// To somebody or something that was named before: `she`.
    Subject,
}

/// Returns whether a lead-in tells of nobody new.
pub(super) fn points_back(above: &[LinkedLine]) -> bool {
    back_reference(above).is_some()
}

/// The report that a lead-in means: the last one that its paragraph, else one of the two before, links to.
pub(super) fn report_meant(above: &[LinkedLine], context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    const MAX_BEFORE: usize = 2;
    let (nearest, before) = above.split_last()?;
    let reference = back_reference(above).or_else(|| is_bridge(&nearest.text).then_some(BackReference::Subject))?;
    let start = last_sentence(nearest.text.trim_end());
    let here = last_report(nearest, 0..start, reference == BackReference::Subject, context);
    here.or_else(|| {
        let lines = before.iter().rev().take(MAX_BEFORE);
        lines
            .map(|line| (line, 0..line.text.len()))
            .find_map(|(line, part)| linked_title(line, context).or_else(|| last_report(line, part, true, context)))
    })
}

fn back_reference(above: &[LinkedLine]) -> Option<BackReference> {
    const MAX_WORDS: usize = 40;
    let (nearest, before) = above.split_last()?;
    let text = nearest.text.trim_end();
    let sentence = &text[last_sentence(text)..];
    let words = tokens(sentence);
    let is_known = |name: &str| {
        text[..text.len() - sentence.len()].contains(name) || before.iter().any(|line| line.text.contains(name))
    };
    let is_in = |list: &[&str], word: &String| list.contains(&word.as_str());
    let is_work = |pair: &[String]| is_in(DEFINITE, &pair[0]) && is_in(NAMELESS, &pair[1]);
    // `This report is on the Sixth Dock:` is of nobody new.
    let is_of_work = words.get(..2).is_some_and(is_work);
    let has_own = words.iter().any(|word| MINE.contains(&word.as_str()));
    let has_new = !is_of_work && full_names(sentence).any(|name| !is_known(name));
    if !is_lead_in(text) || words.len() > MAX_WORDS || has_own || has_new {
        return None;
    }
    let is_own = |pair: &[String]| is_in(DEFINITE, &pair[0]) && is_in(&["own", "eigenen", "propres"], &pair[1]);
    // `To quote Lind` is the verb.
    let is_extract = |(at, word): (usize, &String)| is_in(EXTRACTS, word) && (at == 0 || words[at - 1] != "to");
    if words.iter().enumerate().any(is_extract) || words.windows(2).any(|pair| is_work(pair) || is_own(pair)) {
        return Some(BackReference::Report);
    }
    let speaks = words.iter().any(|word| is_in(POINTS_BACK, word)) && words.iter().any(|word| is_reporting(word))
        || words.iter().any(|word| is_in(&["he", "she", "il", "elle", "él", "ella"], word));
    speaks.then_some(BackReference::Subject)
}

/// The last report that a part of a line links to, of which its sentence may have to say that it is one.
fn last_report(
    line: &LinkedLine,
    part: Range<usize>,
    has_to_tell: bool,
    context: &AttributionContext<'_>,
) -> Option<NamedOutlet> {
    let text = &line.text;
    let is_inside = |range: &Range<usize>| part.start <= range.start && range.end <= part.end;
    let links = line.web_links().filter(|(range, url)| is_inside(range) && may_be_source(url, context.own_host));
    let links = links.filter(|(range, _)| !is_set_apart(text, range));
    let links = links.filter(|(range, _)| !has_to_tell || tells(text, range));
    let (range, url) = links.last()?;
    let outlet = NamedOutlet::linked(&text[range.clone()], url, context.outlets)?;
    Some(NamedOutlet { title: None, ..outlet })
}

/// Returns whether the sentence around a link tells of a report.
fn tells(text: &str, link: &Range<usize>) -> bool {
    let start = last_sentence(&text[..link.start]);
    let end = text[link.end..].find(['.', '!', '?']).map_or(text.len(), |at| link.end + at);
    let sentence = &text[start..end];
    let is_report = |word: &str| is_reporting(word) || PRINTED.contains(&word) || NAMELESS.contains(&word);
    work_kind(sentence).is_some() || tokens(sentence).iter().any(|word| is_report(word))
}
