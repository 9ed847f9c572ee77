//! The branch that is published, as the remote repository has it.

use crate::base::text::characters::printable;
use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::git::Git;

/// Begins the message of margent's own commits; the title of the site follows.
pub const PUBLISH: &str = "Publish ";
/// Begins the line of a commit's message that names its tree. By it a commit of margent's own is known on any computer.
pub const TREE: &str = "Margent-Tree: ";

/// Which branch of which repository.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The name of a remote, or an address.
    pub remote: String,
    /// Without `refs/heads/`.
    pub name: String,
}

/// The newest commit of a branch.
#[derive(Clone, Debug)]
pub struct BranchTip {
    /// Its id.
    pub id: String,
    /// Mode and id of every file, by its path.
    pub files: BTreeMap<String, TreeEntry>,
    /// Who made it.
    pub by: CommitAuthor,
}

/// Who made a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommitAuthor {
    /// margent, of the site of this title.
    Margent(String),
    /// Somebody else: who, and what its first line says.
    Other(String),
}

/// What git keeps of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeEntry {
    /// `100644` for a plain file.
    pub mode: String,
    /// The id of its bytes.
    pub id: String,
}

impl Branch {
    /// The reference in full.
    pub fn reference(&self) -> String {
        format!("refs/heads/{}", self.name)
    }

    /// The address of the remote: as it was given if it is one of GitHub's, else what the user's configuration makes
    /// of it.
    ///
    /// # Errors
    /// When there is no such remote, or when the branch is none to publish to.
    pub fn address(&self, git: &Git) -> Result<String> {
        if git.ask(&["check-ref-format", &self.reference()])?.is_none() {
            bail!("`{}` is no name of a branch", self.name);
        }
        if git.ask(&["symbolic-ref", "-q", "HEAD"])? == Some(self.reference()) {
            bail!("`{}` is the branch that you work on; name another with --branch", self.name);
        }
        let is_address = self.remote.contains(['/', ':', '\\']);
        let known = git.text(&["remote"])?.lines().any(|name| name == self.remote);
        if !known && (!is_address || self.remote.starts_with('-')) {
            bail!(
                "there is no remote `{0}`; add one with `git remote add {0} URL`, or name another with --remote",
                self.remote
            );
        }
        let given = git.ask(&["config", &format!("remote.{}.url", self.remote)])?;
        match given.filter(|url| super::address::of_repository(url).is_some()) {
            Some(url) => Ok(url),
            None => git.text(&["ls-remote", "--get-url", &self.remote]),
        }
    }

    /// Looks up the newest commit on the remote, and fetches it if it is not here yet; `None` where there is no such
    /// branch.
    ///
    /// # Errors
    /// When the remote cannot be reached.
    pub fn tip(&self, git: &Git) -> Result<Option<BranchTip>> {
        let reference = self.reference();
        let listed = git.text(&["ls-remote", &self.remote, &reference]);
        let listed = listed.with_context(|| format!("cannot reach {}", super::git::without_passwords(&self.remote)))?;
        let line = listed.lines().filter_map(|line| line.split_once('\t')).find(|(_, name)| *name == reference);
        let Some((id, _)) = line else { return Ok(None) };
        if !is_here(git, id)? {
            self.fetch(git)?;
            if !is_here(git, id)? {
                bail!("somebody is publishing to `{}` at this moment; try again", self.name);
            }
        }
        let (tree, by) = described(&git.text(&["cat-file", "commit", id])?);
        let files = files(&git.feed(&["ls-tree", "-r", "-z", "--full-tree", &tree], &[])?);
        if files.contains_key(crate::pipeline::config::FILE) {
            bail!("`{}` holds the source of a site; name another branch with --branch", self.name);
        }
        Ok(Some(BranchTip { id: id.to_owned(), files, by }))
    }

    /// Fetches the branch without moving any reference of the user's.
    fn fetch(&self, git: &Git) -> Result<()> {
        let quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-prune", "--refmap="];
        let reference = self.reference();
        let args: Vec<&str> = ["fetch"].into_iter().chain(quiet).chain([self.remote.as_str(), &reference]).collect();
        git.text(&args).map(drop)
    }
}

/// Tells whether the commit is in the repository.
fn is_here(git: &Git, id: &str) -> Result<bool> {
    Ok(git.ask(&["cat-file", "-e", &format!("{id}^{{commit}}")])?.is_some())
}

/// The tree of a commit, and who made it. A commit that somebody changed afterwards names another tree than it has.
fn described(commit: &str) -> (String, CommitAuthor) {
    let (head, message) = commit.split_once("\n\n").unwrap_or((commit, ""));
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    let tree = field("tree ").to_owned();
    let first = message.lines().next().unwrap_or_default();
    if message.lines().any(|line| line.strip_prefix(TREE) == Some(&tree)) {
        return (tree, CommitAuthor::Margent(printable(first.strip_prefix(PUBLISH).unwrap_or(first))));
    }
    let author = field("author ").split(" <").next().unwrap_or_default();
    (tree, CommitAuthor::Other(printable(&format!("“{first}” by {author}"))))
}

/// The output of `git ls-tree -r -z`.
fn files(listed: &[u8]) -> BTreeMap<String, TreeEntry> {
    let lines = listed.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let entries = lines.filter_map(|line| {
        let (about, path) = line.split_once('\t')?;
        let mut about = about.split(' ');
        let (mode, id) = (about.next()?.to_owned(), about.nth(1)?.to_owned());
        Some((path.to_owned(), TreeEntry { mode, id }))
    });
    entries.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_of_margent_are_known() {
        let commit = |tree: &str| {
            format!(
                "tree {tree}\nauthor A B <a@b> 1 +0000\ncommitter A B <a@b> 1 +0000\n\nPublish Quay\n\nMargent-Tree: t1\n"
            )
        };
        assert_eq!(described(&commit("t1")), ("t1".to_owned(), CommitAuthor::Margent("Quay".to_owned())));
        assert_eq!(
            described(&commit("t2")),
            ("t2".to_owned(), CommitAuthor::Other("“Publish Quay” by A B".to_owned()))
        );
        let other = "tree t1\nauthor \x1b[31mX <a@b> 1 +0000\n\nHello\n";
        assert_eq!(described(other).1, CommitAuthor::Other("“Hello” by \u{fffd}[31mX".to_owned()));
    }

    #[test]
    fn trees_are_read() {
        let listed = b"100644 blob aa\ta b/c.html\x00120000 blob bb\tlink\x00";
        let files = files(listed);
        assert_eq!(files["a b/c.html"], TreeEntry { mode: "100644".to_owned(), id: "aa".to_owned() });
        assert_eq!(files["link"].mode, "120000");
    }
}
