//! HTML without a tree: escaping it, its tags, its text.

mod text;

use memchr::{memchr, memmem};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

pub(crate) use text::{decode_references, text_content, visible_text};

/// A start tag or an end tag.
pub(crate) struct HtmlTag<'a> {
    /// The name of the element, as written.
    pub name: &'a [u8],
    /// True for an end tag, such as `</p>`.
    pub is_end: bool,
    /// The number of bytes from `<` to `>`; to the end of the text in a tag that is not closed.
    pub len: usize,
    attributes: &'a [u8],
}

impl<'a> HtmlTag<'a> {
    /// Parses the tag at the start of `html`; `None` if there is none.
    pub(crate) fn parse(html: &'a [u8]) -> Option<Self> {
        let inner = html.strip_prefix(b"<")?;
        let inner = inner.strip_prefix(b"/").unwrap_or(inner);
        inner.first().filter(|byte| byte.is_ascii_alphabetic())?;
        let (name, attributes) = inner.split_at(length_until(inner, is_name_end));
        let mut rest = HtmlAttributes { rest: attributes };
        rest.by_ref().for_each(drop);
        let len = (html.len() - rest.rest.len() + 1).min(html.len());
        Some(Self { name, is_end: html[1] == b'/', len, attributes })
    }

    /// The names and values of the attributes, as written: entities are not resolved.
    pub(crate) fn attributes(&self) -> HtmlAttributes<'a> {
        HtmlAttributes { rest: self.attributes }
    }
}

/// The attributes of a tag; the rest at their end starts with its `>`.
pub(crate) struct HtmlAttributes<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for HtmlAttributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let start = length_until(self.rest, |byte| !byte.is_ascii_whitespace() && byte != b'/');
        self.rest = &self.rest[start..];
        if matches!(self.rest.first(), None | Some(b'>')) {
            return None;
        }
        // An equals sign without a name before it begins a name.
        let name_len = 1 + length_until(&self.rest[1..], |byte| byte == b'=' || is_name_end(byte));
        let (name, rest) = self.rest.split_at(name_len);
        let value = match rest.trim_ascii_start().strip_prefix(b"=") {
            Some(value) => self.take_value(value.trim_ascii_start()),
            None => {
                self.rest = rest;
                &[]
            }
        };
        Some((name, value))
    }
}

impl<'a> HtmlAttributes<'a> {
    /// The value at the start of `text`, in quotation marks or bare.
    fn take_value(&mut self, text: &'a [u8]) -> &'a [u8] {
        if let Some((quote @ (b'"' | b'\''), quoted)) = text.split_first() {
            let len = memchr(*quote, quoted).unwrap_or(quoted.len());
            self.rest = quoted.get(len + 1..).unwrap_or_default();
            return &quoted[..len];
        }
        let (value, rest) = text.split_at(length_until(text, |byte| byte.is_ascii_whitespace() || byte == b'>'));
        self.rest = rest;
        value
    }
}

/// The length of the comment, declaration or processing instruction at the start of `html`, as a browser reads it (HTML
/// §13.2.5.41 to §13.2.5.54).
pub(crate) fn comment_len(html: &str) -> Option<usize> {
    if let Some(comment) = html.strip_prefix("<!--") {
        if let Some(empty) = [">", "->"].into_iter().find(|end| comment.starts_with(end)) {
            return Some("<!--".len() + empty.len());
        }
        let end = comment.match_indices("--").find_map(|(at, _)| {
            let len = ["-->", "--!>"].into_iter().find(|end| comment[at..].starts_with(end))?.len();
            Some("<!--".len() + at + len)
        });
        return Some(end.unwrap_or(html.len()));
    }
    let is_bogus = ["<!", "<?", "</"].into_iter().any(|start| html.starts_with(start));
    is_bogus.then(|| html.find('>').map_or(html.len(), |end| end + 1))
}

/// The length of the content at the start of `html`: up to the end tag of the element `name`, or all of it without one.
pub(crate) fn content_len(html: &str, name: &str) -> usize {
    let html = html.as_bytes();
    memmem::find_iter(html, "</").find(|at| is_named(&html[at + 2..], name)).unwrap_or(html.len())
}

/// Returns whether a tag is of the element `name`, by what follows its `<` or `</`.
fn is_named(tag: &[u8], name: &str) -> bool {
    tag.split_at_checked(name.len()).is_some_and(|(start, after)| {
        start.eq_ignore_ascii_case(name.as_bytes()) && after.first().is_some_and(|next| is_name_end(*next))
    })
}

fn is_name_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

fn length_until(text: &[u8], is_end: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|byte| is_end(*byte)).unwrap_or(text.len())
}

