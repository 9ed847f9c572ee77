//! What an editor may want to look at, in a site that may well be sound: advice, never a fault of a build.
//!
//! Everything is read from what the pipeline made and from the texts themselves. Advice speaks of what is published;
//! only what an import left open is looked for in every article, since imported articles are drafts.

mod addresses;
mod article;
mod context;
pub mod links;
mod tags;
mod unknown;

use anyhow::Result;
use rayon::prelude::*;

use crate::base::codes::{self, Code};
use crate::base::diagnostic::{self, Diagnostic};
use crate::editor::topics::TopicMatcher;

pub use context::AdviceContext;

/// What is told only to those who ask for all: it is mostly as it should be.
pub(crate) const MINOR: [&Code; 1] = [codes::LOOSE_NOTE];

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
