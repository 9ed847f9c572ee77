//! What `margent publish` does not publish, and what it says of it: all at once, by name, and without secrets.

#![cfg(unix)]

mod common;

use std::fs::{self, File};
use std::os::unix::fs::symlink;

use common::desk::Desk;
use common::{Files, codes, inputs, load, site};
use margent::publish::address::{Address, By};
use margent::publish::check;
use margent::{Memo, Options};

fn files(config: &str) -> Files {
    let mut files = site(&[("content/articles/a.md", "+++\ntitle = \"A\"\ndate = 2019-01-01\n+++\nText.\n")]);
    files.insert("site.toml".to_owned(), config.to_owned());
    files
}

fn desk() -> Desk {
    Desk::new(&files("title = \"Quay\"\nbase_url = \"https://digest.press/repo\"\n"))
}

/// Put together here, so that no scanner of this repository stumbles.
fn token() -> String {
    format!("ghp_{}", "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xYzA1b")
}

fn says(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "`{part}` is not said:\n{said}");
    }
}

#[test]
fn everything_at_once() {
    let desk = desk();
    desk.write(
        "content/articles/b.md",
        &format!("+++\ntitle = \"B\"\n+++\nOne.\n\n[Mine](http://localhost:8000/x?a=1&b=2) and {}.\n", token()),
    );
    desk.write("content/articles/c.md", "+++\ntitle = \"C\"\n+++\nOpen `http://127.0.0.1/` or http://example.org.\n");
    let large = File::create(desk.path("site/content/static/film.bin")).or_else(|_| {
        fs::create_dir_all(desk.path("site/content/static"))?;
        File::create(desk.path("site/content/static/film.bin"))
    });
    large.expect("made").set_len(101 << 20).expect("a file with a hole");
    desk.write("secret.txt", "not for readers\n");
    symlink("../../secret.txt", desk.path("site/content/static/link.txt")).expect("made");
    desk.write("content/static/CNAME", "https://digest.press\n");
    let said = desk.refused(&[], 1);
    let expected = [
        "error[E091]: film.bin has 101 MB; GitHub takes no file of more than 100 MB",
        "error[E092]: `content/static/link.txt` is a symbolic link",
        "error[E093]: line 6 links to http://localhost:8000/x?a=1&b=2",
        "--> content/articles/b.md",
        "error[E094]: line 6 holds what looks like a token of GitHub: `ghp_aB…`",
        "it would be in articles/b/index.html",
        "error[E095]: this is not the name of a domain",
        "nothing was published: 5 errors",
    ];
    says(&said, &expected);
    assert!(!said.contains(&token()) && !said.contains("c.md"), "{said}");
    let github = desk.margent(&["publish", "--format", "github"]);
    assert!(!String::from_utf8_lossy(&github.stdout).contains(&token()));
}

#[test]
fn faults_of_a_build_are_faults_here() {
    let desk = desk();
    desk.write("content/static/Logo.svg", "<svg/>");
    desk.write("content/static/logo.svg", "<svg/>");
    says(&desk.refused(&[], 1), &["E040", "differ only in letter case"]);
    fs::remove_file(desk.path("site/content/static/Logo.svg")).expect("removed");
    desk.write("content/articles/b.md", "+++\ntitle = \"B\"\n+++\nA note.[^gone]\n");
    says(&desk.refused(&["--deny", "warnings"], 1), &["W050", "nothing was published"]);
    desk.publish(&[]);
}

#[test]
fn drafts_are_not_published() {
    let mut files = files(common::CONFIG);
    files.insert("content/articles/b.md".to_owned(), "+++\ntitle = \"B\"\ndraft = true\n+++\nText.\n".to_owned());
    files.insert("content/pages/p.md".to_owned(), "+++\ntitle = \"P\"\ndraft = true\n+++\nText.\n".to_owned());
    let address = Address { url: "https://digest.press".to_owned(), by: By::Option };
    let none = std::path::Path::new("/nowhere");
    assert!(check::site(&load(&files).site, none, &address).is_empty());
    let mut inputs = inputs(&files);
    inputs.options = Options { drafts: true, ..Options::default() };
    let site = margent::load(inputs, &Memo::default()).site;
    let faults: Vec<_> = check::site(&site, none, &address).iter().map(|fault| fault.code.id).collect();
    assert_eq!(faults, ["E090", "E090"]);
}

#[test]
fn a_site_of_more_than_a_gigabyte() {
    let loaded = load(&files(common::CONFIG));
    assert!(codes(&loaded).is_empty());
    let folder = tempfile::tempdir().expect("a folder");
    common::write(&loaded.site, folder.path()).expect("a sound site");
    let out = folder.path().join("public");
    let paths: Vec<String> = loaded.site.plan.outputs.keys().cloned().collect();
    assert!(check::outputs(&loaded.site, folder.path(), &out, &paths).expect("readable").is_empty());
    let feed = File::options().write(true).open(out.join("feed.atom")).expect("there");
    feed.set_len((1 << 30) + (1 << 20)).expect("a file with a hole");
    let faults = check::outputs(&loaded.site, folder.path(), &out, &paths).expect("readable");
    let said: Vec<_> = faults.iter().map(|fault| (fault.code.id, fault.message.as_str())).collect();
    assert_eq!(said.len(), 2);
    assert_eq!(said[1], ("E091", "the site has 1025 MB; GitHub Pages serves no more than 1 GB"));
}

