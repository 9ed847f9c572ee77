//! What `margent check` tells an editor to look at: each piece of advice, and that it goes once there is nothing more to do.

use crate::common;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{Files, site, write_files};
use margent::Memo;
use margent::editor::advice::{self, AdviceContext, EarlierSite};
use margent::pipeline::content;
use margent::pipeline::report;

fn margent(root: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(root).args(args).output().expect("started")
}

fn check(root: &Path, args: &[&str]) -> Output {
    margent(root, &[&["check"], args].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The list, as a terminal shows it, where the last build wrote the files `written`.
fn list(files: &Files, written: &[&str]) -> Vec<String> {
    let inputs = common::inputs(files);
    let loaded = margent::load(inputs.clone(), &Memo::default());
    let (content, _) = content::read(&inputs, &loaded.site.config, &loaded.memo.content).value;
    let files = written.iter().map(|path| (*path).to_owned()).collect();
    let earlier = EarlierSite { files, published_at: None };
    let reading = AdviceContext { site: &loaded.site, inputs: &inputs, content: &content, earlier: &earlier };
    let found = advice::list(&reading).expect("few terms");
    let said = report::list(&found, &inputs, usize::MAX);
    // A path is a line of its own, above those of its file.
    let (mut path, mut lines) = ("", Vec::new());
    for line in said.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("  ").filter(|line| !line.starts_with(' ')) {
            Some(fault) => lines.push(format!("{path}:{}", fault.replacen("  ", ": ", 1))),
            None if line.starts_with(' ') || line.ends_with(']') => lines.push(line.to_owned()),
            None => path = line,
        }
    }
    lines
}

/// What is said of an imported draft: front matter above `[import]`, entries of `unknown`, a text.
fn open(front: &str, unknown: &[&str], body: &str) -> Vec<String> {
    let unknown: Vec<_> = unknown.iter().map(|entry| format!("  {entry},\n")).collect();
    let file = format!(
        "+++\ntitle = \"T\"\ndraft = true\n{front}\n[import]\nfrom = \"t.txt\"\nunknown = [\n{}]\n\
         wrote = {{ title = \"000000000000\" }}\n+++\n{body}\n",
        unknown.concat()
    );
    let said = list(&site(&[("content/articles/t.md", &file)]), &[]);
    let of_import = said.into_iter().filter_map(|line| {
        let (_, message) = line.strip_suffix(" [A070]")?.split_once(": ")?;
        Some(message.to_owned())
    });
    of_import.collect()
}

#[test]
fn what_an_import_left_open_is_listed_until_it_is_filled_in() {
    let source_entry = "{ what = 'source', id = 'o', fields = ['title', 'url', 'author', 'published'] }";
    let unknown = ["'date'", "'author'", "'url'", "'outlet'", "'text'", source_entry];
    let found = ["date", "author", "outlet", "text"].map(|what| format!("no {what} found"));
    assert_eq!(open("", &unknown, ""), found);
    let filled = "date = 2015-01-31\nauthor = \"A\"\n[[source]]\noutlet = \"o\"\nurl = \"https://o.example/\"\n";
    assert_eq!(open(filled, &unknown, "Words."), ["no `title`, `author` or `published` found for source `o`"]);
    let entries = ["{ what = 'date', stated = '1/2' }", "'url'", "{ what = 'shortcode', name = 'box' }"];
    let converted = "the shortcode or block `box` cannot be converted";
    assert_eq!(open(filled, &entries, "W"), [converted]);
    assert_eq!(open("", &entries[..1], "W"), ["no date found; “1/2” is stated, which is none"]);
    assert_eq!(open("", &["{ what = 'title', used = 'T' }"], "W"), ["no title found; “T” was used in its place"]);
    assert_eq!(open("", &["{ what = 'title', used = 'File' }"], "W"), [""; 0]);
    let source = "[[source]]\noutlet = \"o\"\ntitle = \"T\"\nurl = \"https://o.example/\"\nauthor = \"A\"\n\
                  published = 2015-01-31\n";
    assert_eq!(open(source, &[source_entry], "W"), [""; 0]);
}

#[test]
fn what_an_import_left_open_in_the_text() {
    let unknown = ["Two.", "One.", "Three."].map(|it| format!("{{ what = 'excerpt-outlet', excerpt = '{it}' }}"));
    let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
    let body = "> One.\n>\n> — [O](source:o), 2015\n\nThen:\n\n> Two.\n";
    let source = "[[source]]\noutlet = \"o\"\n";
    assert_eq!(open(source, &unknown, body), ["no outlet found for the excerpt “Two.”"]);
    let report = body.replace("Two.\n", "Two.\n>\n> — paraphrased from [O](source:o),\n> January\n");
    assert_eq!(open(source, &unknown, &report), [""; 0]);

    let image = ["{ what = 'image-alt', image = 'a.png' }"];
    assert_eq!(open("", &image, "![](a.png)"), ["no alternative text found for image a.png"]);
    assert_eq!(open("", &image, "![A ship](a.png)"), [""; 0]);
    let elsewhere = ["{ what = 'remote-image', url = 'https://a.example/a.png' }"];
    let message = "the image https://a.example/a.png is on another site and became a link";
    assert_eq!(open("", &elsewhere, "[a](https://a.example/a.png)"), [message]);
    assert_eq!(open("", &elsewhere, "![A ship](a.png)"), [""; 0]);
    let tag = ["{ what = 'template-tag', tag = '{{ site.x }}' }"];
    let message = "`{{ site.x }}` cannot be converted; it was left in the text as it was";
    assert_eq!(open("", &tag, "[a]({{ site.x }})"), [message]);
    assert_eq!(open("", &tag, "[a](b.md)"), [""; 0]);
    let link = ["{ what = 'link-target', link = '../b.md' }"];
    let message = "link target `../b.md` not found; the link was left in the text as it was";
    assert_eq!(open("", &link, "\\[a\\](../b.md)"), [message]);
    assert_eq!(open("", &link, "[a](../b.md)"), [""; 0]);
}

#[test]
fn an_imported_draft_from_capture_to_complete() {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(&site(&[("content/outlets/harbour-news.md", "+++\nname = \"Harbour News\"\n+++\n")]), folder.path());
    let capture = "The harbour office charges more:\n\n“Fares on the northern line go up by six percent in March, the \
                   harbour office announced.” [Harbour News]\n\nFuller cars, then.\n";
    fs::write(folder.path().join("fares.txt"), capture).expect("written");
    let imported = margent(folder.path(), &["import", "fares.txt"]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));

    let open = check(folder.path(), &[]);
    let said = text(&open.stdout);
    let path = "content/articles/fares.md";
    let source = "`title`, `url`, `author` or `published` found for source `harbour-news`";
    for unknown in ["date found", "author found", "title found; “fares” was used in its place", source] {
        assert!(said.contains(&format!("  no {unknown} [A070]\n")), "{unknown}\n{said}");
    }
    assert!(said.starts_with(&format!("{path}\n")) && said.matches(path).count() == 1, "{said}");
    assert!(said.contains("    4  A070  incomplete import\n"), "{said}");
    assert!(
        open.status.success() && text(&open.stderr).ends_with("nothing is wrong, 4 to look at\n  left out: 1 draft\n"),
        "{said}"
    );
    assert_eq!(check(folder.path(), &["--deny", "warnings"]).status.code(), Some(0));
    assert_eq!(check(folder.path(), &["--deny", "advice"]).status.code(), Some(1));
    let json = text(&check(folder.path(), &["--format", "json"]).stdout);
    let lines: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines.len() == 4 && lines.iter().all(|line| line["severity"] == "advice" && line["place"]["line"] != 1));
    let github = text(&check(folder.path(), &["--format", "github"]).stdout);
    assert!(github.lines().count() == 4 && github.starts_with(&format!("::notice file={path},line=")), "{github}");

    // Filled in, or known to stay unknown: nothing is left.
    let file = folder.path().join(path);
    let draft = fs::read_to_string(&file).expect("written");
    let (front, rest) = draft.split_once("draft = true\n").expect("a draft");
    let title = front.lines().find(|line| line.starts_with("title")).expect("a title");
    let front = front.replace(title, "title = \"Fares rise\"\ndate = 2015-03-03\nauthor = \"A. Editor\"");
    let known = "outlet = \"harbour-news\"\ntitle = \"Fares\"\nurl = \"https://harbour.example/\"\n\
                 author = \"B\"\npublished = 2015-03-02\n";
    let rest = rest.replace("outlet = \"harbour-news\"\n", known);
    fs::write(&file, format!("{front}draft = true\n{rest}")).expect("written");
    let done = check(folder.path(), &["--deny", "advice"]);
    assert_eq!((text(&done.stdout).as_str(), done.status.code()), ("", Some(0)), "{}", text(&done.stderr));
}

