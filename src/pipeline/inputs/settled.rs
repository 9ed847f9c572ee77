//! Reads files that somebody may be writing at this moment: again and again until they rest, so that none is published
//! in part.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::file::InputFile;
use super::walk::FoundFiles;
use crate::base::regular_file;
use crate::base::text::path::RelPath;

/// The time without a change after which a file counts as complete.
const REST: Duration = Duration::from_millis(20);
/// The time for which files may keep changing before reading fails.
const PATIENCE: Duration = Duration::from_secs(3);

/// Length and time of a file, by which a change shows.
type FileStamp = (u64, SystemTime);

/// The result of one look at a file.
struct Look {
    file: InputFile,
    stamp: FileStamp,
    /// True if it was not written while or just before it was read.
    rests: bool,
}

/// Reads `files`. Those that vanish meanwhile are left out.
///
/// # Errors
/// When one cannot be read, or keeps changing.
pub(super) fn read_all(mut files: FoundFiles) -> Result<BTreeMap<RelPath, InputFile>> {
    let started = Instant::now();
    let mut read = BTreeMap::new();
    let mut before: BTreeMap<RelPath, Look> = BTreeMap::new();
    loop {
        let looks = files.par_iter().map(|(name, path)| {
            let look = look(name, path, before.get(name)).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((name.clone(), look))
        });
        let looks: Vec<_> = looks.collect::<Result<_>>()?;
        let (resting, restless): (Vec<_>, Vec<_>) =
            looks.into_iter().filter_map(|(name, look)| Some((name, look?))).partition(|(_, look)| look.rests);
        read.extend(resting.into_iter().map(|(name, look)| (name, look.file)));
        let Some((first, _)) = restless.first() else { return Ok(read) };
        if started.elapsed() > PATIENCE {
            bail!("{first} keeps changing; try again when it is complete");
        }
        before = restless.into_iter().collect();
        files.retain(|(name, _)| before.contains_key(name));
        std::thread::sleep(REST);
    }
}

/// Reads files as they are, for a caller that will hear of any change to come.
///
/// # Errors
/// When one cannot be read. Those that vanish meanwhile are left out.
pub(super) fn read_at_once(files: FoundFiles) -> Result<Vec<(RelPath, InputFile)>> {
    let read = files.into_par_iter().map(|(name, path)| {
        let file = regular_file::open(&path)
            .and_then(|reader| InputFile::read(&name, &path, reader.metadata()?.len(), reader))
            .map(|file| (name, file));
        match file {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            file => file.map(Some).with_context(|| format!("cannot read {}", path.display())),
        }
    });
    Ok(read.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Reads a file, unless it is as it was [`REST`] ago. `None` if it is gone.
fn look(name: &RelPath, path: &Path, before: Option<&Look>) -> io::Result<Option<Look>> {
    let found = regular_file::metadata(path).and_then(stamp).and_then(|first| {
        match before.filter(|before| before.stamp == first) {
            Some(before) => Ok(Look { file: before.file.clone(), stamp: first, rests: true }),
            None => read_once(name, path, first),
        }
    });
    match found {
        Ok(look) => Ok(Some(look)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn read_once(name: &RelPath, path: &Path, first: FileStamp) -> io::Result<Look> {
    let reader = File::open(path)?;
    let file = InputFile::read(name, path, first.0, &reader)?;
    let stamp = stamp(reader.metadata()?)?;
    Ok(Look { file, stamp, rests: stamp == first && !is_fresh(stamp.1) })
}

fn stamp(metadata: Metadata) -> io::Result<FileStamp> {
    Ok((metadata.len(), metadata.modified()?))
}

/// Returns whether the time is that of a moment ago. The clocks of network disks may be a little ahead.
#[allow(clippy::disallowed_methods, reason = "the clock decides when to look again, not what is built")]
fn is_fresh(modified: SystemTime) -> bool {
    match SystemTime::now().duration_since(modified) {
        Ok(age) => age < REST,
        Err(ahead) => ahead.duration() < Duration::from_secs(2),
    }
}
