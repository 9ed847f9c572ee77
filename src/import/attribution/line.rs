//! Attributions with a line of their own: below a quotation, as its last line, in brackets at its end.

use std::collections::BTreeSet;
use std::ops::Range;

use super::address::{is_picture, may_be_named_source, may_be_source, may_be_stated};
use super::lead_in::is_lead_in;
use super::linked_line::LinkedLine;
use super::mention::{
    full_names, has_outlet_word, is_button, is_name, is_no_name, is_publisher, names_job, without_numbers,
};
use super::named_outlet::NamedOutlet;
use super::outlet_mention::outlet_names;
use super::outlet_vocabulary::KINDS_AFTER_NAMES;
use super::place::{AttributionContext, QuotedPlace};
use super::title::signed_work;
use super::vocabulary::{AFTER_NAMES, BEFORE_NAMES, MINE, ONESELF, PAGES, SAYS_SOURCE};
use crate::base::fields::is_web_url;
use crate::import::options::OutletNames;
use crate::import::phrase::{ends_sentence, tokens};
use crate::import::written_date::{date_in, is_time};

/// Characters before an attribution.
const DASHES: [char; 6] = ['—', '―', '–', '-', ' ', '\u{a0}'];
/// The most words of an attribution.
const MAX_WORDS: usize = 30;

/// Returns whether a line begins as an attribution does: with a dash, a bracket around all of it, or a label.
pub(in crate::import) fn is_marked(text: &str) -> bool {
    let dashed = ["—", "―", "–", "--", "- "].iter().any(|dash| text.starts_with(dash));
    (dashed || is_in_brackets(text) || names_origin(text) || credits_finder(text))
        && text.split_whitespace().count() <= MAX_WORDS
}

/// Returns whether a line begins with a label, such as `From:`.
pub(super) fn names_origin(text: &str) -> bool {
    let lower = text.to_lowercase();
    BEFORE_NAMES.iter().any(|label| label.contains([':', '：']) && lower.starts_with(label.trim_end()))
}

/// A line as a heading: with its words if it introduces something, names a source, or is nothing but a link.
pub(crate) fn heading_line(line: LinkedLine) -> LinkedLine {
    let is_link = line.links.iter().any(|(range, _)| range.len() == line.text.trim().len());
    let kept = if is_link || is_lead_in(&line.text) || names_origin(&line.text) { line } else { LinkedLine::default() };
    LinkedLine { is_heading: true, ..kept }
}

/// Returns whether a line has a link at its end that says that it leads to the source, and little before: `Mara Lind [Source]`.
pub(super) fn ends_in_source(line: &LinkedLine) -> bool {
    const MAX_WORDS: usize = 8;
    let text = line.text.trim_end_matches([')', ']', '.', ' ']);
    line.web_links().last().is_some_and(|(range, _)| range.end >= text.len() && says_source(&text[range.start..]))
        && text.split_whitespace().count() <= MAX_WORDS
}

/// Returns whether words say no more than that something is the source.
fn says_source(words: &str) -> bool {
    let words = tokens(words);
    !words.is_empty() && words.iter().all(|word| SAYS_SOURCE.contains(&word.as_str()))
}

/// Returns whether a text is nothing but the name of a declared outlet, perhaps after a dash.
pub(super) fn is_declared_name(text: &str, outlets: &OutletNames) -> bool {
    let name = text.trim_start_matches(DASHES);
    name.starts_with(char::is_alphanumeric) && name.ends_with(char::is_alphanumeric) && outlets.find(name).is_some()
}

/// Returns whether a quotation ends in a line after a dash, which is an attribution even if it names no outlet, or its markup
/// tells one apart.
pub(super) fn ends_in_dash_line(place: &QuotedPlace) -> bool {
    if !place.line.text.trim().is_empty() {
        return true;
    }
    if place.below.as_ref().is_some_and(is_person) {
        return true;
    }
    let Some(last) = place.quoted.last() else { return false };
    let line = last.text.rsplit_once('\n').map(|(_, line)| line).or((place.quoted.len() > 1).then_some(&last.text));
    let ends_in_dash = closing_dash(last).is_some_and(|at| !is_page(&last.text[at..]));
    line.is_some_and(is_signature) || ends_in_dash || is_signed_after_hyphen(&last.text)
}

