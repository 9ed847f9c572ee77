//! `margent quotes`: the quotations of a folder that is no site of margent are checked as those of articles are.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

use crate::common::{Files, load, write_files};

const FERRIES: &str = "https://quay.example/2015/ferries";

/// A folder as Hugo has them, with five quotations: two right, one wrong, two without a snapshot.
const HUGO: [(&str, &str); 10] = [
    ("hugo.toml", "title = 'Harbour notes'\n"),
    (
        "content/posts/ferries.md",
        "---\ntitle: Ferries\ndraft: false\n---\r\nThe office said:\r\n\r\n> The ferries *will* run\r\n> until midnight.\r\n>\r\n\
         > — [Quay Letter](https://quay.example/2015/ferries), 4 March\r\n",
    ),
    (
        "content/posts/fares.md",
        "+++\ntitle = \"Fares\"\n+++\nIt then said:\n\n> The fare rises by seven crowns.\n> -- [Quay Letter](https://quay.example/2015/ferries)\n",
    ),
    (
        "content/posts/deep/er/salt.markdown",
        "> Outside.\n>\n> > A sack of salt costs nine crowns.\n> >\n> > – Salt Office, <cite>[the notice](../../../../sources/salt.txt)</cite>\n",
    ),
    (
        "content/about.md",
        "> Nobody wrote this down.\n>\n> — [Tide](https://tide.example/none)\n\n> Nor this. — [Tide](https://tide.example/2)\n>\n\
         > ― Tide, [its page](https://tide.example/2#top)\n\n> A saying.\n>\n> — Grandmother\n",
    ),
    ("public/index.md", "> Not read.\n>\n> — [Quay Letter](https://quay.example/2015/ferries)\n"),
    (".obsidian/notes.md", "> Not read.\n>\n> — [Quay Letter](https://quay.example/2015/ferries)\n"),
    ("sources/salt.txt", "Notice\n\nA sack of salt costs nine crowns. Bring your own sack.\n"),
    (
        "sources/ferries.md",
        "---\nsource: \"https://quay.example/2015/ferries\"\n---\nThe ferries **will** run until midnight. The fare rises by six crowns.\n",
    ),
    ("quotes.toml", "folder = \"sources\"\n"),
];

/// A folder with these files, beside the report that others have of it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        let files: Files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        write_files(&files, folder.0.path());
        folder
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut margent = Command::new(env!("CARGO_BIN_EXE_margent"));
        margent.current_dir(self.0.path()).arg("quotes").args(args).output().expect("started")
    }

    /// What is said to standard error and to standard output, after checking the exit status.
    fn says(&self, status: i32, args: &[&str]) -> [String; 2] {
        let output = self.run(args);
        let said = [output.stderr, output.stdout].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        assert_eq!(output.status.code(), Some(status), "{args:?}: {said:?}");
        said
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.path().join(path), text).expect("written");
    }
}

/// The message is that of a build, in a folder that has no `site.toml`.
#[test]
fn quotations_of_a_hugo_site_are_checked() {
    let [faults, summary] = Folder::new(&HUGO).says(1, &[]);
    assert_eq!(
        faults,
        "error[E056]: this excerpt is not in the snapshot `sources/ferries.md`
 --> content/posts/fares.md:6:1
  |
6 | > The fare rises by seven crowns.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = note: the excerpt says:  The fare rises by seven crowns.
          the snapshot says: The fare rises by six crowns.
  = help: correct the excerpt, mark omissions with […] and insertions with [words], or report it in your own words

"
    );
    assert_eq!(
        summary,
        "without a snapshot:
  content/about.md:1  https://tide.example/none
    its text is looked for in sources/tide-example-none.txt
  content/about.md:5  https://tide.example/2#top
    its text is looked for in sources/tide-example-2.txt

5 quotations in 4 files: 2 verified, 1 wrong, 2 without a snapshot; 2 blockquotes without a link to a source
"
    );
}

