//! Links within a text: to its headings, by the ids that a site gives them from their words, and to its notes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::block::{Block, Inline, TextRun, text_of};
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

/// The marks and notes of a text.
#[derive(Default)]
pub(in crate::import) struct Footnotes<'t> {
    /// The elements in place of which a mark is written, each with the index of its note.
    marks: HashMap<*const HtmlElement, usize>,
    /// The notes in the order of their marks, each with the words of its first mark.
    notes: Vec<(&'t HtmlElement, String)>,
    /// The notes, and the links in them that lead back to marks.
    held: HashSet<*const HtmlElement>,
}

/// An element with its place in the document.
struct PlacedElement<'t> {
    element: &'t HtmlElement,
    /// The index of the element around it.
    parent: usize,
    /// The index behind its last descendant.
    end: usize,
}

/// The elements of a text in document order.
#[derive(Default)]
struct DocumentOrder<'t> {
    all: Vec<PlacedElement<'t>>,
    /// The elements that links lead to, by name.
    targets: HashMap<&'t str, usize>,
    /// The links whose words are those of a mark, and the elements below to which they lead.
    links: Vec<(usize, usize)>,
    /// The latter in order, each once.
    noted: Vec<usize>,
}

/// The greatest number of elements in a note.
const SIZE: usize = 500;
/// Elements that can be a note.
const NOTES: [&str; 6] = ["li", "p", "div", "dd", "aside", "section"];

impl<'t> Footnotes<'t> {
    /// Finds the footnotes in an element.
    pub fn find(root: &'t HtmlElement) -> Self {
        let order = DocumentOrder::of(root);
        let mut found = Self::default();
        let mut of_note: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, target) in &order.links {
            let Some(note) = order.note_of(*at, *target) else { continue };
            let element = order.all[note].element;
            let number = *of_note.entry(note).or_insert_with(|| {
                found.notes.push((element, mark_words(order.all[*at].element).unwrap_or_default()));
                found.notes.len() - 1
            });
            found.marks.insert(order.all[order.outermost(*at)].element, number);
            found.held.insert(element);
            found.held.extend(order.back_links(note, *at).map(std::ptr::from_ref));
        }
        found
    }

    /// The label of the mark that is written in place of an element.
    pub fn mark(&self, element: &HtmlElement) -> Option<String> {
        let note = self.marks.get(&std::ptr::from_ref(element))?;
        Some((note + 1).to_string())
    }

    /// Returns whether an element is a note, or a link from one to its mark, and so is not written where it is.
    pub fn holds(&self, element: &HtmlElement) -> bool {
        self.held.contains(&std::ptr::from_ref(element)) || element.has_class(&["mw-cite-backlink"])
    }

    /// The notes, each with its label and the words of its mark.
    pub fn notes(&self) -> impl Iterator<Item = (String, &'t HtmlElement, String)> {
        self.notes.iter().enumerate().map(|(n, (note, words))| ((n + 1).to_string(), *note, words.clone()))
    }
}

impl<'t> DocumentOrder<'t> {
    fn of(root: &'t HtmlElement) -> Self {
        let mut order = Self::default();
        order.add(root, 0);
        let marks = order.all.iter().enumerate().filter(|(_, place)| mark_words(place.element).is_some());
        let links = marks.filter_map(|(at, place)| Some((at, order.target(place.element).filter(|to| *to > at)?)));
        order.links = links.collect();
        order.noted = order.links.iter().map(|(_, target)| *target).collect();
        order.noted.sort_unstable();
        order.noted.dedup();
        order
    }

    fn add(&mut self, element: &'t HtmlElement, parent: usize) {
        let index = self.all.len();
        self.all.push(PlacedElement { element, parent, end: 0 });
        for name in ["id", "name"].iter().filter_map(|name| element.attribute(name)) {
            self.targets.entry(name).or_insert(index);
        }
        element.elements().for_each(|child| self.add(child, index));
        self.all[index].end = self.all.len();
    }

