//! Lead-ins that point back to what the text has linked to: to a report, `In it, she writes:`, `Here is an extract:`; to
//! people whose reports those were, `As Lind notes:`; to works that the text is about, such as a ruling or a study.

use std::ops::Range;

use super::lead_in::{authored_works, is_bridge, is_lead_in, is_speaker, last_sentence, linked_title};
use super::linked_line::{AttributionContext, LinkedLine, may_be_source};
use super::mention::{capitalised_runs, full_names, has_full_name, is_article, is_reporting, is_set_apart, work_kind};
use super::named_outlet::NamedOutlet;
use super::vocabulary::{AFTER_WORKS, DEFINITE, EXTRACTS, MINE, NAMELESS, OWN_WORDS, POINTS_BACK, PRINTED, THEIRS};
use crate::import::html_to_markdown::address::host_of;
use crate::import::phrase::{ends_sentence, tokens};

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
    let speaks = words.iter().any(|word| is_in(POINTS_BACK, word)) && words.iter().any(|word| is_reporting(word));
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

/// The people of a text so far, each with the last report to which a link beside the name led.
#[derive(Default)]
pub(super) struct LinkedPeople(Vec<(String, NamedOutlet)>);

impl LinkedPeople {
    /// Notes the people that a paragraph names within links, or right before them.
    pub fn read(&mut self, line: &LinkedLine, context: &AttributionContext<'_>) {
        /// The most words between a name and a link: `Mara Lind writes in`.
        const BETWEEN: usize = 4;
        let text = &line.text;
        let links = line.web_links().filter(|(_, url)| may_be_source(url, context.own_host));
        let people = links.filter_map(|(range, url)| {
            let words = &text[range.clone()];
            let before = &text[last_sentence(&text[..range.start])..range.start];
            let is_beside =
                |name: &&str| before.rfind(*name).is_some_and(|at| tokens(&before[at + name.len()..]).len() <= BETWEEN);
            let beside = || full_names(before).last().filter(is_beside);
            let name = full_names(words).next().or_else(beside).or_else(|| announcer(before))?;
            let outlet = NamedOutlet::linked(words, url, context.outlets)?;
            let author = outlet.author.clone().or_else(|| Some(name.to_owned()));
            Some((name.to_owned(), NamedOutlet { title: None, author, ..outlet }))
        });
        self.0.extend(people);
        self.0.extend(authored_works(line, context));
    }

    /// The report of the person who speaks in a lead-in without links.
    pub fn speaking_in(&self, lead_in: &LinkedLine) -> Option<NamedOutlet> {
        let text = lead_in.text.trim_end();
        let start = last_sentence(text);
        let has_links = lead_in.web_links().any(|(range, _)| range.end > start);
        if !is_lead_in(text) || has_links {
            return None;
        }
        let speakers = capitalised_runs(text).into_iter().filter(|run| run.start >= start && is_speaker(text, run));
        let called = |name: &str, word: &str| name == word || last_name(name) == Some(word);
        let speaker = speakers.map(|run| &text[run]).next()?;
        self.0.iter().rev().find(|(name, _)| called(name, speaker)).map(|(_, outlet)| outlet.clone())
    }

    /// The work of a person that a lead-in without links speaks of: `The end of Mara Lind’s article:`, `From her chapter on
    /// tides:`.
    pub fn work_in(&self, lead_in: &LinkedLine) -> Option<NamedOutlet> {
        let text = lead_in.text.trim_end();
        let start = last_sentence(text);
        let (before, sentence) = text.split_at(start);
        if !is_lead_in(text) || lead_in.web_links().next().is_some() {
            return None;
        }
        let goes_on = points_back(std::slice::from_ref(lead_in));
        let is_theirs = |pair: &[String]| THEIRS.contains(&pair[0].as_str()) && is_part(&pair[1]);
        let has_theirs = tokens(sentence).windows(2).any(is_theirs);
        let is_before = |name: &str| (goes_on && has_work(before, name)) || (has_theirs && has_last_name(before, name));
        let mut people = self.0.iter().rev();
        let (_, outlet) = people.find(|(name, _)| has_work(sentence, name) || is_before(name))?;
        Some(outlet.clone())
    }
}

/// The person who announces what a link after its colon leads to: `Mara Lind explains tides:`.
fn announcer(before: &str) -> Option<&str> {
    /// The most words between the name and the verb, that included.
    const WITHIN: usize = 2;
    let before = before.trim();
    let name = full_names(before).next().filter(|_| before.ends_with(':'))?;
    let (_, after) = before.split_once(name)?;
    tokens(after).iter().take(WITHIN).any(|word| is_reporting(word)).then_some(name)
}

