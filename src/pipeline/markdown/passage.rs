//! Anchors notes to the passages that they quote: marks each passage, or reports why it cannot.
//!
//! A note that quotes a passage, but lacks the colon that would anchor it, is told of. It may also begin with words of its
//! block to speak of them, or with a title to cite it, so only what is plainly a lemma is told.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::context::MarkdownContext;
use super::events::SpannedEvent;
use super::layout::{Layout, ShownNote};
use super::lemma::{
    Lemma, LemmaMismatch, LemmaSpans, PassageText, Passages, opening_paragraph, parse_lemma, quotation_before,
};
use super::marks::{HtmlStretch, MarkElement, MarksByEvent};
use super::note::passage_id;
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::repair::{Repair, RepairEdit};
use crate::base::text::words;

/// The number of wrong lemmas in one block whose nearest words are looked for.
const EXPLAINED: usize = 10;

/// Marks the passages that notes quote, each in the block that is the first to refer to the note.
pub(super) fn mark_passages(
    text: &str,
    layout: &Layout<'_>,
    context: &MarkdownContext<'_>,
    marks: &mut MarksByEvent,
) -> Vec<Diagnostic> {
    let lemmas: Vec<Option<Lemma>> =
        layout.notes.iter().map(|note| parse_lemma(&layout.events[note.events.clone()])).collect();
    let marker = PassageMarker { text, layout, context, lemmas: &lemmas };
    let leaves = leaf_blocks(layout);
    let leaf = |number: usize| if lemmas[number].is_some() { leaves[number].clone() } else { 0..0 };
    let mut faults = marker.missing_colons(&leaves);
    // Where a paragraph does not have the passage, the list or table around it may.
    let absent = marker.mark(marker.by_block(leaf), marks, &mut faults, false);
    let whole = |number: &usize| layout.notes[*number].context.clone();
    let absent = marker.by_block(|number| if absent.contains(&number) { whole(&number) } else { 0..0 });
    marker.mark(absent, marks, &mut faults, true);
    faults
}

/// The first and last event of a block.
type BlockRange = (usize, usize);

/// The text and the lemmas from which passages are marked.
struct PassageMarker<'m, 'e> {
    text: &'m str,
    layout: &'m Layout<'e>,
    context: &'m MarkdownContext<'m>,
    /// The lemma of each note.
    lemmas: &'m [Option<Lemma>],
}

impl PassageMarker<'_, '_> {
    /// The notes by the blocks in which their passages are looked for; an empty block is none.
    fn by_block(&self, block: impl Fn(usize) -> Range<usize>) -> BTreeMap<BlockRange, Vec<usize>> {
        let mut blocks: BTreeMap<BlockRange, Vec<usize>> = BTreeMap::new();
        for number in 0..self.lemmas.len() {
            let Range { start, end } = block(number);
            if start < end {
                blocks.entry((start, end)).or_default().push(number);
            }
        }
        blocks
    }

    /// Reports notes that quote a passage without a colon; `leaves` has the block of each.
    fn missing_colons(&self, leaves: &[Range<usize>]) -> Vec<Diagnostic> {
        let events = |number: usize| &self.layout.events[self.layout.notes[number].events.clone()];
        let loose = |number: usize| loose_lemma(events(number)).filter(|_| self.lemmas[number].is_none());
        let loose: Vec<_> = (0..self.lemmas.len()).map(loose).collect();
        let blocks = self.by_block(|number| if loose[number].is_some() { leaves[number].clone() } else { 0..0 });
        let mut faults = Vec::new();
        for ((start, end), notes) in blocks {
            let words = PassageText::gather(&self.layout.events, start..end);
            let passages = Passages::read(&words);
            for number in notes {
                let Some(loose) = &loose[number] else { continue };
                let note = &self.layout.notes[number];
                faults.extend(missing_colon(self.text, self.layout, self.context, (note, loose, &passages)));
            }
        }
        faults
    }

