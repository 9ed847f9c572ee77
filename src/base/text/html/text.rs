//! The text of HTML without building a tree: as a browser's `textContent` has it (DOM §4.4), and as a reader sees a whole
//! page.

use std::iter::Peekable;
use std::slice::IterMut;

use encoding_rs::WINDOWS_1252;
use memchr::memchr;
use quick_xml::escape::resolve_html5_entity;

use super::{HtmlTag, comment_len, content_len, is_named};

/// Elements whose content is text, whatever it looks like (HTML §13.2.5.2).
const RAW: [&str; 7] = ["script", "style", "xmp", "iframe", "noembed", "noframes", "noscript"];
/// Elements whose content is text and entities.
const RCDATA: [&str; 2] = ["title", "textarea"];
/// All elements whose content is not ordinary text.
const SPECIAL: [&str; 12] = [
    "pre", "listing", "textarea", "template", "title", "script", "style", "xmp", "iframe", "noembed", "noframes",
    "noscript",
];
/// Elements that drop a line feed right after their start tag (HTML §13.2.6.4.7).
const DROPS_LINE_FEED: [&str; 3] = ["pre", "listing", "textarea"];

/// Returns the text of `html`. Each of `places`, a byte offset in `html`, becomes the same place's offset in the text.
pub(crate) fn text_content(html: &str, places: &mut [usize]) -> String {
    let mut order: Vec<&mut usize> = places.iter_mut().collect();
    order.sort_unstable();
    TextScanner { html, at: 0, text: String::with_capacity(html.len()), places: order.iter_mut().peekable() }.run()
}

struct TextScanner<'a, 'p> {
    html: &'a str,
    at: usize,
    text: String,
    places: Peekable<IterMut<'p, &'p mut usize>>,
}

impl TextScanner<'_, '_> {
    fn run(mut self) -> String {
        while self.at < self.html.len() {
            self.move_places();
            let rest = &self.html[self.at..];
            match rest.as_bytes()[0] {
                b'<' => self.markup(),
                b'&' => self.reference(),
                b'\r' => {
                    // A browser turns carriage returns into line feeds.
                    self.at += 1;
                    if !rest.starts_with("\r\n") {
                        self.text.push('\n');
                    }
                }
                _ => {
                    let end = memchr::memchr3(b'<', b'&', b'\r', rest.as_bytes());
                    let end = end.map_or(self.html.len(), |end| self.at + end);
                    // A place may lie within.
                    let stop = self.places.peek().map_or(end, |place| (***place).clamp(self.at + 1, end));
                    let stop = (stop..=end).find(|at| self.html.is_char_boundary(*at)).unwrap_or(end);
                    self.text.push_str(&self.html[self.at..stop]);
                    self.at = stop;
                }
            }
        }
        self.move_places();
        self.text
    }

    /// Moves the places that have been reached into the text.
    fn move_places(&mut self) {
        let (at, end) = (self.at, self.text.len());
        while let Some(place) = self.places.next_if(|place| ***place <= at) {
            **place = end;
        }
    }

    /// Reads the tag, comment or less-than sign that starts with `<`.
    fn markup(&mut self) {
        let rest = &self.html[self.at..];
        if let Some(tag) = HtmlTag::parse(rest.as_bytes()) {
            self.at += tag.len;
            let special = SPECIAL.iter().find(|name| tag.name.eq_ignore_ascii_case(name.as_bytes()));
            if let Some(name) = special.filter(|_| !tag.is_end) {
                self.element(name);
            }
        } else if let Some(len) = comment_len(rest) {
            self.at += len;
        } else {
            self.text.push('<');
            self.at += 1;
        }
    }

    /// Reads the content after a start tag where it is not ordinary text.
    fn element(&mut self, name: &str) {
        if DROPS_LINE_FEED.contains(&name) && self.html[self.at..].starts_with('\n') {
            self.at += 1;
        }
        if name == "template" {
            self.template();
        }
        if !RAW.contains(&name) && !RCDATA.contains(&name) {
            return;
        }
        let end = self.at + content_len(&self.html[self.at..], name);
        while self.at < end {
            self.move_places();
            let next = self.html[self.at..end].chars().next().unwrap_or_default();
            if next == '&' && RCDATA.contains(&name) {
                self.reference();
            } else {
                self.text.push(next);
                self.at += next.len_utf8();
            }
        }
    }

