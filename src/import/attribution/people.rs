//! People whose reports a text has linked to: later lead-ins only name them: `As Lind notes:`.

use super::address::may_be_source;
use super::lead_in::{is_lead_in, is_speaker, last_sentence};
use super::linked_line::LinkedLine;
use super::mention::{capitalised_runs, full_names};
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use crate::import::phrase::tokens;

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
            let name = full_names(words).next().or_else(|| full_names(before).last().filter(is_beside))?;
            let outlet = NamedOutlet::linked(words, url, context.outlets)?;
            let author = outlet.author.clone().or_else(|| Some(name.to_owned()));
            Some((name.to_owned(), NamedOutlet { title: None, author, ..outlet }))
        });
        self.0.extend(people);
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
        let called = |name: &str, word: &str| name == word || name.rsplit(' ').next() == Some(word);
        let speaker = speakers.map(|run| &text[run]).next()?;
        self.0.iter().rev().find(|(name, _)| called(name, speaker)).map(|(_, outlet)| outlet.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::outlet_names::OutletNames;

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
