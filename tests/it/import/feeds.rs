//! Feeds, exports of WordPress and of reading programs, and texts of other generators → articles. Each folder of `tests/import_feeds/` holds captures,
//! and in `expected/` what comes of them, to the letter.
//!
//! `BLESS=1 cargo test --test it import::feeds` writes the files in `expected/` anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::common::importer::{Imported, Importer, compare_with_expected, expected_files, files_of, site_with_outlets};
use crate::common::{Files, cases, faults_of_import, inputs, random_cases};
use margent::Memo;
use margent::import::{Capture, Draft, ImportRefusal, Skipped};
use margent::pipeline::content::Unknown;
use proptest::prelude::*;

/// The site, with a topic and an outlet that is known by its domain.
fn harbour() -> Files {
    let mut site = site_with_outlets();
    let topic = "+++\ntitle = \"Ferries & boats\"\n+++\n";
    site.insert("content/topics/ferries.md".to_owned(), topic.to_owned());
    let outlet = "+++\nname = \"Strait Wire Agency\"\ndomains = [\"strait-wire.example\"]\n+++\n";
    site.insert("content/outlets/strait.md".to_owned(), outlet.to_owned());
    site
}

/// The captures of a case, in order.
fn captures(case: &Path) -> Vec<PathBuf> {
    let kinds = ["xml", "rdf", "atom", "json", "md", "eml", "mhtml", "csv", "bib"];
    let files =
        walkdir::WalkDir::new(case).sort_by_file_name().into_iter().map(|entry| entry.expect("readable").into_path());
    let capture = |path: &PathBuf| path.extension().is_some_and(|it| kinds.contains(&&*it.to_string_lossy()));
    files.filter(|path| path.is_file() && capture(path) && !path.starts_with(case.join("expected"))).collect()
}

fn import(importer: &Importer, path: &Path) -> Result<Imported, ImportRefusal> {
    let name = path.file_name().expect("a name").to_string_lossy();
    importer.import_from(path.parent().expect("a folder"), &name, &fs::read(path).expect("readable"))
}

/// Checks that a site builds with these articles; what it cannot know is in their lists.
fn must_build(articles: &[(Draft, String, String)]) {
    let mut files = harbour();
    for (draft, path, text) in articles {
        files.insert(path.clone(), text.clone());
        let others = files_of(draft, path).into_iter();
        files.extend(others.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text"))));
    }
    let mut inputs = inputs(&files);
    inputs.options.drafts = true;
    inputs.options.future = true;
    let loaded = margent::load(inputs, &Memo::default());
    let faults = faults_of_import(&loaded);
    assert!(faults.is_empty(), "{faults:#?}");
}

fn told(left: &[Skipped]) -> String {
    left.iter()
        .map(|it| format!("{}: {}\n  {}\n", it.line.map_or("-".to_owned(), |line| line.to_string()), it.what, it.why))
        .collect()
}

#[test]
fn captures_become_these_articles() {
    let importer = Importer::new(&harbour());
    let mut failed = Vec::new();
    for case in cases("import_feeds") {
        let all = captures(&case).iter().map(|path| Capture::open(path, None)).collect::<Result<Vec<_>, _>>();
        let imported = all.and_then(|all| importer.import_all(&all));
        let (articles, left) = imported.unwrap_or_else(|refusal| panic!("{}: {refusal:?}", case.display()));
        let mut found = expected_files(&articles);
        found.extend((!left.is_empty()).then(|| ("left.txt".to_owned(), told(&left))));
        must_build(&articles);
        failed.extend(compare_with_expected(&case.join("expected"), &found));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn what_nobody_was_to_read_stays_unread() {
    let importer = Importer::new(&harbour());
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import_feeds/wordpress-classic/quay.xml");
    let (articles, left) = import(&importer, &case).expect("articles");
    let all: String = articles.iter().map(|(_, _, text)| text.as_str()).collect();
    for secret in ["Never to be seen", "Nor this", "oyster", "Secret plans"] {
        assert!(!all.contains(secret), "{secret}");
    }
    assert!(articles.iter().all(|(_, _, text)| text.contains("\ndraft = true\n")));
    assert!(left.iter().any(|it| it.what.contains("Secret plans") && it.why.contains("password")));
}

fn feed(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>T</title><link>https://t.example/</link>\n{items}</channel></rss>"
    )
}

/// Runs an import that must end soon, in a thread with the stack that workers have.
fn soon(name: &'static str, bytes: Vec<u8>) -> Result<(usize, usize), ImportRefusal> {
    let run = move || {
        let start = Instant::now();
        let found = Importer::new(&harbour()).import_from(Path::new("/nowhere"), name, &bytes);
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(240)]).into_owned();
        assert!(start.elapsed() < Duration::from_secs(30), "{name}: {:?}: {head}", start.elapsed());
        found.map(|(articles, left)| (articles.len(), left.len()))
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).expect("a thread").join().expect("no panic")
}

