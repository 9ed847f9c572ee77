//! The summaries of `margent build` and `margent publish`, and what took the time (`--timings`).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::Site;
use crate::cli::args::{BuildArgs, PublishArgs, TimingsFormat};
use crate::cli::terminal::{BOLD, PLAIN, plural};
use crate::pipeline::content::ContentMemo;
use crate::pipeline::index::published::{OmissionReason, Omitted};
use crate::pipeline::output::{Destination, IndexStats, OutputTime, WriteReport};
use crate::pipeline::plan::{Output, OutputPath};
use crate::publish::changes::SiteChanges;
use crate::publish::{AddressSource, SiteAddress, host, site_address};

/// The time that each stage took.
pub(in crate::cli) type StageTimes = [(&'static str, Duration)];

/// The contents of a site, as the summary counts them.
#[derive(Serialize, Deserialize)]
pub(in crate::cli) struct SiteSummary {
    articles: usize,
    pages: usize,
    /// All excerpts, and those that are verified. One that is not in its snapshot is an error, so all others with a
    /// snapshot are.
    excerpts: [usize; 2],
    /// The texts left out.
    pub omitted: Omitted,
}

impl SiteSummary {
    /// Counts the contents of `site`.
    pub fn of(site: &Site) -> Self {
        let verified = site.index.quotations.verified.iter().flatten();
        Self {
            articles: site.content.articles.len(),
            pages: site.plan.outputs.values().filter(|output| output.is_listed()).count(),
            excerpts: [verified.clone().count(), verified.filter(|verified| **verified).count()],
            omitted: site.index.omitted.clone(),
        }
    }
}

/// Summarises the contents of the site, the changes to its files, and the articles left out; with `--verbose` also
/// lists the files.
pub(in crate::cli) fn text(
    args: &BuildArgs,
    site: &SiteSummary,
    to: &Destination,
    written: &WriteReport,
    times: &StageTimes,
) -> String {
    let total: Duration = times.iter().map(|(_, time)| *time).sum();
    let mut lines = vec![format!(
        "{BOLD}{}{PLAIN}: {}, {}, {} ({}) in {:.2} s",
        to.out.display(),
        plural(site.articles, "article"),
        plural(site.pages, "page"),
        plural(written.files, "file"),
        size(written.bytes),
        total.as_secs_f64()
    )];
    lines.push(format!("  {}", changes(written)));
    lines.extend(written.indexed.as_ref().map(|stats| search(stats, args)));
    lines.extend(excerpts(site.excerpts));
    lines.extend(left_out(&site.omitted));
    lines.extend(near_limits(written));
    if args.verbose {
        lines.extend(left_out_files(&site.omitted));
    }
    lines.extend(
        written.repaired.iter().map(|path| format!("  replaced {path}, which was changed since the last build")),
    );
    let reason = "it is no longer part of the site, but was changed since the last build";
    lines.extend(written.kept.iter().map(|path| format!("  kept {path}: {reason}")));
    if args.verbose {
        lines.extend(first_paths('+', &written.written));
        lines.extend(first_paths('-', &written.deleted));
    }
    lines.join("\n") + "\n"
}

/// Lists the first paths, and counts the others.
fn first_paths(sign: char, paths: &[OutputPath]) -> Vec<String> {
    /// The number of paths that can still be read.
    const SHOWN: usize = 10;
    let more = paths.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("  {sign} and {more} more"));
    paths.iter().take(SHOWN).map(|path| format!("  {sign} {path}")).chain(more).collect()
}

/// Warns of a site that GitHub Pages may soon refuse: it allows 1 GB.
fn near_limits(written: &WriteReport) -> Option<String> {
    const LIMIT: u64 = 1_000_000_000;
    let near = written.bytes >= LIMIT / 10 * 8;
    near.then(|| {
        let size = size(written.bytes);
        format!("  {size}, and GitHub Pages allows 1 GB; `[feeds]` and `[index] sections` can make it less")
    })
}

fn changes(written: &WriteReport) -> String {
    let first = match written.written.len() {
        0 => "nothing to write".to_owned(),
        n => format!("{n} written"),
    };
    let unchanged = written.files - written.written.len() - written.reused;
    let rest = [(unchanged, "came out the same"), (written.reused, "reused"), (written.deleted.len(), "deleted")];
    let rest = rest.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join(", ")
}

/// The cost of the search index, which is most of the work where there are many texts.
fn search(stats: &IndexStats, args: &BuildArgs) -> String {
    let memory = stats.memory.filter(|bytes| args.verbose && *bytes > 0);
    let memory = memory.map_or_else(String::new, |bytes| format!(" with {} of memory", size(bytes)));
    format!("  search: indexed {} in {:.2} s{memory}", plural(stats.texts, "text"), stats.took.as_secs_f64())
}

/// The numbers of excerpts with and without a snapshot.
fn excerpts([all, verified]: [usize; 2]) -> Option<String> {
    (all > 0)
        .then(|| format!("  {}: {verified} verified, {} without a snapshot", plural(all, "excerpt"), all - verified))
}

/// `left out: 5 drafts, 1 dated in the future`.
pub(in crate::cli) fn left_out(omitted: &Omitted) -> Option<String> {
    let reasons = [OmissionReason::Draft, OmissionReason::Future, OmissionReason::Expired];
    let counts = reasons.map(|reason| (reason, omitted.files.values().filter(|it| **it == reason).count()));
    let counts = counts.iter().filter(|(_, n)| *n > 0).map(|(reason, n)| match reason {
        OmissionReason::Draft => plural(*n, "draft"),
        OmissionReason::Future => format!("{n} dated in the future"),
        OmissionReason::Expired => format!("{n} expired"),
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    (!counts.is_empty()).then(|| format!("  left out: {counts}"))
}

/// A line for each file that was left out.
fn left_out_files(omitted: &Omitted) -> Vec<String> {
    omitted.files.iter().map(|(path, reason)| format!("    {path} ({})", reason.word())).collect()
}

fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        b if b < 1e3 => format!("{b} B"),
        b if b < 1e6 => format!("{:.0} kB", b / 1e3),
        b => format!("{:.1} MB", b / 1e6),
    }
}

/// The number of rows of each table.
const ROWS: usize = 10;

/// The time of each output so far, by its path. Several threads add to it.
#[derive(Default)]
pub(in crate::cli) struct OutputTimes(Mutex<Vec<(String, OutputTime)>>);

impl OutputTimes {
    /// Adds the time of an output.
    pub fn add(&self, path: &str, time: OutputTime) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((path.to_owned(), time));
    }
}

