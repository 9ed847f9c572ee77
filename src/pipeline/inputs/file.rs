//! One file of a site: its content and its hash. A file that somebody may be writing at this moment is read again and again until
//! it rests, so that none is published in part.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::walk::{FoundFiles, SNAPSHOTS};
use crate::base::hash::{self, Key};
use crate::base::media_type::{UNKNOWN, media_type};
use crate::base::regular_file;
use crate::base::text::path::RelPath;

/// The size in bytes above which an asset is hashed and copied without being held in memory.
const ASSET_LIMIT: u64 = 1 << 20;
/// The number of bytes of such a file that are held: enough to find the dimensions of an image.
const HEAD_LENGTH: u64 = 256 << 10;
/// The size in bytes above which a file is not read as a text. To build a page takes thirty times the memory of its text.
pub(super) const TEXT_LIMIT: u64 = 16 << 20;
/// The extensions of text files, which are held up to that size.
const TEXT_EXTENSIONS: [&str; 6] = ["md", "toml", "html", "htm", "txt", "xml"];

/// One file.
#[derive(Clone)]
pub struct InputFile {
    /// The hash of the whole content.
    pub hash: Key,
    bytes: FileBytes,
    /// Where it was read; none for a file in memory.
    path: Option<Arc<Path>>,
}

#[derive(Clone)]
enum FileBytes {
    Held(Arc<Vec<u8>>),
    OnDisk {
        head: Arc<Vec<u8>>,
        length: u64,
    },
    /// Held no longer; read once more if somebody asks for it after all.
    Released(OnceLock<Arc<Vec<u8>>>),
}

/// A file that has changed since the site was read.
#[derive(Debug)]
pub struct ChangedInput(PathBuf);

impl fmt::Display for ChangedInput {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} was changed while the site was being built; try again when it is complete", self.0.display())
    }
}

impl Error for ChangedInput {}

impl InputFile {
    /// Creates a file with this content.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self { hash: hash::bytes(&bytes), bytes: FileBytes::Held(Arc::new(bytes)), path: None }
    }

    /// The content; of a large asset, its first bytes. Nothing if it was released, and has changed since.
    pub fn head(&self) -> &[u8] {
        match &self.bytes {
            FileBytes::Held(bytes) => bytes,
            FileBytes::OnDisk { head, .. } => head,
            FileBytes::Released(again) => again.get_or_init(|| Arc::new(self.read_again().unwrap_or_default())),
        }
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> u64 {
        match &self.bytes {
            FileBytes::Held(_) | FileBytes::Released(_) => self.head().len() as u64,
            FileBytes::OnDisk { length, .. } => *length,
        }
    }

    /// The whole content.
    ///
    /// # Errors
    /// When a large asset can no longer be read, or has changed ([`ChangedInput`]).
    pub fn content(&self) -> Result<Cow<'_, [u8]>> {
        match &self.bytes {
            FileBytes::Held(bytes) => Ok(Cow::Borrowed(bytes)),
            FileBytes::OnDisk { .. } | FileBytes::Released(_) => self.read_again().map(Cow::Owned),
        }
    }

    fn read_again(&self) -> Result<Vec<u8>> {
        let path = self.path.as_deref().unwrap_or(Path::new(""));
        let bytes = regular_file::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        // Others may depend on what was read first, such as the address of a picture.
        if hash::bytes(&bytes) != self.hash {
            return Err(ChangedInput(path.to_owned()).into());
        }
        Ok(bytes)
    }

    /// Reads the file `name` at `path`, of `len` bytes, from `reader`.
    pub(super) fn read(name: &RelPath, path: &Path, len: u64, mut reader: impl Read) -> io::Result<Self> {
        let mut head = Vec::with_capacity(usize::try_from(len.min(ASSET_LIMIT)).unwrap_or_default() + 1);
        let extension = name.extension().to_ascii_lowercase();
        // Sites name their snapshots as they like.
        let is_snapshot = name.strip(SNAPSHOTS).is_some() && media_type(name.as_str()) == UNKNOWN;
        let is_text = TEXT_EXTENSIONS.contains(&extension.as_str()) || is_snapshot;
        if len <= if is_text { TEXT_LIMIT } else { ASSET_LIMIT } {
            // One byte more: if it has grown meanwhile, it is read again.
            reader.take(len + 1).read_to_end(&mut head)?;
            head.shrink_to_fit();
            return Ok(Self { path: Some(path.into()), ..Self::new(head) });
        }
        reader.by_ref().take(HEAD_LENGTH).read_to_end(&mut head)?;
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        hasher.update(&head);
        let mut buffer = vec![0; 64 << 10];
        loop {
            match reader.read(&mut buffer)? {
                0 => break,
                n => hasher.update(&buffer[..n]),
            }
        }
        Ok(Self {
            hash: hasher.digest128(),
            bytes: FileBytes::OnDisk { head: Arc::new(head), length: len },
            path: Some(path.into()),
        })
    }

    /// Gives the content away, which is read once more if it is needed again. Of a file in memory it stays here, too.
    pub(super) fn give_away(&mut self) -> Self {
        let given = self.clone();
        if self.path.is_some() && matches!(self.bytes, FileBytes::Held(_)) {
            self.bytes = FileBytes::Released(OnceLock::new());
        }
        given
    }
}

