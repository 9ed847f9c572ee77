//! What `margent publish` does not publish, and what it says of it: all at once, by name, and without secrets.

use crate::common;
use std::fs::{self, File};
use std::os::unix::fs::symlink;

use crate::common::git_site::GitSite;
use crate::common::{Files, fault_codes, load, site};
use margent::publish::preflight::{self, PublishHost};

fn files(config: &str) -> Files {
    let mut files = site(&[("content/articles/a.md", "+++\ntitle = \"A\"\ndate = 2019-01-01\n+++\nText.\n")]);
    files.insert("site.toml".to_owned(), config.to_owned());
    files
}

fn repo() -> GitSite {
    GitSite::new(&files("title = \"Quay\"\nbase_url = \"https://digest.press/repo\"\n"))
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
    let repo = repo();
    repo.write(
        "content/articles/b.md",
        &format!("+++\ntitle = \"B\"\n+++\nOne.\n\n[Mine](http://localhost:8000/x?a=1&b=2) and {}.\n", token()),
    );
    repo.write("content/articles/c.md", "+++\ntitle = \"C\"\n+++\nOpen `http://127.0.0.1/` or <http://example.org>.\n");
    let large = File::create(repo.path("site/content/static/film.bin")).or_else(|_| {
        fs::create_dir_all(repo.path("site/content/static"))?;
        File::create(repo.path("site/content/static/film.bin"))
    });
    large.expect("made").set_len(101 << 20).expect("a file with a hole");
    symlink("../articles/c.md", repo.path("site/content/static/link.txt")).expect("made");
    repo.write("content/static/CNAME", "https://digest.press\n");
    let said = repo.refuses(&[], 1);
    let expected = [
        "error[E091]: film.bin is 101 MB; GitHub rejects files of more than 100 MB",
        "error[E092]: `content/static/link.txt` is a symbolic link",
        "error[E093]: this file links to http://localhost:8000/x?a=1&b=2\n--> content/articles/b.md:6:8\n",
        "error[E094]: this file contains what looks like a token of GitHub: `ghp_aB…`\n--> content/articles/b.md:6:45\n",
        "it would be in articles/b/index.html",
        "error[E095]: this is not the name of a domain",
        "nothing was published: 5 errors",
    ];
    says(&said, &expected);
    assert!(!said.contains(&token()) && !said.contains("c.md"), "{said}");
    for format in ["github", "json"] {
        let said = repo.margent(&["publish", "--format", format]);
        let said = String::from_utf8_lossy(&said.stdout);
        let place = if format == "json" {
            "\"line\":6,\"path\":\"content/articles/b.md\""
        } else {
            "b.md,line=6,endLine=6,col=45,"
        };
        assert!(!said.contains(&token()) && said.contains(place), "{said}");
    }
    repo.write("content/articles/b.md", "+++\ntitle = \"B\"\n+++\nOne.\n\n[Mine](http://localhost:8000/x).\n");
    says(&repo.refuses(&[], 1), &[" --> content/articles/b.md:6:8\n", "6 | [Mine](http://localhost:8000/x).\n"]);
}

#[test]
fn faults_of_a_build_are_faults_here() {
    let repo = repo();
    repo.write("private/p.md", "+++\ntitle = \"P\"\n+++\nNot for readers.\n");
    symlink("../../private", repo.path("site/content/articles/link")).expect("made");
    says(&repo.refuses(&["--dry-run"], 1), &["error[E092]: `content/articles/link` is a symbolic link that leads to"]);
    fs::remove_file(repo.path("site/content/articles/link")).expect("removed");
    repo.write("content/static/Logo.svg", "<svg/>");
    repo.write("content/static/logo.svg", "<svg/>");
    says(&repo.refuses(&[], 1), &["E040", "differ only in letter case"]);
    fs::remove_file(repo.path("site/content/static/Logo.svg")).expect("removed");
    repo.write("content/articles/b.md", "+++\ntitle = \"B\"\n+++\nA note.[^gone]\n");
    says(&repo.refuses(&["--deny", "warnings"], 1), &["W050", "nothing was published"]);
    repo.publish(&[]);
}