/// A build of margent finds the same fault, in the same words.
#[test]
fn the_rules_are_those_of_a_build() {
    let quote = "> The fare rises by […] crowns.\n>\n> — [Quay Letter](source:quay)\n";
    let article = format!(
        "+++\ntitle = \"Fares\"\n[[source]]\nid = \"quay\"\noutlet = \"Quay Letter\"\nsnapshot = \"fares.txt\"\n+++\n{quote}"
    );
    let files = [
        ("site.toml", crate::common::CONFIG),
        ("content/articles/fares.md", article.as_str()),
        ("content/snapshots/fares.txt", "The fare rises by not quite six crowns.\n"),
    ];
    let built = load(&crate::common::site(&files)).faults;
    let built = built.iter().find(|fault| fault.code.id == "W100").expect("an omission that alters");
    let [faults, summary] = Folder::new(&files).says(0, &["content/articles"]);
    assert!(faults.starts_with(&format!("warning[W100]: {}\n", built.message)), "{faults}");
    assert_eq!(summary, "1 quotation in 1 file: 1 verified, 0 wrong, 0 without a snapshot\n");
    Folder::new(&files).says(1, &["content/articles", "--deny", "warnings"]);
}

#[test]
fn the_exit_status_says_what_was_found() {
    let folder = Folder::new(&HUGO);
    folder.says(0, &["content/about.md"]);
    folder.says(0, &["content/posts/ferries.md", "content/posts/deep"]);
    let [faults, _] = folder.says(1, &["content/about.md", "--require", "snapshot"]);
    assert!(faults.contains("error[E058]: the source `https://tide.example/none` has no snapshot"), "{faults}");
    assert!(faults.contains("put the text of the source into sources/tide-example-none.txt"), "{faults}");
    let empty = Folder::new(&[("a.txt", "No Markdown.")]);
    for (folder, args, why) in [
        (&folder, &["nowhere"][..], "cannot read nowhere"),
        (&folder, &["content", "--snapshots", "absent"], "cannot read absent"),
        (&empty, &[], "there is no Markdown file"),
    ] {
        let [said, _] = folder.says(2, args);
        assert!(said.contains(why), "{said}");
    }
}

/// A folder may be named from elsewhere, and so may its snapshots.
#[test]
fn snapshots_may_be_elsewhere() {
    let folder = Folder::new(&HUGO);
    let elsewhere =
        Folder::new(&[("tide/2.txt", "Nor this."), ("tide-example-none.txt", "Nobody wrote this down, ever.\n")]);
    let snapshots = elsewhere.0.path().join("");
    let content = folder.0.path().join("content");
    let arguments = [content.to_str().expect("UTF-8"), "--snapshots", snapshots.to_str().expect("UTF-8")];
    let [_, summary] = elsewhere.says(0, &arguments);
    assert!(
        summary.ends_with("1 verified, 0 wrong, 4 without a snapshot; 2 blockquotes without a link to a source\n"),
        "{summary}"
    );
}

/// Callouts of Obsidian have titles that nobody quoted.
#[test]
fn callouts_are_quotations() {
    let folder = Folder::new(&[
        (
            "a.md",
            "> [!quote]- Tide, *later*\n> Nobody wrote this down.\n> — [Tide](tide.txt)\n\n> [!quote]\n>\n> Nobody wrote it.\n>\n> — [Tide](tide.txt)\n",
        ),
        ("tide.txt", "Nobody wrote this down."),
    ]);
    let [_, summary] = folder.says(1, &[]);
    assert!(summary.starts_with("2 quotations in 1 file: 1 verified, 1 wrong"), "{summary}");
}

/// Hugo and kramdown read attributes behind a block.
#[test]
fn attributes_of_blocks_are_attributions() {
    let folder = Folder::new(&[
        (
            "a.md",
            "> Nobody wrote this down.\n{cite=\"tide.txt\" caption=\"Tide\"}\n\n> Nobody wrote it.\n> And *more*.\n{: cite=\"tide.txt\"}\n\n> Plain.\n{.pull}\n",
        ),
        ("tide.txt", "Nobody wrote this down."),
    ]);
    let [_, summary] = folder.says(1, &[]);
    let expected =
        "2 quotations in 1 file: 1 verified, 1 wrong, 0 without a snapshot; 1 blockquote without a link to a source\n";
    assert_eq!(summary, expected);
}

