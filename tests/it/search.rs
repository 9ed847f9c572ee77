//! The search index: what is in it, that it is the same every time, and when it is made.
use std::fs;
use std::process::Command;

use crate::common::{
    CONFIG, Files, build, fault_codes, load, load_valid, read_files, render, search_index, site, write_files,
};
use margent::pipeline::plan::SEARCH_INDEX;
use margent::pipeline::render::search_record::{SearchRecord, record, texts};
use margent::pipeline::search::{SearchFiles, parts};

const ARTICLE: &str = "+++\ntitle = \"Phones\"\ndate = 2019-05-01\ntopics = [\"border\"]\nsummary = \"In short.\"\n\n\
    [[source]]\noutlet = \"yonhap\"\ntitle = \"A headline\"\n\n[[correction]]\ntext = \"Mended.\"\n+++\n\
    Signals cross.[^a]\n\n> They said so.\n>\n> — [Yonhap](source:yonhap)\n\n[^a]: A note.\n";

fn small() -> Files {
    site(&[
        ("content/topics/border.md", "+++\ntitle = \"Border\"\n+++\n"),
        ("content/outlets/yonhap.md", "+++\nname = \"Yonhap\"\n+++\n"),
        ("content/pages/about.md", "+++\ntitle = \"About\"\n+++\nOurs.\n"),
        ("content/articles/phones.md", ARTICLE),
        ("content/articles/전화.md", "+++\ntitle = \"전화\"\nlanguage = \"ko\"\n+++\n휴대전화를 쓴다.\n"),
    ])
}

fn edit(files: &Files, from: &str, to: &str) -> Files {
    files.iter().map(|(path, text)| (path.clone(), text.replace(from, to))).collect()
}

/// The files of the index, and not those of the site.
fn index_of(files: &Files) -> SearchFiles {
    search_index(&load_valid(files))
}

#[test]
fn a_record_has_what_readers_see() {
    let site = load_valid(&small());
    let records: Vec<SearchRecord> =
        texts(&site).into_iter().map(|text| record(&site, text).expect("in memory")).collect();
    let addresses: Vec<_> = records.iter().map(|record| record.address.as_str()).collect();
    assert_eq!(addresses, ["/articles/phones/", "/articles/%EC%A0%84%ED%99%94/", "/about/"]);
    let phones = &records[0];
    assert_eq!(phones.text, "In short.\nSignals cross. A note. They said so. — Yonhap\nMended.\nA headline");
    assert_eq!(format!("{:?}", phones.shown), r#"{"date": "1 May 2019", "title": "Phones"}"#);
    let filters = r#"{"language": ["en"], "outlet": ["Yonhap"], "topic": ["Border"], "year": ["2019"]}"#;
    assert_eq!(format!("{:?}", phones.filters), filters);
    assert_eq!(records[1].filters["language"], ["ko"]);
}

/// One thread or many, again and again, and wherever the site lives: the same files.
#[test]
fn an_index_is_the_same_every_time() {
    let with = |threads: usize, files: &Files| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| index_of(files))
    };
    let files = small();
    let first = with(1, &files);
    assert!(first.keys().any(|path| path == "pagefind-worker.js"), "{:?}", first.keys());
    assert_eq!(first.keys().filter(|path| path.starts_with("fragment/")).count(), 3);
    assert!(first == with(8, &files));
    assert!(first == with(8, &edit(&files, "https://example.org", "https://example.org/repo")));
}

/// All languages are in one index: a reader of either finds both.
#[test]
fn languages_share_an_index() {
    for language in ["en", "ko", "fr"] {
        let files = edit(&small(), CONFIG, &format!("{CONFIG}language = \"{language}\"\n"));
        let index = search_index(&load(&files).site);
        let metas = index.keys().filter(|path| path.ends_with(".pf_meta")).count();
        let programs: Vec<_> = index.keys().filter(|path| path.starts_with("wasm.")).collect();
        assert_eq!((metas, programs.len()), (1, 1), "{language}: {programs:?}");
    }
}

/// A build that changes no searchable text makes no index; warm and cold come out the same.
#[test]
fn an_index_is_made_when_its_texts_change() {
    let (warm, cold) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let files = small();
    let first = build(&load_valid(&files), warm.path()).expect("sound");
    assert_eq!(first.indexed.map(|indexed| indexed.texts), Some(3));

    let second = build(&load_valid(&files), warm.path()).expect("sound");
    assert_eq!((second.indexed, second.written.len(), second.reused), (None, 0, second.files));

    // What no reader can search for.
    let aliased = edit(&files, "summary =", "aliases = [\"/old/\"]\nsummary =");
    assert_eq!(build(&load_valid(&aliased), warm.path()).expect("sound").indexed, None);

    let mended = edit(&files, "A note.", "Another note.");
    let third = build(&load_valid(&mended), warm.path()).expect("sound");
    assert!(third.indexed.is_some());
    assert!(third.deleted.iter().any(|path| path.starts_with(SEARCH_INDEX)), "{:?}", third.deleted);
    build(&load_valid(&mended), cold.path()).expect("sound");
    assert!(read_files(&warm.path().join("public")) == read_files(&cold.path().join("public")));
}

