//! `margent clip`

mod place;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use toml::value::Datetime;

use super::new::{outlet_named, topic_key};
use super::tag::path_in_site;
use crate::base::codes;
use crate::base::diagnostic::has_errors;
use crate::base::text::date::{self, Moment};
use crate::base::text::path::RelPath;
use crate::cli::args::{ClipArgs, GlobalArgs};
use crate::cli::memory::{CONTENT, load_memo};
use crate::cli::reports::clip_report::{self, ClipSummary, FailedClip};
use crate::cli::reports::fault_report;
use crate::editor::site_file;
use crate::editor::topics::TopicMatcher;
use crate::import::clip::{
    ClipContext, ClipPlan, ClipRequest, ClippedReport, PlannedFile, ReportFacts, plan_clip, read_report,
};
use crate::import::{ImportRefusal, OutletNames};
use crate::pipeline::inputs::InputFile;
use crate::pipeline::render::date_text;
use crate::{BuildOptions, Diagnostic, Inputs, Loaded, Memo};

/// Takes in reports, and prints what was made of them and the next step.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &ClipArgs) -> Result<ExitCode> {
    let site = ClipSite::load(global)?;
    if site.loaded.faults.iter().any(|fault| fault.code == codes::NO_CONFIG) {
        return fault_report::refuse(global, &site.inputs, site.loaded.faults, "written");
    }
    let facts = facts(args, &site)?;
    let (mut reports, mut originals, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for place in &args.places {
        match read_place(place, args, &facts, &site)? {
            Ok((report, original)) => {
                reports.push(report);
                originals.push(original);
            }
            Err(refusal) => failed.push(FailedClip { place: place.clone(), refusal }),
        }
    }
    if !failed.is_empty() {
        clip_report::show_failed(global.format, &failed)?;
        return Ok(ExitCode::FAILURE);
    }
    let request = request(global, args, &site)?;
    let outcome = match site.clip(&request, &reports)? {
        Ok(outcome) => outcome,
        Err(refusal) => {
            clip_report::show_failed(global.format, &[FailedClip { place: args.places.join(" "), refusal }])?;
            return Ok(ExitCode::FAILURE);
        }
    };
    if has_errors(&outcome.faults) {
        return fault_report::refuse(global, &outcome.inputs, outcome.faults, "written");
    }
    if !args.dry_run {
        write(&global.root, &outcome.plan)?;
        if args.keep_original {
            keep_originals(&global.root, &outcome.plan, &originals)?;
        }
    }
    fault_report::show(global, &outcome.inputs, &outcome.faults)?;
    let suggested = site.suggested(&request, &reports, &outcome.plan)?;
    let summary = ClipSummary { plan: &outcome.plan, reports: &reports, suggested, dry_run: args.dry_run };
    clip_report::show(global.format, &global.root, &summary)?;
    Ok(ExitCode::SUCCESS)
}

/// The ending and the bytes of an original.
type OriginalFile = (String, Vec<u8>);

