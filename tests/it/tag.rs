//! `margent tag`: what it prints, what it writes, and the law that it changes nothing but `topics`.

use crate::common;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{Files, random_cases, site, write_files};
use margent::editor::front_matter_edit;
use margent::pipeline::config;
use margent::pipeline::content::ArticleId;
use margent::pipeline::content::{self, Article, front_matter};
use proptest::prelude::*;
use serde_json::Value;

const SEA: &str = "+++\ntitle = \"Sea\"\nthreshold = 2\nterms = [{ term = [\"sea\", \"ferr*\"], weight = 2 }]\n+++\n";
const LAND: &str = "+++\ntitle = \"Land\"\nthreshold = 2\nterms = [\"road*\", \"rail*\"]\n+++\n";
const FERRIES: &str =
    "+++\ntitle = \"Ferries\" # no ships\ntopics = [ \"land\" ] # so far\n+++\nThe sea, and a road.\n";
const ROADS: &str = "+++\ntitle = \"Roads\"\ndraft = true\ndeclined_topics = [\"sea\"]\n+++\nRails by the sea.\n";

fn files() -> Files {
    site(&[
        ("content/topics/sea.md", SEA),
        ("content/topics/land.md", LAND),
        ("content/articles/ferries.md", FERRIES),
        ("content/articles/old/roads.md", ROADS),
    ])
}

fn folder(files: &Files) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(files, folder.path());
    folder
}

fn tag(root: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(root).arg("tag").args(args).output().expect("started")
}

