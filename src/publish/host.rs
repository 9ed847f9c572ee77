//! Hosts of addresses: domains, placeholders, and hosts that only this computer can reach; links of a page that lead there.

use memchr::{memchr, memmem};

use crate::base::text::html::HtmlTag;

/// Parses the one domain that a `CNAME` file contains, in lower case. A local name is not a domain.
pub(crate) fn parse_domain(text: &str) -> Option<String> {
    let name = text.trim();
    let is_name = name.contains('.') && name.split('.').all(is_label) && !is_local(&format!("//{name}"));
    is_name.then(|| name.to_ascii_lowercase())
}

/// Returns whether the text is a label of a host name (RFC 1123 §2.1).
fn is_label(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..64).contains(&text.len()) && text.bytes().all(fits) && !text.starts_with('-')
}

/// Returns whether an address is a placeholder: one of the names that RFC 2606 reserves, or a local one.
pub(crate) fn is_placeholder(url: &str) -> bool {
    let host = host(url);
    let top = host.rsplit('.').next().unwrap_or_default();
    let second = ["example.org", "example.com", "example.net"];
    ["example", "test", "invalid", "localhost"].contains(&top)
        || second.iter().any(|name| host == *name || host.ends_with(&format!(".{name}")))
        || is_local(url)
}

/// Returns whether only the computer itself can reach the address: `localhost`, or a loopback address (RFC 6761 §6.3,
/// RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). Prose that mentions one is not an address.
pub(crate) fn is_local(url: &str) -> bool {
    if url.contains(char::is_whitespace) {
        return false;
    }
    let host = host(url);
    let numbers = host.split('.').count() == 4 && host.split('.').all(|part| part.parse::<u8>().is_ok());
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || (numbers && (host.starts_with("127.") || host == "0.0.0.0"))
}

/// Returns the host of an address, in lower case and without its port; empty if it has none.
pub(crate) fn host(url: &str) -> String {
    let rest = url.split_once("//").map_or("", |(_, rest)| rest);
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or_default();
    let host = match host.find(']') {
        Some(end) => &host[..=end],
        None => host.split(':').next().unwrap_or_default(),
    };
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// Attributes that hold addresses (HTML, list of attributes); `content` is that of `<meta>`.
const ATTRIBUTES: [&str; 9] = ["href", "src", "srcset", "action", "poster", "data", "cite", "content", "formaction"];

/// The names that local addresses contain. Few pages contain any, so few have to be parsed.
const NAMES: [&str; 4] = ["localhost", "127.", "0.0.0.0", "[::1]"];

/// Returns the local addresses in attributes of `page`, each once. Addresses in its text, such as in code, do not
/// count.
pub(super) fn local_links(page: &[u8]) -> Vec<String> {
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
    links.extend(parts.into_iter().filter(|part| is_local(part)).map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_addresses() {
        for url in
            ["http://localhost", "http://LOCALHOST:80/x", "//127.0.0.1/", "http://[::1]:3000", "http://a.localhost."]
        {
            assert!(is_local(url), "{url}");
        }
        for url in
            ["http://localhost.press/", "http://127.press/", "/localhost/", "https://a.press/?u=http://localhost"]
        {
            assert!(!is_local(url), "{url}");
        }
    }

    #[test]
    fn domains() {
        assert_eq!(parse_domain(" Digest.Press\n").as_deref(), Some("digest.press"));
        for text in [
            "",
            "https://digest.press",
            "digest.press/x",
            "a.press\nb.press",
            "press",
            "-a.press",
            "127.0.0.1",
            "a.localhost",
        ] {
            assert_eq!(parse_domain(text), None, "{text}");
        }
    }

    #[test]
    fn links_but_not_texts() {
        let page = br#"<meta content="http://127.0.0.1/x"><meta content="Open http://localhost/prose there"><a href='http://localhost:8000/?a=1&amp;b=2' title="a > b">x</a>
        <img srcset="http://localhost/1.png 1x, /2.png 2x"><a href=http://[::1]/>y</a>
        <code>href="http://localhost/code"</code> <p title="http://localhost/title"> 1 < 2 http://localhost/text"#;
        let found = local_links(page);
        assert_eq!(
            found,
            ["http://127.0.0.1/x", "http://[::1]/", "http://localhost/1.png", "http://localhost:8000/?a=1&b=2"]
        );
        for odd in ["<a href=\"http://localhost", "<a href=", "<", "<a href=\"localhost\"", "<a =\"localhost\">"] {
            let _ = local_links(odd.as_bytes());
        }
    }
}
