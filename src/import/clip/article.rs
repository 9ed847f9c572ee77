//! Clipped reports → the article that cites them, and every file as it will be.

use std::collections::BTreeSet;

use toml_edit::{DocumentMut, Item, Value, value};

use super::clipped_report::ClippedReport;
use super::passage::find_passage;
use super::target::{ClipContext, ClipRequest, KnownSource, TargetArticle, comparable, push_source};
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::editor::front_matter_edit::nth_source;
use crate::import::draft::DraftSource;
use crate::import::draft_file::add_snapshot;
use crate::import::markdown::escape_inline;
use crate::import::refusal::ImportRefusal;
use crate::pipeline::content::{OUTLETS, SNAPSHOTS, snapshot_text};

/// A file as it will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// Its path in the site.
    pub path: RelPath,
    /// Its text now; `None` for a new file.
    pub old: Option<String>,
    /// Its text then.
    pub new: String,
}

/// The outcome of clipping: the files to write, and what is in them.
#[derive(Clone, Debug)]
pub struct ClipPlan {
    /// The article.
    pub article: RelPath,
    /// The files, the article last.
    pub files: Vec<PlannedFile>,
    /// For each report the id of its source, and whether the article had it already.
    pub sources: Vec<(String, bool)>,
    /// For each report the path of its snapshot.
    pub snapshots: Vec<RelPath>,
    /// The excerpts, as Markdown.
    pub excerpts: Vec<String>,
}

/// Plans what clipping `reports` writes.
///
/// # Errors
/// When the article cannot be written to, or a passage is in none of the reports.
pub fn plan_clip(
    context: &ClipContext<'_>,
    request: &ClipRequest,
    reports: &[ClippedReport],
) -> Result<ClipPlan, ImportRefusal> {
    let has_words = request.comment.is_some() || request.report || !request.quotes.is_empty();
    if request.release && !has_words {
        let hint = "add --quote or --comment, or leave out --release";
        return Err(ImportRefusal::new("there is nothing to publish but a source", hint));
    }
    let mut plan = ClipPlanner::start(context, request, reports)?;
    if let Some(comment) = request.comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty()) {
        plan.target.append(&format!("{comment}\n"));
    }
    for (number, clipped) in reports.iter().enumerate() {
        plan.take_in(clipped, number, request)?;
    }
    for wanted in &request.quotes {
        plan.quote(wanted, reports)?;
    }
    plan.finish()
}

/// A source of the article, and the text against which its excerpts are checked.
struct ClipSource {
    id: String,
    was_there: bool,
    snapshot: RelPath,
    text: String,
    /// Its number in the article.
    number: usize,
    has_excerpt: bool,
}

/// A plan in the making.
struct ClipPlanner<'a> {
    context: &'a ClipContext<'a>,
    target: TargetArticle,
    sources: Vec<ClipSource>,
    files: Vec<PlannedFile>,
    /// The names of all snapshots, without their endings.
    names: BTreeSet<String>,
    excerpts: Vec<String>,
}

