//! The desk of a preview: only its own pages can change anything, and what they save is a verified clip.

use std::fs;

use crate::common::served::{Answer, Served};
use crate::common::{read_files, site};

const PAGE: &str = "<html lang=en><title>Locks close</title><meta property=og:site_name content='Canal Post'><article><h1>Locks close</h1>\
    <p>The waterways board said that all nine locks would close on Friday, a week earlier than in the years before.</p></article>";

fn served() -> Served {
    let served = Served::of(&site(&[
        ("site.toml", "title = \"D\"\nbase_url = \"https://d.example\"\n"),
        ("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n"),
    ]));
    served.until("/", |answer| answer.status == 200);
    served
}

/// The token that the pages of this server know.
fn token(served: &Served) -> String {
    let page = served.get("/-/clip").text();
    page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a token").to_owned()
}

fn post(served: &Served, action: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    served.send(&format!(
        "POST /-/{action} HTTP/1.1\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    ))
}

fn clip() -> serde_json::Value {
    serde_json::json!({
        "html": PAGE, "address": "https://canal.example/locks?fbclid=1", "quote": "all nine locks would close", "comment": "*Why?*",
        "release": true,
    })
}

#[test]
fn nobody_else_writes() {
    let served = served();
    let (host, origin, token) =
        (format!("127.0.0.1:{}", served.port), format!("http://127.0.0.1:{}", served.port), token(&served));
    let before = read_files(&served.folder.join("content"));
    let body = clip().to_string();
    let own = [("Host", &*host), ("Origin", &*origin), ("X-Margent-Token", &*token)];
    for (headers, status) in [
        (&own[..2], 403),
        (&[own[0], own[2]], 403),
        (&[own[0], own[1], ("X-Margent-Token", "0")], 403),
        (&[own[0], own[2], ("Origin", "http://evil.example")], 403),
        (&[own[0], own[2], ("Origin", "null")], 403),
        (&[own[1], own[2], ("Host", "evil.example")], 403),
    ] {
        assert_eq!(post(&served, "clip/save", headers, &body).status, status, "{headers:?}");
    }
    assert_eq!(post(&served, "../articles/a/", &own, &body).status, 400);
    for (action, body, status) in [
        ("clip/save", "no JSON", 422),
        ("clip/save", "{}", 422),
        ("clip/other", "{}", 422),
        ("clip/save", &serde_json::json!({ "html": PAGE, "into": "../../etc/passwd", "outlet": "A" }).to_string(), 422),
        ("clip/save", &serde_json::json!({ "html": "<div>".repeat(100_000), "outlet": "A" }).to_string(), 422),
        ("clip/save", &serde_json::json!({ "html": PAGE, "quote": "all ten locks" }).to_string(), 422),
        // What an editor calls a report is no word of it.
        (
            "clip/save",
            &serde_json::json!({ "html": PAGE, "quote": "Nine locks fail", "title": "Nine locks fail" }).to_string(),
            422,
        ),
    ] {
        let answer = post(&served, action, &own, body);
        assert_eq!(answer.status, status, "{action} {}: {}", &body[..body.len().min(80)], answer.text());
    }
    assert_eq!(read_files(&served.folder.join("content")), before);
    let page = served.get("/-/clip");
    assert!(page.head.contains("default-src 'none'") && page.head.contains("frame-ancestors 'none'"), "{}", page.head);
    assert_eq!(served.get("/-/none").status, 404);
}

#[test]
fn a_clip_is_read_then_saved_and_shown() {
    let served = served();
    let (host, origin, token) =
        (format!("127.0.0.1:{}", served.port), format!("http://127.0.0.1:{}", served.port), token(&served));
    let own = [("Host", &*host), ("Origin", &*origin), ("X-Margent-Token", &*token)];
    let read = post(&served, "clip/read", &own, &clip().to_string());
    let read: serde_json::Value = serde_json::from_slice(&read.body).expect("JSON");
    assert_eq!(read["outlet"], "Canal Post");
    assert_eq!(read["url"], "https://canal.example/locks");
    assert_eq!(read["quote_error"], serde_json::Value::Null);
    assert_eq!(read["articles"][0]["path"], "content/articles/a.md");
    let saved = post(&served, "clip/save", &own, &clip().to_string());
    assert_eq!(saved.status, 200, "{}", saved.text());
    let saved: serde_json::Value = serde_json::from_slice(&saved.body).expect("JSON");
    let article =
        fs::read_to_string(served.folder.join(saved["article"].as_str().expect("a path"))).expect("the article");
    assert!(
        article.ends_with("+++\n\n*Why?*\n\n> all nine locks would close\n>\n> — [Canal Post](source:canal-post)\n"),
        "{article}"
    );
    assert!(!article.contains("draft"), "{article}");
    let page = served.until(saved["address"].as_str().expect("an address"), |answer| answer.status == 200).text();
    assert!(page.contains("class=\"verified\""), "{page}");
    let again = post(&served, "clip/read", &own, &clip().to_string()).text();
    assert!(again.contains("Cited already in"), "{again}");
}
