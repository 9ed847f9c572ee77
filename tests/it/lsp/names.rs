//! Names in articles: details, places, and new names.

use serde_json::{Value, json};

use super::client::{TestEditor, apply, counts_bytes};
use crate::common::{Files, site};

const PIER: &str = "content/articles/pier.md";
const QUAY: &str = "content/articles/quay.md";
const TOPIC: &str = "content/topics/harbour.md";
const OUTLET: &str = "content/outlets/bay-times.md";

fn harbour() -> Files {
    site(&[
        (
            PIER,
            "+++\ntitle = \"The pier\"\ntopics = [\"harbour\"]\ntags = [\"Old boats\"]\n\n[[source]]\nid = \"log\"\noutlet = \
             \"bay-times\"\ntitle = \"Pier closed\"\npublished = 2020-01-02\nsnapshot = \"log.txt\"\n\n[[source]]\noutlet = \
             \"bay-times\"\n+++\n\nIt is [shut](quay.md#the-stones), see [here](../topics/harbour.md) and [s][second].[^x]\n\n> \
             The pier is shut until spring.[^doubt-when]\n>\n> — [Bay Times](source:log)\n\n[second]: source:bay-times\n\n\
             [^doubt-when]: \"until spring\": which spring?\n[^x]: A plain note.\n",
        ),
        (QUAY, "+++\ntitle = \"The quay\"\ntags = [\"old-boats\"]\n+++\n\nFirst words.\n\n## The stones\n\nHeavy.\n"),
        (TOPIC, "+++\ntitle = \"Harbour\"\ndescription = \"Boats and walls.\"\n+++\n"),
        (OUTLET, "+++\nname = \"Bay Times\"\ncountry = \"KR\"\n+++\n"),
        ("content/snapshots/log.txt", "Notice to all. The pier is shut until spring. Keep away from it.\n"),
    ])
}

fn editor() -> TestEditor {
    let mut editor = TestEditor::open(&harbour(), &counts_bytes());
    // When anything is shown, the site is loaded.
    editor.open_text(PIER);
    editor.edit(PIER, "A plain note.", "A plain note[^gone].");
    editor.wait_for(PIER, &["W050"]);
    editor.edit(PIER, "A plain note[^gone].", "A plain note.");
    editor.wait_for(PIER, &[]);
    editor
}

#[test]
fn hovering_tells_what_a_name_stands_for() {
    let mut editor = editor();
    for (place, says) in [
        ("(source:l|og)", "**Pier closed** · bay-times"),
        ("(source:l|og)", "published 2020-01-02"),
        ("[\"har|bour\"]", "**Harbour**\n\nBoats and walls.\n\n1 article"),
        ("[\"Old| boats", "2 articles"),
        ("outlet = \"bay|-times", "**Bay Times**\n\nKR"),
        ("(quay|.md", "**The quay**\n\nFirst words."),
        ("pier is| shut", "Notice to all. **The pier is shut until spring.** Keep away from it."),
        ("[^x|]\n\n>", "context: A plain note."),
        ("[^doubt|-when]:", "anchored to the passage “until spring”"),
    ] {
        let answer = editor.ask_at("textDocument/hover", PIER, place);
        let said = answer["contents"]["value"].as_str().unwrap_or_default();
        assert!(said.contains(says), "{place}: {said}");
    }
    assert_eq!(editor.ask_at("textDocument/hover", PIER, "It |is"), Value::Null);
    editor.edit(PIER, "\"harbour\"", "\"harbor\"");
    editor.wait_for(PIER, &["E020"]);
    let explained = editor.ask_at("textDocument/hover", PIER, "\"harb|or\"");
    assert!(explained["contents"]["value"].as_str().expect("a text").contains("E020: unknown topic"), "{explained}");
}

#[test]
fn names_lead_to_what_they_name() {
    let mut editor = editor();
    for (place, path, line) in [
        ("(source:l|og)", PIER, 6),
        ("[s|][second]", PIER, 13),
        ("[\"har|bour\"]", TOPIC, 1),
        ("/har|bour.md", TOPIC, 1),
        ("outlet = \"bay|-times", OUTLET, 1),
        ("quay|.md", QUAY, 7),
        ("\"log|.txt", "content/snapshots/log.txt", 0),
        ("[^x|]\n\n>", PIER, 25),
    ] {
        let found = editor.ask_at("textDocument/definition", PIER, place);
        assert_eq!(found["uri"], editor.uri(path).as_str(), "{place}: {found}");
        assert_eq!(found["range"]["start"]["line"], line, "{place}: {found}");
    }
    assert_eq!(editor.ask_at("textDocument/definition", PIER, "It |is"), Value::Null);
}

