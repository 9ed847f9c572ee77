//! `margent check --fix`: what it shows, what it writes, and what it leaves alone. That repairs mend mistakes is shown in
//! `mistakes.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use margent::{BuildOptions, Inputs, Memo};

use crate::common::{CONFIG, cases, read_files, site, write_files};

fn fix(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let mut margent = Command::new(env!("CARGO_BIN_EXE_margent"));
    margent.current_dir(folder).args(["check", "--fix"]).args(args).stdin(Stdio::null());
    let Output { status, stderr, .. } = margent.output().expect("started");
    (status.code(), String::from_utf8(stderr).expect("UTF-8"))
}

/// An article in another editor's bytes: a mark of UTF-8, and lines as Windows ends them.
const ARTICLE: &str = "\u{feff}+++\r\ntitle: \"Ferries\"\r\ntopics = [\"shipps\"]  # for now\r\n\r\n[[source]]\r\n\
    outlet = \"Harbour News\"\r\nsnapshot = \"a.txt\"\r\n+++\r\nNews:   \r\n\r\n> The ferry did\r\n> not sail on Sunday.\r\n\
    > - [Harbour News](source:harbour-news)\r\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let topic = "+++\ntitle = \"Ships\"\nterms = [\"ship\"]\n+++\n";
    let files = [
        ("content/articles/a.md", ARTICLE),
        ("content/topics/ships.md", topic),
        ("content/snapshots/a.txt", "On Sunday, all was calm. The ferry did sail on Sunday.\n"),
    ];
    write_files(&site(&[("site.toml", CONFIG)]), folder.path());
    write_files(&site(&files), folder.path());
    folder
}

#[test]
fn only_what_is_wrong_is_changed() {
    let folder = folder();
    let (status, said) = fix(folder.path(), &["--yes"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("nothing is wrong"), "{said}");
    let wanted = ARTICLE
        .replace("title:", "title =")
        .replace("shipps", "ships")
        .replace("> - [", ">\r\n> — [")
        .replace("did\r\n> not sail", "did sail");
    assert_eq!(fs::read_to_string(folder.path().join("content/articles/a.md")).expect("text"), wanted);
    let outlet = fs::read_to_string(folder.path().join("content/outlets/harbour-news.md")).expect("a new file");
    assert_eq!(outlet, "+++\nname = \"Harbour News\"\n+++\n");
}

#[test]
fn nothing_is_written_unasked() {
    let folder = folder();
    let before = read_files(folder.path());
    let (status, said) = fix(folder.path(), &[]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("--yes to make all, or --dry-run to see them"), "{said}");
    let (status, said) = fix(folder.path(), &["--dry-run"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("- title: \"Ferries\"") && said.contains("+ title = \"Ferries\""), "{said}");
    assert_eq!(read_files(folder.path()), before);
}

#[test]
fn advice_is_mended_only_if_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = |tag: &str| format!("+++\ntitle = \"A\"\ntags = [\"{tag}\"]\n+++\nText.\n");
    let files = [("a", "cellphones"), ("b", "cellphones"), ("c", "cell-phone")];
    let files = files.map(|(name, tag)| (format!("content/articles/{name}.md"), article(tag)));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    write_files(&site(&files), folder.path());
    let margent = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(folder.path()).args(args).output();
        String::from_utf8(output.expect("started").stdout).expect("UTF-8")
    };
    margent(&["build"]);
    fs::rename(folder.path().join("content/articles/a.md"), folder.path().join("content/articles/aa.md"))
        .expect("renamed");
    let before = read_files(folder.path());
    fix(folder.path(), &["--yes"]);
    assert_eq!(read_files(folder.path()), before);
    let advice = margent(&["check", "--format", "json"]);
    assert!(advice.contains(r#""new":"cellphones""#), "{advice}");
    assert!(advice.contains(r#""new":"aliases = [\"/articles/a/\"]\n""#), "{advice}");
}

#[test]
fn the_reference_lists_what_can_be_mended() {
    let text = include_str!("../../docs/errors.md");
    let (_, list) = text.split_once("`margent check --fix` offers").expect("a list");
    let list = list.split_once("\n\n").expect("its end").0;
    let words = list.split(|c: char| !c.is_ascii_alphanumeric());
    let listed: BTreeSet<&str> = words.filter(|word| word.len() == 4 && word[1..].parse::<u16>().is_ok()).collect();
    let mut found = BTreeSet::new();
    for case in cases("faults") {
        let mut inputs = Inputs::read(&case, BuildOptions::default()).expect("a folder that can be read");
        inputs.now = 1_450_000_000;
        let faults = margent::load(inputs, &Memo::default()).faults;
        found.extend(faults.into_iter().filter(|fault| fault.repair.is_some()).map(|fault| fault.code.id));
    }
    // A case is a fault; the three kinds of advice that can be mended are in `advice.rs`.
    found.extend(["A073", "A077", "A081"]);
    assert_eq!(listed, found);
}
