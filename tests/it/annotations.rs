//! A law: whatever an article holds, what `annotations.json` selects is, to the character, what a browser finds on its page:
//! by position in the article's element, and by the words with those around them.

use crate::common::{Files, load_valid, random_cases, render, site};
use dom_query::Document;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Pieces of text: plain, marked, in another script, with entities, or HTML of the editor's own.
const PIECES: [&str; 14] = [
    "word",
    "*slanted* text",
    "**bold**, twice",
    "`a < b && c`",
    "<span title='a>b'>own &eacute; HTML</span>",
    "고려링크는 &amp; \\[x\\]",
    "“quoted” — dashed…",
    "the 1 < 2 case",
    "[a link](https://example.com/?a=1&b=2)",
    "𝔘nicode 👩🏽‍💻 text",
    "العربية",
    "line\nbreak",
    "<!-- nothing -->",
    "&#150; and &#x41;",
];

/// One block, and what it annotates.
#[derive(Clone, Debug)]
enum Block {
    Prose(Vec<usize>, bool),
    Excerpt(Vec<usize>, bool, bool),
    Code,
    Html,
    List(Vec<usize>),
}

fn block() -> impl Strategy<Value = Block> {
    let pieces = || prop::collection::vec(0..PIECES.len(), 1..6);
    prop_oneof![
        3 => (pieces(), any::<bool>()).prop_map(|(pieces, note)| Block::Prose(pieces, note)),
        3 => (pieces(), any::<bool>(), any::<bool>()).prop_map(|(p, note, gap)| Block::Excerpt(p, note, gap)),
        1 => Just(Block::Code),
        1 => Just(Block::Html),
        1 => pieces().prop_map(Block::List),
    ]
}

/// The article, and the passages that its notes speak of, by the ids of the notes.
fn article(blocks: &[Block], crlf: bool) -> (String, Vec<(String, String)>) {
    let mut text = String::from(
        "+++\ntitle = \"T\"\n[[source]]\nid = \"s\"\noutlet = \"desk\"\nurl = \"https://example.com/\"\n+++\n",
    );
    let mut definitions = String::new();
    let mut lemmas = Vec::new();
    for (n, block) in blocks.iter().enumerate() {
        let said = |pieces: &[usize]| pieces.iter().map(|piece| PIECES[*piece]).collect::<Vec<_>>().join(" ");
        let mut note = |wanted: bool| {
            if !wanted {
                return (String::new(), String::new());
            }
            let lemma = format!("passage{n} & its end");
            definitions.push_str(&format!("[^doubt-{n}]: \"{lemma}\": said *of it*.\n\n"));
            lemmas.push((format!("note-doubt-{n}"), lemma.clone()));
            (format!(" **passage{n}** & its end "), format!("[^doubt-{n}]"))
        };
        match block {
            Block::Prose(pieces, wanted) => {
                let (passage, reference) = note(*wanted);
                text.push_str(&format!("So {}{passage}, more.{reference}\n\n", said(pieces)));
            }
            Block::Excerpt(pieces, wanted, gap) => {
                let (passage, reference) = note(*wanted);
                let gap = if *gap { "[…] it [the desk] said\n\nand" } else { "said" };
                let quoted = format!("So {} {gap} {passage}.{reference}", said(pieces)).replace('\n', "\n> ");
                text.push_str(&format!("> {quoted}\n>\n> — [Desk](source:s)\n\n"));
            }
            Block::Code => text.push_str("```rust\nfn a() -> bool { 1 < 2 && true }\n```\n\n"),
            Block::Html => text.push_str("<pre>\nkept\n</pre>\n<script>if (1 < 2 && a) {}</script>\n\n"),
            Block::List(pieces) => {
                pieces.iter().for_each(|piece| text.push_str(&format!("- {}\n", PIECES[*piece].replace('\n', " "))));
                text.push('\n');
            }
        }
    }
    text.push_str(&definitions);
    (if crlf { text.replace('\n', "\r\n") } else { text }, lemmas)
}

fn outlets(text: &str) -> Files {
    let mut files =
        site(&[("content/articles/a.md", text), ("content/outlets/desk.md", "+++\nname = \"Desk\"\n+++\n")]);
    let config = files.get_mut("site.toml").expect("a configuration");
    config.push_str("\n[markdown]\nhtml = \"allow\"\n");
    files
}

