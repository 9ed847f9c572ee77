//! The table `[import]` of an article: the capture that `margent import` read it from, and the points that an editor
//! has to check. No page shows it, and an article needs none.

use super::unknown::{self, Unknown};
use crate::base::fields::{Fields, Located, Toml};
use crate::base::text::path::RelPath;

/// The contents of the table, as far as anything but the next import reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportRecord {
    /// The name of the capture.
    pub from: String,
    /// The name of the article among those of its capture.
    pub post: String,
    /// The address of the page, if the capture states it.
    pub url: Option<String>,
    /// The publisher's id, if it is not the address: the id in a feed.
    pub id: Option<String>,
    /// The MinHash of the capture's words.
    pub words: String,
    /// Facts that the capture does not state.
    pub unknown: Vec<Located<Unknown>>,
}

/// Parses the table of the file at `path`, if there is one.
pub(super) fn parse(path: &RelPath, toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Option<ImportRecord> {
    let mut table = fields.table(toml, "import")?;
    let mut string = |toml: &mut Toml<'_>, key| table.string(toml, key).map(|text| text.value);
    let (from, post) = (string(toml, "from"), string(toml, "post"));
    let (id, words) = (string(toml, "id"), string(toml, "words"));
    let url = table.url(toml, "url").map(|url| url.value);
    let entries = table.mixed(toml, "unknown");
    let unknown = entries.into_iter().filter_map(|entry| unknown::parse(path, toml, entry)).collect();
    // Written for people and for the next import, and only checked here.
    table.strings(toml, "decisions");
    table.strings(toml, "removed");
    if let Some(wrote) = table.table(toml, "wrote") {
        wrote.into_texts(toml);
    }
    table.finish(toml);
    Some(ImportRecord {
        from: from.unwrap_or_default(),
        post: post.unwrap_or_default(),
        url,
        id,
        words: words.unwrap_or_default(),
        unknown,
    })
}
