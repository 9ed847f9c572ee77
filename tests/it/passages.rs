//! A law: whatever marks a text has, the passage that a note quotes is found in it and marked, word by word.

use crate::common::{random_cases, render_page, site};
use proptest::prelude::*;

/// How a word is written.
fn written(word: usize, style: u8) -> String {
    let word = format!("word{word}");
    match style {
        0 => format!("*{word}*"),
        1 => format!("**{word}**"),
        2 => format!("`{word}`"),
        3 => format!("[{word}](https://example.com/)"),
        4 => format!("~~{word}~~"),
        5 => format!("“{word}”"),
        6 => format!("({word}),"),
        _ => word,
    }
}

/// What a reader sees of it.
fn seen(word: usize, style: u8) -> String {
    match style {
        5 => format!("“word{word}”"),
        6 => format!("(word{word}),"),
        _ => format!("word{word}"),
    }
}

/// The text inside the marks of a page, without tags.
fn marked(html: &str) -> String {
    let mut text = String::new();
    for part in html.split("<mark class=\"passage note-doubt\"").skip(1) {
        let inner = part.split_once('>').expect("an open tag").1;
        text.push_str(inner.split_once("</mark>").expect("a closed mark").0);
    }
    let mut plain = String::new();
    let mut tag = false;
    for c in text.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => plain.push(c),
            _ => {}
        }
    }
    plain
}

proptest! {
    #![proptest_config(random_cases(48))]

    #[test]
    fn passages_are_marked(
        styles in prop::collection::vec(0u8..12, 3..40),
        breaks in prop::collection::vec(any::<bool>(), 40),
        from in any::<prop::sample::Index>(),
        length in 1usize..12,
        elided in any::<bool>(),
    ) {
        let from = from.index(styles.len());
        let to = (from + length).min(styles.len());
        let mut text = String::new();
        for (n, style) in styles.iter().enumerate() {
            text.push_str(&written(n, *style));
            text.push(if breaks[n] { '\n' } else { ' ' });
        }
        let passage: Vec<String> = (from..to).map(|n| seen(n, styles[n])).collect();
        let lemma = match elided && passage.len() > 2 {
            true => format!("{} … {}", passage[0], passage[passage.len() - 1]),
            false => passage.join(" "),
        };
        let text = format!("+++\ntitle = \"T\"\n+++\n{text}[^doubt-x]\n\n[^doubt-x]: \"{lemma}\": noted.\n");
        let html = render_page(&site(&[("content/articles/a.md", &text)]), "articles/a/index.html");
        let folded = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(folded(&marked(&html)), folded(&passage.concat()), "{}", text);
        prop_assert_eq!(html.matches("id=\"passage-doubt-x\"").count(), 1);
    }
}
