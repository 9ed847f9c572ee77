//! Works that a text is about, such as a ruling or a study: it links to them once, and later lead-ins only point back.

use super::address::may_be_source;
use super::lead_in::last_sentence;
use super::linked_line::LinkedLine;
use super::mention::{has_full_name, is_article, work_kind};
use super::named_outlet::NamedOutlet;
use super::place::AttributionContext;
use super::vocabulary::{AFTER_WORKS, OWN_WORDS};
use crate::import::html_to_markdown::address::host_of;
use crate::import::phrase::{ends_sentence, tokens};

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
        let kind = sentences.into_iter().take_while(|it| points_back(it)).find_map(work_kind)?;
        self.0.iter().rev().find(|work| work.kind == kind).map(|work| &work.outlet)
    }
}

/// Returns whether a sentence tells of nobody new, nor of the editor.
fn points_back(sentence: &str) -> bool {
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
