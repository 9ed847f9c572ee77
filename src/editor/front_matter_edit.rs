//! Changes the front matter of an article and leaves every other byte of its file as it is.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_edit::{DocumentMut, Item, TableLike};

use crate::base::text::path::RelPath;
use crate::pipeline::content::{Article, front_matter};

/// Edits the front matter in the text of a `file`. The lines end as before. Returns `None` if there is none that can be
/// parsed, or `edit` does.
pub(crate) fn edit_front_matter(
    path: &RelPath,
    file: &str,
    edit: impl FnOnce(&mut DocumentMut) -> Option<()>,
) -> Option<String> {
    let parts = front_matter::split(path, file).ok()?;
    let toml = &file[parts.toml.clone()];
    // toml_edit ends its own lines in one way.
    let crlf = toml.contains("\r\n");
    let mut document: DocumentMut = toml.replace("\r\n", "\n").parse().ok()?;
    edit(&mut document)?;
    let edited = document.to_string();
    let edited = if crlf { edited.replace('\n', "\r\n") } else { edited };
    Some(format!("{}{edited}{}", &file[..parts.toml.start], &file[parts.toml.end..]))
}

/// The table of a source: `[[source]]`, or one of a list of inline tables.
pub(crate) fn nth_source(sources: &mut Item, number: usize) -> Option<&mut dyn TableLike> {
    match sources {
        Item::ArrayOfTables(tables) => tables.get_mut(number).map(|table| table as &mut dyn TableLike),
        Item::Value(list) => {
            list.as_array_mut()?.get_mut(number)?.as_inline_table_mut().map(|table| table as &mut dyn TableLike)
        }
        Item::None | Item::Table(_) => None,
    }
}

/// The keys after which a new `topics` is inserted, in the usual order of front matter.
const BEFORE: [&str; 3] = ["title", "date", "updated"];

/// Returns `file`, the text of the article's file, with `keys` added to its `topics`; `None` if its front matter cannot
/// be parsed.
pub fn add_topics(article: &Article, file: &str, keys: &[&str]) -> Option<String> {
    let parts = front_matter::split(&article.path, file).ok()?;
    let toml = &file[parts.toml.clone()];
    let table = DeTable::parse(toml).ok()?;
    let insertions = match table.get_ref().get("topics").map(|value| (value.span(), value.get_ref())) {
        Some((range, DeValue::Array(items))) => {
            let last = items.last().map(Spanned::span);
            last.map_or_else(|| vec![(range.start + 1, list(keys))], |last| append(toml, range.end - 1, last, keys))
        }
        Some(_) => return None,
        None => {
            let ends = BEFORE.iter().filter_map(|key| Some(table.get_ref().get(*key)?.span().end));
            let line = ends.max().map_or(0, |end| end + toml[end..].find('\n').map_or(0, |newline| newline + 1));
            vec![(line, format!("topics = [{}]{}", list(keys), newline(&file[..parts.toml.start])))]
        }
    };
    let mut text = file.to_owned();
    for (at, new) in insertions.into_iter().rev() {
        text.insert_str(parts.toml.start + at, &new);
    }
    Some(text)
}

/// Returns the positions and texts of insertions that append `keys` after the item `last` of a list that ends at
/// `close`. If `last` is on a line of its own, so are the keys.
fn append(toml: &str, close: usize, last: Range<usize>, keys: &[&str]) -> Vec<(usize, String)> {
    let line = toml[..last.start].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = &toml[line..last.start];
    if !indent.trim().is_empty() {
        return vec![(last.end, format!(", {}", list(keys)))];
    }
    let comma = comma(&toml[last.end..close]).map(|comma| last.end + comma + 1);
    let item = comma.unwrap_or(last.end);
    // A comment on the line belongs to the item.
    let end = item + toml[item..close].find('\n').map_or(0, |end| toml[item..item + end].trim_end().len());
    let lines: Vec<String> = keys.iter().map(|key| format!("{}{indent}\"{key}\"", newline(&toml[..line]))).collect();
    match comma {
        Some(_) => vec![(end, lines.join(",") + ",")],
        None => vec![(last.end, ",".to_owned()), (end, lines.join(","))],
    }
}

/// Finds a comma that is not in a comment.
fn comma(text: &str) -> Option<usize> {
    let mut comment = false;
    text.find(|c| {
        comment = c == '#' || (comment && c != '\n');
        c == ',' && !comment
    })
}

/// Lists keys in TOML. Keys are slugs, which need no escaping.
fn list(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(", ")
}

/// Returns the line ending of the last line of `text`.
fn newline(text: &str) -> &'static str {
    if text.ends_with("\r\n") { "\r\n" } else { "\n" }
}
