//! The table `[import]` of an article: the questions that its import left open. No page shows it, and an article needs none.
//! Everything else that an import notes is in `content/imports/`.

use super::unknown::{self, Unknown};
use crate::base::fields::{Fields, Located, Toml};
use crate::base::text::path::RelPath;

/// Parses the table of the file at `path`. The keys that earlier versions kept beside `unknown` are checked and ignored; the
/// next import moves them.
pub(super) fn parse(path: &RelPath, toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Vec<Located<Unknown>> {
    let Some(mut table) = fields.table(toml, "import") else { return Vec::new() };
    for key in ["from", "post", "url", "id", "words"] {
        table.string(toml, key);
    }
    for key in ["decisions", "removed"] {
        table.strings(toml, key);
    }
    if let Some(wrote) = table.table(toml, "wrote") {
        wrote.into_texts(toml);
    }
    let entries = table.mixed(toml, "unknown");
    let unknown = entries.into_iter().filter_map(|entry| unknown::parse(path, toml, entry)).collect();
    table.finish(toml);
    unknown
}
