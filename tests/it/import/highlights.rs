//! Highlights of reading programs: what was imported and written on is never lost, and whatever was highlighted builds.

use crate::common::workspace::Workspace;
use serde_json::json;

const FARES: &str = "content/articles/fares.md";

/// The export of a client of Hypothesis: the words that were highlighted on one page, each with a note.
fn export(highlights: &[(&str, &str)]) -> String {
    let annotation = |(at, (words, note)): (usize, &(&str, &str))| {
        let selector = json!([
            { "type": "TextPositionSelector", "start": at },
            { "type": "TextQuoteSelector", "exact": words },
        ]);
        json!({
            "uri": "https://quay.example/fares", "text": note, "tags": ["fares"], "user": "acct:mara@hypothes.is",
            "created": "2015-03-04T09:00:00+00:00", "document": { "title": ["Fares"] },
            "target": [{ "selector": selector }],
        })
    };
    let annotations: Vec<_> = highlights.iter().enumerate().map(annotation).collect();
    json!({ "client_version": "1.0", "annotations": annotations }).to_string()
}

#[test]
fn more_highlights_are_merged_with_what_an_editor_wrote() {
    let workspace = Workspace::new();
    workspace.write("h.json", &export(&[("It rose by six percent.", "By seven.")]));
    assert!(workspace.import(&["h.json"]).contains("1 written"));
    assert!(workspace.import(&["h.json"]).contains("1 the same"));
    workspace.replace(FARES, "title = \"Fares\"", "title = \"Six percent more\"");

    workspace.write("h.json", &export(&[("It rose by six percent.", "By seven."), ("And then it fell.", "")]));
    assert!(workspace.import(&["h.json", "--update"]).contains("1 updated"));
    let article = workspace.read(FARES);
    for part in
        ["title = \"Six percent more\"", "> And then it fell.\n", "[^1]: \"It rose by six percent.\": By seven.\n"]
    {
        assert!(article.contains(part), "{article}");
    }
    workspace.assert_builds();
}

/// An article of the editor's own that cites the same document is left alone.
#[test]
fn an_article_on_the_same_document_is_found() {
    let workspace = Workspace::new();
    let own = "+++\ntitle = \"My fares\"\n[[source]]\noutlet = \"harbour-news\"\nurl = \"https://quay.example/fares\"\n+++\nMy words.\n";
    workspace.write("site/content/articles/mine.md", own);
    workspace.write("h.json", &export(&[("It rose by six percent.", "")]));
    let said = workspace.import(&["h.json"]);
    assert!(said.contains("it cites the same report"), "{said}");
    assert_eq!(workspace.read("content/articles/mine.md"), own);
}

/// Words and notes may look like any markup.
#[test]
fn whatever_was_highlighted_builds() {
    let words = [
        "*It* _rose_ `by` <b>six</b> &amp; ~~seven~~ percent: [a](b) [^1] [x]",
        "\"So,\" she said: \"no\" … and “no: it rose” again.",
        "rose",
        "it it it it it it it it it it it it it it it it",
        "# 6\n\n> quoted\n\n- listed",
        "가격이 올랐다. 그리고 다시 내렸다.",
        "| a | b |\n\n---",
        "…",
    ];
    let notes = [
        "# No\n\n- one\n- two\n\n```\ncode\n```",
        "\"Six\": [^2] <script>",
        "<!-- more -->",
        "[^x]: y",
        "    four spaces",
        "> said",
    ];
    let all: Vec<(&str, &str)> = words.iter().flat_map(|words| notes.iter().map(move |note| (*words, *note))).collect();
    let workspace = Workspace::new();
    workspace.write("h.json", &export(&all));
    let said = workspace.import(&["h.json"]);
    assert!(said.contains("1 written"), "{said}");
    workspace.assert_builds();
    let table: String = words
        .iter()
        .map(|words| format!("\"{}\",Fares by table,{}\n", words.replace('"', "\"\""), "No: *no*"))
        .collect();
    workspace.write("h.csv", &format!("Highlight,Title,Note\n{table}"));
    workspace.import(&["h.csv"]);
    workspace.assert_builds();
}
