//! Proposals of what may be written.

use serde_json::{Value, json};

use super::client::{TestEditor, counts_bytes};
use crate::common::site;

const ARTICLE: &str = "content/articles/2020/new.md";

/// The proposals at the `|` of a text, each with its detail.
fn proposals(editor: &mut TestEditor, path: &str, text: &str) -> Vec<(String, String)> {
    let before = editor.texts[path].clone();
    let (head, tail) = text.split_once('|').expect("a place");
    editor.edit(path, &before, &format!("{head}{tail}"));
    let at = format!("{}|{}", head.lines().last().unwrap_or_default(), tail.lines().next().unwrap_or_default());
    let list = editor.ask_at("textDocument/completion", path, &at);
    let items = list["items"].as_array().cloned().unwrap_or_default();
    let word = |item: &Value, key: &str| item[key].as_str().expect("a text").to_owned();
    items.iter().map(|item| (word(item, "label"), word(item, "detail"))).collect()
}

fn editor() -> TestEditor {
    let files = site(&[
        (ARTICLE, "+++\ntitle = \"New\"\n+++\n"),
        ("content/articles/old.md", "+++\ntitle = \"Old\"\ntags = [\"Big ships\"]\n+++\n## Part one\n\nText.\n"),
        ("content/topics/harbour.md", "+++\ntitle = \"The harbour\"\n+++\n"),
        ("content/outlets/bay-times.md", "+++\nname = \"Bay Times\"\n+++\n"),
        ("content/snapshots/log.txt", "Words.\n"),
    ]);
    let mut editor = TestEditor::open(&files, &counts_bytes());
    editor.open_text(ARTICLE);
    editor.edit(ARTICLE, "New", "[a](b)");
    editor.wait_for(ARTICLE, &["W114"]);
    editor
}

#[test]
fn articles_are_completed_from_what_the_site_has() {
    let mut editor = editor();
    let head = "+++\ntitle = \"New\"\n";
    let sources = "[[source]]\nid = \"log\"\noutlet = \"bay-times\"\ntitle = \"Notice\"\n";
    let body = format!("{head}{sources}+++\n");
    let cases = [
        (format!("{head}topics = [\"|\"]\n+++\n"), "harbour", "The harbour"),
        (format!("{head}declined_topics = [|]\n+++\n"), "\"harbour\"", "The harbour"),
        (format!("{head}tags = [\"b|\"]\n+++\n"), "Big ships", "1 article"),
        (format!("{head}dr|\n+++\n"), "draft = ", "not published yet"),
        (format!("{head}draft = |\n+++\n"), "true", ""),
        (format!("{head}[[|\n+++\n"), "source", "the reports that it cites, the lead source first"),
        (format!("{head}[[source]]\noutlet = \"|\"\n+++\n"), "bay-times", "Bay Times"),
        (format!("{head}[[source]]\nsnap|\n+++\n"), "snapshot = ", "your private copy in content/snapshots/"),
        (format!("{head}[[source]]\noutlet = \"x\"\nsnapshot = \"|\"\n+++\n"), "log.txt", ""),
        (format!("{body}> — [Bay](source:|)\n"), "log", "bay-times Notice"),
        (format!("{body}See [old](|)\n"), "../old.md", "Old"),
        (format!("{body}See [old](ol|)\n"), "../old.md", "Old"),
        (format!("{body}See [old](|)\n"), "source:log", "bay-times Notice"),
        (format!("{body}See [old](../old.md#|)\n"), "../old.md#part-one", "Part one"),
        (format!("{body}Words.[^|]\n\n[^doubt-x]: Why?\n"), "doubt-x", "a note of this text"),
        (format!("{body}Words.[^|]\n"), "translation-", "a new note of this kind"),
    ];
    for (text, label, detail) in cases {
        let found = proposals(&mut editor, ARTICLE, &text);
        assert!(found.contains(&(label.to_owned(), detail.to_owned())), "{text}{found:#?}");
    }
    let found = proposals(&mut editor, ARTICLE, &format!("{head}|\n+++\n"));
    assert!(found.iter().all(|(label, _)| label != "title = "), "it is there already: {found:?}");
    assert!(proposals(&mut editor, ARTICLE, &format!("{body}Plain |words\n")).is_empty());
}

#[test]
fn the_configuration_is_completed_and_explained() {
    let mut editor = editor();
    editor.open_text("site.toml");
    let head = "title = \"Test\"\nbase_url = \"https://example.org\"\n";
    for (text, label, detail) in [
        (format!("{head}perma|\n"), "permalink = ", "the address of an article"),
        (format!("{head}[|\n"), "feeds", "feeds"),
        (format!("{head}[feeds]\ncontent = \"|\"\n"), "summary", ""),
        (format!("{head}theme = \"|\"\n"), "broadsheet", ""),
        (format!("{head}[index]\nper|\n"), "per_page = ", "articles on a page of a list"),
        (
            format!("{head}[topics]\nterms = [{{ el|\n"),
            "elsewhere = ",
            "counts only in texts that do not mention the site's subject",
        ),
    ] {
        let found = proposals(&mut editor, "site.toml", &text);
        assert!(found.contains(&(label.to_owned(), detail.to_owned())), "{text}{found:#?}");
    }
    editor.edit("site.toml", "terms", "subject = []\nterms");
    let about = editor.ask_at("textDocument/hover", "site.toml", "sub|ject");
    assert_eq!(about["contents"]["value"], "`subject`: terms that show that a text is about the site's subject");
    assert_eq!(editor.ask("textDocument/hover", &json!({})), Value::Null);
}
