//! `margent clip`

pub(super) mod place;
pub(super) mod site;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};

use self::site::{ClipSite, write};
use super::new::{outlet_named, topic_key};
use super::tag::path_in_site;
use crate::base::codes;
use crate::base::diagnostic::has_errors;
use crate::cli::args::{ClipArgs, GlobalArgs};
use crate::cli::reports::clip_report::{self, ClipSummary, FailedClip};
use crate::cli::reports::fault_report;
use crate::cli::terminal::eprint;
use crate::editor::site_file;
use crate::import::ImportRefusal;
use crate::import::clip::{ClipPlan, ClipRequest, ClippedReport, ReportFacts, read_report};

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
    let outcome = match request.check_release() {
        Ok(()) => site.clip(&request, &reports)?,
        Err(refusal) => Err(refusal),
    };
    let outcome = match outcome {
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
    let cited = reports.iter().flat_map(|report| site.cites(report.source.url.as_deref()));
    let cited: BTreeSet<&str> = cited.filter(|path| *path != outcome.plan.article.as_str()).collect();
    let cited = cited.into_iter().collect();
    let summary = ClipSummary { plan: &outcome.plan, reports: &reports, suggested, cited, dry_run: args.dry_run };
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
    let read = match place::read(place, args.reading)? {
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
        tags: Vec::new(),
        into: into.transpose()?,
        title: args.title.clone(),
        topics: Some(topics).filter(|topics| !topics.is_empty()),
        quotes: args.quotes.clone(),
        comment: args.comment.clone(),
        release: args.release,
        report: args.report,
        new_outlets: args.new_outlet,
    })
}

/// Puts each original beside its new snapshot.
fn keep_originals(root: &Path, plan: &ClipPlan, originals: &[OriginalFile]) -> Result<()> {
    let kept = plan.snapshots.iter().zip(originals).filter_map(|(path, original)| Some((path.as_ref()?, original)));
    for (snapshot, (ending, bytes)) in kept {
        let is_new = plan.files.iter().any(|file| file.path == *snapshot);
        let path = snapshot.as_str().strip_suffix(".txt").filter(|_| is_new && ending != "txt");
        if !is_new {
            eprint(&format!("the original was not kept, since {snapshot} was there already\n"))?;
        }
        if let Some(path) = path.map(|stem| format!("{stem}.{ending}")) {
            site_file::create(&root.join(&path), bytes).with_context(|| format!("cannot write {path}"))?;
        }
    }
    Ok(())
}
