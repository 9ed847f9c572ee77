//! Drafts → content files, with the front matter that an editor would have written, and links between drafts.

use std::collections::BTreeMap;

use toml_edit::visit_mut::VisitMut;
use toml_edit::{ArrayOfTables, DocumentMut, Formatted, Item, Table, TableLike, TomlError, Value, value};

use super::draft::{Draft, DraftBlock, DraftSnapshot, DraftSource, LinkTarget};
use crate::base::fields::array_of_lines;
use crate::base::hash;
use crate::base::text::path::RelPath;
use crate::pipeline::content::{Unknown, front_matter};

/// The table of what is unknown.
pub(super) const IMPORT: &str = "import";
/// The keys that no update changes: the open questions, and whether an editor has released the article.
const UNMERGED: [&str; 2] = [IMPORT, "draft"];
/// The field of the title.
pub(super) const TITLE: &str = "title";
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
        Self::read(text).ok()
    }

    /// Parses a file.
    ///
    /// # Errors
    /// The line and the column at which its front matter is invalid.
    pub fn read(text: &str) -> Result<Self, (usize, usize)> {
        let path = RelPath::new("article.md").ok_or((1, 1))?;
        let parts = front_matter::split(&path, text).map_err(|_| (1, 1))?;
        let front = text[parts.toml.clone()].parse().map_err(|error: TomlError| {
            let before = &text[..parts.toml.start + error.span().map_or(0, |span| span.start)];
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            (before.matches('\n').count() + 1, column)
        })?;
        Ok(Self { front, body: text[parts.body].to_owned() })
    }

    /// The contents of the file.
    pub fn text(&self) -> String {
        let mut front = self.front.clone();
        EscapedLines.visit_document_mut(&mut front);
        format!("+++\n{front}+++\n{}", self.body)
    }

    /// The source with a snapshot of the same text.
    pub(super) fn source_of(&self, snapshot: &DraftSnapshot) -> Option<&Table> {
        let sha256 = snapshot.sha256();
        let mut sources = self.front.get(SOURCE)?.as_array_of_tables()?.iter();
        sources.find(|table| table.get("sha256").and_then(Item::as_str) == Some(&sha256))
    }

    /// The hash of each field's value, however it is written.
    pub(crate) fn field_hashes(&self) -> BTreeMap<String, String> {
        // JSON has no spaces, comments or kinds of quotation marks.
        let front: serde_json::Map<_, _> = toml::from_str(&self.front.to_string()).unwrap_or_default();
        let keys = front.into_iter().filter(|(key, _)| !UNMERGED.contains(&key.as_str()));
        let body = (BODY.to_owned(), self.body.replace("\r\n", "\n").trim().into());
        keys.chain([body]).map(|(key, value)| (key, short_hash(&value))).collect()
    }
}

/// Writes texts of several lines in one, since a line `+++` in them would end the front matter.
struct EscapedLines;

impl VisitMut for EscapedLines {
    fn visit_string_mut(&mut self, text: &mut Formatted<String>) {
        if !text.value().contains('\n') {
            return;
        }
        // JSON writes such a text as TOML does.
        if let Ok(Value::String(written)) = serde_json::Value::from(text.value().as_str()).to_string().parse() {
            *text = written;
        }
    }
}

/// Makes the file of a draft with this Markdown.
pub(super) fn draft_file(draft: &Draft, body: &str) -> DraftFile {
    let mut front = DocumentMut::new();
    front[TITLE] = value(&draft.title);
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
    let unknown = draft.unknown();
    if !unknown.is_empty() {
        // It comes last, so that an editor can delete it with one cut.
        let mut table = Table::new();
        table["unknown"] = array_of_lines(unknown.iter().map(Unknown::to_toml));
        front[IMPORT] = Item::Table(table);
    }
    DraftFile { front, body: body.to_owned() }
}

