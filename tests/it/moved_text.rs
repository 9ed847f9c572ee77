//! `margent mv`: an article or a page in another file, with its links, the links to it and its former address.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{read_files, site, write_files};

const PORTS: &str =
    "+++\r\ntitle = \"Ports\"\r\ndate = 2015-01-31\r\n+++\r\n[Ferries](ferries.md), [a heading](ferries.md#fares).\r\n";
const FERRIES: &str = "+++\ntitle = \"Ferries\"\n+++\n## Fares\n\n[Ports](ports.md#here \"and there\"), [ports], [ships](../topics/ships.md)\n\n\
    ## Here\n\n[ports]: <ports.md>\n";

fn mv(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let margent = Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(folder).arg("mv").args(args).output();
    let Output { status, stdout, stderr } = margent.expect("started");
    (status.code(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        ("content/articles/ports.md", PORTS),
        ("content/articles/ferries.md", &FERRIES.replace("ports.md#here", "ports.md")),
        (
            "content/articles/maps/index.md",
            "+++\ntitle = \"Maps\"\n+++\n![A map](a%20map.svg) and [ports](../ports.md)\n",
        ),
        ("content/articles/maps/a map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>"),
        (
            "content/topics/ships.md",
            "+++\ntitle = \"Ships\"\nterms = [\"ship\"]\n+++\nSee [ports](../articles/ports.md).\n",
        ),
    ];
    write_files(&site(&files), folder.path());
    folder
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect("a text")
}

#[test]
fn links_and_readers_follow() {
    let folder = folder();
    let (status, said) = mv(folder.path(), &["content/articles/ports.md", "content/articles/2015/old ports.md"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("/articles/ports/ leads readers to /articles/old-ports/"), "{said}");
    assert!(!folder.path().join("content/articles/ports.md").exists());
    let moved =
        PORTS.replace("+++\r\n[", "aliases = [\"/articles/ports/\"]\r\n+++\r\n[").replace("(ferries", "(../ferries");
    assert_eq!(text(folder.path(), "content/articles/2015/old ports.md"), moved);
    let linked = FERRIES.replace("ports.md#here", "2015/old%20ports.md").replace("<ports.md>", "<2015/old%20ports.md>");
    assert_eq!(text(folder.path(), "content/articles/ferries.md"), linked);
    assert!(text(folder.path(), "content/topics/ships.md").contains("(../articles/2015/old%20ports.md)"));
}

#[test]
fn links_by_address_and_the_menu_follow() {
    let folder = folder();
    let root = folder.path();
    let config = "title = \"Test\"\nbase_url = \"https://example.org/news\"\n\n[[menu]]\ntitle = \"P\"\nurl = \"/articles/ports/\"\n";
    fs::write(root.join("site.toml"), config).expect("written");
    let links = "+++\ntitle = \"Maps\"\n+++\n[a](/articles/ports/?x#here), <https://example.org/news/articles/ports/>, \
                 [b](https://example.org/articles/ports/), [c](/articles/ferries/)\n";
    fs::write(root.join("content/articles/maps/index.md"), links).expect("written");
    let (status, said) = mv(root, &["content/articles/ports.md", "content/articles/quays.md"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("content/articles/maps/index.md: 2 links") && said.contains("site.toml: 1 link"), "{said}");
    let changed =
        links.replace("(/articles/ports/", "(/articles/quays/").replace("news/articles/ports", "news/articles/quays");
    assert_eq!(text(root, "content/articles/maps/index.md"), changed);
    assert_eq!(text(root, "site.toml"), config.replace("/articles/ports/", "/articles/quays/"));
}

#[test]
fn a_folder_moves_with_its_files() {
    let folder = folder();
    let (status, said) = mv(folder.path(), &["content/articles/maps", "content/articles/2015/plans"]);
    assert_eq!(status, Some(0), "{said}");
    let moved = text(folder.path(), "content/articles/2015/plans/index.md");
    assert!(moved.ends_with("![A map](a%20map.svg) and [ports](../../ports.md)\n"), "{moved}");
    assert!(folder.path().join("content/articles/2015/plans/a map.svg").exists());
    assert!(!folder.path().join("content/articles/maps").exists());
}

#[test]
fn what_cannot_move_stays() {
    let folder = folder();
    let before = read_files(folder.path());
    for (old, new, why) in [
        ("content/articles/gone.md", "content/articles/a.md", "there is no content/articles/gone.md"),
        ("content/articles/ports.md", "content/articles/ferries.md", "exists already"),
        ("content/articles/ports.md", "content/pages/ports.md", "name one in content/articles/"),
        ("content/articles/maps/index.md", "content/articles/maps.md", "name a new FOLDER/index.md"),
        ("content/topics/ships.md", "content/topics/boats.md", "neither an article nor a page"),
        ("content/articles/ports.md", "content/articles/마이너스/ferries.md", "have the address"),
    ] {
        let (status, said) = mv(folder.path(), &[old, new]);
        assert!(status != Some(0) && said.contains(why), "{new}: {said}");
    }
    mv(folder.path(), &["content/articles/ports.md", "content/articles/a.md", "--dry-run"]);
    assert_eq!(read_files(folder.path()), before);
}
