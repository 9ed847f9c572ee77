//! From the files of a site to the files of a finished one.
//!
//! # In the order in which data flows
//!
//! | module | takes → returns |
//! |---|---|
//! | [`inputs`] | the disk, the clock, the program → [`Inputs`], everything that a build depends on |
//! | [`config`] | `site.toml` → the configuration |
//! | [`theme`] | themes → templates compiled once, words, static files |
//! | [`content`] | each content file alone, in parallel → articles, topics, outlets, pages |
//! | [`markdown`] | a text → HTML with *slots* where addresses belong, and a list of what they lead to |
//! | [`index`] | the metadata of all content → what is published, addresses, taxonomies, links, verified excerpts |
//! | [`plan`] | index and theme → every output, before anything is rendered |
//! | [`site`] | the immutable sum of the above |
//! | [`render`] | the site and one output → a *view*, exactly the data that is shown → bytes |
//! | [`search`] | records of all texts → the files of the search index |
//! | [`output`] | the site → its files on disk |
//!
//! Beside them: [`cached`] reuses what a stage returned last time, [`link_results`] reads what `margent check --external` stored,
//! [`report`] turns faults into text.
//!
//! # What holds
//!
//! [`load`] runs the stages up to the [`Site`]. Each is a function from immutable values to a value and its faults, and none
//! looks at a later one. Faults do not stop it: a wrong value is replaced by its default, so that one run finds all independent
//! faults. Only `inputs` reads the site's files, and only `output` writes the finished ones.
//!
//! # The search index
//!
//! Pagefind makes it, from one record per text. Its files are named after hashes of their contents, so their names are not
//! known in advance. The plan therefore reserves the folder as a whole. `output` treats its files as one unit: if all of them are
//! untouched and have the key of the records, nothing is indexed; otherwise the index is made again, and only files that differ
//! are written.
//!
//! # Writing
//!
//! `output` renders everything into a stage first, in parallel. Only when every output is there does it touch what is published.
//!
//! - **First build:** the stage is a folder beside the output folder, `.public.margent-new`, and one rename puts it in place.
//! - **Later builds:** the stage is `.margent-new` inside the output folder, hence on the same file system. Each file is renamed
//!   into place, which replaces it atomically. Then stale files are deleted; those in the way of a folder go first.
//! - **Files that margent did not make** but whose place the site needs are found before anything is moved; then the build
//!   stops. A folder without a manifest is written to only if its `.nojekyll` names this site.
//! - **The manifest** is saved twice: before files move, with the files of both builds (the older entry wins), and at the end.
//!   A build killed in between leaves a manifest that knows every file that may be there.
//! - The next build removes a leftover stage. `.margent/lock` keeps a second build out.
//! - Files that someone has changed since are not deleted, and folders that are not empty stay.
//!
//! This protects against a program that is killed. It does not flush to the disk (`fsync`): after a power cut the file system
//! decides, and the output can always be made again.
//!
//! # What does not belong here
//!
//! Printing, the network, git, and anything that writes into an editor's files.

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
use content::Content;
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
    /// Everything that the editor wrote; the site has only what is published.
    pub content: Content,
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
    theme: Option<Cached<Theme>>,
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
        let (site, content) = (Site::empty(inputs, config), Content::default());
        return Loaded { site, content, faults, memo: Memo::default(), times: clock.times };
    }
    let key = theme::inputs_key(&inputs);
    let theme = Cached::again(memo.theme.as_ref(), key, &inputs, &mut faults, || theme::compile(&inputs, &config));
    clock.lap("theme");
    let (written, texts) = content::read(&inputs, &config, &memo.content).take(&mut faults);
    clock.lap("content");
    let (content, omitted) = index::select::published(&inputs, written.clone());
    let key = index::key(&inputs, &content, &omitted);
    let make = || index::build(&inputs, &config, &content, omitted);
    let index = Cached::again(memo.index.as_ref(), key, &inputs, &mut faults, make);
    clock.lap("index");
    let key = plan::key(key, &theme.value);
    let make = || plan::plan(&inputs, &config, &theme.value, &content, &index.value);
    let plan = Cached::again(memo.plan.as_ref(), key, &inputs, &mut faults, make);
    clock.lap("plan");

    let (of_theme, of_index, of_plan) = (&theme.value, &index.value, &plan.value);
    let site = Site {
        inputs,
        config,
        theme: Arc::clone(of_theme),
        content,
        index: Arc::clone(of_index),
        plan: Arc::clone(of_plan),
    };
    diagnostic::sort(&mut faults);
    let memo = Memo { content: texts, theme: Some(theme), index: Some(index), plan: Some(plan) };
    Loaded { site, content: written, faults, memo, times: clock.times }
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
