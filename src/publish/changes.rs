//! The files that differ between what is published and a new site.

use std::collections::BTreeMap;

/// The paths of the files that a publication changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SiteChanges {
    /// New files.
    pub added: Vec<String>,
    /// Files with new content, or that are served otherwise.
    pub changed: Vec<String>,
    /// Deleted files.
    pub removed: Vec<String>,
}

impl SiteChanges {
    /// Compares two sites, each by a value for each of its files.
    pub(crate) fn between<T: PartialEq>(old: &BTreeMap<String, T>, new: &BTreeMap<String, T>) -> Self {
        let mut changes = Self::default();
        for (path, entry) in new {
            match old.get(path) {
                None => changes.added.push(path.clone()),
                Some(before) if before != entry => changes.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        changes.removed = old.keys().filter(|path| !new.contains_key(*path)).cloned().collect();
        changes
    }

    /// Returns whether nothing changes.
    pub(crate) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}