/// All times, in milliseconds. Those of templates, files and outputs are of one thread each, so that their sum may be
/// larger than that of the stages.
#[derive(Serialize)]
pub(in crate::cli) struct Timings {
    stages: Vec<TimedRow>,
    /// The steps of all outputs together.
    steps: Vec<TimedRow>,
    /// By template, for pages, or by kind; without writing.
    templates: Vec<TimedRow>,
    /// The content files that took longest to parse.
    files: Vec<TimedRow>,
    /// The outputs that took longest.
    outputs: Vec<TimedRow>,
}

#[derive(Serialize)]
struct TimedRow {
    name: String,
    /// The number of files.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    ms: f64,
}

impl TimedRow {
    fn new(name: impl Into<String>, time: Duration) -> Self {
        Self { name: name.into(), count: None, ms: (time.as_secs_f64() * 1e5).round() / 100.0 }
    }
}

impl Timings {
    /// Sums up the times of a build that had nothing to do but to read.
    pub fn of_stages(stages: &StageTimes) -> Self {
        let stages = stages.iter().map(|(name, time)| TimedRow::new(*name, *time)).collect();
        Self { stages, steps: Vec::new(), templates: Vec::new(), files: Vec::new(), outputs: Vec::new() }
    }

    /// Sums up the times of a build.
    pub fn of(stages: &StageTimes, site: &Site, content: &ContentMemo, outputs: OutputTimes) -> Self {
        let outputs = outputs.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let sum = |part: fn(&OutputTime) -> Duration| outputs.iter().map(|(_, time)| part(time)).sum();
        let steps = vec![
            TimedRow::new("view", sum(|time| time.view)),
            TimedRow::new("render", sum(|time| time.render)),
            TimedRow::new("write", sum(|time| time.write)),
        ];
        let whole = |time: &OutputTime| time.view + time.render + time.write;
        // Not writing: the first file of a folder pays for the folder.
        let own = |time: &OutputTime| time.view + time.render;
        let mut templates: BTreeMap<&str, (usize, Duration)> = BTreeMap::new();
        for (path, time) in &outputs {
            let sum = templates.entry(template(site, path)).or_default();
            *sum = (sum.0 + 1, sum.1 + own(time));
        }
        let templates = templates.into_iter().map(|(name, (count, time))| {
            let row = TimedRow::new(name, time);
            TimedRow { count: Some(count), ..row }
        });
        let files = content.times().map(|(path, time)| TimedRow::new(path.as_str(), time));
        Self {
            steps,
            templates: slowest(templates),
            files: slowest(files),
            outputs: slowest(outputs.iter().map(|(path, time)| TimedRow::new(path.as_str(), whole(time)))),
            ..Self::of_stages(stages)
        }
    }

    /// Returns them in a format.
    pub fn text(&self, format: TimingsFormat) -> String {
        match format {
            // Numbers and texts always serialise.
            TimingsFormat::Json => serde_json::to_string(self).unwrap_or_default() + "\n",
            TimingsFormat::Table => self.tables(),
        }
    }

