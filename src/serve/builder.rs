//! Loads the site again whenever its files change.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::sync::watch::Sender;

use super::event::{ServeEvent, ServeSettings};
use super::state::SearchCache;
use super::state::{self, ServeState, ServedSite};
use super::watch::{SiteWatcher, WatchEvent};
use crate::base::diagnostic::has_errors;
use crate::base::text::path::RelPath;
use crate::pipeline::content::is_content;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::report;
use crate::{Loaded, Memo, load};

/// Time until a site that could not be read is read again.
const RETRY: Duration = Duration::from_millis(500);

/// Loads the site and its changes, in a thread of its own.
pub(crate) struct SiteBuilder {
    /// The settings of the server.
    pub settings: ServeSettings,
    /// The site's folder, absolute and without links.
    pub root: PathBuf,
    /// Reports changes of files.
    pub watcher: SiteWatcher,
    /// The memo of the last load.
    pub memo: Memo,
    /// The search index, kept between loads.
    pub search_cache: Arc<SearchCache>,
    /// Sends each state to the server.
    pub sender: Sender<Arc<ServeState>>,
}

impl SiteBuilder {
    /// Loads the site of `inputs`, and again after each change, until the server ends.
    pub fn run(mut self, inputs: Inputs, tell: &mut dyn FnMut(ServeEvent<'_>)) {
        let mut newest = self.publish(inputs, &[], Duration::ZERO, tell);
        // Why the site could not be read the last time.
        let mut failed: Option<String> = None;
        while !self.sender.is_closed() {
            let inputs = &newest.site.inputs;
            match self.reread(inputs, failed.is_some()) {
                Ok((next, took)) => {
                    let changed = inputs.changes(&next);
                    let same = changed.is_empty() && inputs.faults == next.faults && failed.is_none();
                    failed = None;
                    if !same {
                        newest = self.publish(next, &changed, took, tell);
                    }
                }
                Err(error) => {
                    let why = report::causes(&error);
                    if failed.as_ref() != Some(&why) {
                        tell(ServeEvent::Failed(&error));
                        self.show(None, why.clone(), &[], false);
                    }
                    failed = Some(why);
                    std::thread::sleep(RETRY);
                }
            }
        }
    }

    /// Waits for a change and reads the files that it concerns; after a failure, all files.
    fn reread(&mut self, inputs: &Inputs, after_failure: bool) -> Result<(Inputs, Duration)> {
        let change = if after_failure { self.watcher.retry()? } else { self.watcher.next_change()? };
        let since = Instant::now();
        let next = match change {
            WatchEvent::Paths(paths) => inputs.reread(&self.root, &paths)?,
            WatchEvent::All => Inputs::read(&self.root, inputs.options.clone())?,
        };
        Ok((next, since.elapsed()))
    }

    /// Loads the site and serves it; if it has errors, serves the last good one with the faults. Returns the newest
    /// site.
    fn publish(
        &mut self,
        inputs: Inputs,
        changed: &[RelPath],
        read: Duration,
        tell: &mut dyn FnMut(ServeEvent<'_>),
    ) -> Arc<ServedSite> {
        let Loaded { site, faults, memo, mut times, .. } = load(inputs, &self.memo);
        times.insert(0, ("read", read));
        let fatal = if self.settings.strict { !faults.is_empty() } else { has_errors(&faults) };
        let articles = site.content.articles.len();
        let text = if fatal { state::text(&faults, &site.inputs) } else { String::new() };
        let newest = Arc::new(ServedSite::new(site, Arc::clone(&self.search_cache)));
        let good = (!fatal).then(|| Arc::clone(&newest));
        let is_style = !changed.is_empty() && changed.iter().all(|path| path.extension() == "css");
        self.show(good, text, changed, is_style);
        let inputs = &newest.site.inputs;
        tell(ServeEvent::Loaded { changed, faults: &faults, fatal, inputs, memo: &memo, articles, times: &times });
        self.memo = memo;
        newest
    }

    /// Serves `good`, or else the last good site, with `faults`.
    fn show(&self, good: Option<Arc<ServedSite>>, faults: String, changed: &[RelPath], is_style: bool) {
        let before = Arc::clone(&self.sender.borrow());
        // A notice appears and disappears only when the whole page is loaded again.
        let is_style = is_style && good.is_some() && before.faults.is_empty();
        let good = good.or_else(|| before.good.clone());
        let edited = changed.iter().filter(|path| self.settings.follow && is_content(path));
        let edited = good.as_ref().and_then(|good| edited.filter_map(|path| good.address(path)).next());
        let state = ServeState { version: before.version + 1, good, faults, is_style, edited };
        self.sender.send_replace(Arc::new(state));
    }
}
