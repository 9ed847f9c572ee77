//! Resolves the references of a page against its address (RFC 3986 §5), and lets harmless schemes through alone. The
//! `url` crate would write Korean hosts and paths as escapes that no editor can read.

/// The address that the references of a page are relative to, where it is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct BaseUrl(Option<String>);

/// The destination of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ResolvedReference {
    /// An absolute address.
    Absolute(String),
    /// A place on the same page.
    SamePage,
    /// A relative reference on a page whose address is not known.
    NoBase(String),
    /// Something that is not a page: a script, data, or a file on somebody's disk.
    Unsafe,
}

impl BaseUrl {
    /// A base at this address; unknown unless it is a web address.
    pub fn new(url: Option<&str>) -> Self {
        Self(url.and_then(web_url))
    }

    /// The base that `<base href>` states, relative to this one.
    pub fn join(&self, href: &str) -> Self {
        self.absolute(href).map_or_else(|| self.clone(), |url| Self::new(Some(&url)))
    }

    /// The absolute address of a reference, if it has one.
    pub(crate) fn absolute(&self, href: &str) -> Option<String> {
        if let ResolvedReference::Absolute(url) = self.resolve(href) { Some(url) } else { None }
    }

    /// Resolves a reference.
    pub fn resolve(&self, href: &str) -> ResolvedReference {
        // The URL Standard §4.4 removes these wherever they are; scripts hide behind them.
        let href: String =
            href.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        let href = href.replace('\\', "/");
        if href.is_empty() || href.starts_with('#') {
            return ResolvedReference::SamePage;
        }
        if let Some(scheme) = scheme_of(&href) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" => web_url(&href).map_or(ResolvedReference::Unsafe, |url| self.here_or_there(url)),
                "mailto" | "tel" | "ftp" => ResolvedReference::Absolute(encode_unsafe(&href)),
                _ => ResolvedReference::Unsafe,
            };
        }
        match &self.0 {
            Some(base) => self.here_or_there(encode_unsafe(&resolve_relative(base, &href))),
            None if href.starts_with("//") => {
                web_url(&format!("https:{href}")).map_or(ResolvedReference::Unsafe, ResolvedReference::Absolute)
            }
            None => ResolvedReference::NoBase(href),
        }
    }

    /// The destination of an address, which may be a place on the page of the base itself.
    fn here_or_there(&self, url: String) -> ResolvedReference {
        let is_here = url.split_once('#').is_some_and(|(page, _)| self.0.as_deref() == Some(page));
        if is_here { ResolvedReference::SamePage } else { ResolvedReference::Absolute(url) }
    }
}

/// Parses an absolute web address, and encodes what Markdown or TOML would have to escape.
pub(crate) fn web_url(url: &str) -> Option<String> {
    let original = original_of(url.trim());
    let url = original.as_deref().unwrap_or(url.trim());
    let scheme = scheme_of(url)?;
    let is_web = ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
    let rest = url[scheme.len() + 1..].strip_prefix("//").filter(|_| is_web)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let valid = end > 0 && !rest[..end].contains(|c: char| c.is_whitespace() || c.is_control());
    valid.then(|| encode_unsafe(&format!("{}://{rest}", scheme.to_ascii_lowercase())))
}

/// The address of which another is the copy in a cache of fast pages (AMP).
fn original_of(url: &str) -> Option<String> {
    let (_, copy) = url.split_once(".cdn.ampproject.org/")?;
    let (_, original) = copy.split_once("/s/").filter(|(kind, _)| matches!(*kind, "c" | "v"))?;
    Some(format!("https://{original}"))
}

/// The time, and the address of the original, of which an address of the Internet Archive is a copy:
/// `https://web.archive.org/web/20150131120000/https://…`.
pub(crate) fn archived(url: &str) -> Option<(&str, &str)> {
    url.split_once("://web.archive.org/web/")?.1.split_once('/')
}

/// The host of an address, in lower case, without `www.`; of a copy in the Internet Archive that of its original.
pub(crate) fn host_of(url: &str) -> Option<String> {
    let url = archived(url).map(|(_, url)| url).filter(|url| url.starts_with("http")).unwrap_or(url);
    let rest = url.split_once("://")?.1;
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

fn scheme_of(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then_some(scheme)
}

/// Percent-encodes the characters that no address may hold.
pub(crate) fn encode_unsafe(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '^' | '\\') {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| encoded.push_str(&format!("%{byte:02X}")));
        } else {
            encoded.push(c);
        }
    }
    encoded
}

/// Resolves a reference without a scheme (RFC 3986 §5.2).
fn resolve_relative(base: &str, href: &str) -> String {
    let base = &base[..base.find('#').unwrap_or(base.len())];
    let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
    if let Some(rest) = href.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let base_path = &path[..path.find('?').unwrap_or(path.len())];
    if href.starts_with('?') {
        return format!("{scheme}://{authority}{}{href}", if base_path.is_empty() { "/" } else { base_path });
    }
    let (path, query) = href.split_at(href.find(['?', '#']).unwrap_or(href.len()));
    let folder = if path.starts_with('/') { "" } else { base_path.rfind('/').map_or("/", |at| &base_path[..=at]) };
    format!("{scheme}://{authority}{}{query}", remove_dot_segments(&format!("{folder}{path}")))
}

/// Removes `.` and `..` from a path (RFC 3986 §5.2.4).
fn remove_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (n, segment) in segments.iter().enumerate() {
        let last = n + 1 == segments.len();
        match *segment {
            ".." => {
                kept.pop();
                kept.extend(last.then_some(""));
            }
            "." => kept.extend(last.then_some("")),
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_absolute() {
        let base = BaseUrl::new(Some("http://a/b/c/d?q"));
        // RFC 3986 §5.4.
        for (href, url) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("g#s", "http://a/b/c/g#s"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../../g", "http://a/g"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g/./h", "http://a/b/c/g/h"),
            ("HTTPS://H/x y", "https://H/x%20y"),
            ("https://h-example.cdn.ampproject.org/v/s/h.example/amp/g", "https://h.example/amp/g"),
        ] {
            assert_eq!(base.resolve(href), ResolvedReference::Absolute(url.to_owned()), "{href}");
        }
        assert_eq!(base.resolve("#top"), ResolvedReference::SamePage);
        assert_eq!(base.resolve("d?q#top"), ResolvedReference::SamePage);
        assert_eq!(BaseUrl::new(None).resolve("/g"), ResolvedReference::NoBase("/g".to_owned()));
        assert_eq!(BaseUrl::new(Some("http://a")).resolve("g"), ResolvedReference::Absolute("http://a/g".to_owned()));
        assert_eq!(host_of("https://www.Example.com:80/x").as_deref(), Some("example.com"));
        let copy = "https://web.archive.org/web/20160218174457/http://www.tide.example/1";
        assert_eq!(host_of(copy).as_deref(), Some("tide.example"));
    }

    #[test]
    fn nothing_runs() {
        for href in [
            "javascript:x",
            " java\nscript:x",
            "JAVASCRIPT:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///x",
            "http:x",
        ] {
            assert_eq!(BaseUrl::new(Some("https://a.example/")).resolve(href), ResolvedReference::Unsafe, "{href:?}");
        }
    }
}
