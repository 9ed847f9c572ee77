//! Facts that a reader knows besides the capture, above all the outlets that the site declares, by all their names.

use std::collections::BTreeMap;

use toml::value::Datetime;

use super::html_to_markdown::address::host_of;
use crate::base::text::slug;
use crate::pipeline::content::{Indexed, Outlet};
use crate::pipeline::index::taxonomy;

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

/// The declared outlets.
#[derive(Clone, Debug, Default)]
pub struct OutletNames {
    declared: Vec<Indexed<Outlet>>,
    /// Every name of an outlet, as a slug → its number.
    names: BTreeMap<String, usize>,
}

impl OutletNames {
    /// The outlets of a site. Faults of their files are for a build to tell.
    pub fn of(outlets: &[Indexed<Outlet>]) -> Self {
        Self { declared: outlets.to_vec(), names: taxonomy::outlet_names(outlets, &mut Vec::new()) }
    }

    /// The declared outlet that is called so; letter case, spaces and punctuation aside.
    pub fn find(&self, name: &str) -> Option<&Outlet> {
        let number = self.names.get(&slug::slugify(name))?;
        self.declared.get(*number).map(|outlet| &**outlet)
    }

    /// The declared outlet that a sentence means by a name, which may lack its article or be inflected in German.
    pub(crate) fn meant_by(&self, name: &str) -> Option<&Outlet> {
        const ARTICLES: [&str; 8] = ["the", "der", "die", "das", "le", "la", "l", "el"];
        let with_article = || ARTICLES.iter().find_map(|article| self.find(&format!("{article} {name}")));
        self.find(name).or_else(|| self.find(&name.replace("en ", "e "))).or_else(with_article)
    }

    /// The declared outlet whose pages lie at the host of this address.
    pub fn at(&self, url: &str) -> Option<&Outlet> {
        self.on(&host_of(url)?)
    }

    /// The declared outlet that has pages on this host; a domain includes the hosts below it.
    pub(crate) fn on(&self, host: &str) -> Option<&Outlet> {
        let mut outlets = self.declared.iter().map(|outlet| &**outlet);
        outlets.find(|outlet| outlet.domains.iter().any(|domain| is_at_or_below(host, domain)))
    }

    /// Every name of every declared outlet, as it is written.
    pub(crate) fn called(&self) -> impl Iterator<Item = &str> {
        self.declared
            .iter()
            .flat_map(|outlet| std::iter::once(&outlet.name).chain(&outlet.aliases))
            .map(|at| &*at.value)
    }
}

/// Returns whether it is a domain's own host and those below it; `www.` before the domain does not count.
fn is_at_or_below(host: &str, domain: &str) -> bool {
    let domain = domain.to_lowercase();
    let domain = domain.strip_prefix("www.").unwrap_or(&domain);
    let rest = host.strip_suffix(domain);
    !domain.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