#[test]
fn drafts_are_left_out_and_counted() {
    let repo = repo();
    repo.write("content/articles/b.md", "+++\ntitle = \"B\"\ndraft = true\n+++\n");
    repo.write("content/articles/c.md", "+++\ntitle = \"C\"\ndate = 2030-01-01\n+++\nText.\n");
    repo.write("content/pages/p.md", "+++\ntitle = \"P\"\ndraft = true\n+++\nText.\n");
    let said = repo.publish(&[]);
    says(&said, &["\n  left out: 2 drafts, 1 dated in the future\n"]);
    let published = repo.published_files("gh-pages");
    assert!(
        ["articles/b/index.html", "articles/c/index.html", "p/index.html"]
            .iter()
            .all(|it| !published.contains_key(*it))
    );
    // Who wonders why nothing is published is told.
    let said = repo.publish(&["--verbose"]);
    says(
        &said,
        &[
            "nothing to publish",
            "    content/articles/b.md (draft)\n    content/articles/c.md (future)\n    content/pages/p.md (draft)\n",
        ],
    );
}

#[test]
fn an_empty_article_is_not_published() {
    let repo = repo();
    repo.write("content/articles/b.md", "+++\ntitle = \"B\"\n+++\n\n");
    repo.write("content/articles/c.md", "+++\ntitle = \"C\"\nsummary = \"All there is to say.\"\n+++\n");
    let said = repo.refuses(&[], 1);
    says(
        &said,
        &["error[E096]: this article has neither a text nor a `summary`", "--> content/articles/b.md", "1 error;"],
    );
    repo.write("content/articles/b.md", "+++\ntitle = \"B\"\n+++\nText.\n");
    repo.publish(&[]);
}

#[test]
fn what_would_be_lost_is_asked_for() {
    let repo = repo();
    for name in ["b", "c", "d"] {
        repo.write(
            &format!("content/articles/{name}.md"),
            &format!("+++\ntitle = \"{name}\"\ntags = [\"{name}\"]\n+++\nText.\n"),
        );
    }
    repo.publish(&[]);
    // The folder is no longer found.
    fs::rename(repo.path("site/content/articles"), repo.path("site/content/artikles")).expect("renamed");
    says(
        &repo.refuses(&[], 1),
        &["error[E004]: `content/artikles/` is not a folder", "did you mean content/articles/?"],
    );
    fs::rename(repo.path("site/content/artikles"), repo.path("site/articles")).expect("renamed");
    let said = repo.refuses(&[], 2);
    says(
        &said,
        &["nothing was published: the site has no article, and ", "on `gh-pages` would be removed", "add --replace"],
    );
    let said = repo.publish(&["--dry-run"]);
    says(&said, &["- articles/a/index.html", "without --dry-run this would be refused: the site has no article"]);
    repo.publish(&["--replace"]);
    assert!(!repo.published_files("gh-pages").contains_key("articles/a/index.html"));
    // Another site of the same repository.
    repo.write("site.toml", "title = \"Harbour\"\nbase_url = \"https://digest.press/repo\"\n");
    let said = repo.refuses(&[], 2);
    says(&said, &["holds another site, “Quay”, and this one is “Harbour”", "--branch", "--remote", "--replace"]);
    repo.publish(&["--replace"]);
    repo.write("content/static/new.txt", "new\n");
    repo.publish(&[]);
}

