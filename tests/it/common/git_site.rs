//! A site in a git repository, and beside it the one that it is published to: everything of git's that a test needs,
//! with a configuration that a user might have and that must not matter.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use super::{Files, Outputs, read_files, write_files};

/// Who commits.
const EDITOR: &str = "[user]\n\tname = Editor\n\temail = editor@digest.press\n[init]\n\tdefaultBranch = main\n";

/// A configuration that would change what is stored, or run programs, if it were followed.
const HOSTILE: &str = "[core]\n\tautocrlf = true\n\thooksPath = HOOKS\n[filter \"shout\"]\n\tclean = tr a-z A-Z\n\
    [push]\n\tfollowTags = true\n\tdefault = matching\n[fetch]\n\tprune = true\n[index]\n\tversion = 4\n\
    [commit]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n";

/// The folder of one test.
pub struct GitSite {
    folder: tempfile::TempDir,
}

impl GitSite {
    /// A site with one commit, and an empty repository as its remote `origin`.
    pub fn new(files: &Files) -> Self {
        let repo = Self { folder: tempfile::tempdir().expect("a folder") };
        let hooks = repo.path("hooks");
        fs::create_dir(&hooks).expect("made");
        for hook in ["pre-push", "reference-transaction", "post-index-change"] {
            repo.write_script(&format!("hooks/{hook}"), "exit 1");
        }
        fs::write(repo.path("config"), EDITOR).expect("written");
        repo.git(".", &["init", "-q", "--bare", "remote.git"]);
        for (key, value) in [("receive.denyNonFastForwards", "true"), ("receive.fsckObjects", "true")] {
            repo.git("remote.git", &["config", key, value]);
        }
        write_files(files, &repo.path("site"));
        repo.git("site", &["init", "-q"]);
        repo.git("site", &["remote", "add", "origin", "../remote.git"]);
        let config = repo.path("site/.git/config");
        let mine = fs::read_to_string(&config).expect("there");
        fs::write(config, mine + &HOSTILE.replace("HOOKS", &hooks.to_string_lossy())).expect("written");
        repo.commit("First");
        repo
    }

    /// A path below the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Commits the site's files on its own branch.
    #[expect(clippy::disallowed_methods, reason = "git compares the times of files with the clock")]
    pub fn commit(&self, message: &str) {
        fs::write(self.path("site/.gitignore"), "/.margent\n/public\n").expect("written");
        // Git compares what is as young as its index, to the second, through a filter.
        let earlier = SystemTime::now() - Duration::from_secs(10);
        let files =
            walkdir::WalkDir::new(self.path("site")).into_iter().filter_entry(|entry| entry.file_name() != ".git");
        for entry in files.map(|entry| entry.expect("readable")).filter(|entry| entry.file_type().is_file()) {
            if let Ok(file) = File::options().write(true).open(entry.path()) {
                file.set_modified(earlier).expect("set");
            }
        }
        self.git("site", &["add", "-A"]);
        self.git("site", &["commit", "-q", "-m", message]);
    }

    /// Writes a file of the site.
    pub fn write(&self, path: &str, text: &str) {
        write_files(&Files::from([(path.to_owned(), text.to_owned())]), &self.path("site"));
    }

    /// Writes a program for the shell.
    pub fn write_script(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("changed");
    }

    /// A `git` that runs `text` first; `$real` is the real one.
    pub fn wrap_git(&self, text: &str) -> String {
        let path = std::env::var_os("PATH").expect("a PATH");
        let real = std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.is_file());
        let real = real.expect("git is installed");
        self.write_script("bin/git", &format!("real={}\n{text}\nexec \"$real\" \"$@\"", real.display()));
        format!("{}:{}", self.path("bin").display(), path.to_string_lossy())
    }

    /// A command in a folder, in an environment of its own.
    pub fn command(&self, program: &str, folder: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path(folder)).env("GIT_CONFIG_GLOBAL", self.path("config"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", self.folder.path());
        command.env("SOURCE_DATE_EPOCH", "1577836800").env("GIT_AUTHOR_DATE", "@1577836800 +0000");
        command.env("GIT_COMMITTER_DATE", "@1577836800 +0000").env("TMPDIR", self.folder.path());
        command
    }

    /// What git prints without hooks and signatures; it must not fail.
    pub fn git(&self, folder: &str, args: &[&str]) -> String {
        let plain = ["-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false"];
        let output = self.command("git", folder).args(plain).args(args).output().expect("git is installed");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    /// Runs margent in the site's folder.
    pub fn margent(&self, args: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_margent"), "site").args(args).output().expect("started")
    }

    /// Publishes what must not fail, and gives what is said.
    pub fn publish(&self, args: &[&str]) -> String {
        let output = self.margent(&[&["publish"], args].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Publishes what must fail with the status given, and gives what is said.
    pub fn refuses(&self, args: &[&str], status: i32) -> String {
        let before = self.refs();
        let output = self.margent(&[&["publish"], args].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{said}{}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(self.refs(), before, "{said}");
        said
    }

    /// Every reference of the remote, and where it leads.
    pub fn refs(&self) -> String {
        self.git("remote.git", &["for-each-ref"])
    }

    /// The id of the newest commit of a branch on the remote.
    pub fn tip(&self, branch: &str) -> String {
        self.git("remote.git", &["rev-parse", branch])
    }

    /// Commits of the branch `gh-pages`.
    pub fn commits(&self) -> usize {
        self.git("remote.git", &["rev-list", "gh-pages"]).lines().count()
    }

    /// The files of a commit on the remote.
    pub fn published_files(&self, commit: &str) -> Outputs {
        let to = self.path(&format!("checkout-{commit}"));
        fs::create_dir_all(&to).expect("made");
        let git_dir = self.path("remote.git");
        let index = self.path("checkout-index");
        let mut command = self.command("git", ".");
        command.env("GIT_DIR", git_dir).env("GIT_WORK_TREE", &to).env("GIT_INDEX_FILE", &index);
        let read = command.args(["read-tree", "--reset", "-u", commit]).output().expect("started");
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        let files = read_files(&to);
        fs::remove_dir_all(&to).expect("removed");
        fs::remove_file(index).expect("removed");
        files
    }

    /// What a build for the address writes.
    pub fn build(&self, base_url: &str) -> Outputs {
        let out = self.path("built");
        let args = ["build", "--base-url", base_url, "--out", &out.to_string_lossy()];
        let output = self.margent(&args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        read_files(&out)
    }

    /// Commits a file on the branch, as somebody else, and pushes it.
    pub fn push_as_another(&self, name: &str) {
        let other = format!("other-{name}");
        self.git(".", &["clone", "-q", "-b", "gh-pages", "remote.git", &other]);
        fs::write(self.path(&other).join(name), "theirs").expect("written");
        self.git(&other, &["add", name]);
        self.git(&other, &["commit", "-q", "-m", &format!("Add {name}")]);
        self.git(&other, &["push", "-q", "origin", "gh-pages"]);
    }

    /// Everything in a folder but what the function leaves out.
    pub fn files_except(&self, folder: &str, but: impl Fn(&str) -> bool) -> BTreeMap<String, Vec<u8>> {
        read_files(&self.path(folder)).into_iter().filter(|(path, _)| !but(path)).collect()
    }
}

/// Tells whether a path of the folder is the other's or inside it.
pub fn is_below(path: &str, folder: &str) -> bool {
    Path::new(path).starts_with(folder)
}