/// Returns whether a line after a dash only says on which page the words are.
fn is_page(line: &str) -> bool {
    let words = tokens(line);
    words.len() <= 3 && words.first().is_some_and(|word| PAGES.contains(&word.as_str()))
}

/// Returns whether a line below is nothing but the name of a person, perhaps after a dash or in brackets and with who that is.
fn is_person(below: &LinkedLine) -> bool {
    const MAX_WORDS: usize = 14;
    let text = below.text.trim();
    let is_set_off = text.starts_with(['—', '―', '–', '(']);
    let name = text.trim_start_matches(DASHES).trim_start_matches('(').trim_end_matches([')', ' ']);
    let name = if is_set_off { name.split([',', '–', '—', '(']).next().unwrap_or_default().trim() } else { name };
    text.split_whitespace().count() <= MAX_WORDS
        && below.web_links().next().is_none()
        && (2..=4).contains(&name.split_whitespace().count())
        && is_name(name)
        && !has_outlet_word(name)
        && !name.contains([',', ':', '.', '!', '?'])
}

/// Returns whether a line begins with a dash, or with a hyphen before a name.
fn is_signature(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['—', '―', '–']) || line.strip_prefix("- ").is_some_and(|name| is_name(name.trim()))
}

/// Returns whether a sentence is followed by a hyphen and a name: `It rose. - Mara Lind`.
fn is_signed_after_hyphen(text: &str) -> bool {
    text.rsplit_once(" - ").is_some_and(|(body, name)| ends_sentence(body) && is_name(name.trim()))
}

/// The dash that leads to names at the end of a line, or to a link: `“It rose.”—Mara Lind`.
pub(super) fn closing_dash(line: &LinkedLine) -> Option<usize> {
    const MAX_WORDS: usize = 12;
    /// The most with a year, which references to printed works have.
    const MAX_DATED: usize = 24;
    let text = &line.text;
    // A hyphen between spaces is a dash where it leads to a link.
    let hyphen = text.rfind(" - ").map(|at| at + 1).filter(|at| links_on(line, *at));
    let at = text
        .rfind(['—', '―', '–'])
        .max(hyphen)
        .max(text.rfind("--").map(|at| text[..at].trim_end_matches('-').len()))?;
    let (body, tail) = (text[..at].trim_end(), text[at..].trim_start_matches(DASHES));
    let ends = ends_sentence(body) || body.ends_with(['”', '"', '»', '“', '’', '…', ')']);
    let starts = tail.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase()) || tail.starts_with('@');
    (((ends && (starts || is_web_url(tail))) || links_on(line, at))
        && !body.is_empty()
        && tail.split_whitespace().count()
            <= if tail.split(|c: char| !c.is_alphanumeric()).any(is_year) { MAX_DATED } else { MAX_WORDS }
        && !ends_sentence(tail))
    .then_some(at)
}

/// Returns whether a line is nothing but a link behind the dash at `at`.
fn links_on(line: &LinkedLine, at: usize) -> bool {
    let tail = line.text[at..].trim_start_matches(DASHES).trim();
    line.web_links().last().is_some_and(|(range, _)| line.text[range.clone()].trim() == tail)
}