#[test]
fn a_file_with_an_error_is_mended_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = "+++\ntitle = \"T\"\ndraft = yes\n[import]\nfrom = \"t\"\nunknown = [\"date\"]\n+++\n";
    write_files(&site(&[("content/articles/t.md", file)]), folder.path());
    let output = check(folder.path(), &[]);
    assert_eq!((text(&output.stdout).as_str(), output.status.code()), ("", Some(1)));
}

/// An article: front matter and text.
fn article(front: &str, body: &str) -> String {
    format!("+++\ntitle = \"Title\"\n{front}+++\n{body}\n")
}

#[test]
fn excerpts_and_sources() {
    let front = "[[source]]\noutlet = \"a\"\nurl = \"https://a.example/\"\npublished = 2015-01-30\nsnapshot = \"a.txt\"\n\
                 [[source]]\noutlet = \"b\"\n[[source]]\noutlet = \"c\"\nurl = \"/c/\"\n\
                 [[source]]\noutlet = \"d\"\npublished = 2015-01-30\n[[source]]\noutlet = \"e\"\nurl = \"https://e.example/\"\n";
    let quote = |id: &str| format!("> Words.\n>\n> — [O](source:{id})\n\n");
    let body = [quote("a"), quote("b"), quote("b"), quote("c"), quote("d").replace("— ", "— paraphrased from ")];
    let files = site(&[
        ("content/articles/t.md", &article(front, &body.concat())),
        ("content/snapshots/a.txt", "Words."),
        ("content/pages/c.md", "+++\ntitle = \"C\"\n+++\n"),
    ]);
    let path = "content/articles/t.md";
    assert_eq!(
        list(&files, &[]),
        [
            format!("{path}:9:10: 2 excerpts are not verified, since source b has no `snapshot` [A071]"),
            format!("{path}:9:10: source b has neither `url` nor `published` [A072]"),
            format!("{path}:11:10: an excerpt is not verified, since source c has no `snapshot` [A071]"),
            format!("{path}:14:10: source d has no `url` [A072]"),
            format!("{path}:17:10: source e has no `published` [A072]"),
        ]
    );
}

