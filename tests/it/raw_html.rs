//! Laws of HTML in texts: whatever an editor pastes, a browser runs nothing of it and no page falls apart.

use crate::common::live::live;
use crate::common::random_cases;
use margent::base::text::path::RelPath;
use margent::pipeline::config::{MarkdownConfig, RawHtmlRule};
use margent::pipeline::markdown::{CitableSources, MarkdownContext, SlotFilling, SlotTarget, parse};
use proptest::prelude::*;

/// What texts are put together from.
const PIECES: [&str; 65] = [
    "<script>",
    "</script>",
    "<a href=javascript:x>",
    "<a href=\"&#106ava&Tab;script&colon;x\">",
    "</a>",
    "<div",
    " onclick=x",
    "'",
    "\"",
    "<svg>",
    "</svg>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "`",
    "*",
    "**",
    "\n\n",
    "\n- ",
    "\n> ",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<p>",
    "text",
    "<math><mtext>",
    "<b>",
    "</b>",
    "<textarea>",
    "[x](",
    "javascript:x",
    ")",
    ">",
    "<",
    "<img src=x onerror=y>",
    "<noscript>",
    "<iframe srcdoc=",
    "<plaintext>",
    "<details>",
    "</details>",
    "<li>",
    "<ul>",
    "</ul>",
    "<form action=x>",
    "<input>",
    "\n\n    ",
    "[^n]",
    "\n\n[^n]: ",
    "<xmp>",
    "<title>",
    "<svg><script>",
    "style=\"position:fixed\"",
    "<math><style><img ",
    "</p>",
    " ",
    "\n",
    "<data:text/html,x>",
    "![](data:text/html,x)",
];

fn html_of(text: &str, rule: RawHtmlRule) -> String {
    let path = RelPath::new("a.md").expect("a path");
    let options = MarkdownConfig { html: rule, highlight: false, ..MarkdownConfig::default() };
    let context =
        MarkdownContext { path: &path, start: 0, options: &options, base_url: "", cites: CitableSources::default() };
    let body = parse(text, &context).value;
    body.html().expect("in memory").fill(|number| match &body.links[number].target {
        SlotTarget::Raw(written) => SlotFilling::Html(written.clone()),
        SlotTarget::Written(dest) | SlotTarget::Image(dest) | SlotTarget::Own(dest) | SlotTarget::Site(dest) => {
            SlotFilling::Url(dest.as_str().into())
        }
        SlotTarget::Word(key) => SlotFilling::Word(key),
        SlotTarget::Verified(_) => SlotFilling::Word(""),
    })
}

/// Returns whether each element ends in the one in which it started.
fn is_balanced(html: &str) -> bool {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let name = tag.split(['>', ' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => {
                if open.pop() != Some(name) {
                    return false;
                }
            }
            None if ["br", "hr", "img", "input", "col", "wbr", "source", "track"].contains(&name) => {}
            None => open.push(name),
        }
    }
    open.is_empty()
}

proptest! {
    #![proptest_config(random_cases(256))]

    #[test]
    fn nothing_of_a_text_is_live(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..24)) {
        let text = pieces.concat();
        for rule in [RawHtmlRule::Sanitise, RawHtmlRule::Escape] {
            let html = html_of(&text, rule);
            prop_assert_eq!(live(&html), Vec::<String>::new(), "{}\n{}", text, html);
            prop_assert!(is_balanced(&html), "{}\n{}", text, html);
        }
    }

    #[test]
    fn no_setting_allows_links_that_run(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..12)) {
        let html = html_of(&pieces.concat(), RawHtmlRule::Allow);
        let links: Vec<_> = live(&html).into_iter().filter(|live| live.starts_with("href=")).collect();
        prop_assert_eq!(links, Vec::<String>::new(), "{}", html);
    }
}

#[test]
fn settings() {
    let text = "A <kbd onclick=\"x\">K</kbd> *b* <!-- c -->\n\n<form>\n*d*\n</form>\n";
    let cases = [
        (
            RawHtmlRule::Escape,
            "<p>A &lt;kbd onclick=\"x\"&gt;K&lt;/kbd&gt; <em>b</em> </p>\n<p>&lt;form&gt;\n*d*\n&lt;/form&gt;\n</p>\n",
        ),
        (RawHtmlRule::Sanitise, "<p>A <kbd>K</kbd> <em>b</em> </p>\n\n*d*\n\n"),
        (RawHtmlRule::Allow, "<p>A <kbd onclick=\"x\">K</kbd> <em>b</em> <!-- c --></p>\n<form>\n*d*\n</form>\n"),
    ];
    for (rule, expected) in cases {
        assert_eq!(html_of(text, rule), expected, "{rule:?}");
    }
}

#[test]
fn harmless_html_stays() {
    let kept = [
        "<p>An <abbr title=\"a &amp; b\">x</abbr>, <sub>2</sub>, <ruby>漢<rt>kan</rt></ruby>, <q cite=\"https://a.example/\">q</q>.</p>\n",
        "<figure class=\"wide\">\n<img src=\"a.png\" alt=\"A\" width=\"3\">\n<figcaption>*A*</figcaption>\n</figure>\n",
        "<div>\n<video controls=\"\" poster=\"p.png\"><source src=\"v.webm\" type=\"video/webm\"></video>\n</div>\n",
        "<table><thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr><td colspan=\"2\">b</td></tr></tbody></table>\n",
        "<p style=\"color: red\" dir=\"rtl\">x</p>\n",
    ];
    for html in kept {
        assert_eq!(html_of(html, RawHtmlRule::Sanitise), html);
    }
    let sizes = "<p><img srcset=\"a.png 1x,b.png 2x\"></p>\n";
    assert_eq!(html_of(sizes, RawHtmlRule::Sanitise), sizes.replace("x,b", "x, b"));
    let mixed = "<details open>\n<summary>S</summary>\n\nA *b*.\n\n</details>\n";
    let expected = "<details open=\"\">\n<summary>S</summary>\n<p>A <em>b</em>.</p>\n</details>\n";
    assert_eq!(html_of(mixed, RawHtmlRule::Sanitise), expected);
}