/// The source that brackets at the end of a line link to, if they hold nothing else but `via`, with their byte: `… it rose.” (link)`.
pub(super) fn closing_link(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<(usize, NamedOutlet)> {
    let text = line.text.trim_end().strip_suffix([')', ']'])?;
    let start = text.rfind(['(', '['])?;
    let inner = &text[start + 1..];
    let (range, url) = line.web_links().last().filter(|(_, url)| may_be_source(url, context.own_host))?;
    let words = &line.text[range.clone()];
    let is_via = is_via(inner);
    let is_whole = range.start > start
        && words.trim() == if is_via { inner[3..].trim_start_matches([':', ' ']) } else { inner }.trim();
    let is_quoted = text[..start].trim_end().ends_with(['”', '"', '“', '»', '«', '’', '」']);
    let outlet = NamedOutlet::linked(words, url, context.outlets)
        .filter(|_| is_whole && (is_via || is_quoted || is_button(words)))?;
    Some((start, NamedOutlet { title: None, ..outlet }))
}

/// Returns whether a line is nothing but names, or one link to another site.
pub(super) fn is_only_names(line: &LinkedLine, context: &AttributionContext<'_>) -> bool {
    const MAX_WORDS: usize = 12;
    let text = line.text.trim();
    let is_named = |part: &str| {
        part.starts_with(['(', '[']) || part.chars().all(|c| !c.is_uppercase()) || is_name(without_numbers(part))
    };
    let are_names =
        || text.split([',', ';', '|', '/', '\n']).map(str::trim).all(is_named) && text.contains(char::is_uppercase);
    (1..=MAX_WORDS).contains(&text.split_whitespace().count())
        && !is_picture(text)
        && (is_link(line, context) || (are_names() && !text.ends_with(['.', '!', '?'])))
}

/// Returns whether a line is nothing but one link to another site.
pub(super) fn is_link(line: &LinkedLine, context: &AttributionContext<'_>) -> bool {
    let text = line.text.trim();
    let is_all = |range: &Range<usize>| [text, text.trim_start_matches('@')].contains(&&line.text[range.clone()]);
    line.web_links().any(|(range, url)| is_all(range) && may_be_source(url, context.own_host))
}

fn is_in_brackets(text: &str) -> bool {
    let bracketed = |open: char, close: char| {
        text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(|rest| !rest.contains(open))
    };
    bracketed('(', ')') || bracketed('[', ']') || bracketed('（', '）')
}

/// Returns whether a line says only where something was found: `via`, `h/t`.
pub(super) fn credits_finder(text: &str) -> bool {
    let lower = text.trim_start_matches(['(', '[']).to_lowercase();
    ["via ", "via: ", "h/t ", "hat tip"].iter().any(|hint| lower.starts_with(hint))
}

/// Returns whether a line says only by whom something was found.
pub(super) fn is_via(text: &str) -> bool {
    credits_finder(text) && text.trim_start_matches(['(', '[']).to_lowercase().starts_with("via")
}

/// The source that an attribution names: by a link, else a declared outlet or a name that is typical of one.
pub(super) fn parse_line(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    parse(line, is_marked(&line.text) || ends_in_source(line), context)
}

/// The source that a footnote cites: by its only link to another site, else by a year or a page, as references have them.
pub(super) fn cited_in_note(note: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    const MAX_WORDS: usize = 40;
    let words = tokens(&note.text);
    let is_any = |lists: &[&[&str]]| words.iter().any(|word| lists.iter().any(|list| list.contains(&word.as_str())));
    let pages: BTreeSet<&String> =
        note.web_links().map(|(_, url)| url).filter(|url| may_be_stated(url, context.own_host)).collect();
    let is_reference =
        pages.len() == 1 || (pages.is_empty() && (words.iter().any(|word| is_year(word)) || is_any(&[PAGES])));
    let is_citation = words.len() <= MAX_WORDS && is_reference && !is_any(&[ONESELF, MINE]);
    let mut outlet = parse(note, true, context).filter(|_| is_citation)?;
    if let Some(author) = full_names(&outlet.before).next().map(str::to_owned) {
        // What a link behind the author says is no other person.
        outlet.title = outlet.title.or(outlet.author);
        outlet.author = Some(author);
    }
    Some(NamedOutlet { before: String::new(), after: String::new(), ..outlet })
}

/// The source that a line names, which has a mark of its own if it `is_marked`.
fn parse(line: &LinkedLine, is_marked: bool, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    let start = line.text.len() - line.text.trim_start_matches(DASHES).len();
    let mut line = line.part(start..line.text.len());
    if is_in_brackets(&line.text) {
        let inner = line.text.ceil_char_boundary(1)..line.text.floor_char_boundary(line.text.len() - 1);
        line = line.part(inner);
    }
    if line.links.is_empty() && is_web_url(&line.text) {
        line.links.push((0..line.text.len(), line.text.clone()));
    }
    let may_be = |url: &str| {
        may_be_named_source(&line.text, url, context.own_host) || (is_marked && may_be_stated(url, context.own_host))
    };
    let link = line.web_links().find(|(range, url)| may_be(url) && !is_time(&line.text[range.clone()]));
    let link = link.or_else(|| line.web_links().find(|(_, url)| may_be(url)));
    let mut named = match link {
        Some((range, url)) => linked_in(&line, range.clone(), url, context.outlets)?,
        None => named_in(&line.text, is_marked, context.outlets)
            .or_else(|| signed_work(&line, context).filter(|_| is_marked))?,
    };
    named.published = [&named.after, &named.before, &named.name].into_iter().find_map(|words| date_in(words));
    let on_one_line = |text: &str| text.replace('\n', " ");
    named.before = on_one_line(&named.before);
    named.name = on_one_line(&named.name);
    named.after = on_one_line(&named.after);
    Some(named)
}

/// The source of an attribution with a link; a declared outlet that stands beside the link is its name.
fn linked_in(line: &LinkedLine, range: Range<usize>, url: &str, outlets: &OutletNames) -> Option<NamedOutlet> {
    let words = &line.text[range.clone()];
    let linked = NamedOutlet::linked(words, url, outlets)?;
    let beside =
        outlet_names(&line.text, outlets).into_iter().filter(|name| name.end <= range.start || range.end <= name.start);
    let named = beside.filter(|name| linked.is_declared || !names_job(&line.text[..name.start])).find_map(|name| {
        let called = NamedOutlet::called(&line.text[name.clone()], outlets);
        (called.is_declared || !linked.is_declared).then_some((name, called))
    });
    if let Some((name, called)) = named.filter(|(_, called)| !linked.is_declared || called.outlet == linked.outlet) {
        let [before, after] = [&line.text[..name.start], &line.text[name.end..]].map(str::to_owned);
        return Some(NamedOutlet { before, after, url: linked.url, ..called });
    }
    let [before, after] = [&line.text[..range.start], &line.text[range.end..]].map(str::to_owned);
    if is_web_url(words) {
        return Some(NamedOutlet { before, after, title: None, ..linked });
    }
    if let Some(at) = words.find(linked.name.as_str()) {
        let before = format!("{before}{}", &words[..at]);
        let after = format!("{}{after}", &words[at + linked.name.len()..]);
        return Some(NamedOutlet { before, after, ..linked });
    }
    if is_button(words) {
        return (linked.is_declared || says_source(words)).then_some(NamedOutlet {
            before,
            after,
            title: None,
            ..linked
        });
    }
    // What the link says stays, where its host is the name.
    if is_no_name(words) {
        return Some(NamedOutlet { before: format!("{before}{words} "), after, ..linked });
    }
    let is_person = (2..=4).contains(&words.split_whitespace().count()) && is_name(words) && !has_outlet_word(words);
    let is_title = !is_person && linked.author.is_none();
    let [title, author] = [is_title, is_person].map(|it| it.then(|| words.to_owned()));
    let author = author.or_else(|| linked.author.clone());
    Some(NamedOutlet { before, name: words.to_owned(), after, title, author, ..linked })
}

/// The source of an attribution without a link: the first of its parts that names an outlet. A part with a job names an
/// employer, and no outlet after it is a source. On a line with a mark of its own a name may also look like a publisher's.
fn named_in(text: &str, is_marked: bool, outlets: &OutletNames) -> Option<NamedOutlet> {
    let mut start = label_len(text);
    // A name may contain what ends others.
    let whole = text[start..].trim_end_matches(['.', ' ']);
    if outlets.find(whole).is_some() {
        return Some(NamedOutlet { before: text[..start].to_owned(), ..NamedOutlet::called(whole, outlets) });
    }
    while start < text.len() {
        let rest = &text[start..];
        let end = AFTER_NAMES.iter().filter_map(|end| rest.find(end)).min().map_or(text.len(), |end| start + end);
        let part = &text[start..end];
        if names_job(part) {
            return None;
        }
        let trimmed = without_numbers(part.trim().trim_end_matches('.'));
        let trimmed = KINDS_AFTER_NAMES.iter().find_map(|kind| trimmed.strip_suffix(kind)).unwrap_or(trimmed);
        let looks_so =
            has_outlet_word(trimmed) || (is_marked && is_publisher(trimmed)) || is_journal(part.trim(), trimmed);
        let is_outlet = outlets.find(trimmed).is_some() || (is_name(trimmed) && looks_so);
        if is_outlet && !is_no_name(trimmed) {
            let at = start + part.len() - part.trim_start().len();
            let [before, after] = [&text[..at], &text[at + trimmed.len()..]].map(str::to_owned);
            return Some(NamedOutlet { before, after, ..NamedOutlet::called(trimmed, outlets) });
        }
        let separator = AFTER_NAMES.iter().find(|it| text[end..].starts_with(**it)).map_or(1, |it| it.len());
        start = (end + separator).min(text.len());
        start = text.ceil_char_boundary(start);
    }
    None
}

/// The length of what announces the name of a source, such as `Source: `.
fn label_len(text: &str) -> usize {
    let is_label = |label: &&&str| {
        text.get(..label.len()).is_some_and(|start| start.to_lowercase() == **label) && text.len() > label.len()
    };
    BEFORE_NAMES.iter().find(is_label).map_or(0, |label| label.len())
}

/// Returns whether a part of an attribution is a journal as bibliographies have it: `HLR 2013`.
fn is_journal(part: &str, name: &str) -> bool {
    let rest = part[name.len()..].trim();
    is_year(rest) && (2..=6).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Splits the outlet off a paragraph that ends with one: `It rose. [Yonhap]`. A declared outlet may also be in round
/// brackets, or after a dash on a line of its own. Brackets within a sentence are an insertion.
pub(crate) fn split_closing_outlet<'a>(text: &'a str, outlets: &OutletNames) -> Option<(&'a str, NamedOutlet)> {
    let (body, inner, square) = match text.chars().next_back()? {
        ']' => text[..text.len() - 1].rsplit_once('[').map(|(body, inner)| (body, inner, true))?,
        ')' => text[..text.len() - 1].rsplit_once('(').map(|(body, inner)| (body, inner, false))?,
        _ => {
            let dashes = ["— ", "– ", "-- "].iter();
            let (body, inner) =
                dashes.filter_map(|dash| text.rsplit_once(dash)).min_by_key(|(_, inner)| inner.len())?;
            (body, inner, false)
        }
    };
    let body = body.trim_end();
    let named = in_brackets(inner.trim(), outlets)?;
    let ended = body.is_empty() || ends_sentence(body);
    let may_be_outlet = square && is_name(&named.name) && !is_no_name(inner);
    (ended && (named.is_declared || may_be_outlet)).then_some((body, named))
}

/// Splits `Source: Yonhap, 30 January 2015` into its three parts.
fn in_brackets(inner: &str, outlets: &OutletNames) -> Option<NamedOutlet> {
    if let Some(named) = named_in(inner, true, outlets).filter(|named| named.is_declared) {
        return Some(named);
    }
    let (before, rest) = inner.split_at(label_len(inner));
    let end = AFTER_NAMES.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    let named = NamedOutlet::called(name, outlets);
    let has_letters = name.contains(char::is_alphanumeric);
    has_letters.then(|| NamedOutlet { before: before.to_owned(), after: after.to_owned(), ..named })
}
