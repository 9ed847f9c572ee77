//! Finds notes that quote a passage of their block, but lack the colon that would anchor them to it. A note may also begin
//! with words of its block to speak of them, or with a title to cite it, so only what is plainly a lemma is told.

use super::context::MarkdownContext;
use super::events::SpannedEvent;
use super::layout::{Layout, ShownNote};
use super::lemma::{Lemma, Passages, opening_paragraph, quotation_before};
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::repair::RepairEdit;
use crate::base::text::words;

/// Signs that editors write for the colon.
const SIGNS: [char; 6] = [',', ';', '-', '–', '—', '='];

/// Words with which a sentence goes on whose subject is quoted, or a reference whose title is.
#[rustfmt::skip]
const CONTINUES: [&str; 52] = [
    "a", "an", "and", "appears", "are", "as", "at", "but", "by", "came", "can", "cited", "comes", "could", "does", "for", "from", "had",
    "has", "here", "in", "is", "may", "means", "meant", "might", "must", "not", "of", "on", "or", "p", "pp", "quoted", "refers",
    "said", "says", "see", "seems", "should", "stands", "that", "to", "was", "were", "which", "will", "would",
    "ist", "bedeutet", "est", "es",
];

/// A quotation that a note opens with, without a colon.
pub(super) struct LooseLemma {
    lemma: Lemma,
    /// The quotation with its marks.
    quotation: String,
}

/// Reads the quotation that a note opens with if it is plainly meant as a lemma, wherever its words may be.
pub(super) fn loose_lemma(events: &[SpannedEvent<'_>]) -> Option<LooseLemma> {
    let text = opening_paragraph(events)?;
    let (quoted, rest) = quotation_before(&text, |rest| !rest.starts_with(char::is_alphanumeric))?;
    let quotation = text[..text.len() - rest.len()].to_owned();
    let lemma = Lemma::new(quoted).filter(|_| is_meant(quoted, rest))?;
    Some(LooseLemma { lemma, quotation })
}

fn is_meant(quoted: &str, rest: &str) -> bool {
    let after = rest.trim_start();
    let next = after.trim_start_matches(SIGNS).trim_start();
    let has_sign = next.len() < after.trim_end().len() && after.starts_with(SIGNS);
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if word.is_empty() {
        // Nothing follows, or what follows is no sentence.
        return next.trim_matches(['.', ' ']).is_empty();
    }
    if word.starts_with(char::is_uppercase) {
        return !has_sign;
    }
    !CONTINUES.contains(&word) && (has_sign || words::count(quoted) > 2)
}

/// Reports the notes whose quotation occurs once in the block that refers to them.
pub(super) fn missing_colon(
    text: &str,
    layout: &Layout<'_>,
    context: &MarkdownContext<'_>,
    (note, loose, passages): (&ShownNote, &LooseLemma, &Passages<'_>),
) -> Option<Diagnostic> {
    passages.locate(&loose.lemma).ok()?;
    let definition = &text[note.range.clone()];
    let start = note.range.start + definition.find(&loose.quotation)?;
    let range = start..start + loose.quotation.len();
    let rest = &text[range.end..note.range.end];
    let signs = rest.len() - rest.trim_start_matches(|c| c == ' ' || SIGNS.contains(&c)).len();
    let signs = if rest.trim_start_matches(' ').starts_with(SIGNS) { signs } else { 0 };
    let colon = RepairEdit { range: range.end..range.end + signs, new: colon_before(&rest[signs..]).to_owned() };
    let message = "this note quotes a passage, and has no colon after it";
    let reference = context.span(&layout.events[note.first_reference].1);
    let fault = Diagnostic::new(codes::MISSING_COLON, message)
        .related(reference, "the passage is in this block")
        .repair(context.repair("write a colon after the quotation", vec![colon]))
        .hint("write a colon after the quotation, or begin the note with another word if it is about the block");
    Some(fault.at(context.span(&range)))
}

fn colon_before(rest: &str) -> &'static str {
    if rest.starts_with(char::is_whitespace) { ":" } else { ": " }
}
