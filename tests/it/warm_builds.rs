//! A law: after any sequence of edits, a warm build gives the bytes of a cold one, and writes only what differs: also if
//! margent was started again meanwhile, found its memory damaged, or was killed while it wrote.
//!
//! `PROPTEST_CASES=500 cargo test --test it warm_is_cold` tries so many sequences; without it there are few.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common;
use crate::common::{Files, build, inputs, random_cases, read_files, render, site, write_files};
use margent::base::diagnostic;
use margent::pipeline::content::ContentMemo;
use margent::pipeline::output::{self, Destination};
use margent::pipeline::plan::OutputPath;
use margent::{Memo, Site};
use proptest::prelude::*;

/// A site without search, so that many sequences can be tried; some edits switch it on.
const CONFIG: &str = "title = \"Test\"\nbase_url = \"https://example.org\"\n[search]\nenabled = false\n";

/// The templates that edits change.
const TEMPLATES: [&str; 2] = ["themes/broadsheet/templates/tags.html", "themes/broadsheet/templates/entry.html"];

/// One thing that an editor does.
#[derive(Clone, Debug)]
enum Edit {
    Write { article: u8, title: u8, day: Option<u8>, topics: u8, tags: u8, body: u8 },
    Remove { article: u8 },
    Topic { number: u8, body: u8 },
    Configure { per_page: u8, feeds: u8, title: u8 },
    Template { entry: bool, text: u8 },
    Undo { template: bool },
    Static { name: u8, text: u8 },
}

/// What becomes of margent while it builds the site after an edit.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// It goes on with the next edit, as `serve` does.
    RunsOn,
    /// It ends, and the next edit finds what it stored.
    Restarts,
    /// The same, but one of the stored files is damaged.
    FindsDamage(u8),
    /// It is killed after so many steps of replacing the old site.
    IsKilled(u8),
}

fn edits() -> impl Strategy<Value = Vec<(Edit, Fate)>> {
    let byte = 0u8..6;
    let write = (byte.clone(), byte.clone(), prop::option::of(1u8..28), 0u8..4, 0u8..8, byte.clone())
        .prop_map(|(article, title, day, topics, tags, body)| Edit::Write { article, title, day, topics, tags, body });
    let edit = prop_oneof![
        6 => write,
        2 => byte.clone().prop_map(|article| Edit::Remove { article }),
        1 => (0u8..2, byte.clone()).prop_map(|(number, body)| Edit::Topic { number, body }),
        1 => (1u8..4, 0u8..3, byte.clone()).prop_map(|(per_page, feeds, title)| Edit::Configure { per_page, feeds, title }),
        1 => (any::<bool>(), byte.clone()).prop_map(|(entry, text)| Edit::Template { entry, text }),
        1 => any::<bool>().prop_map(|template| Edit::Undo { template }),
        1 => (byte.clone(), byte).prop_map(|(name, text)| Edit::Static { name, text }),
    ];
    let fate = prop_oneof![
        3 => Just(Fate::RunsOn),
        2 => Just(Fate::Restarts),
        1 => any::<u8>().prop_map(Fate::FindsDamage),
        1 => any::<u8>().prop_map(Fate::IsKilled),
    ];
    prop::collection::vec((edit, fate), 1..12)
}

