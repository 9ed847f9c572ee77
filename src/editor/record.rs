//! Records in articles the verification of their quotations: the SHA-256 of each snapshot, and the day. Removes the
//! questions of imports that have been answered. Every other byte of a file stays as it is.

use toml_edit::{Datetime, value};

use super::advice::article::open_questions;
use super::front_matter_edit::{edit_front_matter, nth_source};
use crate::Site;
use crate::base::fields::array_of_lines;
use crate::pipeline::content::{Article, ArticleId, Unknown, front_matter, snapshot_hash};

/// A source whose excerpts are all in its snapshot.
#[derive(Debug, PartialEq, Eq)]
pub struct VerifiedSource {
    /// The number of the source in its article.
    pub number: usize,
    /// The SHA-256 of the snapshot.
    pub sha256: String,
}

/// Finds the sources of an article whose excerpts are all verified, and that do not record it yet.
pub fn unrecorded(site: &Site, id: ArticleId) -> Vec<VerifiedSource> {
    let article = &site.content.articles[id];
    let tallies = &site.index.quotations.by_source[id];
    let mut found = Vec::new();
    for (number, source) in article.sources.iter().enumerate().filter(|(_, source)| source.verified.is_none()) {
        let tally = &tallies[number];
        if tally.excerpts > 0
            && tally.verified == tally.excerpts
            && let Some(sha256) = source.snapshot_path().and_then(|path| snapshot_hash(&site.inputs, &path))
        {
            found.push(VerifiedSource { number, sha256 });
        }
    }
    found
}

/// Returns the text of an article's `file` with `sources` recorded as verified on `day`; `None` if its front matter
/// cannot be parsed.
pub fn record(article: &Article, file: &str, sources: &[VerifiedSource], day: Datetime) -> Option<String> {
    edit_front_matter(&article.path, file, |document| {
        for VerifiedSource { number, sha256 } in sources {
            let table = nth_source(document.get_mut("source")?, *number)?;
            table.insert("sha256", value(sha256));
            table.insert("verified", value(day));
        }
        Some(())
    })
}

/// Returns the text of an article's `file` without the questions of its import that the article has answered since; `None` if
/// there are none.
pub fn drop_answered(article: &Article, file: &str) -> Option<String> {
    let body = front_matter::split(&article.path, file).ok()?.body;
    let open: Vec<Unknown> = open_questions(article, &file[body]).map(|(entry, _)| entry).collect();
    if open.iter().eq(article.unknown.iter().map(|entry| &entry.value)) {
        return None;
    }
    edit_front_matter(&article.path, file, |document| {
        let table = document.get_mut("import")?.as_table_like_mut()?;
        if open.is_empty() {
            table.remove("unknown");
        } else {
            table.insert("unknown", array_of_lines(open.iter().map(Unknown::to_toml)));
        }
        if table.is_empty() {
            document.remove("import");
        }
        Some(())
    })
}
