//! Lead-ins: what the paragraph above a quotation says of its source.

use std::collections::BTreeMap;
use std::ops::Range;

use super::address::{may_be_named_source, may_be_source, platform_called, reference_at, resembles};
use super::citing::{is_alone, is_cited, is_reporting, is_set_apart, is_topic, quoted_bodies};
use super::introduction::{introduces, points_below, says_otherwise};
use super::linked_line::LinkedLine;
use super::mention::{capitalised_runs, full_names, has_full_name, has_outlet_word, is_article, is_button, work_kind};
use super::named_outlet::NamedOutlet;
use super::outlet_mention::{is_common_word, outlet_names};
use super::place::AttributionContext;
use super::vocabulary::{CONTINUES, MINE, NAMELESS, OWN_WORDS, PLACED_ON, POINTS_BACK};
use crate::import::furniture_lines::furniture_of;
use crate::import::html_to_markdown::address::host_of;
use crate::import::options::OutletNames;
use crate::import::phrase::{first_tokens, tokens};
use crate::import::written_date::{date_in, is_time, month_number};

/// The most words of a lead-in that only points back: `And later:`.
const MAX_BRIDGE_WORDS: usize = 12;

/// The fewest links of a sentence that lists things.
const MIN_LISTED: usize = 3;

/// A source that a lead-in names, and how.
pub(crate) struct LeadInSource {
    pub outlet: NamedOutlet,
    /// True if its link names it.
    pub is_linked: bool,
    /// True if the sentence right above the quotation names it, and ends in a colon.
    pub is_announced: bool,
    /// True if that sentence says that the words are the outlet's, and does not only name it.
    pub is_speaker: bool,
}

/// The outlets that a paragraph cites as the source of a report, in the order of their names.
pub(in crate::import) fn cited_outlets(text: &str, outlets: &OutletNames) -> Vec<NamedOutlet> {
    let names = outlet_names(text, outlets).into_iter().filter(|name| is_cited(text, name));
    names.map(|name| NamedOutlet::called(&text[name], outlets)).collect()
}

/// Returns whether a paragraph introduces a quotation.
pub(crate) fn is_lead_in(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['—', '–', ' ', '“', '„', '"']);
    // The mark of a footnote may follow.
    let bare = text.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')).filter(|(_, mark)| mark.len() <= 3);
    bare.map_or(text, |(rest, _)| rest).trim_end().ends_with([':', '：'])
}

/// Returns whether a paragraph only leads on to the next quotation of the same source: `And later:`, `The paper finds:`. Its
/// subject is that source, and nobody new.
pub(super) fn is_bridge(text: &str) -> bool {
    let words = tokens(text);
    let words: Vec<&str> = words.iter().map(|word| word.split('\'').next().unwrap_or(word)).collect();
    let leads = (is_lead_in(text) || text.ends_with('…')) && words.len() <= MAX_BRIDGE_WORDS;
    let is_sign = |word: &&str| !word.contains(char::is_alphanumeric);
    let mut rest = words.iter().copied().skip_while(|word| CONTINUES.contains(word) || is_sign(word)).peekable();
    let is_nameless = |word: &str| NAMELESS.iter().any(|it| *it == word || (!it.is_ascii() && word.starts_with(it)));
    let points_back = rest.peek().is_none_or(|word| POINTS_BACK.contains(word))
        || rest.find(|word| !is_article(word) && !["same", "its"].contains(word)).is_some_and(is_nameless);
    leads && points_back && !has_full_name(text) && !words.iter().any(|word| OWN_WORDS.contains(word))
}

/// Returns whether a sentence only says that something follows, and names nobody: `A taste:`, `His answer:`.
fn only_announces(sentence: &str) -> bool {
    const MAX_WORDS: usize = 6;
    let words = tokens(sentence);
    let names_one = || capitalised_runs(sentence.trim_start()).iter().any(|run| run.start > 0);
    is_lead_in(sentence)
        && words.len() <= MAX_WORDS
        && !names_one()
        && !words.iter().any(|word| OWN_WORDS.contains(&word.as_str()))
}

