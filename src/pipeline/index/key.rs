//! The cache key of the index.

use super::Omitted;
use crate::base::hash::{self, Key};
use crate::base::text::path::RelPath;
use crate::pipeline::config;
use crate::pipeline::content::{Content, SNAPSHOTS};
use crate::pipeline::inputs::Inputs;

/// Returns the cache key of [`super::build`]: everything it depends on but places within files, which only faults show.
pub fn key(inputs: &Inputs, content: &Content, omitted: &Omitted) -> Key {
    let Content { articles, topics, outlets, pages, assets } = content;
    let articles: Vec<Key> = articles.iter().map(|article| article.facts()).collect();
    let topics: Vec<Key> = topics.iter().map(|topic| topic.facts()).collect();
    let outlets: Vec<Key> = outlets.iter().map(|outlet| outlet.facts()).collect();
    let pages: Vec<Key> = pages.iter().map(|page| page.facts()).collect();
    let config = inputs.files.get(&config::site_toml()).map(|file| file.hash);
    let snapshots: Vec<(&RelPath, Key)> = inputs.inside(SNAPSHOTS).map(|(path, file)| (path, file.hash)).collect();
    let omitted = (&omitted.files, omitted.next_change);
    hash::value(&(config, &inputs.options.base_url, articles, topics, outlets, pages, assets, snapshots, omitted))
}
