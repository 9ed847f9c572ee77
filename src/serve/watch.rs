//! Watches the files of a site, and reports which of them changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::pipeline::inputs::SITE_ROOTS;

/// Time without further changes after which files count as completely written.
const QUIET: Duration = Duration::from_millis(10);
/// Time after which changes are reported even if more follow.
const LONGEST: Duration = Duration::from_millis(50);
/// Time after which a new folder is reported again, for files that came into it before it was watched.
const NEW_FOLDER: Duration = Duration::from_millis(250);

/// A change of the files of a site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum WatchEvent {
    /// Changes of these files and folders, or of files in them.
    Paths(BTreeSet<PathBuf>),
    /// Changes of any file, possibly: everything has to be read.
    All,
}

/// Watches a site. Folders beside `content/` and `themes/` are not watched: there may be many.
pub(crate) struct SiteWatcher {
    root: PathBuf,
    receiver: Receiver<notify::Result<Event>>,
    watcher: Option<RecommendedWatcher>,
    /// New folders, which are to be reported again.
    new_folders: BTreeSet<PathBuf>,
}

impl SiteWatcher {
    /// Starts watching the site in the folder `root`, which must be an absolute path without symbolic links.
    ///
    /// # Errors
    /// When the system does not allow it.
    pub fn start(root: &Path) -> Result<Self> {
        let (_, receiver) = channel();
        let mut watch = Self { root: root.to_owned(), receiver, watcher: None, new_folders: BTreeSet::new() };
        watch.renew()?;
        Ok(watch)
    }

    /// Starts watching again: a folder that was replaced is no longer the one that was watched.
    fn renew(&mut self) -> Result<()> {
        self.watcher = None;
        let (sender, receiver) = channel();
        self.receiver = receiver;
        // The receiver is gone when the program ends.
        let send = move |event| drop(sender.send(event));
        let mut watcher = notify::recommended_watcher(send).map_err(advised).context("cannot watch files")?;
        let mut watch = |path: &Path, mode| {
            watcher.watch(path, mode).map_err(advised).with_context(|| format!("cannot watch {}", path.display()))
        };
        watch(&self.root, RecursiveMode::NonRecursive)?;
        for top in SITE_ROOTS.map(|top| self.root.join(top)).iter().filter(|top| top.is_dir()) {
            watch(top, RecursiveMode::Recursive)?;
        }
        self.watcher = Some(watcher);
        Ok(())
    }

    /// Starts watching again after something could not be read, and reports that everything may have changed.
    ///
    /// # Errors
    /// When the site cannot be watched.
    pub fn retry(&mut self) -> Result<WatchEvent> {
        self.renew().map(|()| WatchEvent::All)
    }

    /// Waits until files change.
    ///
    /// # Errors
    /// When the site can no longer be watched: then [`retry`](Self::retry).
    pub fn next_change(&mut self) -> Result<WatchEvent> {
        let mut paths = BTreeSet::new();
        let mut all = false;
        let mut since = None;
        loop {
            let wait = match since {
                None if self.new_folders.is_empty() => Duration::from_secs(3600),
                None => NEW_FOLDER,
                Some(since) => QUIET.min(LONGEST.saturating_sub(Instant::elapsed(&since))),
            };
            match self.receiver.recv_timeout(wait) {
                Ok(event) => {
                    all |= self.add_paths(event, &mut paths)?;
                    if since.is_none() && (all || !paths.is_empty()) {
                        since = Some(Instant::now());
                    }
                }
                Err(RecvTimeoutError::Timeout) if since.is_some() => break,
                Err(RecvTimeoutError::Timeout) if !self.new_folders.is_empty() => {
                    return Ok(WatchEvent::Paths(std::mem::take(&mut self.new_folders)));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => bail!("files are no longer watched"),
            }
        }
        if all {
            self.new_folders.clear();
            self.renew()?;
            return Ok(WatchEvent::All);
        }
        self.new_folders.extend(paths.iter().filter(|path| path.is_dir()).cloned());
        Ok(WatchEvent::Paths(paths))
    }

    /// Adds the paths of an event to `paths`. Returns whether everything has to be read again.
    fn add_paths(&mut self, event: notify::Result<Event>, paths: &mut BTreeSet<PathBuf>) -> Result<bool> {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.watcher = None;
                return Err(advised(error));
            }
        };
        let is_written = matches!(event.kind, EventKind::Access(AccessKind::Close(AccessMode::Write)));
        let is_read = matches!(event.kind, EventKind::Access(_)) && !is_written;
        if event.need_rescan() {
            return Ok(true);
        }
        if is_read {
            return Ok(false);
        }
        let metadata = matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
        let mut all = false;
        for path in event.paths {
            let Ok(inner) = path.strip_prefix(&self.root) else { continue };
            let is_file = inner == Path::new(SITE_ROOTS[0]);
            // A folder that was created, deleted or replaced is not the one that is watched.
            let is_top = !is_file && (inner == Path::new("") || SITE_ROOTS.iter().any(|top| inner == Path::new(top)));
            if is_top {
                all |= !metadata;
            } else if SITE_ROOTS.iter().any(|top| inner.starts_with(top)) {
                paths.insert(path);
            }
        }
        Ok(all)
    }
}

/// Adds a remedy to an error of the watcher that the user can mend.
fn advised(error: notify::Error) -> anyhow::Error {
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other errors of notify say what to do, or nobody can")]
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => anyhow!(
            "the system does not allow watching so many folders; allow more: \
             sudo sysctl fs.inotify.max_user_watches=524288"
        ),
        notify::ErrorKind::Io(error) if error.raw_os_error() == Some(24) => {
            anyhow!("too many programs watch files; allow more: sudo sysctl fs.inotify.max_user_instances=1024")
        }
        notify::ErrorKind::PathNotFound => anyhow!("it does not exist; move it back, or serve it where it is now"),
        _ => error.into(),
    }
}
