//! Tags of HTML and their attributes, as a browser's tokenizer reads them (HTML §13.2.5.6 to §13.2.5.40).

use memchr::memchr;

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

fn is_name_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

fn length_until(text: &[u8], is_end: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|byte| is_end(*byte)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::HtmlTag;

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
}
