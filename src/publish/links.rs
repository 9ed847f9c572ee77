//! Links of a page that lead to one's own computer.

use memchr::{memchr, memmem};

use super::address;

/// Attributes that hold addresses (HTML, list of attributes); `content` is that of `<meta>`.
const ATTRIBUTES: [&str; 9] = ["href", "src", "srcset", "action", "poster", "data", "cite", "content", "formaction"];

/// What one's own computer is called in addresses. Few pages name it, so that few have to be read.
const NAMES: [&str; 4] = ["localhost", "127.", "0.0.0.0", "[::1]"];

/// The local addresses that attributes of `page` lead to. Addresses in its text, such as in code, are none of them.
pub fn local(page: &[u8]) -> Vec<String> {
    if !NAMES.iter().any(|name| memmem::find(page, name.as_bytes()).is_some()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = memchr(b'<', rest) {
        rest = &rest[at + 1..];
        if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            rest = attributes(rest, &mut found);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Collects the addresses in a tag, and returns what follows it.
fn attributes<'a>(tag: &'a [u8], found: &mut Vec<String>) -> &'a [u8] {
    let mut at = 0;
    while let Some(byte) = tag.get(at) {
        match byte {
            b'>' => break,
            b'=' => {
                let name = tag[..at].rsplit(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
                let (value, end) = value(tag, at + 1);
                if ATTRIBUTES.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes())) {
                    let text = String::from_utf8_lossy(value).replace("&amp;", "&");
                    // A list has several; prose, as in descriptions, is no address.
                    let parts = if name.eq_ignore_ascii_case(b"srcset") {
                        text.split([' ', ',']).collect()
                    } else {
                        vec![text.trim()]
                    };
                    found.extend(parts.into_iter().filter(|part| address::is_local(part)).map(str::to_owned));
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    &tag[at..]
}

/// The value that starts at `start`, in quotation marks or bare, and where it ends.
fn value(tag: &[u8], start: usize) -> (&[u8], usize) {
    let rest = &tag[start..];
    match rest.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let len = memchr(*quote, &rest[1..]).unwrap_or(rest.len() - 1);
            (&rest[1..=len], (start + len + 2).min(tag.len()))
        }
        _ => {
            let len = rest.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>').unwrap_or(rest.len());
            (&rest[..len], start + len)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_but_not_texts() {
        let page = br#"<meta content="http://127.0.0.1/x"><meta content="Open http://localhost/prose there"><a href='http://localhost:8000/?a=1&amp;b=2' title="a > b">x</a>
            <img srcset="http://localhost/1.png 1x, /2.png 2x"><a href=http://[::1]/>y</a>
            <code>href="http://localhost/code"</code> <p title="http://localhost/title"> 1 < 2 http://localhost/text"#;
        let found = local(page);
        assert_eq!(
            found,
            ["http://127.0.0.1/x", "http://[::1]/", "http://localhost/1.png", "http://localhost:8000/?a=1&b=2"]
        );
        for odd in ["<a href=\"http://localhost", "<a href=", "<", "<a href=\"localhost\"", "<a =\"localhost\">"] {
            let _ = local(odd.as_bytes());
        }
    }
}
