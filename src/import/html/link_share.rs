//! How much of a block is links.

use crate::base::text::words;
use crate::import::html_to_markdown::block::{Block, Inline, TextRun};

/// The words of a block, and those in links.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LinkShare {
    pub words: usize,
    pub linked: usize,
}

impl LinkShare {
    pub fn of(block: &Block) -> Self {
        let mut share = Self::default();
        share.add(block);
        share
    }

    fn add(&mut self, block: &Block) {
        match block {
            Block::Paragraph(runs) | Block::Heading(_, runs) => self.add_line(runs),
            Block::List(_, items) => items.iter().flatten().for_each(|block| self.add(block)),
            Block::Quote(blocks, _) | Block::Note(_, blocks) => blocks.iter().for_each(|block| self.add(block)),
            Block::Table(rows) => rows.iter().flatten().for_each(|cell| self.add_line(cell)),
            Block::Code(_, code) => self.words += words::count(code),
            Block::Rule => {}
        }
    }

    fn add_line(&mut self, runs: &[TextRun]) {
        for run in runs {
            let count = match &run.content {
                Inline::Text(text) | Inline::Code(text) => words::count(text),
                Inline::Image(..) | Inline::Note(_) | Inline::Break => 0,
            };
            self.words += count;
            self.linked += if run.style.link.is_some() { count } else { 0 };
        }
    }

    /// Returns whether nearly all of it is links.
    pub fn is_links(self) -> bool {
        self.words > 0 && self.linked * 10 >= self.words * 8
    }
}
