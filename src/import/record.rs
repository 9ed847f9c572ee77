//! The records of imports, `content/imports/*.toml`: what each article was made of, so that a later import can find the article
//! again and knows which fields an editor has changed since. The files are sorted by the paths of the articles, so that git can
//! merge them. Articles themselves hold nothing of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

use super::draft_file::{BODY, DraftFile, IMPORT, TITLE};
use super::min_hash::MinHash;
use super::refusal::ImportRefusal;
use crate::base::fields::array_of_lines;
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::editor::site_file;
use crate::pipeline::content::IMPORTS;
use crate::pipeline::inputs::Inputs;

/// The first lines of a file of records.
const HEADER: &str = "\
# What `margent import` made these articles of, by which it finds them again. Commit this file; it is never published.

";
/// The file of records of drafts that state no address.
const NO_HOST: &str = "captures";

/// The record of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportRecord {
    /// The name of the capture; for texts of other generators, the path in its project.
    pub from: String,
    /// The name of the article among those of its capture.
    pub post: String,
    /// The address of the page, if the capture states it.
    pub url: Option<String>,
    /// The publisher's id, if it is not the address: the id in a feed.
    pub id: Option<String>,
    /// The decisions taken, the least certain first.
    pub decisions: Vec<String>,
    /// The parts left out of the article.
    pub removed: Vec<String>,
    /// The MinHash of the capture's words.
    pub words: String,
    /// A hash of each field as it was written.
    pub wrote: BTreeMap<String, String>,
}

impl ImportRecord {
    /// Parses a record, or the table `[import]` of an article as earlier versions wrote it.
    pub(super) fn from_table(table: &dyn TableLike) -> Self {
        let text = |key| table.get(key).and_then(Item::as_str).map(str::to_owned);
        let hashes = table.get("wrote").and_then(Item::as_table_like);
        let hash = |(key, item): (&str, &Item)| Some((key.to_owned(), item.as_str()?.to_owned()));
        Self {
            from: text("from").unwrap_or_default(),
            post: text("post").unwrap_or_default(),
            url: text("url"),
            id: text("id"),
            decisions: texts(table, "decisions"),
            removed: texts(table, "removed"),
            words: text("words").unwrap_or_default(),
            wrote: hashes.map(|hashes| hashes.iter().filter_map(hash).collect()).unwrap_or_default(),
        }
    }

    fn to_table(&self) -> Table {
        let mut table = Table::new();
        table["from"] = value(&self.from);
        table["post"] = value(&self.post);
        for (key, given) in [("url", &self.url), ("id", &self.id)] {
            given.iter().for_each(|text| table[key] = value(text));
        }
        for (key, list) in [("decisions", &self.decisions), ("removed", &self.removed)] {
            if !list.is_empty() {
                table[key] = array_of_lines(list.iter().map(Value::from));
            }
        }
        table["words"] = value(&self.words);
        table["wrote"] = value(self.wrote.iter().collect::<InlineTable>());
        table
    }
}

fn texts(table: &dyn TableLike, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Item::as_array).into_iter().flatten();
    list.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// A file of records.
#[derive(Default)]
struct RecordFile {
    /// Its contents on the disk.
    old: Option<String>,
    document: DocumentMut,
}

/// All records of a site.
#[derive(Default)]
pub(super) struct ImportRecords {
    files: BTreeMap<RelPath, RecordFile>,
    /// The file and the record of each article.
    records: BTreeMap<RelPath, (RelPath, ImportRecord)>,
}

impl ImportRecords {
    /// Reads the records of a site.
    ///
    /// # Errors
    /// When a file is not valid TOML: without it an import could not tell what is new.
    pub(crate) fn read(inputs: &Inputs) -> Result<Self, ImportRefusal> {
        let mut all = Self::default();
        for (path, file) in inputs.inside(IMPORTS).filter(|(path, _)| path.extension() == "toml") {
            let old = String::from_utf8_lossy(file.head()).into_owned();
            let written = old.replace("\r\n", "\n");
            let document = parse_sides(&written).map_err(|error| {
                let message = format!("{path} is not valid TOML, and an import needs it to know what is new: {error}");
                ImportRefusal::new(message.trim_end(), "mend the file, or restore its last version from git")
            })?;
            for (article, table) in document.iter() {
                if let (Some(article), Some(table)) = (RelPath::new(article), table.as_table_like()) {
                    all.records.insert(article, (path.clone(), ImportRecord::from_table(table)));
                }
            }
            all.files.insert(path.clone(), RecordFile { old: Some(old), document });
        }
        Ok(all)
    }

