//! Tables of contents.

use serde::Serialize;

use crate::pipeline::markdown::Heading;

/// An entry of a table of contents.
#[derive(Serialize)]
pub(super) struct ContentsEntry<'a> {
    title: &'a str,
    id: &'a str,
    children: Vec<ContentsEntry<'a>>,
}

/// Returns headings as a tree: each under the last one of a lower level.
pub(super) fn contents(headings: &[Heading]) -> Vec<ContentsEntry<'_>> {
    let mut entries = Vec::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let below = after.iter().take_while(|heading| heading.level > first.level).count();
        entries.push(ContentsEntry { title: &first.text, id: &first.id, children: contents(&after[..below]) });
        rest = &after[below..];
    }
    entries
}
