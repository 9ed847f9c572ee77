//! Repairs, so that all that an import writes builds. The site is checked together with the new articles; a link whose target is missing is
//! then left in its text behind a backslash, a former address that is in use is left out, and both are listed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::draft::{Confidence, Draft, DraftAsset, RemovedText};
use super::draft_file::{self, DraftFile};
use super::html_to_markdown::plain_text;
use super::record::ImportRecord;
use crate::base::codes::{self, Code};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::regular_file;
use crate::base::text::characters::remove_hidden;
use crate::base::text::path::RelPath;
use crate::base::text::words;
use crate::pipeline::content::Unknown;
use crate::pipeline::markdown;

/// Returns the faults of the site with new files.
pub(crate) type SiteCheck<'a> = dyn Fn(Vec<(RelPath, Vec<u8>)>) -> Vec<Diagnostic> + 'a;

/// The faults of links.
const LINK_FAULTS: [&Code; 4] =
    [codes::BROKEN_LINK, codes::BROKEN_FRAGMENT, codes::UNPUBLISHED_LINK, codes::UNKNOWN_SOURCE];

/// The number of times that the site is checked. One repair is enough, unless a link was inside another.
const ROUNDS: usize = 4;

/// The reason why an import leaves an article alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftAlone {
    /// It has no record of an import, so it is the editor's. Why it counts as the same article.
    Released(&'static str),
    /// An editor has deleted the file that it was imported into.
    Deleted,
    /// The front matter of the file that it was imported into is invalid, at this line and column.
    Unreadable(usize, usize),
}

/// A draft, and the file that it goes into.
pub(super) struct PlacedDraft {
    pub draft: Draft,
    /// The name of its capture.
    pub from: String,
    /// The MinHash of its words.
    pub words: String,
    pub path: RelPath,
    /// The contents of the file so far.
    pub old: Option<String>,
    /// The reason why the file is left alone.
    pub left_alone: Option<LeftAlone>,
    /// Its Markdown.
    pub body: String,
}

impl PlacedDraft {
    /// The file to be.
    pub fn file(&self) -> DraftFile {
        draft_file::draft_file(&self.draft, &self.body)
    }

    /// The record of its import, when this is the file that it becomes.
    pub fn record(&self, file: &DraftFile) -> ImportRecord {
        let draft = &self.draft;
        let mut decisions: Vec<_> = draft.decisions.iter().collect();
        decisions.sort_by_key(|decision| decision.confidence);
        let decisions = decisions.iter().map(|it| format!("{}: {}", it.confidence.word(), it.text));
        ImportRecord {
            from: self.from.clone(),
            post: draft.slug.clone().unwrap_or_default(),
            url: draft.url.clone(),
            id: draft.id.clone().filter(|id| draft.url.as_ref() != Some(id)),
            decisions: decisions.collect(),
            removed: draft.removed.iter().map(|it| format!("{}: {}", it.kind, it.text)).collect(),
            words: self.words.clone(),
            wrote: file.field_hashes(),
        }
    }

    /// The files that go with it: assets, as far as they can be read, and snapshots.
    fn other_files(&self) -> Vec<(RelPath, Vec<u8>)> {
        let read = |asset: &DraftAsset| Some((self.path.join(&asset.name)?, regular_file::read(&asset.from).ok()?));
        let snapshots = self.draft.sources.iter().filter_map(|source| source.snapshot.as_ref());
        let snapshots = snapshots.filter_map(|snapshot| Some((snapshot.path()?, snapshot.text.clone().into_bytes())));
        self.draft.assets.iter().filter_map(read).chain(snapshots).collect()
    }

    /// Removes the snapshots, in which an excerpt does not stand as it was written; tells whether there were any.
    fn remove_snapshots(&mut self, why: &str) -> bool {
        let snapshots = self.draft.sources.iter_mut().filter_map(|source| source.snapshot.take());
        let are_removed = snapshots.count() > 0;
        if are_removed {
            self.draft.decide(Confidence::Low, format!("no snapshot is kept: {why}"));
        }
        are_removed
    }

    fn add_unknown(&mut self, entry: Unknown) {
        if !self.draft.unknown.contains(&entry) {
            self.draft.unknown.push(entry);
        }
    }

