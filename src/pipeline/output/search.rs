//! The search index in the output folder: one unit of many files. Either all of them are as the last build left them and
//! made of the same texts, or all are made anew.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::stage::Stage;
use super::{Manifest, ManifestEntry, OutputOutcome, put};
use crate::pipeline::plan::SEARCH_INDEX;
use crate::pipeline::search::SearchSource;
use crate::pipeline::site::Site;

/// What it took to make the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexStats {
    /// Articles and pages that can be found.
    pub texts: usize,
    /// How long it took.
    pub took: Duration,
    /// By how many bytes it raised the most memory that the program had until then, where the system tells.
    pub memory: Option<u64>,
}

/// What becomes of each file of the index.
#[derive(Default)]
pub(super) struct IndexChanges {
    pub files: Vec<(String, OutputOutcome)>,
    /// What it took, if it had to be made.
    pub indexed: Option<IndexStats>,
}

/// Decides what becomes of the index of `site`, and stages what has to be written. Nothing where there is to be none.
pub(super) fn settle(site: &Site, old: &Manifest, stage: &Stage, out: &Path) -> Result<IndexChanges> {
    let started = Instant::now();
    let Some(wanted) = SearchSource::of(site) else { return Ok(IndexChanges::default()) };
    let key = wanted.key;
    let known: Vec<_> = old.entries.iter().filter(|(path, _)| path.starts_with(SEARCH_INDEX)).collect();
    let same = |(path, entry): &(&String, &ManifestEntry)| entry.key == key && entry.is_intact(&out.join(path));
    if !known.is_empty() && known.iter().all(same) {
        let reused = known.into_iter().map(|(path, entry)| (path.clone(), OutputOutcome::Reused(*entry)));
        return Ok(IndexChanges { files: reused.collect(), indexed: None });
    }
    let texts = wanted.len();
    let before = peak();
    let made = wanted.files()?;
    let memory = before.zip(peak()).map(|(before, after)| after.saturating_sub(before));
    let mut files = Vec::with_capacity(made.len());
    for (name, bytes) in made {
        let path = format!("{SEARCH_INDEX}{name}");
        let known = old.entries.get(&path).filter(|entry| entry.is_intact(&out.join(&path)));
        let outcome = put(&path, &bytes, key, known, stage, out)?;
        files.push((path, outcome));
    }
    Ok(IndexChanges { files, indexed: Some(IndexStats { texts, took: started.elapsed(), memory }) })
}

/// The most memory that this program has had at once, in bytes. Linux tells, and only nearly: it counts by thread and adds
/// up late, so that a second look may see a little less than the first.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}
