//! Random texts in every place that reads some: no end of the program, no wait, and no output without bounds.
//!
//! Few by default; `PROPTEST_CASES=100000 cargo test --test it hostile::random` tries many.

use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use margent::base::codes::Severity;
use margent::base::text::slug::slugify;
use margent::import::Draft;
use margent::pipeline::inputs::InputFile;
use margent::pipeline::output;
use margent::{Memo, load};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::common::importer::{Importer, site_with_outlets};
use crate::common::{inputs, random_cases, read_files, rel_path, site};

/// What is put into files: beginnings and ends of everything that has some.
const PIECES: [&str; 60] = [
    "+++\n",
    "---\n",
    "\n\n",
    "\n",
    " ",
    "\t",
    "title = \"A\"\n",
    "date = 2020-01-01\n",
    "[[source]]\nid = \"s\"\n",
    "[extra]\n",
    "= [",
    "]",
    "{",
    "}",
    "\"\"\"",
    "'",
    "\"",
    "\\",
    "> ",
    ">\n> — [S](source:s)\n",
    "[^a]",
    "[^a]: \"words\": ",
    "[^b]: ",
    "[…] ",
    "[so] ",
    "1,000 ",
    "½",
    "not ",
    "같은 ",
    "5백만 ",
    "# ",
    "- ",
    "1. ",
    "```js\n",
    "| a |\n| --- |\n",
    "[a](b.md)",
    "![a](b.png)",
    "<script>",
    "</script>",
    "<div onclick=x>",
    "</div>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#0;",
    "&x;",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<content:encoded>",
    "<p>",
    "<blockquote>",
    "Posted on March 3, 2015 by ",
    "[Harbour News]",
    "\u{202e}",
    "\u{301}",
    "🏴\u{e0067}",
];

/// Files that are read, by the ending of their name.
static SAMPLES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folders = ["import", "import_feeds", "pages", "golden"];
    let all = folders.iter().flat_map(|folder| read_files(&root.join(folder)));
    let named = all.filter_map(|(path, bytes)| Some((path.rsplit_once('.')?.1.to_owned(), bytes)));
    named.filter(|(ending, bytes)| ENDINGS.contains(&ending.as_str()) && bytes.len() < 6_000).collect()
});

const ENDINGS: [&str; 7] = ["md", "txt", "html", "xml", "atom", "rss", "json"];

