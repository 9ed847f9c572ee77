//! What is taken from pages of every kind, against labels that somebody gave who had not seen the program: `tests/clip/`. The bounds
//! are those that a person would not notice, and a change that falls below one is worse than it looks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use margent::import::clip::{ClippedReport, ReportFacts, read_report};
use margent::import::{Capture, OutletNames, Wall};
use serde_json::Value;

/// Right answers, and all.
type Score = BTreeMap<&'static str, (usize, usize)>;

fn count(score: &mut Score, what: &'static str, right: bool) {
    let (good, all) = score.entry(what).or_default();
    *good += usize::from(right);
    *all += 1;
}

/// A text without the differences of typesetting.
fn plain(text: &str) -> String {
    let quotes = |c: char| match c {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').map(quotes).flat_map(char::to_lowercase).collect()
}

fn texts<'a>(label: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    label[key].as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn judge(score: &mut Score, label: &Value, clip: &ClippedReport) {
    let source = &clip.source;
    if let Some(title) = label["title"].as_str() {
        let found = plain(source.title.as_deref().unwrap_or_default());
        let is_right =
            std::iter::once(title).chain(texts(label, "title_alternatives")).any(|title| plain(title) == found);
        count(score, "title", is_right);
    }
    let found = source.published.map(|date| date.to_string().chars().take(10).collect::<String>());
    match label["date"].as_str() {
        Some(date) => {
            let mut dates = std::iter::once(date).chain(texts(label, "date_alternatives"));
            count(score, "date", dates.any(|date| found.as_deref() == Some(date)));
        }
        None => count(score, "no date made up", found.is_none()),
    }
    if label["tracking"] == true {
        count(score, "address", source.url.as_deref() == label["canonical"].as_str());
    }
    let snapshot = plain(clip.text());
    texts(label, "quotable").for_each(|words| count(score, "quotable", snapshot.contains(&plain(words))));
    texts(label, "not_wanted").for_each(|words| count(score, "no furniture", !snapshot.contains(&plain(words))));
}

#[test]
fn pages_of_every_kind() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clip");
    let labels: Vec<Value> =
        serde_json::from_slice(&fs::read(folder.join("labels.json")).expect("labels")).expect("JSON");
    let (outlets, mut score) = (OutletNames::default(), Score::new());
    for label in &labels {
        let file = folder.join("pages").join(label["file"].as_str().expect("a name"));
        let read = Capture::open(&file, None).and_then(|capture| read_report(&capture, &outlets));
        let wall = label["wall"].as_str();
        let report = match read {
            Ok(report) => report,
            Err(refusal) => {
                let name = match wall {
                    Some("consent") => Wall::Consent.name(),
                    Some("challenge") => Wall::Challenge.name(),
                    Some(_) | None => "no wall at all",
                };
                let what = if wall.is_some() { "wall" } else { "readable" };
                count(&mut score, what, refusal.message.contains(name));
                continue;
            }
        };
        count(&mut score, "readable", true);
        count(&mut score, "wall", wall == report.wall.map(|_| "paywall"));
        let facts = ReportFacts { outlet: Some("Any".to_owned()), ..ReportFacts::default() };
        let today = "2026-01-01".parse().expect("a date");
        judge(&mut score, label, &ClippedReport::new(report, &facts, &outlets, today).expect("a clip"));
    }
    for (what, least) in [
        ("wall", 100),
        ("readable", 95),
        ("title", 90),
        ("date", 95),
        ("no date made up", 100),
        ("address", 90),
        ("quotable", 95),
        ("no furniture", 75),
    ] {
        let (right, all) = score[what];
        assert!(right * 100 >= all * least, "{what}: {right} of {all}\n{score:?}");
    }
}
