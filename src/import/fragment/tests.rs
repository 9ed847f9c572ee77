use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};

use super::*;

fn md(html: &str) -> String {
    markdown(html, Some("https://quay.example/2015/tides.html")).text()
}

/// The words that a reader sees, and whether any HTML is left.
fn seen(markdown: &str) -> (String, bool) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let (mut words, mut html) = (String::new(), false);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(part) | Event::Code(part) => words.push_str(&part),
            Event::Html(_) | Event::InlineHtml(_) => html = true,
            _ => words.push(' '),
        }
    }
    (words.split_whitespace().collect::<Vec<_>>().join(" "), html)
}

#[test]
fn html_becomes_markdown() {
    for (html, markdown) in [
        ("<p>One <em>two</em> <strong>three </strong>four</p>", "One *two* **three** four"),
        ("a<br>b<br/>", "a\\\nb"),
        ("<h1>Tides</h1><h3>High #</h3>", "## Tides\n\n### High \\#"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol start=3><li><p>a</p><p>b</p></li><li>c</li></ol>", "3. a\n\n   b\n\n4. c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<pre><code class='language-rust'>fn a() {}\n\n``` b</code></pre>", "````rust\nfn a() {}\n\n``` b\n````"),
        (
            "<a href='../a (b).html' title='c \"d\"'>x [y]</a>",
            "[x \\[y\\]](https://quay.example/a%20%28b%29.html \"c \\\"d\\\"\")",
        ),
        ("<img src=a.png alt='a ](x) <b>'>", "![a \\]\\(x\\) \\<b\\>](https://quay.example/2015/a.png)"),
        ("<table><tr><th>a<th>b</tr><tr><td>1|2<td><p>3</table>", "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |"),
        ("<p>see <a href='javascript:x()'>this</a></p><script>x()</script><p onclick=x()>b</p>", "see this\n\nb"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<iframe src='https://play.example/1' title='Film'></iframe>", "[Film](https://play.example/1)"),
        ("<p>1. no list</p><p>- nor this</p><p># nor this</p>", "1\\. no list\n\n\\- nor this\n\n\\# nor this"),
        ("&lt;script&gt;a&amp;lt;&lt;/script&gt;", "\\<script>a\\&lt;\\</script>"),
        ("<p>The tide [of March] rose.</p>", "The tide [of March] rose."),
        ("<dl><dt>ebb</dt><dd>the fall</dd></dl>", "**ebb**\n\nthe fall"),
        ("<p>a</p><!--more--><p>b</p>", "a\n\n<!-- more -->\n\nb"),
        ("a <em>“b”</em>c", "a “b”c"),
    ] {
        assert_eq!(md(html), markdown, "{html}");
    }
}

#[test]
fn quotations_tell_whom_they_name() {
    let named = |html: &str| match &markdown(html, None).parts[..] {
        [Part::Quote(text, named)] => (text.clone(), named.clone()),
        other => panic!("{other:?}"),
    };
    let (text, found) = named(
        "<blockquote><p>It rose.</p><cite><a href='https://a.example/1'>Harbour News</a>, 3 March</cite></blockquote>",
    );
    assert_eq!(text, "It rose.");
    let url = Some("https://a.example/1".to_owned());
    assert_eq!(
        found,
        Some(Named { name: "Harbour News".to_owned(), after: ", 3 March".to_owned(), url: url.clone(), marked: true })
    );
    let (text, found) = named("<blockquote cite='https://a.example/1'><p>It rose.</p></blockquote>");
    assert_eq!((text.as_str(), found.and_then(|named| named.url)), ("It rose.", url));
    let (_, found) = named("<blockquote><p>It rose.</p><p>— Jane Doe</p></blockquote>");
    assert!(found.is_some_and(|named| named.name == "Jane Doe" && !named.marked));
    assert_eq!(named("<blockquote><p>It rose.</p></blockquote>").1, None);
}

#[test]
fn hostile_fragments_take_no_time() {
    let deep = format!("{}a{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let formatted: String = (0..2000).map(|n| format!("<b class={n}>")).collect::<String>() + &"<p>x".repeat(50_000);
    let wide = "<p>".repeat(50_000);
    let unclosed = "<a <b <c".repeat(100_000);
    let hostile = [
        deep,
        formatted,
        wide,
        unclosed,
        "<table>".repeat(5_000),
        "<svg><math>".repeat(20_000),
        "&#0;&".repeat(20_000),
    ];
    for html in hostile {
        let start = std::time::Instant::now();
        markdown(&html, None);
        assert!(start.elapsed().as_secs() < 20, "{:?}", html.get(..40));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_reads_back_as_the_same_text(
        pieces in prop::collection::vec(
            prop_oneof![
                "[-+*_~`<>&\\[\\](){}#!|\\\\.:;=^\"'$%@1a ]{1,6}",
                "(\\[x\\] |\\[ \\] |\\[!NOTE\\]|\\[\\^a\\]|&amp;|<b>|<script>|https://a\\.example/_b_|---|===|1\\. |12\\) |# |“a”|가나 )",
            ],
            1..8,
        ),
    ) {
        let text = pieces.concat();
        let html = text.replace('&', "&amp;").replace('<', "&lt;");
        let markdown = markdown(&format!("<p>{html}</p>"), None).text();
        let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(seen(&markdown), (expected, false), "{}", markdown);
    }

    #[test]
    fn nothing_runs(
        pieces in prop::collection::vec(
            prop_oneof![
                Just("<em>"), Just("</em>"), Just("<b>"), Just("</b>"), Just("<a href=\"https://a.example/)<script>\">"),
                Just("</a>"), Just("<img src=x alt=\"](y)<script>\" title='\"<script>'>"), Just("<code>`</code>"), Just("<br>"),
                Just("<p>"), Just("<li>"), Just("<ul>"), Just("</ul>"), Just("<blockquote>"), Just("</blockquote>"), Just("<table>"),
                Just("<tr><td>"), Just("</table>"), Just("<pre>"), Just("</pre>"), Just("<script>"), Just("</script>"),
                Just("&lt;script&gt;"), Just("word "), Just("["), Just("]"), Just("("), Just("*"), Just("\\"), Just("\n"), Just("    "),
                Just("<h2>"), Just("</h2>"), Just("<!--"), Just("-->"), Just("<![CDATA["), Just("<dt>"), Just("<q>"), Just("- "),
            ],
            1..14,
        ),
    ) {
        let html = pieces.concat();
        let markdown = markdown(&html, None).text();
        prop_assert!(!seen(&markdown).1, "{}\n{}", html, markdown);
    }
}
