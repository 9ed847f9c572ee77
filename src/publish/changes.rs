//! The files that differ between what is published and a new site, and changes that would take pages from readers: those of
//! another site at that place, or most of this one's.

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

/// A site that is about to be published.
pub(crate) struct NewPublication<'a> {
    /// The site's title, in one line.
    pub title: &'a str,
    /// The number of its articles.
    pub articles: usize,
    /// Its changes to what is published.
    pub changes: &'a SiteChanges,
}

/// The site that is published, made by margent.
pub(crate) struct OldPublication<'a> {
    /// The place, such as `` `gh-pages` ``.
    pub place: &'a str,
    /// An imperative that says how to choose another place.
    pub elsewhere: &'a str,
    /// The site's title, in one line.
    pub title: &'a str,
    /// The number of its pages.
    pub pages: usize,
}

/// Warns if `new` would replace another site, or remove most pages of this one.
pub(crate) fn warning(old: &OldPublication<'_>, new: &NewPublication<'_>) -> Option<String> {
    let OldPublication { place, elsewhere, title, pages } = old;
    if *title != new.title {
        return Some(format!(
            "{place} holds another site, “{title}”, and this one is “{}”. If that is its new title, or if it should replace \
             the other, add --replace; otherwise {elsewhere}",
            new.title
        ));
    }
    let removed = count_pages(&new.changes.removed);
    let is_most = 2 * removed > *pages || new.articles == 0;
    (removed > 0 && is_most).then(|| {
        let reason = if new.articles == 0 { "the site has no article, and " } else { "" };
        format!(
            "{reason}{removed} of the {pages} pages on {place} would be removed. If that is intended, add --replace; \
             --dry-run lists them"
        )
    })
}

/// Counts the pages among the paths of files.
pub(crate) fn count_pages<'a>(paths: impl IntoIterator<Item = &'a String>) -> usize {
    paths.into_iter().filter(|path| path.ends_with(".html")).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warned(title: &str, removed: &[&str], articles: usize) -> Option<String> {
        let removed = removed.iter().map(|path| (*path).to_owned()).collect();
        let changes = SiteChanges { removed, ..SiteChanges::default() };
        let old = OldPublication { place: "`gh-pages`", elsewhere: "look elsewhere", title, pages: 4 };
        warning(&old, &NewPublication { title: "Quay", articles, changes: &changes })
    }

    #[test]
    fn removals_are_warned_of() {
        assert_eq!(warned("Quay", &[], 0), None);
        assert_eq!(warned("Quay", &["1.html", "2.html", "a.css", "b.css"], 3), None);
        let most = warned("Quay", &["1.html", "2.html", "3.html"], 3).expect("a warning");
        assert!(most.starts_with("3 of the 4 pages on `gh-pages` would be removed"), "{most}");
        let all = warned("Quay", &["1.html"], 0).expect("a warning");
        assert!(all.starts_with("the site has no article, and 1 of the 4 pages"), "{all}");
        let other = warned("Harbour", &[], 3).expect("a warning");
        assert!(other.contains("another site, “Harbour”, and this one is “Quay”"), "{other}");
        assert!(other.ends_with("otherwise look elsewhere"), "{other}");
    }
}
