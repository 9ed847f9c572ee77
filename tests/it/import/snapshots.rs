//! Snapshots that `margent import` keeps of what becomes a source, as `margent clip` does.

use crate::common::read_files;
use crate::common::workspace::Workspace;

const ARTICLE: &str = "content/articles/the-salt-office-moves.md";
const SNAPSHOT: &str = "content/snapshots/harbour-news-the-salt-office-moves.txt";

/// A page of an outlet that the site declares.
fn page(price: &str) -> String {
    let text = format!(
        "<p>The salt office [sic] leaves the quay after ninety years, and nobody has said why it had to be now.</p>\
         <p><img src=https://harbour-news.example/a.png></p><p><img src=https://harbour-news.example/b.png alt='The old door'></p>\
         <p>A sack costs {price} crowns* from May on, and the key_of_the_door hangs in the town hall, said the office.</p>\
         <blockquote><p>We take the scales with us, and the bench.</p><cite>Ane Roth</cite></blockquote>\
         <p>The new rooms are above the rope shop; they look out on the ferries, and on the weather.</p>"
    );
    let head =
        "<title>The salt office moves</title><link rel=canonical href=https://harbour-news.example/salt?utm_source=x>";
    format!("<html><head>{head}</head><body><article><h1>The salt office moves</h1>{text}</article></body></html>")
}

/// A site that knows the outlet's domain, and beside it the page.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    let outlet = "+++\nname = \"Harbour News\"\ndomains = [\"harbour-news.example\"]\n+++\n";
    workspace.write("site/content/outlets/harbour-news.md", outlet);
    workspace.write("salt.html", &page("nine"));
    workspace
}

#[test]
fn a_report_keeps_its_snapshot() {
    let workspace = workspace();
    let before = read_files(&workspace.site());
    workspace.import(&["salt.html", "--dry-run"]);
    assert_eq!(read_files(&workspace.site()), before);
    workspace.import(&["salt.html"]);
    let (article, snapshot) = (workspace.read(ARTICLE), workspace.read(SNAPSHOT));
    for part in [
        "url = \"https://harbour-news.example/salt\"\naccessed = 2020-01-01\n",
        "snapshot = \"harbour-news-the-salt-office-moves.txt\"\nsha256 = \"",
        "\nverified = 2020-01-01\n",
    ] {
        assert!(article.contains(part), "{part}\nis not in\n{article}");
    }
    assert!(snapshot.starts_with("The salt office moves\n\nThe salt office [sic] leaves"), "{snapshot}");
    let built = workspace.run("build", &["--drafts", "--deny", "warnings"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));

    // A clip of the same page has the same snapshot.
    let output = workspace.run("clip", &["salt.html", "--title", "Salt", "--quote", "the bench"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(workspace.read("content/articles/2020/salt.md").contains("harbour-news-the-salt-office-moves.txt"));
    assert_eq!(read_files(&workspace.site().join("content/snapshots")).len(), 1);
}

#[test]
fn a_later_import_keeps_the_day_and_a_change_a_second_snapshot() {
    let workspace = workspace();
    workspace.import(&["salt.html"]);
    let article = workspace.read(ARTICLE);
    let later = |args: &[&str]| workspace.run_at("1583020800", "import", args);
    let said = String::from_utf8_lossy(&later(&["salt.html", "--update"]).stdout).into_owned();
    assert!(said.contains("1 the same"), "{said}");
    assert_eq!(workspace.read(ARTICLE), article);
    workspace.write("salt.html", &page("ten"));
    assert!(later(&["salt.html", "--update"]).status.success());
    let changed = workspace.read(ARTICLE);
    assert!(
        changed.contains("accessed = 2020-03-01\nsnapshot = \"harbour-news-the-salt-office-moves-2.txt\""),
        "{changed}"
    );
    assert!(workspace.read(SNAPSHOT).contains("nine crowns"), "what was kept is never replaced");
    workspace.assert_builds();
}

#[test]
fn a_text_of_your_own_has_no_snapshot() {
    let workspace = workspace();
    workspace.write("mine.html", &page("nine").replace("harbour-news.example/salt", "my-own.example/salt"));
    workspace.import(&["mine.html", "salt.txt"]);
    assert!(!workspace.site().join("content/snapshots").exists());
}
