//! Emphasis beside Chinese, Japanese and Korean. CommonMark (§6.2) tells an opening `**` from a closing one by the
//! spaces and punctuation around it, so `**“인용”**은` is no emphasis: there is no space between a word and its particle.
//! A punctuation mark that the text does not have is put between them while the text is parsed, and taken out of all
//! that is parsed. The rule is that of the proposal for "CJK-friendly emphasis": beside CJK, `*` and `~` open and close
//! as beside punctuation.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2_iter;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

use super::events::SpannedEvent;

/// Punctuation of scripts that are seldom written (Runic, Ethiopic, Ogham): a text lacks at least one of these marks.
const SEPARATORS: [char; 3] = ['\u{16eb}', '\u{1361}', '\u{169b}'];

/// A text as given to the parser.
pub(super) struct PaddedText<'t> {
    /// The text, with separators.
    pub text: Cow<'t, str>,
    separator: char,
    /// The places of the separators, in bytes of the padded text.
    places: Vec<usize>,
}

impl<'t> PaddedText<'t> {
    /// Puts separators where emphasis beside CJK needs them.
    pub(super) fn new(text: &'t str) -> Self {
        let borders = borders(text);
        let separator = SEPARATORS.into_iter().find(|separator| !text.contains(*separator));
        let (false, Some(separator)) = (borders.is_empty(), separator) else {
            return Self { text: text.into(), separator: SEPARATORS[0], places: Vec::new() };
        };
        let mut padded = String::with_capacity(text.len() + borders.len() * separator.len_utf8());
        let (mut places, mut from) = (Vec::with_capacity(borders.len()), 0);
        for border in borders {
            padded.push_str(&text[from..border]);
            places.push(padded.len());
            padded.push(separator);
            from = border;
        }
        padded.push_str(&text[from..]);
        Self { text: padded.into(), separator, places }
    }

    /// Takes the separators out of an event of the padded text; `None` if nothing is left.
    pub(super) fn restore<'a>(&self, (mut event, range): SpannedEvent<'a>) -> Option<SpannedEvent<'a>> {
        if self.places.is_empty() {
            return Some((event, range));
        }
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events hold no text")]
        match &mut event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => self.clean(text),
            Event::FootnoteReference(label) | Event::Start(Tag::FootnoteDefinition(label)) => self.clean(label),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => self.clean(info),
            Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
                self.clean(dest_url);
                self.clean(title);
            }
            _ => {}
        }
        let is_empty = matches!(&event, Event::Text(text) if text.is_empty()) && !range.is_empty();
        (!is_empty).then(|| (event, self.in_text(range)))
    }

    fn clean(&self, text: &mut CowStr<'_>) {
        if text.contains(self.separator) {
            *text = text.replace(self.separator, "").into();
        }
    }

    fn in_text(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| at - self.places.partition_point(|place| *place < at) * self.separator.len_utf8();
        place(range.start)..place(range.end)
    }
}

/// The edges of runs of `*` or `~` between a letter and punctuation, either of them CJK: the edge beside the letter.
fn borders(text: &str) -> Vec<usize> {
    let (bytes, mut borders, mut end) = (text.as_bytes(), Vec::new(), 0);
    for start in memchr2_iter(b'*', b'~', bytes) {
        if start < end {
            continue;
        }
        end = start + bytes[start..].iter().take_while(|byte| **byte == bytes[start]).count();
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        if before.is_whitespace() || after.is_whitespace() || !is_cjk(before) && !is_cjk(after) {
            continue;
        }
        match (before.is_alphanumeric(), after.is_alphanumeric()) {
            (true, false) => borders.push(start),
            (false, true) => borders.push(end),
            (true, true) | (false, false) => {}
        }
    }
    borders
}

/// Returns whether the character is a letter or a mark of Chinese, Japanese and Korean.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Options, Parser, html};

    use super::*;

    fn html_of(text: &str) -> String {
        let padded = PaddedText::new(text);
        let parser = Parser::new_ext(&padded.text, Options::ENABLE_STRIKETHROUGH).into_offset_iter();
        let events: Vec<_> = parser.filter_map(|event| padded.restore(event)).collect();
        for (event, range) in &events {
            if let Event::Text(shown) = event {
                assert_eq!(&text[range.clone()], &**shown);
            }
        }
        let mut written = String::new();
        html::push_html(&mut written, events.into_iter().map(|(event, _)| event));
        written.trim_end().replace("<p>", "").replace("</p>", "")
    }

    #[test]
    fn emphasis_beside_cjk() {
        let cases = [
            ("**“한국어”**라고", "<strong>“한국어”</strong>라고"),
            ("이 **표(表)**를, **《글》**은", "이 <strong>표(表)</strong>를, <strong>《글》</strong>은"),
            ("これは**「重要」**です。", "これは<strong>「重要」</strong>です。"),
            ("「**重要**」です", "「<strong>重要</strong>」です"),
            ("지난~~(5월)~~에 *(끝)*이", "지난<del>(5월)</del>에 <em>(끝)</em>이"),
            ("[**‘말’**은](a(*b*)한.html)", "<a href=\"a(*b*)%ED%95%9C.html\"><strong>‘말’</strong>은</a>"),
            ("a **\"b\"** c, 2*3*4 `(**한`", "a <strong>\"b\"</strong> c, 2<em>3</em>4 <code>(**한</code>"),
            ("English**“quoted”**words", "English**“quoted”**words"),
        ];
        for (text, expected) in cases {
            assert_eq!(html_of(text), expected, "{text}");
        }
    }
}
