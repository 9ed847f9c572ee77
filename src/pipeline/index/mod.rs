//! What is published, in which order, at which addresses, and what belongs together. Serial, and of metadata
//! alone: a change of a text that keeps its headings, links, excerpts and opening leaves the index as it was.

pub mod address;
mod key;
pub mod link;
pub mod quote;
pub mod related;
pub mod select;
pub mod source;
pub mod taxonomy;

use std::collections::BTreeMap;

pub use key::key;
pub use link::ResolvedLink;
pub use select::Omitted;
pub use source::{CitedWork, CitedWorks};
pub use taxonomy::{Month, Term, Year};

use crate::base::diagnostic::Checked;
use crate::base::text::path::RelPath;
use crate::pipeline::config::{Config, Section};
use crate::pipeline::content::Content;
use crate::pipeline::inputs::Inputs;

/// The number of an article in [`Content::articles`], newest first.
pub type ArticleId = usize;

/// Everything about the site that no single file knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// The address of each article, from the site's root: `/articles/chips/`.
    pub articles: Vec<String>,
    /// The address of each page.
    pub pages: Vec<String>,
    /// Topics, in the order of their files.
    pub topics: Vec<Term>,
    /// Tags, by their slugs.
    pub tags: Vec<Term>,
    /// Outlets, by their keys: those declared and those cited.
    pub outlets: Vec<Term>,
    /// For each article the numbers of its topics, tags and outlets.
    pub terms: Vec<taxonomy::ArticleTerms>,
    /// Dated articles by year and month, newest first.
    pub years: Vec<Year>,
    /// Articles without a date.
    pub undated: Vec<ArticleId>,
    /// For each article those most like it.
    pub related: Vec<Vec<ArticleId>>,
    /// For each article those that link to it.
    pub backlinks: Vec<Vec<ArticleId>>,
    /// Where the links of each text lead.
    pub links: link::ResolvedLinks,
    /// Published files beside texts: address → file.
    pub assets: BTreeMap<String, RelPath>,
    /// For each article, for each of its excerpts, whether it was found in the snapshot of its source.
    pub verified: Vec<Vec<bool>>,
    /// For each outlet how often it is quoted.
    pub tallies: Vec<quote::QuoteTally>,
    /// The outside reports, each once.
    pub works: CitedWorks,
    /// Every correction, newest first: the article, and the number of the correction in it.
    pub corrections: Vec<(ArticleId, usize)>,
    /// What was left out, and why.
    pub omitted: Omitted,
}

impl Index {
    /// The topics, tags or outlets.
    pub fn of(&self, section: Section) -> &[Term] {
        match section {
            Section::Topics => &self.topics,
            Section::Tags => &self.tags,
            Section::Outlets => &self.outlets,
            Section::Sources | Section::Archive | Section::Corrections | Section::Links => &[],
        }
    }
}

/// Indexes what is published; `omitted` is the rest.
pub fn build(inputs: &Inputs, config: &Config, content: &Content, omitted: Omitted) -> Checked<Index> {
    let mut faults = Vec::new();
    let mut index = Index { omitted, ..Index::default() };
    address::assign(config, content, &mut index, &mut faults);
    taxonomy::build(config, content, &mut index, &mut faults);
    link::resolve(content, &mut index, &mut faults);
    index.verified = quote::verify(inputs, config, content, &index, &mut faults);
    index.tallies = quote::tally(content, &index);
    index.works = source::join(content, &index);
    index.corrections = source::corrections(content);
    index.related = related::find(&index, config.index.related);
    Checked { value: index, faults }
}
