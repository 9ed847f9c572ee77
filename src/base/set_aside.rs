//! Texts that are set aside on disk until they are needed, so that memory does not grow with them.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

/// A file without a name, which is gone when nothing refers to it any longer.
#[derive(Debug)]
pub struct AsideFile {
    file: File,
    end: AtomicU64,
}

/// A text in memory or in an [`AsideFile`].
#[derive(Clone, Debug)]
pub(crate) enum AsideText {
    Held(Box<str>),
    Aside { file: Arc<AsideFile>, at: u64, len: usize },
}

impl AsideFile {
    /// Creates one on the disk of `folder`.
    ///
    /// # Errors
    /// When that disk cannot be written to.
    pub fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile_in(folder)?, end: AtomicU64::new(0) })
    }

    #[cfg(unix)]
    fn write(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(&self.file, bytes, at)
    }

    #[cfg(unix)]
    fn read(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, bytes, at)
    }

    #[cfg(windows)]
    fn write(&self, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            let done = std::os::windows::fs::FileExt::seek_write(&self.file, bytes, at)?;
            (bytes, at) = (&bytes[done..], at + done as u64);
        }
        Ok(())
    }

    #[cfg(windows)]
    fn read(&self, bytes: &mut [u8], mut at: u64) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let done = std::os::windows::fs::FileExt::seek_read(&self.file, rest, at)?;
            if done == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            (rest, at) = (&mut rest[done..], at + done as u64);
        }
        Ok(())
    }
}

impl AsideText {
    /// The length in bytes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Held(text) => text.len(),
            Self::Aside { len, .. } => *len,
        }
    }

    /// Returns the text.
    ///
    /// # Errors
    /// When it was set aside and cannot be read.
    pub(crate) fn get(&self) -> io::Result<Cow<'_, str>> {
        match self {
            Self::Held(text) => Ok(Cow::Borrowed(text)),
            Self::Aside { file, at, len } => {
                let mut bytes = vec![0; *len];
                file.read(&mut bytes, *at)?;
                String::from_utf8(bytes).map(Cow::Owned).map_err(io::Error::other)
            }
        }
    }

    /// Sets the text aside in `file`. If the disk is full, it stays in memory.
    pub(crate) fn set_aside(&mut self, file: &Arc<AsideFile>) {
        if let Self::Held(text) = self {
            let (len, file) = (text.len(), Arc::clone(file));
            let at = file.end.fetch_add(len as u64, Ordering::Relaxed);
            if file.write(text.as_bytes(), at).is_ok() {
                *self = Self::Aside { file, at, len };
            }
        }
    }
}

impl Default for AsideText {
    fn default() -> Self {
        Self::Held(Box::default())
    }
}

impl From<String> for AsideText {
    fn from(text: String) -> Self {
        Self::Held(text.into())
    }
}

impl Serialize for AsideText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().map_err(ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AsideText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self::Held)
    }
}
