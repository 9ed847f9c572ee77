//! `margent theme`: what it lists, and what it copies.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::common::{site, write_files};

fn theme(root: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(root).arg("theme").args(args).output().expect("started")
}

#[test]
fn templates_are_listed_and_copied_once() {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(&site(&[]), folder.path());
    let list = String::from_utf8(theme(folder.path(), &[]).stdout).expect("UTF-8");
    assert!(list.lines().any(|line| line.split_whitespace().eq(["tags.html", "built", "in"])), "{list}");

    let place = "themes/broadsheet/templates/tags.html";
    assert_eq!(theme(folder.path(), &["eject", "tags.html"]).stdout, format!("{place}\n").into_bytes());
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    assert_eq!(fs::read(folder.path().join(place)).expect("copied"), fs::read(built_in).expect("there"));
    let list = String::from_utf8(theme(folder.path(), &[]).stdout).expect("UTF-8");
    assert!(list.lines().any(|line| line.split_whitespace().eq(["tags.html", place])), "{list}");

    fs::write(folder.path().join(place), "mine").expect("written");
    let style = theme(folder.path(), &["eject", "broadsheet.css"]).stdout;
    assert_eq!(style, b"themes/broadsheet/static/broadsheet.css\n");
    let again = theme(folder.path(), &["eject", "tags.html"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join(place)).expect("there"), "mine");
    let wrong = String::from_utf8(theme(folder.path(), &["eject", "tag.htm"]).stderr).expect("UTF-8");
    assert!(wrong.contains("did you mean tag.html?"), "{wrong}");
    let far = String::from_utf8(theme(folder.path(), &["eject", "nix.html"]).stderr).expect("UTF-8");
    assert!(far.contains("no file nix.html; `margent theme` lists all"), "{far}");

    let words = theme(folder.path(), &["eject", "i18n/en.toml"]).stdout;
    assert_eq!(words, b"themes/broadsheet/i18n/en.toml\n");
    assert!(fs::read_to_string(folder.path().join("themes/broadsheet/i18n/en.toml")).expect("there").contains(" = "));
}

#[test]
fn a_child_theme_gets_the_template_of_its_parent() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = site(&[("themes/plain/theme.toml", "extends = \"broadsheet\"\n")]);
    files.entry("site.toml".to_owned()).or_default().push_str("theme = \"plain\"\n");
    write_files(&files, folder.path());
    let output = theme(folder.path(), &["eject", "base.html"]);
    assert_eq!(output.stdout, b"themes/plain/templates/base.html\n");
    assert!(folder.path().join("themes/plain/templates/base.html").exists());
}

#[test]
fn a_template_that_does_not_end_is_stopped() {
    let loops = [
        // Silent, and without a function that could count.
        ("{% set many = range(end=100000) %}{% for a in many %}{% for b in many %}{% endfor %}{% endfor %}", 2),
        ("{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}", 1),
        (
            "{% set many = range(end=100000) %}{% for a in many %}{% for b in many %}01234567890{% endfor %}{% endfor %}",
            1,
        ),
    ];
    for (template, status) in loops {
        let folder = tempfile::tempdir().expect("a folder");
        write_files(&site(&[("themes/broadsheet/templates/archive.html", template)]), folder.path());
        let started = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
        let output = command.current_dir(folder.path()).arg("build").output().expect("started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{said}");
        assert!(said.contains("archive.html") && said.contains("loop"), "{said}");
        assert!(status == 2 || said.contains("/archive/"), "{said}");
        assert!(started.elapsed() < Duration::from_secs(60) && !folder.path().join("public").exists());
    }
}
