//! The declared outlets, by every name that a capture may give them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::Outlet;
use crate::index::taxonomy;
use crate::text::slug;

/// The declared outlets.
#[derive(Clone, Debug, Default)]
pub struct Outlets {
    declared: Vec<Arc<Outlet>>,
    /// Every name of an outlet, as a slug → its number.
    names: BTreeMap<String, usize>,
}

impl Outlets {
    /// The outlets of a site. Faults of their files are for a build to tell.
    pub fn of(outlets: &[Arc<Outlet>]) -> Self {
        Self { declared: outlets.to_vec(), names: taxonomy::outlet_names(outlets, &mut Vec::new()) }
    }

    /// The declared outlet that is called so; letter case, spaces and punctuation aside.
    pub fn find(&self, name: &str) -> Option<&Outlet> {
        let number = self.names.get(&slug::slugify(name))?;
        self.declared.get(*number).map(|outlet| &**outlet)
    }

    /// The declared outlet whose pages lie at the host of this address, or at one below its domain.
    pub fn at(&self, url: &str) -> Option<&Outlet> {
        let rest = url.split_once("://")?.1;
        let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
        let below = |domain: &String| {
            let domain = domain.to_lowercase();
            host == domain || host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'))
        };
        self.declared.iter().find(|outlet| outlet.domains.iter().any(below)).map(|outlet| &**outlet)
    }

    /// Every name of every declared outlet, as it is written.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        self.declared
            .iter()
            .flat_map(|outlet| std::iter::once(&outlet.name).chain(&outlet.aliases))
            .map(|at| &*at.value)
    }
}