    /// The index of the element that a link leads to.
    fn target(&self, link: &HtmlElement) -> Option<usize> {
        let name = link.fragment().filter(|_| link.is(&["a"]))?;
        self.targets.get(name).or_else(|| self.targets.get(&*percent_decode(name))).copied()
    }

    /// The index of the note that a mark leads to: the block around its target, with no other note's target in it.
    fn note_of(&self, at: usize, target: usize) -> Option<usize> {
        let mark = self.all[at].element;
        let mut note = target;
        while !self.all[note].element.is(&NOTES) {
            note = Some(self.all[note].parent).filter(|parent| *parent > at && *parent < note)?;
        }
        let inside = note..self.all[note].end;
        let first = self.noted.partition_point(|target| *target < inside.start);
        let is_shared = self.noted.get(first + 1).is_some_and(|next| inside.contains(next));
        let says_so = self.all[self.outermost(at)].element.is(&["sup"])
            || mark.attribute("role") == Some("doc-noteref")
            || mark.classes().any(|class| class.contains("footnote"));
        let is_note = !is_shared && inside.len() <= SIZE && (says_so || self.back_links(note, at).next().is_some());
        is_note.then_some(note)
    }

    /// The links in a note that lead back to a mark, or to what is around or right before it.
    fn back_links(&self, note: usize, mark: usize) -> impl Iterator<Item = &'t HtmlElement> {
        let outer = self.outermost(mark);
        let within = &self.all[note..self.all[note].end];
        let is_near = move |target: usize| (outer.saturating_sub(2)..self.all[outer].end).contains(&target);
        within.iter().map(|place| place.element).filter(move |link| self.target(link).is_some_and(is_near))
    }

    /// The outermost element around a mark that has no other words.
    fn outermost(&self, mark: usize) -> usize {
        let words = self.all[mark].element.text();
        let mut outer = mark;
        loop {
            let parent = self.all[outer].parent;
            let place = self.all[parent].element;
            if parent == outer
                || !place.is(&["sup", "span", "small", "b"])
                || bare_mark(&place.text()) != bare_mark(&words)
            {
                return outer;
            }
            outer = parent;
        }
    }
}

/// The words of a link that are a mark: a number, a letter or a sign, perhaps in brackets.
fn mark_words(link: &HtmlElement) -> Option<String> {
    if !link.is(&["a"]) {
        return None;
    }
    let text = link.text();
    let bare = bare_mark(&text);
    let is_number = bare.len() <= 3 && bare.bytes().all(|b| b.is_ascii_digit());
    let is_sign = bare.chars().count() <= 3 && bare.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶'));
    let is_letter = bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_alphabetic());
    let is_roman = bare.len() <= 5 && bare.bytes().all(|b| b"ivx".contains(&b));
    (!bare.is_empty() && (is_number || is_sign || is_letter || is_roman)).then(|| bare.to_owned())
}

fn bare_mark(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '.' | ':'))
}

/// Removes the words of the mark from the beginning of a note, where many pages repeat them.
pub(super) fn without_mark(blocks: &mut [Block], words: &str) {
    let Some(Block::Paragraph(runs)) = blocks.first_mut() else { return };
    if let Some(TextRun { content: Inline::Text(text), .. }) = runs.first()
        && bare_mark(text) == words
        && runs.len() > 1
    {
        runs.remove(0);
    }
    if let Some(TextRun { content: Inline::Text(text), .. }) = runs.first_mut() {
        *text = text.trim_start().to_owned();
    }
}

/// Writes footnotes as a list at the end, for the words of others: only an editor's notes are notes of an article.
pub(crate) fn as_list(blocks: Vec<Block>) -> Vec<Block> {
    let (notes, mut text): (Vec<_>, Vec<_>) = blocks.into_iter().partition(|block| matches!(block, Block::Note(..)));
    for block in &mut text {
        block.change_lines(&mut |runs| runs.iter_mut().for_each(TextRun::note_as_words));
    }
    let items: Vec<Vec<Block>> =
        notes.into_iter().map(|note| if let Block::Note(_, inner) = note { inner } else { Vec::new() }).collect();
    if !items.is_empty() {
        text.push(Block::List(Some(1), items));
    }
    text
}
