//! `margent clip`

pub(in crate::cli) mod site;

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use encoding_rs::Encoding;

use super::tag::path_in_site;
use crate::base::codes;
use crate::base::diagnostic::has_errors;
use crate::cli::args::{ClipArgs, GlobalArgs, PlaceArgs};
use crate::cli::reports::clip_report::{self, ClipSummary, FailedClip};
use crate::cli::reports::fault_report;
use crate::cli::terminal::eprint;
use crate::editor::external_links::guard::AddressScope;
use crate::editor::external_links::page::{FetchError, FetchedPage, PageLimits, fetch_page};
use crate::editor::site_file;
use crate::import::clip::{ClipPlan, ClipRequest, ClippedReport, ReportFacts, read_report};
use crate::import::{Capture, CaptureKind, ImportRefusal};
use site::{ClipSite, outlet_named, topic_key, write};

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
    let read = match read_capture(place, args.reading)? {
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

/// What was read_capture from a place.
pub(in crate::cli) struct ReadPlace {
    /// The file, or what stands for it.
    pub capture: Capture,
    /// The address at which it was fetched.
    pub fetched_from: Option<String>,
}

/// Reads a place.
///
/// # Errors
/// When standard input fails; the inner one when the place cannot be clipped.
pub(in crate::cli) fn read_capture(place: &str, args: PlaceArgs) -> Result<Result<ReadPlace, ImportRefusal>> {
    let capture = if place == "-" {
        let mut bytes = Vec::new();
        let input = std::io::stdin().lock();
        input.take(Capture::LIMIT + 1).read_to_end(&mut bytes).context("cannot read standard input")?;
        Capture::of_bytes("standard input", bytes, args.kind)
    } else if is_address(place) {
        return Ok(from_web(place, args));
    } else {
        Capture::open(Path::new(place), args.kind)
    };
    let capture = capture.map(|capture| Capture { charset: args.charset, ..capture });
    Ok(capture.map(|capture| ReadPlace { capture, fetched_from: None }))
}

/// Returns whether somebody gave an address instead of a file.
pub(in crate::cli) fn is_address(place: &str) -> bool {
    place.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

fn from_web(address: &str, args: PlaceArgs) -> Result<ReadPlace, ImportRefusal> {
    let scope = AddressScope::allowing_private(args.allow_private);
    let page = fetch_page(address, &PageLimits { scope, ..PageLimits::default() }).map_err(refusal)?;
    let kind = args.kind.or_else(|| kind_of(&page.media_type));
    let stated = page.charset.as_deref().and_then(|name| Encoding::for_label_no_replacement(name.as_bytes()));
    let FetchedPage { url, body, .. } = page;
    let mut capture = Capture::of_bytes(&name_of(&url), body, kind)?;
    // The header counts more than the page (HTML Standard §13.2.3.2), but an editor counts most.
    capture.charset = args.charset.or(stated.filter(|_| capture.kind == CaptureKind::Text));
    Ok(ReadPlace { capture, fetched_from: Some(url) })
}

/// The kind of a media type that says enough; others are detected.
fn kind_of(media_type: &str) -> Option<CaptureKind> {
    match media_type {
        "text/html" | "application/xhtml+xml" => Some(CaptureKind::Html),
        "text/plain" => Some(CaptureKind::Text),
        "message/rfc822" | "multipart/related" => Some(CaptureKind::Mail),
        "application/pdf" => Some(CaptureKind::Pdf),
        _ => None,
    }
}

/// The last part of an address, as the name of a file.
fn name_of(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    PathBuf::from(name).file_name().map_or_else(|| "page".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn refusal(error: FetchError) -> ImportRefusal {
    const BROWSER: &str = "open the page in your browser, save it (Ctrl+S), and clip the file";
    let (message, hint) = match error {
        FetchError::Invalid(why) => (format!("this is no web address: {why}"), "copy it from your browser".to_owned()),
        FetchError::PrivateAddress => (
            "this is a private address of this computer or its network".to_owned(),
            "add --allow-private to ask it".to_owned(),
        ),
        FetchError::Unreachable(why) => {
            (format!("the page cannot be fetched: {why}"), format!("try again, or {BROWSER}"))
        }
        FetchError::Refused(status) => {
            (format!("the site does not show this page to programs ({status})"), BROWSER.to_owned())
        }
        FetchError::Gone(status) => {
            let hint = "look for a copy at https://web.archive.org/, and clip that".to_owned();
            (format!("there is no such page ({status})"), hint)
        }
        FetchError::TooLarge(limit) => (format!("the page is larger than {} MB", limit >> 20), BROWSER.to_owned()),
        FetchError::Timeout => {
            ("the site did not send the page in time".to_owned(), format!("try again, or {BROWSER}"))
        }
        FetchError::Redirects => ("the site redirects without end, or out of the web".to_owned(), BROWSER.to_owned()),
    };
    ImportRefusal::new(message, hint)
}
