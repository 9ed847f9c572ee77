//! People whose reports a text has linked to: later lead-ins only name them: `As Lind notes:`.

use std::ops::Range;

use super::address::may_be_source;
use super::back_reference::points_back;
use super::citing::{is_alone, is_reporting};
use super::lead_in::{is_lead_in, is_speaker, last_sentence};
use super::linked_line::LinkedLine;
use super::mention::{capitalised_runs, full_names, work_kind};
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use super::title::authored_works;
use super::vocabulary::{BY_AUTHORS, EXTRACTS, NAMELESS, THEIRS};
use crate::import::phrase::tokens;

/// The people of a text so far, each with the last report to which a link beside the name led.
#[derive(Default)]
pub(super) struct LinkedPeople(Vec<(String, NamedOutlet)>);

impl LinkedPeople {
    /// Notes the people that a paragraph names within links, or right before them.
    pub fn read(&mut self, line: &LinkedLine, context: &AttributionContext<'_>) {
        /// The most words between a name and a link: `Mara Lind writes in`.
        const BETWEEN: usize = 4;
        /// The most words of a link that a name in them is about; more are a title.
        const MAX_NAMED: usize = 5;
        let text = &line.text;
        let links = line.web_links().filter(|(_, url)| may_be_source(url, context.own_host));
        let people = links.filter_map(|(range, url)| {
            let words = &text[range.clone()];
            let before = &text[last_sentence(&text[..range.start])..range.start];
            let is_beside =
                |name: &&str| before.rfind(*name).is_some_and(|at| tokens(&before[at + name.len()..]).len() <= BETWEEN);
            let beside = || full_names(before).last().filter(is_beside);
            let in_words = full_names(words).next();
            let is_title = words.split_whitespace().count() > MAX_NAMED;
            let around = || beside().or_else(|| announcer(before)).or_else(|| author_behind(text, range));
            let name = if is_title { around().or(in_words)? } else { in_words.or_else(around)? };
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
        let runs: Vec<Range<usize>> = capitalised_runs(text).into_iter().filter(|run| run.start >= start).collect();
        if let Some(speaker) = runs.iter().find(|run| is_speaker(text, run)) {
            return self.known_as(&text[speaker.clone()]).cloned();
        }
        let alone = runs.iter().find(|run| is_alone(text, &(start..text.len()), run))?;
        self.known_as(&text[alone.clone()]).cloned()
    }

    /// The last report of a person, by the full or the last name, or that of its title.
    fn known_as(&self, called: &str) -> Option<&NamedOutlet> {
        let is_called = |name: &str| name == called || last_name(name) == Some(called);
        self.0.iter().rev().find(|(name, outlet)| is_called(name) || outlet.name == called).map(|(_, outlet)| outlet)
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

/// The person behind a link to what that person wrote: `<How Tides Rise>, by Mara Lind`, `<Tides rise>, writes Mara Lind`.
fn author_behind<'a>(text: &'a str, link: &Range<usize>) -> Option<&'a str> {
    let after = &text[link.end..];
    let name = full_names(after).next()?;
    let words = tokens(&after[..after.find(name)?]);
    let is_by = |word: &String| after.starts_with(',') || BY_AUTHORS.contains(&word.as_str()) || is_reporting(word);
    (words.len() == 1 && words.iter().all(is_by)).then_some(name)
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
