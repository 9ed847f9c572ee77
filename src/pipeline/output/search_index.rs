//! The search index in the output folder: one unit of many files. Either all are as the last build left them and made
//! of the same texts, or all are made again.

use std::fs;
use std::time::Instant;

use anyhow::Result;

use super::folder::{FileOutcome, OutputFolder};
use super::write_report::IndexStats;
use crate::pipeline::plan::SEARCH_INDEX;
use crate::pipeline::search::SearchSource;
use crate::pipeline::site::Site;

/// Each file of the index, and the cost of the index if it had to be made.
type StagedIndex = (Vec<(String, FileOutcome)>, Option<IndexStats>);

/// Stages the files of the index of `site` that have to be written. A site without search has none.
pub(super) fn stage(site: &Site, folder: &OutputFolder<'_>) -> Result<StagedIndex> {
    let started = Instant::now();
    let Some(source) = SearchSource::gather(site) else { return Ok((Vec::new(), None)) };
    let key = source.key;
    let known: Vec<_> = folder.old.entries.iter().filter(|(path, _)| path.starts_with(SEARCH_INDEX)).collect();
    if !known.is_empty() && known.iter().all(|(path, entry)| entry.key == key && folder.intact(path).is_some()) {
        let reused = known.into_iter().map(|(path, entry)| (path.clone(), FileOutcome::Reused(*entry)));
        return Ok((reused.collect(), None));
    }
    let texts = source.text_count();
    let before = peak_memory();
    let files = source.files()?;
    let memory = before.zip(peak_memory()).map(|(before, after)| after.saturating_sub(before));
    let files = files.into_iter().map(|(name, bytes)| {
        let path = format!("{SEARCH_INDEX}{name}");
        let outcome = folder.put(&path, &bytes, key)?;
        Ok((path, outcome))
    });
    let files = files.collect::<Result<_>>()?;
    Ok((files, Some(IndexStats { texts, took: started.elapsed(), memory })))
}

/// Peak memory of this program in bytes. Only Linux reports it, and not exactly: it counts by thread and adds up late,
/// so that a second reading may be a little less than the first.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}
