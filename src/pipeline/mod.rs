//! From the files of a site to the files of a finished one.

pub mod cached;
pub mod config;
pub mod content;
pub mod index;
pub mod inputs;
pub mod link_results;
pub mod markdown;
pub mod output;
pub mod plan;
pub mod render;
pub mod report;
pub mod search;
pub mod site;
pub mod theme;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::hash::Key;
use crate::base::text::path::RelPath;
use cached::Cached;
use index::Index;
use plan::Plan;
use theme::Theme;

use crate::base::codes;
use crate::base::diagnostic::{self, Diagnostic};
use inputs::Inputs;
use site::Site;

/// A site as far as it could be made, its faults, and what to remember for the next time.
pub struct Loaded {
    /// The site. It can be rendered unless the theme has faults.
    pub site: Site,
    /// The faults of the site so far, in the order in which they are shown.
    pub faults: Vec<Diagnostic>,
    /// What was read, for the next build.
    pub memo: Memo,
    /// How long each stage took.
    pub times: Vec<(&'static str, Duration)>,
}

/// What the last load made. Each stage takes over what it would make again; nothing else depends on it, so that a
/// memo never changes a result. A memo is never changed either: each load makes the next one.
#[derive(Clone, Default)]
pub struct Memo {
    /// Content files, and highlighted code.
    pub content: content::ContentMemo,
    /// The theme as it was compiled, and with what every page sees.
    theme: Option<(Cached<Theme>, Arc<Theme>)>,
    index: Option<Cached<Index>>,
    plan: Option<Cached<Plan>>,
}

impl Memo {
    /// A memo that remembers only code.
    pub fn of_highlights(highlights: HashMap<Key, Arc<str>>) -> Self {
        Self { content: content::ContentMemo::of_highlights(highlights), ..Self::default() }
    }
}

impl Loaded {
    /// Lets go of the texts of content files and snapshots, which from now on are only shown where they have a fault.
    /// Not for inputs that are to be loaded again.
    pub fn forget(&mut self) {
        let shown: BTreeSet<&RelPath> = self.faults.iter().flat_map(Diagnostic::spans).map(|span| &span.path).collect();
        let read = |path: &RelPath| content::is_content(path) || path.strip(content::SNAPSHOTS).is_some();
        self.site.inputs.forget(|path| !read(path) || shown.contains(path));
    }
}

/// Runs the pipeline up to the site. Every fault that does not depend on another is found in one run.
pub fn load(inputs: Inputs, memo: &Memo) -> Loaded {
    let mut faults = inputs.faults.clone();
    let mut clock = StageClock::start();

    let config = config::read(&inputs).take(&mut faults);
    if faults.iter().any(|fault| fault.code == codes::NO_CONFIG) {
        // Without a site there is nothing to check; whatever else was found would mislead.
        faults.retain(|fault| fault.code == codes::NO_CONFIG);
        return Loaded { site: Site::empty(inputs, config), faults, memo: Memo::default(), times: clock.times };
    }
    let before = memo.theme.as_ref().map(|(compiled, _)| compiled);
    let key = theme::inputs_key(&inputs);
    let theme = Cached::again(before, key, &inputs, &mut faults, || theme::compile(&inputs, &config));
    clock.lap("theme");
    let (content, texts) = content::read(&inputs, &config, &memo.content).take(&mut faults);
    clock.lap("content");
    let (content, omitted) = index::select::published(&inputs, content);
    let key = index::key(&inputs, &content, &omitted);
    let make = || index::build(&inputs, &config, &content, omitted);
    let index = Cached::again(memo.index.as_ref(), key, &inputs, &mut faults, make);
    clock.lap("index");
    let key = plan::key(key, &theme.value);
    let make = || plan::plan(&inputs, &config, &theme.value, &content, &index.value);
    let plan = Cached::again(memo.plan.as_ref(), key, &inputs, &mut faults, make);
    clock.lap("plan");

    let (of_theme, of_index, of_plan) = (&theme.value, &index.value, &plan.value);
    let mut site = Site {
        inputs,
        config,
        theme: Arc::clone(of_theme),
        content,
        index: Arc::clone(of_index),
        plan: Arc::clone(of_plan),
    };
    // The finished theme is taken over only together with the compiled one.
    let finished = memo.theme.as_ref().filter(|(compiled, _)| Arc::ptr_eq(&compiled.value, of_theme));
    render::globals(&mut site, finished.map(|(_, finished)| finished));
    diagnostic::sort(&mut faults);
    let theme = Some((theme, Arc::clone(&site.theme)));
    let memo = Memo { content: texts, theme, index: Some(index), plan: Some(plan) };
    Loaded { site, faults, memo, times: clock.times }
}

/// Measures stages.
struct StageClock {
    since: Instant,
    times: Vec<(&'static str, Duration)>,
}

impl StageClock {
    fn start() -> Self {
        Self { since: Instant::now(), times: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        self.times.push((stage, self.since.elapsed()));
        self.since = Instant::now();
    }
}
