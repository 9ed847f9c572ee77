//! Quotations by what stands in and below them: the attribution that a page sets below one or as its last line, and paragraphs
//! that have quotation marks, a signature or a credit, and not the markup of a quotation.

use super::block::{Block, Inline, QuoteAttribution, TextRun, collapse_whitespace, text_of};
use crate::base::text::characters::DASHES;
use crate::import::attribution::{LinkedLine, credit_start};
use crate::import::quotation_marks::{is_quotation, opens_quotation, split_quotations};

/// Characters before an attribution.
pub(super) const ATTRIBUTION_DASHES: [char; 5] = ['—', '―', '–', '-', ' '];

/// Splits the attribution off a quotation: its last paragraph, or the last line of its only one, if that starts with a
/// dash.
pub(super) fn split_attribution(mut body: Vec<Block>) -> (Vec<Block>, Vec<TextRun>) {
    let Some(Block::Paragraph(runs)) = body.last() else { return (body, Vec::new()) };
    let text = text_of(runs);
    if body.len() > 1 && text.starts_with(DASHES) && text.chars().count() <= 200 {
        let line = runs.clone();
        body.pop();
        return (body, line);
    }
    let last_line = runs.iter().rposition(|run| run.content == Inline::Break).map(|at| at + 1);
    let Some(at) = last_line.filter(|at| text_of(&runs[*at..]).trim_start().starts_with(['—', '―'])) else {
        return (body, Vec::new());
    };
    let (head, line) = (collapse_whitespace(runs[..at].to_vec()), collapse_whitespace(runs[at..].to_vec()));
    body.pop();
    body.extend((!head.is_empty()).then_some(Block::Paragraph(head)));
    (body, line)
}

/// Makes quotations of the paragraphs in quotation marks that the one below signs, and of posts with credits; the signature stays
/// below:
///
/// ```text
/// “The boats are late.”
/// — Mara Lind, harbour master
///
/// The boats are late.
/// — Mara Lind (@maralind) March 4, 2019
/// ```
pub(super) fn quote_signed(blocks: Vec<Block>) -> Vec<Block> {
    let mut quoted = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let is_quoted = is_signed(&block, blocks.peek()) || is_post(&block, blocks.peek());
        quoted.push(if is_quoted { Block::Quote(vec![block], QuoteAttribution::default()) } else { block });
    }
    quoted
}

/// Returns whether a paragraph is a post on a platform by the credit at its end, or by that below it.
fn is_post(block: &Block, below: Option<&Block>) -> bool {
    let Block::Paragraph(runs) = block else { return false };
    match credit_start(&LinkedLine::of(runs)) {
        Some(start) => start > 0,
        None => matches!(below, Some(Block::Paragraph(runs)) if credit_start(&LinkedLine::of(runs)) == Some(0)),
    }
}

/// Returns whether a paragraph is a quotation by its marks, and the one below, after a dash, says whose: a name, and no sentence.
fn is_signed(block: &Block, below: Option<&Block>) -> bool {
    const MAX_WORDS: usize = 20;
    let (Block::Paragraph(words), Some(Block::Paragraph(runs))) = (block, below) else { return false };
    let signature = LinkedLine::of(runs).text;
    let name = signature.trim_start_matches(DASHES).trim();
    name.len() < signature.trim().len()
        && name.starts_with(char::is_uppercase)
        && !name.ends_with(['.', '!', '?', ':', '”', '"'])
        && name.split_whitespace().count() <= MAX_WORDS
        && is_quotation(&LinkedLine::of(words).text)
}

/// The most paragraphs of a quotation that its marks hold together.
const MAX_PARAGRAPHS: usize = 12;

/// The number of blocks at the start of a text that are one quotation.
pub(super) fn announced_paragraphs(blocks: &[Block]) -> usize {
    let Some(first) = words_of(blocks.first()) else { return 0 };
    if is_quotation(&first) { 1 } else { marked(&first, blocks) }
}

/// The number of paragraphs between an opening mark and the one that closes it; each may open again.
fn marked(first: &str, blocks: &[Block]) -> usize {
    if !opens_quotation(first) || !split_quotations(first).open || !split_quotations(first).outside.is_empty() {
        return 0;
    }
    let mut whole = first.to_owned();
    for (number, block) in blocks.iter().enumerate().take(MAX_PARAGRAPHS).skip(1) {
        let Some(words) = words_of(Some(block)) else { return 0 };
        whole.push(' ');
        whole.push_str(words.trim_start_matches(['“', '"', '„', '»', '«']));
        if !split_quotations(&whole).open {
            return if is_quotation(&whole) { number + 1 } else { 0 };
        }
    }
    0
}

fn words_of(block: Option<&Block>) -> Option<String> {
    if let Some(Block::Paragraph(runs)) = block { Some(LinkedLine::of(runs).text) } else { None }
}
