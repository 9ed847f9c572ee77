//! What an import writes has to build. The site is checked together with the new articles; a link that leads nowhere then
//! stands in its text as it was, behind a backslash, a former address that is taken already is left out, and both are listed.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

use super::Draft;
use super::front::{self, DraftFile, DraftOrigin};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::text::path::RelPath;
use crate::pipeline::markdown;

/// New files of the site → its faults with them.
pub type SiteCheck<'a> = dyn Fn(Vec<(RelPath, Vec<u8>)>) -> Vec<Diagnostic> + 'a;

/// How an entry of a draft's list of the unknown begins that is about a link.
pub const LEADS_NOWHERE: &str = "where the link to ";

/// How often the site is checked: what was mended once needs no more, unless a link stood in another.
const ROUNDS: usize = 4;

/// A draft, and the file that it goes into.
pub(super) struct PlacedDraft {
    pub draft: Draft,
    /// The name of its capture.
    pub from: String,
    /// Stands for the words of the capture.
    pub words: String,
    pub path: RelPath,
    /// What the file holds by now.
    pub old: Option<String>,
    /// Why the file is taken for an editor's own article that is the same; then it is left alone.
    pub own: Option<&'static str>,
    /// Its Markdown.
    pub body: String,
}

impl PlacedDraft {
    /// The file.
    pub fn file(&self) -> DraftFile {
        front::article(&self.draft, &self.body, &DraftOrigin { from: &self.from, words: &self.words })
    }

    fn unknown(&mut self, text: String) {
        if !self.draft.unknown.contains(&text) {
            self.draft.unknown.push(text);
        }
    }
}

/// Mends drafts, each with a file of its own, until the site builds with them; lists what it cannot mend.
pub(super) fn mend(spots: &mut [&mut PlacedDraft], check: &SiteCheck<'_>) {
    let at: BTreeMap<RelPath, usize> = spots.iter().enumerate().map(|(n, spot)| (spot.path.clone(), n)).collect();
    for round in 1..=ROUNDS {
        let texts: BTreeMap<RelPath, String> = spots.iter().map(|it| (it.path.clone(), it.file().text())).collect();
        let files = texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
        let mut faults = check(files.chain(spots.iter().flat_map(|spot| assets(spot))).collect());
        faults.retain(|fault| fault.severity() == Severity::Error);
        let mut edits: BTreeMap<RelPath, TextEdits> = BTreeMap::new();
        for fault in &faults {
            let ours = fault.spans().filter_map(|span| Some((*at.get(&span.path)?, span.range.clone())));
            let ours = ours.filter(|(n, range)| texts[&spots[*n].path].get(range.clone()).is_some());
            let ours: Vec<(usize, Range<usize>)> = ours.collect();
            // Of two that claim one address the one that has it not yet.
            let has = |(n, range): &&(usize, Range<usize>)| {
                let spot = &spots[*n];
                spot.old.as_ref().is_some_and(|old| old.contains(&texts[&spot.path][range.clone()]))
            };
            let Some((n, range)) = ours.iter().find(|it| !has(it)).or(ours.first()).cloned() else { continue };
            let spot = &mut *spots[n];
            let text = &texts[&spot.path];
            let edits = edits.entry(spot.path.clone()).or_insert_with(|| TextEdits::of(&spot.body));
            let is_link = [codes::BROKEN_LINK, codes::BROKEN_FRAGMENT, codes::UNPUBLISHED_LINK].contains(&fault.code);
            if is_link && round < ROUNDS {
                edits.link(spot, fault, range.start.saturating_sub(text.len() - spot.body.len()));
            } else if fault.code == codes::ADDRESS_TAKEN && without_alias(spot, &text[range]) {
                edits.mended = true;
            } else {
                edits.left.push(format!("how to mend what a build refuses: {}", fault.message));
            }
        }
        let mended = edits.values().any(|it| it.mended || !it.pieces.is_empty());
        for spot in spots.iter_mut() {
            let Some(edits) = edits.remove(&spot.path) else { continue };
            for (at, (len, with)) in edits.pieces.into_iter().rev() {
                spot.body.replace_range(at..at + len, &with);
            }
            if !mended {
                edits.left.into_iter().for_each(|text| spot.unknown(text));
            }
        }
        if !mended {
            return;
        }
    }
}

