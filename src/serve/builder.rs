//! Loads the site again whenever its files change.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::sync::watch::Sender;

use super::event::{ServeEvent, ServeSettings};
use super::search::SearchIndex;
use super::state::{self, ServeState, ServedSite};
use super::watch::{SiteWatcher, WatchEvent};
use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::text::path::RelPath;
use crate::pipeline::content::is_content;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::report;
use crate::{Loaded, Memo, load};

/// After so long what could not be read is tried again.
const RETRY: Duration = Duration::from_millis(500);

/// What the builder works with.
pub(crate) struct SiteBuilder {
    /// What was asked for.
    pub settings: ServeSettings,
    /// The site's folder, absolute and without links.
    pub root: PathBuf,
    /// Tells of changes.
    pub watch: SiteWatcher,
    /// What the last load made.
    pub memo: Memo,
    /// The search index, kept from load to load.
    pub search_index: Arc<SearchIndex>,
    /// Who serves what is loaded.
    pub to: Sender<Arc<ServeState>>,
}

impl SiteBuilder {
    /// Loads the site of `inputs`, and then that of each change, until nobody serves any more.
    pub fn run(mut self, inputs: Inputs, tell: &mut dyn FnMut(ServeEvent<'_>)) {
        let mut newest = self.publish(inputs, &[], Duration::ZERO, tell);
        // What could not be read the last time.
        let mut failed: Option<String> = None;
        while !self.to.is_closed() {
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

    /// Waits for a change and reads what it concerns, or, after a failure, everything.
    fn reread(&mut self, inputs: &Inputs, after_failure: bool) -> Result<(Inputs, Duration)> {
        let change = if after_failure { self.watch.again()? } else { self.watch.next()? };
        let since = Instant::now();
        let next = match change {
            WatchEvent::Paths(paths) => inputs.reread(&self.root, &paths)?,
            WatchEvent::All => Inputs::read(&self.root, inputs.options.clone())?,
        };
        Ok((next, since.elapsed()))
    }

    /// Loads the site and serves it if it is good; else the last good one with what is wrong. Returns what was loaded.
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
        let text = if fatal { state::text(told(&faults), &site.inputs) } else { String::new() };
        let newest = Arc::new(ServedSite::new(site, Arc::clone(&self.search_index)));
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
        let before = Arc::clone(&self.to.borrow());
        // A notice comes and goes with the whole page.
        let is_style = is_style && good.is_some() && before.faults.is_empty();
        let good = good.or_else(|| before.good.clone());
        let edited = changed.iter().filter(|path| self.settings.follow && is_content(path));
        let edited = good.as_ref().and_then(|good| edited.filter_map(|path| good.address(path)).next());
        let state = ServeState { version: before.version + 1, good, faults, is_style, edited };
        self.to.send_replace(Arc::new(state));
    }
}

/// The faults of a page of faults: so many that it stays a page.
fn told(faults: &[Diagnostic]) -> &[Diagnostic] {
    const MOST: usize = 200;
    &faults[..faults.len().min(MOST)]
}