    /// Marks the passages in each block, whose words are read once. Returns the notes whose passages are absent, or
    /// reports them if this `is_last` place to look.
    fn mark(
        &self,
        blocks: BTreeMap<BlockRange, Vec<usize>>,
        marks: &mut MarksByEvent,
        faults: &mut Vec<Diagnostic>,
        is_last: bool,
    ) -> BTreeSet<usize> {
        let mut absent = BTreeSet::new();
        for ((start, end), notes) in blocks {
            let words = PassageText::gather(&self.layout.events, start..end);
            let passages = Passages::read(&words);
            let mut explained = 0;
            for number in notes {
                let Some(lemma) = &self.lemmas[number] else { continue };
                match passages.locate(lemma) {
                    Ok(spans) => mark_passage(number, &self.layout.notes[number], spans, marks),
                    Err(LemmaMismatch::Absent) if !is_last => drop(absent.insert(number)),
                    Err(mismatch) => {
                        explained += 1;
                        let near = (explained <= EXPLAINED).then(|| passages.nearest(lemma)).flatten();
                        faults.push(self.fault(number, lemma, &mismatch, near));
                    }
                }
            }
        }
        absent
    }

    /// Reports a lemma that is not where it should be; `near` is the passage that was probably meant.
    fn fault(&self, number: usize, lemma: &Lemma, mismatch: &LemmaMismatch, near: Option<String>) -> Diagnostic {
        let note = &self.layout.notes[number];
        let reference = self.context.span(&self.layout.events[note.first_reference].1);
        describe(&lemma.written, mismatch, near)
            .related(reference, "the note is referred to here")
            .at(self.context.span(&quotation(self.text, note, lemma)))
    }
}

/// For each note the paragraph, heading, cell or item that is the first to refer to it.
fn leaf_blocks(layout: &Layout<'_>) -> Vec<Range<usize>> {
    let references: HashMap<usize, usize> =
        layout.notes.iter().enumerate().map(|(number, note)| (note.first_reference, number)).collect();
    let mut leaves: Vec<Range<usize>> = layout.notes.iter().map(|note| note.context.clone()).collect();
    // The blocks that are open: their first events, and the notes that they refer to.
    let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut depth: Vec<bool> = Vec::new();
    for (at, (event, _)) in layout.events.iter().enumerate() {
        #[expect(clippy::wildcard_enum_match_arm, reason = "events of pulldown-cmark that open and close nothing")]
        match event {
            Event::Start(tag) => {
                let leaf = matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::Item);
                depth.push(leaf);
                if leaf {
                    open.push((at, Vec::new()));
                }
            }
            Event::End(_) => {
                if depth.pop() == Some(true)
                    && let Some((start, notes)) = open.pop()
                {
                    for number in notes {
                        if start >= leaves[number].start {
                            leaves[number] = start..at;
                        }
                    }
                }
            }
            _ => {
                if let (Some(number), Some((_, notes))) = (references.get(&at), open.last_mut()) {
                    notes.push(*number);
                }
            }
        }
    }
    leaves
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
    let head = definition.find("]:").map_or(0, |end| end + 2);
    let from = note.range.start + definition.len() - definition[head..].trim_start().len();
    let line_end = text[from..].find('\n').map_or(text.len(), |end| from + end);
    let opening = text[from..].chars().next().map_or(0, char::len_utf8);
    let end = (from + opening + lemma.written.len()).min(line_end);
    let closing = text.get(end..line_end).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    from..text.ceil_char_boundary(end + closing)
}

/// Describes the fault of a lemma; `near` is the passage that was probably meant.
fn describe(written: &str, mismatch: &LemmaMismatch, near: Option<String>) -> Diagnostic {
    const BLOCK: &str = "in the block that refers to this note";
    let fault = |message: String| Diagnostic::new(codes::NO_PASSAGE, message);
    match mismatch {
        LemmaMismatch::Absent => {
            let fault = fault(format!("`{written}` is not {BLOCK}"));
            match near {
                Some(near) => {
                    let fault = fault.label(format!("the nearest words are `{near}`"));
                    // What has a meaning in Markdown would have to be escaped.
                    let is_plain = !near.contains(['*', '_', '`', '[', ']', '<', '&', '\\', '"', '“', '”']);
                    fault.repair(is_plain.then(|| Repair::reword(written, near.trim_end_matches(['.', ',', ';', ':']))))
                }
                None => fault.hint("quote the passage word for word, from the block that refers to the note"),
            }
        }
        LemmaMismatch::Repeated(times) => {
            let often = if *times == 2 { "twice".to_owned() } else { format!("{times} times") };
            fault(format!("`{written}` occurs {often} {BLOCK}"))
                .hint("quote more of the passage, so that it is clear which one is meant")
        }
    }
}

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
fn loose_lemma(events: &[SpannedEvent<'_>]) -> Option<LooseLemma> {
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
fn missing_colon(
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
