//! The report of `margent clip`: what was made, what is not known, and the next step.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::base::text::path::RelPath;
use crate::base::text::{slug, words};
use crate::cli::terminal::{BOLD, PLAIN, RED, eprint, plural, print, print_exactly};
use crate::editor::topics::TopicScore;
use crate::import::clip::{ClipPlan, ClippedReport};
use crate::import::{Confidence, ImportRefusal, Wall};
use crate::pipeline::content::OUTLETS;
use crate::pipeline::report::Format;

/// The outcome of `margent clip`.
pub(in crate::cli) struct ClipSummary<'a> {
    pub plan: &'a ClipPlan,
    pub reports: &'a [ClippedReport],
    /// Topics, each with its reason.
    pub suggested: Vec<(String, String)>,
    /// Other articles that cite the reports already.
    pub cited: Vec<&'a str>,
    pub dry_run: bool,
}

/// A report that could not be clipped.
pub(in crate::cli) struct FailedClip {
    pub place: String,
    pub refusal: ImportRefusal,
}

/// Shows why reports could not be clipped, and that nothing was written.
pub(in crate::cli) fn show_failed(format: Format, failed: &[FailedClip]) -> Result<()> {
    for FailedClip { place, refusal: ImportRefusal { line, message, hint } } in failed {
        let at = line.map_or_else(String::new, |line| format!(":{line}"));
        match format {
            Format::Human | Format::Github | Format::Sarif => {
                eprint(&format!("{RED}error{PLAIN}: {place}{at}: {message}\n  help: {hint}\n"))?
            }
            Format::Json => print_exactly(&format!(
                "{}\n",
                json!({ "place": place, "line": line, "error": message, "hint": hint })
            ))?,
        }
    }
    eprint(&format!("{BOLD}nothing was written{PLAIN}\n"))
}

/// Shows what was made.
pub(in crate::cli) fn show(format: Format, root: &Path, summary: &ClipSummary<'_>) -> Result<()> {
    match format {
        Format::Human | Format::Github | Format::Sarif => print(&text(root, summary)),
        Format::Json => print_exactly(&format!("{}\n", as_json(summary))),
    }
}

/// The words that suggest a topic.
pub(in crate::cli) fn reason(score: &TopicScore<'_>) -> String {
    /// More words say no more.
    const WORDS: usize = 4;
    let hits = score.hits.iter().filter(|hit| hit.points > 0).take(WORDS);
    let words: Vec<&str> = hits.filter_map(|hit| hit.spellings.first().copied()).collect();
    if words.is_empty() { "like articles with that topic".to_owned() } else { words.join(", ") }
}

fn text(root: &Path, summary: &ClipSummary<'_>) -> String {
    let ClipSummary { plan, reports, suggested, cited, dry_run } = summary;
    let file = plan.files.iter().find(|file| file.path == plan.article);
    let state = match file.map(|file| file.old.is_some()) {
        Some(false) if file.is_some_and(|file| file.new.contains("\ndraft = true\n")) => "a new draft",
        Some(false) => "a new article",
        Some(true) => "changed",
        None => "unchanged",
    };
    let mut lines = vec![format!("{BOLD}{}{PLAIN}: {state}", root.join(plan.article.as_str()).display())];
    for ((report, (id, was_there)), snapshot) in reports.iter().zip(&plan.sources).zip(&plan.snapshots) {
        let title = report.source.title.as_deref().map(|title| format!(", “{title}”")).unwrap_or_default();
        let is_known = if *was_there { " (it was there already)" } else { "" };
        lines.push(format!("  source `{id}`: {}{title}{is_known}", report.outlet_name));
        if let Some(snapshot) = snapshot {
            let is_new = plan.files.iter().any(|file| file.path == *snapshot);
            let is_kept = if is_new { "" } else { " (it was there already)" };
            lines.push(format!("  snapshot: {snapshot}, {}{is_kept}", plural(words::count(report.text()), "word")));
        }
        lines.extend(notices(report));
    }
    for excerpt in &plan.excerpts {
        let count = plural(words::count(excerpt), "word");
        lines.push(format!("  excerpt, verified: “{}”, {count}", words::truncate(&words::collapse_space(excerpt), 60)));
    }
    for (topic, why) in suggested {
        let verb = if state.starts_with("a new") { "topic" } else { "suggested topic" };
        lines.push(format!("  {verb} `{topic}`: {why}"));
    }
    lines.extend(cited_line(cited));
    lines.extend(outlets(summary));
    lines.push(next(root, plan, state == "a new article", *dry_run));
    lines.join("\n") + "\n"
}

