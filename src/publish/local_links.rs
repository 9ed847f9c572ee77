//! Links of a page that lead to the reader's own computer.

use memchr::{memchr, memmem};

use super::host;
use crate::base::text::html::HtmlTag;

/// Attributes that hold addresses (HTML, list of attributes); `content` is that of `<meta>`.
const ATTRIBUTES: [&str; 9] = ["href", "src", "srcset", "action", "poster", "data", "cite", "content", "formaction"];

/// The names that local addresses contain. Few pages contain any, so few have to be parsed.
const NAMES: [&str; 4] = ["localhost", "127.", "0.0.0.0", "[::1]"];

/// Returns the local addresses in attributes of `page`, each once. Addresses in its text, such as in code, do not
/// count.
pub(super) fn find(page: &[u8]) -> Vec<String> {
    if !NAMES.iter().any(|name| memmem::find(page, name.as_bytes()).is_some()) {
        return Vec::new();
    }
    let mut links = Vec::new();
    let mut rest = page;
    while let Some(at) = memchr(b'<', rest) {
        rest = &rest[at..];
        let tag = HtmlTag::parse(rest);
        let len = tag.as_ref().map_or(1, |tag| tag.len);
        for (name, value) in tag.iter().flat_map(HtmlTag::attributes) {
            push_local(name, value, &mut links);
        }
        rest = &rest[len..];
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// Adds the local addresses in the value of an attribute.
fn push_local(name: &[u8], value: &[u8], links: &mut Vec<String>) {
    if !ATTRIBUTES.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes())) {
        return;
    }
    let text = String::from_utf8_lossy(value).replace("&amp;", "&");
    // A list has several; prose, as in descriptions, is not an address.
    let parts: Vec<&str> =
        if name.eq_ignore_ascii_case(b"srcset") { text.split([' ', ',']).collect() } else { vec![text.trim()] };
    links.extend(parts.into_iter().filter(|part| host::is_local(part)).map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_but_not_texts() {
        let page = br#"<meta content="http://127.0.0.1/x"><meta content="Open http://localhost/prose there"><a href='http://localhost:8000/?a=1&amp;b=2' title="a > b">x</a>
            <img srcset="http://localhost/1.png 1x, /2.png 2x"><a href=http://[::1]/>y</a>
            <code>href="http://localhost/code"</code> <p title="http://localhost/title"> 1 < 2 http://localhost/text"#;
        let found = find(page);
        assert_eq!(
            found,
            ["http://127.0.0.1/x", "http://[::1]/", "http://localhost/1.png", "http://localhost:8000/?a=1&b=2"]
        );
        for odd in ["<a href=\"http://localhost", "<a href=", "<", "<a href=\"localhost\"", "<a =\"localhost\">"] {
            let _ = find(odd.as_bytes());
        }
    }
}
