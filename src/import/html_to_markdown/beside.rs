//! Blocks as lines beside quotations.

use super::block::Block;
use crate::import::attribution::{LinkedLine, heading_line};

/// A block as a line; of one that is no paragraph only the words.
pub(super) fn line_of(block: &Block) -> LinkedLine {
    if let Block::Paragraph(runs) = block { LinkedLine::of(runs) } else { LinkedLine::plain(&block.text()) }
}

/// A block as a line above a quotation. Pictures and notes stand apart from what is said around them; others that are neither
/// paragraphs nor headings are empty lines.
pub(super) fn line_above(block: &Block) -> Option<LinkedLine> {
    match block {
        Block::Paragraph(runs) => Some(LinkedLine::of(runs)).filter(|line| !line.text.trim().is_empty()),
        Block::Heading(_, runs) => Some(heading_line(LinkedLine::of(runs))),
        Block::List(_, items) => {
            let [item] = &items[..] else { return Some(LinkedLine::default()) };
            Some(item.first().map(line_of).unwrap_or_default())
        }
        Block::Quote(..) | Block::Code(..) | Block::Rule | Block::Table(_) => Some(LinkedLine::default()),
        Block::Note(..) => None,
    }
}
