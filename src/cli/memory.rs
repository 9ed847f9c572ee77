//! The folder `.margent/`, which is safe to delete: parsed articles from build to build, and the lock.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::args::GlobalArgs;
use crate::base::regular_file;
use crate::base::set_aside::AsideFile;
use crate::pipeline::content::ContentMemo;
use crate::pipeline::output;
use crate::{Inputs, Loaded, Memo};

/// The folder, inside the site's.
pub(super) const MEMORY: &str = ".margent";
/// The folder in it from which the site is published.
pub(super) const PUBLISH: &str = "publish";
/// The folder of parsed articles in it.
pub(super) const CONTENT: &str = "content";
/// The same of other commands: parsing depends on the public address, which for them is another.
pub(super) const PUBLISHED_CONTENT: &str = "content-publish";
pub(super) const SERVED_CONTENT: &str = "content-serve";

/// Runs the pipeline up to rendering on inputs whose reading took `read_time`.
pub(super) fn load_inputs(global: &GlobalArgs, inputs: Inputs, read_time: Duration) -> Result<Loaded> {
    let started = Instant::now();
    let memo = load_build_memo(global, CONTENT)?;
    let read_time = read_time + started.elapsed();
    let mut loaded = crate::load(inputs, &memo);
    loaded.times.insert(0, ("read", read_time));
    Ok(loaded.without_texts())
}

/// Loads the parsed articles in the folder `kept`, for a build: it sets the texts of others aside on disk.
pub(super) fn load_build_memo(global: &GlobalArgs, kept: &str) -> Result<Memo> {
    let memory = global.root.join(MEMORY);
    let aside = fs::create_dir_all(&memory).and_then(|()| AsideFile::create(&memory));
    let aside = aside.with_context(|| format!("cannot write to {}", memory.display()))?;
    let Memo { content, .. } = load_memo(global, kept)?;
    Ok(Memo::of_content(content.setting_aside(aside)))
}

/// Loads the parsed articles in the folder `kept`.
pub(super) fn load_memo(global: &GlobalArgs, kept: &str) -> Result<Memo> {
    Ok(Memo::of_content(ContentMemo::load(&global.root.join(MEMORY).join(kept))?))
}

/// Keeps the parsed articles in the folder `kept`, for the next time.
pub(super) fn save_memo(global: &GlobalArgs, kept: &str, memo: &Memo) -> Result<()> {
    memo.content.save(&global.root.join(MEMORY).join(kept))
}

/// Finishes the replacement of the old site by the new one in the output folders of the site at `root`, if a build was
/// killed meanwhile, and removes the files that a killed build left in `.margent/`.
pub(super) fn recover(root: &Path) -> Result<()> {
    let memory = root.join(MEMORY);
    let folders = [memory.join(PUBLISH), memory];
    let mut left = folders.iter().map(|folder| output::leftovers(folder));
    if left.try_fold(true, |none, left| Ok::<_, anyhow::Error>(none && left?.is_empty()))? {
        return Ok(());
    }
    // Who holds the lock is not done yet.
    let Ok(_lock) = lock(&folders[1]) else { return Ok(()) };
    folders.iter().try_for_each(|folder| output::recover(folder))
}

/// Locks the site's memory against a second build, for as long as the file returned is open.
pub(super) fn lock(memory: &Path) -> Result<File> {
    let path = memory.join("lock");
    let file = fs::create_dir_all(memory)
        .and_then(|()| if path.exists() { regular_file::metadata(&path).map(drop) } else { Ok(()) })
        .and_then(|()| File::create(&path))
        .with_context(|| format!("cannot write to {}, where margent keeps its cache and its lock", memory.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!("another margent is building this site; wait until it is done"),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
    }
}
