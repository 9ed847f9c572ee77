//! The text of a whole page as a reader sees it, block by block, without building a tree.

use memchr::memchr;

use super::tag::{HtmlTag, comment_len, content_len};
use super::text_content::decode_references;

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
    use super::visible_text;

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