/// A site of many texts has an index in parts, by time; an edit makes only the part that holds it again.
#[test]
fn an_edit_makes_one_part_of_a_large_index() {
    let article = |number: usize| {
        let date = format!("{}-{:02}-01", 2001 + number / 120, 1 + number / 10 % 12);
        let text = format!("+++\ntitle = \"Article {number}\"\ndate = {date}\n+++\nText of {number}.\n");
        (format!("content/articles/a{number}.md"), text)
    };
    let files: Files = small().into_iter().chain((0..2100).map(article)).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let first = build(&load_valid(&files), folder.path()).expect("sound");
    assert_eq!(first.indexed.map(|indexed| indexed.texts), Some(2103));
    let public = folder.path().join("public");
    let before = read_files(&public.join(SEARCH_INDEX));
    let script = String::from_utf8_lossy(&before["pagefind.js"]);
    assert_eq!(script.lines().last(), Some("export const parts=[\"1\", \"2\", \"3\"];"));
    let programs: Vec<_> = before.keys().filter(|path| path.contains("wasm.") || path.ends_with(".js")).collect();
    assert_eq!(programs, ["pagefind-worker.js", "pagefind.js", "wasm.en.pagefind"]);

    let newest = edit(&files, "Signals cross.", "Signals cross the river.");
    let second = build(&load_valid(&newest), folder.path()).expect("sound");
    assert_eq!(second.indexed.map(|indexed| indexed.texts), Some(1), "those of the newest year");
    let after = read_files(&public.join(SEARCH_INDEX));
    let changed: Vec<_> = before.iter().filter(|(path, bytes)| after.get(*path) != Some(*bytes)).collect();
    assert!(!changed.is_empty() && changed.iter().all(|(path, _)| path.starts_with("3/")));
}

/// A file of the index that is gone, or that someone has changed, is mended by the next build.
#[test]
fn an_index_is_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = load_valid(&small());
    build(&site, folder.path()).expect("sound");
    let public = folder.path().join("public");
    let before = read_files(&public);
    let path = before.keys().find(|path| path.ends_with(".pf_index")).expect("an index");
    fs::remove_file(public.join(path)).expect("removed");
    fs::write(public.join(SEARCH_INDEX).join("pagefind.js"), "mine").expect("written");
    let written = build(&site, folder.path()).expect("sound");
    assert_eq!(written.written.len(), 2, "{:?}", written.written);
    assert!(read_files(&public) == before);
}

/// Without search its files go, and nothing leads to it.
#[test]
fn search_can_be_switched_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = small();
    build(&load_valid(&files), folder.path()).expect("sound");
    let off = edit(&files, CONFIG, &format!("{CONFIG}[search]\nenabled = false\n"));
    build(&load_valid(&off), folder.path()).expect("sound");
    assert!(!folder.path().join("public/search").exists());
    let home = String::from_utf8(render(&load_valid(&off)).remove("index.html").expect("a front page")).expect("UTF-8");
    assert!(!home.contains("/search/"), "{home}");
}

/// Nothing else can be at the address of the search, or in the folder of its index.
#[test]
fn the_folder_of_the_index_is_reserved() {
    let page = |path: &str| site(&[("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n"), (path, "mine")]);
    for taken in ["search/index.html", "search", "search/pagefind", "search/pagefind/pagefind.js", "Search/PageFind/x"]
    {
        let files = page(&format!("content/static/{taken}"));
        assert!(fault_codes(&load(&files)).contains(&"E040"), "{taken}");
        let off = edit(&files, CONFIG, &format!("{CONFIG}[search]\nenabled = false\n"));
        assert_eq!(fault_codes(&load(&off)), [""; 0], "{taken}");
    }
    assert_eq!(fault_codes(&load(&page("content/static/search/other.html"))), [""; 0]);
}

/// Where there is nothing to find there is no search.
#[test]
fn a_site_without_texts_has_no_search() {
    assert!(parts(&load_valid(&site(&[]))).is_empty());
}

/// A browser loads one piece of each part for a word, so that the program makes them smaller than Pagefind does by itself.
#[test]
fn the_program_divides_a_part_into_small_pieces() {
    let folder = tempfile::tempdir().expect("a folder");
    let words: String = (0..4_000).map(|number| format!("word{number} ")).collect();
    let article = format!("+++\ntitle = \"Many words\"\ndate = 2019-05-01\n+++\n{words}\n");
    write_files(&site(&[("content/articles/many.md", &article)]), folder.path());
    let built = Command::new(env!("CARGO_BIN_EXE_margent")).arg("build").current_dir(folder.path()).output();
    assert!(built.expect("started").status.success());
    let pieces = fs::read_dir(folder.path().join("public").join(SEARCH_INDEX).join("index")).expect("an index");
    assert_eq!(pieces.count(), 2);
}
