//! Teasers of other articles among and below the paragraphs of a text: their headings and pictures lead away from the page.

use super::link_share::{LinkShare, leads_elsewhere};
use crate::base::media_type::is_picture;
use crate::base::text::words;
use crate::import::html_to_markdown::block::{Block, Inline, TextRun};
use crate::import::written_date::is_date;

/// The most words of a teaser below its heading.
const TEASER: usize = 60;
/// The most words of a line above the heading of a teaser.
const KICKER: usize = 8;

/// Removes lists of headings, and the teasers below a text. A page that consists of them keeps them.
pub(super) fn remove_teasers(blocks: &mut Vec<Block>) {
    blocks.retain(|block| !is_list_of_headings(block));
    if let Some(start) = teasers_below(blocks).or_else(|| dated_teasers_below(blocks)) {
        // Notes stand behind the text that they belong to, and whatever else is there.
        let notes: Vec<Block> = blocks.drain(start..).filter(|block| matches!(block, Block::Note(..))).collect();
        blocks.extend(notes);
    }
}

/// Returns whether a list has nothing but headings: those of other articles.
fn is_list_of_headings(block: &Block) -> bool {
    let Block::List(_, items) = block else { return false };
    let is_heading = |item: &Vec<Block>| matches!(&item[..], [Block::Heading(..)]);
    items.len() > 1 && items.iter().all(is_heading)
}

/// Where the teasers below a text begin: at least two headings that lead elsewhere, most with a picture that does, too, with no other
/// heading and little text behind them, and with more text above them, which has no such heading. Else they are the text.
fn teasers_below(blocks: &[Block]) -> Option<usize> {
    let total: usize = blocks.iter().map(|block| LinkShare::of(block).words).sum();
    let mut start = blocks.len();
    let (mut headings, mut pictures, mut behind, mut section) = (0, 0, 0, 0);
    for (at, block) in blocks.iter().enumerate().rev() {
        match block {
            Block::Heading(_, runs) if leads_elsewhere(runs) && section <= TEASER => {
                headings += 1;
                behind += std::mem::take(&mut section);
                start = at;
            }
            Block::Heading(..) | Block::Code(..) | Block::Table(..) => break,
            Block::Paragraph(_) | Block::List(..) | Block::Quote(..) | Block::Note(..) | Block::Rule => {
                pictures += usize::from(is_teaser_picture(block));
                section += LinkShare::of(block).words;
            }
        }
    }
    let belongs = |block: &&Block| is_teaser_picture(block) || is_kicker(block);
    let start = start - blocks[..start].iter().rev().take_while(belongs).count();
    let is_heading = |block: &Block| matches!(block, Block::Heading(_, runs) if leads_elsewhere(runs));
    let are_teasers = headings > 1 && pictures * 2 >= headings && behind * 2 < total;
    (are_teasers && !blocks[..start].iter().any(is_heading)).then_some(start)
}

/// Where the teasers below a text begin that have no headings: at least three days, each with a picture and a few words above it.
fn dated_teasers_below(blocks: &[Block]) -> Option<usize> {
    let is_day = |block: &&Block| is_date(block.text().trim());
    let is_part = |block: &&Block| is_day(block) || has_picture(block) || LinkShare::of(block).words <= TEASER / 2;
    let tail = blocks.len() - blocks.iter().rev().take_while(is_part).count();
    let first = tail + blocks[tail..].iter().position(|block| is_day(&block))?;
    let start = first - blocks[tail..first].iter().rev().take(2).count();
    let days = blocks[start..].iter().filter(is_day).count();
    let pictures = blocks[start..].iter().filter(|block| has_picture(block)).count();
    (days > 2 && pictures >= days).then_some(start)
}

fn has_picture(block: &Block) -> bool {
    matches!(block, Block::Paragraph(runs) if has_image(runs))
}

/// Returns whether a line has a picture.
pub(super) fn has_image(runs: &[TextRun]) -> bool {
    runs.iter().any(|run| matches!(run.content, Inline::Image(..)))
}

/// Returns whether blocks are several headings, each with no more below it than a teaser.
pub(super) fn are_teasers(blocks: &[Block]) -> bool {
    let is_heading = |block: &Block| matches!(block, Block::Heading(..));
    let parts: Vec<&[Block]> = blocks.split(is_heading).collect();
    let words = |part: &[Block]| part.iter().map(|block| LinkShare::of(block).words).sum::<usize>();
    parts.len() > 2 && words(parts[0]) == 0 && parts.iter().all(|part| words(part) <= TEASER)
}

/// Returns whether a block is nothing but pictures that lead to another page.
pub(super) fn is_teaser_picture(block: &Block) -> bool {
    matches!(block, Block::Paragraph(runs) if has_image(runs) && runs.iter().all(is_picture_or_gap))
}

/// Returns whether a run is a picture that leads to another page, or no more than space.
fn is_picture_or_gap(run: &TextRun) -> bool {
    match (&run.content, &run.style.link) {
        (Inline::Image(..), Some(link)) => !is_picture(link.split(['?', '#']).next().unwrap_or(link)),
        (Inline::Text(text), _) => text.trim().is_empty(),
        (Inline::Break, _) => true,
        (Inline::Image(..) | Inline::Code(_) | Inline::Note(_), _) => false,
    }
}

/// Returns whether a block is a few words that are no sentence.
fn is_kicker(block: &Block) -> bool {
    let Block::Paragraph(_) = block else { return false };
    let text = block.text();
    words::count(&text) <= KICKER && !text.trim_end().ends_with(['.', '!', '?', '…', ':', '"', '”', '»', '。'])
}