/// What a selector of `kind` holds, wherever it is among the selectors.
fn selector<'a>(target: &'a Value, kind: &str) -> Option<&'a Value> {
    let all = target["selector"].as_array()?;
    all.iter().flat_map(|one| [one, &one["refinedBy"]]).find(|one| one["type"] == kind)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(random_cases(48))]

    #[test]
    fn selectors_lead_back(blocks in prop::collection::vec(block(), 1..8), crlf in any::<bool>()) {
        let (text, lemmas) = article(&blocks, crlf);
        let outputs = render(&load_valid(&outlets(&text)));
        let Some(bytes) = outputs.get("articles/a/annotations.json") else {
            prop_assert!(lemmas.is_empty() && !blocks.iter().any(|block| matches!(block, Block::Excerpt(..))));
            return Ok(());
        };
        let annotations: Value = serde_json::from_slice(bytes).expect("JSON");
        let html = std::str::from_utf8(&outputs["articles/a/index.html"]).expect("UTF-8");
        let document = Document::from(html);
        let seen: Vec<char> = document.select("#article").text().chars().collect();
        let items = annotations["items"].as_array().expect("a list");
        let excerpts = blocks.iter().filter(|block| matches!(block, Block::Excerpt(..))).count();
        prop_assert_eq!(items.len(), excerpts + lemmas.len());
        for item in items {
            let id = item["id"].as_str().expect("an id").rsplit('#').next().expect("a part").to_owned();
            let quote = selector(&item["target"], "TextQuoteSelector").expect("by its words");
            let position = selector(&item["target"], "TextPositionSelector").expect("by its place");
            let at = |name: &str| usize::try_from(position[name].as_u64().expect("a number")).expect("small");
            let (start, end) = (at("start"), at("end"));
            let text = |chars: &[char]| chars.iter().collect::<String>();
            let before = text(&seen[start.saturating_sub(32)..start]);
            let after = text(&seen[end..(end + 32).min(seen.len())]);
            prop_assert_eq!(&quote["exact"], &Value::from(text(&seen[start..end])), "{}\n{}", id, html);
            prop_assert_eq!(&quote["prefix"], &Value::from(before));
            prop_assert_eq!(&quote["suffix"], &Value::from(after));
            let exact = quote["exact"].as_str().expect("a text");
            match lemmas.iter().find(|(note, _)| *note == id) {
                Some((_, lemma)) => prop_assert_eq!(&folded(exact), lemma),
                None => {
                    let quoted = document.select(&format!("#{id} blockquote"));
                    // A note's number at the end is not the source's.
                    let whole = folded(&quoted.text());
                    let whole = whole.trim_end_matches(|c: char| c.is_ascii_digit());
                    prop_assert_eq!(folded(exact), whole, "{}", html);
                }
            }
        }
    }
}

/// A verified excerpt says against what, here and in JSON-LD: the kind of copy, its day and its hash. Others have no copy.
#[test]
fn verified_excerpts_name_their_copy() {
    let hash = "8b38b558e4df5eb3a70f60edea988d448559dfdded9b7ca08d9ba7f6c5ac71a8";
    let source =
        |id: &str| format!("[[source]]\nid = \"{id}\"\noutlet = \"desk\"\nurl = \"https://desk.example/{id}\"\n");
    let copy = format!("accessed = 2015-02-01\nsnapshot = \"rain.txt\"\nsha256 = \"{hash}\"\nverified = 2015-02-03\n");
    let text = format!(
        "+++\ntitle = \"T\"\n{}{copy}{}+++\n> It rained.\n>\n> — [Desk](source:s)\n\n> It snowed.\n>\n> — [Desk](source:t)\n",
        source("s"),
        source("t"),
    );
    let mut files = outlets(&text);
    files.insert("content/snapshots/rain.txt".to_owned(), "It rained.".to_owned());
    let outputs = render(&load_valid(&files));
    let annotations: Value = serde_json::from_slice(&outputs["articles/a/annotations.json"]).expect("JSON");
    let state = json!({
        "type": "TimeState",
        "sourceDateStart": "2015-02-01T00:00:00Z",
        "sourceDateEnd": "2015-02-01T23:59:59Z",
        "schema:encodingFormat": "text/plain",
        "schema:sha256": hash,
    });
    assert_eq!(annotations["items"][0]["body"]["state"], state);
    assert!(annotations["items"][1]["body"].get("state").is_none());
    let page = std::str::from_utf8(&outputs["articles/a/index.html"]).expect("UTF-8");
    let script = Document::from(page).select("script[type='application/ld+json']").text().to_string();
    let linked: Value = serde_json::from_str(&script).expect("JSON");
    let article = &linked["@graph"][0];
    let home = "https://example.org/articles/a/";
    let media = json!({
        "@type": "MediaObject",
        "@id": "_:copy-s",
        "encodingFormat": "text/plain",
        "dateCreated": "2015-02-01",
        "sha256": hash,
    });
    assert_eq!(article["citation"][0]["encoding"], media);
    assert!(article["citation"][1].get("encoding").is_none());
    let based_on = json!([{ "@id": format!("{home}#source-s") }, { "@id": "_:copy-s" }]);
    assert_eq!(article["hasPart"][0]["isBasedOn"], based_on);
    assert_eq!(article["hasPart"][1]["isBasedOn"], json!({ "@id": format!("{home}#source-t") }));
    assert!(!outputs.keys().any(|path| path.contains("rain")), "copies are not published");
}
