//! The stage, where new files wait until all of them are there: a folder of margent's own memory, never one that is
//! uploaded.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Files waiting to be moved. Dropped before [`Stage::keep`], it leaves nothing behind.
pub(super) struct Stage {
    folder: PathBuf,
    is_kept: bool,
}

impl Stage {
    /// Starts with no folder; the first file makes it.
    pub fn new(folder: PathBuf) -> Result<Self> {
        remove(&folder)?;
        Ok(Self { folder, is_kept: false })
    }

    /// Writes the file `path` into the stage.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) -> Result<Metadata> {
        let file = self.folder.join(path);
        create(&file, bytes).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Keeps the files, since from now on a journal decides on them.
    pub(crate) fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.is_kept {
            // Nothing can be done about a failure here; the next command tries again.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Removes a folder of waiting files, if there is one.
pub(super) fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot empty {}", folder.display()))
        }
        _ => Ok(()),
    }
}

fn create(path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
    let mut file = match File::create(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // The folder above is nearly always there.
            let made = path.parent().map(|folder| fs::create_dir(folder).or_else(|_| fs::create_dir_all(folder)));
            made.transpose()?;
            File::create(path)?
        }
        file => file?,
    };
    file.write_all(bytes)?;
    file.metadata()
}
