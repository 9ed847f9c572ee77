//! Saved web pages → articles. Each folder of `tests/pages/` holds a page of a shape that pages have, in `expected/` the
//! articles that come of it, to the letter, and, where it is one article, its main text in `main.txt`; their site is
//! `_site`.
//!
//! `BLESS=1 cargo test --test import_html` writes the files in `expected/` anew.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::capture::{text_files, words};
use margent::import::{self, Block, Capture, Draft, Excerpt, Kind, Outlets, Reading, Refusal, Shelf, Split, State};
use margent::{Memo, config, content};

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(pages()).expect("the cases").map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir() && !path.ends_with("_site")).collect();
    cases.sort();
    cases
}

/// An article, its path and its file.
type Article = (Draft, String, String);

fn import(folder: &Path, bytes: &[u8], split: Split) -> Result<Vec<Article>, Refusal> {
    let inputs = common::inputs(&text_files(&pages().join("_site")));
    let config = config::read(&inputs).value;
    let (content, _) = content::read(&inputs, &config, &Memo::default()).value;
    let outlets = Outlets::of(&content.outlets);
    let reading = Reading { outlets: &outlets, topics: &[], split, suggest: &|_, _| Vec::new() };
    let capture =
        Capture { name: "page.html".to_owned(), folder: folder.to_owned(), kind: Kind::Html, bytes: bytes.to_vec() };
    let mut shelf = Shelf::new(Path::new(""), content::ARTICLES, &inputs, &content);
    let drafts = import::read(&capture, &reading)?;
    let placed = drafts.drafts.into_iter().map(|draft| shelf.place("page.html", draft).expect("a free name"));
    let article = placed.map(|it| match it.state {
        State::New { text } => (it.draft, it.path.to_string(), text),
        other => panic!("{other:?}"),
    });
    Ok(article.collect())
}