/// The files that lie beside a draft, as far as they can be read.
fn assets(spot: &PlacedDraft) -> Vec<(RelPath, Vec<u8>)> {
    let beside = |it: &super::DraftAsset| Some((spot.path.join(&it.name)?, fs::read(&it.from).ok()?));
    spot.draft.assets.iter().filter_map(beside).collect()
}

/// Leaves out the alias that stands so in the front matter.
fn without_alias(spot: &mut PlacedDraft, written: &str) -> bool {
    let Some(at) = spot.draft.aliases.iter().position(|alias| written.trim_matches(['"', '\'']) == alias) else {
        return false;
    };
    let alias = spot.draft.aliases.remove(at);
    spot.unknown(format!("how to redirect its former address {alias}, which the site has already"));
    true
}

/// What is to be changed in a text.
struct TextEdits {
    /// Its links: where each leads, and where it stands.
    links: Vec<(String, Range<usize>)>,
    /// Where, how many bytes, and what takes their place.
    pieces: BTreeMap<usize, (usize, String)>,
    /// Whether the front matter was mended.
    mended: bool,
    /// What cannot be mended.
    left: Vec<String>,
}

impl TextEdits {
    fn of(body: &str) -> Self {
        let links = markdown::survey(body).links;
        Self { links, pieces: BTreeMap::new(), mended: false, left: Vec::new() }
    }

    /// Makes words of the link that begins here; keeps it, without the heading, where only that is not there.
    fn link(&mut self, spot: &mut PlacedDraft, fault: &Diagnostic, at: usize) {
        let Some((dest, range)) = self.links.iter().find(|(_, range)| range.start == at).cloned() else {
            return self.left.push(format!("how to mend what a build refuses: {}", fault.message));
        };
        let link = &spot.body[range.clone()];
        let (file, heading) = dest.split_once('#').unwrap_or((&dest, ""));
        if fault.code == codes::BROKEN_FRAGMENT
            && !file.is_empty()
            && let Some(from) = link.rfind(&format!("]({dest}"))
        {
            self.pieces.insert(at + from + 2 + file.len(), (dest.len() - file.len(), String::new()));
            return spot.unknown(format!("which heading of `{file}` the link to `#{heading}` meant"));
        }
        for at in marks(link) {
            self.pieces.insert(range.start + at, (0, "\\".to_owned()));
        }
        spot.unknown(format!("{LEADS_NOWHERE}`{dest}` leads; it stands in the text as it was"));
    }
}

/// The places in a link before which a backslash makes words of it.
fn marks(link: &str) -> Vec<usize> {
    let open = link.find('[').unwrap_or_default();
    let target = if link.ends_with(')') { link.rfind("](") } else { link.rfind("][") };
    let close = target.or_else(|| link.rfind(']')).unwrap_or_default();
    // `<a b>` would be an element, and `[b]` a link by itself.
    let next = target.filter(|at| link[at + 1..].starts_with('[')).map(|at| at + 1);
    let angle = target.filter(|at| link[at + 2..].starts_with('<')).map(|at| at + 2);
    [open, close].into_iter().chain(next).chain(angle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_words() {
        for (link, words) in [
            ("[a](b.md)", "\\[a\\](b.md)"),
            ("![a](b.png)", "!\\[a\\](b.png)"),
            ("[![a](b.png)](c.md)", "\\[![a](b.png)\\](c.md)"),
            ("[a][b]", "\\[a\\]\\[b]"),
            ("[![a](b.png)][c]", "\\[![a](b.png)\\]\\[c]"),
            ("[a]", "\\[a\\]"),
            ("[a](<b c.md>)", "\\[a\\](\\<b c.md>)"),
        ] {
            let mut text = link.to_owned();
            marks(link).into_iter().rev().for_each(|at| text.insert(at, '\\'));
            assert_eq!(text, words);
            assert!(markdown::survey(&text).links.iter().all(|(dest, _)| dest == "b.png"), "{text}");
        }
    }
}
