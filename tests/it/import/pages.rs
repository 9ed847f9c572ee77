//! Saved web pages → articles. Each folder of `tests/pages/` holds a page of a shape that pages have, in `expected/` the
//! articles that come of it, to the letter, and, where it is one article, its main text in `main.txt`; their site is
//! `_site`.
//!
//! `BLESS=1 cargo test --test it import::pages` writes the files in `expected/` anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::common::Files;
use crate::common::cases;
use crate::common::importer::{
    Importer, assert_builds, compare_with_expected, count_words, expected_files, read_texts,
};
use margent::import::{Draft, DraftBlock, DraftExcerpt};

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

/// The site that the pages are imported into.
fn site() -> Files {
    read_texts(&pages().join("_site"))
}

fn import(folder: &Path, bytes: &[u8]) -> Vec<(Draft, String, String)> {
    Importer::new(&site()).import_from(folder, "page.html", bytes).expect("an article").0
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
    let (found, expected) = (count_words([found]), count_words([expected]));
    let both: usize = expected.iter().map(|(word, n)| n.min(found.get(word).unwrap_or(&0))).sum();
    2.0 * both as f64 / (found.values().sum::<usize>() + expected.values().sum::<usize>()) as f64
}

#[test]
fn pages_become_these_articles() {
    let mut failed = Vec::new();
    for case in cases("pages") {
        let articles = import(&case, &fs::read(case.join("page.html")).expect("a page"));
        failed.extend(compare_with_expected(&case.join("expected"), &expected_files(&articles)));
        assert_builds(&site(), &articles);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_main_text_is_found() {
    for case in cases("pages") {
        let Ok(main) = fs::read_to_string(case.join("main.txt")) else { continue };
        let articles = import(&case, &fs::read(case.join("page.html")).expect("a page"));
        let [(_, _, file)] = &articles[..] else { panic!("{}: one article", case.display()) };
        let f1 = f1(&text(file), &main);
        assert!(f1 >= 0.95, "{}: {f1}", case.display());
    }
}

/// A byline stands in no excerpt; a name in a sentence, or below a quotation, does.
#[test]
fn bylines_are_no_part_of_a_text() {
    let text =
        "<p>The boats came in at noon, with herring, cod and plaice, and the hall was full by one.</p>".repeat(8);
    let page = |line: &str| {
        let head = "<title>Boats</title><link rel=canonical href=https://islandwire.example/boats>";
        format!("<html><head>{head}</head><body><article><h1>Boats</h1>{line}{text}</article></body></html>")
    };
    for (line, stays) in [
        ("<p class=\"byline\">By Kim Lee</p>", false),
        ("<div class=\"post-meta\">Kim Lee, 3 March 2015</div>", false),
        ("<p><span class=\"author\">By Kim Lee</span></p>", false),
        ("<p>The hall belongs to <span class=\"entry-date\">Kim Lee</span> and her sister.</p>", true),
        ("<blockquote><p>The sea was calm.</p><p class=\"entry-date\">Kim Lee</p></blockquote>", true),
    ] {
        let articles = import(Path::new(""), page(line).as_bytes());
        let (draft, _, file) = &articles[0];
        let (_, body) = file.split_once("\n+++\n").expect("front matter");
        assert_eq!(body.contains("Kim Lee"), stays, "{line}: {body}");
        assert!(stays || draft.removed.iter().any(|it| it.text.contains("Kim Lee")), "{line}: {file}");
    }
}

/// Links around a quotation say whose words it has, however short the text around it is.
#[test]
fn quotations_keep_what_is_beside_them() {
    let prose =
        "<p>The boats came in at noon, with herring, cod and plaice, and the hall was full by one.</p>".repeat(4);
    let quotation = "<blockquote><p>The ferry was late again, and nobody on the pier could say whether it had left at all, \
        since the telephone of the harbour office rang and rang, and the office was shut.</p></blockquote>";
    let link = "<a href=\"https://tide.example/ferry\">The ferry that did not come</a>";
    let blank_lines = format!(
        "<blockquote><p>Three late boats:<br><br>the ferry<br>the tender<br><br>All of them here: {link}\
         <br><a href=\"https://tide.example/all\">tide.example/all</a></p></blockquote>"
    );
    for (text, kept) in [
        (format!("<p>{link}</p>{quotation}"), "> — [tide.example](source:tide-example)"),
        (format!("{quotation}<p>— {link}</p>"), "> — [The ferry that did not come](source:tide-example)"),
        (
            format!("{prose}<div class=\"link\">{link}</div>{quotation}{prose}"),
            "> — [tide.example](source:tide-example)",
        ),
        (format!("{prose}{blank_lines}{prose}"), "> the ferry\\"),
    ] {
        let head = "<title>Ferries</title><link rel=canonical href=https://pier.example/ferries>";
        let page = format!("<html><head>{head}</head><body><article><h1>Ferries</h1>{text}</article></body></html>");
        let articles = import(Path::new(""), page.as_bytes());
        let (_, _, file) = &articles[0];
        assert!(file.contains(kept), "{text}: {file}");
    }
}

/// What a page shows as a quotation or as a post is one, whatever its markup, and stays where it is.
#[test]
fn quotations_are_known_by_their_looks() {
    let prose =
        "<p>The boats came in at noon, with herring, cod and plaice, and the hall was full by one.</p>".repeat(4);
    let button = "<a href=\"https://www.instagram.com/p/a/\">View this post on Instagram</a>";
    let credit = "<a href=\"https://www.instagram.com/p/a/\">A post shared by Harbour (@harbour)</a> on Oct 23, 2017";
    let lead_in = "<p>The <a href=\"https://tide.example/1\">Tide</a> reports:</p>";
    let words = "The ferry was late again, and nobody could say why.";
    for (part, kept) in [
        (
            format!(
                "<div><article><div><blockquote class=\"instagram-media\"><p>{button}</p><p>{credit}</p></blockquote></div></article></div>"
            ),
            "Harbour (@harbour)",
        ),
        (
            format!(
                "<div><blockquote>{words} — Mara Lind (@maralind) <a href=\"https://twitter.com/maralind/status/1\">May 4, 2017</a></blockquote></div>"
            ),
            "> — [Mara Lind (@maralind)](source:twitter), May 4, 2017",
        ),
        (format!("{lead_in}<p class=\"quote\">{words}</p>"), "> — [Tide](source:tide)"),
        (format!("{lead_in}<div class=\"zitat\"><p>{words}</p></div>"), "> — [Tide](source:tide)"),
        (format!("{lead_in}<p style=\"padding-left: 30px;\">{words}</p>"), "> — [Tide](source:tide)"),
    ] {
        let head = "<title>Ferries</title><link rel=canonical href=https://pier.example/ferries>";
        let is_post = part.contains("maralind") || part.contains("@harbour");
        let apart = format!("<div>{prose}</div>{part}<div>{prose}</div>");
        let text = if is_post { apart } else { format!("{prose}{part}{prose}") };
        let page = format!("<html><head>{head}</head><body><article><h1>Ferries</h1>{text}</article></body></html>");
        let articles = import(Path::new(""), page.as_bytes());
        let (_, _, file) = &articles[0];
        assert!(file.contains(kept), "{part}: {file}");
    }
}

/// Every word that a page shows is in an article, or in the list of what was removed.
#[test]
fn no_word_is_lost() {
    for case in cases("pages") {
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
        let articles = import(&case, &bytes);
        let removed = articles.iter().flat_map(|(draft, ..)| &draft.removed).map(|it| it.text.clone());
        let cited = articles.iter().flat_map(|(draft, ..)| &draft.blocks).filter_map(|block| match block {
            DraftBlock::Excerpt(DraftExcerpt { cite: Some(cite), .. }) => {
                Some(format!("{} {} {}", cite.before, cite.name, cite.after))
            }
            DraftBlock::Excerpt(_) | DraftBlock::Prose(_) => None,
        });
        let told = articles.iter().map(|(draft, _, file)| text(file) + " " + &draft.title);
        let kept: Vec<String> = told.chain(cited).chain(removed).collect();
        let kept = count_words(kept.iter().map(String::as_str));
        for (word, times) in count_words(shown.iter().map(String::as_str)) {
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

/// Checks that an article makes only elements that are known, and no attribute or address that runs.
fn must_be_still(file: &str, attack: &str) {
    const KNOWN: &str =
        "p strong em del h1 h2 ul ol li blockquote pre code table thead tbody tr th td hr br sub sup a img";
    for tag in tags(file) {
        let lower = tag.to_lowercase();
        let name = lower.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        assert!(KNOWN.split(' ').any(|it| it == name), "{attack}: <{tag}>\n{file}");
        let runs = ["=\"javascript", "=\"data:", "=\"vbscript"].iter().any(|it| lower.contains(it));
        assert!(!runs, "{attack}: <{tag}>\n{file}");
        let attributes = lower.split_once(' ').map_or("", |(_, it)| it).split("=\"").collect::<Vec<_>>();
        let harmless = attributes.len() < 2 || ["href", "src", "class", "alt"].contains(&attributes[0]);
        assert!(harmless, "{attack}: <{tag}>\n{file}");
    }
}

#[test]
fn nothing_that_runs_survives() {
    let importer = Importer::new(&site());
    let filler =
        "<p>The boats came in at noon, with herring, cod and plaice, and the hall was full by one.</p>".repeat(8);
    let feed = |html: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>T</title><item><title>A</title><link>https://t.example/1</link>{html}</item></channel></rss>"
        )
    };
    for attack in ATTACKS {
        let text = format!(
            "{attack}<blockquote cite=\"javascript:alert(1)\"><p>a</p><p>— {attack}</p></blockquote><p>{attack} words"
        );
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        let post = format!("<wp:post_type>post</wp:post_type><content:encoded>{escaped}</content:encoded>");
        for (name, capture) in [
            ("page.html", format!("<html><body><article><h1>Title</h1>{filler}{attack}{filler}</article></body></html>")),
            ("page.html", format!("<title>T</title>{attack}")),
            ("page.html", text),
            ("feed.rss", feed(&format!("<description>{escaped}</description>"))),
            ("export.xml", feed(&post).replace("<rss", "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"")),
        ] {
            let articles = match importer.import(name, capture.as_bytes()) {
                Ok(articles) => articles,
                Err(refusal) => {
                    assert!(name == "page.html", "{attack}: {name}: {refusal:?}");
                    continue;
                }
            };
            articles.iter().for_each(|(_, _, file)| must_be_still(file, attack));
            assert_builds(&site(), &articles);
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
        ("open tags", many("<a href=\"x\" <p <table <td", 500_000).into_bytes()),
        ("open comment", many("<!-- ", 1_000_000).into_bytes()),
        ("end tags", many("</div></p></b>", 1_000_000).into_bytes()),
        ("breaks", many("a<br>", 50_000).into_bytes()),
        ("paragraphs", many("<p>a, b</p>", 100_000).into_bytes()),
        ("wide table", format!("<table><tr>{}</table>", many("<td>a", 40_000)).into_bytes()),
        ("spans", format!("<table><tr>{}</table>", many("<td colspan=99999999>a", 60_000)).into_bytes()),
        ("text", many("word, ", 1_000_000).into_bytes()),
        ("stars", format!("<p>{}</p>", many("*_`[]()<!&", 200_000)).into_bytes()),
        ("attributes", format!("<p{attributes}>a").into_bytes()),
        ("formats", formats.into_bytes()),
        ("garbage", garbage(500_000)),
        ("script", format!("<p>a<script>{}", many("x", 5_000_000)).into_bytes()),
        ("ld", format!("<script type=application/ld+json>{}</script><p>a", many("[", 100_000)).into_bytes()),
    ];
    let importer = &Importer::new(&site());
    let read = |(name, page): (&str, Vec<u8>)| {
        let since = Instant::now();
        let said = importer.import("page.html", &page).map_or_else(|refusal| refusal.message, |_| String::new());
        let took = since.elapsed();
        assert!(took < Duration::from_secs(30), "{name}: {took:?} {said}");
    };
    let (one, two): (Vec<_>, Vec<_>) = pages.into_iter().enumerate().partition(|(n, _)| n % 2 == 0);
    std::thread::scope(|scope| {
        for half in [one, two] {
            scope.spawn(move || half.into_iter().for_each(|(_, page)| read(page)));
        }
    });
}
