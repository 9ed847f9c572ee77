//! The published branch, as the remote repository has it.

use crate::base::text::characters::printable;
use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::git::Git;

/// The start of the subject of margent's own commits; the title of the site follows.
pub(crate) const SUBJECT: &str = "Publish ";
/// The trailer that names the commit's tree. It identifies margent's own commits on any computer.
pub(crate) const TREE_TRAILER: &str = "Margent-Tree: ";

/// A branch of a remote repository.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    /// The name of a remote, or its URL.
    pub remote: String,
    /// The name of the branch, without `refs/heads/`.
    pub name: String,
}

/// The newest commit of a branch.
#[derive(Clone, Debug)]
pub(crate) struct BranchTip {
    /// The id of the commit.
    pub id: String,
    /// Every file of the commit, by path.
    pub files: BTreeMap<String, TreeEntry>,
    /// Its author, according to [`TREE_TRAILER`].
    pub author: CommitAuthor,
}

/// The author of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CommitAuthor {
    /// margent, for the site with this title.
    Margent(String),
    /// Somebody else: the subject and the author.
    Other(String),
}

/// A file in a tree of git.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TreeEntry {
    /// The mode: `100644` for a regular file.
    pub mode: String,
    /// The id of the blob.
    pub id: String,
}

impl Default for Branch {
    fn default() -> Self {
        Self { remote: Self::REMOTE.to_owned(), name: Self::NAME.to_owned() }
    }
}

impl Branch {
    /// The remote that a site is published to unless another is named.
    pub(crate) const REMOTE: &str = "origin";
    /// The branch that a site is published to unless another is named.
    pub(crate) const NAME: &str = "gh-pages";

    /// The full name of the reference.
    pub(crate) fn reference(&self) -> String {
        format!("refs/heads/{}", self.name)
    }

    /// The URL of the remote: as configured if it is on GitHub, else after the user's `url.<base>.insteadOf`.
    ///
    /// # Errors
    /// When there is no such remote, or when the branch cannot be published to.
    pub(crate) fn remote_url(&self, git: &Git) -> Result<String> {
        // What git reads as another name, such as `@{-1}`, is none; `+` and `refs/` mean something else in a push.
        let is_plain = !self.name.starts_with('+') && !self.name.starts_with("refs/") && self.name != "@";
        if !is_plain || git.query(&["check-ref-format", "--branch", &self.name])?.as_ref() != Some(&self.name) {
            bail!("`{}` is not a valid branch name", self.name);
        }
        if git.query(&["symbolic-ref", "-q", "HEAD"])? == Some(self.reference()) {
            bail!("`{}` is the branch that you are working on; choose another with --branch", self.name);
        }
        let is_address = self.remote.contains(['/', ':', '\\']);
        let is_remote = git.run(&["remote"])?.lines().any(|name| name == self.remote);
        if !is_remote && (!is_address || self.remote.starts_with('-')) {
            bail!(
                "there is no remote `{0}`; add one with `git remote add {0} URL`, or choose another with --remote",
                self.remote
            );
        }
        let configured = git.query(&["config", &format!("remote.{}.url", self.remote)])?;
        match configured.filter(|url| super::site_address::pages_url(url).is_some()) {
            Some(url) => Ok(url),
            None => git.run(&["ls-remote", "--get-url", &self.remote]),
        }
    }

    /// Looks up the newest commit on the remote, and fetches it if needed; `None` if the remote has no such branch.
    ///
    /// # Errors
    /// When the remote cannot be reached.
    pub(crate) fn tip(&self, git: &Git) -> Result<Option<BranchTip>> {
        let reference = self.reference();
        let listed = git.run(&["ls-remote", &self.remote, &reference]);
        let listed =
            listed.with_context(|| format!("cannot reach {}", super::git::without_credentials(&self.remote)))?;
        let line = listed.lines().filter_map(|line| line.split_once('\t')).find(|(_, name)| *name == reference);
        let Some((id, _)) = line else { return Ok(None) };
        if !has_commit(git, id)? {
            self.fetch(git)?;
            if !has_commit(git, id)? {
                bail!("somebody else is publishing to `{}` right now; try again", self.name);
            }
        }
        let tip = BranchTip::read(git, id)?;
        if tip.files.contains_key(crate::pipeline::config::FILE) {
            bail!("`{}` contains the source of a site; choose another branch with --branch", self.name);
        }
        Ok(Some(tip))
    }

