//! Runs the `git` program so that it prompts for nothing, runs no hooks, and changes nothing but objects.

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Output, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use super::secret;

/// Turns off prompts, the pager, translated messages and refreshing the user's index.
#[rustfmt::skip]
const ENVIRONMENT: [(&str, &str); 10] = [
    ("GIT_TERMINAL_PROMPT", "0"), ("GIT_ASKPASS", ""), ("SSH_ASKPASS", ""), ("SSH_ASKPASS_REQUIRE", "never"),
    ("GCM_INTERACTIVE", "never"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_NO_REPLACE_OBJECTS", "1"), ("GIT_PAGER", "cat"),
    ("GIT_ADVICE", "0"), ("LC_ALL", "C"),
];

/// Variables that a hook or a shell may have set for another repository, and traces, which contain passwords.
#[rustfmt::skip]
const UNSET: [&str; 18] = [
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE",
    "GIT_LITERAL_PATHSPECS", "GIT_TRACE", "GIT_TRACE_CURL", "GIT_TRACE_PACKET", "GIT_TRACE2", "GIT_TRACE2_EVENT",
    "GIT_CURL_VERBOSE", "LANGUAGE",
];

/// Configuration that overrides the user's: no hooks, no background work, and no guessing of the user's name and
/// address.
#[rustfmt::skip]
const CONFIG: [&str; 15] = [
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.splitIndex=false", "color.ui=false",
    "credential.interactive=false", "fetch.recurseSubmodules=no", "fetch.writeCommitGraph=false", "gc.auto=0",
    "maintenance.auto=false", "i18n.commitEncoding=UTF-8", "push.followTags=false", "push.gpgSign=false",
    "push.recurseSubmodules=no", "status.showUntrackedFiles=all", "user.useConfigOnly=true",
];

/// The `git` program in a folder.
#[derive(Clone, Debug)]
pub(crate) struct Git {
    folder: PathBuf,
    /// Variables and configuration for these runs alone.
    environment: Vec<(&'static str, OsString)>,
    config: Vec<String>,
}

impl Git {
    /// Opens the repository that contains `folder`.
    ///
    /// # Errors
    /// When `git` is not installed, or when there is no repository.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let mut git = Self { folder: folder.to_owned(), environment: Vec::new(), config: Vec::new() };
        let output = git.output(&["rev-parse", "--git-dir"], no_input)?;
        if !output.status.success() {
            let error = error_text(&output.stderr);
            if error.contains("not a git repository") {
                bail!(
                    "{} is not in a git repository; create one with `git init`, and set where to publish with \
                     `git remote add origin URL`",
                    folder.display()
                );
            }
            bail!("git cannot be used here: {error}");
        }
        git.config.extend(git.without_filters()?);
        // ssh would ask on the terminal for passphrases and unknown hosts. A command that the user chose is kept.
        if git.query(&["config", "core.sshCommand"])?.is_none() {
            git.config.push("core.sshCommand=ssh -o BatchMode=yes".to_owned());
        }
        Ok(git)
    }

    /// Configuration that turns off every filter, since the files of a repository may name any of the user's
    /// (gitattributes).
    fn without_filters(&self) -> Result<Vec<String>> {
        let keys = self.query(&["config", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process|required)$"])?;
        let keys = keys.unwrap_or_default();
        let off = |key: &str| if key.ends_with(".required") { format!("{key}=false") } else { format!("{key}=") };
        Ok(keys.lines().map(off).collect())
    }

    /// Adds an environment variable.
    pub(crate) fn with_env(&self, name: &'static str, value: impl Into<OsString>) -> Self {
        let mut git = self.clone();
        git.environment.push((name, value.into()));
        git
    }

    /// Adds configuration, such as `gc.auto=0`.
    pub(crate) fn with_config(&self, setting: &str) -> Self {
        let mut git = self.clone();
        git.config.push(setting.to_owned());
        git
    }

    /// Runs `git` and returns its output, without trailing line breaks.
    ///
    /// # Errors
    /// When it fails; in git's own words, without credentials.
    pub(crate) fn run(&self, args: &[&str]) -> Result<String> {
        let bytes = self.run_with_input(args, &[])?;
        let text = String::from_utf8(bytes).with_context(|| format!("git {} did not print UTF-8", args[0]))?;
        Ok(text.trim_end_matches('\n').to_owned())
    }

    /// Runs `git` and returns its output, or `None` if it exits with a failure.
    ///
    /// # Errors
    /// When it cannot be run.
    pub(crate) fn query(&self, args: &[&str]) -> Result<Option<String>> {
        let output = self.output(args, no_input)?;
        let text = String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned();
        Ok(output.status.success().then_some(text))
    }

    /// Runs `git` on `input` and returns its output.
    ///
    /// # Errors
    /// When it fails; in git's own words, without credentials.
    pub(crate) fn run_with_input(&self, args: &[&str], input: &[u8]) -> Result<Vec<u8>> {
        self.run_with_writer(args, |stdin| stdin.write_all(input))
    }

    /// Runs `git` on the bytes that `input` writes and returns its output.
    ///
    /// # Errors
    /// When it fails; in git's own words, without credentials.
    pub(crate) fn run_with_writer(
        &self,
        args: &[&str],
        input: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send,
    ) -> Result<Vec<u8>> {
        let output = self.output(args, input)?;
        if !output.status.success() {
            return Err(anyhow!("{}", error_text(&output.stderr))).with_context(|| format!("git {} failed", args[0]));
        }
        Ok(output.stdout)
    }

    /// Runs `git` on the bytes that `input` writes and returns all of its output, whatever its exit status.
    ///
    /// # Errors
    /// When it cannot be run.
    pub(crate) fn output(
        &self,
        args: &[&str],
        input: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send,
    ) -> Result<Output> {
        let mut child = self.command(args).spawn().map_err(|error| {
            if error.kind() == ErrorKind::NotFound {
                anyhow!("`git` was not found; install it and try again")
            } else {
                anyhow!("cannot run git: {error}")
            }
        })?;
        let stdin = child.stdin.take();
        std::thread::scope(|scope| {
            // On a thread of its own, since git may fill its output before it has read everything.
            let writer = scope.spawn(|| stdin.map_or(Ok(()), |mut stdin| input(&mut stdin)));
            let output = child.wait_with_output().context("cannot run git")?;
            match writer.join().map_err(|_| anyhow!("cannot write to git"))? {
                // git may exit before it has read everything; its own error then says more.
                Err(error) if output.status.success() => Err(error).context("cannot write to git"),
                _ => Ok(output),
            }
        })
    }

    /// Prepares a run with all of the above.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).arg("--no-pager");
        for entry in CONFIG.iter().copied().chain(self.config.iter().map(String::as_str)) {
            command.args(["-c", entry]);
        }
        command.args(args.iter().map(OsStr::new));
        for name in UNSET {
            command.env_remove(name);
        }
        command.envs(ENVIRONMENT).envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// Writes nothing to `git`.
pub(crate) fn no_input(_: &mut ChildStdin) -> io::Result<()> {
    Ok(())
}

/// Formats the errors that git printed as one line, without credentials.
pub(crate) fn error_text(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("hint:"));
    without_credentials(&lines.collect::<Vec<_>>().join("; "))
}

/// Removes what may be a password from the addresses in a text: all before the host, even where it holds a `/` that
/// should have been encoded (RFC 3986 §3.2.1), all of the query and the fragment, and tokens of known services
/// anywhere.
pub(crate) fn without_credentials(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        kept.push_str(before);
        let end = after.find(|c: char| c.is_whitespace() || "'\"<>".contains(c)).unwrap_or(after.len());
        let (address, later) = after.split_at(end);
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let host = address.rfind('@').map_or(0, |at| at + 1);
        // Whether a password holds a `?` or a query an `@` cannot be told.
        kept.push_str(address.get(host..end).unwrap_or_default());
        kept.push_str(if end < address.len() { "?…" } else { "" });
        rest = later;
    }
    secret::mask_all(&(kept + rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_removed() {
        let stderr =
            b"fatal: unable to access 'https://me:s3cret@git.example.org/a.git/': 403\nhint: see https://x@y/\n";
        assert_eq!(error_text(stderr), "fatal: unable to access 'https://git.example.org/a.git/': 403");
        assert_eq!(without_credentials("https://t0ken@host/a and ssh://git@b/c"), "https://host/a and ssh://b/c");
        assert_eq!(without_credentials("git@github.com:owner/repo.git"), "git@github.com:owner/repo.git");
        assert_eq!(without_credentials("a@b.example says https://host/x"), "a@b.example says https://host/x");
        let hidden = [
            ("https://host/a.git?access_token=T0K", "https://host/a.git?…"),
            ("https://host/a.git?mail=me@x&access_token=T0K'", "https://?…'"),
            ("https://me:pa/ss@host/a.git", "https://host/a.git"),
            ("https://me:pa?s#s@host/a.git", "https://?…"),
            ("https://host/a#T0K and ssh://h/b", "https://host/a?… and ssh://h/b"),
        ];
        for (text, shown) in hidden {
            assert_eq!(without_credentials(text), shown);
        }
        let token = format!("ghp_{}", "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xYzA1b");
        assert_eq!(without_credentials(&format!("https://host/{token}/a")), "https://host/ghp_aB…/a");
    }
}
