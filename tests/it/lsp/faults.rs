//! Faults while an editor writes.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::client::{TestEditor, apply, counts_bytes};
use crate::common::{Files, site};

const ARTICLE: &str = "content/articles/pier.md";

fn pier() -> Files {
    site(&[
        (ARTICLE, "+++\ntitle = \"항구 🚢 pier\"\ntagz = [\"sea\"]\n+++\nSee [the quay](quay.md).\n"),
        ("content/articles/quay.md", "+++\ntitle = \"Quay\"\ndate = 2020-01-01\n+++\nStones.\n"),
    ])
}

#[test]
fn faults_follow_the_edits_of_an_open_text() {
    let mut editor = TestEditor::open(&pier(), &json!({}));
    let faults = editor.wait_for(ARTICLE, &["E012"]);
    assert_eq!(faults[0]["message"], "unknown key `tagz`\ndid you mean `tags`?");
    assert_eq!((&faults[0]["severity"], &faults[0]["source"]), (&json!(1), &json!("margent")));
    let range = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 4 } });
    assert_eq!(faults[0]["range"], range);

    editor.open_text(ARTICLE);
    editor.edit(ARTICLE, "tagz", "tags");
    editor.wait_for(ARTICLE, &[]);
    // The disk still has the other text, and a link needs the whole site.
    editor.edit(ARTICLE, "quay.md", "qay.md");
    let faults = editor.wait_for(ARTICLE, &["E030"]);
    assert_eq!(editor.words(ARTICLE, &faults[0]["range"]), "[the quay](qay.md)");
    // It moves with its text before the site is loaded again.
    editor.edit(ARTICLE, "See", "Do see");
    let faults = editor.wait_for(ARTICLE, &["E030"]);
    assert_eq!(editor.words(ARTICLE, &faults[0]["range"]), "[the quay](qay.md)");

    let uri = editor.uri(ARTICLE);
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    editor.wait_for(ARTICLE, &["E012"]);
    fs::write(editor.disk(ARTICLE), "+++\ntitle = \"Pier\"\n+++\nWood.\n").expect("written");
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
    editor.wait_for(ARTICLE, &[]);
}

#[test]
fn positions_are_in_the_unit_that_the_client_offers() {
    let mut files = pier();
    let quoted = "+++\ntitle = \"Pier\"\n+++\n항 🚢 [x](no.md)\n";
    files.insert(ARTICLE.to_owned(), quoted.to_owned());
    for (offer, character) in [(json!({}), 5), (counts_bytes(), 9)] {
        let editor = TestEditor::open(&files, &offer);
        let faults = editor.wait_for(ARTICLE, &["E030"]);
        assert_eq!(faults[0]["range"]["start"], json!({ "line": 3, "character": character }));
    }
}

#[test]
fn faults_of_the_site_are_shown_in_its_configuration() {
    let mut files = pier();
    files.insert("content/articles/a/quay.md".to_owned(), files["content/articles/quay.md"].clone());
    files.insert("site.toml".to_owned(), "title = \"Test\"\nbase_url = \"nowhere\"\n".to_owned());
    let editor = TestEditor::open(&files, &json!({}));
    let faults = editor.wait_for("content/articles/quay.md", &["E040"]);
    let related = &faults[0]["relatedInformation"];
    assert!(related.as_array().is_some(), "{related}");
    editor.wait_for("site.toml", &["E014"]);
}

#[test]
fn advice_on_the_open_article_is_a_hint() {
    let mut files = pier();
    files.insert(ARTICLE.to_owned(), "+++\ntitle = \"Pier\"\n+++\n![](boat.png)\n".to_owned());
    files.insert("content/articles/boat.png".to_owned(), String::new());
    let mut editor = TestEditor::open(&files, &counts_bytes());
    editor.open_text(ARTICLE);
    let advice = editor.wait_until(ARTICLE, |fault| fault["severity"] == 4, &["A076"]);
    assert_eq!(editor.words(ARTICLE, &advice[0]["range"]), "![](boat.png)");
}