    /// Looks up the newest commit that the local repository knows of, which the last push or fetch brought; `None` if it
    /// knows none.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn last_known_tip(&self, git: &Git) -> Result<Option<BranchTip>> {
        let reference = format!("refs/remotes/{}/{}^{{commit}}", self.remote, self.name);
        let id = git.query(&["rev-parse", "--verify", "-q", &reference])?;
        id.map(|id| BranchTip::read(git, &id)).transpose()
    }

    /// Fetches the branch without changing any of the user's references.
    fn fetch(&self, git: &Git) -> Result<()> {
        let quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-prune", "--refmap="];
        let reference = self.reference();
        let args: Vec<&str> = ["fetch"].into_iter().chain(quiet).chain([self.remote.as_str(), &reference]).collect();
        git.run(&args).map(drop)
    }
}

impl BranchTip {
    /// Reads a commit that the local repository has.
    fn read(git: &Git, id: &str) -> Result<Self> {
        let (tree, author) = parse_commit(&git.run(&["cat-file", "commit", id])?);
        Ok(Self { id: id.to_owned(), files: read_tree(git, &tree)?, author })
    }
}

/// Returns whether the local repository has the commit.
fn has_commit(git: &Git, id: &str) -> Result<bool> {
    Ok(git.query(&["cat-file", "-e", &format!("{id}^{{commit}}")])?.is_some())
}

/// Parses the tree and the author of a commit. A commit of margent's whose files somebody amended counts as theirs: its
/// trailer names another tree.
fn parse_commit(commit: &str) -> (String, CommitAuthor) {
    let (head, message) = commit.split_once("\n\n").unwrap_or((commit, ""));
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    let tree = field("tree ").to_owned();
    let first = message.lines().next().unwrap_or_default();
    if message.lines().any(|line| line.strip_prefix(TREE_TRAILER) == Some(&tree)) {
        return (tree, CommitAuthor::Margent(printable(first.strip_prefix(SUBJECT).unwrap_or(first))));
    }
    let author = field("author ").split(" <").next().unwrap_or_default();
    (tree, CommitAuthor::Other(printable(&format!("“{first}” by {author}"))))
}

/// Reads every file of a tree, by path.
pub(super) fn read_tree(git: &Git, tree: &str) -> Result<BTreeMap<String, TreeEntry>> {
    Ok(parse_tree(&git.run_with_input(&["ls-tree", "-r", "-z", "--full-tree", tree], &[])?))
}

/// Parses the output of `git ls-tree -r -z`.
fn parse_tree(listed: &[u8]) -> BTreeMap<String, TreeEntry> {
    let lines = listed.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let entries = lines.filter_map(|line| {
        let (fields, path) = line.split_once('\t')?;
        let mut fields = fields.split(' ');
        let (mode, id) = (fields.next()?.to_owned(), fields.nth(1)?.to_owned());
        Some((path.to_owned(), TreeEntry { mode, id }))
    });
    entries.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_commits_are_identified() {
        let people = "author A B <a@b> 1 +0000\ncommitter A B <a@b> 1 +0000";
        let commit = |tree: &str| format!("tree {tree}\n{people}\n\nPublish Quay\n\nMargent-Tree: t1\n");
        assert_eq!(parse_commit(&commit("t1")), ("t1".to_owned(), CommitAuthor::Margent("Quay".to_owned())));
        assert_eq!(
            parse_commit(&commit("t2")),
            ("t2".to_owned(), CommitAuthor::Other("“Publish Quay” by A B".to_owned()))
        );
        let other = "tree t1\nauthor \x1b[31mX <a@b> 1 +0000\n\nHello\n";
        assert_eq!(parse_commit(other).1, CommitAuthor::Other("“Hello” by \u{fffd}[31mX".to_owned()));
    }

    #[test]
    fn trees_are_parsed() {
        let listed = b"100644 blob aa\ta b/c.html\x00120000 blob bb\tlink\x00";
        let files = parse_tree(listed);
        assert_eq!(files["a b/c.html"], TreeEntry { mode: "100644".to_owned(), id: "aa".to_owned() });
        assert_eq!(files["link"].mode, "120000");
    }
}
