//! margent turns the files of an annotated news digest into a static site.
//!
//! # The pipeline
//!
//! ```text
//! Inputs        every file under the site, with its hash; the only reader of the disk
//!   → config    site.toml → Config (defaults where invalid, with diagnostics)
//!   → theme     templates compiled once → Theme
//!   → content   each file alone, in parallel → Article, Topic, Outlet, Page
//!   → index     serial, metadata only: addresses, topics, tags, outlets, dates, related, backlinks, links
//!   → plan      every output decided before anything is rendered
//!   → Site      the immutable sum of the above
//!   → render    one output at a time, in parallel → bytes
//!   → write     what changed, staged, then moved into place; what is planned no more is deleted
//! ```
//!
//! [`load`] is the pipeline up to the [`Site`]; [`output::write`] renders and writes it. Stages are functions from
//! immutable values to a value and the faults met ([`diag::Checked`]); no stage changes what an earlier one
//! made, and none but the first and the last touches the disk. Nothing is rebuilt by a second path: a warm
//! build runs the same functions, and saves the work whose key it has seen before ([`content::Memo`] for texts,
//! [`output::Manifest`] for outputs).
//!
//! # What holds
//!
//! 1. Reading a content file reads nothing but that file and the configuration.
//! 2. The plan is complete. Nothing outside it is written or deleted.
//! 3. Warm or cold, on one thread or many, in any order of loading, a site comes out the same to the byte.
//! 4. An edit of a text that keeps its headings, links, excerpts and opening leaves the index equal and renders one page
//!    anew (and the feeds that carry the text).
//! 5. A [`Site`] can render any output by itself, when it is asked for.
//! 6. A failed build leaves the last good site as it was; a first build appears whole or not at all.
//! 7. The clock, the environment and the program enter as [`Inputs`]; `SOURCE_DATE_EPOCH` is honoured.

pub mod advice;
pub mod codes;
pub mod config;
pub mod content;
pub mod diag;
pub mod fields;
pub mod hash;
pub mod import;
pub mod index;
pub mod inputs;
pub mod links;
pub mod markdown;
pub mod output;
pub mod picture;
pub mod plan;
pub mod publish;
pub mod render;
pub mod report;
pub mod reuse;
pub mod search;
pub mod server;
pub mod site;
pub mod store;
pub mod text;
pub mod theme;
pub mod topics;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use hash::Key;
use index::Index;
use plan::Plan;
use reuse::Made;
use text::path::RelPath;
use theme::Theme;

pub use diag::Diagnostic;
pub use inputs::{Inputs, Options};
pub use site::Site;

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
    pub content: content::Memo,
    /// The theme as it was compiled, and with what every page sees.
    theme: Option<(Made<Theme>, Arc<Theme>)>,
    index: Option<Made<Index>>,
    plan: Option<Made<Plan>>,
}

impl Memo {
    /// A memo that remembers only code.
    pub fn of_highlights(highlights: HashMap<Key, Arc<str>>) -> Self {
        Self { content: content::Memo::of_highlights(highlights), ..Self::default() }
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
    let mut clock = Clock::start();

    let config = config::read(&inputs).take(&mut faults);
    if faults.iter().any(|fault| fault.code == codes::NO_CONFIG) {
        // Without a site there is nothing to check; whatever else was found would mislead.
        faults.retain(|fault| fault.code == codes::NO_CONFIG);
        return Loaded { site: Site::empty(inputs, config), faults, memo: Memo::default(), times: clock.times };
    }
    let before = memo.theme.as_ref().map(|(compiled, _)| compiled);
    let key = theme::inputs_key(&inputs);
    let theme = Made::again(before, key, &inputs, &mut faults, || theme::compile(&inputs, &config));
    clock.lap("theme");
    let (content, texts) = content::read(&inputs, &config, &memo.content).take(&mut faults);
    clock.lap("content");
    let (content, omitted) = index::select::published(&inputs, content);
    let key = index::key(&inputs, &content, &omitted);
    let make = || index::build(&inputs, &config, &content, omitted);
    let index = Made::again(memo.index.as_ref(), key, &inputs, &mut faults, make);
    clock.lap("index");
    let key = plan::key(key, &theme.value);
    let make = || plan::plan(&inputs, &config, &theme.value, &content, &index.value);
    let plan = Made::again(memo.plan.as_ref(), key, &inputs, &mut faults, make);
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
    diag::sort(&mut faults);
    let theme = Some((theme, Arc::clone(&site.theme)));
    let memo = Memo { content: texts, theme, index: Some(index), plan: Some(plan) };
    Loaded { site, faults, memo, times: clock.times }
}

/// Measures stages.
struct Clock {
    since: Instant,
    times: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        Self { since: Instant::now(), times: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        self.times.push((stage, self.since.elapsed()));
        self.since = Instant::now();
    }
}
