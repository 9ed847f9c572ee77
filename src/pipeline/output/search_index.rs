//! The search index in the output folder. The files of a part are one unit: either all are as the last build left them
//! and made of the same texts, or all are made again.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::Result;

use super::folder::{FileOutcome, OutputFolder};
use super::manifest::ManifestEntry;
use crate::base::hash::OptionalKey;
use crate::pipeline::plan::{OutputPath, SEARCH_INDEX};
use crate::pipeline::search::{SearchPart, part_of, parts};
use crate::pipeline::site::Site;

/// The outcome for files of the index, by their paths.
type StagedFiles = Vec<(OutputPath, FileOutcome)>;

/// A part with the files of it that the last build wrote.
type PartOnDisk<'a> = (SearchPart, Vec<(&'a OutputPath, &'a ManifestEntry)>);

/// The cost of making the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexStats {
    /// Number of articles and pages that can be found.
    pub texts: usize,
    /// Time taken.
    pub took: Duration,
    /// Bytes by which the program's peak memory rose, where the system reports it.
    pub memory: Option<u64>,
}

/// Stages the files of the index of `site` that have to be written, and says what the index cost if a part of it had to
/// be made. A site without search has no files.
pub(super) fn stage(site: &Site, folder: &OutputFolder<'_>) -> Result<(StagedFiles, Option<IndexStats>)> {
    let started = Instant::now();
    let before = peak_memory();
    let mut parts: Vec<PartOnDisk<'_>> = parts(site).into_iter().map(|part| (part, Vec::new())).collect();
    for (path, entry) in &folder.old.entries {
        if let Some(name) = path.strip_prefix(SEARCH_INDEX)
            && let Some((_, known)) = parts.get_mut(part_of(name))
        {
            known.push((path, entry));
        }
    }
    let workers = rayon::current_num_threads().min(parts.len());
    let queue = Mutex::new(parts.into_iter());
    // Not in the pool of threads: Pagefind shares its own work there, and who waits in it takes up other work.
    let staged: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(|| stage_all(site, folder, &queue))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let (mut files, mut texts) = (Vec::new(), 0);
    for outcome in staged {
        let (staged, made) = outcome?;
        files.extend(staged);
        texts += made;
    }
    let memory = before.zip(peak_memory()).map(|(before, after)| after.saturating_sub(before));
    Ok((files, (texts > 0).then(|| IndexStats { texts, took: started.elapsed(), memory })))
}

/// Stages parts from `queue` until there are none; returns the number of texts of those that were made.
fn stage_all<'a>(
    site: &Site,
    folder: &OutputFolder<'_>,
    queue: &Mutex<impl Iterator<Item = PartOnDisk<'a>>>,
) -> Result<(StagedFiles, usize)> {
    let (mut files, mut texts) = (Vec::new(), 0);
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((part, known)) = next else { return Ok((files, texts)) };
        let origin = NonZero::new(part.origin(site));
        let is_intact = !known.is_empty() && known.iter().all(|(path, _)| folder.intact(path).is_some());
        if is_intact && known.iter().all(|(_, entry)| entry.origin == origin) {
            files.extend(reused(&known, origin));
            continue;
        }
        let source = part.gather(site)?;
        let key = source.key;
        if is_intact && known.iter().all(|(_, entry)| entry.key == key) {
            files.extend(reused(&known, origin));
            continue;
        }
        texts += source.text_count();
        for (name, bytes) in source.files()? {
            let path = format!("{SEARCH_INDEX}{name}");
            let outcome = folder.put(&path, &bytes, (key, origin))?;
            files.push((path.into(), outcome));
        }
    }
}

fn reused(
    known: &[(&OutputPath, &ManifestEntry)],
    origin: OptionalKey,
) -> impl Iterator<Item = (OutputPath, FileOutcome)> {
    let entry = move |entry: &ManifestEntry| FileOutcome::Reused(ManifestEntry { origin, ..*entry });
    known.iter().map(move |(path, known)| (OutputPath::clone(path), entry(known)))
}

/// Peak memory of this program in bytes. Only Linux reports it, and not exactly: it counts by thread and adds up late,
/// so that a second reading may be a little less than the first.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}
