//! The finished site as a commit, and the commit on its way. Only objects are added to the user's repository: the index
//! is one of margent's own, and no reference is moved but the one on the remote.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::branch::{Branch, BranchTip, PUBLISH, TREE, TreeEntry};
use super::git::{self, Git};

/// The mode of a plain file.
const PLAIN: &str = "100644";

/// What a commit changes on the branch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommitChanges {
    /// Files that were not there.
    pub added: Vec<String>,
    /// Files with other bytes.
    pub changed: Vec<String>,
    /// Files that are no more.
    pub removed: Vec<String>,
}

impl CommitChanges {
    /// What leads from one tree to the other.
    pub fn between(old: &BTreeMap<String, TreeEntry>, new: &BTreeMap<String, TreeEntry>) -> Self {
        let mut changes = Self::default();
        for (path, entry) in new {
            match old.get(path) {
                None => changes.added.push(path.clone()),
                Some(there) if there != entry => changes.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        changes.removed = old.keys().filter(|path| !new.contains_key(*path)).cloned().collect();
        changes
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// What a commit says besides its files.
#[derive(Clone, Debug)]
pub struct CommitMessage<'a> {
    /// The site's title, in one line.
    pub title: &'a str,
    /// The commit that the site was made of, where there is one.
    pub source: Option<SourceCommit>,
    /// Seconds since 1970 in UTC.
    pub now: i64,
}

/// The commit that a site was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCommit {
    /// Its id.
    pub id: String,
    /// Whether files of the site differ from it.
    pub is_changed: bool,
}

impl SourceCommit {
    /// The commit of the site's own work tree; `None` where there is no work tree, and before the first commit.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn read(git: &Git) -> Result<Option<Self>> {
        let Some(id) = git.ask(&["rev-parse", "--verify", "-q", "HEAD^{commit}"])? else { return Ok(None) };
        let status = git.ask(&["status", "--porcelain", "--", crate::pipeline::config::FILE, "content", "themes"])?;
        Ok(status.map(|files| Self { id, is_changed: !files.is_empty() }))
    }
}

/// The id that git gives each file below `folder`; only looked up, not stored.
///
/// # Errors
/// When a file cannot be read.
pub fn entries(git: &Git, folder: &Path, paths: &[String]) -> Result<BTreeMap<String, TreeEntry>> {
    let ids = hash(git, folder, paths)?;
    let entries = paths.iter().zip(ids);
    Ok(entries.map(|(path, id)| ((*path).clone(), TreeEntry { mode: PLAIN.to_owned(), id })).collect())
}

/// Makes the commit and returns its id. `index` is a file of margent's own.
///
/// # Errors
/// When the repository cannot be written to.
pub fn make(
    git: &Git,
    (folder, index): (&Path, &Path),
    (tip, new): (Option<&BranchTip>, &BTreeMap<String, TreeEntry>),
    message: &CommitMessage<'_>,
) -> Result<String> {
    let known = |path: &&String| tip.is_some_and(|tip| tip.files.get(*path) == new.get(*path));
    let unknown: Vec<&String> = new.keys().filter(|path| !known(path)).collect();
    store(git, folder, &unknown)?;
    let git = git.with("GIT_INDEX_FILE", index);
    let mut lines = Vec::new();
    for (path, TreeEntry { mode, id }) in new {
        lines.extend_from_slice(format!("{mode} {id} 0\t{path}\0").as_bytes());
    }
    git.feed(&["update-index", "-z", "--index-info"], &lines)?;
    let tree = git.text(&["write-tree"])?;
    fs::remove_file(index).with_context(|| format!("cannot delete {}", index.display()))?;
    let date = format!("@{} +0000", message.now);
    let git = git.with("GIT_AUTHOR_DATE", &date).with("GIT_COMMITTER_DATE", &date);
    let mut args = vec!["commit-tree", &tree, "-F", "-"];
    if let Some(tip) = tip {
        args.extend(["-p", &tip.id]);
    }
    let id = git.feed(&args, text(message, &tree).as_bytes())?;
    Ok(String::from_utf8_lossy(&id).trim().to_owned())
}

/// Who the commit is by must be known.
///
/// # Errors
/// When git knows no name or no address of the user's.
pub fn require_identity(git: &Git) -> Result<()> {
    for role in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
        if git.ask(&["var", role])?.is_none() {
            bail!(
                "git does not know who you are; say it with `git config --global user.name \"YOUR NAME\"` and \
                 `git config --global user.email \"YOU@YOUR.DOMAIN\"`"
            );
        }
    }
    Ok(())
}

/// Moves the branch on the remote from `tip` to `commit`, if it still is where it was.
///
/// # Errors
/// When somebody moved it meanwhile, or when the remote does not take it; then the branch is as it was.
pub fn push(git: &Git, branch: &Branch, tip: Option<&BranchTip>, commit: &str) -> Result<()> {
    let reference = branch.reference();
    let lease = format!("--force-with-lease={reference}:{}", tip.map_or("", |tip| &tip.id));
    let spec = format!("{commit}:{reference}");
    // Files that are all new are little alike; looking for what they share takes thrice as long and saves a twentieth.
    let git = if tip.is_none() { &git.set("pack.window=0") } else { git };
    let output = git.output(&["push", "--porcelain", "--no-verify", &lease, &branch.remote, &spec], git::nothing)?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if ["(stale info)", "(fetch first)", "(non-fast-forward)", "cannot lock ref"].iter().any(|why| said.contains(why)) {
        bail!(
            "somebody pushed to `{}` while the site was being published; what they pushed was kept, and nothing else \
             was changed: run `margent publish` again",
            branch.name
        );
    }
    let refused: Vec<&str> = said.lines().filter(|line| !line.starts_with("To ") && *line != "Done").collect();
    bail!("the remote did not take it: {}", git::told(refused.join("\n").as_bytes()));
}

/// Puts the bytes of files into the repository: all into one pack, since a file for each would take longer and four
/// times the room. Git itself takes a small pack apart.
fn store(git: &Git, folder: &Path, paths: &[&String]) -> Result<()> {
    let stored = git.stream(&["fast-import", "--quiet"], |stdin| {
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

/// The ids of files, in their order.
fn hash(git: &Git, folder: &Path, paths: &[String]) -> Result<Vec<String>> {
    let folder = std::path::absolute(folder).context("cannot find the current folder")?;
    let mut input = Vec::new();
    for path in paths {
        input.extend_from_slice(folder.join(path).as_os_str().as_encoded_bytes());
        input.push(b'\n');
    }
    // As they are: no line endings changed, no filters of the user's attributes.
    let ids = git.feed(&["hash-object", "--no-filters", "--stdin-paths"], &input)?;
    let ids: Vec<String> = String::from_utf8_lossy(&ids).lines().map(str::to_owned).collect();
    if ids.len() != paths.len() {
        bail!("git read {} files of {}", ids.len(), paths.len());
    }
    Ok(ids)
}

fn text(message: &CommitMessage<'_>, tree: &str) -> String {
    let changed = |source: &SourceCommit| if source.is_changed { " with changes" } else { "" };
    let source = message.source.as_ref();
    let source = source.map(|source| format!("Margent-Source: {}{}\n", source.id, changed(source))).unwrap_or_default();
    format!("{PUBLISH}{}\n\n{source}{TREE}{tree}\n", message.title)
}
