//! The work under review: a text that names its author again and again quotes it.

use super::address::may_be_source;
use super::lead_in::{is_lead_in, is_speaker, last_sentence};
use super::linked_line::LinkedLine;
use super::mention::{capitalised_runs, full_names};
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use super::title::authored_works;

/// The work that a text is about, if it is about one.
#[derive(Default)]
pub(super) struct ReviewedWork(Option<(String, NamedOutlet)>);

impl ReviewedWork {
    /// The first work at the start of a text whose author its lines name often.
    pub fn of(lines: &[&LinkedLine], context: &AttributionContext<'_>) -> Self {
        const MIN_MENTIONS: usize = 5;
        const MIN_LETTERS: usize = 3;
        /// The lines at the start that say what a text is about.
        const FIRST_LINES: usize = 8;
        let mentions = |name: &str| lines.iter().map(|line| line.text.matches(last_name(name)).count()).sum::<usize>();
        let first = lines.iter().filter(|line| !line.text.trim().is_empty()).take(FIRST_LINES);
        let mut works = first.flat_map(|line| authored_works(line, context));
        Self(works.find(|(author, _)| last_name(author).len() >= MIN_LETTERS && mentions(author) >= MIN_MENTIONS))
    }

    /// The work, if a lead-in names nobody else and links to nothing else.
    pub fn quoted_below(&self, lead_in: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
        let (author, work) = self.0.as_ref()?;
        let text = lead_in.text.trim_end();
        let sentence = &text[last_sentence(text)..];
        let has_link = lead_in.web_links().any(|(_, url)| may_be_source(url, context.own_host));
        let is_other = |name: &str| !name.ends_with(last_name(author));
        let start = text.len() - sentence.len();
        let mut speakers = capitalised_runs(text).into_iter().filter(|run| run.start >= start && is_speaker(text, run));
        let names_author = is_lead_in(text) && text.contains(last_name(author));
        let names_another =
            speakers.any(|run| is_other(&text[run])) || full_names(sentence).any(is_other) && !names_author;
        (!has_link && !names_another).then(|| work.clone())
    }
}

fn last_name(name: &str) -> &str {
    name.split_whitespace().next_back().unwrap_or(name)
}
