//! Writes an editor's files: whatever changes `content/` does so here, and replaces only files that are still as they were read.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anyhow::Context;

use crate::base::text::path::RelPath;
use crate::pipeline::report::describe;

/// The reason why a file was not written.
#[derive(Debug)]
pub enum SiteFileError {
    /// There is a file of that name already.
    Exists,
    /// The file is no longer as it was read.
    Changed,
    /// The disk refuses.
    Disk(io::Error),
}

impl Display for SiteFileError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists => write!(f, "the file exists already"),
            Self::Changed => write!(f, "the file has changed since it was read; save it, and try again"),
            Self::Disk(error) => f.write_str(&describe(error)),
        }
    }
}

impl Error for SiteFileError {}

impl From<io::Error> for SiteFileError {
    fn from(error: io::Error) -> Self {
        if error.kind() == ErrorKind::AlreadyExists { Self::Exists } else { Self::Disk(error) }
    }
}

/// Writes a file of the site at `root`: replaces `old`, or creates the file where there is none.
///
/// # Errors
/// When it cannot be written.
pub fn write(root: &Path, path: &RelPath, old: Option<&str>, new: &str) -> anyhow::Result<()> {
    let file = root.join(path.as_str());
    let written = match old {
        Some(old) => replace(&file, old, new),
        None => create(&file, new.as_bytes()),
    };
    written.with_context(|| format!("cannot write {path}"))
}

/// Writes a file that must not exist yet, and the folders above it.
///
/// # Errors
/// When it exists, or the disk fails.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), SiteFileError> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).map_err(SiteFileError::Disk)?;
    if path.is_dir() {
        return Err(SiteFileError::Disk(ErrorKind::IsADirectory.into()));
    }
    let mut file = File::create_new(path)?;
    file.write_all(bytes).map_err(|error| {
        // Half a file would look like something that somebody wrote.
        let _ = fs::remove_file(path);
        SiteFileError::Disk(error)
    })
}

/// Replaces the file's contents if they are still `old`; behind a symbolic link, its target's. At any moment the file is the
/// old one or the new one, with the same permissions.
///
/// # Errors
/// When the contents are others, or the disk fails.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), SiteFileError> {
    let file = path.canonicalize()?;
    if fs::read(&file)? != old.as_bytes() {
        return Err(SiteFileError::Changed);
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!(".{name}.margent-new"));
    write_synced(&beside, new)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&file)?.permissions()))
        .and_then(|()| fs::rename(&beside, &file))
        .inspect_err(|_| drop(fs::remove_file(&beside)))?;
    Ok(())
}

fn write_synced(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_somebody_changed_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a/b.md");
        create(&path, b"one").expect("created");
        assert!(matches!(create(&path, b"two"), Err(SiteFileError::Exists)));
        replace(&path, "one", "two").expect("replaced");
        assert!(matches!(replace(&path, "one", "three"), Err(SiteFileError::Changed)));
        assert_eq!(fs::read_to_string(&path).expect("read"), "two");
        assert_eq!(fs::read_dir(path.parent().expect("a folder")).expect("listed").count(), 1);
    }
}