#[test]
fn notes_and_images() {
    let body = "Many words.[^a][^b]\n\n![](a.png) ![A ship](a.png)\n\n[^a]: \"Many words\": few.\n[^b]: A note.\n";
    let page = "+++\ntitle = \"P\"\n+++\n[![](/a.png)](/p/)\n";
    let files = site(&[
        ("content/articles/t/index.md", &article("", body)),
        ("content/articles/t/a.png", ""),
        ("content/static/a.png", ""),
        ("content/pages/p.md", page),
    ]);
    let path = "content/articles/t/index.md";
    let said = [
        format!("{path}:6:1: this image has no alternative text [A076]"),
        format!("{path}:9:1: this note is not anchored to a passage [A074]"),
        "content/pages/p.md:4:2: this image has no alternative text [A076]".to_owned(),
    ];
    assert_eq!(list(&files, &[]), said);
    let folder = tempfile::tempdir().expect("a folder");
    write_files(&files, folder.path());
    let shown = |args: &[&str]| text(&check(folder.path(), args).stdout).matches("[A074]").count();
    assert_eq!((shown(&[]), shown(&["--all"])), (0, 1));
}

#[test]
fn articles_that_no_topic_reaches() {
    let topic = "+++\ntitle = \"Sea\"\nterms = [\"ferries\"]\n+++\n";
    let files = [
        ("content/topics/sea.md", topic),
        ("content/articles/given.md", "+++\ntitle = \"Given\"\ntopics = [\"sea\"]\n+++\nText.\n"),
        ("content/articles/suggested.md", "+++\ntitle = \"Suggested\"\n+++\nFerries and ferries.\n"),
        ("content/articles/unreached.md", "+++\ntitle = \"Unreached\"\n+++\nRoads.\n"),
    ];
    let said = "content/articles/unreached.md:2:1: this article has no topic, and no topic's terms match it [A075]";
    assert_eq!(list(&site(&files), &[]), [said]);
    // Where there are no topics, none is missing.
    assert_eq!(list(&site(&[files[3]]), &[]), [""; 0]);
}

#[test]
fn places_for_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(&site(&[("content/articles/begun.md", &article("", ""))]), &folder.path().join("docs/digest"));
    let said = |folder: &Path, args: &[&str]| text(&check(folder, args).stdout);
    let root = ["--root", "docs/digest"];
    let json = said(folder.path(), &[&root[..], &["--format", "json"]].concat());
    let place =
        "\"place\":{\"column\":1,\"end_column\":1,\"end_line\":2,\"line\":2,\"path\":\"content/articles/begun.md\"}";
    assert!(json.contains(place), "{json}");
    // GitHub looks for files from the root of the repository.
    let github = |folder: &Path, args: &[&str]| said(folder, &[args, &["--format", "github"]].concat());
    let alone = github(folder.path(), &root);
    assert!(alone.starts_with("::notice file=content/articles/begun.md,line=2,"), "{alone}");
    fs::create_dir(folder.path().join(".git")).expect("made");
    let inside = github(folder.path(), &root);
    assert!(inside.starts_with("::notice file=docs/digest/content/articles/begun.md,line=2,"), "{inside}");
    assert_eq!(github(&folder.path().join("docs/digest"), &[]), inside);
}

