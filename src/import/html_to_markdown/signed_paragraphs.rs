//! Paragraphs in quotation marks that the one below signs, and posts by their credits, as if they were quotations by their markup:
//!
//! ```text
//! “The boats are late.”
//! — Mara Lind, harbour master
//!
//! The boats are late.
//! — Mara Lind (@maralind) March 4, 2019
//! ```

use super::block::{Block, QuoteAttribution};
use crate::import::attribution::{LinkedLine, credit_start};
use crate::import::quotation_marks::is_quotation;

/// Makes quotations of signed paragraphs; the signature stays below.
pub(super) fn quote(blocks: Vec<Block>) -> Vec<Block> {
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
    let name = signature.trim_start_matches(['—', '―', '–']).trim();
    name.len() < signature.trim().len()
        && name.starts_with(char::is_uppercase)
        && !name.ends_with(['.', '!', '?', ':', '”', '"'])
        && name.split_whitespace().count() <= MAX_WORDS
        && is_quotation(&LinkedLine::of(words).text)
}
