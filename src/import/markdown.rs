//! Drafts → Markdown.

use super::draft::{Attribution, Draft, DraftBlock, DraftExcerpt, DraftSource};
use crate::editor::escape::escape_inline;

/// Writes the text of a draft, without its front matter.
pub fn draft_body(draft: &Draft) -> String {
    let blocks = draft.blocks.iter().map(|block| match block {
        DraftBlock::Prose(text) => format!("{text}\n"),
        DraftBlock::Excerpt(excerpt) => blockquote(excerpt, &draft.sources),
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// A blockquote that ends with its attribution.
fn blockquote(excerpt: &DraftExcerpt, sources: &[DraftSource]) -> String {
    let mut text = excerpt.text.clone();
    if let Some(Attribution { source, before, name, after }) = &excerpt.cite
        && let Some(source) = sources.get(*source)
    {
        // Words struck through are no quotation.
        text = text.replace("~~", "");
        let (before, name, after) = (escape_inline(before), escape_inline(name), escape_inline(after));
        text.push_str(&format!("\n\n— {before}[{name}](source:{}){after}", source.id()));
    }
    text.lines().map(|line| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") }).collect()
}
