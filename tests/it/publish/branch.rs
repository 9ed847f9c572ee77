//! `margent publish`: what it puts on the branch, and that it loses nothing of anybody's. What it refuses is in
//! `refused`.

use crate::common;
use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::common::git_site::{GitSite, is_below};
use crate::common::{Files, Outputs, site};

const ADDRESS: &str = "https://digest.press/repo";

fn files() -> Files {
    let mut files = site(&[
        ("content/articles/a.md", "+++\ntitle = \"A\"\ndate = 2019-01-01\n+++\nText.\n\nSecond paragraph.\n"),
        ("content/articles/b.md", "+++\ntitle = \"B\"\ndate = 2019-01-02\n+++\nSee [A](a.md).\n"),
        ("content/static/lines.txt", "one\r\ntwo\n"),
        ("content/static/\"quoted\" ünd 항구.txt", "odd name\n"),
        (".gitattributes", "* text eol=crlf filter=shout\n"),
    ]);
    files.insert("site.toml".to_owned(), format!("title = \"The\\nQuay\"\nbase_url = \"{ADDRESS}\"\n"));
    files
}

#[test]
fn the_branch_has_what_a_build_writes() {
    let repo = GitSite::new(&files());
    let said = repo.publish(&[]);
    assert!(said.starts_with(&format!("{ADDRESS}/: ")), "{said}");
    assert!(said.contains("address taken from base_url in site.toml"), "{said}");
    assert_eq!(repo.published_files("gh-pages"), repo.build(ADDRESS));
    assert!(repo.published_files("gh-pages").contains_key(".nojekyll"));
    repo.git("remote.git", &["fsck", "--strict"]);

    // The same again is no commit.
    assert!(repo.publish(&[]).starts_with("nothing to publish: "));
    assert_eq!(repo.commits(), 1);
    let message = repo.git("remote.git", &["show", "-s", "--format=%an <%ae>|%at|%B", "gh-pages"]);
    let source = repo.git("site", &["rev-parse", "HEAD"]);
    let tree = repo.git("remote.git", &["rev-parse", "gh-pages^{tree}"]);
    let expected = "Editor <editor@digest.press>|1577836800|Publish The Quay";
    assert_eq!(message, format!("{expected}\n\nMargent-Source: {source}\nMargent-Tree: {tree}"));
}

#[test]
fn one_edit_changes_the_planned_files() {
    let repo = GitSite::new(&files());
    repo.publish(&[]);
    let before = repo.build(ADDRESS);
    repo.write("content/articles/a.md", "+++\ntitle = \"A\"\ndate = 2019-01-01\n+++\nText.\n\nAnother.\n");
    repo.write("content/static/new.txt", "new\n");
    fs::remove_file(repo.path("site/content/static/lines.txt")).expect("removed");
    let said = repo.publish(&["--verbose"]);
    let after = repo.build(ADDRESS);
    assert_eq!(repo.published_files("gh-pages"), after);
    assert_eq!(listed(&said), difference(&before, &after));
    assert!(said.contains("~ articles/a/index.html") && said.contains("+ new.txt"), "{said}");
    assert_eq!(repo.commits(), 2);
    let message = repo.git("remote.git", &["show", "-s", "--format=%B", "gh-pages"]);
    assert!(message.contains(" with changes\n"), "{message}");
}

#[test]
fn addresses_that_would_be_lost_are_named() {
    let mut files = files();
    files.retain(|path, _| !path.contains('"'));
    let repo = GitSite::new(&files);
    repo.publish(&[]);
    repo.write("content/articles/b.md", "+++\ntitle = \"B\"\nslug = \"bee\"\ndate = 2019-01-02\n+++\nSee [A](a.md).\n");
    let said = repo.margent(&["publish", "--dry-run"]).stderr;
    let said = String::from_utf8_lossy(&said);
    assert!(
        said.contains(
            "/articles/b/ is published on `gh-pages` and would be gone; if this has taken its place, add `aliases"
        ),
        "{said}"
    );
    let said = repo.refuses(&["--deny", "advice"], 2);
    assert!(said.contains("nothing was published: addresses would be lost"), "{said}");
    repo.publish(&[]);
}

/// The lines that name files.
fn listed(said: &str) -> BTreeSet<String> {
    let lines = said.lines().map(str::trim).filter(|line| ["+ ", "~ ", "- "].iter().any(|mark| line.starts_with(mark)));
    lines.map(str::to_owned).collect()
}

