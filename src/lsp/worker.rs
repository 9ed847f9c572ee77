//! Loads a site whenever its files or open texts change, in a thread of its own, so that questions are answered meanwhile.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::shared::SharedSession;
use crate::base::diagnostic::{self, Severity};
use crate::base::text::path::RelPath;
use crate::editor::advice::{self, AdviceContext, EarlierSite};
use crate::pipeline::inputs::{BuildOptions, InputFile, Inputs, clock};
use crate::{Loaded, Memo, load};

/// Time without changes after which the site is loaded.
const QUIET: Duration = Duration::from_millis(100);

/// A change of a site.
pub(super) enum SiteChange {
    /// An open text.
    Text,
    /// A file on the disk, or a folder.
    Disk(PathBuf),
}

/// The loader of one site.
pub(super) struct SiteWorker {
    session: Arc<SharedSession>,
    changes: Receiver<SiteChange>,
    last: Option<Arc<Loaded>>,
}

impl SiteWorker {
    /// A worker that has loaded nothing yet.
    pub(super) fn new(session: Arc<SharedSession>, changes: Receiver<SiteChange>) -> Self {
        Self { session, changes, last: None }
    }

    /// Loads the site, and again after each change, until the session ends.
    pub(super) fn run(mut self) {
        let mut read = self.read();
        loop {
            match &read {
                Ok(inputs) => self.load(inputs.clone()),
                Err(error) => {
                    let message = format!("margent cannot read {}: {error:#}", self.session.root.display());
                    (self.session.client.notify)("window/showMessage", json!({ "type": 1, "message": message }));
                }
            }
            let Some(paths) = self.next_changes() else { return };
            read = match read {
                Ok(inputs) if paths.is_empty() => clock().map(|now| Inputs { now, ..inputs }),
                Ok(inputs) => inputs.reread(&self.session.root, &paths),
                Err(_) => self.read(),
            };
        }
    }

    fn read(&self) -> Result<Inputs> {
        Inputs::read(&self.session.root, BuildOptions { drafts: true, future: true, base_url: None })
    }

    /// Loads the site with the open texts instead of those on the disk.
    fn load(&mut self, mut inputs: Inputs) {
        let open = self.session.state().open.clone();
        for (path, open) in &open {
            inputs.files.insert(path.clone(), InputFile::new(open.text.as_bytes()));
        }
        let nothing = Memo::default();
        let mut loaded = load(inputs, self.last.as_ref().map_or(&nothing, |last| &last.memo));
        advise(&mut loaded, open.keys());
        let loaded = Arc::new(loaded);
        self.session.show_all(Arc::clone(&loaded), &open);
        self.last = Some(loaded);
    }

    /// Waits for changes until there are no more for a while. Returns the paths on the disk that are among them; `None` if
    /// the session has ended.
    fn next_changes(&self) -> Option<BTreeSet<PathBuf>> {
        let mut paths = BTreeSet::new();
        let mut next = self.changes.recv().ok();
        loop {
            match next? {
                SiteChange::Text => {}
                SiteChange::Disk(path) => drop(paths.insert(path)),
            }
            next = match self.changes.recv_timeout(QUIET) {
                Ok(change) => Some(change),
                Err(RecvTimeoutError::Timeout) => return Some(paths),
                Err(RecvTimeoutError::Disconnected) => None,
            };
        }
    }
}

/// Adds the advice on the articles that are open.
fn advise<'p>(loaded: &mut Loaded, open: impl Iterator<Item = &'p RelPath>) {
    let Loaded { site, content, faults, .. } = loaded;
    let context = AdviceContext { site, inputs: &site.inputs, content, earlier: &EarlierSite::default() };
    // A file with an error gets no advice until the error is mended.
    let is_broken = |path: &RelPath| {
        faults.iter().any(|fault| fault.severity() == Severity::Error && fault.spans().any(|span| span.path == *path))
    };
    let advice: Vec<_> =
        open.filter(|path| !is_broken(path)).flat_map(|path| advice::of_article(&context, path)).collect();
    faults.extend(advice);
    diagnostic::sort(faults);
}
