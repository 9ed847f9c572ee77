//! Plain text → Markdown that reads back as the same text. Escapes are as few as the proof allows, so that an editor reads words
//! and not backslashes.

use crate::base::text::characters::remove_hidden;

/// Escapes a paragraph of plain text on one line, so that its Markdown reads back as the same text, without what nobody sees.
pub(crate) fn escape_paragraph(text: &str) -> String {
    let text = &*remove_hidden(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let hashes = text.len() - text.trim_start_matches('#').len();
    let ends_at = |at: usize| text[at..].chars().next().is_none_or(|c| c == ' ' || c == '\t');
    let marker = match text.chars().next() {
        Some('>') => Some(0),
        Some('#') if hashes <= 6 && ends_at(hashes) => Some(0),
        Some('+' | '-') if ends_at(1) => Some(0),
        Some('-') if text.chars().all(|c| matches!(c, '-' | ' ' | '\t')) => Some(0),
        Some('0'..='9') if digits <= 9 && text[digits..].starts_with(['.', ')']) && ends_at(digits + 1) => Some(digits),
        _ => None,
    };
    match marker {
        Some(at) => format!("{}\\{}", escape_inline(&text[..at]), escape_inline(&text[at..])),
        None => escape_inline(text),
    }
}

/// Escapes what has a meaning inside a paragraph.
pub(crate) fn escape_inline(text: &str) -> String {
    let text = &*remove_hidden(text);
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
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') || is_email_autolink(rest),
            '&' => is_character_reference(rest),
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

/// Returns whether the text after a `<` starts like an e-mail autolink (CommonMark §6.5).
fn is_email_autolink(rest: &str) -> bool {
    let name = rest.split_once('@').map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b))
}

/// Returns whether an ampersand before the text would start a character reference (CommonMark §2.5).
fn is_character_reference(rest: &str) -> bool {
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

    /// The text of Markdown that must be one paragraph, or one in a blockquote.
    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else may come of plain text")]
    fn read_back(markdown: &str) -> Option<String> {
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
            let escaped = escape_paragraph(text);
            prop_assert_eq!(read_back(&format!("> {escaped}\n")), Some(text.to_owned()), "{}", escaped);
            prop_assert_eq!(read_back(&escaped), Some(text.to_owned()), "{}", escaped);
        }
    }

    #[test]
    fn plain_text_stays_plain() {
        for plain in ["It rose [again] to 3.5 (of 7).", "“Signals […] are lost,” he said.", "a_b & c < d - e #1"]
        {
            assert_eq!(escape_paragraph(plain), plain);
        }
        assert_eq!(escape_paragraph("1. one"), "1\\. one");
        assert_eq!(escape_paragraph("<#@1>"), "\\<#@1>");
        assert_eq!(escape_paragraph("[a](b) *c*"), "\\[a\\](b) \\*c\\*");
    }
}
