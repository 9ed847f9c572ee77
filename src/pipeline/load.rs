//! The stages up to the [`Site`], in order.

use std::time::Duration;

use super::config;
use super::content::{self, Content, ContentMemo};
use super::index::{self, Index};
use super::inputs::Inputs;
use super::plan::{self, Plan};
use super::site::{self, Site};
use super::stages::{Cached, Stages};
use super::theme::{self, Theme};
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;

/// A site as far as it could be made, its faults, and the memo for the next load.
pub struct Loaded {
    /// The site. It can be rendered unless the theme has faults.
    pub site: Site,
    /// Everything that the editor wrote; the site has only the published part.
    pub content: Content,
    /// The faults of the site so far, in the order in which they are shown.
    pub faults: Vec<Diagnostic>,
    /// The results of the stages, for the next load.
    pub memo: Memo,
    /// The time that each stage took.
    pub times: Vec<(&'static str, Duration)>,
}

/// The results of the last load. A stage that would return the same again is skipped; nothing else depends on the memo,
/// so it never changes a result. A memo is never changed either: each load makes the next one.
#[derive(Clone, Default)]
pub struct Memo {
    /// Content files.
    pub content: ContentMemo,
    theme: Option<Cached<Theme>>,
    index: Option<Cached<Index>>,
    plan: Option<Cached<Plan>>,
}

impl Memo {
    /// Returns a memo of content files alone.
    pub fn of_content(content: ContentMemo) -> Self {
        Self { content, ..Self::default() }
    }
}

/// Runs the pipeline up to the site. Every fault that does not depend on another is found in one run.
pub fn load(mut inputs: Inputs, memo: &Memo) -> Loaded {
    let given = memo.content.sets_aside().then(|| inputs.give_away(content::is_content));
    let mut stages = Stages::start(&inputs);
    let config = stages.run("config", || config::read(&inputs));
    if stages.met(codes::NO_CONFIG) {
        let is_of_config = |fault: &&Diagnostic| fault.spans().any(|span| span.path.as_str() == config::FILE);
        // It may be there and be a pipe.
        let unusable: Vec<_> = inputs.faults.iter().filter(is_of_config).cloned().collect();
        let faults = if unusable.is_empty() { stages.only(codes::NO_CONFIG) } else { unusable };
        return Loaded::nothing(Site::empty(inputs, config), faults);
    }
    let theme = theme::inputs_key(&inputs);
    let theme = stages.cached("theme", memo.theme.as_ref(), theme, || theme::compile(&inputs, &config));
    let (written, parsed) = stages.run("content", || match given {
        Some(files) => content::read_files(&inputs, files, &config, &memo.content),
        None => content::read(&inputs, &config, &memo.content),
    });
    stages.report(index::published::check_dates(&inputs, &written));
    let (content, omitted) = index::published::select(&inputs, written.clone());
    let key = index::key(&inputs, &content, &omitted);
    let build_index = || index::build(&inputs, &config, &content, omitted);
    let index = stages.cached("index", memo.index.as_ref(), key, build_index);
    let make_plan = || plan::plan(&inputs, &config, &theme, &content, &index);
    let plan = stages.cached("plan", memo.plan.as_ref(), plan::key(key, &theme), make_plan);
    let (faults, times) = stages.finish();
    let frame = site::frame(&inputs, &content, key);
    let site = Site { inputs, config, theme: theme.share(), content, index: index.share(), plan: plan.share(), frame };
    let memo = Memo { content: parsed, theme: Some(theme), index: Some(index), plan: Some(plan) };
    Loaded { site, content: written, faults, memo, times }
}

impl Loaded {
    /// The result for a folder that is not a site: faults found in it would mean nothing.
    fn nothing(site: Site, faults: Vec<Diagnostic>) -> Self {
        Self { site, content: Content::default(), faults, memo: Memo::default(), times: Vec::new() }
    }

    /// Returns the same without the texts of content files and snapshots, which are hardly needed from here on. Not for inputs
    /// that are to be read again.
    pub(crate) fn without_texts(mut self) -> Self {
        drop(self.site.inputs.give_away(|path| content::is_content(path) || content::is_private(path)));
        self
    }
}
