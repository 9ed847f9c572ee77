//! The invariants that `src/lib.rs` states, one test each.

use crate::common;
use std::fs;
use std::process::Command;
use std::sync::Arc;

use crate::common::{Files, build, inputs, load, load_valid, read_files, render, site, write_files};
use margent::pipeline::content::ArticleId;
use margent::pipeline::output;
use margent::pipeline::plan::SEARCH_INDEX;

const TOPIC: &str = "+++\ntitle = \"Border\"\n+++\nWhere signals cross.\n";

fn small() -> Files {
    site(&[
        ("content/topics/border.md", TOPIC),
        ("content/pages/about.md", "+++\ntitle = \"About\"\n+++\nOurs.\n"),
        ("content/static/CNAME", "example.org\n"),
        (
            "content/articles/one.md",
            "+++\ntitle = \"One\"\ndate = 2019-05-01\ntopics = [\"border\"]\n+++\nFirst.[^a]\n\nSecond.\n\n[^a]: Note.\n",
        ),
        (
            "content/articles/two.md",
            "+++\ntitle = \"Two\"\ndate = 2019-06-01\ntags = [\"sims\"]\naliases = [\"/old/\"]\n+++\nSee [one](one.md).\n",
        ),
        ("content/articles/three.md", "+++\ntitle = \"Three\"\n+++\n```rust\nfn main() {}\n```\n"),
    ])
}

fn edit(files: &Files, path: &str, from: &str, to: &str) -> Files {
    let mut files = files.clone();
    let text = files.get_mut(path).expect("a file");
    assert!(text.contains(from));
    *text = text.replace(from, to);
    files
}

/// 1. Reading a content file reads nothing but that file and the configuration.
#[test]
fn a_content_file_is_read_alone() {
    let all = small();
    let whole = load_valid(&all);
    for article in &whole.content.articles {
        let alone: Files = [article.path.as_str(), "site.toml"].map(|path| (path.to_owned(), all[path].clone())).into();
        let alone = load(&alone).site.content.articles;
        assert_eq!(format!("{:?}", alone[ArticleId::NEWEST]), format!("{article:?}"));
    }
}

/// 2. The plan is complete: what is written is what is planned; nothing else is written or deleted.
#[test]
fn the_plan_is_what_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = small();
    let site = load_valid(&files);
    build(&site, folder.path()).expect("sound");
    let index = |path: &str| path.starts_with(SEARCH_INDEX);
    let planned: Vec<_> = site.plan.outputs.keys().map(|path| path.to_string()).collect();
    let public = folder.path().join("public");
    assert_eq!(read_files(&public).into_keys().filter(|path| !index(path)).collect::<Vec<_>>(), planned);
    assert_eq!(read_files(&public).keys().any(|path| index(path)), site.plan.search);

    fs::write(public.join("foreign.txt"), "mine").expect("written");
    let mut fewer = files.clone();
    fewer.remove("content/articles/two.md");
    let written = build(&load_valid(&fewer), folder.path()).expect("sound");
    assert!(written.deleted.contains(&"articles/two/index.html".into()));
    assert!(written.deleted.contains(&"old/index.html".into()));
    assert!(written.deleted.iter().all(|path| planned.iter().any(|it| **it == **path) || index(path)));
    assert!(!public.join("articles/two").exists(), "an empty folder stayed");
    assert_eq!(fs::read_to_string(public.join("foreign.txt")).expect("still there"), "mine");
}

/// 2. Collisions are found in the plan: the same address, letter case, Unicode form, a file where a folder is needed.
#[test]
fn collisions_are_planned_faults() {
    let article = |slug: &str| format!("+++\ntitle = \"T\"\nslug = \"{slug}\"\n+++\nText.\n");
    let two =
        |a: &str, b: &str| site(&[("content/articles/a.md", &article(a)), ("content/articles/b.md", &article(b))]);
    assert_eq!(common::fault_codes(&load(&two("same", "same"))), ["E040"]);
    let cases = [
        ("content/static/Articles/X/index.html", "case"),
        ("content/static/articles/e\u{301}/index.html", "Unicode form"),
        ("content/static/topics", "a file in the place of a folder"),
    ];
    for (path, why) in cases {
        let articles = [("content/articles/x.md", article("x")), ("content/articles/e.md", article("é"))];
        let mut files = site(&[("content/topics/border.md", TOPIC), (path, "static")]);
        files.extend(articles.map(|(path, text)| (path.to_owned(), text)));
        assert!(common::fault_codes(&load(&files)).contains(&"E040"), "{why}");
    }
}

/// 3. One thread, many threads and any order of loading give the same bytes.
#[test]
fn threads_do_not_matter() {
    let files = small();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| render(&load_valid(&files)))
    };
    let one = with(1);
    assert_eq!(one, with(8));
    let backwards: Files = files.into_iter().rev().collect();
    assert_eq!(one, render(&load_valid(&backwards)));
}

