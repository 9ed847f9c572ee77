//! Facts that a reader knows besides the capture.

use toml::value::Datetime;

use super::outlet_names::OutletNames;
use crate::base::text::slug;

/// Facts that a reader knows besides the capture.
pub struct ImportOptions<'a> {
    /// The outlets that the site declares.
    pub outlets: &'a OutletNames,
    /// The topics that the site declares: keys and titles.
    pub topics: &'a [(String, String)],
    /// The day on which reports are read.
    pub today: Datetime,
    /// The rule for captures that may hold several articles.
    pub split: SplitMode,
    /// Suggests topics for an article by its title and Markdown.
    pub suggest: &'a (dyn Fn(&str, &str) -> Vec<String> + Sync),
}

/// The rule for captures that may hold several articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum SplitMode {
    /// If it looks like a list of posts
    #[default]
    Auto,
    /// At each short line above a paragraph, as a title
    Always,
    /// It holds one article
    Never,
}

impl ImportOptions<'_> {
    /// The key of the declared topic with this key or title, ignoring letter case and punctuation.
    pub(super) fn topic(&self, name: &str) -> Option<&str> {
        let wanted = slug::slugify(name);
        let is_wanted = |(key, title): &&(String, String)| *key == wanted || slug::slugify(title) == wanted;
        self.topics.iter().find(is_wanted).map(|(key, _)| key.as_str())
    }
}
