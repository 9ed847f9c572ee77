//! Anchors notes to the passages that they quote: marks each passage, or reports why it cannot.

use std::ops::Range;

use super::context::MarkdownContext;
use super::layout::{Layout, ShownNote};
use super::lemma::{Lemma, LemmaMismatch, LemmaSpans, locate_lemma, parse_lemma};
use super::marks::{MarkElement, MarksByEvent};
use super::note::passage_id;
use super::place::HtmlStretch;
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;

/// Marks the passages that notes quote, each in the block that is the first to refer to the note.
pub(super) fn mark_passages(
    text: &str,
    layout: &Layout<'_>,
    context: &MarkdownContext<'_>,
    marks: &mut MarksByEvent,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (number, note) in layout.notes.iter().enumerate() {
        let Some(lemma) = parse_lemma(&layout.events[note.events.clone()]) else { continue };
        match locate_lemma(&layout.events, note.context.clone(), note.first_reference, &lemma) {
            Ok(spans) => mark_passage(number, note, spans, marks),
            Err(mismatch) => {
                let reference = context.span(&layout.events[note.first_reference].1);
                let fault = describe(&lemma.written, &mismatch)
                    .related(reference, "the note is referred to here")
                    .at(context.span(&quotation(text, note, &lemma)));
                faults.push(fault);
            }
        }
    }
    faults
}

fn mark_passage(number: usize, note: &ShownNote, spans: LemmaSpans, marks: &mut MarksByEvent) {
    let stretch = HtmlStretch::Passage(number);
    let last = spans.len().saturating_sub(1);
    for (n, (event, range)) in spans.into_iter().enumerate() {
        marks.entry(event).or_default().elements.push(MarkElement {
            range,
            name: "mark",
            class: format!("passage note-{}", note.kind.name()),
            id: (n == 0).then(|| passage_id(&note.slug)),
            begins: (n == 0).then_some(stretch),
            ends: (n == last).then_some(stretch),
        });
    }
}

/// The bytes of the quotation that a note's definition opens with, as far as they are on one line.
fn quotation(text: &str, note: &ShownNote, lemma: &Lemma) -> Range<usize> {
    let definition = &text[note.range.clone()];
    let head = definition.find(':').map_or(0, |colon| colon + 1);
    let from = note.range.start + definition.len() - definition[head..].trim_start().len();
    let line_end = text[from..].find('\n').map_or(text.len(), |end| from + end);
    from..(from + lemma.written.len() + 2).min(line_end)
}

/// Says what is wrong with a lemma.
fn describe(written: &str, mismatch: &LemmaMismatch) -> Diagnostic {
    const BLOCK: &str = "in the block that refers to this note";
    let fault = |message: String| Diagnostic::new(codes::NO_PASSAGE, message);
    match mismatch {
        LemmaMismatch::Absent(Some(near)) => {
            fault(format!("`{written}` is not {BLOCK}")).label(format!("the nearest words are `{near}`"))
        }
        LemmaMismatch::Absent(None) => fault(format!("`{written}` is not {BLOCK}"))
            .hint("quote the passage word for word, from the block that refers to the note"),
        LemmaMismatch::Repeated(times) => {
            let often = if *times == 2 { "twice".to_owned() } else { format!("{times} times") };
            fault(format!("`{written}` occurs {often} {BLOCK}"))
                .hint("quote more of the passage, so that it is clear which one is meant")
        }
    }
}