fn apply(files: &mut Files, edit: &Edit) {
    match edit {
        Edit::Write { article, title, day, topics, tags, body } => {
            let date = day.map_or_else(String::new, |day| format!("date = 2019-03-{day:02}\n"));
            let topics: Vec<_> = (0..2).filter(|n| topics & (1 << n) != 0).map(|n| format!("\"topic-{n}\"")).collect();
            let tags: Vec<_> = (0..3).filter(|n| tags & (1 << n) != 0).map(|n| format!("\"tag {n}\"")).collect();
            let text = format!(
                "+++\ntitle = \"Title {title}\"\n{date}topics = [{}]\ntags = [{}]\n\n[[source]]\noutlet = \"Paper {body}\"\n+++\n{}",
                topics.join(", "),
                tags.join(", "),
                body_text(*body),
            );
            files.insert(format!("content/articles/article-{article}.md"), text);
        }
        Edit::Remove { article } => drop(files.remove(&format!("content/articles/article-{article}.md"))),
        Edit::Topic { number, body } => drop(files.insert(topic(*number), topic_text(*number, *body))),
        Edit::Configure { per_page, feeds, title } => {
            let formats = ["[]", "[\"atom\"]", "[\"atom\", \"rss\", \"json\"]"][usize::from(*feeds)];
            let text = format!(
                "title = \"Test {title}\"\nbase_url = \"https://example.org/sub\"\n[index]\nper_page = {per_page}\n[feeds]\nformats = {formats}\n[search]\nenabled = {}\n",
                *title == 0 && cfg!(feature = "search")
            );
            files.insert("site.toml".to_owned(), text);
        }
        Edit::Template { entry: false, text } => {
            let text = format!("<title>{text}</title>{{% for term in terms %}}{{{{ term.title }}}}{{% endfor %}}");
            files.insert(TEMPLATES[0].to_owned(), text);
        }
        Edit::Template { entry: true, text } => {
            files.insert(TEMPLATES[1].to_owned(), format!("<p>{text}: {{{{ article.title }}}}</p>"));
        }
        Edit::Undo { template: true } => TEMPLATES.iter().for_each(|template| drop(files.remove(*template))),
        Edit::Undo { template: false } => drop(files.insert("site.toml".to_owned(), CONFIG.to_owned())),
        Edit::Static { name, text } => drop(files.insert(format!("content/static/file-{name}.txt"), format!("{text}"))),
    }
}

fn topic(number: u8) -> String {
    format!("content/topics/topic-{number}.md")
}

fn topic_text(number: u8, body: u8) -> String {
    format!("+++\ntitle = \"Topic {number}\"\n+++\nIntroduction {body}.\n")
}

fn body_text(body: u8) -> String {
    match body {
        0 => "Plain.\n".to_owned(),
        1 => "Opening.\n\n## Heading\n\nText with a note.[^n]\n\n[^n]: The note.\n".to_owned(),
        2 => "```json\n{\"a\": 1}\n```\n".to_owned(),
        3 => "> Words.\n>\n> — [Paper](source:paper-3), page 4\n\nText.\n".to_owned(),
        4 => "A [link](/topics/topic-0/) and <b>HTML</b>.\n".to_owned(),
        n => format!("Text {n}, then {{{{ braces }}}}.\n"),
    }
}

/// Begins to replace the site in `folder`, and goes no further than `steps`.
fn kill(site: &Site, folder: &Path, steps: u8) {
    let to = Destination { out: folder.join("public"), manifest: folder.join("memory/output") };
    let prepared = output::prepare(site, &to, &|_, _| Ok(())).expect("the disk works");
    let (replacement, _) = prepared.expect("templates work");
    for step in replacement.steps().iter().take(steps.into()) {
        replacement.take(&to.manifest, *step).expect("the disk works");
    }
}

/// Stores a memo, damages what is stored if asked to, and loads it again.
fn store(memo: &Memo, folder: &Path, damage: Option<u8>) -> Memo {
    let kept = folder.join("memory/content");
    memo.content.save(&kept).expect("the disk works");
    let parts = fs::read_dir(&kept).into_iter().flatten().map(|it| it.expect("an entry").path());
    let mut parts: Vec<_> = parts.collect();
    parts.sort();
    if let Some(damage) = damage.map(usize::from).filter(|_| !parts.is_empty()) {
        let part = &parts[damage % parts.len()];
        let mut bytes = fs::read(part).expect("readable");
        let at = damage * 31 % bytes.len();
        if damage % 2 == 0 {
            bytes.truncate(at)
        } else {
            bytes[at] ^= 4
        }
        fs::write(part, bytes).expect("written");
    }
    Memo::of_content(ContentMemo::load(&kept).expect("the disk works"))
}