#[test]
fn references_are_found_in_the_whole_site() {
    let mut editor = editor();
    let mut count = |place: &str, declarations: bool| {
        let params = json!({
            "textDocument": { "uri": editor.uri(PIER) },
            "position": editor.position(PIER, place),
            "context": { "includeDeclaration": declarations },
        });
        editor.ask("textDocument/references", &params).as_array().map(Vec::len)
    };
    assert_eq!(count("[\"har|bour\"]", false), Some(2));
    assert_eq!(count("[\"har|bour\"]", true), Some(3));
    assert_eq!(count("(source:l|og)", true), Some(2));
    assert_eq!(count("[\"Old| boats", false), Some(2));
    assert_eq!(count("outlet = \"bay|-times", false), Some(2));
    assert_eq!(count("title = \"The| pier", true), Some(1));
    assert_eq!(count("It |is", true), None);
}

/// The texts of a site after a rename, by the changes that are proposed, and the files that are moved.
fn renamed(editor: &mut TestEditor, place: &str, name: &str) -> (Vec<(String, String)>, Vec<String>) {
    let params = json!({
        "textDocument": { "uri": editor.uri(PIER) },
        "position": editor.position(PIER, place),
        "newName": name,
    });
    let changes = editor.ask("textDocument/rename", &params);
    let (mut texts, mut moved) = (Vec::new(), Vec::new());
    for change in changes["documentChanges"].as_array().expect("changes") {
        if change["kind"] == "rename" {
            moved.push(change["newUri"].as_str().expect("an address").rsplit('/').next().expect("a name").to_owned());
            continue;
        }
        let paths = [PIER, QUAY, TOPIC, OUTLET];
        let path =
            paths.into_iter().find(|path| change["textDocument"]["uri"] == editor.uri(path).as_str()).expect("a file");
        let text = std::fs::read_to_string(editor.disk(path)).expect("a text");
        texts.push((path.to_owned(), apply(&text, change["edits"].as_array().expect("edits"))));
    }
    (texts, moved)
}

/// A file of the harbour that has kept an address.
fn with_alias(path: &str, address: &str) -> (String, String) {
    let (head, body) = harbour()[path]
        .rsplit_once("+++")
        .map(|(head, body)| (head.to_owned(), body.to_owned()))
        .expect("front matter");
    (path.to_owned(), format!("{head}aliases = [\"{address}\"]\n+++{body}"))
}

#[test]
fn names_are_changed_wherever_they_stand() {
    let mut editor = editor();
    let before = harbour()[PIER].clone();
    let (texts, moved) = renamed(&mut editor, "(source:l|og)", "notice");
    let after = before.replace("id = \"log\"", "id = \"notice\"").replace("source:log", "source:notice");
    assert_eq!((texts, moved), (vec![(PIER.to_owned(), after)], vec![]));

    let (texts, moved) = renamed(&mut editor, "(second]: source:bay|-times".trim_start_matches('('), "second");
    let after = before.replace("[[source]]\noutlet", "[[source]]\nid = \"second\"\noutlet");
    let after = after.replace("source:bay-times", "source:second");
    assert_eq!((texts, moved), (vec![(PIER.to_owned(), after)], vec![]));

    let (texts, moved) = renamed(&mut editor, "[\"har|bour\"]", "port");
    let after = before.replace("[\"harbour\"]", "[\"port\"]").replace("topics/harbour.md", "topics/port.md");
    // Who comes to the former address still finds it.
    let topic = with_alias(TOPIC, "/topics/harbour/");
    assert_eq!((texts, moved), (vec![(PIER.to_owned(), after), topic], vec!["port.md".to_owned()]));

    let (texts, moved) = renamed(&mut editor, "outlet = \"bay|-times", "tide-post");
    let after = before.replace("outlet = \"bay-times\"", "outlet = \"tide-post\"");
    let after = after.replace("[[source]]\noutlet", "[[source]]\nid = \"bay-times\"\noutlet");
    let outlet = with_alias(OUTLET, "/outlets/bay-times/");
    assert_eq!((texts, moved), (vec![(PIER.to_owned(), after), outlet], vec!["tide-post.md".to_owned()]));

    let (texts, moved) = renamed(&mut editor, "[\"Old| boats", "ships");
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts.iter().all(|(_, text)| text.contains("tags = [\"ships\"]")), "{texts:?}");
    assert!(moved.is_empty());
}

