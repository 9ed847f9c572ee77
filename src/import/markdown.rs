//! Drafts → Markdown that reads back as the same text.

use super::{Attribution, Draft, DraftBlock, DraftExcerpt, DraftSource};

/// Writes the text of a draft, without its front matter.
pub fn body(draft: &Draft) -> String {
    let blocks = draft.blocks.iter().map(|block| match block {
        DraftBlock::Prose(text) => format!("{text}\n"),
        DraftBlock::Excerpt(excerpt) => quotation(excerpt, &draft.sources),
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// A blockquote, and below it whose words it holds.
fn quotation(excerpt: &DraftExcerpt, sources: &[DraftSource]) -> String {
    let attribution = excerpt.cite.as_ref().and_then(|cite| Some((cite, sources.get(cite.source)?)));
    let attribution = attribution.map(|(Attribution { before, name, after, .. }, source)| {
        format!("\n\n— {}[{}](source:{}){}", inline(before), inline(name), source.id(), inline(after))
    });
    let text = excerpt.text.clone() + &attribution.unwrap_or_default();
    text.lines().map(|line| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") }).collect()
}

/// Makes Markdown of a paragraph of plain text, given on one line, so that it reads back as the same text.
pub fn escape(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let run = |mark: char| text.len() - text.trim_start_matches(mark).len();
    let ends = |at: usize| text[at..].chars().next().is_none_or(|c| c == ' ' || c == '\t');
    let at = match text.chars().next() {
        Some('>') => Some(0),
        Some('#') if run('#') <= 6 && ends(run('#')) => Some(0),
        Some('+' | '-') if ends(1) => Some(0),
        Some('-') if text.chars().all(|c| matches!(c, '-' | ' ' | '\t')) => Some(0),
        Some('0'..='9') if digits <= 9 && text[digits..].starts_with(['.', ')']) && ends(digits + 1) => Some(digits),
        _ => None,
    };
    match at {
        Some(at) => format!("{}\\{}", inline(&text[..at]), inline(&text[at..])),
        None => inline(text),
    }
}

/// Escapes what has a meaning inside a paragraph.
pub(super) fn inline(text: &str) -> String {
    // Brackets mean something only next to one of these; without them they read better as they are.
    let brackets = ["](", "][", "]:", "[^", "[!"].iter().any(|pair| text.contains(pair))
        || (text.starts_with('[') && text.chars().nth(2) == Some(']'));
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let next = rest.chars().next().unwrap_or(' ');
        let special = match c {
            '\\' | '`' | '*' | '~' => true,
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') || is_email(rest),
            '&' => is_entity(rest),
            '[' | ']' => brackets,
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// Tells whether what follows `<` begins as an address of e-mail does (CommonMark §6.5).
fn is_email(rest: &str) -> bool {
    let name = rest.split_once('@').map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b))
}

/// Tells whether an ampersand before this would begin a character reference (CommonMark §2.5).
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    end > 0 && name[end..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};

    use super::*;
    use crate::pipeline::markdown::EXTENSIONS;

    /// What a reader sees of a text that must be one paragraph in a blockquote.
    fn read(markdown: &str) -> Option<String> {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, EXTENSIONS) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(Tag::BlockQuote(None) | Tag::Paragraph)
                | Event::End(TagEnd::BlockQuote(None) | TagEnd::Paragraph) => {}
                _ => return None,
            }
        }
        Some(text)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn reads_back_as_the_same_text(
            pieces in prop::collection::vec(
                prop_oneof![
                    "[-+*_~`<>&\\[\\](){}#!|\\\\.:;=^\"'$%@1a ]{1,6}",
                    "(\\[x\\] |\\[ \\] |\\[!NOTE\\]|\\[\\^a\\]|&amp;|&#35;|<b>|https://a\\.example/_b_|---|===|1\\. |12\\) |# |“a”|가나 )",
                ],
                1..8,
            ),
        ) {
            let text = pieces.concat();
            let text = text.trim();
            prop_assume!(!text.is_empty());
            let escaped = escape(text);
            prop_assert_eq!(read(&format!("> {escaped}\n")), Some(text.to_owned()), "{}", escaped);
            prop_assert_eq!(read(&escaped), Some(text.to_owned()), "{}", escaped);
        }
    }

    #[test]
    fn plain_text_stays_plain() {
        for plain in ["It rose [again] to 3.5 (of 7).", "“Signals […] are lost,” he said.", "a_b & c < d - e #1"]
        {
            assert_eq!(escape(plain), plain);
        }
        assert_eq!(escape("1. one"), "1\\. one");
        assert_eq!(escape("<#@1>"), "\\<#@1>");
        assert_eq!(escape("[a](b) *c*"), "\\[a\\](b) \\*c\\*");
    }
}