fn difference(old: &Outputs, new: &Outputs) -> BTreeSet<String> {
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mark = |path: &String| match (old.get(path), new.get(path)) {
        (None, _) => Some('+'),
        (_, None) => Some('-'),
        (Some(a), Some(b)) => (a != b).then_some('~'),
    };
    paths.into_iter().filter_map(|path| Some(format!("{} {path}", mark(path)?))).collect()
}

#[test]
fn what_is_the_users_stays() {
    let repo = GitSite::new(&files());
    // Something staged, something changed, and a tag that must not travel.
    repo.write("content/articles/a.md", "+++\ntitle = \"A\"\ndate = 2019-01-01\n+++\nStaged.\n");
    repo.git("site", &["add", "content"]);
    repo.write("content/articles/a.md", "+++\ntitle = \"A\"\ndate = 2019-01-01\n+++\nChanged.\n");
    repo.git("site", &["tag", "-a", "-m", "x", "v1"]);
    let mine = |path: &str| {
        let ours = [".margent", ".git/objects", ".git/refs/remotes/origin/gh-pages", ".git/logs/refs/remotes"];
        ours.iter().any(|ours| is_below(path, ours))
    };
    let before = repo.files_except("site", mine);
    repo.publish(&[]);
    repo.write("content/articles/b.md", "+++\ntitle = \"B\"\ndate = 2019-01-02\n+++\nChanged.\n");
    repo.push_as_another("theirs.txt");
    repo.publish(&["--adopt"]);
    repo.write("content/articles/b.md", &files()["content/articles/b.md"]);
    assert_eq!(repo.files_except("site", mine), before);
    assert_eq!(repo.refs().lines().count(), 1, "{}", repo.refs());
}

#[test]
fn a_dry_run_writes_nothing() {
    let repo = GitSite::new(&files());
    let all = repo.files_except(".", |_| false);
    let said = repo.publish(&["--dry-run"]);
    assert_eq!(repo.files_except(".", |_| false), all);
    let expected: BTreeSet<_> = repo.build(ADDRESS).keys().map(|path| format!("+ {path}")).collect();
    assert_eq!(listed(&said), expected);
    // Nor where it has to fetch what it compares with.
    repo.publish(&[]);
    repo.push_as_another("theirs.txt");
    let all = repo.files_except(".", |_| false);
    let said = repo.publish(&["--dry-run", "--adopt"]);
    assert_eq!(listed(&said), BTreeSet::from(["- theirs.txt".to_owned()]));
    assert_eq!(repo.files_except(".", |_| false), all);
}

#[test]
fn a_foreign_commit_is_kept() {
    let repo = GitSite::new(&files());
    repo.publish(&[]);
    repo.push_as_another("CNAME");
    let theirs = repo.tip("gh-pages");
    repo.write("content/static/new.txt", "new\n");
    let said = repo.refuses(&[], 2);
    for part in ["not made by margent", "“Add CNAME” by Editor", &theirs[..7], "content/static/", "--adopt"] {
        assert!(said.contains(part), "{said}");
    }
    let said = repo.publish(&["--adopt"]);
    assert!(said.contains("on top of a commit"), "{said}");
    assert_eq!(repo.tip("gh-pages^"), theirs);
    assert_eq!(repo.published_files("gh-pages"), repo.build(ADDRESS));
    // From now on the newest commit is margent's own.
    repo.write("content/static/new.txt", "newer\n");
    repo.publish(&[]);
    assert_eq!(repo.commits(), 4);
}

#[test]
fn a_commit_that_was_changed_afterwards_is_foreign() {
    let repo = GitSite::new(&files());
    repo.publish(&[]);
    let tree = repo.git("remote.git", &["rev-parse", "gh-pages:articles"]);
    let message = repo.git("remote.git", &["show", "-s", "--format=%B", "gh-pages"]);
    let commit = repo.git("remote.git", &["commit-tree", &tree, "-p", "gh-pages", "-m", &message]);
    repo.git("remote.git", &["update-ref", "refs/heads/gh-pages", &commit]);
    repo.refuses(&[], 2);
}

