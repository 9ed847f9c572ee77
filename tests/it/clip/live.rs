//! `margent check --quotes --live`: excerpts and the pages that they are from, as these are now.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::workspace::Workspace;
use crate::links::server::Server;

/// An article that quotes `words` of the page at `url`.
fn quoting(site: &Path, name: &str, url: &str, words: &str) {
    let text = format!(
        "+++\ntitle = \"{name}\"\n\n[[source]]\nid = \"cp\"\noutlet = \"Canal Post\"\nurl = \"{url}\"\n+++\n\n> {words}\n>\n> — [Canal Post](source:cp)\n"
    );
    fs::write(site.join(format!("content/articles/{name}.md")), text).expect("written");
}

#[test]
fn excerpts_stand_are_reworded_gone_or_unreadable() {
    let (server, workspace) = (Server::start(), Workspace::new());
    let site = workspace.site();
    fs::create_dir_all(site.join("content/articles")).expect("a folder");
    let page = |path: &str| format!("{}{path}", server.base);
    quoting(&site, "stands", &page("/moved-to-report"), "all nine locks would close on Friday");
    quoting(&site, "reworded", &page("/report?utm_source=a"), "all ten locks would close on Friday, a week earlier");
    quoting(&site, "absent", &page("/report"), "Whales were seen below the bridge again");
    quoting(&site, "gone", &page("/404"), "all nine locks");
    quoting(&site, "refused", &page("/403"), "all nine locks");
    let options = ["--quotes", "--live", "--allow-private"];
    let output = workspace.run("check", &options);
    let (out, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("5 excerpts of the web: 1 stands, 1 reworded, 2 gone, 1 unreadable; 5 pages read now"),
        "{said}"
    );
    for part in [
        "(403 Forbidden)",
        "gone        content/articles/absent.md, excerpt 1",
        "unreadable  content/articles/refused.md",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    for part in [
        "the page of source cp has other words now",
        "[^correction-cp-1]: On",
        "no longer has these words, nor similar ones",
        "the page of source cp is gone (404 Not Found)",
    ] {
        assert!(said.contains(part) || out.contains(part), "{part}\n{out}\n{said}");
    }
    // What was read is known; what was not is asked for again.
    let again = workspace.run("check", &options);
    let said = String::from_utf8_lossy(&again.stderr);
    assert!(said.contains("; 2 pages read now"), "{said}");
    let json = workspace.run("check", &["--quotes", "--live", "--allow-private", "--all", "--format", "json"]);
    let lines = String::from_utf8_lossy(&json.stdout).into_owned();
    assert_eq!(lines.lines().filter(|line| line.contains("\"live\":")).count(), 5, "{lines}");
}

#[test]
fn archived_copies_are_written_where_the_excerpts_stand() {
    let (server, workspace) = (Server::start(), Workspace::new());
    let site = workspace.site();
    fs::create_dir_all(site.join("content/articles")).expect("a folder");
    quoting(&site, "right", &format!("{}/403", server.base), "all nine locks would close on Friday");
    quoting(&site, "wrong", &format!("{}/report", server.base), "all ten locks would close on Friday");
    let before = workspace.read("content/articles/right.md");
    let output = workspace.run("check", &[&format!("--archive={}/map/", server.base), "--allow-private"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("2 quoted sources without an archived copy: 1 copy found and written"), "{said}");
    assert!(said.contains("wrong.md: source cp: its excerpts are not in the copies that the archive has"), "{said}");
    let line = format!("archived = \"{}/report?utm_source=a\"\n", server.base);
    assert_eq!(workspace.read("content/articles/right.md").replace(&line, ""), before);
    assert!(!workspace.read("content/articles/wrong.md").contains("archived"));
}

#[test]
fn copies_are_ordered_with_a_key_where_there_is_none() {
    let (server, workspace) = (Server::start(), Workspace::new());
    let site = workspace.site();
    fs::create_dir_all(site.join("content/articles")).expect("a folder");
    quoting(&site, "right", &format!("{}/403", server.base), "all nine locks would close on Friday");
    quoting(&site, "wrong", &format!("{}/report", server.base), "all ten locks would close on Friday");
    quoting(&site, "none", &format!("{}/404", server.base), "all nine locks would close on Friday");
    let (archive, save) = (format!("--archive={}/no-map/", server.base), format!("--save={}/save", server.base));
    let check = |options: &[&str], key: &str| {
        let mut margent = Command::new(env!("CARGO_BIN_EXE_margent"));
        margent.current_dir(workspace.path()).env("MARGENT_ARCHIVE_KEY", key);
        margent.args(["check", "--root", "site", "--allow-private"]).args(options).output().expect("started")
    };
    let said = |options: &[&str], key: &str| String::from_utf8_lossy(&check(options, key).stderr).into_owned();
    let told = said(&[&archive], "me:secret");
    assert!(told.contains("source cp: the archive has no copy of its page; --save orders one"), "{told}");
    let told = said(&[&archive, &save], "");
    assert!(told.contains("set MARGENT_ARCHIVE_KEY to ACCESS:SECRET"), "{told}");
    let told = said(&[&archive, &save], "you:secret");
    assert!(told.contains("the archive does not know the key in MARGENT_ARCHIVE_KEY"), "{told}");
    let told = said(&[&archive, &save], "me:secret");
    assert!(told.contains("3 quoted sources without an archived copy: 1 copy found and written"), "{told}");
    assert!(told.contains("none.md: source cp: the archive made no copy: no such page"), "{told}");
    assert!(told.contains("wrong.md: source cp: its excerpts are not in the copy that the archive has made"), "{told}");
    let line = format!("archived = \"{0}/web/20200101093000/{0}/403\"\n", server.base);
    assert!(workspace.read("content/articles/right.md").contains(&line));
    assert!(!told.contains("secret"), "{told}");
}
