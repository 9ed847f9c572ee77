//! The text of HTML, as a browser's `textContent` has it (DOM §4.4), without building a tree.
//!
//! Good for what Markdown becomes, the editor's own HTML in it included. What a browser would mend (text put in between the
//! rows of a table, entities without a semicolon) is left as it is.

use std::iter::Peekable;
use std::slice::IterMut;

use quick_xml::escape::resolve_html5_entity;

/// Elements whose content is text, whatever it looks like (HTML §13.2.5.2).
const RAW: [&str; 7] = ["script", "style", "xmp", "iframe", "noembed", "noframes", "noscript"];
/// Elements whose content is text and entities.
const RCDATA: [&str; 2] = ["title", "textarea"];
/// Elements that swallow a line break right after their tag.
const LINE: [&str; 3] = ["pre", "listing", "textarea"];

/// What the numbers from 128 on stand for, since pages once meant them so (HTML §13.2.5.80).
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The text of `html`. Each of `places`, in bytes of `html`, becomes the place in the text, in bytes of it.
pub fn text_content(html: &str, places: &mut [usize]) -> String {
    let mut order: Vec<&mut usize> = places.iter_mut().collect();
    order.sort_unstable();
    Scanner { html, at: 0, text: String::with_capacity(html.len()), places: order.iter_mut().peekable() }.run()
}

struct Scanner<'a, 'p> {
    html: &'a str,
    at: usize,
    text: String,
    places: Peekable<IterMut<'p, &'p mut usize>>,
}

impl Scanner<'_, '_> {
    fn run(mut self) -> String {
        while self.at < self.html.len() {
            self.pass();
            let rest = &self.html[self.at..];
            match rest.as_bytes()[0] {
                b'<' => self.tag(rest.len()),
                b'&' => self.entity(),
                b'\r' => {
                    // A browser makes line feeds of carriage returns.
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
        self.pass();
        self.text
    }

    /// Notes the places that have been reached.
    fn pass(&mut self) {
        let (at, end) = (self.at, self.text.len());
        while let Some(place) = self.places.next_if(|place| ***place <= at) {
            **place = end;
        }
    }

    /// What starts with `<`: a tag, a comment, or nothing but that.
    fn tag(&mut self, length: usize) {
        let rest = &self.html[self.at..];
        let until = |end: &str, from: usize| rest[from..].find(end).map_or(length, |at| from + at + end.len());
        let after = rest[1..].trim_start_matches('/');
        if rest.starts_with("<!-->") || rest.starts_with("<!--->") {
            self.at += until(">", 0);
        } else if rest.starts_with("<!--") {
            self.at += until("-->", 4);
        } else if rest.starts_with("</") && !rest[2..].starts_with(|c: char| c.is_ascii_alphabetic())
            || rest.starts_with("<!")
            || rest.starts_with("<?")
        {
            self.at += until(">", 0);
        } else if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = after.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next();
            let name = name.unwrap_or_default().to_ascii_lowercase();
            let closes = rest.starts_with("</");
            self.at += end_of_tag(rest);
            if !closes {
                self.content(&name);
            }
        } else {
            self.text.push('<');
            self.at += 1;
        }
    }

    /// What follows the start tag of an element, where it is read otherwise than text.
    fn content(&mut self, name: &str) {
        if LINE.contains(&name) && self.html[self.at..].starts_with('\n') {
            self.at += 1;
        }
        if name == "template" {
            self.template();
        }
        if !RAW.contains(&name) && !RCDATA.contains(&name) {
            return;
        }
        let close = format!("</{name}");
        let end = self.html[self.at..].to_ascii_lowercase().find(&close).map_or(self.html.len(), |end| self.at + end);
        while self.at < end {
            self.pass();
            let next = self.html[self.at..end].chars().next().unwrap_or_default();
            if next == '&' && RCDATA.contains(&name) {
                self.entity();
            } else {
                self.text.push(next);
                self.at += next.len_utf8();
            }
        }
    }

    /// What a template holds is no child of it: its text is not the document's.
    fn template(&mut self) {
        let lower = self.html[self.at..].to_ascii_lowercase();
        let (mut depth, mut end) = (1usize, lower.len());
        for (at, _) in lower.match_indices("template") {
            match () {
                () if lower[..at].ends_with("</") => depth -= 1,
                () if lower[..at].ends_with('<') => depth += 1,
                () => {}
            }
            if depth == 0 {
                end = at - 2;
                break;
            }
        }
        self.at += end;
    }

    fn entity(&mut self) {
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

fn resolve(named: &str) -> Option<String> {
    let Some(number) = named.strip_prefix('#') else { return resolve_html5_entity(named).map(str::to_owned) };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let c = match number {
        0 => '\u{fffd}',
        0x80..=0x9f => WINDOWS_1252.chars().nth(number as usize - 0x80).unwrap_or('\u{fffd}'),
        _ => char::from_u32(number).unwrap_or('\u{fffd}'),
    };
    Some(c.to_string())
}

/// Where a tag ends: at the first `>` outside the values of its attributes.
fn end_of_tag(tag: &str) -> usize {
    let mut quote: Option<u8> = None;
    let mut value = false;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if value => quote = Some(byte),
            (None, b'>') => return at + 1,
            _ => {}
        }
        // A mark of quotation opens a value only after the equals sign.
        value = byte == b'=' || (value && byte.is_ascii_whitespace());
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::text_content;

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
    fn odd_elements() {
        assert_eq!(
            text_content("<pre>\n a</pre><script>1 < 2 &amp;</script><textarea>&lt;b></textarea>", &mut []),
            " a1 < 2 &amp;<b>"
        );
        let nested = "a<template>b<p>templates</p><template>c</template>d</template>e<noscript><p>f</noscript>";
        assert_eq!(text_content(nested, &mut []), "ae<p>f");
        assert_eq!(text_content("<!--><b title='>'>x</b></ y><br/>&nope; &", &mut []), "x&nope; &");
    }
}