    /// Skips a template, whose content is not part of the document (HTML §4.12.3).
    fn template(&mut self) {
        let html = &self.html.as_bytes()[self.at..];
        let mut depth = 1;
        for at in memchr::memchr_iter(b'<', html) {
            let tag = &html[at + 1..];
            if is_named(tag, "template") {
                depth += 1;
            } else if tag.strip_prefix(b"/").is_some_and(|tag| is_named(tag, "template")) {
                depth -= 1;
            }
            if depth == 0 {
                self.at += at;
                return;
            }
        }
        self.at = self.html.len();
    }

    /// Reads a character reference; anything else after `&` is text.
    fn reference(&mut self) {
        let rest = &self.html[self.at + 1..];
        let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let named = &rest[..length];
        let known = rest[length..].starts_with(';').then(|| resolve(named)).flatten();
        match known {
            Some(text) => {
                self.text.push_str(&text);
                self.at += length + 2;
            }
            None => {
                self.text.push('&');
                self.at += 1;
            }
        }
    }
}

/// Returns the value of an attribute, written with character references. As in a browser, numeric ones need no
/// semicolon.
pub(crate) fn decode_references(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (named, after) = rest.split_at(reference_length(rest));
        match resolve(named) {
            Some(resolved) => {
                text.push_str(&resolved);
                rest = after.strip_prefix(';').unwrap_or(after);
            }
            None => text.push('&'),
        }
    }
    text.push_str(rest);
    text
}

/// The length of the name or number after an `&`; 0 for a name without a semicolon.
fn reference_length(text: &str) -> usize {
    let count = |text: &str, is_part: fn(&u8) -> bool| text.bytes().take_while(is_part).count();
    if let Some(hex) = text.strip_prefix("#x").or_else(|| text.strip_prefix("#X")) {
        return 2 + count(hex, u8::is_ascii_hexdigit);
    }
    if let Some(number) = text.strip_prefix('#') {
        return 1 + count(number, u8::is_ascii_digit);
    }
    let length = count(text, u8::is_ascii_alphanumeric);
    if text[length..].starts_with(';') { length } else { 0 }
}

/// Resolves a named or numeric character reference, without its `&` and `;`.
fn resolve(named: &str) -> Option<String> {
    let Some(number) = named.strip_prefix('#') else { return resolve_html5_entity(named).map(str::to_owned) };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some(match number {
        0 => '\u{fffd}'.to_string(),
        // In the encoding of old pages (HTML §13.2.5.80).
        0x80..=0x9f => WINDOWS_1252.decode_without_bom_handling(&[number as u8]).0.into_owned(),
        _ => char::from_u32(number).unwrap_or('\u{fffd}').to_string(),
    })
}

/// Elements whose content nobody sees.
const UNSEEN: [&str; 8] = ["script", "style", "noscript", "template", "iframe", "svg", "select", "textarea"];

/// Elements that do not break a line.
const INLINE: [&str; 38] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "wbr",
];

/// Elements that break a line, but not a paragraph.
const LINES: [&str; 6] = ["br", "li", "tr", "dt", "dd", "option"];

/// Returns the text of a page: paragraphs with an empty line between them, the cells of a row with tabs. What is hidden by styles
/// is there, too.
pub(crate) fn visible_text(html: &str) -> String {
    let mut page = VisibleText::default();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let text = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        page.push(&rest[..text]);
        at += text;
        at += page.markup(&html[at..]);
    }
    page.flush();
    page.done
}

/// The text so far.
#[derive(Default)]
struct VisibleText {
    done: String,
    /// The line that is being collected, with its references.
    line: String,
    /// The break before it.
    gap: &'static str,
}

impl VisibleText {
    fn push(&mut self, text: &str) {
        self.line.push_str(text);
    }

