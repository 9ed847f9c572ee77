//! What `margent check` tells an editor to look at: each piece of advice, and that it goes once there is nothing more to do.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::{Files, put, site};
use margent::{Inputs, Memo, Options, advice, content, report};

fn margent(root: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(root).args(args).output().expect("started")
}

fn check(root: &Path, args: &[&str]) -> Output {
    margent(root, &[&["check"], args].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The list, as a terminal without colours shows it.
fn list(files: &Files) -> Vec<String> {
    let mut inputs = common::inputs(files);
    inputs.options = Options::default();
    let loaded = margent::load(inputs.clone(), &Memo::default());
    let (content, _) = content::read(&inputs, &loaded.site.config, &loaded.memo).value;
    let found = advice::list(&advice::Reading { site: &loaded.site, inputs: &inputs, content: &content });
    listed(&found, &inputs)
}

fn listed(found: &[margent::Diagnostic], inputs: &Inputs) -> Vec<String> {
    report::list(found, inputs).lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// What is said of an imported draft: front matter above `[import]`, entries of `unknown`, a text.
fn open(front: &str, unknown: &[&str], body: &str) -> Vec<String> {
    let unknown: Vec<_> = unknown.iter().map(|entry| format!("  '{entry}',\n")).collect();
    let file = format!(
        "+++\ntitle = \"T\"\ndraft = true\n{front}\n[import]\nfrom = \"t.txt\"\nunknown = [\n{}]\n\
         wrote = {{ title = \"000000000000\" }}\n+++\n{body}\n",
        unknown.concat()
    );
    let said = list(&site(&[("content/articles/t.md", &file)]));
    let of_import = said.into_iter().filter_map(|line| {
        let (_, told) = line.strip_suffix(" [A070]")?.split_once("not filled in yet: ")?;
        Some(told.to_owned())
    });
    of_import.collect()
}

#[test]
fn what_an_import_left_open_is_listed_until_it_is_filled_in() {
    let unknown = ["date", "author", "url", "outlet", "text", "source o: title, url, author, published"];
    assert_eq!(open("", &unknown, ""), ["date", "author", "url", "outlet", "text"]);
    let filled = "date = 2015-01-31\nauthor = \"A\"\n[[source]]\noutlet = \"o\"\nurl = \"https://o.example/\"\n";
    assert_eq!(open(filled, &unknown, "Words."), ["url", "source o: title, author, published"]);
    assert_eq!(
        open(filled, &["date: the feed states only “1/2”", "url", "no such thing as this"], "W"),
        ["url", "no such thing as this"]
    );
    let source = "[[source]]\noutlet = \"o\"\ntitle = \"T\"\nurl = \"https://o.example/\"\nauthor = \"A\"\n\
                  published = 2015-01-31\n";
    assert_eq!(open(source, &["source o: title, url, author, published"], "W"), [""; 0]);
}

#[test]
fn what_an_import_left_open_in_the_text() {
    let unknown = ["outlet of excerpt 2", "outlet of excerpt 1", "outlet of excerpt 3", "outlet of excerpt 0"];
    let body = "> One.\n>\n> — [O](source:o), 2015\n\nThen:\n\n> Two.\n";
    let source = "[[source]]\noutlet = \"o\"\n";
    assert_eq!(open(source, &unknown, body), ["outlet of excerpt 2"]);
    let report = body.replace("Two.\n", "Two.\n>\n> — paraphrased from [O](source:o),\n> January\n");
    assert_eq!(open(source, &unknown, &report), [""; 0]);

    let image = ["alternative text of image a.png"];
    assert_eq!(open("", &image, "![](a.png)"), image);
    assert_eq!(open("", &image, "![A ship](a.png)"), [""; 0]);
    let elsewhere = ["image on another site, now a link: https://a.example/a.png"];
    assert_eq!(open("", &elsewhere, "[a](https://a.example/a.png)"), elsewhere);
    assert_eq!(open("", &elsewhere, "![A ship](a.png)"), [""; 0]);
    let link = ["where the link to `{{ site.x }}` leads; it stands in the text as it was"];
    assert_eq!(open("", &link, "[a]({{ site.x }})"), link);
    assert_eq!(open("", &link, "[a](b.md)"), [""; 0]);
}

#[test]
fn an_imported_draft_from_capture_to_complete() {
    let folder = tempfile::tempdir().expect("a folder");
    put(&site(&[("content/outlets/harbour-news.md", "+++\nname = \"Harbour News\"\n+++\n")]), folder.path());
    let capture = "The harbour office charges more:\n\n“Fares on the northern line go up by six percent in March, the \
                   harbour office announced.” [Harbour News]\n\nFuller cars, then.\n";
    fs::write(folder.path().join("fares.txt"), capture).expect("written");
    let imported = margent(folder.path(), &["import", "fares.txt"]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));

    let open = check(folder.path(), &[]);
    let said = text(&open.stdout);
    let path = "content/articles/fares.md";
    for unknown in ["date", "author", "url", "title", "source harbour-news: title, url, author, published"] {
        let entry = said.lines().find(|line| line.ends_with(&format!("not filled in yet: {unknown} [A070]")));
        assert!(entry.is_some_and(|line| line.starts_with(&format!("{path}:"))), "{unknown}\n{said}");
    }
    assert!(said.contains("    5  A070  an imported article that is not complete\n"), "{said}");
    assert!(open.status.success() && text(&open.stderr).ends_with("nothing is wrong, 5 to look at\n"), "{said}");
    assert_eq!(check(folder.path(), &["--deny", "warnings"]).status.code(), Some(0));
    assert_eq!(check(folder.path(), &["--deny", "advice"]).status.code(), Some(1));
    let json = text(&check(folder.path(), &["--format", "json"]).stdout);
    let lines: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines.len() == 5 && lines.iter().all(|line| line["severity"] == "advice" && line["place"]["line"] != 1));
    let github = text(&check(folder.path(), &["--format", "github"]).stdout);
    assert!(github.lines().count() == 5 && github.starts_with(&format!("::notice file={path},line=")), "{github}");

    // Filled in, or known to stay unknown: nothing is left.
    let file = folder.path().join(path);
    let draft = fs::read_to_string(&file).expect("written");
    let (front, rest) = draft.split_once("draft = true\n").expect("a draft");
    let title = front.lines().find(|line| line.starts_with("title")).expect("a title");
    let front = front.replace(title, "title = \"Fares rise\"\ndate = 2015-03-03\nauthor = \"A. Editor\"");
    let known = "outlet = \"harbour-news\"\ntitle = \"Fares\"\nurl = \"https://harbour.example/\"\n\
                 author = \"B\"\npublished = 2015-03-02\n";
    let rest = rest.replace("outlet = \"harbour-news\"\n", known).replace("\"url\", ", "");
    fs::write(&file, format!("{front}draft = true\n{rest}")).expect("written");
    let done = check(folder.path(), &["--deny", "advice"]);
    assert_eq!((text(&done.stdout).as_str(), done.status.code()), ("", Some(0)), "{}", text(&done.stderr));
}

#[test]
fn a_file_with_an_error_is_mended_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = "+++\ntitle = \"T\"\ndraft = yes\n[import]\nfrom = \"t\"\nunknown = [\"date\"]\n+++\n";
    put(&site(&[("content/articles/t.md", file)]), folder.path());
    let output = check(folder.path(), &[]);
    assert_eq!((text(&output.stdout).as_str(), output.status.code()), ("", Some(1)));
}
