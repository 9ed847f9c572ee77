//! `margent build --timings`: what took the time.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::build_report::StageTimes;
use crate::cli::args::TimingsFormat;
use crate::pipeline::content::ContentMemo;
use crate::pipeline::output::OutputTime;
use crate::pipeline::plan::Output;
use crate::pipeline::site::Site;

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