    /// Removes the alias that is written so in the front matter; tells whether there was one.
    fn remove_alias(&mut self, written: &str) -> bool {
        let aliases = &mut self.draft.aliases;
        let index = aliases.iter().position(|alias| written.trim_matches(['"', '\'']) == alias);
        let alias = index.map(|index| aliases.remove(index));
        let is_removed = alias.is_some();
        alias.into_iter().for_each(|alias| self.add_unknown(Unknown::TakenAddress(alias)));
        is_removed
    }
}

/// Repairs drafts, each with a file of its own, until the site builds with them. Lists what cannot be repaired.
pub(super) fn repair(drafts: &mut [&mut PlacedDraft], check: &SiteCheck<'_>) {
    let indices: BTreeMap<RelPath, usize> =
        drafts.iter().enumerate().map(|(n, draft)| (draft.path.clone(), n)).collect();
    for round in 1..=ROUNDS {
        let texts: Vec<String> = drafts.iter().map(|draft| draft.file().text()).collect();
        let files = drafts.iter().zip(&texts).map(|(draft, text)| (draft.path.clone(), text.clone().into_bytes()));
        let mut faults = check(files.chain(drafts.iter().flat_map(|draft| draft.other_files())).collect());
        faults.retain(|fault| fault.severity() == Severity::Error);
        let mut repairs: BTreeMap<usize, DraftRepair> = BTreeMap::new();
        for fault in &faults {
            let Some((index, range)) = faulty_draft(fault, &indices, drafts, &texts) else { continue };
            let (draft, text) = (&mut *drafts[index], &texts[index]);
            let repair = repairs.entry(index).or_insert_with(|| DraftRepair::new(&draft.body));
            if LINK_FAULTS.contains(&fault.code) && round < ROUNDS {
                repair.link(draft, fault, range.start.saturating_sub(text.len() - draft.body.len()));
            } else if fault.code == codes::NO_PASSAGE && round < ROUNDS {
                repair.note(draft, range.start.saturating_sub(text.len() - draft.body.len()));
            } else if fault.code == codes::NOT_QUOTABLE && round < ROUNDS {
                let offset = text.len() - draft.body.len();
                repair.invisible(draft, range.start.saturating_sub(offset)..range.end.saturating_sub(offset));
            } else if (fault.code == codes::NOT_VERBATIM && draft.remove_snapshots(&fault.message))
                || (fault.code == codes::ADDRESS_TAKEN && draft.remove_alias(&text[range]))
            {
                repair.has_changed_front_matter = true;
            } else {
                repair.refused.push(Unknown::BuildError(fault.message.clone()));
            }
        }
        let is_changed = repairs.values().any(|repair| repair.has_changed_front_matter || !repair.edits.is_empty());
        for (index, repair) in repairs {
            let draft = &mut *drafts[index];
            for (start, (len, replacement)) in repair.edits.into_iter().rev() {
                draft.body.replace_range(start..start + len, &replacement);
            }
            if !is_changed {
                repair.refused.into_iter().for_each(|entry| draft.add_unknown(entry));
            }
        }
        if !is_changed {
            return;
        }
    }
}

/// The draft that a fault is in, and where. Of two drafts that claim one address, it is the one that does not have it yet.
fn faulty_draft(
    fault: &Diagnostic,
    indices: &BTreeMap<RelPath, usize>,
    drafts: &[&mut PlacedDraft],
    texts: &[String],
) -> Option<(usize, Range<usize>)> {
    let places = fault.spans().filter_map(|span| {
        let index = *indices.get(&span.path)?;
        let piece = texts[index].get(span.range.clone())?;
        let is_new = drafts[index].old.as_ref().is_none_or(|old| !old.contains(piece));
        Some((is_new, index, span.range.clone()))
    });
    let places: Vec<_> = places.collect();
    let (_, index, range) = places.iter().find(|(is_new, ..)| *is_new).or(places.first())?;
    Some((*index, range.clone()))
}

/// The changes to a draft.
struct DraftRepair {
    /// The links of its Markdown: targets and ranges.
    links: Vec<(String, Range<usize>)>,
    /// Start → number of bytes and their replacement.
    edits: BTreeMap<usize, (usize, String)>,
    has_changed_front_matter: bool,
    /// The faults that cannot be repaired.
    refused: Vec<Unknown>,
}

impl DraftRepair {
    fn new(body: &str) -> Self {
        let links = markdown::survey(body).links;
        Self { links, edits: BTreeMap::new(), has_changed_front_matter: false, refused: Vec::new() }
    }