/// A snapshot may be a page as a browser saved it.
#[test]
fn a_saved_page_is_a_snapshot() {
    let folder = Folder::new(&HUGO);
    folder.write(
        "sources/tide-example-none.html",
        "<!DOCTYPE html><title>T</title><p>Nobody wrote <b>this</b> down.</p><p>So.</p>",
    );
    let [_, summary] = folder.says(0, &["content/about.md"]);
    assert!(summary.contains("1 verified, 0 wrong, 1 without"), "{summary}");
}

#[test]
fn a_map_names_files_and_is_checked() {
    let folder = Folder::new(&HUGO);
    folder.write("content/quotes.toml", "[snapshots]\n\"http://tide.example/none/\" = \"../sources/salt.txt\"\n");
    let [faults, _] = folder.says(1, &["content/about.md"]);
    assert!(faults.contains("this excerpt is not in the snapshot `sources/salt.txt`"), "{faults}");
    folder.write(
        "content/quotes.toml",
        "snapshot = 1\nfolder = \"shelf\"\n[snapshots]\n\"https://a.example\" = \"gone.txt\"\n\"https://b.example\" = \"../../out.txt\"\n",
    );
    let [faults, _] = folder.says(1, &["content/about.md"]);
    for part in [
        "unknown key `snapshot`",
        "there is no `content/gone.txt`",
        "there is no `content/shelf`",
        "`../../out.txt` leads out of the folder",
    ] {
        assert!(faults.contains(part), "{faults}");
    }
}

#[test]
fn programs_read_json_sarif_and_annotations() {
    let folder = Folder::new(&HUGO);
    let [_, lines] = folder.says(1, &["--format", "json"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0]["code"], "E056");
    assert_eq!(lines.len(), 7);
    let wrong = lines.iter().find(|line| line["quotation"]["state"] == "wrong").expect("a wrong one");
    assert_eq!((&wrong["quotation"]["line"], &wrong["quotation"]["source"]), (&6.into(), &FERRIES.into()));
    assert_eq!(lines[6]["summary"]["verified"], 2);

    let [_, annotations] = folder.says(1, &["--format", "github"]);
    assert!(annotations.starts_with("::error file=content/posts/fares.md,line=6,endLine=6,"), "{annotations}");

    let [summary, document] = folder.says(1, &["--format", "sarif"]);
    assert!(summary.contains("5 quotations"), "{summary}");
    let document: Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(document["version"], "2.1.0");
    let run = &document["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "E056");
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"E056".into(), &"error".into()));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/posts/fares.md");
    assert_eq!(place["region"]["startLine"], 6);
    // Also without a fault it is a document.
    let [_, document] = folder.says(0, &["content/about.md", "--format", "sarif"]);
    assert!(document.contains("\"results\": []"), "{document}");

    let margent = Command::new(env!("CARGO_BIN_EXE_margent")).args(["theme", "--format", "sarif"]).output();
    assert_eq!(margent.expect("started").status.code(), Some(2));
}

#[test]
fn the_map_of_snapshots_may_be_above() {
    let folder = Folder::new(&HUGO);
    let mut margent = Command::new(env!("CARGO_BIN_EXE_margent"));
    margent.current_dir(folder.0.path().join("content/posts")).args(["quotes", "ferries.md"]);
    let output = margent.output().expect("started");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 verified"), "{said}");
}

/// Attributions may have a bare address, or link as Obsidian does.
#[test]
fn bare_addresses_and_wiki_links_are_attributions() {
    let folder = Folder::new(&[
        (
            "a.md",
            "> Nobody wrote this down.\n>\n> -- Tide, https://tide.example/a_b_c.\n\n> Nobody wrote this down.\n> — [[Tide notes|Tide]], 3\n\n\
             > Nobody wrote it.\n>\n> — [[Tide notes]]\n\n> See https://tide.example/a_b_c\n",
        ),
        ("Tide notes.md", "Nobody wrote this down."),
        ("sources/tide-example-a-b-c.txt", "Nobody wrote this down."),
        ("quotes.toml", "folder = \"sources\"\n"),
    ]);
    let [_, summary] = folder.says(1, &["a.md"]);
    let expected =
        "3 quotations in 1 file: 2 verified, 1 wrong, 0 without a snapshot; 1 blockquote without a link to a source\n";
    assert_eq!(summary, expected);
}
