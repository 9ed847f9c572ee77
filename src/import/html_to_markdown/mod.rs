//! HTML → Markdown that says the same: of whole pages, of the entries of feeds, of posts.
//!
//! ```text
//! HTML → tree          within bounds                                     tree
//!      → blocks        paragraphs, lists, quotations; nothing else       extract, technical, block, address
//!      → Markdown      each block read back and compared                 write, read_back
//!      → draft         which quotations are excerpts, and of whom        excerpts, quotations, and the module attribution
//! ```
//!
//! No HTML is copied: blocks have no place for scripts, handlers, styles or frames, and [`address`] lets only harmless
//! schemes through. Hence nothing has to be sanitised.

pub(super) mod address;
pub(super) mod anchors;
mod beside;
pub(super) mod block;
mod converted;
pub(super) mod excerpts;
pub(super) mod extract;
pub(super) mod media;
mod quotations;
mod read_back;
pub(super) mod technical;
#[cfg(test)]
mod tests;
pub(super) mod tree;
mod write;

use super::options::OutletNames;
use crate::base::text::words::collapse_space;
use crate::import::attribution::AttributionContext;
use crate::import::draft::RemovedText;
use address::BaseUrl;
use block::{Block, TextRun};
pub use converted::ConvertedText;
use extract::{HtmlContent, HtmlContext, HtmlOrigin};

/// Converts a piece of HTML; `base` is the address that its links are relative to.
pub fn convert(html: &str, base: Option<&str>, outlets: &OutletNames) -> ConvertedText {
    let base = BaseUrl::new(base);
    let content = parse(html, HtmlContext { resolve: &|href| base.resolve(href), origin: HtmlOrigin::Post });
    let own_host = base.absolute("/").as_deref().and_then(address::host_of);
    let context = AttributionContext { outlets, own_host: own_host.as_deref() };
    excerpts::separate(content.blocks, context, None).with_removed(content.removed)
}

/// Extracts the blocks of a piece of HTML; of one that exceeds the bounds only its words.
pub(super) fn parse(html: &str, context: HtmlContext<'_>) -> HtmlContent {
    match tree::parse_fragment(html) {
        Ok(root) => extract::extract(&root, context),
        Err(refusal) => {
            let removed = RemovedText { kind: "markup", text: refusal.message };
            let blocks = vec![Block::Paragraph(vec![TextRun::plain(&strip_tags(html))])];
            HtmlContent { blocks, removed: vec![removed], ..HtmlContent::default() }
        }
    }
}

/// The words of a piece of HTML on one line: a title, a name.
pub(super) fn plain_text(html: &str) -> String {
    if html.contains(['<', '&']) {
        tree::parse_fragment(html).map_or_else(|_| strip_tags(html), |root| root.text())
    } else {
        collapse_space(html)
    }
}

/// The words between tags, character references as they are.
fn strip_tags(html: &str) -> String {
    let mut pieces = html.split('<');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for (_, after) in pieces.filter_map(|piece| piece.split_once('>')) {
        text.push(' ');
        text.push_str(after);
    }
    collapse_space(&text)
}