    fn tables(&self) -> String {
        let tables = [
            ("stage", &self.stages),
            ("step, all outputs", &self.steps),
            ("template or kind", &self.templates),
            ("content file", &self.files),
            ("output", &self.outputs),
        ];
        let tables = tables.into_iter().filter(|(_, rows)| !rows.is_empty());
        tables.map(|(heading, rows)| table(heading, rows)).collect()
    }
}

/// Sorts rows, the slowest first, and keeps the first [`ROWS`].
fn slowest(rows: impl Iterator<Item = TimedRow>) -> Vec<TimedRow> {
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|a, b| b.ms.total_cmp(&a.ms).then_with(|| a.name.cmp(&b.name)));
    rows.truncate(ROWS);
    rows
}

fn table(heading: &str, rows: &[TimedRow]) -> String {
    let mut text = format!("\n{:>10}  {heading}\n", "ms");
    for TimedRow { name, count, ms } in rows {
        let count = count.map_or_else(String::new, |count| format!(" ({count})"));
        text += &format!("{ms:>10.2}  {name}{count}\n");
    }
    text
}

/// Returns the template of a page, or the kind of another output.
fn template<'a>(site: &'a Site, path: &'a str) -> &'a str {
    match site.plan.outputs.get(path) {
        Some(Output::Page(page)) => page.template(),
        Some(output) => output.what(),
        None => "the search index",
    }
}

/// The outcome of a publication or a dry run.
pub(in crate::cli) struct PublishOutcome {
    /// Number of files in the site.
    files: usize,
    /// The changes to what was published.
    pub(in crate::cli) changes: SiteChanges,
    /// The place: a branch, or a bucket.
    place: String,
    /// The words after "published", if anything was: the new commit.
    pub(in crate::cli) written: Option<String>,
    /// Further lines about the publication.
    pub(in crate::cli) notes: Vec<String>,
    /// The steps left to the editor.
    pub(in crate::cli) next: Vec<String>,
    /// The reason why this needs --replace.
    pub(in crate::cli) warning: Option<String>,
}

impl PublishOutcome {
    /// Starts with changes of which none was made yet.
    pub(in crate::cli) fn new(files: usize, changes: SiteChanges, place: String) -> Self {
        Self { files, changes, place, written: None, notes: Vec::new(), next: Vec::new(), warning: None }
    }

    /// Stops a publication that needs --replace.
    ///
    /// # Errors
    /// When it does.
    pub(in crate::cli) fn refuse_warning(&self) -> Result<()> {
        match &self.warning {
            Some(warning) => bail!("nothing was published: {warning}"),
            None => Ok(()),
        }
    }
}

/// Summarises the publication: its address and place, the changes, and the steps left to the editor.
pub(in crate::cli) fn publish_text(
    args: &PublishArgs,
    site: &Site,
    address: &SiteAddress,
    outcome: &PublishOutcome,
) -> String {
    let files = plural(outcome.files, "file");
    let place = &outcome.place;
    let mut lines = vec![match &outcome.written {
        _ if outcome.changes.is_empty() => format!("{BOLD}nothing to publish{PLAIN}: {place} has the same {files}"),
        Some(as_what) => format!("{BOLD}{}/{PLAIN}: {files} published{as_what}", address.url),
        None => format!("{BOLD}{}/{PLAIN}: {files} would be published, nothing was written", address.url),
    }];
    if !outcome.changes.is_empty() {
        lines.push(format!("  to {place}: {}", counts(&outcome.changes)));
        lines.push(format!("  address taken from {}", address.source));
        lines.extend(other_address(site, address));
    }
    lines.extend(outcome.notes.iter().map(|note| format!("  {note}")));
    lines.extend(left_out(&site.index.omitted));
    if args.verbose {
        lines.extend(left_out_files(&site.index.omitted));
    }
    if args.dry_run || args.verbose {
        let marked = [("+", &outcome.changes.added), ("~", &outcome.changes.changed), ("-", &outcome.changes.removed)];
        lines.extend(marked.iter().flat_map(|(mark, paths)| paths.iter().map(move |path| format!("  {mark} {path}"))));
    }
    // Only a dry run comes this far with one.
    lines.extend(outcome.warning.iter().map(|why| format!("  without --dry-run this would be refused: {why}")));
    lines.extend(outcome.next.iter().map(|step| format!("  {step}")));
    lines.join("\n") + "\n"
}

/// Notes that GitHub does not serve the site at the address in `site.toml`.
fn other_address(site: &Site, address: &SiteAddress) -> Option<String> {
    let configured = site_address::configured_base_url(site);
    let differs =
        address.source == AddressSource::Repository && configured != address.url && !host::is_placeholder(&configured);
    differs.then(|| format!("  base_url in site.toml is {configured}; a custom domain needs content/static/CNAME"))
}

fn counts(changes: &SiteChanges) -> String {
    let counts =
        [(changes.added.len(), "added"), (changes.changed.len(), "changed"), (changes.removed.len(), "removed")];
    let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    counts.collect::<Vec<_>>().join(", ")
}