#[test]
fn repairs_are_offered_where_their_faults_are() {
    let mut files = pier();
    files.insert(
        "content/articles/quay.md".to_owned(),
        "+++\ntitle = \"Quay\"\n[[source]]\nid = \"bay\"\noutlet = \"Bay Post\"\nsnapshot = \"log.txt\"\n+++\nWords.\n\n> 항구 The quay did nod \
         sink.\n>\n> — [Bay Post](source:bay)\n"
            .to_owned(),
    );
    files.insert("content/snapshots/log.txt".to_owned(), "항구 The quay did not sink.\n".to_owned());
    let mut editor = TestEditor::open(&files, &counts_bytes());
    editor.open_text(ARTICLE);
    editor.open_text("content/articles/quay.md");
    editor.wait_for("content/articles/quay.md", &["W023", "E056"]);
    let mut actions = |path: &str, place: &str| {
        let at = editor.position(path, place);
        let range = json!({ "start": at, "end": at });
        let params = json!({ "textDocument": { "uri": editor.uri(path) }, "range": range, "context": {} });
        editor.ask("textDocument/codeAction", &params)
    };
    let found = actions(ARTICLE, "ta|gz");
    assert_eq!((&found[0]["title"], &found[0]["kind"]), (&json!("write `tags`"), &json!("quickfix")));
    assert_eq!(found[0]["diagnostics"][0]["code"], "E012");
    let edits = &found[0]["edit"]["documentChanges"][0]["edits"];
    let mended = apply(&files[ARTICLE], edits.as_array().expect("edits"));
    assert_eq!(mended, files[ARTICLE].replace("tagz", "tags"));

    let quay = &files["content/articles/quay.md"];
    let found = actions("content/articles/quay.md", "did| nod");
    let edits = &found[0]["edit"]["documentChanges"][0]["edits"];
    assert_eq!(apply(quay, edits.as_array().expect("edits")), quay.replace("nod", "not"));

    let found = actions("content/articles/quay.md", "\"Bay| Post\"");
    let changes = found[0]["edit"]["documentChanges"].as_array().expect("changes");
    assert_eq!(changes[0]["kind"], "create");
    assert_eq!(changes[1]["textDocument"]["uri"], changes[0]["uri"]);
    assert_eq!(actions("content/articles/quay.md", "Wor|ds"), json!([]));
}

#[test]
fn the_program_speaks_over_standard_input_and_output() {
    let folder = tempfile::tempdir().expect("a folder");
    crate::common::write_files(&pier(), folder.path());
    let mut server = Command::new(env!("CARGO_BIN_EXE_margent"));
    let server = server.arg("lsp").current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut server = server.spawn().expect("started");
    let mut input = server.stdin.take().expect("piped");
    let mut output = BufReader::new(server.stdout.take().expect("piped"));
    let root = url::Url::from_file_path(folder.path()).expect("an address").to_string();
    let mut say = |message: Value| {
        let message = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{message}", message.len()).expect("written");
        input.flush().expect("written");
    };
    let params = json!({ "rootUri": root, "capabilities": {} });
    say(json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
    assert_eq!(read_message(&mut output)["result"]["capabilities"]["positionEncoding"], "utf-16");
    say(json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    let told = read_message(&mut output);
    assert_eq!(told["params"]["diagnostics"][0]["code"], "E012", "{told}");
    say(json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    say(json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert!(server.wait().expect("ended").success());
}

fn read_message(output: &mut impl BufRead) -> Value {
    let mut header = String::new();
    output.read_line(&mut header).expect("a header");
    output.read_line(&mut String::new()).expect("an empty line");
    let length = header.trim().strip_prefix("Content-Length: ").expect("a length").parse().expect("a number");
    let mut message = vec![0; length];
    output.read_exact(&mut message).expect("a message");
    serde_json::from_slice(&message).expect("JSON")
}
