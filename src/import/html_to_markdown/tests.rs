use proptest::prelude::*;
use pulldown_cmark::{Event, Parser};

use super::*;
use crate::import::draft::{Draft, DraftBlock};
use crate::pipeline::content::Unknown;
use crate::pipeline::markdown::EXTENSIONS;

fn md(html: &str) -> String {
    let converted = convert(html, Some("https://quay.example/2015/tides.html"), &OutletNames::default());
    let draft = Draft { blocks: converted.blocks, sources: converted.sources, ..Draft::default() };
    draft.body().trim_end().to_owned()
}

/// Tags for styles that Markdown has no marks for.
const STYLE_TAGS: [&str; 6] = ["strong", "em", "del", "sub", "sup", "br"];

/// The words that a reader sees, and whether any other HTML is left.
fn visible_words(markdown: &str) -> (String, bool) {
    let (mut words, mut html) = (String::new(), false);
    for event in Parser::new_ext(markdown, EXTENSIONS) {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events only separate words")]
        match event {
            Event::Text(part) | Event::Code(part) => words.push_str(&part),
            Event::InlineHtml(tag) if STYLE_TAGS.contains(&tag.trim_matches(['<', '/', '>'])) => {}
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
        ("<p><strong>Lind:&nbsp;</strong>It rose.</p>", "**Lind:**\u{a0}It rose."),
        ("a<br>b<br/>", "a\\\nb"),
        ("<h1>Tides</h1><h3>High #</h3>", "## Tides\n\n### High \\#"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol start=3><li><p>a</p><p>b</p></li><li>c</li></ol>", "3. a\n\n   b\n\n4. c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<pre><code class='language-rust'>fn a() {}\n\n``` b</code></pre>", "````rust\nfn a() {}\n\n``` b\n````"),
        ("<a href='../a (b).html' title='c \"d\"'>x [y]</a>", "[x [y]](<https://quay.example/a%20(b).html>)"),
        ("<img src=a.png alt='a ](x) <b>'>", "![a \\](x) \\<b>](https://quay.example/2015/a.png)"),
        ("<table><tr><th>a<th>b</tr><tr><td>1|2<td><p>3</table>", "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |"),
        ("<p>see <a href='javascript:x()'>this</a></p><script>x()</script><p onclick=x()>b</p>", "see this\n\nb"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p>a</p><blockquote><p> </p><hr></blockquote>", "a"),
        ("<iframe src='https://play.example/1' title='Film'></iframe>", "[Film](https://play.example/1)"),
        ("<p>1. no list</p><p>- nor this</p><p># nor this</p>", "1\\. no list\n\n\\- nor this\n\n\\# nor this"),
        ("&lt;script&gt;a&amp;lt;&lt;/script&gt;", "\\<script>a\\&lt;\\</script>"),
        ("<p>The tide [of March] rose.</p>", "The tide [of March] rose."),
        ("<dl><dt>ebb</dt><dd>the fall</dd></dl>", "**ebb**\n\nthe fall"),
        ("a <em>“b”</em>c", "a <em>“b”</em>c"),
        (
            "<table><tr><th rowspan=2>Line<th colspan=2>Fare<tr><th>old<th>new<tr><td rowspan=2>South<td>1<td>2<tr><td>3<td>4</table>",
            "| Line | Fare |  |\n| --- | --- | --- |\n|  | old | new |\n| South | 1 | 2 |\n|  | 3 | 4 |",
        ),
        ("<p><ruby>船<rp>(</rp><rt>ふね</rt><rp>)</rp></ruby>の<ruby>港<rt>みなと</rt></ruby></p>", "船の港"),
        ("<p>Fahr&shy;preise\u{200b}</p>", "Fahrpreise"),
        (
            "<p>So <math><mi>a</mi><annotation encoding='application/x-tex'>a_1</annotation></math> and <math><mi>b</mi></math>",
            "So `a_1` and b",
        ),
        (
            "<span class=katex><span class=katex-mathml><math alttext='x^2'></math></span><span class=katex-html>x2</span></span>",
            "`x^2`",
        ),
        ("<p>So <script type='math/tex'>\\frac{a}{b}</script>.</p>", "So `\\frac{a}{b}`."),
        ("<p>Seen.</p><p style='display: none'>Unseen.</p>", "Seen."),
        ("<noscript><img src=a.png alt=a></noscript>", "![a](https://quay.example/2015/a.png)"),
        (
            "<picture><source srcset='b.webp 2x'><img data-src=a.png alt=a></picture>",
            "![a](https://quay.example/2015/a.png)",
        ),
        (
            "<p><a href='#who'>there</a>, <a href='tides.html#t'>here</a>, <a href='#x'>off</a></p><h2 id=who>Who pays</h2><section id=t><h3>Tides</h3></section>",
            "[there](#who-pays), [here](#tides), off\n\n## Who pays\n\n### Tides",
        ),
    ] {
        assert_eq!(md(html), markdown, "{html}");
    }
}

#[test]
fn quotations_name_their_source() {
    for (html, markdown) in [
        (
            "<blockquote><p>It rose.</p><cite><a href='https://a.example/1'>Harbour News</a>, 3 March</cite></blockquote>",
            "> It rose.\n>\n> — [Harbour News](source:harbour-news), 3 March",
        ),
        (
            "<blockquote><p>It rose.</p><p>— <cite>Harbour <a href='https://a.example/1'>News</a></cite></p></blockquote>",
            "> It rose.\n>\n> — Harbour [News](source:news)",
        ),
        (
            "<blockquote cite='https://a.example/1'><p>It rose.</p></blockquote>",
            "> It rose.\n>\n> — [a.example](source:a-example)",
        ),
        // A person; whoever is named inside a sentence stays there.
        ("<blockquote><p>It rose.</p><p>— Jane Doe</p></blockquote>", "> It rose.\n\n— Jane Doe"),
        ("<blockquote>As <cite>The Tide</cite> says, it rose.</blockquote>", "> As *The Tide* says, it rose."),
        // Words in quotation marks above a signature, and above a sentence.
        (
            "<p>“The water rose and rose until noon came.”</p><p>— <a href='https://a.example/1'>Harbour News</a></p>",
            "> “The water rose and rose until noon came.”\n>\n> — [Harbour News](source:harbour-news)",
        ),
        (
            "<p>“The water rose and rose until noon came.”</p><p>— Jane Doe, harbour master</p>",
            "> “The water rose and rose until noon came.”\n\n— Jane Doe, harbour master",
        ),
        (
            "<p>“The water rose and rose until noon came.”</p><p>— Then it fell.</p>",
            "“The water rose and rose until noon came.”\n\n— Then it fell.",
        ),
        // A post by the credit below it.
        (
            "<p>Rust again.</p><p>— Mara Lind (@maralind) <a href='https://x.com/maralind/status/1'>March 4, 2019</a></p>",
            "> Rust again.\n>\n> — [Mara Lind (@maralind)](source:x), March 4, 2019",
        ),
        // A heading as the lead-in, paragraphs that one pair of marks holds together.
        (
            "<h3>From <a href='https://a.example/1'>Harbour News</a>:</h3><blockquote><p>It rose.</p></blockquote>",
            "### From [Harbour News](https://a.example/1):\n\n> It rose.\n>\n> — [Harbour News](source:harbour-news)",
        ),
        (
            "<p>Reuters reports:</p><p>“The water rose and rose until noon came.</p><p>“Then it fell.”</p><p>So it did.</p>",
            "Reuters reports:\n\n> “The water rose and rose until noon came.\n>\n> “Then it fell.”\n>\n> — [Reuters](source:reuters)\n\nSo it did.",
        ),
    ] {
        assert_eq!(md(html), markdown, "{html}");
    }
    let converted = convert("<blockquote><p>It rose.</p></blockquote>", None, &OutletNames::default());
    assert_eq!(converted.unknown, [Unknown::ExcerptOutlet("It rose.".to_owned())]);
}

#[test]
fn footnotes_are_notes() {
    for (html, markdown) in [
        (
            "<p>Up<sup id='fnref:1'><a href='#fn:1'>1</a></sup>.</p><div class=footnotes><hr><ol><li id='fn:1'><p>By <em>six</em>.&nbsp;<a href='#fnref:1'>↩</a></p></li></ol></div>",
            "Up[^1].\n\n[^1]: By *six*.",
        ),
        (
            "<p>Up<a href='#fn1' class=footnote-ref id=fnref1 role=doc-noteref><sup>1</sup></a> and on<a href='#fn2' role=doc-noteref>2</a>.</p><section><h2>Notes</h2><ol><li id=fn1><p>One.</p><p>More.</p></li><li id=fn2>Two.</li></ol></section>",
            "Up[^1] and on[^2].\n\n[^1]: One.\n\n    More.\n\n[^2]: Two.",
        ),
        (
            "<p>Up<a href='#_ftn1' name='_ftnref1'>[1]</a>.</p><hr><p><a href='#_ftnref1' name='_ftn1'>[1]</a> By six.</p>",
            "Up[^1].\n\n[^1]: By six.",
        ),
        (
            "<p>Up<a id=anchor-1 href='#footnote-1'>1</a>.</p><div><a id=footnote-1 href='#anchor-1'>1</a><div><p>By six.</p></div></div>",
            "Up[^1].\n\n[^1]: By six.",
        ),
        // A list of contents is none of notes.
        ("<p><a href='#a'>1</a></p><div id=a><p>Part</p><p>More</p></div>", "1\n\nPart\n\nMore"),
    ] {
        assert_eq!(md(html), markdown, "{html}");
    }
    let whole = html_to_markdown_of_others("<p>Up<sup><a href='#n'>1</a></sup>.</p><ol><li id=n>By six.</li></ol>");
    assert_eq!(whole, "Up<sup>1</sup>.\n\n1. By six.");
}

/// The Markdown of a report, as an excerpt has it.
fn html_to_markdown_of_others(html: &str) -> String {
    let base = BaseUrl::default();
    let content = parse(html, HtmlContext { resolve: &|href| base.resolve(href), origin: HtmlOrigin::Post });
    excerpts::to_markdown(content.blocks)
}

#[test]
fn html_beyond_the_bounds_becomes_words() {
    let deep = format!("{}a &amp; b{}", "<div>".repeat(1_000), "</div>".repeat(1_000));
    let converted = convert(&deep, None, &OutletNames::default());
    assert_eq!(converted.blocks, [DraftBlock::Prose("a \\&amp; b".to_owned())]);
    assert!(converted.removed.iter().any(|removed| removed.kind == "markup"), "{:?}", converted.removed);
    assert_eq!(plain_text(&deep), "a &amp; b");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

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
        let markdown = md(&format!("<p>{html}</p>"));
        let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(visible_words(&markdown), (expected, false), "{}", markdown);
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
        let markdown = md(&html);
        prop_assert!(!visible_words(&markdown).1, "{}\n{}", html, markdown);
    }
}