/// The source that a paragraph above a quotation names: in its last sentence, else, if that only points back, in those before.
pub(crate) fn lead_in_source(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<LeadInSource> {
    let text = line.text.trim_end();
    let start = last_sentence(text);
    let announces = is_lead_in(text);
    if let Some(found) = find_source(line, start..text.len(), announces, context) {
        return Some(found);
    }
    let leads_on = is_bridge(&text[start..]) || only_announces(&text[start..]);
    let previous = || find_source(line, last_sentence(&text[..start])..start, false, context).filter(|_| leads_on);
    let before = || previous().or_else(|| find_source(line, 0..start, false, context).filter(|_| leads_on));
    before().or_else(|| {
        let outlet = posted(&text[start..], context)?;
        Some(LeadInSource { outlet, is_linked: false, is_announced: announces, is_speaker: true })
    })
}

/// The report of which a line is the title: a link to another site, with hardly anything beside it.
pub(super) fn linked_title(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    const MIN_WORDS: usize = 3;
    const MAX_BESIDE: usize = 6;
    let (range, url) = line.web_links().last().filter(|(_, url)| may_be_source(url, context.own_host))?;
    let words = &line.text[range.clone()];
    let beside = [&line.text[..range.start], &line.text[range.end..]].map(tokens).concat();
    let is_sentence = beside.iter().any(|word| OWN_WORDS.contains(&word.as_str()) || is_reporting(word));
    let is_alone = beside.len() <= MAX_BESIDE && !is_sentence && !is_lead_in(&line.text);
    let [before, after] = [&line.text[..range.start], &line.text[range.end..]];
    let is_announced = before.trim_end().ends_with(':') && !after.contains(char::is_alphanumeric);
    let is_title = words.split_whitespace().count() >= MIN_WORDS && (is_alone || is_announced);
    let is_furniture = is_button(words) || furniture_of(&line.text).is_some();
    let outlet = NamedOutlet::linked(words, url, context.outlets).filter(|_| is_title && !is_furniture)?;
    let published = date_in(&line.text[range.end..]);
    Some(NamedOutlet { title: Some(words.to_owned()), published, ..outlet })
}

/// The site that the last sentence says to be whose words follow, by a name with which the text links to it.
pub(super) fn site_named(text: &str, sites: &BTreeMap<String, String>) -> Option<NamedOutlet> {
    let start = last_sentence(text.trim_end());
    let mut runs = capitalised_runs(text).into_iter().filter(|run| run.start >= start && is_speaker(text, run));
    let name = runs.find_map(|run| sites.values().find(|name| **name == text[run.clone()]))?;
    Some(NamedOutlet { name: name.clone(), outlet: name.clone(), ..NamedOutlet::default() })
}

/// The platform on which a sentence says that a person wrote: `Mara Lind wrote on Twitter:`.
fn posted(sentence: &str, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    let words = tokens(sentence);
    let is_on = |pair: &[String]| PLACED_ON.contains(&pair[0].as_str()).then(|| platform_called(&pair[1])).flatten();
    let platform = words.windows(2).find_map(is_on)?;
    let before = sentence.to_lowercase().find(&platform.to_lowercase()).and_then(|at| sentence.get(..at))?;
    let name = full_names(before).last()?;
    // Whatever stands before a name is a title.
    let start = name.rmatch_indices(char::is_whitespace).nth(1).map_or(0, |(at, space)| at + space.len());
    let (first, _) = name[start..].split_once(char::is_whitespace)?;
    let author = Some(name[start..].to_owned()).filter(|_| !is_article(&first.to_lowercase()));
    author.is_some().then(|| NamedOutlet { author, ..NamedOutlet::called(platform, context.outlets) })
}

/// The source that a paragraph further above names, to which a lead-in points back.
pub(super) fn reported_in(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    find_source(line, 0..line.text.len(), false, context).map(|found| found.outlet)
}

/// The start of the last sentence.
pub(super) fn last_sentence(text: &str) -> usize {
    let ends = text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '。' | '\n'));
    let mut starts = ends.filter_map(|(at, c)| {
        let rest = &text[at + c.len_utf8()..];
        let word = text[..at].rsplit(|c: char| c.is_whitespace() || c == '.').next().unwrap_or_default();
        let follows =
            matches!(c, '。' | '\n') || rest.trim_start_matches(['”', '"', '’', '»', ')']).starts_with([' ', '\u{a0}']);
        // A single letter is an initial, and what a small letter follows an abbreviation.
        let is_day = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
        let is_date = is_day && first_tokens(rest, 1).first().is_some_and(|next| month_number(next).is_some());
        let is_end = !is_date
            && follows
            && (word.chars().count() > 1 || c != '.')
            && !rest.trim_start().starts_with(char::is_lowercase);
        (is_end && rest.chars().any(char::is_alphanumeric)).then_some(at + c.len_utf8())
    });
    starts.next_back().unwrap_or_default()
}

