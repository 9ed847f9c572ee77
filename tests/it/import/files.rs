//! What `margent import` does to files: it never overwrites one, and says what it did.

use std::fs;
use std::path::Path;

use crate::common::read_files;
use crate::common::workspace::{ARTICLE, CAPTURE, Workspace};

#[test]
fn a_dry_run_writes_nothing() {
    let workspace = Workspace::new();
    let before = read_files(&workspace.site());
    let said = workspace.import(&["--dry-run", "salt.txt"]);
    assert!(
        said.contains("content/articles/salt-for-the-harbour.md: new") && said.contains("\n> — [Harbour News]"),
        "{said}"
    );
    assert!(said.contains("nothing was written"), "{said}");
    assert_eq!(read_files(&workspace.site()), before);
}

#[test]
fn what_is_imported_is_a_draft_that_builds() {
    let workspace = Workspace::new();
    let said = workspace.import(&["salt.txt", "--into", "content/articles/2015"]);
    assert!(said.contains("1 file, 1 article: 1 written"), "{said}");
    let rows = said.lines().skip_while(|line| !line.starts_with("salt-for-the-harbour.md")).take(2);
    let rows: Vec<_> = rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(rows, ["salt-for-the-harbour.md harbour-news – 1 high", "1 to fill in"]);
    let text = workspace.read("content/articles/2015/salt-for-the-harbour.md");
    assert!(text.contains("date = 2015-03-03\n") && text.contains("draft = true\n"), "{text}");
    let built = workspace.run("build", &["--drafts", "--deny", "warnings"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    for page in read_files(&workspace.site().join("public")).values() {
        assert!(!String::from_utf8_lossy(page).contains("salt.txt"), "what an import notes is not published");
    }
}

#[test]
fn the_same_capture_is_imported_once() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    let before = workspace.articles();
    // Edited, renamed, moved: it is known by its table.
    for args in [&["salt.txt"][..], &["salt.txt", "salt.txt", "--update"]] {
        let said = workspace.import(args);
        assert!(said.contains("the same") && !said.contains("written"), "{said}");
        assert_eq!(workspace.articles(), before);
    }
    workspace.replace(ARTICLE, "I bought two.", "I bought three.");
    fs::create_dir(workspace.site().join("content/articles/old")).expect("made");
    fs::rename(workspace.site().join(ARTICLE), workspace.site().join("content/articles/old/salt.md")).expect("moved");
    let before = workspace.articles();
    assert!(workspace.import(&["salt.txt", "--update"]).contains("1 the same"));
    assert_eq!(workspace.articles(), before);
}

#[test]
fn a_changed_capture_changes_what_nobody_touched() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    workspace.replace(
        ARTICLE,
        "author = \"Jane Doe\"\n",
        "author = \"J. Doe\" # as she signs\ntopics = [] # none yet\n",
    );
    workspace.replace(ARTICLE, "draft = true", "draft = false");
    let before = workspace.articles();
    workspace.write("salt.txt", &CAPTURE.replace("nine", "ten").replace("Jane Doe", "Jane Marten"));
    let said = workspace.import(&["salt.txt"]);
    assert!(
        said.contains("-> A sack of salt costs nine crowns") && said.contains("+> A sack of salt costs ten crowns"),
        "{said}"
    );
    assert!(said.contains("differs: text (update with --update)"), "{said}");
    assert!(said.contains("kept, since you changed it: author"), "{said}");
    assert_eq!(workspace.articles(), before);

    let said = workspace.import(&["salt.txt", "--update"]);
    assert!(said.contains("1 updated"), "{said}");
    let text = workspace.read(ARTICLE);
    assert!(text.contains("costs ten crowns") && text.contains("draft = false"), "{text}");
    assert!(text.contains("author = \"J. Doe\" # as she signs\ntopics = [] # none yet\n"), "{text}");
    assert!(workspace.import(&["salt.txt"]).contains("1 the same"), "what was kept is not told again");
}

#[test]
fn what_an_editor_has_released_is_left_as_it_is() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    workspace.forget(ARTICLE);
    let before = workspace.articles();
    workspace.write("salt.txt", &CAPTURE.replace("nine", "ten"));
    let said = workspace.import(&["salt.txt", "--update"]);
    assert!(said.contains("left as it is"), "{said}");
    assert_eq!(workspace.articles(), before);
}