#[test]
fn a_site_of_more_than_a_gigabyte() {
    let loaded = load(&files(common::CONFIG));
    assert!(fault_codes(&loaded).is_empty());
    let folder = tempfile::tempdir().expect("a folder");
    common::build(&loaded.site, folder.path()).expect("a sound site");
    let out = folder.path().join("public");
    let paths: Vec<String> = loaded.site.plan.outputs.keys().map(|path| path.to_string()).collect();
    assert!(preflight::check_outputs(&loaded.site, &out, &paths, PublishHost::Git).expect("readable").is_empty());
    let feed = File::options().write(true).open(out.join("feed.atom")).expect("there");
    feed.set_len((1 << 30) + (1 << 20)).expect("a file with a hole");
    let faults = preflight::check_outputs(&loaded.site, &out, &paths, PublishHost::Git).expect("readable");
    let said: Vec<_> = faults.iter().map(|fault| (fault.code.id, fault.message.as_str())).collect();
    assert_eq!(said.len(), 2);
    assert_eq!(said[1], ("E091", "the site is 1025 MB; GitHub Pages serves no more than 1 GB"));
}

#[test]
fn a_domain_must_fit() {
    let repo = repo();
    repo.write("content/static/CNAME", "news.press\n");
    let said = repo.refuses(&[], 1);
    says(&said, &["E095", "served at news.press".replace("served", "serves the site").as_str(), "digest.press/repo"]);
    let said = repo.refuses(&["--base-url", "https://other.press"], 1);
    says(&said, &["--base-url is https://other.press"]);
    repo.write("content/static/CNAME", "digest.press\n");
    let said = repo.publish(&[]);
    says(&said, &["https://digest.press/: ", "address taken from content/static/CNAME"]);
    assert_eq!(repo.published_files("gh-pages")["CNAME"], b"digest.press\n");
}

#[test]
fn the_address_follows_from_the_repository() {
    let repo = GitSite::new(&files("title = \"Quay\"\nbase_url = \"https://example.org\"\n"));
    says(&repo.refuses(&[], 2), &["../remote.git is not on GitHub", "--base-url"]);
    let said = repo.refuses(&["--base-url", "http://localhost:4000"], 2);
    says(&said, &["error: --base-url http://localhost:4000 is an address of your own computer"]);
    // As if the bare repository were GitHub.
    let real = repo.path("remote.git").to_string_lossy().into_owned();
    for (remote, address) in [
        ("git@github.com:Owner/digest.git", "https://owner.github.io/digest"),
        ("https://name:passw0rd@github.com/Owner/owner.github.io", "https://owner.github.io"),
    ] {
        repo.git("site", &["remote", "set-url", "origin", remote]);
        repo.git("site", &["config", "--replace-all", &format!("url.{real}.insteadOf"), remote]);
        let said = repo.publish(&["--branch", if remote.contains("digest") { "gh-pages" } else { "pages" }]);
        says(
            &said,
            &[&format!("{address}/: "), "address taken from the name of the repository on GitHub", "Settings, Pages"],
        );
        assert!(!said.contains("passw0rd"), "{said}");
    }
    repo.write("site.toml", "title = \"Quay\"\nbase_url = \"https://digest.press\"\n");
    let said = repo.publish(&["--branch", "third"]);
    says(&said, &["https://owner.github.io/: ", "base_url in site.toml is https://digest.press"]);
    let page = String::from_utf8(repo.published_files("gh-pages")["404.html"].clone()).expect("UTF-8");
    assert!(page.contains("href=\"/digest/\""), "{page}");
}

#[test]
fn no_question_and_no_password() {
    let repo = repo();
    let remote = "http://editor:passw0rd@127.0.0.1:9/repo.git";
    let said = repo.refuses(&["--remote", remote], 2);
    says(&said, &["cannot reach http://127.0.0.1:9/repo.git"]);
    assert!(!said.contains("passw0rd") && !said.contains("editor:"), "{said}");
}

