//! Excerpts: the words of a source, in parts between the editor's omissions and insertions.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use serde::{Deserialize, Serialize};

use super::attribution::Attributions;
use super::context::MarkdownContext;
use super::events::SpannedEvent;
use super::marks::{BorderPlaces, HtmlStretch, MarkElement, MarksByEvent};
use super::quoted_words::{EditorBrackets, ExcerptPart, Gap, QuotedWords};
use super::raw_html::show_event;
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::repair::RepairEdit;
use crate::base::text::characters::{hidden_chars, remove_hidden};

/// A verbatim quotation of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The id of the source.
    pub source: String,
    /// The number of the source among those that the text may cite: in an article, its `sources`.
    pub source_number: usize,
    /// Its words as they are shown, with marks of omission and insertion, without notes. Blocks are lines.
    pub text: String,
    /// All of it as it is compared, if its brackets are its source's own.
    pub compared: String,
    /// The verbatim words, in order.
    pub parts: Vec<ExcerptPart>,
    /// Its blockquote, in bytes from the start of the file.
    pub range: Range<usize>,
    /// Its place in the body, in bytes of HTML without its slots' contents.
    pub place: Range<usize>,
}

impl Excerpt {
    /// The id of the `number`th excerpt of a text, from 0.
    pub(crate) fn id(number: usize) -> String {
        format!("excerpt-{}", number + 1)
    }

    /// Sets the place of the `number`th excerpt: its words, or as much of its quotation as they do not show.
    pub(super) fn set_place(&mut self, number: usize, places: &BorderPlaces) {
        let block = places.place_of(HtmlStretch::Quotation(number)).unwrap_or_default();
        let [start, end] = places.ends_of(HtmlStretch::QuotedWords(number));
        self.place = start.unwrap_or(block.start)..end.unwrap_or(block.end);
    }
}

/// Turns HTML in excerpts into text, comments included: an excerpt is data.
pub(super) fn show_html(events: &mut [SpannedEvent<'_>], attributions: &Attributions<'_>) {
    for quotation in attributions.excerpts() {
        events[quotation.start..quotation.attribution[0]].iter_mut().for_each(|(event, _)| show_event(event));
    }
}

/// Reports things that an excerpt cannot have: words struck through, and invisible characters.
pub(super) fn check_quotable(
    text: &str,
    events: &[SpannedEvent<'_>],
    attributions: &Attributions<'_>,
    context: &MarkdownContext<'_>,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for quotation in attributions.excerpts() {
        for (event, range) in &events[quotation.start..quotation.attribution[0]] {
            let (what, hint) = if matches!(event, Event::Start(Tag::Strikethrough)) {
                let hint = "quote the words as the source has them; a comment on them belongs into a note";
                ("an excerpt cannot strike words through".to_owned(), hint)
            } else if let Event::Text(text) = event
                && let Some((_, c)) = hidden_chars(text).next()
            {
                let what = format!("this excerpt has an invisible character, U+{:04X}", u32::from(c));
                (what, "remove it: readers cannot see that it is there")
            } else {
                continue;
            };
            let fault = Diagnostic::new(codes::NOT_QUOTABLE, what).hint(hint).at(context.span(range));
            let visible = remove_hidden(&text[range.clone()]);
            let edit = RepairEdit { range: range.clone(), new: visible.into_owned() };
            let is_hidden = edit.new != text[range.clone()];
            faults.push(fault.repair(is_hidden.then(|| context.repair("remove what is invisible", vec![edit]))));
        }
    }
    faults
}

/// Gathers the words of all excerpts, whose places are not yet known, and marks omissions and insertions.
pub(super) fn gather_excerpts(
    text: &str,
    events: &[SpannedEvent<'_>],
    attributions: &Attributions<'_>,
    context: &MarkdownContext<'_>,
    marks: &mut MarksByEvent,
) -> Vec<Excerpt> {
    let mut excerpts = Vec::new();
    for quotation in attributions.excerpts() {
        let words = QuotedWords::gather(text, events, quotation, attributions);
        let brackets = words.brackets(text, events);
        mark_brackets(&words, &brackets, marks);
        if let Some([first, last]) = words.ends() {
            let stretch = HtmlStretch::QuotedWords(excerpts.len());
            marks.entry(first).or_default().begins = Some(stretch);
            marks.entry(last).or_default().ends = Some(stretch);
        }
        excerpts.push(Excerpt {
            source: quotation.source.id.to_owned(),
            source_number: quotation.source_number,
            compared: words.compared(0..words.text.len()),
            parts: words.parts(&brackets, context.start),
            text: words.text,
            range: context.in_file(&events[quotation.start].1),
            place: 0..0,
        });
    }
    excerpts
}

fn mark_brackets(words: &QuotedWords, brackets: &[EditorBrackets], marks: &mut MarksByEvent) {
    for EditorBrackets { range, gap, .. } in brackets {
        let class = match gap {
            Gap::Omission => "omission",
            Gap::Insertion => "insertion",
        };
        for (event, range) in words.spans(range) {
            let elements = &mut marks.entry(event).or_default().elements;
            // A quotation around this one has marked it already, and all before and after it.
            if let Err(place) = elements.binary_search_by_key(&range.start, |element| element.range.start) {
                let class = class.to_owned();
                elements.insert(place, MarkElement { range, name: "span", class, id: None, begins: None, ends: None });
            }
        }
    }
}
