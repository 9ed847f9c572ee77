//! Paragraphs that may be a quotation below a lead-in, without its markup: those in quotation marks.

use super::block::Block;
use crate::import::attribution::LinkedLine;
use crate::import::quotation_marks::{is_quotation, opens_quotation, split_quotations};

/// The most paragraphs of a quotation that its marks hold together.
const MAX_PARAGRAPHS: usize = 12;

/// The number of blocks at the start of a text that are one quotation.
pub(super) fn paragraphs(blocks: &[Block]) -> usize {
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
