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
pub mod plan;
pub mod publish;
pub mod render;
pub mod report;
pub mod search;
pub mod site;
pub mod store;
pub mod text;
pub mod theme;
pub mod topics;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use text::path::RelPath;

pub use content::Memo;
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
    let theme = theme::compile(&inputs, &config).take(&mut faults);
    clock.lap("theme");
    let (content, memo) = content::read(&inputs, &config, memo).take(&mut faults);
    clock.lap("content");
    let (content, index) = index::build(&inputs, &config, content).take(&mut faults);
    clock.lap("index");
    let plan = plan::plan(&inputs, &config, &theme, &content, &index).take(&mut faults);
    clock.lap("plan");

    let mut site = Site { inputs, config, theme, content, index, plan };
    render::globals(&mut site);
    diag::sort(&mut faults);
    // From here on a content file or a snapshot is only shown where it has a fault.
    let shown: BTreeSet<&RelPath> = faults.iter().flat_map(Diagnostic::spans).map(|span| &span.path).collect();
    let read = |path: &RelPath| content::is_content(path) || path.strip(content::SNAPSHOTS).is_some();
    site.inputs.forget(|path| !read(path) || shown.contains(path));
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
