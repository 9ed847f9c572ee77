//! Where new files wait until all of them are there.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Files waiting to be moved. Dropped without a commit, it leaves nothing behind.
pub(super) struct Stage {
    kind: StageKind,
    /// Where the files wait.
    folder: PathBuf,
    out: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StageKind {
    /// The whole output folder waits beside its place.
    Folder,
    /// Single files wait in a folder inside the output folder, hence on the same file system.
    Files,
}

impl Stage {
    /// Starts a first build into `out`.
    pub fn folder(out: &Path) -> Result<Self> {
        let name = out.file_name().map_or_else(|| "out".into(), |name| name.to_string_lossy().into_owned());
        let folder = out.with_file_name(format!(".{name}.margent-new"));
        Self::new(StageKind::Folder, folder, out)
    }

    /// Starts a change of the site in `out`.
    pub fn files(out: &Path) -> Result<Self> {
        Self::new(StageKind::Files, out.join(".margent-new"), out)
    }

    fn new(kind: StageKind, folder: PathBuf, out: &Path) -> Result<Self> {
        // A build that was killed may have left it.
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        Ok(Self { kind, folder, out: out.to_owned() })
    }

    /// Returns true if a file may be in the output folder already.
    pub(crate) fn may_exist(&self) -> bool {
        self.kind == StageKind::Files
    }

    /// Writes the file `path` to where it waits.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) -> Result<Metadata> {
        let file = self.folder.join(path);
        create(&file, bytes).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Moves the files `paths`, all that wait, into place.
    pub fn commit(self, paths: &[String]) -> Result<()> {
        match self.kind {
            StageKind::Folder => {
                fs::create_dir_all(&self.folder)?;
                if self.out.exists() {
                    fs::remove_dir(&self.out).with_context(|| format!("cannot replace {}", self.out.display()))?;
                }
                replace(&self.folder, &self.out)
            }
            StageKind::Files => {
                paths.iter().try_for_each(|path| replace(&self.folder.join(path), &self.out.join(path)))
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nothing can be done about a failure here; the next build tries again.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn create(path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
    // Most files are the first of a folder of their own.
    if path.ends_with("index.html")
        && let Some(parent) = path.parent()
    {
        let _ = fs::create_dir(parent);
    }
    let mut file = match File::create(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            File::create(path)?
        }
        file => file?,
    };
    file.write_all(bytes)?;
    file.metadata()
}

fn replace(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    fs::rename(from, to).with_context(|| format!("cannot replace {}", to.display()))
}
