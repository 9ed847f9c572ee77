//! Publications that would take pages from readers: those of another site on the branch, or most of this one's.

use super::branch::{Branch, BranchTip, CommitAuthor};
use super::commit::CommitChanges;

/// A site that is about to be published.
pub(crate) struct NewPublication<'a> {
    /// The site's title, in one line.
    pub title: &'a str,
    /// The number of its articles.
    pub articles: usize,
    /// Its changes on the branch.
    pub changes: &'a CommitChanges,
}

/// Warns if `new` would replace another site at `tip`, or remove most pages of this one.
pub(crate) fn warning(branch: &Branch, tip: &BranchTip, new: &NewPublication<'_>) -> Option<String> {
    let CommitAuthor::Margent(title) = &tip.author else { return None };
    if title != new.title {
        return Some(format!(
            "`{}` holds another site, “{title}”, and this one is “{}”. If that is its new title, or if it should replace \
             the other, add --replace; otherwise choose another branch with --branch, or another repository with \
             --remote",
            branch.name, new.title
        ));
    }
    let pages = tip.files.keys().filter(|path| is_page(path)).count();
    let removed = new.changes.removed.iter().filter(|path| is_page(path)).count();
    let is_most = 2 * removed > pages || new.articles == 0;
    (removed > 0 && is_most).then(|| {
        let reason = if new.articles == 0 { "the site has no article, and " } else { "" };
        format!(
            "{reason}{removed} of the {pages} pages on `{}` would be removed. If that is intended, add --replace; \
             --dry-run lists them",
            branch.name
        )
    })
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::branch::TreeEntry;

    fn tip(author: CommitAuthor) -> BranchTip {
        let entry = TreeEntry { mode: "100644".to_owned(), id: String::new() };
        let files = ["1.html", "2.html", "3.html", "4.html", "a.css", "b.css", "c.css"];
        BranchTip { id: String::new(), files: files.map(|path| (path.to_owned(), entry.clone())).into(), author }
    }

    fn warned(by: CommitAuthor, removed: &[&str], articles: usize) -> Option<String> {
        let branch = Branch { remote: "origin".to_owned(), name: "gh-pages".to_owned() };
        let removed = removed.iter().map(|path| (*path).to_owned()).collect();
        let changes = CommitChanges { removed, ..CommitChanges::default() };
        warning(&branch, &tip(by), &NewPublication { title: "Quay", articles, changes: &changes })
    }

    #[test]
    fn removals_are_warned_of() {
        let ours = || CommitAuthor::Margent("Quay".to_owned());
        assert_eq!(warned(ours(), &[], 0), None);
        assert_eq!(warned(ours(), &["1.html", "2.html", "a.css", "b.css"], 3), None);
        let most = warned(ours(), &["1.html", "2.html", "3.html"], 3).expect("a warning");
        assert!(most.starts_with("3 of the 4 pages on `gh-pages` would be removed"), "{most}");
        let all = warned(ours(), &["1.html"], 0).expect("a warning");
        assert!(all.starts_with("the site has no article, and 1 of the 4 pages"), "{all}");
        let other = warned(CommitAuthor::Margent("Harbour".to_owned()), &[], 3).expect("a warning");
        assert!(other.contains("another site, “Harbour”, and this one is “Quay”"), "{other}");
        // `--adopt` is consent enough.
        assert_eq!(warned(CommitAuthor::Other("“Old” by A".to_owned()), &["1.html", "2.html", "3.html"], 3), None);
    }
}
