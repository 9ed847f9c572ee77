//! What the desk's page for clips asks for: to read a page, and to save what was made of it.

use anyhow::Result;
use serde::Deserialize;
use serde_json::{Value, json};

use super::edit::{DeskResult, request};
use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::text::html::visible_text;
use crate::base::text::path::RelPath;
use crate::base::text::words;
use crate::cli::args::GlobalArgs;
use crate::cli::commands::clip::site::{ClipSite, write};
use crate::import::clip::{ClipRequest, ClippedReport, ReportFacts, find_passage, read_report};
use crate::import::{Capture, CaptureKind, ImportRefusal, Wall};

/// The articles that the page offers at most, the last written first.
const OFFERED: usize = 50;

/// A page as the bookmark hands it over, and what an editor says of it.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct DeskClip {
    /// Its HTML, without scripts and styles.
    html: String,
    /// The address at which it was read.
    address: String,
    quote: String,
    comment: String,
    title: String,
    outlet: String,
    url: String,
    into: String,
    topics: Vec<String>,
    release: bool,
}

/// Reads the page, with what the editor has changed.
fn clipped(site: &ClipSite, clip: &DeskClip) -> Result<ClippedReport, ImportRefusal> {
    let mut capture = Capture::of_bytes("page.html", clip.html.clone().into_bytes(), Some(CaptureKind::Html))?;
    capture.charset = Some(encoding_rs::UTF_8);
    let mut report = read_report(&capture, &site.outlets)?;
    // The editor has selected words of the page; what was taken for its furniture may be what is quoted.
    let quotes = |text: &str| clip.quote.trim().is_empty() || find_passage(text, &clip.quote).is_ok();
    let whole = (!quotes(&report.text)).then(|| visible_text(&clip.html)).filter(|whole| quotes(whole));
    report.text = whole.unwrap_or(report.text);
    let stated = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let facts = ReportFacts {
        title: stated(&clip.title),
        url: stated(&clip.url),
        outlet: stated(&clip.outlet),
        fetched_from: stated(&clip.address),
    };
    ClippedReport::new(report, &facts, &site.outlets, site.today)
}

/// Reads a page, and says what is known of it.
pub(super) fn read(global: &GlobalArgs, body: &[u8]) -> DeskResult {
    let clip: DeskClip = request(body)?;
    let site = ClipSite::load(global)?;
    let clipped = clipped(&site, &clip)?;
    let quote = find_passage(clipped.text(), &clip.quote).err().filter(|_| !clip.quote.trim().is_empty());
    let source = &clipped.source;
    let mut warnings: Vec<String> = Vec::new();
    let unknown = clipped.unknown();
    if !unknown.is_empty() {
        warnings.push(format!("The page does not state: {}.", unknown.join(", ")));
    }
    if clipped.report.wall == Some(Wall::Paywall) {
        warnings.push("The page has a paywall: check that the snapshot is the whole text.".to_owned());
    }
    let cited = site.cites(source.url.as_deref());
    warnings.extend((!cited.is_empty()).then(|| format!("Cited already in {}.", cited.join(", "))));
    let topics = site.topics(std::slice::from_ref(&clipped))?;
    let topics: Vec<Value> = topics.into_iter().map(|(topic, why)| json!({ "topic": topic, "why": why })).collect();
    Ok(json!({
        "title": source.title,
        "author": source.author,
        "published": source.published.map(|date| date.to_string()),
        "outlet": clipped.outlet_name,
        "declared": clipped.declared.is_some(),
        "url": source.url,
        "words": words::count(clipped.text()),
        "quote_error": quote.map(|refusal| format!("{}; {}", refusal.message, refusal.hint)),
        "warnings": warnings,
        "topics": topics,
        "articles": articles(&site),
    }))
}

/// The articles to add a source to: drafts first, then the latest.
fn articles(site: &ClipSite) -> Vec<Value> {
    let mut articles: Vec<_> = site.loaded.content.articles.iter().collect();
    articles.sort_by_key(|article| (!article.draft, std::cmp::Reverse(article.date.as_ref().map(|date| date.unix()))));
    let offered = articles.into_iter().take(OFFERED);
    offered.map(|article| json!({ "path": article.path.as_str(), "title": article.title })).collect()
}

/// Saves what was made of a page.
pub(super) fn save(global: &GlobalArgs, body: &[u8]) -> DeskResult {
    let clip: DeskClip = request(body)?;
    let site = ClipSite::load(global)?;
    let clipped = clipped(&site, &clip)?;
    let into = Some(&clip.into).filter(|path| !path.is_empty()).map(|path| RelPath::new(path));
    if into == Some(None) {
        return Err(ImportRefusal::new("there is no such article", "choose another").into());
    }
    let request = ClipRequest {
        into: into.flatten(),
        title: None,
        tags: Vec::new(),
        topics: Some(clip.topics.clone()),
        quotes: Some(clip.quote.clone()).filter(|quote| !quote.trim().is_empty()).into_iter().collect(),
        comment: Some(clip.comment.trim().to_owned()).filter(|comment| !comment.is_empty()),
        release: clip.release,
        report: false,
        new_outlets: true,
    };
    request.check_release()?;
    let checked = site.clip(&request, std::slice::from_ref(&clipped))??;
    if has_errors(&checked.faults) {
        return Err(told(&checked.faults).into());
    }
    write(&global.root, &checked.plan)?;
    let files: Vec<&str> = checked.plan.files.iter().map(|file| file.path.as_str()).collect();
    Ok(json!({ "article": checked.plan.article.as_str(), "address": checked.address, "files": files }))
}

/// The first error, as a refusal.
fn told(faults: &[Diagnostic]) -> ImportRefusal {
    let first = faults.iter().min_by_key(|fault| fault.severity());
    let (message, hint) = first.map(|fault| (fault.message.clone(), fault.hints.join("; "))).unwrap_or_default();
    ImportRefusal::new(message, hint)
}
