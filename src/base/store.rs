//! Values on disk under `.margent/`. Each file starts with a line that names its format and is replaced atomically; a
//! file in another format counts as absent.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::hash::{Hasher, Key};
use super::regular_file;

/// The first line of a file; changes whenever the format of a stored value does.
const FORMAT: &[u8] = b"margent store 1\n";

/// The number of bytes before a keyed value.
const HEAD: usize = FORMAT.len() + 32;

/// Loads the value in `path`; `None` if there is none in this format.
///
/// # Errors
/// When the file exists and cannot be read.
pub(crate) fn load<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let bytes = read(path)?;
    Ok(bytes.and_then(|bytes| postcard::from_bytes(bytes.strip_prefix(FORMAT)?).ok()))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match regular_file::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Saves the value in `path`. Its bytes are written as they come, since a large value fills memory already.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn save<T: Serialize>(path: &Path, value: &T) -> Result<()> {
    write_file(path, |file| {
        file.write_all(FORMAT)?;
        let mut to = FailingWriter { to: file, error: None };
        let encoded = postcard::to_io(value, &mut to).map(drop);
        to.error.map_or(encoded.map_err(io::Error::other), Err)
    })
}

/// A writer that keeps its error, which postcard does not pass on.
struct FailingWriter<W> {
    to: W,
    error: Option<io::Error>,
}

impl<W: Write> Write for FailingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write_all(bytes).map(|()| bytes.len()).map_err(|error| {
            let kind = error.kind();
            self.error = Some(error);
            kind.into()
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Loads the value that [`save_keyed`] stored in `path`; `None` if there is none, or it was damaged. A damaged file is
/// removed, so that it is written again.
///
/// # Errors
/// When the file exists and cannot be read.
pub(crate) fn load_keyed<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let Some(bytes) = read(path)? else { return Ok(None) };
    let value = bytes.get(HEAD..).filter(|value| bytes.starts_with(&head(&bytes[FORMAT.len()..][..16], value)));
    let value = value.and_then(|value| postcard::from_bytes(value).ok());
    if value.is_none() {
        // Nothing is lost if this fails: what is damaged is never used.
        let _ = fs::remove_file(path);
    }
    Ok(value)
}

/// Saves the value of `key` in `path`, unless it is there.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn save_keyed<T: Serialize>(path: &Path, key: Key, value: impl FnOnce() -> T) -> Result<()> {
    let key = key.to_le_bytes();
    let mut start = [0; FORMAT.len() + 16];
    let there = regular_file::open(path).and_then(|mut file| file.read_exact(&mut start));
    if there.is_ok() && start == *[FORMAT, &key].concat() {
        return Ok(());
    }
    let mut bytes = postcard::to_extend(&value(), vec![0; HEAD]).context("cannot encode a value")?;
    let head = head(&key, &bytes[HEAD..]);
    bytes[..HEAD].copy_from_slice(&head);
    write_file(path, |file| file.write_all(&bytes))
}

/// Removes the value in `path`, if there is one.
///
/// # Errors
/// When the file cannot be removed.
pub(crate) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// The bytes before a keyed value: the format, the key, and a hash of both key and value.
fn head(key: &[u8], value: &[u8]) -> Vec<u8> {
    let checksum = Hasher::new().bytes(key).bytes(value).finish();
    [FORMAT, key, &checksum.to_le_bytes()].concat()
}

/// Replaces the content of `path` atomically, if it differs.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn replace_file(path: &Path, bytes: Vec<u8>) -> Result<()> {
    match regular_file::read(path) {
        Ok(current) if current == bytes => return Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot write {}", path.display()));
        }
        Ok(_) | Err(_) => {}
    }
    write_file(path, |file| file.write_all(&bytes))
}

fn write_file(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    }
    let new = path.with_extension("new");
    let written = File::create(&new).and_then(|file| {
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        file.flush()
    });
    written.and_then(|()| fs::rename(&new, path)).with_context(|| format!("cannot write {}", path.display()))
}
