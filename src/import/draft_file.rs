//! Drafts → content files. The hash of each field is recorded, so that a later import knows which fields an editor has
//! changed since.

use std::collections::BTreeMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::draft::{Draft, DraftSource};
use crate::base::hash;
use crate::base::text::path::RelPath;
use crate::pipeline::content::{Unknown, front_matter};

/// The keys that no update changes: the record of the import, and whether an editor has released the article.
const UNMERGED: [&str; 2] = ["import", "draft"];
/// The field of the text.
pub(super) const BODY: &str = "text";
/// The field of the sources.
pub(super) const SOURCE: &str = "source";
/// The field of the date.
pub(super) const DATE: &str = "date";

/// The parts of a content file.
pub(super) struct DraftFile {
    /// The front matter.
    pub front: DocumentMut,
    /// The Markdown.
    pub body: String,
}

impl DraftFile {
    /// Parses a file; `None` if its front matter is invalid.
    pub fn parse(text: &str) -> Option<Self> {
        let path = RelPath::new("article.md")?;
        let parts = front_matter::split(&path, text).ok()?;
        Some(Self { front: text[parts.toml].parse().ok()?, body: text[parts.body].to_owned() })
    }

    /// Tells whether it has the record of an import.
    pub(crate) fn is_imported(&self) -> bool {
        let from = self.front.get("import").and_then(|import| import.get("from")).and_then(Item::as_str);
        from.is_some_and(|from| !from.is_empty())
    }

    /// The contents of the file.
    pub fn text(&self) -> String {
        format!("+++\n{}+++\n{}", self.front, self.body)
    }

    /// The hash of each field's value, however it is written.
    pub(crate) fn field_hashes(&self) -> BTreeMap<String, String> {
        // JSON has no spaces, comments or kinds of quotation marks.
        let front: serde_json::Map<_, _> = toml::from_str(&self.front.to_string()).unwrap_or_default();
        let keys = front.into_iter().filter(|(key, _)| !UNMERGED.contains(&key.as_str()));
        let body = (BODY.to_owned(), self.body.replace("\r\n", "\n").trim().into());
        keys.chain([body]).map(|(key, value)| (key, short_hash(&value))).collect()
    }

    /// The hash of each field as an import wrote it.
    pub(crate) fn written_hashes(&self) -> BTreeMap<String, String> {
        let wrote = self.front.get("import").and_then(|import| import.get("wrote")).and_then(Item::as_table_like);
        let text = |(key, item): (&str, &Item)| Some((key.to_owned(), item.as_str()?.to_owned()));
        wrote.map(|wrote| wrote.iter().filter_map(text).collect()).unwrap_or_default()
    }
}

/// Where a draft is from.
pub(super) struct DraftOrigin<'a> {
    /// The name of the capture.
    pub from: &'a str,
    /// The MinHash of its words.
    pub words: &'a str,
}

/// Makes the file of a draft with this Markdown.
pub(super) fn draft_file(draft: &Draft, body: &str, origin: &DraftOrigin<'_>) -> DraftFile {
    let mut front = DocumentMut::new();
    front["title"] = value(&draft.title);
    for (key, given) in [("summary", &draft.summary), ("author", &draft.author), ("language", &draft.language)] {
        given.iter().for_each(|text| front[key] = value(text));
    }
    for (key, date) in [(DATE, &draft.date), ("updated", &draft.updated), ("expires", &draft.expires)] {
        date.iter().for_each(|date| front[key] = value(*date));
    }
    for (key, list) in [("topics", &draft.topics), ("tags", &draft.tags), ("aliases", &draft.aliases)] {
        if !list.is_empty() {
            front[key] = Item::Value(Value::Array(list.iter().collect()));
        }
    }
    front["draft"] = value(true);
    if !draft.sources.is_empty() {
        front[SOURCE] = Item::ArrayOfTables(draft.sources.iter().map(source_table).collect::<ArrayOfTables>());
    }
    if !draft.extra.is_empty() {
        front["extra"] = Item::Table(draft.extra.clone());
    }
    let mut file = DraftFile { front, body: body.to_owned() };
    let wrote: InlineTable = file.field_hashes().into_iter().collect();
    file.front["import"] = Item::Table(import_table(draft, origin, wrote));
    file
}

fn source_table(source: &DraftSource) -> Table {
    let mut table = Table::new();
    source.id.iter().for_each(|id| table["id"] = value(id));
    table["outlet"] = value(&source.outlet);
    for (key, given) in [("title", &source.title), ("url", &source.url), ("author", &source.author)] {
        given.iter().for_each(|text| table[key] = value(text));
    }
    source.published.iter().for_each(|date| table["published"] = value(*date));
    table
}

/// Makes the table `[import]`. It comes last, so that an editor can delete it with one cut.
fn import_table(draft: &Draft, origin: &DraftOrigin<'_>, wrote: InlineTable) -> Table {
    let mut table = Table::new();
    table["from"] = value(origin.from);
    table["post"] = value(draft.slug.as_deref().unwrap_or_default());
    draft.url.iter().for_each(|url| table["url"] = value(url));
    draft.id.iter().filter(|id| draft.url.as_ref() != Some(id)).for_each(|id| table["id"] = value(id));
    table["unknown"] = array_of_lines(draft.unknown().iter().map(Unknown::to_toml));
    let mut decisions: Vec<_> = draft.decisions.iter().collect();
    decisions.sort_by_key(|decision| decision.confidence);
    table["decisions"] = array_of_lines(
        decisions.iter().map(|decision| format!("{}: {}", decision.confidence.word(), decision.text).into()),
    );
    table["removed"] =
        array_of_lines(draft.removed.iter().map(|removed| format!("{}: {}", removed.kind, removed.text).into()));
    table["words"] = value(origin.words);
    table["wrote"] = Item::Value(Value::InlineTable(wrote));
    table
}

/// An array with an item on each line.
fn array_of_lines(items: impl Iterator<Item = Value>) -> Item {
    let mut array = Array::new();
    for item in items {
        array.push_formatted(item.decorated("\n  ", ""));
    }
    if !array.is_empty() {
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    value(array)
}

/// Twelve hexadecimal digits: enough to tell two versions of a field apart.
fn short_hash(value: &serde_json::Value) -> String {
    format!("{:012x}", hash::bytes(value.to_string().as_bytes()) >> 80)
}
