//! The article that clipped reports go into: one that is there, or a new draft.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::Offset;
use toml::value::Datetime;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Value, value};

use super::clipped_report::{ClippedReport, without_tracking};
use crate::base::text::date::Moment;
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::editor::front_matter_edit::edit_front_matter;
use crate::import::draft::DraftSource;
use crate::import::draft_file::source_table;
use crate::import::refusal::ImportRefusal;
use crate::pipeline::content::{ARTICLES, Article, Content, front_matter};
use crate::pipeline::inputs::Inputs;

/// The site that a clip goes into.
pub struct ClipContext<'a> {
    /// Its files.
    pub inputs: &'a Inputs,
    /// Its content, drafts included.
    pub content: &'a Content,
    /// The language of the site (BCP 47).
    pub language: &'a str,
    /// Today, where the site is.
    pub today: Datetime,
    /// The offset of dates that state none.
    pub offset: Offset,
    /// Writes a date for readers.
    pub date_text: &'a dyn Fn(&Moment) -> String,
}

/// Wishes of the editor.
#[derive(Clone, Debug, Default)]
pub struct ClipRequest {
    /// The article that gets the sources; otherwise a new draft does.
    pub into: Option<RelPath>,
    /// The headline of a new draft, instead of that of the first report.
    pub title: Option<String>,
    /// The topics of a new article; those that its reports suggest if `None`.
    pub topics: Option<Vec<String>>,
    /// The tags of a new article.
    pub tags: Vec<String>,
    /// The passages to quote.
    pub quotes: Vec<String>,
    /// The editor's own words, as Markdown, before what is quoted.
    pub comment: Option<String>,
    /// True if a new article is no draft.
    pub release: bool,
    /// True if each source gets an empty report, to be written.
    pub report: bool,
    /// True if outlets that are not declared get a file.
    pub new_outlets: bool,
}

impl ClipRequest {
    /// Checks that what is released has words.
    ///
    /// # Errors
    /// When there are none.
    pub fn check_release(&self) -> Result<(), ImportRefusal> {
        let has_words = self.comment.is_some() || self.report || !self.quotes.is_empty();
        if has_words || !self.release {
            return Ok(());
        }
        let hint = "add --quote or --comment, or leave out --release";
        Err(ImportRefusal::new("there is nothing to publish but a source", hint))
    }
}

/// A source that an article has.
#[derive(Clone)]
pub(super) struct KnownSource {
    pub id: String,
    /// Its number in the article.
    pub number: usize,
    /// The name of its snapshot.
    pub snapshot: Option<String>,
    pub published: Option<Moment>,
}

/// The article that is written to.
pub(super) struct TargetArticle {
    pub path: RelPath,
    /// Its text now; `None` for a new one.
    pub old: Option<String>,
    /// Its text as it will be.
    pub text: String,
    /// The ids of its sources.
    pub ids: BTreeSet<String>,
    /// The number of its sources.
    pub count: usize,
    /// Its sources, by their addresses.
    pub known: BTreeMap<String, KnownSource>,
}

