//! The declared outlets, by every name that a capture may give them.

use std::collections::BTreeMap;

use super::html_to_markdown::address::host_of;
use crate::base::text::slug;
use crate::pipeline::content::{Indexed, Outlet};
use crate::pipeline::index::taxonomy;

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
