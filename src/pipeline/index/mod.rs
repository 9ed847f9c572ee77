//! The index: the published articles and pages in their order, their addresses, and the relations between them. Of
//! metadata alone: a change of a text that keeps its headings, links, excerpts and opening leaves the index as
//! it was.

pub mod link;
mod meant_link;
pub mod published;
pub mod quote;
mod related;
pub mod source;
pub(crate) mod taxonomy;

use crate::base::diagnostic::Checked;
use crate::base::hash::{self, Key};
use crate::base::text::path::RelPath;
use crate::pipeline::config::{self, Config};
use crate::pipeline::content::{ArticleId, Content, PerArticle, SNAPSHOTS};
use crate::pipeline::inputs::Inputs;

pub use link::{LinkTargets, ResolvedLink, ResolvedLinks};
pub use published::{Addresses, Archive, Month, Omitted, Year};
pub use quote::{OutletQuotes, Quotations, SourceTally};
pub use source::{CitedWork, CitedWorks};
pub use taxonomy::{ArticleTerms, Taxonomies, Term};

/// Everything about the site that no single file knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// The addresses of articles and pages.
    pub addresses: Addresses,
    /// Topics, outlets, tags and authors, and the articles of each.
    pub taxonomies: Taxonomies,
    /// Articles by the day of their publication.
    pub archive: Archive,
    /// The targets of the links in each text.
    pub links: ResolvedLinks,
    /// The excerpts that were found in the snapshots of their sources.
    pub quotations: Quotations,
    /// The outside reports, each once.
    pub works: CitedWorks,
    /// Every correction, newest first: the article, and the number of the correction in it.
    pub corrections: Vec<(ArticleId, usize)>,
    /// For each article the most similar ones, best first.
    pub related: PerArticle<Vec<ArticleId>>,
    /// The files that were left out, each with its reason.
    pub omitted: Omitted,
}

/// Indexes published content; `omitted` is the rest.
pub fn build(inputs: &Inputs, config: &Config, content: &Content, omitted: Omitted) -> Checked<Index> {
    let mut faults = Vec::new();
    let (addresses, taxonomies) =
        rayon::join(|| published::assign_addresses(config, content), || taxonomy::build(config, content));
    let (addresses, taxonomies) = (addresses.take(&mut faults), taxonomies.take(&mut faults));
    let (works, (links, quotations)) = rayon::join(
        || source::join(content, &taxonomies),
        || {
            let resolve = || link::resolve(content, &addresses, &taxonomies, &omitted);
            rayon::join(resolve, || quote::verify(inputs, config, content, &taxonomies))
        },
    );
    let (links, quotations) = (links.take(&mut faults), quotations.take(&mut faults));
    let related = related::find(&taxonomies, &works, config.index.related);
    let archive = published::by_day(content);
    let corrections = source::corrections(content);
    let index = Index { addresses, taxonomies, archive, links, quotations, works, corrections, related, omitted };
    Checked { value: index, faults }
}

/// Returns the cache key of [`build`]: everything it depends on but places within files, which only faults show.
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
