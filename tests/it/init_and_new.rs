//! `margent init` and `margent new`: what they write, and that they overwrite nothing.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::read_files;

fn margent(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    command.current_dir(folder).env("SOURCE_DATE_EPOCH", "1577836800").args(args).output().expect("started")
}

fn done(folder: &Path, args: &[&str]) -> String {
    let output = margent(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn refused(folder: &Path, args: &[&str], why: &str) {
    let before = read_files(folder);
    let output = margent(folder, args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(why), "{args:?}: {said}");
    assert_eq!(read_files(folder), before, "{args:?}");
}

/// A new site.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    done(folder.path(), &["init"]);
    folder
}

#[test]
fn a_new_site_is_sound() {
    let odd = "A \"quoted\" & <odd> {{title}} \\ 항구";
    for args in [
        &["init"][..],
        &["init", "--title", odd, "--topic", "항구", "--topic", "Ships & \"boats\"", "--language", "ko"],
        &["init", "--base-url", "https://a.press/b/", "--git", "https://github.com/owner/margent"],
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        done(folder.path(), args);
        done(folder.path(), &["check", "--deny", "warnings"]);
        done(folder.path(), &["build", "--deny", "warnings"]);
        for (path, bytes) in read_files(folder.path()).iter().filter(|(path, _)| !path.starts_with("public/")) {
            let text = String::from_utf8_lossy(bytes).replace(odd, "");
            assert!(!text.replace("${{", "").contains("{{"), "{path} has a name that was not filled in:\n{text}");
        }
    }
}

/// A workflow is written only where it is known from where it can install margent.
#[test]
fn the_workflow_names_a_repository() {
    const WORKFLOW: &str = ".github/workflows/pages.yml";
    let folder = tempfile::tempdir().expect("a folder");
    done(folder.path(), &["init", "--git", "git@github.com:owner/margent.git"]);
    let text = fs::read_to_string(folder.path().join(WORKFLOW)).expect("a workflow");
    assert!(text.contains("MARGENT_REPOSITORY: https://github.com/owner/margent\n"), "{text}");
    let folder = tempfile::tempdir().expect("a folder");
    let said = done(folder.path(), &["init"]);
    assert_eq!(folder.path().join(WORKFLOW).exists(), !said.contains("was not written"), "{said}");
}

#[test]
fn each_host_gets_what_it_needs() {
    let hosts: [(&str, &[&str]); 5] = [
        ("github", &[".github/workflows/pages.yml"]),
        ("gitlab", &[".gitlab-ci.yml", "build.sh"]),
        ("netlify", &["build.sh", "netlify.toml"]),
        ("cloudflare", &["build.sh"]),
        ("rsync", &["publish.sh"]),
    ];
    for (host, expected) in hosts {
        let folder = tempfile::tempdir().expect("a folder");
        done(folder.path(), &["init", "--host", host, "--git", "https://github.com/owner/margent"]);
        let files = read_files(folder.path());
        let of_all =
            |path: &str| path.starts_with("content/") || [".gitignore", "README.md", "site.toml"].contains(&path);
        let own: Vec<&str> = files.keys().map(String::as_str).filter(|path| !of_all(path)).collect();
        assert_eq!(own, expected);
        for (path, bytes) in files {
            let text = String::from_utf8_lossy(&bytes).replace("${{", "");
            assert!(!text.contains("{{"), "{path} has a name that was not filled in:\n{text}");
            assert!(path != "build.sh" || text.contains("\nrepository=https://github.com/owner/margent\n"), "{text}");
        }
        done(folder.path(), &["build", "--deny", "warnings"]);
        let has_rules = folder.path().join("public/_headers").exists();
        assert_eq!(has_rules, ["netlify", "cloudflare"].contains(&host), "{host}");
    }
    refused(
        tempfile::tempdir().expect("a folder").path(),
        &["init", "--host", "geocities"],
        "possible values: github, gitlab",
    );
}

/// What a host runs, where the program is there already.
#[cfg(unix)]
#[test]
fn a_host_builds_for_the_address_that_it_knows() {
    let folder = tempfile::tempdir().expect("a folder");
    done(folder.path(), &["init", "--host", "netlify", "--git", "https://github.com/owner/margent"]);
    let programs = Path::new(env!("CARGO_BIN_EXE_margent")).parent().expect("a folder").display().to_string();
    let mut command = Command::new("sh");
    command.current_dir(folder.path()).env("BASE_URL", "https://a.press");
    command.args(["-c", "PATH=$0:$PATH exec sh build.sh --future", &programs]);
    let output = command.output().expect("started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = fs::read_to_string(folder.path().join("public/index.html")).expect("a page");
    assert!(page.contains("href=\"https://a.press/\""), "{page}");
}

#[test]
fn the_example_shows_every_construct() {
    let folder = site();
    done(folder.path(), &["build"]);
    let page = fs::read_to_string(folder.path().join("public/articles/example/index.html")).expect("the example");
    let kinds = ["context", "doubt", "correction", "translation"].map(|kind| format!("id=\"note-{kind}-"));
    let constructs = ["<blockquote", "<table", "<pre", "<img", "alt=\"A drawn ferry", "<h2"].map(str::to_owned);
    for part in constructs.iter().chain(&kinds) {
        assert!(page.contains(part), "{part} is not on the page:\n{page}");
    }
    let said = done(folder.path(), &["check", "--quotes"]);
    assert!(said.contains("       1         1           0"), "{said}");
}

#[test]
fn init_overwrites_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("README.md"), "mine").expect("written");
    let said = done(folder.path(), &["init"]);
    assert!(said.contains("kept README.md"), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).expect("there"), "mine");
    refused(folder.path(), &["init"], "already exists; margent does not overwrite a site");
    let empty = tempfile::tempdir().expect("a folder");
    refused(
        empty.path(),
        &["init", "--language", "not a language"],
        "--language: `not a language` is not a language tag",
    );
    refused(empty.path(), &["init", "--topic", "!?"], "--topic: ");
    refused(empty.path(), &["init", "--base-url", "a.press"], "--base-url: `a.press` is not");
    refused(empty.path(), &["init", "--title", " "], "a site needs a title");
    refused(empty.path(), &["init", "--topic", "A", "--topic", "a"], "`A` and `a` would have the same address");
    refused(empty.path(), &["init", "--root", "a", "b"], "b and --root a both name the new site's folder");
    refused(folder.path(), &["init", "README.md"], "README.md is a file; name a folder");
    refused(folder.path(), &["init", "README.md/site"], "README.md is a file; name a folder");
    refused(empty.path(), &["init", "--git", "https://a.press/'; rm"], "cannot be used");
}

