//! The attribution that a page sets below a quotation, or as its last line.

use super::block::{Block, Inline, TextRun, text_of};
use super::whitespace::collapse_whitespace;

/// Characters before an attribution.
pub(super) const ATTRIBUTION_DASHES: [char; 5] = ['—', '―', '–', '-', ' '];

/// Splits the attribution off a quotation: its last paragraph, or the last line of its only one, if that starts with a
/// dash.
pub(super) fn split_attribution(mut body: Vec<Block>) -> (Vec<Block>, Vec<TextRun>) {
    let Some(Block::Paragraph(runs)) = body.last() else { return (body, Vec::new()) };
    let text = text_of(runs);
    if body.len() > 1 && text.starts_with(['—', '―', '–']) && text.chars().count() <= 200 {
        let line = runs.clone();
        body.pop();
        return (body, line);
    }
    let last_line = runs.iter().rposition(|run| run.content == Inline::Break).map(|at| at + 1);
    let Some(at) = last_line.filter(|at| text_of(&runs[*at..]).trim_start().starts_with(['—', '―'])) else {
        return (body, Vec::new());
    };
    let (head, line) = (collapse_whitespace(runs[..at].to_vec()), collapse_whitespace(runs[at..].to_vec()));
    body.pop();
    body.extend((!head.is_empty()).then_some(Block::Paragraph(head)));
    (body, line)
}
