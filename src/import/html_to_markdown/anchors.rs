//! Links within a text: to its headings, by the ids that a site gives them from their words.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::block::{Block, TextRun, text_of};
use super::tree::HtmlElement;
use crate::base::text::path::percent_decode;
use crate::base::text::slug;

/// The names in a page that lead to headings.
#[derive(Debug, Default)]
pub(super) struct HeadingAnchors {
    /// The number of the heading of each name, in the order of the text.
    headings: BTreeMap<String, usize>,
    count: usize,
    /// Names since the last words: they lead to what follows.
    pending: Vec<String>,
}

impl HeadingAnchors {
    /// Notes the names of an element that begins.
    pub(crate) fn enter(&mut self, element: &HtmlElement) {
        self.pending.extend(names(element));
    }

    /// Notes that words follow, to which the names so far lead.
    pub(crate) fn pass(&mut self) {
        self.pending.clear();
    }

    /// The names that lead to a heading that begins: those of everything in it, and those right before it.
    pub(super) fn take(&mut self, heading: &HtmlElement) -> Vec<String> {
        std::mem::take(&mut self.pending).into_iter().chain(heading.all().flat_map(names)).collect()
    }

    /// Notes a heading to which these names lead.
    pub(super) fn add_heading(&mut self, names: Vec<String>) {
        for name in names {
            self.headings.entry(name).or_insert(self.count);
        }
        self.count += 1;
    }

    /// The ids of headings on the site, by the names that lead to them in the page.
    pub(super) fn ids(&self, blocks: &[Block]) -> BTreeMap<String, String> {
        let mut ids = Vec::new();
        add_ids(blocks, &mut (BTreeSet::new(), HashMap::new()), &mut ids);
        let id = |(name, number): (&String, &usize)| Some((name.clone(), ids.get(*number)?.clone()));
        self.headings.iter().filter_map(id).collect()
    }
}

fn names(element: &HtmlElement) -> impl Iterator<Item = String> {
    ["id", "name"].iter().filter_map(|name| element.attribute(name)).map(str::to_owned)
}

/// The ids of headings so far: all, and how often each was wanted.
type TakenIds = (BTreeSet<String>, HashMap<String, usize>);

fn add_ids(blocks: &[Block], taken: &mut TakenIds, ids: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading(_, runs) => ids.push(slug::heading_id(&text_of(runs), &mut taken.0, &mut taken.1)),
            Block::List(_, items) => items.iter().for_each(|item| add_ids(item, taken, ids)),
            Block::Quote(inner, _) | Block::Note(_, inner) => add_ids(inner, taken, ids),
            Block::Paragraph(_) | Block::Code(..) | Block::Rule | Block::Table(_) => {}
        }
    }
}

/// Leads links within the text to its headings, and returns the words of those that lead elsewhere, which are links no more.
pub(super) fn resolve(blocks: &mut [Block], headings: &BTreeMap<String, String>) -> Vec<String> {
    let mut lost: Vec<String> = Vec::new();
    let mut resolve_line = |runs: &mut Vec<TextRun>| {
        lost.extend(runs.iter_mut().filter_map(|run| resolve_run(run, headings)));
    };
    blocks.iter_mut().for_each(|block| block.change_lines(&mut resolve_line));
    lost.dedup();
    lost
}

/// Leads a link within the text to its heading; returns its words if there is none.
fn resolve_run(run: &mut TextRun, headings: &BTreeMap<String, String>) -> Option<String> {
    let name = run.style.link.as_deref()?.strip_prefix('#')?;
    let id = headings.get(name).or_else(|| headings.get(&*percent_decode(name)));
    let lost = id.is_none().then(|| format!("#{name} ({})", text_of(std::slice::from_ref(run))));
    run.style.link = id.map(|id| format!("#{id}"));
    lost
}