#[test]
fn a_push_in_between_is_kept() {
    let repo = GitSite::new(&files());
    repo.publish(&[]);
    repo.push_as_another("theirs.txt");
    let theirs = repo.tip("gh-pages");
    let old = repo.tip("gh-pages^");
    let set = |id: &str| repo.git("remote.git", &["update-ref", "refs/heads/gh-pages", id]);
    for (branch, was) in [("gh-pages", Some(old.as_str())), ("other", None)] {
        was.map(set);
        // The other's push arrives just before ours.
        let path = repo.wrap_git(&format!(
            "case \"$*\" in *' push '*) \"$real\" -C {0} update-ref refs/heads/{branch} {theirs};; esac",
            repo.path("remote.git").display()
        ));
        repo.write("content/static/new.txt", branch);
        let mut command = repo.command(env!("CARGO_BIN_EXE_margent"), "site");
        let output = command.args(["publish", "--branch", branch]).env("PATH", path).output().expect("started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("somebody pushed") && said.contains("was kept"), "{said}");
        assert_eq!(repo.tip(branch), theirs);
    }
}

#[test]
fn killed_at_any_moment_it_leaves_the_old_or_the_new() {
    let repo = GitSite::new(&files());
    repo.publish(&[]);
    let path = repo.wrap_git("sleep 0.03");
    let mut states = BTreeSet::new();
    for point in 0..10 {
        let old = repo.published_files("gh-pages");
        repo.write("content/static/new.txt", &format!("{point}\n"));
        let new = repo.build(ADDRESS);
        let mut command = repo.command(env!("CARGO_BIN_EXE_margent"), "site");
        command.args(["publish"]).env("PATH", &path).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("started");
        thread::sleep(Duration::from_millis(60 * point));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let there = repo.published_files("gh-pages");
        states.insert(there == new);
        assert!(there == old || there == new, "at point {point}");
        // A push that was on its way may still arrive.
        thread::sleep(Duration::from_millis(300));
        let there = repo.published_files("gh-pages");
        assert!(there == old || there == new, "after point {point}");
        repo.git("remote.git", &["fsck", "--strict"]);
        // The next one mends whatever was left behind.
        repo.publish(&[]);
        assert_eq!(repo.published_files("gh-pages"), new);
    }
    assert!(states.contains(&false), "no run was killed before its end");
}

#[test]
fn the_same_site_gives_the_same_commit() {
    let ids = [1, 2].map(|_| {
        let repo = GitSite::new(&files());
        repo.publish(&[]);
        repo.write("content/static/new.txt", "new\n");
        repo.commit("Second");
        repo.publish(&[]);
        repo.tip("gh-pages")
    });
    assert_eq!(ids[0], ids[1]);
}

#[test]
fn worktrees_and_folders_of_repositories() {
    let repo = GitSite::new(&files());
    repo.git("site", &["worktree", "add", "-q", "-b", "next", "../linked"]);
    // Checked out by the rules of `.gitattributes`, which are not ours.
    common::write_files(&files(), &repo.path("linked"));
    let publish = |root: &str, branch: &str| {
        let mut command = repo.command(env!("CARGO_BIN_EXE_margent"), ".");
        // What a hook of git's would hand on.
        command.env("GIT_DIR", "/nowhere").env("GIT_INDEX_FILE", "/nowhere/index");
        let output = command.args(["publish", "--root", root, "--branch", branch]).output().expect("started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        repo.published_files(branch)
    };
    let expected = repo.build(ADDRESS);
    assert_eq!(publish("linked", "one"), expected);
    // A site in a folder of its repository.
    common::write_files(&files(), &repo.path("site/docs/digest"));
    assert_eq!(publish("site/docs/digest", "two"), expected);
    // A site inside a bare repository.
    common::write_files(&files(), &repo.path("remote.git/digest"));
    repo.git("remote.git", &["remote", "add", "origin", &repo.path("remote.git").to_string_lossy()]);
    assert_eq!(publish("remote.git/digest", "three"), expected);
}

#[test]
fn a_check_knows_what_is_published() {
    let repo = GitSite::new(&files());
    repo.publish(&[]);
    fs::rename(repo.path("site/content/articles/b.md"), repo.path("site/content/articles/bb.md")).expect("renamed");
    let lost = "/articles/b/ is published on `gh-pages` and would be gone";
    let margent = |command: &str| {
        let margent = Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(repo.path("site")).arg(command).output();
        String::from_utf8(margent.expect("started").stdout).expect("UTF-8")
    };
    // A build forgets nothing of what is published.
    margent("build");
    assert!(margent("check").contains(lost), "{}", margent("check"));
    repo.write("content/articles/bb.md", "+++\ntitle = \"B\"\naliases = [\"/articles/b/\"]\n+++\nSee [A](a.md).\n");
    assert!(!margent("check").contains("would be gone"));
}