proptest! {
    #![proptest_config(random_cases(12))]

    #[test]
    fn warm_is_cold(edits in edits()) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut files = site(&[("site.toml", CONFIG)]);
        (0..2).for_each(|n| drop(files.insert(topic(n), topic_text(n, 0))));
        let mut memo = Memo::default();
        let mut before = common::Outputs::new();
        for (edit, fate) in &edits {
            apply(&mut files, edit);
            let loaded = margent::load(inputs(&files), &memo);
            prop_assert!(!diagnostic::has_errors(&loaded.faults), "{:#?}", loaded.faults);
            let cold = common::load(&files);
            prop_assert_eq!(&loaded.faults, &cold.faults);
            prop_assert_eq!(&loaded.site.index, &cold.site.index);
            prop_assert_eq!(&loaded.site.plan.outputs, &cold.site.plan.outputs);
            let cold = render(&cold.site);
            if let Fate::IsKilled(steps) = fate {
                kill(&loaded.site, folder.path(), *steps);
                // The next build begins by finishing this one, without what it would have remembered.
                before = cold;
                continue;
            }
            let written = build(&loaded.site, folder.path()).expect("templates work");
            let warm = read_files(&folder.path().join("public"));
            prop_assert!(warm == cold, "after {:?}", edit);
            let changed = cold.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
            let changed: Vec<OutputPath> = changed.map(|(path, _)| path.as_str().into()).collect();
            prop_assert_eq!(written.written, changed);
            before = cold;
            memo = match fate {
                Fate::RunsOn | Fate::IsKilled(_) => loaded.memo,
                Fate::Restarts => store(&loaded.memo, folder.path(), None),
                Fate::FindsDamage(damage) => store(&loaded.memo, folder.path(), Some(*damage)),
            };
        }
    }
}

#[test]
fn an_edit_parses_one_article() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = site(&[("site.toml", CONFIG)]);
    let article = |n: usize| format!("content/articles/article-{n}.md");
    (0..9).for_each(|n| drop(files.insert(article(n), format!("+++\ntitle = \"T{n}\"\n+++\n{}", body_text(1)))));
    let parsed = |files: &Files| {
        write_files(files, folder.path());
        let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
        let output = command.current_dir(folder.path()).args(["build", "--timings=json"]).output().expect("started");
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        let timings: serde_json::Value = serde_json::from_str(said.lines().last().unwrap_or_default()).expect("JSON");
        let names = timings["files"].as_array().expect("files").iter().map(|file| file["name"].to_string());
        names.collect::<Vec<_>>()
    };
    assert_eq!(parsed(&files).len(), 9);
    files.entry(article(3)).or_default().push_str("More.\n");
    assert_eq!(parsed(&files), [format!("\"{}\"", article(3))]);

    // What another program stored is of no use.
    for part in fs::read_dir(folder.path().join(".margent/content")).expect("kept") {
        fs::write(part.expect("an entry").path(), "margent store 0\nold").expect("written");
    }
    files.entry(article(4)).or_default().push_str("More.\n");
    assert_eq!(parsed(&files).len(), 9);
}

#[test]
fn the_line_of_a_fault_is_shown_after_its_text_was_given_away() {
    let folder = tempfile::tempdir().expect("a folder");
    // An address that leads nowhere shows only when all is planned; a day to come, when all is read.
    let text = "+++\ntitle = \"T\"\ndate = 2300-01-01\n+++\nSee [the piers](/piers/).\n";
    write_files(&site(&[("site.toml", CONFIG), ("content/articles/a.md", text)]), folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    let output = command.current_dir(folder.path()).args(["build", "--future"]).output().expect("started");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("5 | See [the piers](/piers/)."), "{said}");
    assert!(said.contains("3 | date = 2300-01-01"), "{said}");
}

#[test]
fn a_folder_that_is_moved_knows_what_it_wrote() {
    let folder = tempfile::tempdir().expect("a folder");
    let [here, there] = ["here", "there"].map(|name| folder.path().join(name));
    let files = site(&[("site.toml", CONFIG), ("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n")]);
    write_files(&files, &here);
    let build = |root: &Path| Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(root).arg("build").output();
    assert!(build(&here).expect("started").status.success());
    assert!(here.join("public/articles/a/index.html").exists());
    fs::rename(&here, &there).expect("moved");
    fs::remove_file(there.join("content/articles/a.md")).expect("removed");
    assert!(build(&there).expect("started").status.success());
    assert!(!there.join("public/articles/a").exists());
}

/// An article with everything that some page, list or feed shows.
const WHOLE: &str = r#"+++
title = "Fog at the strait"
date = 2019-03-05
updated = 2019-03-06
summary = "Ships wait."
topics = ["topic-0"]
tags = ["fog"]
author = "Desk"
language = "en"
aliases = ["/mist/"]
expires = 2099-01-01

[[source]]
outlet = "Paper"
title = "Ships at anchor"
url = "https://paper.example/fog"
author = "Reporter"
published = 2019-03-04
accessed = 2019-03-05
archived = "https://archive.example/fog"
snapshot = "fog.txt"
verified = 2019-03-05

[[correction]]
date = 2019-03-07
text = "The number of ships was wrong."

