//! Highlights of Readwise: the table (CSV) that it exports, one row for each highlight.

use std::collections::BTreeMap;

use super::work::{SavedHighlight, SavedWork, filled, plain};
use crate::import::date_parser::parse_date;
use crate::import::html_to_markdown::address::web_url;
use crate::import::refusal::ImportRefusal;

/// Returns whether the first line of a table, in lower case, names the columns of Readwise.
pub(in crate::import) fn is_export(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    let columns: Vec<&str> = first.split(',').map(|name| name.trim().trim_matches('"')).collect();
    columns.contains(&"highlight") && (columns.contains(&"book title") || columns.contains(&"title"))
}

/// Reads the works with highlights, in the order in which they come.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn read_works(text: &str) -> Result<Vec<SavedWork>, ImportRefusal> {
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = table.headers().map_err(refuse)?.clone();
    let columns: BTreeMap<String, usize> = headers.iter().map(|name| name.trim().to_lowercase()).zip(0..).collect();
    let mut works: Vec<SavedWork> = Vec::new();
    let mut numbers: BTreeMap<[String; 3], usize> = BTreeMap::new();
    for row in table.records() {
        let row = TableRow { columns: &columns, cells: row.map_err(refuse)? };
        let identity = [
            row.cell(&["book title", "title"]),
            row.cell(&["book author", "author"]),
            row.cell(&["url", "source url"]),
        ];
        let number = *numbers.entry(identity.map(str::to_owned)).or_insert(works.len());
        if number == works.len() {
            let [title, author, url] = identity;
            works.push(SavedWork {
                title: filled(title),
                author: filled(author),
                url: web_url(url),
                ..SavedWork::default()
            });
        }
        row.add_to(&mut works[number]);
    }
    Ok(works)
}

fn refuse(error: csv::Error) -> ImportRefusal {
    let line = error.position().and_then(|position| usize::try_from(position.line()).ok());
    let message = format!("this table (CSV) cannot be read: {error}");
    ImportRefusal { line, message, hint: "export the highlights again".to_owned() }
}

/// A row of the table.
struct TableRow<'c> {
    columns: &'c BTreeMap<String, usize>,
    cells: csv::StringRecord,
}

impl TableRow<'_> {
    /// The cell in the first of these columns that the table has.
    fn cell(&self, names: &[&str]) -> &str {
        names.iter().find_map(|name| self.cells.get(*self.columns.get(*name)?)).unwrap_or_default().trim()
    }

    fn add_to(&self, work: &mut SavedWork) {
        work.add_tags(self.cell(&["document tags"]).split(','));
        work.add_tags(self.cell(&["tags"]).split(',').filter(|tag| !tag.trim().starts_with('.')));
        work.read_on(parse_date(self.cell(&["highlighted at", "date"])));
        let words = self.cell(&["highlight"]);
        let note = filled(&plain(self.cell(&["note"])));
        if words.is_empty() {
            work.remarks.extend(note);
            return;
        }
        let page = self.cell(&["location"]);
        let is_page = self.cell(&["location type"]).eq_ignore_ascii_case("page") && !page.is_empty();
        let locator = if is_page { format!(", p. {page}") } else { String::new() };
        work.highlights.push(SavedHighlight { words: words.to_owned(), note, locator });
    }
}
