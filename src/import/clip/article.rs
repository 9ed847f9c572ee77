//! Clipped reports → the article that cites them, and every file as it will be.

use toml_edit::{DocumentMut, Item, Value, value};

use super::clipped_report::ClippedReport;
use super::passage::{excerpt_markdown, find_passage, quotation, source_link};
use super::target::{ClipContext, ClipRequest, KnownSource, TargetArticle, comparable, push_source};
use crate::base::text::date::Moment;
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::editor::front_matter_edit::nth_source;
use crate::import::draft::DraftSource;
use crate::import::draft_file::add_snapshot;
use crate::import::refusal::ImportRefusal;
use crate::import::snapshot_folder::SnapshotFolder;
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
    /// For each report the path of its snapshot, if it has a text.
    pub snapshots: Vec<Option<RelPath>>,
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
    /// When it was published, for readers.
    date: Option<String>,
    snapshot: Option<RelPath>,
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
    snapshots: SnapshotFolder,
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
        let snapshots = SnapshotFolder::new(context.inputs);
        Ok(Self { context, target, sources: Vec::new(), files: Vec::new(), snapshots, excerpts: Vec::new() })
    }

    /// Adds the source of a report, its snapshot, and the file of its outlet.
    fn take_in(&mut self, clipped: &ClippedReport, number: usize, request: &ClipRequest) -> Result<(), ImportRefusal> {
        let declares = clipped.declared.is_none() && request.new_outlets;
        if declares {
            self.declare_outlet(clipped);
        }
        let known = clipped.source.url.as_deref().and_then(|url| self.target.known.get(&comparable(url))).cloned();
        let stated = clipped.source.published.as_ref();
        let stated = stated.and_then(|date| Moment::from_toml(date, self.context.offset).ok());
        let KnownSource { id, number: at, snapshot: name, published } = match &known {
            Some(known) => KnownSource { published: known.published.clone().or(stated), ..known.clone() },
            None => {
                let (id, number) = (self.free_id(&clipped.source), self.target.count);
                KnownSource { id, number, snapshot: None, published: stated }
            }
        };
        let (snapshot, text) = match name {
            Some(name) => {
                let path = snapshot_path(&name)?;
                let text = snapshot_text(self.context.inputs, &path).unwrap_or_default().into_owned();
                (Some(path), text)
            }
            None => (self.add_source(clipped, &id, known.as_ref(), declares)?, clipped.text().to_owned()),
        };
        let was_there = known.is_some();
        if !was_there {
            self.target.count += 1;
            if let Some(url) = &clipped.source.url {
                let snapshot = snapshot.as_ref().and_then(|path| path.strip(SNAPSHOTS)).map(str::to_owned);
                let (id, published) = (id.clone(), published.clone());
                self.target.known.insert(comparable(url), KnownSource { id, number: at, snapshot, published });
            }
        }
        let date = published.map(|date| (self.context.date_text)(&date));
        self.sources.push(ClipSource { id, was_there, date, snapshot, text, number: at, has_excerpt: false });
        if request.report {
            self.target.append(&format!("> …\n>\n> — paraphrased from {}\n", self.attribution(clipped, number)));
        }
        Ok(())
    }

    fn free_id(&mut self, source: &DraftSource) -> String {
        let wanted = slug::slugify(&source.outlet);
        slug::unique_name(&wanted, &mut self.target.ids)
    }

    /// Adds a source with its snapshot, or the snapshot to the source that is there; returns its path.
    fn add_source(
        &mut self,
        clipped: &ClippedReport,
        id: &str,
        known: Option<&KnownSource>,
        declares: bool,
    ) -> Result<Option<RelPath>, ImportRefusal> {
        let own_key = slug::slugify(&clipped.source.outlet);
        let mut source = DraftSource {
            id: (own_key != id).then(|| id.to_owned()),
            outlet: if declares { own_key } else { clipped.source.outlet.clone() },
            language: clipped.source.language.clone().filter(|tag| !is_same_language(tag, self.context.language)),
            ..clipped.source.clone()
        };
        let path = self.snapshots.place(&mut source);
        let file = source.snapshot.as_ref().and_then(|snapshot| self.snapshots.take_new(snapshot));
        self.files.extend(file.map(|(path, new)| PlannedFile { path, old: None, new }));
        self.target.edit(|front| match (known, &source.snapshot) {
            (Some(known), Some(snapshot)) => {
                nth_source(front.get_mut("source")?, known.number).map(|table| add_snapshot(table, snapshot))
            }
            (Some(_), None) => Some(()),
            (None, _) => push_source(front, &source),
        })?;
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
                self.sources.iter().zip(reports).find(|(_, report)| find_passage(report.text(), wanted).is_ok());
            let changed = known.and_then(|(source, _)| Some(has_changed(wanted, source.snapshot.as_ref()?)));
            let refusal = changed.or_else(|| found.into_iter().find_map(Result::err));
            return Err(refusal.unwrap_or_else(|| ImportRefusal::new("there is no report to quote", "name one")));
        };
        let passage = found.into_iter().flatten().next().unwrap_or_default();
        let attribution = self.attribution(&reports[number], number);
        let page = page_of(&reports[number].report.pages, wanted).map(|page| format!(", p. {page}"));
        // The same words twice help nobody.
        if !self.target.has(&quotation(&passage)) {
            let attribution = attribution + &page.unwrap_or_default();
            self.target.append(&excerpt_markdown(&passage, &attribution));
        }
        self.excerpts.push(passage);
        self.sources[number].has_excerpt = true;
        Ok(())
    }

    /// The outlet of a report, which links to its source, and its date.
    fn attribution(&self, clipped: &ClippedReport, number: usize) -> String {
        let ClipSource { id, date, .. } = &self.sources[number];
        source_link(&clipped.outlet_name, id, date.as_deref())
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

fn snapshot_path(name: &str) -> Result<RelPath, ImportRefusal> {
    RelPath::new(&format!("{SNAPSHOTS}/{name}"))
        .ok_or_else(|| ImportRefusal::new(format!("{name} cannot be the name of a snapshot"), "rename it"))
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