impl TargetArticle {
    /// Opens an article that is there.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn open(context: &ClipContext<'_>, path: &RelPath) -> Result<Self, ImportRefusal> {
        let article = context.content.articles.iter().find(|article| article.path == *path);
        let article: &Article = article.ok_or_else(|| {
            let message = format!("{path} is not an article of this site");
            ImportRefusal::new(message, format!("name one of the .md files in {ARTICLES}"))
        })?;
        let text = context.inputs.text(path).unwrap_or_default().to_owned();
        let known = article.sources.iter().enumerate().filter_map(|(number, source)| {
            let snapshot = source.snapshot.as_ref().map(|name| name.value.clone());
            let (id, published) = (source.id.clone(), source.published.clone());
            Some((comparable(source.url.as_deref()?), KnownSource { id, number, snapshot, published }))
        });
        Ok(Self {
            path: path.clone(),
            old: Some(text.clone()),
            text,
            ids: article.sources.iter().map(|source| source.id.clone()).collect(),
            count: article.sources.len(),
            known: known.collect(),
        })
    }

    /// Starts a draft, which is named by the first report.
    ///
    /// # Errors
    /// When there is nothing to name it by.
    pub(super) fn draft(
        context: &ClipContext<'_>,
        request: &ClipRequest,
        reports: &[ClippedReport],
    ) -> Result<Self, ImportRefusal> {
        let of_report = || reports.iter().find_map(|clipped| clipped.source.title.clone());
        let title = request.title.clone().or_else(of_report).ok_or_else(|| {
            ImportRefusal::new("the report has no title", "give it one with --title, or name an article with --into")
        })?;
        let mut slugs: BTreeSet<String> = context.content.articles.iter().map(|article| article.slug.clone()).collect();
        let stem = slug::file_stem(&slug::slugify(&title));
        let stem = slug::unique_name(if stem.is_empty() { "clip" } else { &stem }, &mut slugs);
        let year = context.today.date.map_or_else(String::new, |date| format!("{:04}/", date.year));
        let path = format!("{ARTICLES}/{year}{stem}.md");
        let path = RelPath::new(&path)
            .ok_or_else(|| ImportRefusal::new(format!("{path} cannot be a file"), "give the draft another --title"))?;
        let mut front = DocumentMut::new();
        front["title"] = value(&title);
        front["date"] = value(context.today);
        for (key, list) in [("topics", request.topics.as_ref()), ("tags", Some(&request.tags))] {
            if let Some(list) = list.filter(|list| !list.is_empty()) {
                front[key] = Item::Value(Value::Array(list.iter().collect()));
            }
        }
        if !request.release {
            front["draft"] = value(true);
        }
        let text = format!("+++\n{front}+++\n");
        let (ids, known) = (BTreeSet::new(), BTreeMap::new());
        Ok(Self { path, old: None, text, ids, count: 0, known })
    }

    /// Changes the front matter.
    ///
    /// # Errors
    /// When it cannot be parsed, or `change` finds no place in it.
    pub(super) fn edit(&mut self, change: impl FnOnce(&mut DocumentMut) -> Option<()>) -> Result<(), ImportRefusal> {
        self.text = edit_front_matter(&self.path, &self.text, change).ok_or_else(|| {
            let message = format!("{} has no front matter to write to", self.path);
            ImportRefusal::new(message, "mend its faults first: see `margent check`")
        })?;
        Ok(())
    }

    /// Returns whether the text has these lines already.
    pub(super) fn has(&self, lines: &str) -> bool {
        self.text.replace("\r\n", "\n").contains(lines)
    }

    /// Puts a block at the end of the text, before the definitions of its notes.
    pub(super) fn append(&mut self, block: &str) {
        let body = front_matter::split(&self.path, &self.text).map_or(self.text.len(), |parts| parts.body.start);
        let at = body + before_definitions(&self.text[body..]);
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let (before, after) = self.text.split_at(at);
        let gap = if before.ends_with(newline) { newline.to_owned() } else { newline.repeat(2) };
        let block = block.replace('\n', newline);
        let end = if after.trim().is_empty() || after.starts_with(newline) { "" } else { newline };
        self.text = format!("{before}{gap}{block}{end}{after}");
    }
}

/// Adds a source after the others, however they are written.
pub(super) fn push_source(front: &mut DocumentMut, source: &DraftSource) -> Option<()> {
    let mut table = source_table(source);
    match front.get_mut("source") {
        None => {
            table.decor_mut().set_prefix("\n");
            front["source"] = Item::ArrayOfTables(ArrayOfTables::from_iter([table]));
        }
        Some(Item::ArrayOfTables(sources)) => {
            table.decor_mut().set_prefix("\n");
            sources.push(table);
        }
        Some(Item::Value(Value::Array(list))) => list.push(table.into_inline_table()),
        Some(Item::None | Item::Value(_) | Item::Table(_)) => return None,
    }
    Some(())
}

/// An address without its scheme, `www.`, fragment, tracking and final slash, for comparing.
pub(crate) fn comparable(url: &str) -> String {
    let clean = without_tracking(url);
    let rest = clean.split_once("://").map_or(&*clean, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/').replace("/?", "?")
}

/// The place in a text before the definitions of footnotes at its end, in bytes.
fn before_definitions(body: &str) -> usize {
    let mut end = body.trim_end().len();
    loop {
        let start =
            body[..end].rfind("\n\n").or_else(|| body[..end].rfind("\n\r\n").map(|at| at + 1)).map_or(0, |at| at + 2);
        let block = &body[start..end];
        let is_definition = block.trim_start().starts_with("[^") || (block.starts_with("    ") && start > 0);
        if !is_definition {
            let line_end = body[end..].find('\n').map_or(body.len(), |at| end + at + 1);
            return line_end;
        }
        if start == 0 {
            return 0;
        }
        end = body[..start].trim_end().len();
    }
}
