//! Changes the front matter of an article and leaves every other byte of its file as it is.

use toml_edit::{DocumentMut, Item, TableLike};

use crate::base::text::path::RelPath;
use crate::pipeline::content::front_matter;

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
