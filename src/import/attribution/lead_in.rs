//! Lead-ins: what the paragraph above a quotation says of its source, which may be the title of a work: `In her book “Of
//! Tides” Mara Lind writes:`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::linked_line::{AttributionContext, LinkedLine, may_be_named_source, may_be_source, platform_called};
use super::mention::{
    capitalised_runs, full_names, has_full_name, has_outlet_word, is_alone, is_article, is_button, is_cited, is_name,
    is_publisher, is_reporting, is_set_apart, names_job, outlet_names, quoted_bodies, says_after, work_kind,
};
use super::named_outlet::NamedOutlet;
use super::vocabulary::{BEFORE_TITLES, BY_AUTHORS, CONTINUES, MINE, NAMELESS, OWN_WORDS, PLACED_ON, POINTS_BACK};
use crate::base::text::slug;
use crate::import::furniture_words::furniture_of;
use crate::import::phrase::{first_tokens, tokens};
use crate::import::written_date::{date_in, month_number};

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

/// The source that a paragraph above a quotation names: in its last sentence, else, if that only points back, in those before.
pub(crate) fn lead_in_source(line: &LinkedLine, context: &AttributionContext<'_>) -> Option<LeadInSource> {
    let text = line.text.trim_end();
    let start = last_sentence(text);
    let announces = is_lead_in(text);
    if let Some(found) = find_source(line, start..text.len(), announces, context) {
        return Some(found);
    }
    let before = || find_source(line, 0..start, false, context).filter(|_| is_bridge(&text[start..]));
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

/// The source that a part of a line names: the last link to a declared outlet, else the last declared outlet that is cited,
/// else the last link that may lead to the words, else an outlet by a name that is typical of one.
fn find_source(
    line: &LinkedLine,
    part: Range<usize>,
    announces: bool,
    context: &AttributionContext<'_>,
) -> Option<LeadInSource> {
    let is_inside = |range: &Range<usize>| part.start <= range.start && range.end <= part.end;
    let text = &line.text;
    let speaks = |range: &Range<usize>| is_speaker(text, range) || (announces && is_alone(text, &part, range));
    let found = |outlet, is_linked, at: &Range<usize>| {
        Some(LeadInSource { outlet, is_linked, is_announced: announces, is_speaker: speaks(at) })
    };
    let may_be = |url: &str| may_be_named_source(&text[part.clone()], url, context.own_host);
    let links = line.web_links().filter(|(range, url)| is_inside(range) && may_be(url));
    let links: Vec<_> = links.filter(|(range, _)| !is_mine(&text[..range.start]) && !is_aside(text, range)).collect();
    // A list of links names no source.
    let is_list = !announces && links.len() >= MIN_LISTED;
    let links = links.into_iter().filter(|(range, _)| speaks(range) || (!is_list && !is_set_apart(text, range)));
    let linked = links.filter_map(|(range, url)| {
        Some((range.clone(), NamedOutlet::linked(&text[range.clone()], url, context.outlets)?))
    });
    let linked: Vec<(Range<usize>, NamedOutlet)> = linked.collect();
    let named = outlet_names(text, context.outlets).into_iter().filter(|name| is_inside(name));
    let named = named.filter(|name| speaks(name) || linked.iter().any(|(range, _)| overlap(range, name)));
    let named: Vec<(Range<usize>, NamedOutlet)> =
        named.map(|name| (name.clone(), NamedOutlet::called(&text[name], context.outlets))).collect();
    let is_telling = |words: &str| has_outlet_word(words) || work_kind(words).is_some();
    let cites = |range: &Range<usize>| announces || speaks(range) || is_telling(&text[range.clone()]);
    let mut links = linked.iter().filter(|(range, _)| cites(range));
    if let Some((at, outlet)) = links.clone().rfind(|(_, outlet)| outlet.is_declared) {
        return found(without_title(outlet), true, at);
    }
    let link = links.next_back();
    let name = named.iter().rfind(|(_, outlet)| outlet.is_declared).or_else(|| named.last());
    match (name, link) {
        (Some((at, name)), Some((range, linked))) if !name.is_declared && overlap(at, range) => {
            found(without_title(linked), true, range)
        }
        (Some((at, name)), link) => {
            let url = link.and_then(|(_, outlet)| outlet.url.clone());
            found(NamedOutlet { url, ..name.clone() }, link.is_some(), at)
        }
        (None, Some((at, outlet))) => found(without_title(outlet), true, at),
        (None, None) => {
            let body = quoted_bodies(text).into_iter().rfind(|body| announces && is_inside(body))?;
            found(NamedOutlet::called(&text[body.clone()], context.outlets), false, &body)
        }
    }
}

/// Returns whether a link in brackets only remarks on something, and is no button such as `source`.
fn is_aside(text: &str, link: &Range<usize>) -> bool {
    text[..link.start].ends_with('(') && text[link.end..].starts_with(')') && !is_button(&text[link.clone()])
}

/// Returns whether words end in `my`, so that what follows is the editor's.
fn is_mine(before: &str) -> bool {
    tokens(before).last().is_some_and(|word| MINE.contains(&word.as_str()))
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

/// The marks around a title.
const MARKS: [(char, char); 8] =
    [('“', '”'), ('„', '“'), ('"', '"'), ('«', '»'), ('»', '«'), ('『', '』'), ('《', '》'), ('‘', '’')];

/// Returns whether a character may open a title, or stand before it.
fn opens_title(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}') || MARKS.iter().any(|(open, _)| *open == c)
}

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
    let before = text[..title.start].trim_end_matches(opens_title);
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
    let before = tokens(text[..part.start].trim_end_matches(opens_title));
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