#[test]
fn new_articles() {
    let folder = site();
    let root = folder.path();
    done(
        root,
        &[
            "new",
            "Fog",
            "--topic",
            "Weather",
            "--tag",
            "fog",
            "--source",
            "https://www.harbour-office.example/x",
            "--no-fetch",
        ],
    );
    let text = fs::read_to_string(root.join("content/articles/2020/fog.md")).expect("the article");
    let expected = "+++\ntitle = \"Fog\"\ndate = 2020-01-01\ntopics = [\"weather\"]\ntags = [\"fog\"]\n\n[[source]]\n\
                    outlet = \"harbour-office\"\nurl = \"https://www.harbour-office.example/x\"\naccessed = 2020-01-01\n+++\n";
    assert_eq!(text, expected);
    done(root, &["new", "  A \"draft\"\n of 항구 ", "--draft", "--outlet", "The Harbour Office"]);
    let text = fs::read_to_string(root.join("content/articles/2020/a-draft-of-항구.md")).expect("the article");
    assert!(text.contains("title = 'A \"draft\" of 항구'") && text.contains("draft = true"), "{text}");
    done(root, &["check", "--drafts", "--deny", "warnings"]);

    let said = done(root, &["new", "Again", "--source", "http://harbour-office.example/x/#y", "--no-fetch"]);
    assert!(said.contains("content/articles/2020/fog.md cites this address already"), "{said}");
    let said = done(root, &["new", "Unknown", "--source", "https://news.press/x", "--no-fetch"]);
    assert!(
        said.contains(
            "the outlet news.press is not declared; add a file to content/outlets/ with domains = [\"news.press\"]"
        ),
        "{said}"
    );

    // Names that a file cannot have.
    done(root, &["new", "Index"]);
    assert!(root.join("content/articles/2020/index-article.md").is_file());
    done(root, &["new", &"word ".repeat(100)]);
    assert!(root.join(format!("content/articles/2020/{}.md", ["word"; 14].join("-"))).is_file());
    done(root, &["new", "2020-01-02 Storm"]);
    refused(root, &["new", "Storm"], "content/articles/2020/2020-01-02-storm.md has the same address");

    refused(root, &["new", "Fog"], "content/articles/2020/fog.md has the same address");
    refused(root, &["new", "Example"], "content/articles/example/index.md has the same address");
    refused(root, &["new", "!?"], "has no letters to make an address from");
    refused(root, &["new", "X", "--topic", "wether"], "did you mean `weather`?");
    refused(root, &["new", "X", "--outlet", "harbor-office"], "did you mean `harbour-office`?");
    refused(root, &["new", "X", "--source", "news.press/x"], "is neither a file nor a complete web address");
    refused(tempfile::tempdir().expect("a folder").path(), &["new", "X"], "E001");
}
