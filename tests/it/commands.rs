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
