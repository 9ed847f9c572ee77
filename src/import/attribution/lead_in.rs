//! Lead-ins: what the paragraph above a quotation says of its source.

use std::ops::Range;

use super::address::may_be_source;
use super::linked_line::LinkedLine;
use super::mention::{has_outlet_word, is_cited, is_reporting, outlet_names, quoted_bodies};
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use super::vocabulary::{CONTINUES, NAMELESS, POINTS_BACK};
use crate::import::phrase::tokens;

/// The most words of a lead-in that only points back: `And later:`.
const MAX_BRIDGE_WORDS: usize = 12;

/// A source that a lead-in names, and how.
pub(crate) struct LeadInSource {
    pub outlet: NamedOutlet,
    /// Whether its link is what names it.
    pub is_linked: bool,
    /// Whether the sentence right above the quotation names it, and ends in a colon.
    pub is_announced: bool,
}

/// Returns whether a paragraph introduces a quotation.
pub(crate) fn is_lead_in(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['—', '–', ' ', '“', '„', '"']);
    // The mark of a footnote may follow.
    let bare = text.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')).filter(|(_, mark)| mark.len() <= 3);
    bare.map_or(text, |(rest, _)| rest).trim_end().ends_with([':', '：'])
}

/// Returns whether a paragraph only leads on to the next quotation of the same source: `And later:`, `The paper finds:`.
pub(super) fn is_bridge(text: &str) -> bool {
    let words = tokens(text);
    let leads = (is_lead_in(text) || text.ends_with('…')) && words.len() <= MAX_BRIDGE_WORDS;
    let points_back = words.first().is_some_and(|word| POINTS_BACK.contains(&word.as_str()));
    let goes_on = |word: &String| CONTINUES.contains(&word.as_str()) || NAMELESS.contains(&word.as_str());
    leads && (words.len() <= 3 || points_back || words.iter().any(goes_on))
}

/// The source that a paragraph above a quotation names: in its last sentence, else, if that only points back, in those before.
pub(crate) fn lead_in_source(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<LeadInSource> {
    let text = line.text.trim_end();
    let start = last_sentence(text);
    let announces = is_lead_in(text);
    if let Some((outlet, is_linked)) = find_source(line, start..text.len(), announces, context) {
        return Some(LeadInSource { outlet, is_linked, is_announced: announces });
    }
    let points_back = announces && tokens(&text[start..]).len() <= MAX_BRIDGE_WORDS;
    let (outlet, is_linked) = find_source(line, 0..start, false, context).filter(|_| points_back)?;
    Some(LeadInSource { outlet, is_linked, is_announced: false })
}

/// The start of the last sentence.
fn last_sentence(text: &str) -> usize {
    let ends = text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '。' | '\n'));
    let starts = ends.filter_map(|(at, c)| {
        let rest = &text[at + c.len_utf8()..];
        let word = text[..at].rsplit([' ', '.']).next().unwrap_or_default();
        let follows = matches!(c, '。' | '\n') || rest.trim_start_matches(['”', '"', '’', '»', ')']).starts_with(' ');
        // A single letter is an initial, and what a small letter follows an abbreviation.
        let is_end =
            follows && (word.chars().count() > 1 || c != '.') && !rest.trim_start().starts_with(char::is_lowercase);
        (is_end && rest.chars().any(char::is_alphanumeric)).then_some(at + c.len_utf8())
    });
    starts.max().unwrap_or_default()
}

/// The source that a part of a line names, and whether by a link: the last link to a declared outlet, else the last declared
/// outlet that is cited, else the last link that may lead to the words, else an outlet by a name that is typical of one.
fn find_source(
    line: &LinkedLine,
    part: Range<usize>,
    announces: bool,
    context: &AttributionContext<'_>,
) -> Option<(NamedOutlet, bool)> {
    let is_inside = |range: &Range<usize>| part.start <= range.start && range.end <= part.end;
    let text = &line.text;
    let links = line.web_links().filter(|(range, url)| is_inside(range) && may_be_source(url, context.own_host));
    let linked = links.filter_map(|(range, url)| {
        Some((range.clone(), NamedOutlet::linked(&text[range.clone()], url, context.outlets)?))
    });
    let linked: Vec<(Range<usize>, NamedOutlet)> = linked.collect();
    let named = outlet_names(text, context.outlets).into_iter().filter(|name| is_inside(name));
    let named = named.filter(|name| is_cited(text, name) || linked.iter().any(|(range, _)| overlap(range, name)));
    let named: Vec<(Range<usize>, NamedOutlet)> =
        named.map(|name| (name.clone(), NamedOutlet::called(&text[name], context.outlets))).collect();
    let cites = |range: &Range<usize>| announces || is_cited(text, range) || reports(&text[range.clone()]);
    let mut links = linked.iter().filter(|(range, _)| cites(range));
    if let Some((_, outlet)) = links.clone().rfind(|(_, outlet)| outlet.is_declared) {
        return Some((without_title(outlet), true));
    }
    let link = links.next_back();
    let name = named.iter().rfind(|(_, outlet)| outlet.is_declared).or_else(|| named.last());
    match (name, link) {
        (Some((at, name)), Some((range, linked))) if !name.is_declared && overlap(at, range) => {
            Some((without_title(linked), true))
        }
        (Some((_, name)), link) => {
            let url = link.and_then(|(_, outlet)| outlet.url.clone());
            Some((NamedOutlet { url, ..name.clone() }, link.is_some()))
        }
        (None, Some((_, outlet))) => Some((without_title(outlet), true)),
        (None, None) => {
            let body = quoted_bodies(text).into_iter().rfind(|body| announces && is_inside(body))?;
            Some((NamedOutlet::called(&text[body], context.outlets), false))
        }
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// A link within a sentence says what the sentence says, and not the headline.
fn without_title(outlet: &NamedOutlet) -> NamedOutlet {
    NamedOutlet { title: None, ..outlet.clone() }
}

/// Returns whether the words of a link report: `reports`, `the article`.
fn reports(words: &str) -> bool {
    has_outlet_word(words) || tokens(words).iter().any(|word| is_reporting(word))
}