/// Escapes text for the content of an element or an attribute in quotation marks.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_escaped(&mut html, text);
    html
}

/// Appends text, escaped as by [`escape`].
pub(crate) fn push_escaped(html: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = escape_html(html, text);
}

/// Appends text for the content of an element alone, where quotation marks need no escape.
pub(crate) fn push_content(html: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = escape_html_body_text(html, text);
}

/// Returns the images of a `srcset`: the address of each, and its width or density, such as `2x`, if there is one
/// (HTML §4.8.4.2.1).
pub(crate) fn srcset(set: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = set;
    std::iter::from_fn(move || {
        rest = &rest[rest.find(|c: char| !c.is_whitespace() && c != ',')?..];
        let (url, behind) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        // A comma right behind an address ends it; one inside belongs to it.
        let size = if url.ends_with(',') { "" } else { behind.split(',').next().unwrap_or_default() };
        rest = &behind[size.len()..];
        Some((url.trim_end_matches(','), size.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_contents_end_where_a_browser_ends_them() {
        for (html, len) in
            [("<!-->a", 5), ("<!--->a", 6), ("<!--a--!>b", 9), ("<!-- a", 6), ("<!a>b", 4), ("</ a>b", 5)]
        {
            assert_eq!(comment_len(html), Some(len), "{html}");
        }
        assert_eq!(comment_len("<a>"), None);
        for (html, len) in [("a</titles></TITLE >", 10), ("a</title", 8), ("a", 1)] {
            assert_eq!(content_len(html, "title"), len, "{html}");
        }
    }

    #[test]
    fn tags_end_where_a_browser_ends_them() {
        let cases = [
            ("<a href=\"x>y\" b='>'>c", "a", "href=x>y b=>"),
            ("<img src = a.png/ alt>", "img", "src=a.png/ alt="),
            ("</p >", "p", ""),
            ("<br/>x", "br", ""),
            ("<a =b=\"c>\" d>", "a", "=b=c> d="),
            ("<a b=c\"d>e\">", "a", "b=c\"d"),
            ("<a b=>c", "a", "b="),
            ("<a href=\"open>", "a", "href=open>"),
            ("<a b", "a", "b="),
        ];
        for (html, name, attributes) in cases {
            let tag = HtmlTag::parse(html.as_bytes()).expect("a tag");
            let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
            let read: Vec<_> =
                tag.attributes().map(|(name, value)| format!("{}={}", text(name), text(value))).collect();
            assert_eq!((text(tag.name).as_str(), read.join(" ").as_str()), (name, attributes), "{html}");
        }
        let len = |html: &str| HtmlTag::parse(html.as_bytes()).map(|tag| tag.len);
        assert_eq!((len("<br/>x"), len("<a b=\">\">x"), len("<a b")), (Some(5), Some(9), Some(4)));
        assert_eq!((len("< a>"), len("<!-- -->"), len("</>"), len("<")), (None, None, None, None));
    }

    #[test]
    fn escapes_text() {
        assert_eq!(escape("a < b & \"c\" 'd' >"), "a &lt; b &amp; &quot;c&quot; &#39;d&#39; &gt;");
        let mut html = String::new();
        push_content(&mut html, "1 < \"2\"");
        assert_eq!(html, "1 &lt; \"2\"");
    }

    #[test]
    fn images_of_a_set() {
        let read = |set| srcset(set).collect::<Vec<_>>();
        assert_eq!(read("a.png 1x,b.png 2x"), [("a.png", "1x"), ("b.png", "2x")]);
        assert_eq!(read(" a,b.png 400w , c.png, d.png,"), [("a,b.png", "400w"), ("c.png", ""), ("d.png", "")]);
        assert_eq!(read("data:image/gif;base64,R0 1x"), [("data:image/gif;base64,R0", "1x")]);
        assert!(read(" , ").is_empty());
    }
}