/// The `[[source]]` of a report.
pub(super) fn source_table(source: &DraftSource) -> Table {
    let mut table = Table::new();
    source.id.iter().for_each(|id| table["id"] = value(id));
    table["outlet"] = value(&source.outlet);
    for (key, given) in [("title", &source.title), ("url", &source.url), ("author", &source.author)] {
        given.iter().for_each(|text| table[key] = value(text));
    }
    source.published.iter().for_each(|date| table["published"] = value(*date));
    source.accessed.iter().for_each(|date| table["accessed"] = value(*date));
    for (key, given) in [("archived", &source.archived), ("language", &source.language)] {
        given.iter().for_each(|text| table[key] = value(text));
    }
    source.snapshot.iter().for_each(|snapshot| add_snapshot(&mut table, snapshot));
    table
}

/// Adds a snapshot to the table of a source.
pub(super) fn add_snapshot(table: &mut dyn TableLike, snapshot: &DraftSnapshot) {
    table.insert("snapshot", value(&snapshot.name));
    table.insert("sha256", value(snapshot.sha256()));
    snapshot.verified.iter().for_each(|day| drop(table.insert("verified", value(*day))));
}

/// Twelve hexadecimal digits: enough to tell two versions of a field apart.
fn short_hash(value: &serde_json::Value) -> String {
    format!("{:012x}", hash::bytes(value.to_string().as_bytes()) >> 80)
}

/// Private-use characters around the number of a link, which hold its place until the file is known.
const MARKS: [char; 2] = ['\u{e001}', '\u{e002}'];

/// The placeholder for the link of this number.
pub(super) fn placeholder(number: usize) -> String {
    format!("{}{number}{}", MARKS[0], MARKS[1])
}

/// Replaces the placeholders in a draft by links from the file at `path`; `file` returns the file of a text.
pub(super) fn resolve(draft: &mut Draft, path: &RelPath, file: &dyn Fn(&str) -> Option<RelPath>) {
    let targets = std::mem::take(&mut draft.link_targets);
    let link =
        |target: &LinkTarget| file(&target.text).map_or_else(|| target.fallback.clone(), |to| to.link_from(path));
    let links: Vec<String> = targets.iter().map(link).collect();
    for block in &mut draft.blocks {
        let text = match block {
            DraftBlock::Prose(text) => text,
            DraftBlock::Excerpt(excerpt) => &mut excerpt.text,
        };
        *text = replace_placeholders(text, &links);
    }
}

fn replace_placeholders(text: &str, links: &[String]) -> String {
    let (mut replaced, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once(MARKS[0]) {
        replaced.push_str(before);
        let number = behind.split_once(MARKS[1]);
        let link = number.and_then(|(number, after)| Some((links.get(number.parse::<usize>().ok()?)?, after)));
        // Icon fonts have characters there too, which stay.
        rest = match link {
            Some((link, after)) => {
                replaced.push_str(link);
                after
            }
            None => {
                replaced.push(MARKS[0]);
                behind
            }
        };
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_files_of_texts() {
        let path = |path: &str| RelPath::new(path).expect("a path");
        for (from, to, link) in [
            ("content/articles/a.md", "content/articles/b.md", "b.md"),
            ("content/articles/a/index.md", "content/articles/b.md", "../b.md"),
            ("content/articles/a.md", "content/articles/2015/b c.md", "2015/b%20c.md"),
            ("content/articles/2015/a.md", "content/articles/2016/b/index.md", "../2016/b/index.md"),
        ] {
            assert_eq!(path(to).link_from(&path(from)), link);
        }
        let target = |text: &str| LinkTarget { text: text.to_owned(), fallback: "/old/".to_owned() };
        let text = format!("[a]({}#x) [b]({}) [c]({})", placeholder(0), placeholder(1), placeholder(7));
        let mut draft = Draft {
            link_targets: vec![target("b"), target("c")],
            blocks: vec![DraftBlock::Prose(text)],
            ..Draft::default()
        };
        resolve(&mut draft, &path("content/articles/a.md"), &|text| {
            (text == "b").then(|| path("content/articles/b.md"))
        });
        assert_eq!(draft.blocks, [DraftBlock::Prose(format!("[a](b.md#x) [b](/old/) [c]({})", placeholder(7)))]);
    }
}
