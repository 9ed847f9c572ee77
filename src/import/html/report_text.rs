//! The text of a report: the words of its blocks that can be quoted, in paragraphs.

use super::metadata::PageMetadata;
use crate::import::html_to_markdown::block::{Block, Inline, TextRun};
use crate::import::html_to_markdown::excerpts::after_dash;
use crate::import::saved_report::SavedReport;

/// Makes a report of what a page states and of its text.
pub(super) fn saved_report(metadata: PageMetadata, blocks: &[Block]) -> SavedReport {
    let PageMetadata { title, author, published, site, language, url, tags: _, decisions } = metadata;
    let text = report_text(blocks);
    SavedReport { title, author, published, url, language, site, text, decisions, ..SavedReport::default() }
}

/// The words of blocks that can be quoted, each paragraph apart: without the marks of footnotes, with what the page says of its
/// pictures.
pub(super) fn report_text(blocks: &[Block]) -> String {
    let paragraphs = blocks.iter().map(block_text).filter(|text| !text.trim().is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Paragraph(runs) | Block::Heading(_, runs) => line_text(runs),
        Block::List(first, items) => {
            let items = items.iter().enumerate().map(|(number, item)| match first {
                Some(first) => format!("{}. {}", first + number as u64, report_text(item)),
                None => report_text(item),
            });
            items.collect::<Vec<_>>().join("\n")
        }
        Block::Quote(blocks, attribution) => {
            format!("{}\n\n{}", report_text(blocks), line_text(&after_dash(attribution.line.clone()))).trim().to_owned()
        }
        Block::Code(_, code) => code.clone(),
        Block::Rule => String::new(),
        Block::Note(_, blocks) => report_text(blocks),
        Block::Table(rows) => {
            let rows = rows.iter().map(|row| row.iter().map(|cell| line_text(cell)).collect::<Vec<_>>().join("\t"));
            rows.collect::<Vec<_>>().join("\n")
        }
    }
}

fn line_text(runs: &[TextRun]) -> String {
    let words = runs.iter().map(|run| match &run.content {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Break => "\n".to_owned(),
        Inline::Image(shows, _) if !shows.is_empty() => format!(" {shows} "),
        Inline::Image(..) | Inline::Note(_) => String::new(),
    });
    words.collect::<String>().trim().to_owned()
}
