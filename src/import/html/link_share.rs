//! How much of a block is links, and where its lines lead.

use std::collections::HashSet;

use crate::base::text::words;
use crate::import::furniture_lines::furniture_of;
use crate::import::html_to_markdown::address::host_of;
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

/// Returns whether all words of a line lead to one other page.
pub(super) fn leads_elsewhere(runs: &[TextRun]) -> bool {
    let link = runs.first().and_then(|run| run.style.link.as_deref());
    link.is_some_and(|link| !link.starts_with('#')) && runs.iter().all(|run| run.style.link.as_deref() == link)
}

/// The site of the one page to which all words of a line lead.
pub(super) fn site_of(block: &Block) -> Option<String> {
    let (Block::Paragraph(runs) | Block::Heading(_, runs)) = block else { return None };
    runs.first().filter(|_| leads_elsewhere(runs)).and_then(|run| host_of(run.style.link.as_deref()?))
}

/// Returns whether some lines lead to several sites, as those of texts do; furniture leads to other pages of its own site.
pub(super) fn lead_to_sites<'a>(lines: impl Iterator<Item = &'a Block>) -> bool {
    const SEVERAL: usize = 3;
    lines.filter_map(site_of).collect::<HashSet<String>>().len() >= SEVERAL
}

/// Returns whether a list of links is part of a text: the line above announces it, or it leads to several sites.
pub(super) fn is_announced(above: &Block, list: &Block) -> bool {
    let Block::List(_, items) = list else { return false };
    let text = above.text();
    let is_lead_in = matches!(above, Block::Paragraph(_)) && text.trim_end().ends_with(':');
    let is_of_sites = || matches!(above, Block::Heading(..)) && lead_to_sites(items.iter().flatten());
    (is_lead_in || is_of_sites()) && furniture_of(&text).is_none()
}
