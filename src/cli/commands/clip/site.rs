//! The site that reports are clipped for: what is known of it, and what a plan would make of it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use toml::value::Datetime;

use crate::base::codes;
use crate::base::diagnostic::Severity;
use crate::base::text::date::{self, Moment};
use crate::base::text::path::{RelPath, percent_encode};
use crate::base::text::{near, slug};
use crate::cli::args::GlobalArgs;
use crate::cli::memory::{CONTENT, load_memo};
use crate::cli::reports::clip_report;
use crate::editor::site_file;
use crate::editor::topics::TopicMatcher;
use crate::import::clip::{ClipContext, ClipPlan, ClipRequest, ClippedReport, PlannedFile, comparable, plan_clip};
use crate::import::{ImportRefusal, OutletNames};
use crate::pipeline::config::Config;
use crate::pipeline::content::{Article, Indexed, Outlet, TOPICS, Topic};
use crate::pipeline::inputs::InputFile;
use crate::pipeline::render::date_text;
use crate::{BuildOptions, Diagnostic, Inputs, Loaded, Memo};

/// The site that reports are clipped for.
pub(in crate::cli) struct ClipSite {
    pub inputs: Inputs,
    pub loaded: Loaded,
    pub memo: Memo,
    pub outlets: OutletNames,
    pub today: Datetime,
}

/// A plan that was checked.
pub(in crate::cli) struct CheckedClip {
    pub plan: ClipPlan,
    /// The files of the site as they will be.
    pub inputs: Inputs,
    /// The faults that the plan adds.
    pub faults: Vec<Diagnostic>,
    /// The address of the article in a preview.
    pub address: Option<String>,
}

impl ClipSite {
    /// Loads the site, drafts included.
    pub fn load(global: &GlobalArgs) -> Result<Self> {
        Self::load_again(global, &load_memo(global, CONTENT)?)
    }

    /// Loads the site again, after a load with this memo.
    pub fn load_again(global: &GlobalArgs, memo: &Memo) -> Result<Self> {
        let options = BuildOptions { drafts: true, future: true, base_url: None };
        let inputs = Inputs::read(&global.root, options)?;
        let loaded = crate::load(inputs.clone(), memo);
        let today = today(&inputs, &loaded.site.config)?;
        let outlets = OutletNames::of(&loaded.content.outlets);
        Ok(Self { memo: loaded.memo.clone(), inputs, loaded, outlets, today })
    }