#[test]
fn articles_without_a_text() {
    let files = [
        ("content/articles/begun.md", article("", "")),
        ("content/articles/draft.md", article("draft = true\n", "")),
        ("content/articles/short.md", article("summary = \"All there is to say.\"\n", "")),
        ("content/articles/picture.md", article("", "![A map](https://example.org/map.png)")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let said = "content/articles/begun.md:2:1: this article has neither a text nor a `summary` [A078]";
    assert_eq!(list(&site(&files), &[]), [said]);
}

#[test]
fn tags_that_are_nearly_the_same() {
    let files: Vec<(String, String)> = [&["cellphones", "4g"][..], &["cellphones", "5g"], &["cell-phone", "4g"]]
        .iter()
        .enumerate()
        .map(|(n, tags)| (format!("content/articles/{n}.md"), article(&format!("tags = {tags:?}\n"), "Text.")))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let said = "content/articles/2.md:3:9: the tag `cell-phone` (1 article) is nearly `cellphones` (2 articles) [A073]";
    assert_eq!(list(&site(&files), &[]), [said]);
}

#[test]
fn addresses_that_are_gone() {
    let file = article("aliases = [\"/2015/old/\"]\n", "Text.");
    let draft = article("draft = true\n", "");
    let files = site(&[("content/articles/ferries-rise.md", &file), ("content/articles/withdrawn.md", &draft)]);
    let same = ["articles/ferries-rise/index.html", "2015/old/index.html", "articles/withdrawn/index.html"];
    assert_eq!(list(&files, &same), [""; 0]);
    let lists =
        ["page/2/index.html", "tags/x/index.html", "archive/2014/index.html", "feed.atom", "a/page/10/index.html"];
    assert_eq!(list(&files, &lists), [""; 0]);
    let gone = ["articles/ferries-rises/index.html", "p/index.html"];
    let is_gone = "was part of the last build and is gone";
    assert_eq!(
        list(&files, &gone),
        [
            format!("/p/ {is_gone}; add `aliases = [\"/p/\"]` to what has taken its place [A077]"),
            format!(
                "content/articles/ferries-rise.md:2:1: /articles/ferries-rises/ {is_gone}; \
             if this has taken its place, add `aliases = [\"/articles/ferries-rises/\"]` [A077]"
            ),
        ]
    );
}

#[test]
fn a_renamed_article_between_build_and_check() {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(&site(&[("content/articles/ferries.md", &article("", "Words."))]), folder.path());
    assert!(margent(folder.path(), &["build"]).status.success());
    assert_eq!(text(&check(folder.path(), &[]).stdout), "");
    let at = |name: &str| folder.path().join("content/articles").join(name);
    fs::rename(at("ferries.md"), at("boats.md")).expect("renamed");
    let said = text(&check(folder.path(), &[]).stdout);
    assert!(said.starts_with("content/articles/boats.md\n  2:1  /articles/ferries/ was part"), "{said}");
    fs::write(at("boats.md"), article("aliases = [\"/articles/ferries/\"]\n", "Words.")).expect("written");
    assert_eq!(text(&check(folder.path(), &[]).stdout), "");
}

#[test]
fn a_renamed_topic_and_outlet() {
    let moved = "Words of [Bay](source:bay).";
    let files = site(&[
        ("content/topics/crossings.md", "+++\ntitle = \"Crossings\"\naliases = [\"/topics/fords/\"]\n+++\n"),
        ("content/outlets/bay.md", "+++\nname = \"Bay\"\naliases = [\"The Bay\", \"/outlets/old-bay/\"]\n+++\n"),
        (
            "content/articles/a.md",
            &article("topics = [\"crossings\"]\n[[source]]\noutlet = \"The Bay\"\nid = \"bay\"\n", moved),
        ),
    ]);
    let loaded = common::load(&files);
    assert_eq!(loaded.faults.iter().map(|fault| &fault.message).collect::<Vec<_>>(), Vec::<&String>::new());
    for path in ["topics/fords/index.html", "outlets/old-bay/index.html"] {
        assert!(loaded.site.plan.outputs.contains_key(path), "{path}");
    }
    let said = list(&files, &["topics/crossing/index.html", "outlets/bays/index.html"]);
    let advised = |path: &str, address: &str| {
        said.iter().any(|line| line.starts_with(path) && line.contains(&format!("add `aliases = [\"{address}\"]`")))
    };
    assert!(advised("content/topics/crossings.md", "/topics/crossing/"), "{said:?}");
    assert!(advised("content/outlets/bay.md", "/outlets/bays/"), "{said:?}");
}
