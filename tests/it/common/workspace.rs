//! A site on the disk and captures beside it, for what `margent import` does to files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::importer::site_with_outlets;
use super::{Outputs, read_files, write_files};

/// A capture,
pub const CAPTURE: &str = "Salt for the harbour\n\nPosted on March 3, 2015 by Jane Doe\n\nThe price of salt went up again:\n\n\
                       A sack of salt costs nine crowns since Monday. [Harbour News]\n\nI bought two.\n";
/// and what it becomes.
pub const ARTICLE: &str = "content/articles/salt-for-the-harbour.md";

/// A site in a folder of its own, and beside it captures.
pub struct Workspace {
    folder: tempfile::TempDir,
}

impl Workspace {
    /// The site of [`site_with_outlets`], and beside it [`CAPTURE`] in `salt.txt`.
    pub fn new() -> Self {
        let workspace = Self { folder: tempfile::tempdir().expect("a folder") };
        write_files(&site_with_outlets(), &workspace.site());
        workspace.write("salt.txt", CAPTURE);
        workspace
    }

    /// The folder of both.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the site.
    pub fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Writes a capture, or any file beside the site.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// Runs margent with this command on 1 January 2020.
    pub fn run(&self, command: &str, args: &[&str]) -> Output {
        self.run_at("1577836800", command, args)
    }

    /// Runs it so many seconds after 1970.
    pub fn run_at(&self, now: &str, command: &str, args: &[&str]) -> Output {
        let mut margent = Command::new(env!("CARGO_BIN_EXE_margent"));
        margent.current_dir(self.folder.path()).env("SOURCE_DATE_EPOCH", now);
        margent.args([command, "--root", "site"]).args(args).output().expect("started")
    }

    /// Imports what must not fail, and gives what is said of it.
    pub fn import(&self, args: &[&str]) -> String {
        let output = self.run("import", args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Checks that the site builds, drafts included.
    pub fn assert_builds(&self) {
        let built = self.run("build", &["--drafts"]);
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    }

    /// The files in the folder of articles.
    pub fn articles(&self) -> Outputs {
        match self.site().join("content/articles") {
            folder if folder.exists() => read_files(&folder),
            _ => Outputs::new(),
        }
    }

    /// Removes the record of an article's import from these contents of `content/imports/`.
    pub fn forget(&self, article: &str) {
        for (name, bytes) in read_files(&self.site().join("content/imports")) {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let mut records: toml_edit::DocumentMut = text.parse().expect("TOML");
            records.remove(article);
            fs::write(self.site().join("content/imports").join(name), records.to_string()).expect("written");
        }
    }

    /// A file of the site.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.site().join(path)).expect("readable")
    }

    /// Puts `new` in the place of `old`, which has to be there.
    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{text}");
        fs::write(self.site().join(path), text.replacen(old, new, 1)).expect("written");
    }
}
