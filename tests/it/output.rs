//! What margent does to the output folder, above all what it does not: nothing of anyone else's is lost.

use crate::common;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{Files, read_files, site, write_files};

fn files() -> Files {
    site(&[
        ("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n"),
        ("content/articles/b.md", "+++\ntitle = \"B\"\n+++\nText.\n"),
    ])
}

/// A folder that holds the site, and what a build with the arguments given says.
fn build(root: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    command.current_dir(root).arg("build").args(args);
    command.output().expect("started")
}

fn refused(output: &Output, why: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(why), "{said}");
}

fn built(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(&files(), folder.path());
    folder
}

#[test]
fn folders_of_others_are_refused() {
    let folder = folder();
    let other = folder.path().join("other");
    fs::create_dir(&other).expect("made");
    fs::write(other.join("index.html"), "handwritten").expect("written");
    refused(&build(folder.path(), &["-o", "other"]), "did not write for this site");
    // Other generators and branches of GitHub Pages have this file too.
    fs::write(other.join(".nojekyll"), "").expect("written");
    refused(&build(folder.path(), &["-o", "other"]), "did not write for this site");
    assert_eq!(fs::read_to_string(other.join("index.html")).expect("there"), "handwritten");
}

#[test]
fn two_sites_do_not_share_a_folder() {
    let (one, two) = (folder(), tempfile::tempdir().expect("a folder"));
    let mut files = files();
    files.insert("site.toml".to_owned(), common::CONFIG.replace("Test", "Another"));
    write_files(&files, two.path());
    let shared = one.path().join("public").to_string_lossy().into_owned();
    built(&build(one.path(), &[]));
    let before = read_files(Path::new(&shared));
    refused(&build(two.path(), &["-o", &shared]), "did not write for this site");
    assert_eq!(read_files(Path::new(&shared)), before);
}

#[test]
fn a_site_is_known_again_without_memory() {
    let folder = folder();
    built(&build(folder.path(), &[]));
    fs::remove_dir_all(folder.path().join(".margent")).expect("removed");
    assert!(built(&build(folder.path(), &[])).contains("nothing to write"));
}

#[test]
fn files_of_others_are_not_replaced() {
    let folder = folder();
    built(&build(folder.path(), &[]));
    let public = folder.path().join("public");
    let mine = public.join("articles/new/index.html");
    fs::create_dir_all(mine.parent().expect("a folder")).expect("made");
    fs::write(&mine, "mine").expect("written");
    let before = read_files(&public);
    fs::write(folder.path().join("content/articles/new.md"), "+++\ntitle = \"New\"\n+++\n").expect("written");
    refused(&build(folder.path(), &[]), "was not made by margent");
    assert_eq!(read_files(&public), before, "nothing changed");
    fs::remove_file(&mine).expect("removed");
    built(&build(folder.path(), &[]));
}

#[test]
fn what_is_in_the_way_is_told_before_anything_changes() {
    let folder = folder();
    built(&build(folder.path(), &[]));
    let public = folder.path().join("public");
    fs::write(public.join("articles/file"), "mine").expect("written");
    fs::create_dir(public.join("zz.txt")).expect("made");
    fs::write(public.join("zz.txt/mine"), "mine").expect("written");
    let before = read_files(&public);
    for (path, text) in [("content/articles/file.md", "+++\ntitle = \"F\"\n+++\n"), ("content/static/zz.txt", "site")] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, text).expect("written");
        refused(&build(folder.path(), &[]), "was not made by margent");
        assert_eq!(read_files(&public), before, "nothing changed");
        fs::remove_file(&path).expect("removed");
    }
}

#[test]
fn files_and_folders_change_places() {
    let folder = folder();
    let content = folder.path().join("content/static");
    fs::create_dir_all(content.join("x")).expect("made");
    fs::write(content.join("x/y.txt"), "below").expect("written");
    built(&build(folder.path(), &[]));
    fs::remove_dir_all(content.join("x")).expect("removed");
    fs::write(content.join("x"), "file").expect("written");
    built(&build(folder.path(), &[]));
    assert_eq!(fs::read_to_string(folder.path().join("public/x")).expect("a file"), "file");
    fs::remove_file(content.join("x")).expect("removed");
    fs::create_dir_all(content.join("x")).expect("made");
    fs::write(content.join("x/y.txt"), "below").expect("written");
    built(&build(folder.path(), &[]));
    assert_eq!(fs::read_to_string(folder.path().join("public/x/y.txt")).expect("a file"), "below");
}

#[test]
fn hands_on_the_output_are_named() {
    let folder = folder();
    built(&build(folder.path(), &[]));
    let (a, b) = ("public/articles/a/index.html", "public/articles/b/index.html");
    fs::write(folder.path().join(a), "mine").expect("written");
    fs::write(folder.path().join(b), "mine").expect("written");
    fs::remove_file(folder.path().join("content/articles/b.md")).expect("removed");
    let said = built(&build(folder.path(), &[]));
    assert!(said.contains("replaced articles/a/index.html, which was changed since the last build"), "{said}");
    assert!(said.contains("kept articles/b/index.html"), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join(b)).expect("still there"), "mine");
}

#[test]
fn the_site_itself_is_no_output_folder() {
    let folder = folder();
    let before = read_files(folder.path());
    let root = folder.path().join("content");
    let whole = folder.path().to_string_lossy().into_owned();
    for out in [
        ".",
        "..",
        whole.as_str(),
        "/",
        "content",
        "themes",
        "content/articles",
        ".margent",
        "nope/../themes",
        "nope/../content/x",
    ] {
        let output = build(folder.path(), &["-o", out]);
        assert_eq!(output.status.code(), Some(2), "{out}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(root.is_dir() && !folder.path().join("nope").exists());
    let mut after = read_files(folder.path());
    after.retain(|path, _| !path.starts_with(".margent/"));
    assert_eq!(after, before);
}

#[test]
fn an_empty_folder_can_be_filled_where_it_is() {
    let folder = folder();
    let real = folder.path().join("real");
    fs::create_dir(&real).expect("made");
    built(&build(folder.path(), &["-o", "real"]));
    assert!(real.join("index.html").exists());
}

#[test]
fn output_that_cannot_be_written_is_told() {
    let folder = folder();
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    let full = File::options().write(true).open("/dev/full").expect("a full disk");
    let output = command.current_dir(folder.path()).arg("build").stdout(full).output().expect("started");
    refused(&output, "cannot write to standard output");
}