/// A change of a file.
#[derive(Clone, Debug)]
enum Damage {
    Cut(Index, Index),
    Repeat(Index, Index, usize),
    Put(Index, &'static str, usize),
    Byte(Index, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        (at(), at()).prop_map(|(from, to)| Damage::Cut(from, to)),
        (at(), at(), 1..4_usize).prop_map(|(from, to, times)| Damage::Repeat(from, to, times)),
        (at(), select(&PIECES[..]), 1..40_usize).prop_map(|(at, piece, times)| Damage::Put(at, piece, times)),
        (at(), select(&PIECES[..]), Just(1)).prop_map(|(at, piece, times)| Damage::Put(at, piece, times)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        let place = |index: &Index| index.index(bytes.len() + 1);
        match damage {
            Damage::Cut(from, to) => drop(bytes.drain(place(from).min(place(to))..place(from).max(place(to)))),
            Damage::Repeat(from, to, times) => {
                let range = place(from).min(place(to))..place(from).max(place(to));
                let part = bytes[range.clone()].repeat(*times);
                bytes.splice(range.end..range.end, part);
            }
            Damage::Put(at, piece, times) => {
                let at = place(at);
                bytes.splice(at..at, piece.repeat(*times).into_bytes());
            }
            Damage::Byte(at, byte) => {
                let at = place(at).min(bytes.len().saturating_sub(1));
                bytes.get_mut(at).into_iter().for_each(|it| *it = *byte);
            }
        }
    }
    bytes
}

/// A sample, damaged.
fn sample() -> impl Strategy<Value = (String, Vec<u8>)> {
    (any::<Index>(), prop::collection::vec(damage(), 0..8)).prop_map(|(index, damages)| {
        let (ending, bytes) = index.get(&SAMPLES);
        (ending.clone(), damaged(bytes.clone(), &damages))
    })
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(&PIECES[..]).prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// What a build remembers of the theme, so that it is compiled once.
static MEMO: LazyLock<Memo> = LazyLock::new(|| load(inputs(&site(&[])), &Memo::default()).memo);
static IMPORTER: LazyLock<Importer> = LazyLock::new(|| Importer::new(&site_with_outlets()));

/// Builds a site in memory with the article.
fn build(article: &[u8], snapshot: &str) {
    let mut files =
        inputs(&site(&[("content/snapshots/s.txt", snapshot), ("content/outlets/s.md", "+++\nname = \"S\"\n+++\n")]));
    let file = InputFile::new(article.to_vec());
    files.files.insert(rel_path("content/articles/a.md"), file);
    let loaded = load(files, &MEMO);
    let _ = output::check(&loaded.site).expect("no disk");
}

/// Checks that the site builds with drafts, but for what their own lists name; it may warn of them.
fn assert_builds(articles: &[(Draft, String, String)]) {
    let mut files = inputs(&site_with_outlets());
    files.options.drafts = true;
    for (_, path, text) in articles {
        files.files.insert(rel_path(path), InputFile::new(text.clone().into_bytes()));
    }
    let faults = load(files, &MEMO).faults;
    let is_told = |message: &str| articles.iter().any(|(.., text)| text.contains(message));
    let errors = faults.iter().filter(|fault| fault.code.severity == Severity::Error && !is_told(&fault.message));
    let errors: Vec<_> = errors.collect();
    assert!(errors.is_empty(), "{errors:#?}\n{articles:#?}");
}

fn in_time(what: &str, act: impl FnOnce()) {
    let start = Instant::now();
    act();
    assert!(start.elapsed() < Duration::from_secs(20), "{what} took {:?}", start.elapsed());
}

proptest! {
    #![proptest_config(random_cases(24))]

    #[test]
    fn whatever_is_written_is_read((_, bytes) in sample(), text in text()) {
        in_time("a damaged article", || build(&bytes, &text));
        let front = "title = \"A\"\n[[source]]\nid = \"s\"\noutlet = \"s\"\nsnapshot = \"s.txt\"";
        in_time("a random text", || build(format!("+++\n{front}\n+++\n{text}").as_bytes(), &text));
        in_time("random front matter", || build(format!("+++\n{text}\n+++\nText.").as_bytes(), &text));
    }

    #[test]
    fn quotations_are_compared(said in text(), damages in prop::collection::vec(damage(), 0..6)) {
        let quoted = String::from_utf8_lossy(&damaged(said.clone().into_bytes(), &damages)).replace('\n', "\n> ");
        let front = "title = \"A\"\n[[source]]\nid = \"s\"\noutlet = \"s\"\nsnapshot = \"s.txt\"";
        let article = format!("+++\n{front}\n+++\n> {quoted}\n>\n> — [S](source:s)\n");
        in_time("a quotation", || build(article.as_bytes(), &said));
    }

    #[test]
    fn captures_are_imported_or_refused((ending, bytes) in sample(), text in text()) {
        for (name, bytes) in [
            (format!("a.{ending}"), bytes),
            (format!("b.{ending}"), text.clone().into_bytes()),
            ("c.rss".to_owned(), format!("<rss version=\"2.0\"><channel><item><title>T</title>{text}").into_bytes()),
            ("d.html".to_owned(), format!("<!doctype html><title>T</title><article>{text}").into_bytes()),
        ] {
            in_time(&name, || assert_builds(&IMPORTER.import(&name, &bytes).unwrap_or_default()));
        }
    }

    #[test]
    fn slugs_are_parts_of_addresses(text in "\\PC{0,40}", pieces in text()) {
        for text in [text, pieces] {
            let slug = slugify(&text);
            prop_assert!(!slug.contains(['/', '\\', '.', ' ', '<', '"']) && !slug.chars().any(char::is_control), "{}", slug);
            prop_assert_eq!(slugify(&slug), slug.clone());
            prop_assert!(slug.len() <= 300, "{}", slug.len());
        }
    }
}
