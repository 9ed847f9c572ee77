//! Commits the finished site and pushes the commit. The user's repository only gains objects: the index is a temporary
//! one, and no reference changes but the one on the remote.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::branch::{self, Branch, BranchTip, SUBJECT, TREE_TRAILER, TreeEntry};
use super::git::{self, Git};

/// The mode of a regular file.
const REGULAR_FILE: &str = "100644";

/// The message and the date of a commit.
#[derive(Clone, Debug)]
pub(crate) struct CommitMessage<'a> {
    /// The site's title, in one line.
    pub title: &'a str,
    /// The commit that the site was built from, if any.
    pub source: Option<SourceCommit>,
    /// Seconds since 1970 in UTC.
    pub now: i64,
}

/// The commit that a site was built from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceCommit {
    /// The id of the commit.
    pub id: String,
    /// True if the site's files differ from the commit.
    pub is_changed: bool,
}

impl SourceCommit {
    /// Returns the commit that is checked out; `None` in a bare repository and before the first commit.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn checked_out(git: &Git) -> Result<Option<Self>> {
        let Some(id) = git.query(&["rev-parse", "--verify", "-q", "HEAD^{commit}"])? else { return Ok(None) };
        let status = git.query(&["status", "--porcelain", "--", crate::pipeline::config::FILE, "content", "themes"])?;
        Ok(status.map(|files| Self { id, is_changed: !files.is_empty() }))
    }
}

/// Computes the tree entry of each file below `folder`, without storing it.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn tree_entries(git: &Git, folder: &Path, paths: &[String]) -> Result<BTreeMap<String, TreeEntry>> {
    let ids = hash_objects(git, folder, paths)?;
    let entries = paths.iter().zip(ids);
    Ok(entries.map(|(path, id)| ((*path).clone(), TreeEntry { mode: REGULAR_FILE.to_owned(), id })).collect())
}

/// Creates the commit and returns its id. `index` is the path of the temporary index.
///
/// # Errors
/// When the repository cannot be written to.
pub(crate) fn create(
    git: &Git,
    (folder, index): (&Path, &Path),
    (tip, new): (Option<&BranchTip>, &BTreeMap<String, TreeEntry>),
    message: &CommitMessage<'_>,
) -> Result<String> {
    let is_stored = |path: &&String| tip.is_some_and(|tip| tip.files.get(*path) == new.get(*path));
    let missing: Vec<&String> = new.keys().filter(|path| !is_stored(path)).collect();
    store_blobs(git, folder, &missing)?;
    let git = git.with_env("GIT_INDEX_FILE", index);
    let mut lines = Vec::new();
    for (path, TreeEntry { mode, id }) in new {
        lines.extend_from_slice(format!("{mode} {id} 0\t{path}\0").as_bytes());
    }
    git.run_with_input(&["update-index", "-z", "--index-info"], &lines)?;
    let tree = git.run(&["write-tree"])?;
    let stored = branch::read_tree(&git, &tree)?;
    if let Some((path, _)) = new.iter().find(|(path, entry)| stored.get(*path) != Some(entry)) {
        bail!("git does not take the file {path}; rename it");
    }
    fs::remove_file(index).with_context(|| format!("cannot delete {}", index.display()))?;
    let date = format!("@{} +0000", message.now);
    let git = git.with_env("GIT_AUTHOR_DATE", &date).with_env("GIT_COMMITTER_DATE", &date);
    let mut args = vec!["commit-tree", &tree, "-F", "-"];
    if let Some(tip) = tip {
        args.extend(["-p", &tip.id]);
    }
    let id = git.run_with_input(&args, message_text(message, &tree).as_bytes())?;
    Ok(String::from_utf8_lossy(&id).trim().to_owned())
}

/// Checks that git knows whom to name as the author.
///
/// # Errors
/// When git knows no name or no e-mail address of the user.
pub(crate) fn require_identity(git: &Git) -> Result<()> {
    for role in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
        if git.query(&["var", role])?.is_none() {
            bail!(
                "git does not know who you are; tell it with `git config --global user.name \"YOUR NAME\"` and \
                 `git config --global user.email \"YOU@YOUR.DOMAIN\"`"
            );
        }
    }
    Ok(())
}

/// Pushes `commit` to the branch, if the branch is still at `tip`.
///
/// # Errors
/// When somebody else pushed meanwhile, or when the remote rejects the push; the branch is then unchanged.
pub(crate) fn push(git: &Git, branch: &Branch, tip: Option<&BranchTip>, commit: &str) -> Result<()> {
    let reference = branch.reference();
    let lease = format!("--force-with-lease={reference}:{}", tip.map_or("", |tip| &tip.id));
    let spec = format!("{commit}:{reference}");
    // New files have little in common: looking for deltas takes three times as long and saves a twentieth.
    let git = if tip.is_none() { &git.with_config("pack.window=0") } else { git };
    let output = git.output(&["push", "--porcelain", "--no-verify", &lease, &branch.remote, &spec], git::no_input)?;
    if output.status.success() {
        return Ok(());
    }
    let report = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if ["(stale info)", "(fetch first)", "(non-fast-forward)", "cannot lock ref"]
        .iter()
        .any(|reason| report.contains(reason))
    {
        bail!(
            "somebody pushed to `{}` while the site was being published; what they pushed was kept, and nothing else \
             changed: run `margent publish` again",
            branch.name
        );
    }
    let reasons: Vec<&str> = report.lines().filter(|line| !line.starts_with("To ") && *line != "Done").collect();
    bail!("the remote rejected the push: {}", git::error_text(reasons.join("\n").as_bytes()));
}

/// Stores files in the repository: as one pack, since loose objects would take longer and four times the space. Git
/// itself unpacks a small pack.
fn store_blobs(git: &Git, folder: &Path, paths: &[&String]) -> Result<()> {
    let stored = git.run_with_writer(&["fast-import", "--quiet"], |stdin| {
        let mut stdin = BufWriter::new(stdin);
        for path in paths {
            let bytes = fs::read(folder.join(path))?;
            write!(stdin, "blob\ndata {}\n", bytes.len())?;
            stdin.write_all(&bytes)?;
            stdin.write_all(b"\n")?;
        }
        stdin.flush()
    });
    stored.map(drop)
}

/// Computes the ids of files, in their order.
fn hash_objects(git: &Git, folder: &Path, paths: &[String]) -> Result<Vec<String>> {
    let folder = std::path::absolute(folder).context("cannot find the current folder")?;
    let mut input = Vec::new();
    for path in paths {
        input.extend_from_slice(folder.join(path).as_os_str().as_encoded_bytes());
        input.push(b'\n');
    }
    // Without filters, so that neither line endings nor the user's attributes change the bytes.
    let ids = git.run_with_input(&["hash-object", "--no-filters", "--stdin-paths"], &input)?;
    let ids: Vec<String> = String::from_utf8_lossy(&ids).lines().map(str::to_owned).collect();
    if ids.len() != paths.len() {
        bail!("git hashed {} of {} files", ids.len(), paths.len());
    }
    Ok(ids)
}

/// Formats the whole message of a commit, trailers included.
fn message_text(message: &CommitMessage<'_>, tree: &str) -> String {
    let source = message.source.as_ref().map_or_else(String::new, |source| {
        let changes = if source.is_changed { " with changes" } else { "" };
        format!("Margent-Source: {}{changes}\n", source.id)
    });
    format!("{SUBJECT}{}\n\n{source}{TREE_TRAILER}{tree}\n", message.title)
}