    /// Ends a line, and puts at least this break before the next.
    fn end(&mut self, gap: &'static str) {
        self.flush();
        if gap.len() > self.gap.len() || self.gap == "\t" {
            self.gap = gap;
        }
    }

    fn flush(&mut self) {
        let line = decode_references(&self.line);
        let words: Vec<&str> = line.split_whitespace().collect();
        if !words.is_empty() {
            if !self.done.is_empty() {
                self.done.push_str(self.gap);
            }
            self.done.push_str(&words.join(" "));
            self.gap = "";
        }
        self.line.clear();
    }

    /// Reads the markup at the start of `html`, if there is any, and returns its length.
    fn markup(&mut self, html: &str) -> usize {
        let Some(tag) = HtmlTag::parse(html.as_bytes()) else {
            if let Some(len) = comment_len(html) {
                return len;
            }
            // A bracket of the text, or the end of it.
            let len = html.chars().next().map_or(0, char::len_utf8);
            self.push(&html[..len]);
            return len;
        };
        let name = String::from_utf8_lossy(tag.name).to_ascii_lowercase();
        let is = |names: &[&str]| names.contains(&name.as_str());
        if !tag.is_end && is(&UNSEEN) {
            let end = tag.len + content_len(&html[tag.len..], &name);
            return end + HtmlTag::parse(&html.as_bytes()[end..]).map_or(0, |tag| tag.len);
        }
        if is(&["td", "th"]) {
            self.end("\t");
        } else if is(&LINES) {
            self.end("\n");
        } else if !is(&INLINE) {
            self.end("\n\n");
        }
        tag.len
    }
}

#[cfg(test)]
mod tests {
    use super::{decode_references, text_content, visible_text};

    #[test]
    fn text_and_places() {
        let html = "<p class=\"a>b\">One &amp; <mark>two\u{2014}</mark><!-- no --> &#xa0;&eacute;&#150; a < b</p>\r\n";
        let (from, to) = (html.find("two").expect("there"), html.find("</mark>").expect("there"));
        let mut places = [to, from, html.len(), 0];
        let text = text_content(html, &mut places);
        assert_eq!(text, "One & two\u{2014} \u{a0}é– a < b\n");
        assert_eq!(&text[places[1]..places[0]], "two\u{2014}");
        assert_eq!((places[2], places[3]), (text.len(), 0));
    }

    #[test]
    fn values_of_attributes() {
        let written = "&#106ava&Tab;s&#x63;ript&colon;1&&amp;x&ampy &#99999999999;&nope;";
        assert_eq!(decode_references(written), "java\tscript:1&&x&ampy &#99999999999;&nope;");
    }

    #[test]
    fn odd_elements() {
        assert_eq!(
            text_content("<pre>\n a</pre><script>1 < 2 &amp;</script><textarea>&lt;b></textarea>", &mut []),
            " a1 < 2 &amp;<b>"
        );
        let nested = "a<template>b<p>templates</p><template>c</template>d</template>e<noscript><p>f</noscript>";
        assert_eq!(text_content(nested, &mut []), "ae<p>f");
        assert_eq!(text_content("<!--><b title='>'>x</b></ y><br/>&nope; &", &mut []), "x&nope; &");
    }

    #[test]
    fn blocks_are_apart() {
        for (html, text) in [
            ("<p>One <b>two</b>&amp;\n three</p><p>four<br>five", "One two& three\n\nfour\nfive"),
            ("<ul><li>a<li>b</ul><script>if (a < b) x('</p>')</script >c", "a\nb\n\nc"),
            ("<table><tr><td>1<td>2<tr><td>3</table>", "1\t2\n3"),
            ("<!doctype html><!-- a --><title>T</title><div>5 < 6 <wbr>km</div>", "T\n\n5 < 6 km"),
            ("<style>p {}", ""),
            ("<!--><p>Text</p>", "Text"),
            ("a <", "a <"),
        ] {
            assert_eq!(visible_text(html), text, "{html}");
        }
    }
}
