//! What an editor may want to look at, in a site that may well be sound: advice, never a fault of a build.
//!
//! Everything is read from what the pipeline made and from the texts themselves. Advice speaks of what is published;
//! only what an import left open is looked for in every article, since imported articles are drafts.

mod addresses;
mod article;
pub mod links;
mod tags;
mod unknown;

use std::collections::BTreeSet;

use anyhow::Result;
use rayon::prelude::*;

use crate::base::codes::{self, Code};
use crate::base::diagnostic::{self, Diagnostic};
use crate::base::text::path::RelPath;
use crate::editor::topics::TopicMatcher;
use crate::pipeline::content::{Content, front_matter};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::site::Site;

/// What is told only to those who ask for all: it is mostly as it should be.
pub const MINOR: [&Code; 1] = [codes::LOOSE_NOTE];

/// What advice is given on.
pub struct AdviceContext<'a> {
    /// The site.
    pub site: &'a Site,
    /// What it was made of, texts included.
    pub inputs: &'a Inputs,
    /// Everything that the editor wrote, unpublished articles included.
    pub content: &'a Content,
    /// The files that the last build wrote, by their paths below the output folder.
    pub written: &'a BTreeSet<String>,
}

impl<'a> AdviceContext<'a> {
    /// The whole file of a text, and where its Markdown begins.
    fn text(&self, path: &RelPath) -> (&'a str, usize) {
        let text = self.inputs.text(path).unwrap_or_default();
        let start = front_matter::split(path, text).map_or(text.len(), |parts| parts.body.start);
        (text, start)
    }
}

/// All that there is to say, in the order of files and places.
///
/// # Errors
/// When the topics have too many terms to be looked for.
pub fn list(reading: &AdviceContext<'_>) -> Result<Vec<Diagnostic>> {
    let published = &reading.site.content;
    let every = &reading.content.articles;
    let mut all: Vec<_> = every.par_iter().flat_map_iter(|article| unknown::open_entries(reading, article)).collect();
    let each: Vec<_> = published.articles.ids().collect();
    all.par_extend(each.into_par_iter().flat_map_iter(|id| article::all(reading, id)));
    let topics = published.topics.iter().map(|it| &it.path);
    let others =
        topics.chain(published.outlets.iter().map(|it| &it.path)).chain(published.pages.iter().map(|it| &it.path));
    all.extend(others.flat_map(|path| article::images(reading, path)));
    if !published.topics.is_empty() {
        let matcher = TopicMatcher::new(&published.topics, &reading.site.config.topics)?;
        all.par_extend(published.articles.par_iter().filter_map(|it| article::unreached(reading, &matcher, it)));
    }
    all.extend(tags::near(reading));
    all.extend(addresses::gone(reading));
    diagnostic::sort(&mut all);
    Ok(all)
}
