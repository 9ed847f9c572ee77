//! Drafts → front matter, and whole files. What was written is noted field by field, so that a later import knows which
//! fields an editor has changed since.

use std::collections::BTreeMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::{Draft, DraftSource};
use crate::base::hash;
use crate::base::text::path::RelPath;
use crate::pipeline::content::front_matter;

/// The keys that no import changes: what it noted, and whether an editor has released the article.
const OWN: [&str; 2] = ["import", "draft"];
/// The name of the text among the fields.
pub(super) const BODY: &str = "text";
/// The name of the sources among the fields.
pub(super) const SOURCE: &str = "source";
/// The name of the date among the fields.
pub(super) const DATE: &str = "date";

/// A content file, apart.
pub(super) struct DraftFile {
    /// The front matter.
    pub front: DocumentMut,
    /// The Markdown.
    pub body: String,
}

impl DraftFile {
    /// Takes a file apart; `None` where it has no sound front matter.
    pub fn of(text: &str) -> Option<Self> {
        let path = RelPath::new("article.md")?;
        let parts = front_matter::split(&path, text).ok()?;
        Some(Self { front: text[parts.toml].parse().ok()?, body: text[parts.body].to_owned() })
    }

    /// Tells whether an import noted where it is from.
    pub fn is_imported(&self) -> bool {
        let from = self.front.get("import").and_then(|import| import.get("from")).and_then(Item::as_str);
        from.is_some_and(|from| !from.is_empty())
    }

    /// The file.
    pub fn text(&self) -> String {
        format!("+++\n{}+++\n{}", self.front, self.body)
    }

    /// What each field holds, as a hash; how it is written aside.
    pub fn fields(&self) -> BTreeMap<String, String> {
        // Read into JSON, spaces, comments and kinds of quotation marks are gone.
        let front: serde_json::Map<_, _> = toml::from_str(&self.front.to_string()).unwrap_or_default();
        let keys = front.into_iter().filter(|(key, _)| !OWN.contains(&key.as_str()));
        let body = (BODY.to_owned(), self.body.replace("\r\n", "\n").trim().into());
        keys.chain([body]).map(|(key, value)| (key, short(&value))).collect()
    }

    /// What was noted of each field when it was written.
    pub fn wrote(&self) -> BTreeMap<String, String> {
        let wrote = self.front.get("import").and_then(|import| import.get("wrote")).and_then(Item::as_table_like);
        let text = |(key, item): (&str, &Item)| Some((key.to_owned(), item.as_str()?.to_owned()));
        wrote.map(|wrote| wrote.iter().filter_map(text).collect()).unwrap_or_default()
    }
}

/// Tells whether an editor has changed a field of an imported article, given the text of its file.
pub fn is_touched(text: &str, field: &str) -> bool {
    DraftFile::of(text).is_none_or(|parts| parts.wrote().get(field) != parts.fields().get(field))
}

/// What an import notes of a draft besides what the draft says.
pub(super) struct DraftOrigin<'a> {
    /// The name of the capture.
    pub from: &'a str,
    /// Stands for the words of the capture.
    pub words: &'a str,
}

/// Writes a draft as a file with this text.
pub(super) fn article(draft: &Draft, body: &str, origin: &DraftOrigin<'_>) -> DraftFile {
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
        front[SOURCE] = Item::ArrayOfTables(draft.sources.iter().map(source).collect::<ArrayOfTables>());
    }
    if !draft.extra.is_empty() {
        front["extra"] = Item::Table(draft.extra.clone());
    }
    let mut parts = DraftFile { front, body: body.to_owned() };
    let wrote: InlineTable = parts.fields().into_iter().collect();
    parts.front["import"] = Item::Table(import(draft, origin, wrote));
    parts
}

fn source(source: &DraftSource) -> Table {
    let mut table = Table::new();
    source.id.iter().for_each(|id| table["id"] = value(id));
    table["outlet"] = value(&source.outlet);
    for (key, given) in [("title", &source.title), ("url", &source.url), ("author", &source.author)] {
        given.iter().for_each(|text| table[key] = value(text));
    }
    source.published.iter().for_each(|date| table["published"] = value(*date));
    table
}

/// The table `[import]`. It comes last, so that an editor can delete it with one cut.
fn import(draft: &Draft, origin: &DraftOrigin<'_>, wrote: InlineTable) -> Table {
    let mut table = Table::new();
    table["from"] = value(origin.from);
    table["post"] = value(draft.slug.as_deref().unwrap_or_default());
    draft.url.iter().for_each(|url| table["url"] = value(url));
    draft.id.iter().filter(|id| draft.url.as_ref() != Some(id)).for_each(|id| table["id"] = value(id));
    table["unknown"] = Item::Value(Value::Array(draft.unknown().into_iter().collect()));
    let mut decisions: Vec<_> = draft.decisions.iter().collect();
    decisions.sort_by_key(|decision| decision.confidence);
    table["decisions"] = lines(decisions.iter().map(|it| format!("{}: {}", it.confidence.word(), it.text)));
    table["removed"] = lines(draft.removed.iter().map(|it| format!("{}: {}", it.kind, it.text)));
    table["words"] = value(origin.words);
    table["wrote"] = Item::Value(Value::InlineTable(wrote));
    table
}

/// A list with an item on each line.
fn lines(items: impl Iterator<Item = String>) -> Item {
    let mut array = Array::new();
    for item in items {
        array.push_formatted(Value::from(item).decorated("\n  ", ""));
    }
    if !array.is_empty() {
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    value(array)
}

/// Twelve hexadecimal digits: enough to tell two versions of a field apart.
fn short(value: &serde_json::Value) -> String {
    format!("{:012x}", hash::bytes(value.to_string().as_bytes()) >> 80)
}