#[test]
fn a_domain_must_fit() {
    let desk = desk();
    desk.write("content/static/CNAME", "news.press\n");
    let said = desk.refused(&[], 1);
    says(&said, &["E095", "served at news.press".replace("served", "serves the site").as_str(), "digest.press/repo"]);
    let said = desk.refused(&["--base-url", "https://other.press"], 1);
    says(&said, &["--base-url is https://other.press"]);
    desk.write("content/static/CNAME", "digest.press\n");
    let said = desk.publish(&[]);
    says(&said, &["https://digest.press/: ", "by content/static/CNAME"]);
    assert_eq!(desk.published("gh-pages")["CNAME"], b"digest.press\n");
}

#[test]
fn the_address_follows_from_the_repository() {
    let desk = Desk::new(&files("title = \"Quay\"\nbase_url = \"https://example.org\"\n"));
    says(&desk.refused(&[], 2), &["../remote.git is not on GitHub", "--base-url"]);
    says(&desk.refused(&["--base-url", "http://localhost:4000"], 1), &["E093", "your own computer"]);
    // As if the bare repository were GitHub.
    let real = desk.path("remote.git").to_string_lossy().into_owned();
    for (remote, address) in [
        ("git@github.com:Owner/digest.git", "https://owner.github.io/digest"),
        ("https://name:passw0rd@github.com/Owner/owner.github.io", "https://owner.github.io"),
    ] {
        desk.git("site", &["remote", "set-url", "origin", remote]);
        desk.git("site", &["config", "--replace-all", &format!("url.{real}.insteadOf"), remote]);
        let said = desk.publish(&["--branch", if remote.contains("digest") { "gh-pages" } else { "pages" }]);
        says(&said, &[&format!("{address}/: "), "by the name of the repository on GitHub", "Settings, Pages"]);
        assert!(!said.contains("passw0rd"), "{said}");
    }
    desk.write("site.toml", "title = \"Quay\"\nbase_url = \"https://digest.press\"\n");
    let said = desk.publish(&["--branch", "third"]);
    says(&said, &["https://owner.github.io/: ", "base_url in site.toml is https://digest.press"]);
    let page = String::from_utf8(desk.published("gh-pages")["404.html"].clone()).expect("UTF-8");
    assert!(page.contains("href=\"/digest/\""), "{page}");
}

#[test]
fn no_question_and_no_password() {
    let desk = desk();
    let remote = "http://editor:passw0rd@127.0.0.1:9/repo.git";
    let said = desk.refused(&["--remote", remote], 2);
    says(&said, &["cannot reach http://127.0.0.1:9/repo.git"]);
    assert!(!said.contains("passw0rd") && !said.contains("editor:"), "{said}");
}

#[test]
fn what_is_missing_is_named() {
    let desk = desk();
    says(
        &desk.refused(&["--remote", "upstream"], 2),
        &["there is no remote `upstream`", "git remote add upstream URL"],
    );
    says(&desk.refused(&["--remote", "--upload-pack=x/y"], 2), &["unexpected argument"]);
    says(&desk.refused(&["--remote=--upload-pack=x/y"], 2), &["there is no remote `--upload-pack=x/y`"]);
    says(&desk.refused(&["--branch", "main"], 2), &["`main` is the branch that you work on"]);
    says(&desk.refused(&["--branch", "a..b"], 2), &["`a..b` is no name of a branch"]);
    desk.git("site", &["push", "-q", "origin", "main:source"]);
    says(&desk.refused(&["--branch", "source", "--adopt"], 2), &["`source` holds the source of a site"]);

    fs::write(desk.path("config"), "").expect("written");
    says(&desk.refused(&[], 2), &["git does not know who you are", "user.name", "user.email"]);
    desk.publish(&["--dry-run"]);

    common::put(&files(common::CONFIG), &desk.path("alone"));
    let mut command = desk.command(env!("CARGO_BIN_EXE_margent"), "alone");
    let output = command.arg("publish").output().expect("started");
    says(&String::from_utf8_lossy(&output.stderr), &["is in no git repository", "git init"]);
    let mut command = desk.command(env!("CARGO_BIN_EXE_margent"), "site");
    let output = command.arg("publish").env("PATH", desk.path("hooks")).output().expect("started");
    says(&String::from_utf8_lossy(&output.stderr), &["the program `git` is not there"]);
    let mut command = desk.command(env!("CARGO_BIN_EXE_margent"), ".");
    let output = command.args(["publish", "--root", "hooks"]).output().expect("started");
    assert_eq!(output.status.code(), Some(2));
}
