//! `margent clip`: reports become sources with snapshots and verified excerpts; nothing that an editor wrote is lost, and nothing
//! is made up.

mod insertion;
mod live;
mod pages;

use std::fs;
use std::time::Duration;

use margent::editor::external_links::guard::AddressScope;
use margent::editor::external_links::page::{FetchError, PageLimits, fetch_page};

use crate::common::read_files;
use crate::common::workspace::Workspace;
use crate::links::server::{REPORT, Server};

const DRAFT: &str = "content/articles/2020/locks-close-for-winter.md";
const ADDRESS: &str = "<link rel=canonical href=https://www.canalpost.example/2020/locks?fbclid=x>";

/// Clips what must not fail, and returns what is said of it.
fn clip(workspace: &Workspace, args: &[&str]) -> String {
    let output = workspace.run("clip", args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Clips what must be refused, and checks that nothing is written.
fn refused(workspace: &Workspace, args: &[&str], why: &str) {
    let before = read_files(&workspace.site());
    let output = workspace.run("clip", args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(why), "{args:?}: {said}");
    assert_eq!(read_files(&workspace.site()), before, "{args:?}");
}

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("locks.html", &REPORT.replace("<article>", &format!("{ADDRESS}<article>")));
    workspace
}

#[test]
fn a_page_becomes_a_draft_with_a_verified_excerpt() {
    let workspace = workspace();
    let said = clip(&workspace, &["locks.html", "--quote", "all nine locks … Friday", "--new-outlet"]);
    assert!(said.contains("excerpt, verified: “all nine locks would close on Friday”, 7 words"), "{said}");
    let draft = workspace.read(DRAFT);
    for part in [
        "title = \"Locks close for winter\"\ndate = 2020-01-01\ndraft = true\n\n[[source]]\noutlet = \"canal-post\"\n",
        "url = \"https://www.canalpost.example/2020/locks\"\npublished = 2019-12-30\naccessed = 2020-01-01\n",
        "snapshot = \"canal-post-locks-close-for-winter.txt\"\nsha256 = \"",
        "\nverified = 2020-01-01\n+++\n\n> all nine locks would close on Friday\n>\n> — [Canal Post](source:canal-post), 30 December 2019\n",
    ] {
        assert!(draft.contains(part), "{part}\nis not in\n{draft}");
    }
    let outlet = workspace.read("content/outlets/canal-post.md");
    assert_eq!(outlet, "+++\nname = \"Canal Post\"\ndomains = [\"canalpost.example\"]\n+++\n");
    let snapshot = workspace.read("content/snapshots/canal-post-locks-close-for-winter.txt");
    assert!(snapshot.starts_with("Locks close for winter\n\nThe waterways board said"), "{snapshot}");
    workspace.assert_builds();
    let again = clip(
        &workspace,
        &["locks.html", "--into", &format!("site/{DRAFT}"), "--quote", "Boats that are still above the weir"],
    );
    assert!(again.contains("(it was there already)"), "{again}");
    let changed = workspace.read(DRAFT);
    assert_eq!(changed.matches("[[source]]").count(), 1);
    assert!(
        changed.starts_with(draft.trim_end()) && changed.contains("\n\n> Boats that are still above the weir\n"),
        "{changed}"
    );
    workspace.assert_builds();
}

#[test]
fn a_source_that_is_there_gets_its_snapshot() {
    let workspace = workspace();
    let article = "+++\ntitle = \"Locks\"\n\n[[source]]\nid = \"cp\" # mine\noutlet = \"Canal Post\"\nurl = \"http://canalpost.example/2020/locks/\"\n+++\n\nMine.[^a]\n\n[^a]: A note.\n";
    workspace.write("site/content/articles/locks.md", article);
    clip(
        &workspace,
        &["locks.html", "--into", "site/content/articles/locks.md", "--quote", "all nine locks", "--report"],
    );
    let changed = workspace.read("content/articles/locks.md");
    let (front, text) = changed.split_once("+++\n\n").expect("two parts");
    assert!(front.starts_with(article.split_once("+++\n\n").expect("two parts").0), "{changed}");
    assert!(front.contains("snapshot = ") && front.contains("verified = "), "{changed}");
    let expected = "Mine.[^a]\n\n> …\n>\n> — paraphrased from [Canal Post](source:cp), 30 December 2019\n\n> all nine locks\n>\n> — [Canal Post](source:cp), 30 December 2019\n\n[^a]: A note.\n";
    assert_eq!(text, expected);
}

#[test]
fn the_snapshot_that_was_kept_counts_and_nothing_is_quoted_twice() {
    let workspace = workspace();
    let into = format!("site/{DRAFT}");
    clip(&workspace, &["locks.html", "--new-outlet", "--quote", "all nine locks … Friday"]);
    let draft = workspace.read(DRAFT);
    clip(&workspace, &["locks.html", "--into", &into, "--quote", "all nine locks would close on Friday"]);
    assert_eq!(workspace.read(DRAFT), draft);
    let changed = REPORT.replace("<article>", &format!("{ADDRESS}<article>")).replace("until March", "until April");
    workspace.write("changed.html", &changed);
    let why = "`stay there until April` is in the report, but not in the snapshot that is kept of it";
    refused(&workspace, &["changed.html", "--into", &into, "--quote", "stay there until April"], why);
    refused(&workspace, &["locks.html", "--release"], "there is nothing to publish but a source");
}

#[test]
fn what_cannot_be_clipped_is_refused_and_nothing_is_written() {
    let workspace = workspace();
    workspace
        .write("wall.html", "<title>Just a moment...</title><h1>Checking your browser</h1><p>This takes a second.</p>");
    workspace.write("feed.xml", "<rss version='2.0'><channel><title>A</title></channel></rss>");
    workspace.write("bare.txt", "Words that somebody copied.");
    for (args, why) in [
        (&["locks.html", "--quote", "all ten locks"][..], "`all ten locks` is not in the report"),
        (&["wall.html"], "this page has a test for robots in place of a text"),
        (&["feed.xml"], "this file holds many reports"),
        (&["bare.txt"], "nothing says whose report this is"),
        (&["bare.txt", "--outlet", "Canal Post"], "or add --new-outlet"),
        (&["bare.txt", "--outlet", "Canal Post", "--new-outlet"], "the report has no title"),
        (&["locks.html", "--into", "site/content/articles/none.md"], "is not an article of this site"),
        (&["locks.html", "none.html"], "none.html: the file cannot be read: it does not exist"),
        (&["http://127.0.0.1:9/"], "this is a private address"),
        (&["ftp://canalpost.example/"], "`ftp:` is no address of the web"),
    ] {
        refused(&workspace, args, why);
    }
    for place in ["content/snapshots", "content/articles/2020"] {
        let blocked = self::workspace();
        blocked.write(&format!("site/{place}"), "A file.");
        refused(&blocked, &["locks.html"], "there is a file where a folder is needed");
    }
    let before = read_files(&workspace.site());
    let said = clip(&workspace, &["locks.html", "--dry-run"]);
    assert!(said.contains("nothing was written, because of --dry-run"), "{said}");
    assert_eq!(read_files(&workspace.site()), before);
}

#[test]
fn programs_read_an_object() {
    let workspace = workspace();
    let said = clip(&workspace, &["locks.html", "--format", "json", "--dry-run", "--quote", "until March"]);
    let clip: serde_json::Value = serde_json::from_str(said.trim()).expect("JSON");
    assert_eq!(clip["article"], DRAFT);
    assert_eq!(clip["excerpts"][0], "until March");
    assert_eq!(clip["sources"][0]["not_stated"], serde_json::json!(["author"]));
    assert_eq!(clip["written"], false);
}

#[test]
fn originals_are_kept_beside_snapshots_and_never_published() {
    let workspace = workspace();
    clip(&workspace, &["locks.html", "--keep-original"]);
    let kept = workspace.read("content/snapshots/canal-post-locks-close-for-winter.html");
    assert!(kept.contains("<article>"));
    workspace.assert_builds();
    let output = workspace.run("build", &["--drafts"]);
    assert!(output.status.success());
    let names = read_files(&workspace.site().join("public")).into_keys();
    assert!(names.into_iter().all(|name| !name.contains("canal-post-locks")));
}

#[test]
fn pages_are_fetched_within_limits() {
    let server = Server::start();
    let limits =
        PageLimits { size: 1 << 16, timeout: Duration::from_millis(600), redirects: 5, scope: AddressScope::Any };
    let fetch = |path: &str| fetch_page(&format!("{}{path}", server.base), &limits);
    let page = fetch("/moved-to-report").expect("a page");
    assert_eq!(page.url, format!("{}/report?utm_source=a", server.base));
    assert_eq!((page.media_type.as_str(), page.charset.as_deref()), ("text/html", Some("utf-8")));
    assert_eq!(page.body, REPORT.as_bytes());
    assert_eq!(fetch("/404"), Err(FetchError::Gone("404 Not Found".to_owned())));
    assert_eq!(fetch("/403"), Err(FetchError::Refused("403 Forbidden".to_owned())));
    assert_eq!(fetch("/circle"), Err(FetchError::Redirects));
    assert_eq!(fetch("/far/0"), Err(FetchError::Redirects));
    assert_eq!(fetch("/moved-to-mail"), Err(FetchError::Redirects));
    assert_eq!(fetch("/endless"), Err(FetchError::TooLarge(1 << 16)));
    assert_eq!(fetch("/slow"), Err(FetchError::Timeout));
    assert_eq!(fetch("/slow-text"), Err(FetchError::Timeout));
    assert!(matches!(fetch("/endless-head"), Err(FetchError::Unreachable(_))));
    assert!(matches!(fetch_page("file:///etc/passwd", &limits), Err(FetchError::Invalid(_))));
    let public = PageLimits { scope: AddressScope::Public, ..limits };
    assert_eq!(fetch_page(&format!("{}/report", server.base), &public), Err(FetchError::PrivateAddress));
}

#[test]
fn an_address_is_clipped_in_one_step() {
    let (server, workspace) = (Server::start(), Workspace::new());
    let address = format!("{}/moved-to-report", server.base);
    clip(&workspace, &[&address, "--allow-private", "--quote", "pay nothing for it"]);
    let draft = fs::read_to_string(workspace.site().join(DRAFT)).expect("the draft");
    assert!(draft.contains(&format!("url = \"{}/report\"", server.base)), "{draft}");
    assert!(draft.contains("> pay nothing for it\n>\n> — [Canal Post](source:canal-post)"), "{draft}");
    refused(
        &workspace,
        &[&format!("{}/403", server.base), "--allow-private"],
        "does not show this page to programs (403 Forbidden)",
    );
}

#[test]
fn a_new_article_cites_a_report_with_its_snapshot() {
    let (server, workspace) = (Server::start(), workspace());
    let new = |args: &[&str]| {
        let output = workspace.run("new", &[args, &["--no-edit"]].concat());
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (done, said) = new(&["The locks", "--source", "locks.html", "--tag", "canals"]);
    assert!(
        done && said.contains("the outlet Canal Post is not declared") && said.contains("not stated: author"),
        "{said}"
    );
    let article = workspace.read("content/articles/2020/the-locks.md");
    for part in [
        "title = \"The locks\"\ndate = 2020-01-01\ntags = [\"canals\"]\n\n[[source]]\noutlet = \"Canal Post\"\n",
        "title = \"Locks close for winter\"\nurl = \"https://www.canalpost.example/2020/locks\"\n",
        "accessed = 2020-01-01\nsnapshot = \"canal-post-locks-close-for-winter.txt\"\nsha256 = ",
    ] {
        assert!(article.contains(part), "{part}\nis not in\n{article}");
    }
    assert!(!article.contains("verified"), "nothing is quoted yet: {article}");
    let address = format!("{}/report", server.base);
    let (done, said) = new(&["Locks again", "--source", &address, "--allow-private"]);
    assert!(done, "{said}");
    assert!(workspace.read("content/articles/2020/locks-again.md").contains("snapshot = "));
    // What cannot be read is cited by its address alone.
    let gone = format!("{}/404", server.base);
    let (done, said) = new(&["Gone", "--source", &gone, "--allow-private"]);
    assert!(done && said.contains("no snapshot is kept: there is no such page (404 Not Found)"), "{said}");
    let article = workspace.read("content/articles/2020/gone.md");
    assert!(article.contains(&format!("url = \"{gone}\"\naccessed")) && !article.contains("snapshot"), "{article}");
    assert!(!new(&["None", "--source", "none.html"]).0);
    workspace.assert_builds();
}
