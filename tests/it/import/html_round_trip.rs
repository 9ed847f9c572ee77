//! Random HTML → Markdown → the pipeline that builds sites: the same text comes out.

use crate::common;
use crate::common::random_cases;
use margent::import::{self, Draft, OutletNames};
use margent::pipeline::content::ArticleId;
use margent::pipeline::markdown::SlotFilling;

/// Random HTML, and the words that it shows.
mod random {
    use proptest::prelude::*;

    /// A piece of HTML, and its text without white space.
    pub type Piece = (String, String);

    fn words() -> impl Strategy<Value = Piece> {
        let sign = "[-+*_~`<>&\\[\\](){}#!|\\\\.:;=^\"'$%@1a ]{1,6}";
        let known = "(\\[x\\] |\\[!NOTE\\]|\\[\\^a\\]|&amp;|<b>|---|===|1\\. |12\\) |# |“so”|가나다|https://a\\.example/_b_| {4}x|\\| - \\|)";
        prop_oneof!["[a-zé]{1,8} ", sign, known].prop_map(|text: String| {
            let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            (html, text.split_whitespace().collect())
        })
    }

    fn join(pieces: Vec<Piece>) -> Piece {
        pieces.into_iter().fold(Piece::default(), |sum, piece| (sum.0 + &piece.0, sum.1 + &piece.1))
    }

    /// A run of text with styles within each other.
    pub fn inline() -> impl Strategy<Value = Piece> {
        let leaf = prop::collection::vec(words(), 1..4).prop_map(join);
        leaf.prop_recursive(3, 12, 4, |inner| {
            let tag = prop::sample::select(vec!["b", "em", "i", "strong", "del", "sub", "sup", "span", "code", "a href=\"https://x.example/a_b(c)?d&amp;copy=1\""]);
            let styled = (tag, inner.clone()).prop_map(|(tag, (html, text))| {
                let name = tag.split(' ').next().unwrap_or_default();
                (format!("<{tag}>{html}</{name}>"), text)
            });
            prop_oneof![2 => styled, 1 => prop::collection::vec(inner, 1..4).prop_map(join), 1 => Just(("<br>".to_owned(), String::new()))]
        })
    }

    /// A few blocks within each other.
    pub fn blocks() -> impl Strategy<Value = Piece> {
        let paragraph = inline().prop_map(|(html, text)| (format!("<p>{html}</p>"), text));
        let bare = inline();
        let heading = (1..7, inline()).prop_map(|(n, (html, text))| (format!("<h{n}>{html}</h{n}>"), text));
        let code =
            words().prop_map(|(html, text)| (format!("<pre><code>{html}\n\n  x```</code></pre>"), text + "x```"));
        let cells = prop::collection::vec(prop::collection::vec(inline(), 2..4), 2..4).prop_map(|rows| {
            let row = |cells: Vec<Piece>| {
                join(cells.into_iter().map(|(html, text)| (format!("<td>{html}</td>"), text)).collect())
            };
            let rows = rows.into_iter().map(row).map(|(html, text)| (format!("<tr>{html}</tr>"), text)).collect();
            let (html, text) = join(rows);
            (format!("<table>{html}</table>"), text)
        });
        let leaf = prop_oneof![4 => paragraph, 1 => bare, 1 => heading, 1 => code, 1 => cells];
        leaf.prop_recursive(3, 16, 4, |inner| {
            let several = prop::collection::vec(inner.clone(), 1..4).prop_map(join);
            let list =
                (prop::sample::select(vec!["ul", "ol", "ol start=7"]), prop::collection::vec(several.clone(), 1..4))
                    .prop_map(|(tag, items)| {
                        let (html, text) =
                            join(items.into_iter().map(|(html, text)| (format!("<li>{html}</li>"), text)).collect());
                        (format!("<{tag}>{html}</{}>", &tag[..2]), text)
                    });
            let around = (prop::sample::select(vec!["blockquote", "div", "section", "figure"]), several.clone());
            let around = around.prop_map(|(tag, (html, text))| (format!("<{tag}>{html}</{tag}>"), text));
            prop_oneof![list, around, several]
        })
    }
}

proptest::proptest! {
    #![proptest_config(random_cases(96))]

    /// What is written as Markdown reads back, through the pipeline that builds sites, as the text of the HTML; what is
    /// left out is told.
    #[test]
    fn html_reads_back_as_the_same_text((html, text) in random::blocks()) {
        // Links to its own site name no source.
        let own = Some("https://x.example/");
        let written = import::html_to_markdown::convert(&html, own, &OutletNames::default());
        let draft = Draft { blocks: written.blocks, sources: written.sources, ..Draft::default() };
        let body = draft.body();
        let file = format!("+++\ntitle = \"T\"\n+++\n{body}");
        let loaded = common::load(&common::site(&[("content/articles/a.md", &file)]));
        let faults = common::faults_of_import(&loaded);
        proptest::prop_assert!(faults.is_empty(), "{:#?}\n{}\n{}", faults, html, body);
        let shown = loaded.site.content.articles[ArticleId::NEWEST].body.html().expect("in memory").fill(|_| SlotFilling::Word(""));
        let (shown_text, text) = if written.removed.is_empty() {
            (plain(&shown), text)
        } else {
            let removed: String = written.removed.iter().map(|removed| removed.text.as_str()).collect();
            (sorted(&(plain(&shown) + &removed)), sorted(&text))
        };
        proptest::prop_assert_eq!(shown_text, text, "{}\n---\n{}\n---\n{}", html, body, shown);
    }
}

/// The characters of a text in order, without white space.
fn sorted(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    characters.sort_unstable();
    characters.into_iter().collect()
}

/// The text of HTML that a build wrote, without white space.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for (n, part) in html.split('<').enumerate() {
        text.push_str(if n == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    text.split_whitespace().collect()
}
