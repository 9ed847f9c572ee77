//! The `git` program, run so that it asks nothing, runs nothing of the user's, and changes nothing but objects.

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Output, Stdio};

use anyhow::{Context, Result, anyhow, bail};

/// No questions, no pager, no translated messages, no refreshing of the user's index on the way.
const ENVIRONMENT: [(&str, &str); 10] = [
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_ASKPASS", ""),
    ("SSH_ASKPASS", ""),
    ("SSH_ASKPASS_REQUIRE", "never"),
    ("GCM_INTERACTIVE", "never"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_PAGER", "cat"),
    ("GIT_ADVICE", "0"),
    ("LC_ALL", "C"),
];

/// What a hook or a shell may have set for another repository, and traces, which hold passwords.
const UNSET: [&str; 18] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_TRACE",
    "GIT_TRACE_CURL",
    "GIT_TRACE_PACKET",
    "GIT_TRACE2",
    "GIT_TRACE2_EVENT",
    "GIT_CURL_VERBOSE",
    "LANGUAGE",
];

/// What the user's configuration must not change. Hooks and background work stay out; a name and an address of the
/// user's are never guessed.
const SETTINGS: [&str; 15] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.splitIndex=false",
    "color.ui=false",
    "credential.interactive=false",
    "fetch.recurseSubmodules=no",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "i18n.commitEncoding=UTF-8",
    "push.followTags=false",
    "push.gpgSign=false",
    "push.recurseSubmodules=no",
    "status.showUntrackedFiles=all",
    "user.useConfigOnly=true",
];

/// `git` in a folder.
#[derive(Clone, Debug)]
pub struct Git {
    folder: PathBuf,
    /// Environment and settings of these runs alone.
    environment: Vec<(&'static str, OsString)>,
    settings: Vec<String>,
}

impl Git {
    /// `git` in the repository that holds `folder`.
    ///
    /// # Errors
    /// When there is no `git`, or no repository.
    pub fn open(folder: &Path) -> Result<Self> {
        let mut git = Self { folder: folder.to_owned(), environment: Vec::new(), settings: Vec::new() };
        let found = git.output(&["rev-parse", "--git-dir"], nothing)?;
        if !found.status.success() {
            let said = told(&found.stderr);
            if said.contains("not a git repository") {
                bail!(
                    "{} is in no git repository; make one with `git init`, and say where it is published with \
                     `git remote add origin URL`",
                    folder.display()
                );
            }
            bail!("git cannot be used here: {said}");
        }
        // ssh would ask on the terminal for passphrases and unknown hosts. Who chose a command keeps it.
        if git.ask(&["config", "core.sshCommand"])?.is_none() {
            git.settings.push("core.sshCommand=ssh -o BatchMode=yes".to_owned());
        }
        Ok(git)
    }

    /// The same with a variable of the environment.
    pub fn with(&self, name: &'static str, value: impl Into<OsString>) -> Self {
        let mut git = self.clone();
        git.environment.push((name, value.into()));
        git
    }

    /// The same with a setting, such as `gc.auto=0`.
    pub fn set(&self, setting: &str) -> Self {
        let mut git = self.clone();
        git.settings.push(setting.to_owned());
        git
    }

    /// What `git` prints, without the line break at its end.
    ///
    /// # Errors
    /// When it fails; with its own words, passwords aside.
    pub fn text(&self, args: &[&str]) -> Result<String> {
        let bytes = self.feed(args, &[])?;
        let text = String::from_utf8(bytes).with_context(|| format!("git {} printed no UTF-8", args[0]))?;
        Ok(text.trim_end_matches('\n').to_owned())
    }

    /// What `git` prints, or `None` where it says no.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn ask(&self, args: &[&str]) -> Result<Option<String>> {
        let output = self.output(args, nothing)?;
        let text = String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned();
        Ok(output.status.success().then_some(text))
    }

    /// What `git` prints when it reads `input`.
    ///
    /// # Errors
    /// When it fails; with its own words, passwords aside.
    pub fn feed(&self, args: &[&str], input: &[u8]) -> Result<Vec<u8>> {
        self.stream(args, |stdin| stdin.write_all(input))
    }

    /// What `git` prints when it reads what `input` writes.
    ///
    /// # Errors
    /// When it fails; with its own words, passwords aside.
    pub fn stream(
        &self,
        args: &[&str],
        input: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send,
    ) -> Result<Vec<u8>> {
        let output = self.output(args, input)?;
        if !output.status.success() {
            return Err(anyhow!("{}", told(&output.stderr))).with_context(|| format!("git {} failed", args[0]));
        }
        Ok(output.stdout)
    }

    /// Runs `git` to its end; it reads what `input` writes.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn output(
        &self,
        args: &[&str],
        input: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send,
    ) -> Result<Output> {
        let mut child = self.command(args).spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => anyhow!("the program `git` is not there; install it, and try again"),
            _ => anyhow!("cannot run git: {error}"),
        })?;
        let stdin = child.stdin.take();
        std::thread::scope(|scope| {
            // Written beside, since git may fill its output before it has read everything.
            let writer = scope.spawn(|| stdin.map_or(Ok(()), |mut stdin| input(&mut stdin)));
            let output = child.wait_with_output().context("cannot run git")?;
            match writer.join().map_err(|_| anyhow!("cannot hand the files to git"))? {
                // It may end before it has read everything, and then says why.
                Err(error) if output.status.success() => Err(error).context("cannot hand the files to git"),
                _ => Ok(output),
            }
        })
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).arg("--no-pager");
        for setting in SETTINGS.iter().copied().chain(self.settings.iter().map(String::as_str)) {
            command.args(["-c", setting]);
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

/// No input.
pub fn nothing(_: &mut ChildStdin) -> io::Result<()> {
    Ok(())
}

/// What git said is wrong, in one line and without passwords.
pub fn told(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("hint:"));
    without_passwords(&lines.collect::<Vec<_>>().join("; "))
}

/// The text, with names and passwords removed from the addresses in it (RFC 3986 §3.2.1).
pub fn without_passwords(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        kept.push_str(before);
        let end = after.find(|c: char| c == '/' || c.is_whitespace() || "'\"<>".contains(c)).unwrap_or(after.len());
        rest = match after[..end].rfind('@') {
            Some(at) => &after[at + 1..],
            None => after,
        };
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_told() {
        let said = b"fatal: unable to access 'https://me:s3cret@git.example.org/a.git/': 403\nhint: see https://x@y/\n";
        assert_eq!(told(said), "fatal: unable to access 'https://git.example.org/a.git/': 403");
        assert_eq!(without_passwords("https://t0ken@host/a and ssh://git@b/c"), "https://host/a and ssh://b/c");
        assert_eq!(without_passwords("git@github.com:owner/repo.git"), "git@github.com:owner/repo.git");
        assert_eq!(without_passwords("a@b.example says https://host/x@y"), "a@b.example says https://host/x@y");
    }
}