/// Checks that a site builds with these articles, and that nothing but outlets is unknown.
fn must_build(articles: &[Article]) {
    let mut files: BTreeMap<String, Vec<u8>> =
        text_files(&pages().join("_site")).into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    for (draft, path, text) in articles {
        let folder = path.trim_end_matches("index.md");
        files.extend(
            draft.assets.iter().map(|it| (format!("{folder}{}", it.name), fs::read(&it.from).expect("a file"))),
        );
        files.insert(path.clone(), text.clone().into_bytes());
    }
    let mut inputs = margent::Inputs::in_memory(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    inputs.options.drafts = true;
    let faults = margent::load(inputs, &Memo::default()).faults;
    let faults: Vec<_> = faults.iter().filter(|fault| fault.code.id != "W023").collect();
    assert!(faults.is_empty(), "{faults:#?}\n{}", articles[0].2);
}

/// The text of an article without its front matter, its attributions, and where links lead.
fn text(file: &str) -> String {
    let (_, body) = file.split_once("\n+++\n").expect("front matter");
    let mut text = String::new();
    let mut attribution = false;
    let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    for event in pulldown_cmark::Parser::new_ext(body, options) {
        match event {
            pulldown_cmark::Event::Text(part) | pulldown_cmark::Event::Code(part) if !attribution => {
                text.push_str(&part)
            }
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { dest_url, .. })
                if dest_url.starts_with("source:") =>
            {
                text.truncate(text.trim_end_matches(['—', ' ']).len());
                attribution = true;
            }
            pulldown_cmark::Event::End(end)
                if !matches!(end, pulldown_cmark::TagEnd::Emphasis | pulldown_cmark::TagEnd::Strong) =>
            {
                attribution &= !matches!(end, pulldown_cmark::TagEnd::Paragraph);
                text.push(' ');
            }
            pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// How well two texts agree in their words (F1).
fn f1(found: &str, expected: &str) -> f64 {
    let (found, expected) = (words([found]), words([expected]));
    let both: usize = expected.iter().map(|(word, n)| n.min(found.get(word).unwrap_or(&0))).sum();
    2.0 * both as f64 / (found.values().sum::<usize>() + expected.values().sum::<usize>()) as f64
}

#[test]
fn pages_become_these_articles() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failed = Vec::new();
    for case in cases() {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(case.join("page.html")).expect("a page");
        let articles = import(&case, &bytes, Split::Auto).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        let folder = case.join("expected");
        let file = |path: &str| path.strip_prefix("content/articles/").expect("an article").replace("/index.md", ".md");
        if bless {
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir(&folder).expect("made");
            articles.iter().for_each(|(_, path, text)| fs::write(folder.join(file(path)), text).expect("written"));
        }
        let mut expected = text_files(&folder);
        for (_, path, text) in &articles {
            let was = expected.remove(&file(path)).unwrap_or_default();
            if was != *text {
                let line = was.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or_default();
                let at = |text: &str| text.lines().nth(line).unwrap_or_default().to_owned();
                failed.push(format!("{name}: {path}:{}\n- {}\n+ {}", line + 1, at(&was), at(text)));
            }
        }
        failed.extend(expected.keys().map(|missing| format!("{name}: no {missing}")));
        must_build(&articles);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_main_text_is_found() {
    for case in cases() {
        let Ok(main) = fs::read_to_string(case.join("main.txt")) else { continue };
        let articles =
            import(&case, &fs::read(case.join("page.html")).expect("a page"), Split::Auto).expect("an article");
        let [(_, _, file)] = &articles[..] else { panic!("{}: one article", case.display()) };
        let f1 = f1(&text(file), &main);
        assert!(f1 >= 0.95, "{}: {f1}", case.display());
    }
}

/// Every word that a page shows is in an article, or in the list of what was removed.
#[test]
fn no_word_is_lost() {
    for case in cases() {
        // Its words are broken by elements: H<sub>2</sub>O.
        if case.ends_with("manual") {
            continue;
        }
        let bytes = fs::read(case.join("page.html")).expect("a page");
        let encoding = match case.file_name().and_then(|name| name.to_str()) {
            Some("korean") => encoding_rs::EUC_KR,
            Some("japanese") => encoding_rs::SHIFT_JIS,
            Some("tables") => encoding_rs::WINDOWS_1252,
            _ => encoding_rs::UTF_8,
        };
        let page = dom_query::Document::from(encoding.decode(&bytes).0.as_ref());
        page.select("script, style, head, noscript").remove();
        let shown: Vec<String> =
            page.root().descendants_it().filter(|it| it.is_text()).map(|it| it.text().to_string()).collect();
        let articles = import(&case, &bytes, Split::Auto).expect("an article");
        let removed = articles.iter().flat_map(|(draft, ..)| &draft.removed).map(|it| it.text.clone());
        let cited = articles.iter().flat_map(|(draft, ..)| &draft.blocks).filter_map(|block| match block {
            Block::Excerpt(Excerpt { cite: Some(cite), .. }) => {
                Some(format!("{} {} {}", cite.before, cite.name, cite.after))
            }
            Block::Excerpt(_) | Block::Prose(_) => None,
        });
        let told = articles.iter().map(|(draft, _, file)| text(file) + " " + &draft.title);
        let kept: Vec<String> = told.chain(cited).chain(removed).collect();
        let kept = words(kept.iter().map(String::as_str));
        for (word, times) in words(shown.iter().map(String::as_str)) {
            let found = kept.get(&word).copied().unwrap_or_default();
            assert!(found >= times, "{}: `{word}` {times} times, found {found}", case.display());
        }
    }
}

/// What pages have tried to run in other people's sites; each says `alert`.
const ATTACKS: [&str; 34] = [
    "<script>alert(1)</script>",
    "<ScRiPt src=https://evil.example/alert.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"javascript:alert(1)\">",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
    "<embed src=\"javascript:alert(1)\">",
    "<form action=\"javascript:alert(1)\"><button formaction=\"javascript:alert(1)\">x</button></form>",
    "<a href=\"javascript:alert(1)\">link</a>",
    "<a href=\" &#14; jav&#x09;ascript:alert(1)\">link</a>",
    "<a href=\"&#106;avascript&colon;alert(1)\">link</a>",
    "<a href=\"data:text/html;base64,alert\">link</a>",
    "<a href=\"vbscript:alert(1)\">link</a>",
    "<a href=\"https://a.example/)<img src=x onerror=alert(1)>\">link</a>",
    "<a href='https://a.example/\"onmouseover=\"alert(1)'>link</a>",
    "<p onclick=alert(1) style=\"background:url(javascript:alert(1))\">words</p>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)><summary>words</summary></details>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<link rel=stylesheet href=\"javascript:alert(1)\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=\"javascript:alert(1)//\">",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;</p>",
    "<p>[link](javascript:alert(1)) &lt;javascript:alert(1)&gt; ![x](javascript:alert(1))</p>",
    "<pre><code class=\"language-x onload=alert(1)\">```\n<script>alert(1)</script></code></pre>",
    "<p>[a]: javascript:alert(1)</p><p>[a]</p>",
    "<table><tr><td>a | <script>alert(1)</script></td><td>&lt;script&gt;alert(1)&lt;/script&gt;</td></tr><tr><td>b<td>c</table>",
    "<img alt=\"](javascript:alert(1)) ![x\" src=\"https://a.example/i.png\">",
];

/// What a browser would make of the article, as tags and their attributes.
fn tags(file: &str) -> Vec<String> {
    let (_, body) = file.split_once("\n+++\n").expect("front matter");
    let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(body, options));
    html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn nothing_that_runs_survives() {
    let filler =
        "<p>The boats came in at noon, with herring, cod and plaice, and the hall was full by one.</p>".repeat(8);
    for attack in ATTACKS {
        for page in [
            format!("<html><body><article><h1>Title</h1>{filler}{attack}{filler}</article></body></html>"),
            format!("<title>T</title>{attack}"),
            format!(
                "{attack}<blockquote cite=\"javascript:alert(1)\"><p>a</p><p>— {attack}</p></blockquote><p>{attack} words"
            ),
        ] {
            let Ok(articles) = import(Path::new(""), page.as_bytes(), Split::Auto) else { continue };
            for (_, _, file) in &articles {
                for tag in tags(file) {
                    let lower = tag.to_lowercase();
                    let known = [
                        "p",
                        "strong",
                        "em",
                        "del",
                        "h1",
                        "h2",
                        "ul",
                        "ol",
                        "li",
                        "blockquote",
                        "pre",
                        "code",
                        "table",
                        "thead",
                    ];
                    let known = known.iter().chain(&["tbody", "tr", "th", "td", "hr", "br", "sub", "sup", "a", "img"]);
                    let name = lower.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default().to_owned();
                    assert!(known.clone().any(|it| *it == name), "{attack}: <{tag}>\n{file}");
                    let attributes = lower.split_once(' ').map_or("", |(_, it)| it).split("=\"").collect::<Vec<_>>();
                    assert!(
                        !lower.contains("=\"javascript")
                            && !lower.contains("=\"data:")
                            && !lower.contains("=\"vbscript"),
                        "{file}"
                    );
                    assert!(
                        attributes.len() < 2 || ["href", "src", "class", "alt"].contains(&attributes[0]),
                        "{attack}: <{tag}>"
                    );
                }
            }
            must_build(&articles);
        }
    }
}

/// Each ends in time, with an article or a refusal.
#[test]
fn hostile_pages_are_refused_or_read() {
    let many = |piece: &str, bytes: usize| piece.repeat(bytes / piece.len());
    let mut seed = 1_u64;
    let mut garbage = |bytes: usize| {
        let next = |_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 56) as u8
        };
        (0..bytes).map(next).collect::<Vec<u8>>()
    };
    let attributes: String = (0..30_000).map(|n| format!(" a{n}=1")).collect();
    let formats: String = (0..3000).map(|n| format!("<b class=c{n}>")).collect::<String>() + &many("<p>x", 100_000);
    let pages: Vec<(&str, Vec<u8>)> = vec![
        ("deep", many("<div>", 500_000).into_bytes()),
        ("deep quotes", many("<blockquote><p>a", 6_000).into_bytes()),
        ("deep lists", many("<ul><li>a", 4_000).into_bytes()),
        ("deep tables", many("<table><tr><td>a", 6_000).into_bytes()),
        ("deep styles", many("<b><i>a", 3_000).into_bytes()),
        ("entities", many("&amp;&lt;&notanentity;&#x41;&#0;&#xffffffff;", 500_000).into_bytes()),
        ("open tags", many("<a href=\"x\" <p <table <td", 1_000_000).into_bytes()),
        ("open comment", many("<!-- ", 1_000_000).into_bytes()),
        ("end tags", many("</div></p></b>", 1_000_000).into_bytes()),
        ("breaks", many("a<br>", 100_000).into_bytes()),
        ("paragraphs", many("<p>a, b</p>", 100_000).into_bytes()),
        ("wide table", format!("<table><tr>{}</table>", many("<td>a", 60_000)).into_bytes()),
        ("spans", format!("<table><tr>{}</table>", many("<td colspan=99999999>a", 60_000)).into_bytes()),
        ("text", many("word, ", 1_000_000).into_bytes()),
        ("stars", format!("<p>{}</p>", many("*_`[]()<!&", 200_000)).into_bytes()),
        ("attributes", format!("<p{attributes}>a").into_bytes()),
        ("formats", formats.into_bytes()),
        ("garbage", garbage(500_000)),
        ("script", format!("<p>a<script>{}", many("x", 5_000_000)).into_bytes()),
        ("ld", format!("<script type=application/ld+json>{}</script><p>a", many("[", 100_000)).into_bytes()),
    ];
    for (name, page) in pages {
        let since = Instant::now();
        let said = import(Path::new(""), &page, Split::Auto).map_or_else(|refusal| refusal.message, |_| String::new());
        let took = since.elapsed();
        assert!(took < Duration::from_secs(60), "{name}: {took:?} {said}");
    }
}
