//! The desk of a preview: only its own pages can change anything, and what they save is a verified clip.

use std::fs;

use crate::common::served::Served;
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
        (format!("127.0.0.1:{}", served.port), format!("http://127.0.0.1:{}", served.port), served.token());
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
        assert_eq!(served.post("clip/save", headers, &body).status, status, "{headers:?}");
    }
    assert_eq!(served.post("../articles/a/", &own, &body).status, 400);
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
        let answer = served.post(action, &own, body);
        assert_eq!(answer.status, status, "{action} {}: {}", &body[..body.len().min(80)], answer.text());
    }
    assert_eq!(read_files(&served.folder.join("content")), before);
    let page = served.get("/-/clip");
    assert!(page.head.contains("default-src 'none'") && page.head.contains("frame-ancestors 'none'"), "{}", page.head);
    assert_eq!(served.get("/-/none").status, 404);
}

/// The hash of the article's file that a page was made from.
fn hash(served: &Served, address: &str) -> String {
    let page = served.get(address).text();
    page.split("data-hash=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a hash").to_owned()
}

#[test]
fn a_note_is_written_only_into_the_file_that_was_read() {
    let served = served();
    let file = served.folder.join("content/articles/a.md");
    let start = fs::read_to_string(&file).expect("the article");
    let (path, hash) = ("content/articles/a.md", hash(&served, "/articles/a/"));
    let note = |more: serde_json::Value| {
        let mut note = serde_json::json!({
            "path": path, "hash": hash, "words": "Text", "before": "", "kind": "doubt", "text": "Why?",
        });
        note.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        note
    };
    let (status, shown) = served.act("note/add", &note(serde_json::json!({ "preview": true })));
    assert_eq!((status, shown["definition"].as_str()), (200, Some("[^doubt-text]: \"Text\": Why?")), "{shown}");
    assert_eq!(fs::read_to_string(&file).expect("the article"), start);
    for (more, status) in [
        (serde_json::json!({ "path": "site.toml" }), 422),
        (serde_json::json!({ "path": "../etc/passwd" }), 422),
        (serde_json::json!({ "words": "Texts" }), 422),
        (serde_json::json!({ "text": "See [this](gone.md)." }), 422),
        (serde_json::json!({ "hash": "0" }), 409),
    ] {
        assert_eq!(served.act("note/add", &note(more.clone())).0, status, "{more}");
    }
    assert_eq!(served.act("undo", &serde_json::json!({})).0, 422);
    assert_eq!(served.act("note/add", &note(serde_json::json!({}))).0, 200);
    let with_note = fs::read_to_string(&file).expect("the article");
    assert_eq!(with_note, start.replace("Text.", "Text.[^doubt-text]") + "\n[^doubt-text]: \"Text\": Why?\n");
    // A second tab still shows the first version.
    let (status, conflict) = served.act("note/add", &note(serde_json::json!({})));
    assert_eq!((status, conflict["now"].as_str()), (409, Some(&*with_note)));
    // Another program has written meanwhile, and takes it back.
    served.write(path, "other");
    assert_eq!(served.act("undo", &serde_json::json!({})).0, 409);
    served.write(path, &with_note);
    assert_eq!(served.act("undo", &serde_json::json!({})).0, 200);
    assert_eq!(fs::read_to_string(&file).expect("the article"), start);
}

#[test]
fn others_need_a_token_and_readers_write_nothing() {
    let fill = |folder: &std::path::Path| {
        crate::common::write_files(&site(&[("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n")]), folder);
    };
    let served = Served::new(fill, &["--read-only"]);
    let page = served.until("/articles/a/", |answer| answer.status == 200).text();
    assert!(!page.contains("/-/page.js"), "{page}");
    assert_eq!(served.act("undo", &serde_json::json!({})).0, 403);
    assert_eq!(served.act("overview", &serde_json::json!({})).0, 200);

    let secret = "0123456789abcdef";
    let served = Served::new(fill, &["--desk-token", secret]);
    let page = served.until("/articles/a/", |answer| answer.status == 200).text();
    assert!(page.contains("/-/page.js") && !page.contains(secret) && !served.get("/-/clip").text().contains(secret));
    assert_eq!(served.act("overview", &serde_json::json!({})).0, 401);
    let (host, origin) = (format!("127.0.0.1:{}", served.port), format!("http://127.0.0.1:{}", served.port));
    let own = [("Host", &*host), ("Origin", &*origin), ("X-Margent-Token", secret)];
    assert_eq!(served.post("overview", &own, "{}").status, 200);
}

