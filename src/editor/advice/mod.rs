//! The advice of `margent check`: points that an editor may want to improve in a site that builds without faults.
//!
//! Advice is found in the results of the pipeline and in the texts. It covers published content only; but the open
//! entries of imports are listed for every article, since imported articles are drafts.

pub mod addresses;
pub(crate) mod article;
mod context;
mod tags;

use anyhow::Result;
use rayon::prelude::*;

use crate::base::codes::{self, Code};
use crate::base::diagnostic::{self, Diagnostic};
use crate::base::text::path::RelPath;
use crate::editor::topics::TopicMatcher;

pub use context::{AdviceContext, EarlierSite};

/// Advice that is shown only on request, since mostly nothing needs to change.
pub(crate) const MINOR: [&Code; 1] = [codes::LOOSE_NOTE];

/// Lists all advice on a site, by file and position.
///
/// # Errors
/// When the topics have too many terms for a matcher.
pub fn list(context: &AdviceContext<'_>) -> Result<Vec<Diagnostic>> {
    let published = &context.site.content;
    let every = &context.content.articles;
    let mut all: Vec<_> = every.par_iter().flat_map_iter(|article| article::open_entries(context, article)).collect();
    let each: Vec<_> = published.articles.ids().collect();
    all.par_extend(each.into_par_iter().flat_map_iter(|id| article::advice(context, id)));
    all.extend(published.other_texts().flat_map(|(path, _)| article::bare_images(context, path)));
    if !published.topics.is_empty() {
        let matcher = TopicMatcher::new(&published.topics, &context.site.config.topics)?;
        all.par_extend(published.articles.par_iter().filter_map(|it| article::missing_topic(context, &matcher, it)));
    }
    all.extend(tags::similar(context));
    all.extend(addresses::gone(context));
    diagnostic::sort(&mut all);
    Ok(all)
}

/// Lists the advice on addresses of the earlier site that the site no longer has.
pub fn lost_addresses(context: &AdviceContext<'_>) -> Vec<Diagnostic> {
    addresses::gone(context)
}

/// Lists the advice on one published article but the minor, except on its topics.
pub fn of_article(context: &AdviceContext<'_>, path: &RelPath) -> Vec<Diagnostic> {
    let Some(id) = context.site.content.articles.find_id(|article| article.path == *path) else { return Vec::new() };
    article::advice(context, id).into_iter().filter(|advice| !MINOR.contains(&advice.code)).collect()
}
