//! The law of the desk: whatever is edited on whatever article, in whatever order, its file still parses, and undoing restores it
//! to the byte.

use std::cell::Cell;
use std::fs;

use margent::base::diagnostic::has_errors;
use margent::base::hash;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::common::served::Served;
use crate::common::{Files, load, random_cases, site};

const PATH: &str = "content/articles/a.md";
const SNAPSHOT: &str =
    "The office said that nine ferries would sail. Nobody had crossed the bay for five years, and fares rose twice.";

/// An edit as a page asks for it.
#[derive(Clone, Debug)]
enum DeskMove {
    /// A note on some words from the nth on, in one block or several.
    Annotate(usize, usize, &'static str),
    Rewrite(usize, &'static str, &'static str),
    Delete(usize),
    Quote(&'static str, usize),
    Draft(bool),
    Topic,
    Undo,
}

fn kind() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["context", "doubt", "correction", "translation", "definition"])
}

fn text() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Why?",
        "*One* `two` [three](https://a.example)",
        "first\n\nsecond: \"third\"",
        "- a list\n- in a note",
        "\"quoted\": at once",
        "a [^loose] label and | a bar",
        "> no quotation",
    ])
}

fn moves() -> impl Strategy<Value = Vec<DeskMove>> {
    let passages = prop::sample::select(vec![
        "nine ferries",
        "The office … sail",
        "Nobody had crossed […] fares rose",
        "ten boats",
    ]);
    let one = prop_oneof![
        4 => (0..100usize, 1..12usize, text()).prop_map(|(at, len, text)| DeskMove::Annotate(at, len, text)),
        2 => (0..4usize, kind(), text()).prop_map(|(nth, kind, text)| DeskMove::Rewrite(nth, kind, text)),
        1 => (0..4usize).prop_map(DeskMove::Delete),
        2 => (passages, 0..100usize).prop_map(|(words, at)| DeskMove::Quote(words, at)),
        1 => any::<bool>().prop_map(DeskMove::Draft),
        1 => Just(DeskMove::Topic),
        1 => Just(DeskMove::Undo),
    ];
    prop::collection::vec(one, 1..8)
}

/// Articles with what Markdown has, and with what stands in the way: repetitions, notes that are there, other line ends.
fn article() -> impl Strategy<Value = String> {
    let block = prop::sample::select(vec![
        "Boats lay in the old harbour, and the old harbour was *quite full* of them.",
        "## A heading of the old harbour",
        "One [link](https://a.example/b_c), `some code`, **bold words**, and \\*stars\\* &amp; more.",
        "- first boat\n- second boat\n  with a second line",
        "> Nobody had crossed the bay\n> for five years.\n>\n> — [Desk](source:desk)",
        "| boat | age |\n|---|---|\n| red | 4 |\n| blue | 5 |",
        "```\nboats = 3\n```",
        "A sentence with a note.[^1] Another.[^1]",
        "등대에서 배가 떠났다. **“밤”**은 길다.",
        "> [!NOTE]\n> An alert about boats.",
    ]);
    let notes = prop::sample::select(vec![
        "",
        "[^1]: Old.\n",
        "[^1]: \"a note\": old\n\n    and more\n",
        "[^1]: Old.\n\n[^2]: Unused.\n",
    ]);
    (prop::collection::vec(block, 1..6), notes, any::<[bool; 3]>()).prop_map(|(blocks, notes, [crlf, mark, end])| {
        let front = "+++\ntitle = \"A\" # a comment\n\n[[source]]\noutlet = \"desk\"\nsnapshot = \"desk.txt\"\n+++\n";
        let text = format!("{front}{}\n\n{notes}", blocks.join("\n\n"));
        let text = if end { text } else { text.trim_end().to_owned() };
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        if mark { format!("\u{feff}{text}") } else { text }
    })
}

fn files(article: &str) -> Files {
    let topic = ("content/topics/boats.md", "+++\ntitle = \"Boats\"\nterms = [\"boat*\"]\n+++\n");
    let outlet = ("content/outlets/desk.md", "+++\nname = \"Desk\"\n+++\n");
    site(&[(PATH, article), topic, outlet, ("content/snapshots/desk.txt", SNAPSHOT)])
}

/// The request for an edit of a file.
fn request(wanted: &DeskMove, file: &str) -> (&'static str, Value) {
    let body = file.split("+++").nth(2).unwrap_or_default();
    let plain: String = body.chars().filter(|c| !"*`|>#".contains(*c)).collect();
    let plain: Vec<&str> = plain.split_whitespace().collect();
    let words = |at: usize, len: usize| -> String {
        plain.iter().skip(at % plain.len().max(1)).take(len).copied().collect::<Vec<_>>().join(" ")
    };
    let ids: Vec<String> = load(&files(file))
        .content
        .articles
        .iter()
        .flat_map(|it| it.body.notes.iter().map(|note| note.id.clone()))
        .collect();
    let id = |nth: usize| ids.get(nth % ids.len().max(1)).cloned().unwrap_or_default();
    let (action, own) = match wanted {
        DeskMove::Annotate(at, len, text) => {
            ("note/add", json!({ "words": words(*at, *len), "kind": "doubt", "text": text }))
        }
        DeskMove::Rewrite(nth, kind, text) => ("note/edit", json!({ "id": id(*nth), "kind": kind, "text": text })),
        DeskMove::Delete(nth) => ("note/delete", json!({ "id": id(*nth) })),
        DeskMove::Quote(passage, at) => {
            ("quote/add", json!({ "source": "desk", "words": passage, "after": words(*at, 3) }))
        }
        DeskMove::Draft(draft) => ("release/draft", json!({ "draft": draft })),
        DeskMove::Topic => ("release/topic", json!({ "topic": "boats" })),
        DeskMove::Undo => ("undo", json!({})),
    };
    let mut request = json!({ "path": PATH, "hash": format!("{:032x}", hash::bytes(file.as_bytes())) });
    request.as_object_mut().expect("an object").extend(own.as_object().expect("an object").clone());
    (action, request)
}

#[test]
fn files_always_parse_and_undo_restores_them() {
    let served = Served::of(&files("+++\ntitle = \"A\"\n+++\n"));
    let path = served.folder.join(PATH);
    let read = || fs::read_to_string(&path).expect("the article");
    let (made, refused) = (Cell::new(0), Cell::new(0));
    let outcome = TestRunner::new(random_cases(10)).run(&(article(), moves()), |(start, moves)| {
        served.write(PATH, &start);
        let faulty = has_errors(&load(&files(&start)).faults);
        let mut before: Vec<String> = Vec::new();
        for wanted in &moves {
            let now = read();
            let (action, body) = request(wanted, &now);
            let (status, answer) = served.act(action, &body);
            let count = if status == 200 { &made } else { &refused };
            count.set(count.get() + 1);
            let then = read();
            match (action, status) {
                ("undo", 200) => prop_assert_eq!(&then, &before.pop().expect("an edit")),
                (_, 200) if then != now => before.push(now),
                _ => prop_assert_eq!(&then, &now, "{:?}: {}", wanted, answer),
            }
            let faults = load(&files(&then)).faults;
            prop_assert!(faulty || !has_errors(&faults), "{:?} brings {:#?} into\n{}", wanted, faults, then);
        }
        while let Some(old) = before.pop() {
            prop_assert_eq!(served.act("undo", &json!({})).0, 200);
            prop_assert_eq!(read(), old);
        }
        prop_assert_eq!(read(), start);
        Ok(())
    });
    outcome.expect("the law holds");
    assert!(made.get() > refused.get() / 3, "{} edits were made, {} refused", made.get(), refused.get());
}