    /// Sets a dash before the quoted words at the start of a note, which would be taken for a passage of the text.
    fn note(&mut self, draft: &mut PlacedDraft, start: usize) {
        if self.edits.insert(start, (0, "— ".to_owned())).is_none() {
            let words = draft.body[start..].split([':', '\n']).next().unwrap_or_default();
            let text = format!("a dash before {words} in a note, which does not annotate these words of the text");
            draft.draft.decide(Confidence::Low, text);
        }
    }

    /// Removes the characters in an excerpt that nobody sees.
    fn invisible(&mut self, draft: &mut PlacedDraft, range: Range<usize>) {
        let visible = visible(&draft.body[range.clone()]);
        let text = format!("in “{}”", words::truncate(visible.trim(), 80));
        self.edits.insert(range.start, (range.len(), visible));
        draft.draft.removed.push(RemovedText { kind: "invisible characters", text });
    }

    /// Escapes the link that starts here. If only the heading that it names is missing, removes that from the link.
    fn link(&mut self, draft: &mut PlacedDraft, fault: &Diagnostic, start: usize) {
        let Some((target, range)) = self.links.iter().find(|(_, range)| range.start == start).cloned() else {
            return self.refused.push(Unknown::BuildError(fault.message.clone()));
        };
        let link = &draft.body[range.clone()];
        let file = target.split('#').next().unwrap_or_default();
        if fault.code == codes::BROKEN_FRAGMENT
            && !file.is_empty()
            && let Some(written) = link.rfind(&format!("]({target}"))
        {
            self.edits.insert(start + written + 2 + file.len(), (target.len() - file.len(), String::new()));
            return draft.add_unknown(Unknown::LinkHeading(target));
        }
        let positions = escape_positions(link);
        let listed = if target.is_empty() { escape_at(link, &positions) } else { target };
        for position in positions {
            self.edits.insert(range.start + position, (0, "\\".to_owned()));
        }
        draft.add_unknown(Unknown::LinkTarget(listed));
    }
}

/// Markdown without characters that nobody sees, as they are or as references such as `&shy;`.
fn visible(written: &str) -> String {
    let mut visible = String::new();
    for (n, piece) in written.split('&').enumerate() {
        let reference = piece.split_once(';').filter(|(name, _)| n > 0 && plain_text(&format!("&{name};")).is_empty());
        match reference {
            Some((_, rest)) => visible.push_str(rest),
            None if n > 0 => visible.push_str(&format!("&{piece}")),
            None => visible.push_str(piece),
        }
    }
    remove_hidden(&visible).into_owned()
}

/// The positions in a link at which backslashes turn it into plain text.
fn escape_positions(link: &str) -> Vec<usize> {
    let open = link.find('[').unwrap_or_default();
    let target = if link.ends_with(')') { link.rfind("](") } else { link.rfind("][") };
    let close = target.or_else(|| link.rfind(']')).unwrap_or_default();
    // `<a b>` would be an element, and `[b]` a link by itself.
    let next = target.filter(|at| link[at + 1..].starts_with('[')).map(|at| at + 1);
    let angle = target.filter(|at| link[at + 2..].starts_with('<')).map(|at| at + 2);
    [open, close].into_iter().chain(next).chain(angle).collect()
}

/// A link with backslashes at these positions.
fn escape_at(link: &str, positions: &[usize]) -> String {
    let mut escaped = link.to_owned();
    positions.iter().rev().for_each(|position| escaped.insert(*position, '\\'));
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_plain_text() {
        for (link, text) in [
            ("[a](b.md)", "\\[a\\](b.md)"),
            ("![a](b.png)", "!\\[a\\](b.png)"),
            ("[![a](b.png)](c.md)", "\\[![a](b.png)\\](c.md)"),
            ("[a][b]", "\\[a\\]\\[b]"),
            ("[![a](b.png)][c]", "\\[![a](b.png)\\]\\[c]"),
            ("[a]", "\\[a\\]"),
            ("[a](<b c.md>)", "\\[a\\](\\<b c.md>)"),
        ] {
            let escaped = escape_at(link, &escape_positions(link));
            assert_eq!(escaped, text);
            assert!(markdown::survey(&escaped).links.iter().all(|(target, _)| target == "b.png"), "{escaped}");
        }
    }
}