#[test]
fn an_id_is_added_to_a_source_in_one_line() {
    let mut files = harbour();
    let text = "+++\ntitle = \"Pier\"\nsource = [{ title = \"Tides\", outlet = \"bay-times\" }]\n+++\n\nSee [it](source:bay-times) \
                and [no](no.md).\n";
    files.insert(PIER.to_owned(), text.to_owned());
    let mut editor = TestEditor::open(&files, &counts_bytes());
    editor.open_text(PIER);
    editor.wait_for(PIER, &["E030"]);
    let after = text.replace("outlet = ", "id = \"log\", outlet = ").replace("source:bay-times", "source:log");
    assert_eq!(renamed(&mut editor, "source:bay|-times", "log").0, [(PIER.to_owned(), after)]);
}

#[test]
fn names_that_cannot_be_are_refused() {
    let mut editor = editor();
    let topic =
        json!({ "textDocument": { "uri": editor.uri(PIER) }, "position": editor.position(PIER, "[\"har|bour\"]") });
    for (name, says) in
        [("harbour", "there already"), ("New Port", "write it as `new-port`"), ("…", "letters or digits")]
    {
        let mut params = topic.clone();
        params["newName"] = name.into();
        let message = editor.ask_in_vain("textDocument/rename", &params);
        assert!(message.contains(says), "{message}");
    }
    let range = editor.ask("textDocument/prepareRename", &topic);
    assert_eq!(editor.words(PIER, &range), "harbour");
    assert_eq!(editor.ask_at("textDocument/prepareRename", PIER, "It |is"), Value::Null);
}

#[test]
fn every_place_of_a_text_can_be_asked_about() {
    let mut files = harbour();
    let odd = "![뉴스](../topics/뉴스.뉴) [^a\n b] [x](<a b.md>) [y](source:) [z](#) [[^\u{301}]](../outlets/é.md)\n\n[^: x\n";
    files.insert(PIER.to_owned(), format!("{}{odd}", files[PIER]));
    let mut editor = TestEditor::open(&files, &counts_bytes());
    editor.open_text(PIER);
    editor.wait_until(PIER, |fault| fault["code"] == "E021", &["E021"]);
    for (line, text) in editor.texts[PIER].clone().split('\n').enumerate() {
        for character in (0..=text.len()).step_by(5) {
            for method in ["hover", "definition", "completion", "prepareRename"] {
                let position = json!({ "line": line, "character": character });
                let params = json!({ "textDocument": { "uri": editor.uri(PIER) }, "position": position });
                editor.ask(&format!("textDocument/{method}"), &params);
            }
        }
    }
}

#[test]
fn the_parts_of_a_text_are_listed_and_its_front_matter_folds() {
    let mut editor = editor();
    editor.open_text(QUAY);
    let document = json!({ "textDocument": { "uri": editor.uri(PIER) } });
    let names = |symbols: &Value| -> Vec<String> {
        let symbols = symbols.as_array().expect("a list").iter();
        symbols.map(|symbol| symbol["name"].as_str().expect("a name").to_owned()).collect()
    };
    let parts = editor.ask("textDocument/documentSymbol", &document);
    assert_eq!(names(&parts), ["The pier", "source log", "source bay-times", "note doubt-when", "note x"]);
    assert_eq!(editor.ask("textDocument/foldingRange", &document)[0]["endLine"], 14);
    let quay = json!({ "textDocument": { "uri": editor.uri(QUAY) } });
    let parts = editor.ask("textDocument/documentSymbol", &quay);
    assert_eq!(names(&parts), ["The quay", "The stones"]);
    assert_eq!(editor.words(QUAY, &parts[1]["range"]), "## The stones");
}
