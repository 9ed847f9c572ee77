//! HTML that would run, in every place of a site that strangers' words reach.

use serde_json::Value;

use super::catalogue;
use crate::common::live::{live, live_of_marked};
use crate::common::{Files, load, render, site};

/// A text of TOML.
fn quoted(text: &str) -> String {
    toml_edit::value(text).to_string()
}

/// A title that cannot hold line breaks and control characters.
fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

/// An article and a topic for each text.
fn site_of(texts: &[String]) -> Files {
    let mut files = site(&[("content/outlets/s.md", "+++\nname = \"S\"\n+++\n")]);
    files.entry("site.toml".to_owned()).or_default().push_str("[feeds]\nlimit = 1000\n");
    for (number, text) in texts.iter().enumerate() {
        let line = one_line(text);
        let title = quoted(&format!("{number} {line}"));
        let source = format!(
            "id = \"s\"\noutlet = \"s\"\ntitle = {title}\nurl = {}\n",
            quoted(&format!("https://example.org/{line}"))
        );
        let article = format!(
            "+++\ntitle = {title}\ndate = 2019-01-01\nsummary = {}\ntags = [{}]\ntopics = [\"t{number}\"]\n[[source]]\n{source}+++\n{text}\n",
            quoted(&line),
            quoted(&format!("x{number} {line}")),
        );
        files.insert(format!("content/articles/a{number}.md"), article);
        let topic = format!("+++\ntitle = {title}\ndescription = {}\n+++\n{text}\n", quoted(&line));
        files.insert(format!("content/topics/t{number}.md"), topic);
    }
    files
}

#[test]
fn nothing_runs_wherever_it_stands() {
    let cases = catalogue::read("html").case;
    let texts: Vec<String> = cases.iter().map(|case| case.html.clone().expect("HTML")).collect();
    let loaded = load(&site_of(&texts));
    let outputs = render(&loaded.site);
    for (path, bytes) in outputs.iter().filter(|(path, _)| path.ends_with(".html")) {
        let found = live_of_marked(&String::from_utf8_lossy(bytes));
        assert_eq!(found, Vec::<String>::new(), "{path}");
    }
    let feed: Value = serde_json::from_slice(&outputs["feed.json"]).expect("JSON");
    let items = feed["items"].as_array().expect("items");
    // A file with control characters is refused, and nothing of it published.
    let mut outcomes = vec![vec![("becomes", "".into())]; cases.len()];
    for item in items {
        let html = item["content_html"].as_str().expect("HTML");
        assert_eq!(live(html), Vec::<String>::new(), "{item}");
        let title = item["title"].as_str().expect("a title");
        let number: usize = title.split(' ').next().and_then(|number| number.parse().ok()).expect("a number");
        outcomes[number] = vec![("becomes", html.into())];
    }
    let differences = catalogue::compare("html", &outcomes);
    assert!(differences.is_empty(), "{differences}");
}