fn read_place(
    place: &str,
    args: &ClipArgs,
    facts: &ReportFacts,
    site: &ClipSite,
) -> Result<Result<(ClippedReport, OriginalFile), ImportRefusal>> {
    let read = match place::read(place, args)? {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let report = read_report(&read.capture, &site.outlets).and_then(|report| {
        let facts = ReportFacts { fetched_from: read.fetched_from, ..facts.clone() };
        ClippedReport::new(report, &facts, &site.outlets, site.today)
    });
    let name = &read.capture.name;
    let ending = name.rsplit_once('.').map_or("html", |(_, ending)| ending).to_lowercase();
    Ok(report.map(|report| (report, (ending, read.capture.bytes))))
}

/// The facts that the command line states.
fn facts(args: &ClipArgs, site: &ClipSite) -> Result<ReportFacts> {
    if args.places.len() > 1 && (args.url.is_some() || args.outlet.is_some()) {
        bail!("--url and --outlet are about one report, and there are {}; clip them one by one", args.places.len());
    }
    let outlet = match &args.outlet {
        Some(name) if args.new_outlet && site.outlets.find(name).is_none() => Some(name.clone()),
        Some(name) => {
            let declared = outlet_named(&site.loaded.content.outlets, name);
            Some(declared.map_err(|error| anyhow!("{error}, or add --new-outlet"))?)
        }
        None => None,
    };
    Ok(ReportFacts { title: None, url: args.url.clone(), outlet, fetched_from: None })
}

fn request(global: &GlobalArgs, args: &ClipArgs, site: &ClipSite) -> Result<ClipRequest> {
    let into = args
        .into
        .as_ref()
        .map(|file| path_in_site(&global.root, file).with_context(|| format!("{} is not in the site", file.display())));
    let topics =
        args.topic.iter().map(|name| topic_key(&site.loaded.content.topics, name)).collect::<Result<Vec<_>>>()?;
    Ok(ClipRequest {
        into: into.transpose()?,
        title: args.title.clone(),
        topics,
        quotes: args.quotes.clone(),
        report: args.report,
        new_outlets: args.new_outlet,
    })
}

/// The site that reports are clipped for.
pub(in crate::cli) struct ClipSite {
    inputs: Inputs,
    loaded: Loaded,
    memo: Memo,
    outlets: OutletNames,
    today: Datetime,
}

/// A plan that was checked.
pub(in crate::cli) struct CheckedClip {
    plan: ClipPlan,
    /// The files of the site as they will be.
    inputs: Inputs,
    /// The faults that the plan adds.
    faults: Vec<Diagnostic>,
}

impl ClipSite {
    /// Loads the site, drafts included.
    fn load(global: &GlobalArgs) -> Result<Self> {
        let options = BuildOptions { drafts: true, future: true, base_url: None };
        let inputs = Inputs::read(&global.root, options)?;
        let loaded = crate::load(inputs.clone(), &load_memo(global, CONTENT)?);
        let now = inputs.now + i64::from(loaded.site.config.utc_offset.seconds());
        let today = date::from_unix(now).context("the clock of this computer has no valid date")?.day();
        let today = today.parse().context("the clock of this computer has no valid date")?;
        let outlets = OutletNames::of(&loaded.content.outlets);
        Ok(Self { memo: loaded.memo.clone(), inputs, loaded, outlets, today })
    }

    /// Plans what clipping writes, and checks that the site builds with it.
    fn clip(&self, request: &ClipRequest, reports: &[ClippedReport]) -> Result<Result<CheckedClip, ImportRefusal>> {
        let (site, content) = (&self.loaded.site, &self.loaded.content);
        let offset = site.config.utc_offset;
        let date_text = |date: &Datetime| {
            Moment::from_toml(date, offset).map_or_else(|_| date.to_string(), |moment| date_text(site, &moment))
        };
        let language = &site.config.language;
        let context = ClipContext { inputs: &self.inputs, content, language, today: self.today, date_text: &date_text };
        let mut request = request.clone();
        if request.into.is_none() && request.topics.is_empty() {
            request.topics = self.topics(reports)?.into_iter().map(|(key, _)| key).collect();
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
        let faults = crate::load(inputs.clone(), &self.memo).faults;
        // What was wrong before is for `check` to tell, and outlets without a file are in the report.
        let before: Vec<&str> = self.loaded.faults.iter().filter(touches).map(|fault| fault.message.as_str()).collect();
        let faults = faults.into_iter().filter(|fault| touches(&fault) && !before.contains(&fault.message.as_str()));
        let faults = faults.filter(|fault| fault.code != codes::UNDECLARED_OUTLET);
        Ok(Ok(CheckedClip { faults: faults.collect(), plan, inputs }))
    }

    /// The topics that the reports suggest, each with the words that suggest it.
    fn topics(&self, reports: &[ClippedReport]) -> Result<Vec<(String, String)>> {
        let content = &self.loaded.content;
        let texts =
            content.articles.iter().map(|article| (&**article, self.inputs.text(&article.path).unwrap_or_default()));
        let matcher = TopicMatcher::new(&content.topics, &self.loaded.site.config.topics)?.taught_by(texts);
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
    fn suggested(
        &self,
        request: &ClipRequest,
        reports: &[ClippedReport],
        plan: &ClipPlan,
    ) -> Result<Vec<(String, String)>> {
        let mut topics = self.topics(reports)?;
        let article = self.loaded.content.articles.iter().find(|article| article.path == plan.article);
        topics.retain(|(key, _)| match article {
            Some(article) => !article.topics.iter().chain(&article.declined).any(|topic| topic.value == *key),
            None => request.topics.is_empty() || request.topics.contains(key),
        });
        Ok(topics)
    }
}

/// Writes the files of a plan.
fn write(root: &Path, plan: &ClipPlan) -> Result<()> {
    for PlannedFile { path, old, new } in &plan.files {
        let file = root.join(path.as_str());
        let written = match old {
            Some(old) => site_file::replace(&file, old, new),
            None => site_file::create(&file, new.as_bytes()),
        };
        written.with_context(|| format!("cannot write {path}"))?;
    }
    Ok(())
}

/// Puts each original beside its new snapshot.
fn keep_originals(root: &Path, plan: &ClipPlan, originals: &[OriginalFile]) -> Result<()> {
    for (snapshot, (ending, bytes)) in plan.snapshots.iter().zip(originals) {
        let is_new = |path: &RelPath| plan.files.iter().any(|file| file.path == *path);
        let path = snapshot.as_str().strip_suffix(".txt").filter(|_| is_new(snapshot) && ending != "txt");
        if let Some(path) = path.map(|stem| format!("{stem}.{ending}")) {
            site_file::create(&root.join(&path), bytes).with_context(|| format!("cannot write {path}"))?;
        }
    }
    Ok(())
}