/// Returns whether a text speaks of the work of a person, by any part of the name: `Mara’s new article`.
fn has_work(text: &str, name: &str) -> bool {
    /// The most words after the name, the noun included.
    const WITHIN: usize = 3;
    let first = name.split_whitespace().next();
    let called = [Some(name), last_name(name), first].into_iter().flatten();
    let owned = called.flat_map(|name| ["’s ", "'s "].map(|ending| format!("{name}{ending}")));
    let after = owned.filter_map(|owned| text.split_once(owned.as_str())).map(|(_, after)| tokens(after));
    after.into_iter().any(|words| words.iter().take(WITHIN).any(|word| is_work(word)))
}

fn is_work(word: &str) -> bool {
    NAMELESS.contains(&word) || work_kind(word).is_some()
}

fn is_part(word: &str) -> bool {
    is_work(word) || EXTRACTS.contains(&word)
}

fn last_name(name: &str) -> Option<&str> {
    name.split_whitespace().next_back()
}

fn has_last_name(text: &str, name: &str) -> bool {
    let last = last_name(name);
    capitalised_runs(text).into_iter().any(|run| Some(&text[run]) == last)
}

/// The works that a text has linked to so far.
#[derive(Default)]
pub(super) struct LinkedWorks(Vec<LinkedWork>);

/// A work, and the kind of its noun in [`WORKS`](super::vocabulary::WORKS).
struct LinkedWork {
    kind: usize,
    outlet: NamedOutlet,
}

impl LinkedWorks {
    /// Notes the works that a paragraph links to.
    pub fn read(&mut self, line: &LinkedLine, context: &AttributionContext<'_>) {
        let works = line.web_links().filter_map(|(range, url)| {
            let words = &line.text[range.clone()];
            let kind = work_kind(words)?;
            let is_file = url.split(['?', '#']).next().is_some_and(|path| path.ends_with(".pdf"));
            let outlet = if may_be_source(url, context.own_host) {
                NamedOutlet::linked(words, url, context.outlets)?
            } else {
                // A site keeps copies of what it writes about.
                let name = noun_phrase(words).filter(|_| is_file && host_of(url).is_some())?;
                NamedOutlet { url: Some(url.clone()), ..NamedOutlet::called(&name, context.outlets) }
            };
            Some(LinkedWork { kind, outlet: NamedOutlet { title: None, ..outlet } })
        });
        self.0.extend(works);
    }

    /// The work to which a lead-in points back by a noun of its kind: `The judges find:`.
    pub fn meant_by(&self, lead_in: &str) -> Option<&NamedOutlet> {
        let text = lead_in.trim_end();
        if ends_sentence(text) && !text.ends_with([':', '：', '…']) {
            return None;
        }
        let start = last_sentence(text);
        let sentences = [&text[start..], &text[last_sentence(&text[..start])..start]];
        let kind = sentences.into_iter().take_while(|it| points_back_to_work(it)).find_map(work_kind)?;
        self.0.iter().rev().find(|work| work.kind == kind).map(|work| &work.outlet)
    }
}

/// Returns whether a sentence tells of nobody new, nor of the editor.
fn points_back_to_work(sentence: &str) -> bool {
    const MAX_WORDS: usize = 16;
    let words = tokens(sentence);
    words.len() <= MAX_WORDS && !has_full_name(sentence) && !words.iter().any(|word| OWN_WORDS.contains(&word.as_str()))
}

/// The words of a link as a name: without an article, and without what says more of it.
fn noun_phrase(words: &str) -> Option<String> {
    let end = AFTER_WORKS.iter().filter_map(|after| words.find(after)).min().unwrap_or(words.len());
    let words = words[..end].trim();
    let bare =
        words.split_once(' ').filter(|(first, _)| is_article(&first.to_lowercase())).map_or(words, |(_, rest)| rest);
    (!bare.is_empty()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::import::options::OutletNames;

    #[test]
    fn lead_ins_name_people_whose_words_are_linked() {
        let context = AttributionContext { outlets: &OutletNames::default(), own_host: None };
        let mut line = LinkedLine::plain("It is as Mara Lind has it in ");
        line.push("a long text", Some("https://quay.example/1"));
        line.push(", and Ida Osei sings.", None);
        let mut people = LinkedPeople::default();
        people.read(&line, &context);
        for (lead_in, outlet) in [
            ("As Lind notes:", Some("quay.example")),
            ("Mara Lind writes:", Some("quay.example")),
            ("As Osei notes:", None),
            ("As Kranich notes:", None),
            ("Lind went to the pier:", None),
        ] {
            let found = people.speaking_in(&LinkedLine::plain(lead_in)).map(|named| named.outlet);
            assert_eq!(found.as_deref(), outlet, "{lead_in}");
        }
    }
}