#[test]
fn an_article_with_a_broken_front_matter_is_left_as_it_is() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    workspace.replace(ARTICLE, "author = \"Jane Doe\"", "author = Jane Doe\"");
    let before = workspace.articles();
    workspace.write("salt.txt", &CAPTURE.replace("nine", "ten"));
    let line = 1 + workspace.read(ARTICLE).lines().take_while(|line| !line.starts_with("author")).count();
    let said = workspace.import(&["salt.txt", "--update"]);
    let why = format!("is not imported: the front matter cannot be read at {ARTICLE}:{line}:10\n  mend it");
    assert!(said.contains(&why) && said.contains("1 left as it is"), "{said}");
    assert_eq!(workspace.articles(), before);
}

#[test]
fn another_article_of_the_same_title_gets_a_name_of_its_own() {
    let workspace = Workspace::new();
    workspace.write("again.txt", &CAPTURE.replace("nine", "twelve"));
    workspace.import(&["salt.txt", "again.txt"]);
    let names: Vec<_> = workspace.articles().into_keys().collect();
    assert_eq!(names, ["salt-for-the-harbour-2.md", "salt-for-the-harbour.md"]);
    assert!(workspace.import(&["again.txt", "salt.txt"]).contains("2 the same"));
    assert!(workspace.run("build", &["--drafts", "--deny", "warnings"]).status.success());
}

#[test]
fn a_faulty_file_does_not_stop_the_others() {
    let workspace = Workspace::new();
    workspace.write("empty.txt", "Leave a Reply\n");
    fs::write(workspace.path().join("korean.txt"), b"\xbc\xd2\xb1\xdd\n").expect("written");
    fs::write(workspace.path().join("large.txt"), vec![b'a'; (32 << 20) + 1]).expect("written");
    workspace.write("other.json", "{\"a\": 1}\n");
    fs::write(workspace.path().join("lamp.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect("written");
    let files = [
        "salt.txt",
        "empty.txt",
        "korean.txt",
        "large.txt",
        "missing.txt",
        "site",
        "other.json",
        "lamp.png",
        "https://example.org/a",
    ];
    let output = workspace.run("import", &files);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    for part in [
        "empty.txt: no article is in this file",
        "korean.txt:1: the file is not UTF-8: it holds the byte 0xbc",
        "large.txt: the file is larger than 32 MB",
        "missing.txt: the file cannot be read",
        "site: this is a folder",
        "other.json: this is JSON, but neither JSON Feed nor",
        "https://example.org/a: this is a web address, and only files are imported\n  = help: save the page",
        "missing.txt: the file cannot be read: it does not exist",
        "lamp.png: this is a PNG image, not a text\n  = help: what can be read: plain text, saved web pages",
    ] {
        assert!(said.contains(part), "{said}");
    }
    assert!(String::from_utf8_lossy(&output.stdout).contains("9 files, 1 article: 1 written; 8 could not be imported"));
    assert!(workspace.site().join(ARTICLE).exists());
    assert_eq!(workspace.run("import", &["salt.txt", "--into", "content/pages"]).status.code(), Some(2));
    assert_eq!(workspace.run("import", &["salt.txt", "--root", "."]).status.code(), Some(2));
}

#[test]
fn programs_read_an_object_a_line() {
    let workspace = Workspace::new();
    workspace.write("undeclared.txt", &CAPTURE.replace("Harbour News", "Coast Post").replace("Salt for", "Rope for"));
    let output = workspace.run("import", &["salt.txt", "undeclared.txt", "missing.txt", "--format", "json"]);
    let lines: Vec<serde_json::Value> =
        String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[0]["path"], &lines[0]["state"]), (&ARTICLE.into(), &"written".into()));
    assert_eq!((&lines[0]["excerpts"], &lines[0]["outlets"][0]), (&1.into(), &"harbour-news".into()));
    assert_eq!(lines[1]["problems"][0], "undeclared: Coast Post");
    assert_eq!((&lines[2]["severity"], &lines[2]["place"]["path"]), (&"error".into(), &"missing.txt".into()));
    let github = workspace.run("import", &["missing.txt", "--format", "github"]);
    assert!(String::from_utf8_lossy(&github.stdout).starts_with("::error file=missing.txt::"));
}

#[test]
fn a_file_in_the_way_is_kept() {
    let workspace = Workspace::new();
    // Hidden from the site by nothing but its moment: it appears while the import runs.
    let article = workspace.site().join(ARTICLE);
    fs::create_dir_all(&article).expect("made");
    let output = workspace.run("import", &["salt.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("salt-for-the-harbour.md"));
    assert!(Path::new(&article).is_dir());
}