#[test]
fn what_is_not_published_is_marked_in_previews_alone() {
    let served = Served::of(&site(&[
        ("content/articles/a.md", "+++\ntitle = \"A\"\ndraft = true\n+++\nText.\n"),
        ("content/articles/b.md", "+++\ntitle = \"B\"\ndate = 2199-01-01\n+++\nText.\n"),
        ("content/articles/c.md", "+++\ntitle = \"C\"\n+++\nText.\n"),
    ]));
    let page = served.until("/", |answer| answer.status == 200).text();
    let marks =
        "data-unpublished=\"{&quot;/articles/a/&quot;:&quot;draft&quot;,&quot;/articles/b/&quot;:&quot;future&quot;}\"";
    assert!(page.contains(marks), "{page}");
    for (path, bytes) in served.build() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("/-/") && !text.contains("margent-desk"), "{path} has a part of the desk");
    }
}

#[test]
fn a_clip_is_read_then_saved_and_shown() {
    let served = served();
    let (host, origin, token) =
        (format!("127.0.0.1:{}", served.port), format!("http://127.0.0.1:{}", served.port), served.token());
    let own = [("Host", &*host), ("Origin", &*origin), ("X-Margent-Token", &*token)];
    let read = served.post("clip/read", &own, &clip().to_string());
    let read: serde_json::Value = serde_json::from_slice(&read.body).expect("JSON");
    assert_eq!(read["outlet"], "Canal Post");
    assert_eq!(read["url"], "https://canal.example/locks");
    assert_eq!(read["quote_error"], serde_json::Value::Null);
    assert_eq!(read["articles"][0]["path"], "content/articles/a.md");
    let saved = served.post("clip/save", &own, &clip().to_string());
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
    let again = served.post("clip/read", &own, &clip().to_string()).text();
    assert!(again.contains("Cited already in"), "{again}");
}

#[test]
fn a_fault_is_mended_as_the_overview_offers() {
    let served = served();
    let path = "content/articles/a.md";
    served.write(path, "+++\ntitle = \"A\"\ntopisc = []\n+++\nText.\n");
    let (_, overview) = served.act("overview", &serde_json::json!({}));
    let lists = overview["lists"].as_array().expect("lists");
    let items = lists.iter().flat_map(|list| list["items"].as_array().expect("items"));
    let repair = items.map(|item| &item["repair"]).find(|repair| !repair.is_null()).expect("a repair");
    assert_eq!(repair["lines"], serde_json::json!(["- topisc = []", "+ topics = []"]));
    assert_eq!(served.act("repair", repair).0, 200);
    let file = served.folder.join(path);
    assert_eq!(fs::read_to_string(&file).expect("the article"), "+++\ntitle = \"A\"\ntopics = []\n+++\nText.\n");
    assert_eq!(served.act("repair", repair).0, 422);
    assert_eq!(served.act("undo", &serde_json::json!({})).0, 200);
    assert!(fs::read_to_string(&file).expect("the article").contains("topisc"));
}

#[test]
fn a_source_whose_snapshot_was_deleted_has_none() {
    let front = "title = \"A\"\n[[source]]\nid = \"tide\"\noutlet = \"The Tide\"\nsnapshot = \"a.txt\"\n";
    let article = format!("+++\n{front}+++\nText.\n");
    let outlet = "+++\nname = \"The Tide\"\n+++\n";
    let snapshot = ("content/snapshots/a.txt", "It rose.");
    let files = [("content/articles/a.md", &*article), ("content/outlets/the-tide.md", outlet), snapshot];
    let served = Served::of(&site(&files));
    served.until("/articles/a/", |page| page.status == 200);
    let asked = serde_json::json!({ "path": files[0].0, "hash": hash(&served, "/articles/a/") });
    let sources = || served.act("quote/sources", &asked).1["sources"][0]["snapshot"].clone();
    assert_eq!(sources(), serde_json::json!([["It rose.", false]]));
    fs::remove_file(served.folder.join(snapshot.0)).expect("removed");
    served.until("/articles/a/", |page| page.text().contains("E057"));
    assert_eq!(sources(), serde_json::Value::Null);
}
