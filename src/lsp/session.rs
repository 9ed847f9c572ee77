//! One site while it is edited: takes its texts, and shows the faults of an edit.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::known::KnownSite;
use super::shared::{LspClient, OpenText, SharedSession, file_of};
use crate::base::diagnostic::{self, Diagnostic, Severity, Span};
use crate::base::repair::RepairEdit;
use crate::base::text::path::RelPath;
use crate::editor::advice::{self, AdviceContext, EarlierSite};
use crate::pipeline::content;
use crate::pipeline::inputs::{BuildOptions, InputFile, Inputs, SITE_ROOTS, clock};
use crate::{Loaded, Memo, load};

/// A site that is edited.
pub(super) struct SiteSession {
    shared: Arc<SharedSession>,
    changes: Sender<SiteChange>,
}

impl SiteSession {
    /// Starts to load the site in the folder `root`.
    ///
    /// # Errors
    /// When the system allows no more threads.
    pub(super) fn start(root: &Path, client: &LspClient) -> Result<Self> {
        let shared = Arc::new(SharedSession::new(root.to_owned(), client.clone()));
        let (changes, received) = channel();
        let worker = SiteWorker::new(Arc::clone(&shared), received);
        let thread = std::thread::Builder::new().name("site".to_owned());
        thread.spawn(move || worker.run()).context("cannot start a thread")?;
        Ok(Self { shared, changes })
    }

    /// The path of a file in the site; `None` if it is not one that a site reads.
    pub(super) fn path(&self, file: &Path) -> Option<RelPath> {
        let inside = file.strip_prefix(&self.shared.root).ok()?;
        let top = SITE_ROOTS.iter().any(|top| inside.starts_with(top));
        RelPath::new(&inside.to_str()?.replace('\\', "/")).filter(|_| top)
    }

    /// Takes the text of a file that is open, shows at once the faults that it has by itself, and has the site loaded.
    pub(super) fn edit(&self, path: &RelPath, text: &str, version: Value) {
        let mut state = self.shared.state();
        state.open.insert(path.clone(), OpenText { text: text.into(), version });
        if let Some(loaded) = state.loaded.clone()
            && let Some(own) = content::faults_of_text(path, text, &loaded.site.config)
        {
            let mut faults = faults_elsewhere(&loaded, path, text);
            faults.extend(own);
            diagnostic::sort(&mut faults);
            self.shared.show(&mut state, path, faults);
        }
        drop(state);
        self.change(SiteChange::Text);
    }

    /// Forgets the text of a file that is no longer open: the disk has the last word.
    pub(super) fn close(&self, path: &RelPath) {
        self.shared.state().open.remove(path);
        self.change(SiteChange::Disk(self.shared.root.join(path.as_str())));
    }

    /// Returns what is known of the site; `None` before its first load.
    pub(super) fn known(&self) -> Option<KnownSite<'_>> {
        KnownSite::of(&self.shared)
    }

    /// Has the site loaded again.
    pub(super) fn change(&self, change: SiteChange) {
        // A worker that is gone has said why.
        drop(self.changes.send(change));
    }
}

/// The faults of `path` that only the whole site shows, where they are now.
fn faults_elsewhere(loaded: &Loaded, path: &RelPath, now: &str) -> Vec<Diagnostic> {
    let own = loaded.memo.content.faults_of(path);
    let edit = TextEdit::between(loaded.site.inputs.text(path).unwrap_or_default(), now);
    let others = loaded.faults.iter().filter(|fault| file_of(fault) == *path && !own.contains(fault));
    others.filter_map(|fault| edit.move_fault(path, fault.clone())).collect()
}

/// The part of a text that an edit replaced.
struct TextEdit {
    /// The bytes replaced.
    replaced: Range<usize>,
    /// The number of bytes before the edit, and after it.
    lengths: [usize; 2],
}

impl TextEdit {
    fn between(before: &str, now: &str) -> Self {
        Self { replaced: RepairEdit::between(before, now).range, lengths: [before.len(), now.len()] }
    }

    /// Moves the places of a fault with the text around them; `None` if its text was edited.
    fn move_fault(&self, path: &RelPath, mut fault: Diagnostic) -> Option<Diagnostic> {
        let related = fault.related.iter_mut().map(|(span, _)| span);
        for Span { range, .. } in fault.span.iter_mut().chain(related).filter(|span| span.path == *path) {
            if range.start >= self.replaced.end {
                let [before, now] = self.lengths;
                *range = range.start + now - before..range.end + now - before;
            } else if range.end > self.replaced.start {
                return None;
            }
        }
        Some(fault)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    use crate::base::codes;

    #[test]
    fn faults_move_with_their_text() {
        let path = RelPath::new("a.md").expect("a path");
        let fault = |range| Diagnostic::new(codes::BROKEN_LINK, "x").at(Span::new(&path, range));
        let edit = TextEdit::between("one two three", "one 2 three");
        let place = |range| edit.move_fault(&path, fault(range)).and_then(|fault| fault.span).map(|span| span.range);
        assert_eq!(place(0..3), Some(0..3));
        assert_eq!(place(8..13), Some(6..11));
        assert_eq!(place(4..7), None);
    }
}