    /// The record of an article.
    pub(crate) fn get(&self, article: &RelPath) -> Option<&ImportRecord> {
        self.records.get(article).map(|(_, record)| record)
    }

    /// Every article with its record.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&RelPath, &ImportRecord)> {
        self.records.iter().map(|(article, (_, record))| (article, record))
    }

    /// Sets the record of an article: in the file that has one, else in that of the host of its address.
    pub(crate) fn set(&mut self, article: &RelPath, record: ImportRecord) {
        let file = self.records.get(article).map(|(file, _)| file.clone());
        let Some(file) = file.or_else(|| record_file(&record)) else { return };
        let tables = &mut self.files.entry(file.clone()).or_default().document;
        tables.insert(article.as_str(), Item::Table(record.to_table()));
        self.records.insert(article.clone(), (file, record));
    }

    /// Removes the record of an article.
    pub(crate) fn remove(&mut self, article: &RelPath) -> Option<ImportRecord> {
        let (file, record) = self.records.remove(article)?;
        if let Some(file) = self.files.get_mut(&file) {
            file.document.remove(article.as_str());
        }
        Some(record)
    }

    /// Gives the records of articles that were moved to the files that have their words now. `unrecorded` are the articles
    /// without a record, with their contents.
    pub(crate) fn follow_moves(&mut self, existing: &BTreeSet<&RelPath>, unrecorded: &[(&RelPath, &str)]) {
        let lost: Vec<RelPath> = self.records.keys().filter(|path| !existing.contains(path)).cloned().collect();
        if lost.is_empty() {
            return;
        }
        let mut candidates: Vec<MovedArticle> =
            unrecorded.par_iter().filter_map(|(path, text)| MovedArticle::parse(path, text)).collect();
        for path in lost {
            let Some(record) = self.get(&path).cloned() else { continue };
            let found = candidates.iter().enumerate().map(|(n, article)| (article.likeness(&record), n));
            let best = found.filter(|(likeness, _)| *likeness > 0.0).max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, number)) = best {
                let (file, _) = self.records[&path].clone();
                self.remove(&path);
                let article = candidates.swap_remove(number).path;
                self.records.insert(article.clone(), (file, record.clone()));
                self.set(&article, record);
            }
        }
    }

    /// Writes the files that have changed.
    ///
    /// # Errors
    /// When a file has changed since it was read, or the disk fails.
    pub(crate) fn save(&mut self, root: &Path) -> Result<(), ImportRefusal> {
        for (path, file) in &mut self.files {
            sort_tables(&mut file.document);
            let text = format!("{HEADER}{}", file.document);
            if file.old.as_ref() != Some(&text) {
                let on_disk = root.join(path.as_str());
                let written = match &file.old {
                    Some(old) => site_file::replace(&on_disk, old, &text),
                    None => site_file::create(&on_disk, text.as_bytes()),
                };
                written.map_err(|error| ImportRefusal::unwritten(path, &error))?;
                file.old = Some(text);
            }
        }
        Ok(())
    }
}

/// Parses a file of records. Of one in which git has marked a conflict, both sides are taken; where both have an article,
/// that of the current branch.
fn parse_sides(text: &str) -> Result<DocumentMut, toml_edit::TomlError> {
    let parse = |text: &str| text.strip_prefix(HEADER).unwrap_or(text).parse::<DocumentMut>();
    if !text.lines().any(|line| line.starts_with("<<<<<<< ")) {
        return parse(text);
    }
    let mut all = parse(&side(text, ConflictPart::Ours))?;
    for (article, table) in parse(&side(text, ConflictPart::Theirs))?.iter() {
        if !all.contains_key(article) {
            all.insert(article, table.clone());
        }
    }
    Ok(all)
}