/// A part of a line, and the outlet that it names or leads to.
type FoundOutlet = (Range<usize>, NamedOutlet);

/// The links of a part of a line that may lead to the words below.
fn linked_outlets(
    line: &LinkedLine,
    part: &Range<usize>,
    announces: bool,
    context: &AttributionContext<'_>,
) -> Vec<FoundOutlet> {
    let text = &line.text;
    let speaks = |range: &Range<usize>| speaks_in(text, part, range, announces);
    let may_be = |url: &str| may_be_named_source(&text[part.clone()], url, context.own_host);
    let links = line.web_links().filter(|(range, url)| is_within(part, range) && may_be(url));
    let links = links.filter(|(range, _)| !is_mine(&text[..range.start]) && !is_aside(text, range));
    let links: Vec<_> = links.filter(|(range, _)| speaks(range) || !is_topic(text, part, range)).collect();
    // A list of links names no source.
    let is_list = !announces && links.len() >= MIN_LISTED;
    let links = links.into_iter().filter(|(range, _)| speaks(range) || (!is_list && !is_set_apart(text, range)));
    let linked = links.filter_map(|(range, url)| {
        Some((range.clone(), NamedOutlet::linked(&text[range.clone()], url, context.outlets)?))
    });
    linked.collect()
}

fn is_within(part: &Range<usize>, range: &Range<usize>) -> bool {
    part.start <= range.start && range.end <= part.end
}

/// Returns whether a sentence makes a name or a link in it a source, or has hardly anything else and announces.
fn speaks_in(text: &str, sentence: &Range<usize>, range: &Range<usize>, announces: bool) -> bool {
    is_speaker(text, range) || (announces && is_alone(text, sentence, range))
}