/// The time without a change after which a file counts as complete: programs write a long one piece by piece, and before they
/// write they empty it.
const REST: Duration = Duration::from_millis(20);
const REST_OF_LONG: Duration = Duration::from_millis(200);
const REST_OF_EMPTY: Duration = Duration::from_secs(1);
/// The length in bytes above which a file is long: more than one piece.
const LONG: u64 = 64 << 10;
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
        if_there(file).with_context(|| format!("cannot read {}", path.display()))
    });
    Ok(read.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Reads a file, unless it is as it was at the last look. `None` if it is gone.
fn look(name: &RelPath, path: &Path, before: Option<&Look>) -> io::Result<Option<Look>> {
    let found = regular_file::metadata(path).and_then(stamp).and_then(|first| {
        match before.filter(|before| before.stamp == first) {
            Some(before) => Ok(Look { file: before.file.clone(), stamp: first, rests: rests(first, now(), true) }),
            None => read_once(name, path, first),
        }
    });
    if_there(found)
}

/// The result of reading a file; `None` if it is gone.
fn if_there<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

fn read_once(name: &RelPath, path: &Path, first: FileStamp) -> io::Result<Look> {
    let reader = File::open(path)?;
    let file = InputFile::read(name, path, first.0, &reader)?;
    let stamp = stamp(reader.metadata()?)?;
    Ok(Look { file, stamp, rests: stamp == first && rests(stamp, now(), false) })
}

fn stamp(metadata: Metadata) -> io::Result<FileStamp> {
    Ok((metadata.len(), metadata.modified()?))
}

#[allow(clippy::disallowed_methods, reason = "the clock decides when to look again, not what is built")]
fn now() -> SystemTime {
    SystemTime::now()
}

/// Returns whether a file was not changed for long enough; `again`, if it was the same at the last look. The clocks of network
/// disks may be a little ahead.
fn rests((length, modified): FileStamp, now: SystemTime, again: bool) -> bool {
    let rest = match length {
        0 => REST_OF_EMPTY,
        _ if length > LONG => REST_OF_LONG,
        _ => REST,
    };
    match now.duration_since(modified) {
        Ok(age) => age >= rest,
        Err(ahead) => again || ahead.duration() >= Duration::from_secs(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_empty_files_rest_for_longer() {
        let now = now();
        let cases = [(5, 100, true), (5, 1, false), (0, 100, false), (0, 2_000, true), (LONG + 1, 100, false)];
        for (length, age, expected) in cases {
            let stamp = (length, now - Duration::from_millis(age));
            assert_eq!(rests(stamp, now, true), expected, "{length} bytes, {age} ms ago");
        }
    }
}