/// 4. An edit of a text that keeps headings, links and opening leaves the index equal, and renders one page.
#[test]
fn an_edit_of_a_text_renders_one_article() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = format!("{}[feeds]\ncontent = \"summary\"\n", common::CONFIG);
    let mut files = small();
    files.insert("site.toml".to_owned(), config);
    let before = load_valid(&files);
    build(&before, folder.path()).expect("sound");
    let after = load_valid(&edit(&files, "content/articles/one.md", "Second.", "Second, mended."));
    assert_eq!(before.index, after.index);
    let written = build(&after, folder.path()).expect("sound");
    let pages: Vec<_> =
        written.written.iter().map(|path| &**path).filter(|path| !path.starts_with(SEARCH_INDEX)).collect();
    assert_eq!(pages, ["articles/one/index.html"]);
    // What is said of its notes is made anew too, and comes out the same.
    let index =
        read_files(&folder.path().join("public")).into_keys().filter(|path| path.starts_with(SEARCH_INDEX)).count();
    assert_eq!(written.reused, written.files - index - 2);
}

/// 4. With a memo the index is not made again, nor is the plan: not for the words of a text, not for a title.
#[test]
fn an_equal_index_is_taken_over() {
    let files = small();
    let before = load(&files);
    let after = |path: &str, from: &str, to: &str| margent::load(inputs(&edit(&files, path, from, to)), &before.memo);
    for (from, to) in [("Second.", "Second, mended."), ("title = \"One\"", "title = \"First\"")] {
        let site = after("content/articles/one.md", from, to).site;
        assert!(Arc::ptr_eq(&site.index, &before.site.index), "{to}");
        assert!(Arc::ptr_eq(&site.plan, &before.site.plan), "{to}");
    }
    let others = [
        ("content/articles/two.md", "tags = [\"sims\"]", "tags = [\"cards\"]"),
        ("content/articles/one.md", "date = 2019-05-01", "date = 2019-07-01"),
        ("content/topics/border.md", "title = \"Border\"", "title = \"The border\""),
        ("site.toml", "title = \"Test\"", "title = \"Other\""),
    ];
    for (path, from, to) in others {
        assert!(!Arc::ptr_eq(&after(path, from, to).site.index, &before.site.index), "{to}");
    }
}

/// 4. With whole articles in feeds, the feeds that carry the text change too, and nothing else.
#[test]
fn an_edit_of_a_text_reaches_its_feeds() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = small();
    build(&load_valid(&files), folder.path()).expect("sound");
    let after = load_valid(&edit(&files, "content/articles/one.md", "Second.", "Second, mended."));
    let written = build(&after, folder.path()).expect("sound").written;
    let written: Vec<_> = written.iter().map(|path| &**path).filter(|path| !path.starts_with(SEARCH_INDEX)).collect();
    assert_eq!(written, ["articles/one/index.html", "feed.atom", "feed.json", "feed.rss"]);
}

/// 5. Any output can be rendered by itself, and comes out as it is written.
#[test]
fn outputs_are_rendered_by_themselves() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = load_valid(&small());
    build(&site, folder.path()).expect("sound");
    assert_eq!(render(&site), read_files(&folder.path().join("public")));
}

/// 6. A failed build leaves the last good site; a first build that fails leaves nothing.
#[test]
fn a_failed_build_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = small();
    let mut broken = edit(&files, "content/articles/one.md", "Second.", "Changed.");
    broken.insert("themes/broadsheet/templates/tags.html".to_owned(), "{{ nothing }}".to_owned());
    let failed = build(&load(&broken).site, folder.path()).expect_err("a template fails");
    assert_eq!(failed.len(), 1);
    assert_eq!(read_files(folder.path()).len(), 0, "a first build that fails leaves nothing");

    build(&load_valid(&files), folder.path()).expect("sound");
    let good = read_files(folder.path());
    build(&load(&broken).site, folder.path()).expect_err("a template fails");
    assert_eq!(read_files(folder.path()), good);
}

/// 7. The clock enters as an input; `SOURCE_DATE_EPOCH` is honoured.
#[test]
fn the_clock_is_an_input() {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(
        &site(&[("content/articles/a.md", "+++\ntitle = \"A\"\ndate = 2030-01-01\n+++\nText.\n")]),
        folder.path(),
    );
    let built_at = |epoch: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
        command.args(["build", "--root"]).arg(folder.path()).env("SOURCE_DATE_EPOCH", epoch);
        String::from_utf8(command.output().expect("started").stdout).expect("UTF-8")
    };
    assert!(built_at("1893455999").contains("left out: 1 dated in the future"));
    assert!(!folder.path().join("public/articles/a/index.html").exists());
    assert!(!built_at("1893456000").contains("left out"));
    assert!(folder.path().join("public/articles/a/index.html").exists());
}

/// A memo never changes a result, and keeps the faults of what it remembers.
#[test]
fn a_memo_keeps_faults() {
    let files = edit(&small(), "content/articles/one.md", "First.[^a]", "First.");
    let cold = load(&files);
    assert_eq!(common::fault_codes(&cold), ["W051"]);
    let warm = margent::load(inputs(&files), &cold.memo);
    assert_eq!(warm.faults, cold.faults);
    assert_eq!(output::check(&warm.site).expect("readable"), []);
}