/// What an editor should know of a report, in lines.
pub(in crate::cli) fn notices(report: &ClippedReport) -> Vec<String> {
    let mut lines = Vec::new();
    let unknown = report.unknown();
    if !unknown.is_empty() {
        lines.push(format!("  not stated: {}", unknown.join(", ")));
    }
    if report.report.wall == Some(Wall::Paywall) {
        lines.push("  the page has a paywall: check that the snapshot is the whole text".to_owned());
    }
    let guesses = report.report.decisions.iter().filter(|decision| decision.confidence == Confidence::Low);
    lines.extend(guesses.map(|guess| format!("  check: {}", guess.text)));
    lines
}

/// The outlets that the site does not declare.
fn outlets(summary: &ClipSummary<'_>) -> Vec<String> {
    let undeclared =
        summary.reports.iter().filter(|report| report.declared.is_none() && !declares(summary.plan, report));
    let lines = undeclared.map(|report| {
        format!("  the outlet {} is not declared: add --new-outlet, or a file to {OUTLETS}/", report.outlet_name)
    });
    lines.collect()
}

/// Returns whether a plan has a file for the outlet of a report.
fn declares(plan: &ClipPlan, report: &ClippedReport) -> bool {
    let path = format!("{OUTLETS}/{}.md", slug::slugify(&report.outlet_name));
    plan.files.iter().any(|file| file.path.as_str() == path)
}

/// The other articles that cite a report, or the first of many.
fn cited_line(cited: &[&str]) -> Option<String> {
    const NAMED: usize = 2;
    let more = cited.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    (!cited.is_empty()).then(|| format!("  cited already in {}{more}", cited[..cited.len().min(NAMED)].join(", ")))
}

fn next(root: &Path, plan: &ClipPlan, is_released: bool, dry_run: bool) -> String {
    if dry_run {
        return "nothing was written, because of --dry-run".to_owned();
    }
    if is_released {
        return "Next: look at it, and publish it: margent serve --open, then margent publish".to_owned();
    }
    let article = root.join(plan.article.as_str());
    if plan.excerpts.is_empty() {
        return format!(
            "Next: quote from it: margent clip … --into {} --quote \"first words … last words\"",
            article.display()
        );
    }
    "Next: say what it means, in your own words, and look at it: margent serve --open".to_owned()
}

fn as_json(summary: &ClipSummary<'_>) -> String {
    let ClipSummary { plan, reports, suggested, cited, dry_run } = summary;
    let sources =
        reports.iter().zip(&plan.sources).zip(&plan.snapshots).map(|((report, (id, was_there)), snapshot)| {
            json!({
                "id": id,
                "was_there": was_there,
                "outlet": report.source.outlet,
                "declared": report.declared.is_some(),
                "title": report.source.title,
                "author": report.source.author,
                "published": report.source.published.map(|date| date.to_string()),
                "url": report.source.url,
                "archived": report.source.archived,
                "language": report.source.language,
                "snapshot": snapshot.as_ref().map(RelPath::as_str),
                "words": words::count(report.text()),
                "wall": report.report.wall.map(Wall::name),
                "not_stated": report.unknown(),
                "decisions": report.report.decisions.iter().map(|decision| &decision.text).collect::<Vec<_>>(),
            })
        });
    let files: Vec<&str> = plan.files.iter().map(|file| file.path.as_str()).collect();
    let topics = suggested.iter().map(|(topic, why)| json!({ "topic": topic, "why": why }));
    json!({
        "article": plan.article.as_str(),
        "sources": sources.collect::<Vec<_>>(),
        "excerpts": plan.excerpts,
        "topics": topics.collect::<Vec<_>>(),
        "cited": cited,
        "files": files,
        "written": !dry_run,
    })
    .to_string()
}