#[test]
fn what_is_missing_is_named() {
    let repo = repo();
    says(
        &repo.refuses(&["--remote", "upstream"], 2),
        &["there is no remote `upstream`", "git remote add upstream URL"],
    );
    says(&repo.refuses(&["--remote", "--upload-pack=x/y"], 2), &["unexpected argument"]);
    says(&repo.refuses(&["--remote=--upload-pack=x/y"], 2), &["there is no remote `--upload-pack=x/y`"]);
    says(&repo.refuses(&["--branch", "main"], 2), &["`main` is the branch that you are working on"]);
    says(&repo.refuses(&["--branch", "a..b"], 2), &["`a..b` is not a valid branch name"]);
    repo.git("site", &["push", "-q", "origin", "main:source"]);
    says(&repo.refuses(&["--branch", "source", "--adopt"], 2), &["`source` contains the source of a site"]);

    fs::write(repo.path("config"), "").expect("written");
    says(&repo.refuses(&[], 2), &["git does not know who you are", "user.name", "user.email"]);
    repo.publish(&["--dry-run"]);

    common::write_files(&files(common::CONFIG), &repo.path("alone"));
    let mut command = repo.command(env!("CARGO_BIN_EXE_margent"), "alone");
    let output = command.arg("publish").output().expect("started");
    says(&String::from_utf8_lossy(&output.stderr), &["is not in a git repository", "git init"]);
    let mut command = repo.command(env!("CARGO_BIN_EXE_margent"), "hooks");
    let output = command.arg("publish").output().expect("started");
    says(&String::from_utf8_lossy(&output.stderr), &["there is no site.toml in .", "--root DIR"]);
    let mut command = repo.command(env!("CARGO_BIN_EXE_margent"), "alone/content/articles");
    let output = command.arg("build").output().expect("started");
    says(&String::from_utf8_lossy(&output.stderr), &["there is one in ../..; add --root ../.."]);
    let output =
        repo.command(env!("CARGO_BIN_EXE_margent"), "alone").args(["build", "--help"]).output().expect("started");
    let help = String::from_utf8_lossy(&output.stdout);
    assert!(help.contains("Global options: ") && !help.contains("--deny <LEVEL>"), "{help}");
    let output = repo.command(env!("CARGO_BIN_EXE_margent"), "alone").arg("--help").output().expect("started");
    assert!(String::from_utf8_lossy(&output.stdout).contains("--deny <LEVEL>"));
    let mut command = repo.command(env!("CARGO_BIN_EXE_margent"), "site");
    let output = command.arg("publish").env("PATH", repo.path("hooks")).output().expect("started");
    says(&String::from_utf8_lossy(&output.stderr), &["`git` was not found"]);
    let mut command = repo.command(env!("CARGO_BIN_EXE_margent"), ".");
    let output = command.args(["publish", "--root", "hooks"]).output().expect("started");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn names_that_git_does_not_take() {
    let repo = repo();
    for (path, why) in [
        (".GIT/config", "git takes no file or folder with the name `.GIT`"),
        ("a/git~1", "git takes no file or folder with the name `git~1`"),
        ("x/.g\u{200c}it ./y", "contains a character that nobody sees, U+200C"),
    ] {
        repo.write(&format!("content/static/{path}"), "x\n");
        says(&repo.refuses(&[], 1), &["error[E003]", why]);
        let top = path.split('/').next().expect("a name");
        fs::remove_dir_all(repo.path(&format!("site/content/static/{top}"))).expect("removed");
    }
    for name in ["-f", "--force", "HEAD", "@", "@{-1}", "+x", "refs/heads/x", "a..b", "x.lock", ""] {
        says(&repo.refuses(&[&format!("--branch={name}")], 2), &["is not a valid branch name"]);
    }
}

#[test]
fn no_filter_of_the_user_runs() {
    let repo = repo();
    let mark = repo.path("ran");
    repo.write_script("filter", &format!("touch {}\ncat", mark.display()));
    let filter = repo.path("filter");
    for key in ["clean", "smudge"] {
        repo.git("site", &["config", &format!("filter.mine.{key}"), &filter.to_string_lossy()]);
    }
    repo.git("site", &["config", "filter.mine.required", "true"]);
    repo.write(".gitattributes", "* filter=mine\n");
    repo.write("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nOther text.\n");
    repo.publish(&[]);
    assert!(!mark.exists());
}
