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

/// Builds at a time, in seconds since 1970; returns what it says on both channels, without its duration.
fn build_at(root: &Path, time: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    command.current_dir(root).env("SOURCE_DATE_EPOCH", time).env("LC_ALL", "C.UTF-8").args(["build"]);
    let output = command.output().expect("started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    let lines = said.lines().map(|line| line.split(" in 0.").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// A build that has nothing to do says what the one before said, its warnings too, and sees whatever would change it.
#[test]
fn a_build_with_nothing_to_do_knows_it() {
    const NOON: &str = "1577880000";
    let folder = folder();
    let root = folder.path();
    let write = |path: &str, text: &str| fs::write(root.join(path), text).expect("written");
    write("content/articles/c.md", "+++\ntitle = \"C\"\ndate = 2020-01-03\n+++\nSoon.\n");
    write("content/articles/d.md", "+++\ntitle = \"D\"\n+++\n(A)[/b/] warns.\n");
    let first = build_at(root, NOON);
    assert!(first.contains("written") && first.contains("W110") && first.contains("1 dated in the future"), "{first}");
    let second = build_at(root, NOON);
    assert!(second.contains("nothing to write"), "{second}");
    let without_changes = |said: &str| -> Vec<String> {
        let lines = said.lines().filter(|line| !line.contains("write") && !line.contains("written"));
        lines.filter(|line| !line.contains("search:")).map(str::to_owned).collect()
    };
    assert_eq!(without_changes(&first), without_changes(&second));
    assert!(root.join(".margent/build").is_file());
    // Remembered or not, the same is said.
    fs::remove_file(root.join(".margent/build")).expect("removed");
    assert_eq!(build_at(root, NOON), second);

    let changes: [(&str, &str); 4] = [
        ("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nOther.\n"),
        ("public/index.html", "Mine."),
        ("topics/stray.md", "+++\ntitle = \"Stray\"\n+++\n"),
        ("content/articles/e.md", "+++\ntitle = \"E\"\n+++\nNew.\n"),
    ];
    for (path, text) in changes {
        let before = build_at(root, NOON);
        fs::create_dir_all(root.join(path).parent().expect("a folder")).expect("made");
        write(path, text);
        assert_ne!(build_at(root, NOON), before, "{path}");
    }
    fs::remove_file(root.join("public/feed.atom")).expect("removed");
    assert!(build_at(root, NOON).contains("1 written"));
    // Two days later the third article is due.
    let later = build_at(root, "1578100000");
    assert!(later.contains(" written") && !later.contains("future"), "{later}");
}

#[test]
fn timings_name_what_was_made() {
    let folder = folder();
    let json = built(&build(folder.path(), &["--timings=json"]));
    let timings: serde_json::Value = serde_json::from_str(json.lines().last().unwrap_or_default()).expect("JSON");
    let names = |of: &str| -> Vec<String> {
        let rows = timings[of].as_array().expect("rows").iter();
        rows.map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names("stages"), ["read", "config", "theme", "content", "index", "plan", "write"]);
    assert_eq!(names("steps"), ["view", "render", "write"]);
    assert!(names("templates").contains(&"article.html".to_owned()), "{timings}");
    assert!(names("files").contains(&"content/articles/a.md".to_owned()), "{timings}");
    assert_eq!(names("outputs").len(), 10);
    let again = built(&build(folder.path(), &["--timings"]));
    assert!(again.contains("nothing to write") && again.contains("        ms  stage\n"), "{again}");
}
