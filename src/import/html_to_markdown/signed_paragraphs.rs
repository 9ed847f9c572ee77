//! Paragraphs in quotation marks that the one below signs, as if they were quotations by their markup:
//!
//! ```text
//! “The boats are late.”
//! — Mara Lind, harbour master
//! ```

use super::block::{Block, QuoteAttribution};
use crate::import::attribution::LinkedLine;
use crate::import::quotation_marks::is_quotation;

/// Makes quotations of signed paragraphs; the signature stays below.
pub(super) fn quote(blocks: Vec<Block>) -> Vec<Block> {
    let mut quoted = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let is_quoted = is_signed(&block, blocks.peek());
        quoted.push(if is_quoted { Block::Quote(vec![block], QuoteAttribution::default()) } else { block });
    }
    quoted
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