/// The source that a part of a line names: the last link to a declared outlet, unless another one is said to speak, else the first
/// declared outlet that is cited, else the last link that may lead to the words, else an outlet by a name that is typical of one.
fn find_source(
    line: &LinkedLine,
    part: Range<usize>,
    announces: bool,
    context: &AttributionContext<'_>,
) -> Option<LeadInSource> {
    let text = &line.text;
    let speaks = |range: &Range<usize>| speaks_in(text, &part, range, announces);
    let found = |outlet, is_linked, at: &Range<usize>| {
        Some(LeadInSource { outlet, is_linked, is_announced: announces, is_speaker: speaks(at) })
    };
    let linked = linked_outlets(line, &part, announces, context);
    let named = outlet_names(text, context.outlets).into_iter().filter(|name| is_within(&part, name));
    let leads_on = announces || part.end < text.len() || points_below(&text[part.clone()]);
    let is_sure = |name: &str| context.outlets.meant_by(name).is_some() || !is_common_word(name);
    let introduced = |name: &Range<usize>| {
        leads_on && linked.is_empty() && is_sure(&text[name.clone()]) && introduces(text, &part, name)
    };
    let is_link = |name: &Range<usize>| linked.iter().any(|(range, _)| overlap(range, name));
    let named = named
        .filter(|name| is_link(name) || (!says_otherwise(text, &part, name) && (speaks(name) || introduced(name))));
    let named: Vec<FoundOutlet> =
        named.map(|name| (name.clone(), NamedOutlet::called(&text[name], context.outlets))).collect();
    let is_telling = |words: &str| has_outlet_word(words) || work_kind(words).is_some();
    let cites = |range: &Range<usize>| announces || speaks(range) || is_telling(&text[range.clone()]);
    let mut links = linked.iter().filter(|(range, _)| cites(range));
    let is_any_speaking = links.clone().any(|(range, _)| speaks(range));
    let is_known = |(range, outlet): &&FoundOutlet| outlet.is_declared && (speaks(range) || !is_any_speaking);
    if let Some((at, outlet)) = links.clone().rfind(is_known) {
        return found(without_title(outlet), true, at);
    }
    let link = links.next_back();
    // Whoever is named first speaks of the others: `The Tide, citing the Gazette, says`.
    let name = named.iter().find(|(_, outlet)| outlet.is_declared).or_else(|| named.first());
    match (name, link) {
        (Some((at, name)), Some((range, linked))) if !name.is_declared && overlap(at, range) => {
            found(without_title(linked), true, range)
        }
        (Some((at, name)), link) => {
            let before = || linked_before(line, &text[at.clone()]);
            let url = link.map_or_else(before, |(_, outlet)| outlet.url.clone());
            found(NamedOutlet { url, ..name.clone() }, link.is_some(), at)
        }
        (None, Some((at, outlet))) => found(without_title(outlet), true, at),
        (None, None) => {
            let body = quoted_bodies(text).into_iter().rfind(|body| announces && is_within(&part, body))?;
            found(NamedOutlet::called(&text[body.clone()], context.outlets), false, &body)
        }
    }
}

/// The last address in a line that is of an outlet by its name.
fn linked_before(line: &LinkedLine, name: &str) -> Option<String> {
    let is_its = |url: &str| {
        host_of(url).is_some_and(|host| reference_at(&host).is_some_and(|its| its == name) || resembles(name, &host))
    };
    line.web_links().filter(|(_, url)| is_its(url)).last().map(|(_, url)| url.to_owned())
}

/// Returns whether a link in brackets only remarks on something, such as a date or a minute, and is no button such as `source`.
pub(super) fn is_aside(text: &str, link: &Range<usize>) -> bool {
    let opened = text[..link.start].rfind('(').filter(|at| !text[*at..link.start].contains(')'));
    let says_where = text[link.clone()].trim().eq_ignore_ascii_case("via");
    let is_date = opened.is_some() && text[link.end..].starts_with(')') && is_time(&text[link.clone()]);
    if says_where || is_date {
        return true;
    }
    text[..link.start].ends_with('(') && text[link.end..].starts_with(')') && !is_button(&text[link.clone()])
}

/// Returns whether words end in `my`, so that what follows is the editor's.
fn is_mine(before: &str) -> bool {
    !before.trim_end().ends_with(',') && tokens(before).last().is_some_and(|word| MINE.contains(&word.as_str()))
}

/// Returns whether a sentence, or the words of a link themselves, make it a source.
pub(super) fn is_speaker(text: &str, range: &Range<usize>) -> bool {
    let reports = || tokens(&text[range.clone()]).iter().any(|word| is_reporting(word));
    is_cited(text, range) || (!is_set_apart(text, range) && reports())
}

pub(super) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// A link within a sentence says what the sentence says, and not the headline.
fn without_title(outlet: &NamedOutlet) -> NamedOutlet {
    NamedOutlet { title: None, ..outlet.clone() }
}