#[test]
fn hostile_feeds_are_refused_or_read_in_part() {
    let item = |n: usize| {
        format!(
            "<item><title>Item {n}</title><link>https://t.example/{n}</link><description>Text</description></item>\n"
        )
    };
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE rss [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<rss><channel><item><title>&b;</title></item></channel></rss>";
    let refused = soon("bomb.xml", bomb.into()).expect_err("refused");
    assert_eq!((refused.line, refused.message.contains("entities")), (Some(2), true), "{refused:?}");

    let deep = format!("<rss><channel>{}", "<a>\n".repeat(100_000));
    let refused = soon("deep.rss", deep.into()).expect_err("refused");
    assert!(refused.line.is_some_and(|line| line > 200) && refused.message.contains("deep"), "{refused:?}");

    let inner = format!("<![CDATA[{}x{}]]>", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(
        soon("inner.rss", feed(&format!("<item><title>A</title><description>{inner}</description></item>")).into()),
        Ok((1, 0))
    );

    let cut = feed(&(item(1) + &item(2) + "<item><title>Cut"));
    let cut = cut.split("</channel>").next().expect("a part").to_owned();
    assert_eq!(soon("cut.rss", cut.into()), Ok((2, 1)));
    let mismatched = feed(&(item(1) + "<item><title>A</item>"));
    assert_eq!(soon("mismatched.rss", mismatched.into()), Ok((1, 1)));
    let refused = soon("cut.rss", b"<rss><channel>\n<item>".to_vec()).expect_err("refused");
    assert_eq!(refused.line, Some(2), "{refused:?}");

    let latin = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss><channel><item><title>caf\xe9</title></item></channel></rss>".to_vec();
    assert_eq!(soon("latin.rss", latin), Ok((1, 1)));
    let latin = b"<rss><channel>\n<item><title>\xe9t\xe9 \xe0 l'h\xf4tel</title></item></channel></rss>".to_vec();
    let refused = soon("all-latin.rss", latin).expect_err("refused");
    assert!(refused.line == Some(2) && refused.message.ends_with("the byte 0xe9 in column 14"), "{refused:?}");
    let unknown = b"<?xml version=\"1.0\" encoding=\"klingon\"?><rss></rss>".to_vec();
    assert!(soon("unknown.rss", unknown).expect_err("refused").message.contains("klingon"));
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(feed(&item(1)).encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(soon("utf16.rss", utf16), Ok((1, 0)));
    let control = feed("<item><title>A\u{b}B</title></item>");
    assert_eq!(soon("control.rss", control.into()), Ok((1, 1)));
    assert!(soon("empty.rss", b"".to_vec()).is_err());
    let json = format!("{{\"version\":\"https://jsonfeed.org/version/1\",\n\"items\":{}", "[".repeat(100_000));
    assert_eq!(soon("deep.json", json.into()).expect_err("refused").line, Some(2));
    let odd = r#"{"version":"https://jsonfeed.org/version/1","items":[1,null,{"tags":3,"title":[],"authors":{}}]}"#;
    assert_eq!(soon("odd.json", odd.into()), Ok((0, 1)));
    assert_eq!(soon("bare.rss", feed(&(item(1) + "<item></item>")).into()), Ok((1, 1)));
}

#[test]
fn images_of_wordpress_are_found_by_their_numbers() {
    let export = |items: &str| {
        let spaces =
            "xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"";
        format!("<rss {spaces}><channel><title>The Tide</title>\n{items}</channel></rss>").into_bytes()
    };
    let items = "<item><title>The quay</title><wp:post_id>7</wp:post_id><wp:post_parent>5</wp:post_parent>\
        <wp:post_type>attachment</wp:post_type><wp:attachment_url>https://tide.example/quay.png</wp:attachment_url></item>\
        <item><title>Tides</title><wp:post_id>5</wp:post_id><wp:post_type>post</wp:post_type>\
        <content:encoded>It rose. [gallery]</content:encoded><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>\
        <wp:meta_value>7</wp:meta_value></wp:postmeta></item>";
    let importer = Importer::new(&harbour());
    let articles = importer.import("tide.xml", &export(items)).expect("an article");
    let (_, _, text) = &articles[0];
    for part in ["image = \"https://tide.example/quay.png\"\n", "![The quay](https://tide.example/quay.png)"] {
        assert!(text.contains(part), "{text}");
    }
    let refusal = importer.import("empty.xml", &export("")).expect_err("no posts");
    assert_eq!(refusal.message, "the export holds no posts");
}

#[test]
fn hostile_exports_and_front_matter_are_refused_or_read_in_part() {
    let post = |content: &str| {
        format!(
            "<item><title>A</title><wp:post_type>post</wp:post_type><content:encoded><![CDATA[{content}]]></content:encoded></item>\n"
        )
    };
    let head = "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\n";
    let export = |items: &str| format!("{head}{items}</channel></rss>").into_bytes();
    assert_eq!(soon("cut.xml", format!("{head}{}<item><title>Cut", post("x")).into()), Ok((1, 1)));
    assert_eq!(soon("empty.xml", format!("{head}<item>").into()).expect_err("refused").line, Some(2));
    let nested = "[a x=\"1\"]".repeat(20_000) + &"[/a]".repeat(20_000);
    for content in [
        nested,
        "[a x=".repeat(100_000),
        "<blockquote>".repeat(20_000),
        "<!-- wp:a ".repeat(50_000),
        "[[".repeat(100_000),
        "<pre>".repeat(50_000),
    ] {
        assert_eq!(soon("wild.xml", export(&post(&content))), Ok((1, 0)), "{}", &content[..10]);
    }
    let bomb = (0..30).fold("---\na0: &a0 [x, x]\n".to_owned(), |yaml, n| {
        yaml + &format!("a{}: &a{} [*a{n}, *a{n}]\n", n + 1, n + 1)
    });
    for (front, line) in [
        (bomb + "---\n", true),
        (format!("---\na: {}\n---\n", "[".repeat(100_000)), true),
        ("---\na: 1\n".to_owned(), true),
        ("---\na: [1\n---\n".to_owned(), true),
        (format!("+++\na = {}\n+++\n", "[".repeat(100_000)), true),
        ("+++\na = 1\na = 2\n+++\n".to_owned(), true),
        (format!("{{\"a\": {}", "[".repeat(100_000)), true),
        ("---\n- a\n---\n".to_owned(), true),
    ] {
        let refused = soon("a.md", front.clone().into()).expect_err(&front[..20.min(front.len())]);
        assert_eq!(refused.line.is_some(), line, "{refused:?}");
    }
    for body in [
        "{{< a ".repeat(50_000),
        "{%".repeat(50_000),
        "[a](".repeat(20_000),
        "> ".repeat(20_000),
        "{% highlight a %}\n".repeat(5_000),
    ] {
        assert_eq!(soon("a.md", format!("---\ntitle: A\n---\n{body}").into()), Ok((1, 0)));
    }
}

#[test]
fn megabytes_are_read() {
    let paragraph = "<p>A long paragraph about nothing but the sea, and the sea again.</p>\n".repeat(500);
    let item = |n: usize| {
        format!(
            "<item><title>Item {n}</title><link>https://t.example/{n}</link><description><![CDATA[{paragraph}]]></description></item>\n"
        )
    };
    let items: String = (0..12).map(item).collect();
    assert_eq!(soon("large.rss", feed(&items).into()), Ok((12, 0)));
    let wide = format!("<item><title>A</title><description>{}</description></item>", "&lt;p&gt;".repeat(300_000));
    assert_eq!(soon("wide.rss", feed(&wide).into()), Ok((1, 0)));
}

proptest! {
    #![proptest_config(random_cases(96))]

    /// Any front matter: each key is in its place, or under `[extra]`, or told; the text is the same to the byte.
    #[test]
    fn migration_loses_nothing(
        keys in prop::collection::btree_map("(title|date|tags|draft|weight|author|layout|url|lastmod|[a-z]{3,6})", prop_oneof![
            Just("1"), Just("true"), Just("2015-01-31"), Just("\"some text\""), Just("[\"a\", \"b\"]"), Just("[]"), Just("\"/x/y/\""),
            Just("2.5"), Just("[[1], [2]]"), Just("{ a = 1 }"), Just("\"\""),
        ], 0..8),
        body in "[ -;=?-\\\\^-z|~가-나\\n]{1,80}",
        toml in any::<bool>(),
    ) {
        let (fence, colon) = if toml { ("+++", " = ") } else { ("---", ": ") };
        let yaml = |value: &str| if toml { value.to_owned() } else { value.replace("{ a = 1 }", "{ a: 1 }") };
        let front: String = keys.iter().map(|(key, value)| format!("{key}{colon}{}\n", yaml(value))).collect();
        let text = format!("{fence}\n{front}{fence}\n{body}\n");
        thread_local!(static IMPORTER: Importer = Importer::new(&harbour()));
        let read = |importer: &Importer| importer.import_from(Path::new("/nowhere"), "a-text.md", text.as_bytes());
        let (articles, _) = IMPORTER.with(read).expect("an article");
        let (draft, _, file) = &articles[0];
        let (front, written) = file.split_once("\n+++\n").expect("front matter");
        // A heading at the top may be the title.
        let heading = format!("{body}\n");
        let heading = heading.strip_suffix(written).expect("the end of the text");
        let is_in_heading = |c: char| !c.is_alphanumeric() || heading.contains(c);
        prop_assert!(heading.is_empty() || draft.title.chars().all(is_in_heading), "{}", file);
        let front: toml::Table = toml::from_str(front.trim_start_matches("+++\n")).expect("TOML");
        for key in keys.keys() {
            let renamed = match key.as_str() { "lastmod" => "updated", "url" => "aliases", other => other };
            let extra = front.get("extra").is_some_and(|extra| extra.get(key).is_some());
            let listed = draft.decisions.iter().map(|it| &it.text).chain(draft.removed.iter().map(|it| &it.text)).any(|it| it.contains(&format!("`{key}`")));
            let removed = draft.removed.iter().any(|it| it.kind == renamed);
            let kept = front.contains_key(renamed) || extra || listed || removed || draft.unknown.iter().any(|it| matches!(it, Unknown::Redirect(_)));
            // A list of nothing says nothing.
            prop_assert!(kept || keys[key] == "[]", "{} in {}", key, file);
        }
    }
}

/// Many macros that do not name each other are read.
#[test]
fn macros_of_references_may_be_many() {
    let macros: String = (0..30).map(|n| format!("@string{{j{n} = \"Journal \" # \"{n}\"}}\n")).collect();
    let references = format!("{macros}@article{{k, title = {{Fares}}, journal = j7, url = {{https://j.example/7}}}}\n");
    let found =
        Importer::new(&harbour()).import_from(Path::new(""), "a.bib", references.as_bytes()).expect("references");
    assert_eq!(found.0.len(), 1);
}

/// References that would take a parser for ever are refused, and so is what is no export.
#[test]
fn broken_exports_of_reading_programs_are_refused() {
    let importer = Importer::new(&harbour());
    let chain: String = (1..40).map(|n| format!("@string{{a{n} = a{} # a{}}}\n", n - 1, n - 1)).collect();
    for (name, text, line, why) in [
        ("a.bib", "@article{a,\n  title = {Fares,\n", Some(3), "this BibTeX cannot be read"),
        ("a.bib", &format!("@book{{a,\n title = {}x", "{".repeat(100_000)), Some(2), "braces are nested too deep here"),
        ("a.bib", &format!("@string{{a0 = {{x}}}}\n{chain}@book{{k, title = a39}}"), None, "the macros (@string)"),
        ("a.json", "{\"rows\": [{\"uri\": \"https://hypothes.is/\"},]}", Some(1), "this is invalid JSON"),
        ("a.json", "{\"rows\": [], \"uri\": \"https://hypothes.is/\"}", None, "nothing is in this export"),
        ("a.csv", "Highlight,Book Title\n", None, "nothing is in this export"),
        (
            "a.csv",
            "Highlight,Title\n\"Up \"\"6\"\"\",A\n\"It rose,A\nIt fell,A\n",
            Some(3),
            "this table (CSV) has a cell",
        ),
        ("a.csv", "Highlight,Title\n\"It rose,A\n\"It fell\",A\n", Some(2), "this table (CSV) has a cell"),
    ] {
        let refusal = importer.import_from(Path::new(""), name, text.as_bytes()).expect_err(name);
        assert!(refusal.message.starts_with(why), "{refusal:?}");
        assert_eq!(refusal.line, line, "{refusal:?}");
    }
}