[extra]
series = "weather"
+++
Fog closed the strait.

## Ships

The paper says:

> Nine ships lay at anchor.
>
> — [Paper](source:paper)

It lifted late.[^n] See [the next](/articles/article-1/).

[^n]: "It lifted": after noon.
"#;

/// Changes of it, each of one value.
const CHANGES: [(&str, &str); 31] = [
    ("Fog at the strait", "Mist at the strait"),
    ("date = 2019-03-05", "date = 2019-03-02"),
    ("date = 2019-03-05", "date = 2019-03-05T10:00:00Z"),
    ("updated = 2019-03-06", "updated = 2019-03-08"),
    ("summary = \"Ships wait.\"\n", ""),
    ("Ships wait.", "Ships waited."),
    ("[\"topic-0\"]", "[\"topic-1\"]"),
    ("[\"fog\"]", "[\"Fog\"]"),
    ("\"Desk\"", "\"Night desk\""),
    ("language = \"en\"", "language = \"de\""),
    ("/mist/", "/haze/"),
    ("expires = 2099-01-01", "expires = 2019-03-09"),
    ("\"Ships at anchor\"", "\"Ships in fog\""),
    ("paper.example/fog", "paper.example/mist"),
    ("\"Reporter\"", "\"Correspondent\""),
    ("published = 2019-03-04", "published = 2019-03-03"),
    ("accessed = 2019-03-05", "accessed = 2019-03-06"),
    ("archive.example/fog", "archive.example/mist"),
    ("snapshot = \"fog.txt\"\n", ""),
    ("verified = 2019-03-05", "verified = 2019-03-06"),
    ("date = 2019-03-07", "date = 2019-03-08"),
    ("The number of ships", "The count of ships"),
    ("\"weather\"", "\"sea\""),
    ("Fog closed", "Thick fog closed"),
    ("## Ships", "## Boats"),
    ("The paper says:", "The paper writes:"),
    ("Nine ships lay", "Ships lay"),
    ("[Paper](source", "[The paper](source"),
    ("It lifted late.[^n]", "It lifted late, at last.[^n]"),
    ("after noon", "in the evening"),
    ("/articles/article-1/", "/articles/article-2/"),
];

#[test]
fn whatever_an_article_shows_reaches_everything_that_shows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = "[index]\nper_page = 2\nsections = [\"topics\", \"tags\", \"outlets\", \"authors\", \
                  \"sources\", \"archive\", \"corrections\"]\n\
                  [feeds]\nformats = [\"atom\", \"rss\", \"json\"]\n";
    let mut files = site(&[
        ("site.toml", &CONFIG.replace("[search]", &format!("{config}[search]"))),
        ("content/snapshots/fog.txt", "Nine ships lay at anchor.\n"),
    ]);
    (0..2).for_each(|n| drop(files.insert(topic(n), topic_text(n, 0))));
    for n in 0..5 {
        let text = format!(
            "+++\ntitle = \"Title {n}\"\ndate = 2019-03-{:02}\ntopics = [\"topic-{}\"]\n\
                            tags = [\"fog\"]\n\n[[source]]\noutlet = \"Paper\"\nurl = \"https://paper.example/fog\"\n+++\n\
                            See [it](whole.md).\n",
            3 + n,
            n % 2
        );
        files.insert(format!("content/articles/article-{n}.md"), text);
    }
    let texts = [WHOLE.to_owned()].into_iter().chain(CHANGES.iter().flat_map(|(from, to)| {
        assert!(WHOLE.contains(from), "{from}");
        [WHOLE.replacen(from, to, 1), WHOLE.to_owned()]
    }));
    // And one that takes longer to read, and two whose openings are the summary.
    let long = format!("{WHOLE}\n{}\n", "Later it came back. ".repeat(100));
    let short = WHOLE.replace("summary = \"Ships wait.\"\n", "");
    let other = short.replace("Fog closed", "Thick fog closed");
    let texts = texts.chain([long, short, other]);
    let mut memo = Memo::default();
    for text in texts {
        files.insert("content/articles/whole.md".to_owned(), text.clone());
        let loaded = margent::load(inputs(&files), &memo);
        build(&loaded.site, folder.path()).expect("templates work");
        let cold = render(&common::load(&files).site);
        assert!(read_files(&folder.path().join("public")) == cold, "after {text}");
        memo = loaded.memo;
    }
}
