//! The table `[import]` of an article: where `margent import` found it, and what an editor has to look at. It is read
//! and kept, and no page shows it; an article without it lacks nothing.

use std::collections::BTreeMap;

use crate::base::fields::{Fields, Located, Toml};

/// What `margent import` noted in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportRecord {
    /// The name of the capture.
    pub from: String,
    /// Which of the articles of that capture this is.
    pub post: String,
    /// The address that the capture gives for it.
    pub url: Option<String>,
    /// What its publisher calls it, where that is not the address: the id in a feed.
    pub id: Option<String>,
    /// Stands for the words of the capture: texts that have much in common have much of this in common.
    pub words: String,
    /// What the capture does not say.
    pub unknown: Vec<Located<String>>,
    /// What was decided, each with how sure that is.
    pub decisions: Vec<String>,
    /// What was left out of the article.
    pub removed: Vec<String>,
    /// Stands for what was written: field → hash.
    pub wrote: BTreeMap<String, String>,
}

/// Reads the table, where there is one.
pub(super) fn read(toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Option<ImportRecord> {
    let mut table = fields.table(toml, "import")?;
    let mut text = |toml: &mut Toml<'_>, key| table.string(toml, key).map(|text| text.value);
    let (from, post) = (text(toml, "from").unwrap_or_default(), text(toml, "post").unwrap_or_default());
    let url = table.url(toml, "url").map(|url| url.value);
    let mut text = |toml: &mut Toml<'_>, key| table.string(toml, key).map(|text| text.value);
    let (id, words) = (text(toml, "id"), text(toml, "words").unwrap_or_default());
    let unknown = table.strings(toml, "unknown").unwrap_or_default();
    let mut list = |toml: &mut Toml<'_>, key| -> Vec<String> {
        table.strings(toml, key).unwrap_or_default().into_iter().map(|text| text.value).collect()
    };
    let imported = ImportRecord {
        from,
        post,
        url,
        id,
        words,
        unknown,
        decisions: list(toml, "decisions"),
        removed: list(toml, "removed"),
        wrote: table.table(toml, "wrote").map(|wrote| wrote.into_texts(toml).into_iter().collect()).unwrap_or_default(),
    };
    table.finish(toml);
    Some(imported)
}