/// A part of a conflict that git has marked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ConflictPart {
    Ours,
    Base,
    Theirs,
}

/// One side of a file with conflicts: the lines that both have, and its own.
fn side(text: &str, wanted: ConflictPart) -> String {
    let mut part = None;
    let mut side = String::new();
    for line in text.split_inclusive('\n') {
        match line.get(..7) {
            Some("<<<<<<<") => part = Some(ConflictPart::Ours),
            Some("|||||||") if part.is_some() => part = Some(ConflictPart::Base),
            Some("=======") if part.is_some() => part = Some(ConflictPart::Theirs),
            Some(">>>>>>>") if part.is_some() => part = None,
            _ if part.is_none_or(|part| part == wanted) => side.push_str(line),
            _ => {}
        }
    }
    side
}

/// Sorts the tables of a file, with an empty line between two. Comments above a table stay with it.
fn sort_tables(document: &mut DocumentMut) {
    document.sort_values();
    document.set_trailing("");
    for (position, (_, item)) in (0..).zip(document.iter_mut()) {
        if let Item::Table(table) = item {
            table.set_position(Some(position));
            let comment = table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
            let comment = comment.trim_start_matches('\n').to_owned();
            table.decor_mut().set_prefix(format!("{}{comment}", if position == 0 { "" } else { "\n" }));
        }
    }
}

/// The file for the record of a new article: one for each site that captures are from.
fn record_file(record: &ImportRecord) -> Option<RelPath> {
    let rest = record.url.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
    let host = rest.and_then(|rest| rest.split(['/', '?', '#', ':']).next()).unwrap_or_default();
    let name = slug::file_stem(&slug::slugify(host.strip_prefix("www.").unwrap_or(host)));
    RelPath::new(&format!("{IMPORTS}/{}.toml", if name.is_empty() { NO_HOST } else { &name }))
}

/// An article without a record, which may be one that was moved.
struct MovedArticle {
    path: RelPath,
    hashes: BTreeMap<String, String>,
    words: MinHash,
}

impl MovedArticle {
    fn parse(path: &RelPath, text: &str) -> Option<Self> {
        let file = DraftFile::parse(text)?;
        Some(Self { path: path.clone(), hashes: file.field_hashes(), words: MinHash::of_text(&file.body) })
    }

    /// A measure of how certainly this is the article of a record; 0 if it is another.
    fn likeness(&self, record: &ImportRecord) -> f64 {
        let words = MinHash::from_hex(&record.words);
        let is_same = |field| self.hashes.get(field).is_some_and(|hash| record.wrote.get(field) == Some(hash));
        if !is_same(BODY) && !self.words.resembles(&words) {
            return 0.0;
        }
        self.words.resemblance(&words) + f64::from(u8::from(is_same(BODY)) + u8::from(is_same(TITLE)))
    }
}

/// An article whose front matter holds what records hold now.
pub(super) struct FormerNotes {
    pub path: RelPath,
    pub record: ImportRecord,
    /// The contents of its file.
    pub old: String,
    /// The contents without the notes.
    pub new: String,
}

impl FormerNotes {
    /// Finds the notes in an article with the contents `old`.
    pub fn find(path: &RelPath, old: &str) -> Option<Self> {
        if !old.contains("[import]") {
            return None;
        }
        let mut file = DraftFile::parse(old)?;
        let table = file.front.get_mut(IMPORT)?.as_table_like_mut()?;
        table.get("from")?.as_str().filter(|from| !from.is_empty())?;
        let record = ImportRecord::from_table(table);
        let kept = |key: &str| key == "unknown";
        let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).filter(|key| !kept(key)).collect();
        keys.iter().for_each(|key| drop(table.remove(key)));
        if table.get("unknown").and_then(Item::as_array).is_none_or(Array::is_empty) {
            file.front.remove(IMPORT);
        }
        Some(Self { path: path.clone(), record, old: old.to_owned(), new: file.text() })
    }
}