impl<'a> ClipPlanner<'a> {
    fn start(
        context: &'a ClipContext<'a>,
        request: &ClipRequest,
        reports: &[ClippedReport],
    ) -> Result<Self, ImportRefusal> {
        let target = match &request.into {
            Some(path) => TargetArticle::open(context, path)?,
            None => TargetArticle::draft(context, request, reports)?,
        };
        let snapshots = context.inputs.inside(SNAPSHOTS).filter_map(|(path, _)| path.strip(SNAPSHOTS));
        let names = snapshots.map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()).collect();
        Ok(Self { context, target, sources: Vec::new(), files: Vec::new(), names, excerpts: Vec::new() })
    }

    /// Adds the source of a report, its snapshot, and the file of its outlet.
    fn take_in(&mut self, clipped: &ClippedReport, number: usize, request: &ClipRequest) -> Result<(), ImportRefusal> {
        let declares = clipped.declared.is_none() && request.new_outlets;
        if declares {
            self.declare_outlet(clipped);
        }
        let known = clipped.source.url.as_deref().and_then(|url| self.target.known.get(&comparable(url))).cloned();
        let KnownSource { id, number: at, snapshot: name } = match &known {
            Some(known) => known.clone(),
            None => KnownSource { id: self.free_id(&clipped.source), number: self.target.count, snapshot: None },
        };
        let snapshot = match &name {
            Some(name) => self.snapshot_path(name)?,
            None => self.add_snapshot(clipped)?,
        };
        let text = match name {
            Some(_) => snapshot_text(self.context.inputs, &snapshot).unwrap_or_default().into_owned(),
            None => clipped.snapshot.clone(),
        };
        if name.is_none() {
            let file = snapshot.strip(SNAPSHOTS).unwrap_or_default();
            let snapshot = clipped.snapshot_named(file);
            let source = DraftSource {
                id: (slug::slugify(&clipped.source.outlet) != id).then(|| id.clone()),
                outlet: if declares { slug::slugify(&clipped.source.outlet) } else { clipped.source.outlet.clone() },
                language: clipped.source.language.clone().filter(|tag| !is_same_language(tag, self.context.language)),
                snapshot: Some(snapshot.clone()),
                ..clipped.source.clone()
            };
            self.target.edit(|front| match known {
                Some(_) => nth_source(front.get_mut("source")?, at).map(|table| add_snapshot(table, &snapshot)),
                None => push_source(front, &source),
            })?;
        }
        let was_there = known.is_some();
        if !was_there {
            self.target.count += 1;
            if let Some(url) = &clipped.source.url {
                let snapshot = snapshot.strip(SNAPSHOTS).map(str::to_owned);
                self.target.known.insert(comparable(url), KnownSource { id: id.clone(), number: at, snapshot });
            }
        }
        self.sources.push(ClipSource { id, was_there, snapshot, text, number: at, has_excerpt: false });
        if request.report {
            self.target.append(&format!("> …\n>\n> — paraphrased from {}\n", self.attribution(clipped, number)));
        }
        Ok(())
    }

    fn free_id(&mut self, source: &DraftSource) -> String {
        let wanted = slug::slugify(&source.outlet);
        slug::unique_name(&wanted, &mut self.target.ids)
    }

    fn snapshot_path(&self, name: &str) -> Result<RelPath, ImportRefusal> {
        RelPath::new(&format!("{SNAPSHOTS}/{name}"))
            .ok_or_else(|| ImportRefusal::new(format!("{name} cannot be the name of a snapshot"), "rename it"))
    }

    /// Adds the file of a snapshot, unless there is one with the same text.
    fn add_snapshot(&mut self, clipped: &ClippedReport) -> Result<RelPath, ImportRefusal> {
        let inputs = self.context.inputs;
        let same =
            inputs.inside(SNAPSHOTS).map(|(path, _)| path).find(|path| inputs.text(path) == Ok(&*clipped.snapshot));
        if let Some(path) = same {
            return Ok(path.clone());
        }
        let name = slug::unique_name(&clipped.snapshot_stem(), &mut self.names);
        let path = self.snapshot_path(&format!("{name}.txt"))?;
        self.files.push(PlannedFile { path: path.clone(), old: None, new: clipped.snapshot.clone() });
        Ok(path)
    }

    /// Adds a file for the outlet of a report, with its name and its domain as the report states them.
    fn declare_outlet(&mut self, clipped: &ClippedReport) {
        let mut front = DocumentMut::new();
        front["name"] = value(&clipped.outlet_name);
        if let Some(host) = &clipped.host {
            front["domains"] = Item::Value(Value::Array([host.as_str()].into_iter().collect()));
        }
        let path = RelPath::new(&format!("{OUTLETS}/{}.md", slug::slugify(&clipped.outlet_name)));
        let is_new = |path: &RelPath| {
            !self.context.inputs.files.contains_key(path) && !self.files.iter().any(|file| file.path == *path)
        };
        if let Some(path) = path.filter(is_new) {
            self.files.push(PlannedFile { path, old: None, new: format!("+++\n{front}+++\n") });
        }
    }

    /// Puts a passage into the article, from the first report that has it.
    fn quote(&mut self, wanted: &str, reports: &[ClippedReport]) -> Result<(), ImportRefusal> {
        let found: Vec<_> = self.sources.iter().map(|source| find_passage(&source.text, wanted)).collect();
        let Some(number) = found.iter().position(Result::is_ok) else {
            let known =
                self.sources.iter().zip(reports).find(|(_, report)| find_passage(&report.snapshot, wanted).is_ok());
            let changed = known.map(|(source, _)| has_changed(wanted, &source.snapshot));
            let refusal = changed.or_else(|| found.into_iter().find_map(Result::err));
            return Err(refusal.unwrap_or_else(|| ImportRefusal::new("there is no report to quote", "name one")));
        };
        let passage = found.into_iter().flatten().next().unwrap_or_default();
        let lines = passage.lines().map(|line| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") });
        let quotation: String = lines.collect();
        let attribution = self.attribution(&reports[number], number);
        let page = page_of(&reports[number].report.pages, wanted).map(|page| format!(", p. {page}"));
        // The same words twice help nobody.
        if !self.target.has(&quotation) {
            self.target.append(&format!("{quotation}>\n> — {attribution}{}\n", page.unwrap_or_default()));
        }
        self.excerpts.push(passage);
        self.sources[number].has_excerpt = true;
        Ok(())
    }

    /// The outlet of a report, which links to its source, and its date.
    fn attribution(&self, clipped: &ClippedReport, number: usize) -> String {
        let date = clipped.source.published.as_ref().map(|date| format!(", {}", (self.context.date_text)(date)));
        let name = escape_inline(&clipped.outlet_name);
        format!("[{name}](source:{}){}", self.sources[number].id, date.unwrap_or_default())
    }

    fn finish(mut self) -> Result<ClipPlan, ImportRefusal> {
        // Only a quotation that was compared is verified.
        let today = self.context.today;
        let verified: Vec<usize> =
            self.sources.iter().filter(|source| source.has_excerpt).map(|source| source.number).collect();
        if !verified.is_empty() {
            self.target.edit(|front| {
                let sources = front.get_mut("source")?;
                for number in verified {
                    let table = nth_source(sources, number)?;
                    if table.contains_key("sha256") {
                        table.insert("verified", value(today));
                    }
                }
                Some(())
            })?;
        }
        let file = PlannedFile { path: self.target.path.clone(), old: self.target.old, new: self.target.text };
        let mut files = self.files;
        files.extend((file.old.as_ref() != Some(&file.new)).then_some(file));
        Ok(ClipPlan {
            article: self.target.path,
            files,
            snapshots: self.sources.iter().map(|source| source.snapshot.clone()).collect(),
            sources: self.sources.into_iter().map(|source| (source.id, source.was_there)).collect(),
            excerpts: self.excerpts,
        })
    }
}

/// The refusal to quote words that a report has by now, but not the snapshot that is kept of it.
fn has_changed(wanted: &str, snapshot: &RelPath) -> ImportRefusal {
    let hint =
        "quote what it said then; or remove `snapshot`, `sha256` and `verified` from the source, and clip it again";
    ImportRefusal::new(
        format!("`{}` is in the report, but not in the snapshot that is kept of it, {snapshot}", wanted.trim()),
        hint,
    )
}

/// The number of the page that has a passage, from 1 on.
fn page_of(pages: &[String], wanted: &str) -> Option<usize> {
    pages.iter().position(|page| find_passage(page, wanted).is_ok()).map(|page| page + 1)
}

/// Returns whether two tags have the same primary language: `en` and `en-GB`.
fn is_same_language(one: &str, other: &str) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    primary(one) == primary(other)
}