    /// Plans what clipping writes, and checks that the site builds with it.
    pub fn clip(&self, request: &ClipRequest, reports: &[ClippedReport]) -> Result<Result<CheckedClip, ImportRefusal>> {
        let (site, content) = (&self.loaded.site, &self.loaded.content);
        let (inputs, language, offset) = (&self.inputs, &site.config.language, site.config.utc_offset);
        let date_text = |date: &Moment| date_text(site, date);
        let context = ClipContext { inputs, content, language, today: self.today, offset, date_text: &date_text };
        let mut request = request.clone();
        if request.into.is_none() && request.topics.is_none() {
            request.topics = Some(self.topics(reports)?.into_iter().map(|(key, _)| key).collect());
        }
        let plan = match plan_clip(&context, &request, reports) {
            Ok(plan) => plan,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut inputs = self.inputs.clone();
        let files = plan.files.iter().map(|file| (file.path.clone(), InputFile::new(file.new.clone().into_bytes())));
        inputs.files.extend(files);
        let touches =
            |fault: &&Diagnostic| fault.spans().any(|span| plan.files.iter().any(|file| file.path == span.path));
        let Loaded { site: then, faults, .. } = crate::load(inputs.clone(), &self.memo);
        let id = then.content.articles.find_id(|article| article.path == plan.article);
        let address = id.map(|id| percent_encode(&then.index.addresses.articles[id]));
        // What was wrong before is for `check` to tell, and outlets without a file are in the report.
        let before: Vec<&str> = self.loaded.faults.iter().filter(touches).map(|fault| fault.message.as_str()).collect();
        let faults = faults.into_iter().filter(|fault| touches(&fault) && !before.contains(&fault.message.as_str()));
        let faults = faults.filter(|fault| fault.code != codes::UNDECLARED_OUTLET);
        Ok(Ok(CheckedClip { faults: faults.collect(), plan, inputs, address }))
    }

    /// The faults of the site with other inputs.
    pub fn faults_of(&self, inputs: Inputs) -> Vec<Diagnostic> {
        crate::load(inputs, &self.memo).faults
    }

    /// The first error that the site gets if the file at `path` has the text `new`.
    pub fn first_error(&self, path: &RelPath, new: &str) -> Option<Diagnostic> {
        let mut inputs = self.inputs.clone();
        inputs.files.insert(path.clone(), InputFile::new(new.as_bytes()));
        let before: Vec<&str> = self.loaded.faults.iter().map(|fault| fault.message.as_str()).collect();
        let is_new =
            |fault: &Diagnostic| fault.severity() == Severity::Error && !before.contains(&fault.message.as_str());
        self.faults_of(inputs).into_iter().find(is_new)
    }

    /// The articles that cite an address already.
    pub fn cites(&self, url: Option<&str>) -> Vec<&str> {
        let Some(url) = url.map(comparable) else { return Vec::new() };
        let cites = |article: &Article| {
            article.sources.iter().filter_map(|source| source.url.as_deref()).any(|other| comparable(other) == url)
        };
        let articles = self.loaded.content.articles.iter().filter(|article| cites(article));
        articles.map(|article| article.path.as_str()).collect()
    }

    /// The matcher of the site's topics, which has learned from its articles.
    pub fn topic_matcher(&self) -> Result<TopicMatcher> {
        TopicMatcher::of_content(&self.loaded.content, &self.loaded.site.config.topics, &self.inputs)
    }

    /// The topics that the reports suggest, each with the words that suggest it.
    pub fn topics(&self, reports: &[ClippedReport]) -> Result<Vec<(String, String)>> {
        let matcher = self.topic_matcher()?;
        let mut found: Vec<(String, String)> = Vec::new();
        for report in reports {
            let title = report.source.title.as_deref().unwrap_or_default();
            for score in matcher.score(title, &report.report.text).iter().filter(|score| score.suggests()) {
                if !found.iter().any(|(key, _)| *key == score.topic.key) {
                    found.push((score.topic.key.clone(), clip_report::reason(score)));
                }
            }
        }
        Ok(found)
    }

    /// The suggested topics that the article does not decide on, each with its reason; those of a new draft are in it.
    pub fn suggested(
        &self,
        request: &ClipRequest,
        reports: &[ClippedReport],
        plan: &ClipPlan,
    ) -> Result<Vec<(String, String)>> {
        let mut topics = self.topics(reports)?;
        let article = self.loaded.content.articles.iter().find(|article| article.path == plan.article);
        topics.retain(|(key, _)| match article {
            Some(article) => !article.topics.iter().chain(&article.declined).any(|topic| topic.value == *key),
            None => request.topics.as_ref().is_none_or(|topics| topics.contains(key)),
        });
        Ok(topics)
    }
}

/// Writes the files of a plan. If one cannot be written, those that were created before it are removed again.
pub(in crate::cli) fn write(root: &Path, plan: &ClipPlan) -> Result<()> {
    let mut created = Vec::new();
    for PlannedFile { path, old, new } in &plan.files {
        if let Err(error) = site_file::write(root, path, old.as_deref(), new) {
            // What cannot be removed is a text more, and nothing is lost.
            created.iter().for_each(|file| drop(fs::remove_file(file)));
            return Err(error);
        }
        created.extend(old.is_none().then(|| root.join(path.as_str())));
    }
    Ok(())
}

/// The key of a declared topic, found by its key or title.
pub(in crate::cli::commands) fn topic_key(topics: &[Indexed<Topic>], name: &str) -> Result<String> {
    let key = slug::slugify(name);
    if let Some(topic) = topics.iter().find(|topic| topic.key == name || topic.key == key) {
        return Ok(topic.key.clone());
    }
    let keys: Vec<&str> = topics.iter().map(|topic| topic.key.as_str()).collect();
    match near::nearest(name, keys.iter().copied()) {
        Some(near) => bail!("there is no topic `{name}`; did you mean `{near}`?"),
        None if keys.is_empty() => bail!("there is no topic `{name}`; declare it in {TOPICS}/{key}.md first"),
        None => bail!("there is no topic `{name}`; the site has {}", keys.join(", ")),
    }
}

/// The key of the declared outlet with this key, name or alias.
pub(in crate::cli::commands) fn outlet_named(declared: &[Indexed<Outlet>], name: &str) -> Result<String> {
    if let Some(outlet) = declared.iter().find(|outlet| outlet.key == *name) {
        return Ok(outlet.key.clone());
    }
    if let Some(outlet) = OutletNames::of(declared).find(name) {
        return Ok(outlet.key.clone());
    }
    match near::nearest(name, declared.iter().map(|outlet| outlet.key.as_str())) {
        Some(near) => bail!("there is no outlet `{name}`; did you mean `{near}`?"),
        None => bail!("there is no outlet `{name}`; declare it in content/outlets/{}.md first", slug::slugify(name)),
    }
}

/// Today, where the site is.
///
/// # Errors
/// When the clock shows no valid date.
pub(in crate::cli) fn today(inputs: &Inputs, config: &Config) -> Result<Datetime> {
    const INVALID: &str = "the clock of this computer has no valid date";
    let now = inputs.now.saturating_add(i64::from(config.utc_offset.seconds()));
    date::from_unix(now).context(INVALID)?.day().parse().context(INVALID)
}
