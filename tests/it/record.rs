//! `margent check --record` keeps what quotations were verified against.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{site, write_files};

const ARTICLE: &str = "content/articles/ferries.md";
const SNAPSHOT: &str = "content/snapshots/ferries.txt";
const TEXT: &str = "+++\n# The ferries.\ntitle = \"Ferries\" # of the harbour\n\n[[source]]\noutlet = \"harbour\"\n\
    snapshot = \"ferries.txt\" # a copy\n\n[[source]]\nid = \"unquoted\"\noutlet = \"harbour\"\nsnapshot = \"ferries.txt\"\n+++\n\
    > The ferries will not sail\n>\n> — [harbour](source:harbour)\n";

fn margent(root: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(root).args(args).output().expect("started")
}

fn record(line_end: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, article) = (folder.path(), TEXT.replace('\n', line_end));
    let snapshot = "The ferries will not sail before noon.\n";
    write_files(&site(&[(ARTICLE, &article), (SNAPSHOT, snapshot)]), root);
    let read = || fs::read_to_string(root.join(ARTICLE)).expect("the article");
    assert!(margent(root, &["check", "--record"]).status.success());
    let recorded = read();
    let added: Vec<&str> = recorded.split(line_end).filter(|line| !TEXT.lines().any(|old| old == *line)).collect();
    let [hash, day] = added[..] else { panic!("{added:?}") };
    assert!(hash.starts_with("sha256 = \"") && day.starts_with("verified = 2"), "{added:?}");
    assert_eq!(recorded.replace(&format!("{hash}{line_end}{day}{line_end}"), ""), article, "no other byte is changed");
    assert!(margent(root, &["check", "--record"]).status.success());
    assert_eq!(read(), recorded, "what is recorded stays");
    assert!(margent(root, &["build"]).status.success());
    fs::write(root.join(SNAPSHOT), snapshot.replace(" not", "")).expect("written");
    let build = margent(root, &["build"]);
    let said = String::from_utf8_lossy(&build.stderr);
    assert!(!build.status.success() && said.contains("error[E105]") && !said.contains("E056"), "{said}");
}

#[test]
fn snapshots_are_recorded() {
    record("\n");
    record("\r\n");
}
