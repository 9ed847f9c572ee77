//! HTML → Markdown that says the same: of whole pages, of the entries of feeds, of posts.
//!
//! ```text
//! HTML → tree          within bounds                                     tree
//!      → parts         paragraphs, lists, quotations; nothing else       shape, line, cell, part, address
//!      → Markdown      each part read back and compared                  write, proof
//!      → blocks        which quotations are excerpts, and of whom        quote
//! ```
//!
//! No HTML is copied: parts have no place for scripts, handlers, styles or frames, and addresses are those that
//! [`address`] knows to be harmless. Hence nothing has to be sanitised.

pub(super) mod address;
mod cell;
pub(super) mod line;
pub(super) mod part;
mod proof;
pub(super) mod quote;
pub(super) mod shape;
#[cfg(test)]
mod tests;
pub(super) mod tree;
mod write;

use super::{Decision, Draft, DraftBlock, DraftSource, OutletNames, RemovedText};
use crate::base::text::words::collapse_space;
use address::Base;
use part::{Part, Run};
use shape::{Place, Shape};

/// A text that came of HTML.
#[derive(Debug, Default)]
pub struct Written {
    /// The text.
    pub blocks: Vec<DraftBlock>,
    /// The reports that it cites; their ids differ.
    pub sources: Vec<DraftSource>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// What could not be taken over.
    pub removed: Vec<RemovedText>,
    /// What an editor has to see to.
    pub unknown: Vec<String>,
}

impl Written {
    /// Makes it the text of an article.
    pub(super) fn into_draft(self, draft: &mut Draft) {
        draft.blocks = self.blocks;
        draft.sources = self.sources;
        draft.decisions.extend(self.decisions);
        draft.removed.extend(self.removed);
        draft.unknown.extend(self.unknown);
    }
}

/// Writes a piece of HTML; `base` is the address that its links are relative to.
pub fn markdown(html: &str, base: Option<&str>, outlets: &OutletNames) -> Written {
    let base = Base::new(base);
    let shape = read(html, Place { reach: &|href| base.reach(href), page: false });
    Written { removed: shape.removed, ..quote::blocks(shape.parts, outlets) }
}

/// The parts of a piece of HTML; the words alone of one that goes beyond all bounds.
pub(super) fn read(html: &str, place: Place<'_>) -> Shape {
    match tree::fragment(html) {
        Ok(root) => shape::shape(&root, place),
        Err(refusal) => {
            let removed = RemovedText { kind: "markup", text: refusal.message };
            let parts = vec![Part::Paragraph(vec![Run::plain(&untagged(html))])];
            Shape { parts, removed: vec![removed], ..Shape::default() }
        }
    }
}

/// The words of a piece of HTML on one line: a title, a name.
pub(super) fn words(html: &str) -> String {
    match html.contains(['<', '&']) {
        true => tree::fragment(html).map_or_else(|_| untagged(html), |root| root.text()),
        false => collapse_space(html),
    }
}

/// What stands between tags.
fn untagged(html: &str) -> String {
    let text = |(n, part): (usize, &str)| match part.split_once('>') {
        _ if n == 0 => format!("{part} "),
        Some((_, text)) => format!("{text} "),
        None => String::new(),
    };
    collapse_space(&html.split('<').enumerate().map(text).collect::<String>())
}
