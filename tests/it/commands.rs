//! Commands about margent itself, and options that all commands have.

use std::path::Path;
use std::process::{Command, Output};

/// The status, and what is said on standard output and standard error.
fn margent(args: &[&str]) -> (Option<i32>, String, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut margent = Command::new(env!("CARGO_BIN_EXE_margent"));
    let Output { status, stdout, stderr } = margent.current_dir(folder).args(args).output().expect("started");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn the_root_is_a_folder() {
    let (status, _, said) = margent(&["check", "--root", "site.toml"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("'site.toml' for '--root <DIR>': this is a file; name the folder that it is in"), "{said}");
}

#[test]
fn margent_explains_itself() {
    let pages = tempfile::tempdir().expect("a folder");
    for (args, part) in [
        (&["explain"][..], "E030  broken link\n"),
        (&["explain", "E030"], "E030: broken link\n\n"),
        (&["schema", "article"], "\"title\": "),
        (&["completions", "bash"], "complete -F _margent"),
        (&["man", &pages.path().to_string_lossy()], ""),
    ] {
        let (status, said, errors) = margent(args);
        assert_eq!((status, &*errors), (Some(0), ""), "{args:?}");
        assert!(said.contains(part), "{args:?}: {said}");
    }
    let page = std::fs::read_to_string(pages.path().join("margent-build.1")).expect("a page");
    assert!(page.contains(".SH SYNOPSIS"), "{page}");
    let (status, _, said) = margent(&["explain", "E03O"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("there is no fault E03O"), "{said}");
}
