//! A site that may be published, and the folder in which it is built.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::Site;
use crate::base::text::characters::printable;
use crate::base::text::words;
use crate::cli::args::GlobalArgs;
use crate::cli::memory::{PUBLISH, lock};
use crate::cli::reports::fault_report;
use crate::editor::advice::{self, AdviceContext, EarlierSite};
use crate::pipeline::content::Content;
use crate::publish::{Git, SiteAddress};

/// A site that is built and checked, and may be published.
pub(super) struct BuiltSite {
    pub(super) site: Site,
    pub(super) content: Content,
    pub(super) address: SiteAddress,
    pub(super) folder: BuildFolder,
    /// The files below [`BuiltSite::files`].
    pub(super) paths: Vec<String>,
}

impl BuiltSite {
    /// Returns the folder of the finished files.
    pub(super) fn files(&self) -> PathBuf {
        self.folder.path.join("site")
    }

    /// Returns the site's title, in one line.
    pub(super) fn title(&self) -> String {
        printable(&words::collapse_space(&self.site.config.title))
    }

    /// Shows the addresses that were published and that readers would lose.
    ///
    /// # Errors
    /// When such advice shall stop the command.
    pub(super) fn show_lost(&self, global: &GlobalArgs, published: &EarlierSite) -> Result<()> {
        let (site, content) = (&self.site, &self.content);
        let context = AdviceContext { site, inputs: &site.inputs, content, earlier: published };
        let lost = advice::lost_addresses(&context);
        fault_report::show(global, &site.inputs, &lost)?;
        if fault_report::are_fatal(global, &lost) {
            bail!("nothing was published: addresses would be lost, which --deny advice treats as an error");
        }
        Ok(())
    }
}

/// The folder in which the site is built before it is published.
pub(super) struct BuildFolder {
    pub(super) path: PathBuf,
    /// True if it is removed at the end.
    is_temporary: bool,
    _lock: Option<fs::File>,
}

impl BuildFolder {
    /// Returns a folder in the site's memory, so that the next time only changes are built.
    pub(super) fn permanent(memory: &Path) -> Result<Self> {
        let lock = lock(memory)?;
        let path = memory.join(PUBLISH);
        // Left behind by a process that was killed.
        for name in ["index", "index.lock"] {
            let _ = fs::remove_file(path.join(name));
        }
        fs::create_dir_all(&path).with_context(|| format!("cannot create {}", path.display()))?;
        let path = path.canonicalize().with_context(|| format!("cannot find {}", path.display()))?;
        Ok(Self { path, is_temporary: false, _lock: Some(lock) })
    }

    /// Returns a temporary folder, since a dry run writes nothing to the site.
    pub(super) fn temporary() -> Result<Self> {
        let name = format!("margent-publish-{}", std::process::id());
        for number in 0.. {
            let path = std::env::temp_dir().join(format!("{name}-{number}"));
            match fs::create_dir(&path) {
                // Left behind by a process that was killed and had the same id.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                created => {
                    created.with_context(|| format!("cannot create {}", path.display()))?;
                    return Ok(Self { path, is_temporary: true, _lock: None });
                }
            }
        }
        bail!("no name is left for a folder in {}", std::env::temp_dir().display())
    }

    /// Returns a `git` that reads the objects of the repository, and writes new ones to this folder.
    pub(super) fn with_own_objects(&self, git: &Git) -> Result<Git> {
        let objects = self.path.join("objects");
        let alternates = git.run(&["rev-parse", "--path-format=absolute", "--git-path", "objects"])?;
        fs::create_dir_all(objects.join("info"))
            .and_then(|()| fs::write(objects.join("info/alternates"), alternates + "\n"))
            .with_context(|| format!("cannot write to {}", objects.display()))?;
        Ok(git.with_env("GIT_OBJECT_DIRECTORY", objects))
    }
}

impl Drop for BuildFolder {
    fn drop(&mut self) {
        if self.is_temporary {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}