fn told(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(output: &Output, why: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{said}");
    assert!(said.contains(why), "{said}");
}

#[test]
fn a_table_for_people() {
    let folder = folder(&files());
    let table = "article                        topics  suggested\n\
                 content/articles/ferries.md    land    sea 6\n\
                 content/articles/old/roads.md          land 3\n\n\
                 2 articles: 2 topics suggested for 2; add them with `margent tag --write`\n";
    assert_eq!(told(&tag(folder.path(), &[])), table);
    let one = told(&tag(folder.path(), &["content/articles/old"]));
    assert!(one.contains("old/roads.md") && !one.contains("ferries.md"), "{one}");
    assert_eq!(one, told(&tag(&folder.path().join("content"), &["--root", "..", "articles/old/roads.md"])));
}

#[test]
fn why_a_topic_is_suggested() {
    let folder = folder(&files());
    let why = "content/articles/ferries.md: land\n  \
               sea: 6 of 2 points; suggested\n      \
               6  100 %  sea, ferr*: 1 in the title, 1 in the text\n  \
               land: 1 of 2 points; the article has it\n      \
               1  100 %  road*: 1 in the text\n\n";
    assert!(told(&tag(folder.path(), &["--explain", "content/articles/ferries.md"])).starts_with(why));
    let roads = told(&tag(folder.path(), &["--explain", "content/articles/old/roads.md"]));
    assert!(roads.contains("  sea: 2 of 2 points; suggested, but declined\n"), "{roads}");
}

#[test]
fn objects_for_programs() {
    let mut files = files();
    // A warning does not get among the articles.
    files.insert("content/articles/b.md".to_owned(), "+++\ntitle = \"B\"\n+++\n[^none]\n".to_owned());
    let folder = folder(&files);
    let output = tag(folder.path(), &["--format", "json"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("W050"));
    let objects: Vec<Value> = told(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(objects.len(), 3);
    let ferries = serde_json::json!({
        "path": "content/articles/ferries.md", "current": ["land"], "suggested": ["sea"], "missing": ["sea"],
        "scores": [
            { "topic": "sea", "score": 6, "threshold": 2 },
            { "topic": "land", "score": 1, "threshold": 2 },
        ],
    });
    assert_eq!(objects[1], ferries);
    let explained = told(&tag(folder.path(), &["--format", "json", "--explain", "content/articles/ferries.md"]));
    let object: Value = serde_json::from_str(&explained).expect("JSON");
    let hit = serde_json::json!({ "terms": ["sea", "ferr*"], "title": 1, "text": 1, "points": 6, "share": 100 });
    assert_eq!(object["scores"][0]["hits"], serde_json::json!([hit]));
}

#[test]
fn what_was_learned() {
    let mut files = files();
    for n in 0..20 {
        for (topic, title) in [("sea", "Harbour pilots"), ("land", "Trams on rails")] {
            let text = format!("+++\ntitle = \"{title} {n}\"\ntopics = [\"{topic}\"]\n+++\n");
            files.insert(format!("content/articles/{topic}-{n}.md"), text);
        }
    }
    files.insert("content/articles/quay.md".to_owned(), "+++\ntitle = \"Harbour pilots\"\n+++\nNo rails.\n".to_owned());
    let folder = folder(&files);
    let why = told(&tag(folder.path(), &["--explain", "content/articles/quay.md"]));
    assert!(why.contains(" learned  for it harbour +") && why.contains("; against it rails −"), "{why}");
    let explained = told(&tag(folder.path(), &["--explain", "--format", "json", "content/articles/quay.md"]));
    let object: Value = serde_json::from_str(&explained).expect("JSON");
    assert!(object["scores"].to_string().contains("\"for\":{\"harbour\":"), "{object}");

    let table = told(&tag(folder.path(), &["--evaluate"]));
    assert!(table.contains("\nsea     20 ") && table.contains("\n42 tagged articles, each judged"), "{table}");
    assert!(table.contains("of 2 points; suggested, but the article does not have it\n"), "{table}");
    let object: Value =
        serde_json::from_str(&told(&tag(folder.path(), &["--evaluate", "--format", "json"]))).expect("JSON");
    assert_eq!((&object["articles"], &object["topics"][1]["learned"]["right"]), (&42.into(), &20.into()));
}

#[test]
fn notices_for_github() {
    let folder = folder(&files());
    let notice = "::notice file=content/articles/ferries.md,title=suggested topic::\
                  suggested topic: `sea` (score 6, threshold 2)\n";
    assert_eq!(told(&tag(folder.path(), &["--format", "github", "content/articles/ferries.md"])), notice);
}

#[test]
fn what_is_suggested_is_written_once() {
    let folder = folder(&files());
    assert_eq!(tag(folder.path(), &["--check"]).status.code(), Some(1));
    let read = || common::read_files(folder.path());
    let before = read();
    assert!(told(&tag(folder.path(), &["--write"])).ends_with("2 articles: added 2 topics to 2\n"));
    let after = read();
    let text = |path: &str| String::from_utf8_lossy(&after[path]).into_owned();
    assert_eq!(text("content/articles/ferries.md"), FERRIES.replace("\"land\" ", "\"land\", \"sea\" "));
    let roads = ROADS.replace("\"Roads\"\n", "\"Roads\"\ntopics = [\"land\"]\n");
    assert_eq!(text("content/articles/old/roads.md"), roads);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    assert!(tag(folder.path(), &["--check"]).status.success());
    assert!(told(&tag(folder.path(), &["--write"])).ends_with("2 articles: none lacks a suggested topic\n"));
    assert!(read() == after);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&files());
    let (real, link) =
        (folder.path().join("content/static/ferries.txt"), folder.path().join("content/articles/ferries.md"));
    fs::create_dir(folder.path().join("content/static")).expect("made");
    fs::rename(&link, &real).expect("moved");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("set");
    symlink(&real, &link).expect("linked");
    told(&tag(folder.path(), &["--write", "content/articles/ferries.md"]));
    assert!(link.is_symlink() && fs::read_to_string(&real).expect("there").contains("\"sea\""));
    assert_eq!(fs::metadata(&real).expect("there").permissions().mode() & 0o777, 0o640);
}

#[test]
fn wrong_input_is_told() {
    let folder = folder(&files());
    refused(&tag(folder.path(), &["content/topics/sea.md"]), "articles are the .md files in content/articles/");
    refused(&tag(folder.path(), &["content/articles/ferrys.md"]), "(did you mean content/articles/ferries.md?)");
    refused(&tag(folder.path(), &[".."]), "is not an article of this site");
    let bare = "+++\ntitle = \"T\"\n+++\n";
    let without = site(&[("content/articles/a.md", bare)]);
    refused(&tag(self::folder(&without).path(), &[]), "declares no topics");
    let without = site(&[("content/articles/a.md", bare), ("content/topics/t.md", bare)]);
    refused(&tag(self::folder(&without).path(), &[]), "no topic has terms");
}

#[test]
fn faults_of_the_site_stop_it() {
    let mut files = files();
    files.insert("content/articles/b.md".to_owned(), "+++\ntitle = \"Ferries\"\ntopcs = []\n+++\n".to_owned());
    let folder = folder(&files);
    let before = common::read_files(folder.path());
    let output = tag(folder.path(), &["--write"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{said}");
    assert!(said.contains("unknown key `topcs`") && said.contains("nothing was suggested: 1 error"), "{said}");
    assert!(common::read_files(folder.path()) == before);
    // Unless it is the fault of an article that nobody asked for.
    let output = tag(folder.path(), &["content/articles/ferries.md"]);
    assert_eq!((output.status.code(), told(&output).contains("ferries.md")), (Some(0), true), "{}", told(&output));
    assert_eq!(tag(folder.path(), &["content/articles/b.md"]).status.code(), Some(1));
}

/// Front matter in all manners of writing.
fn written() -> impl Strategy<Value = String> {
    let topics = prop::sample::select(vec![
        "",
        "topics = []\n",
        "topics=[ ] # none\n",
        "topics = [\n]\n",
        "topics = [ # ], \"x\",\n]\n",
        "topics = [\"one\"]\n",
        "topics   =   [ 'one',\"two\" ,]# a, b\n",
        "\"topics\" = [\"one\",\n  \"two\"]\n",
        "topics = [\n\t\"one\", # first, ]\n\t\"two\" # second\n\t# the end\n]\n",
        "topics = [\n  \"one\",\n  # two, \"three\"\n  \"two\", # second,\n\n]\n",
        "topics = [\n  \"one\"\n  , \"two\"\n  ,\n]\n",
        "topics = [\n    \"one\", \"two\",\n    \"three\" ]\n",
        "topics = [\n\"one\"]\n",
    ]);
    let title =
        prop::sample::select(vec!["title = \"T\"\n", "  title='T' # topics = []\n", "title = \"\"\"\nT\n\"\"\" # x\n"]);
    let other =
        prop::sample::select(vec!["", "\n", "# topics = [\"one\"]\n", "tags = [\n \"t\", # t\n]\n", "draft = true\n"]);
    let dates =
        prop::sample::select(vec!["", "date = 2015-01-31\n", "date = 2015-01-31\nupdated = 2015-02-01 # later\n"]);
    let tables =
        prop::sample::select(vec!["", "\n[[source]]\noutlet = \"o\"\n", "[extra]\ntopics = [\"two\"]\n", "# end\n"]);
    (title, other.clone(), topics, other, dates, tables, any::<bool>())
        .prop_filter("a key twice", |(_, a, _, b, ..)| a != b || !a.contains('=') || a.starts_with('#'))
        .prop_map(|(title, a, topics, b, dates, tables, last)| {
            let (first, second) = if last { (topics, title) } else { (title, topics) };
            format!("{a}{first}{b}{second}{dates}{tables}")
        })
}

proptest! {
    #![proptest_config(random_cases(64))]

    #[test]
    fn only_topics_change(
        toml in written(),
        body in "(\\PC|[\n\t]){0,60}",
        windows in any::<bool>(),
        mark in any::<bool>(),
    ) {
        let mut text = format!("+++\n{toml}+++\n{body}");
        if windows {
            text = text.replace('\n', "\r\n");
        }
        if mark {
            text.insert(0, '\u{feff}');
        }
        let article = read(&text);
        let new = front_matter_edit::add_topics(&article, &text, &["new-1", "새"]).expect("front matter");

        // Margent reads the topics that were there, then the new ones.
        let keys = |article: &Article| article.topics.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
        let expected = [keys(&article), vec!["new-1".to_owned(), "새".to_owned()]].concat();
        prop_assert_eq!(keys(&read(&new)), expected, "{}", new);
        // Everything else says what it said, and the text is the same to the byte.
        let (old_toml, old_body) = split(&text);
        let (new_toml, new_body) = split(&new);
        prop_assert_eq!(old_body, new_body);
        prop_assert_eq!(without_topics(old_toml), without_topics(new_toml));
        // Nothing was taken away, nothing moved, and no other kind of line ending came in.
        let mut rest = new.chars();
        prop_assert!(text.chars().all(|c| rest.any(|other| other == c)), "{}", new);
        prop_assert_eq!(comments(old_toml), comments(new_toml));
        prop_assert!(!windows || !new_toml.replace("\r\n", "").contains('\n'), "{:?}", new);
        // The line of an item that was there keeps its comment.
        for line in old_toml.lines().filter(|line| line.trim_start().starts_with('"') && line.contains('#')) {
            let (item, comment) = line.split_once('#').expect("a comment");
            let kept = |new: &str| new.split_once('#').is_some_and(|(it, note)| {
                note == comment && it.trim().trim_end_matches(',') == item.trim().trim_end_matches(',')
            });
            prop_assert!(new_toml.lines().any(kept), "{}", new);
        }
    }
}

/// The article in a file with this text.
fn read(text: &str) -> Article {
    let inputs = common::inputs(&site(&[("content/articles/a.md", text)]));
    let config = config::read(&inputs).value;
    let checked = content::read(&inputs, &config, &content::ContentMemo::default());
    let faults: Vec<_> = checked.faults.iter().filter(|fault| fault.code.id < "E020").collect();
    assert!(faults.is_empty(), "{faults:#?}");
    (*checked.value.0.articles[ArticleId::NEWEST]).clone()
}

fn split(text: &str) -> (&str, &str) {
    let parts = front_matter::split(&common::rel_path("content/articles/a.md"), text).expect("fences");
    (&text[parts.toml], &text[parts.body])
}

fn without_topics(toml: &str) -> toml::Table {
    let mut table: toml::Table = toml::from_str(toml).expect("TOML");
    table.remove("topics");
    table
}

fn comments(toml: &str) -> Vec<&str> {
    toml.lines().filter_map(|line| Some(line.split_once(" # ")?.1)).collect()
}
