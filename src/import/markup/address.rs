//! Addresses that a page links to: made whole by the page's own (RFC 3986 §5), and only those that cannot run.

/// The address of a page, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(in crate::import) struct Base(Option<String>);

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Reach {
    /// To this address.
    Whole(String),
    /// To a place on the same page.
    Here,
    /// Nobody knows: it is relative, and the page's address is not known.
    Unknown(String),
    /// To no page: a script, data, or a file on somebody's disk.
    Unsafe,
}

impl Base {
    /// A page at this address; of no use unless it is one of the web.
    pub fn new(url: Option<&str>) -> Self {
        Self(url.and_then(web))
    }

    /// A base given on the page, relative to this one.
    pub fn join(&self, href: &str) -> Self {
        match self.reach(href) {
            Reach::Whole(url) => Self::new(Some(&url)),
            Reach::Here | Reach::Unknown(_) | Reach::Unsafe => self.clone(),
        }
    }

    /// Where a reference leads, if that is an address.
    pub fn whole(&self, href: &str) -> Option<String> {
        if let Reach::Whole(url) = self.reach(href) { Some(url) } else { None }
    }

    /// Where a reference on the page leads.
    pub fn reach(&self, href: &str) -> Reach {
        // The URL Standard §4.4 leaves these out, wherever they stand; scripts hide behind them.
        let href: String =
            href.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        let href = href.replace('\\', "/");
        if href.is_empty() || href.starts_with('#') {
            return Reach::Here;
        }
        if let Some(scheme) = scheme(&href) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" => web(&href).map_or(Reach::Unsafe, Reach::Whole),
                "mailto" | "tel" | "ftp" => Reach::Whole(written(&href)),
                _ => Reach::Unsafe,
            };
        }
        match &self.0 {
            Some(base) => Reach::Whole(written(&resolve(base, &href))),
            None if href.starts_with("//") => web(&format!("https:{href}")).map_or(Reach::Unsafe, Reach::Whole),
            None => Reach::Unknown(href),
        }
    }
}

/// A whole address of the web, with nothing in it that Markdown or TOML would have to escape.
pub(in crate::import) fn web(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = scheme(url)?;
    let known = ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    let rest = url[scheme.len() + 1..].strip_prefix("//").filter(|_| known)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let sound = end > 0 && !rest[..end].contains(|c: char| c.is_whitespace() || c.is_control());
    sound.then(|| written(&format!("{}://{rest}", scheme.to_ascii_lowercase())))
}

/// The host of an address, in small letters, without `www.`.
pub(in crate::import) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    sound.then_some(scheme)
}

/// Writes what no address holds as it is by its number.
pub(in crate::import) fn written(url: &str) -> String {
    let mut written = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '^' | '\\') {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| written.push_str(&format!("%{byte:02X}")));
        } else {
            written.push(c);
        }
    }
    written
}

/// RFC 3986 §5.2, for a reference without a scheme.
fn resolve(base: &str, href: &str) -> String {
    let base = &base[..base.find('#').unwrap_or(base.len())];
    let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
    if let Some(rest) = href.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let plain = &path[..path.find('?').unwrap_or(path.len())];
    if href.starts_with('?') {
        return format!("{scheme}://{authority}{}{href}", if plain.is_empty() { "/" } else { plain });
    }
    let (way, query) = href.split_at(href.find(['?', '#']).unwrap_or(href.len()));
    let folder = if way.starts_with('/') { "" } else { plain.rfind('/').map_or("/", |at| &plain[..=at]) };
    format!("{scheme}://{authority}{}{query}", without_dots(&format!("{folder}{way}")))
}

/// RFC 3986 §5.2.4.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let all: Vec<&str> = path.split('/').skip(1).collect();
    for (n, part) in all.iter().enumerate() {
        let last = n + 1 == all.len();
        match *part {
            ".." => {
                parts.pop();
                parts.extend(last.then_some(""));
            }
            "." => parts.extend(last.then_some("")),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_whole() {
        let base = Base::new(Some("http://a/b/c/d?q"));
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
        ] {
            assert_eq!(base.reach(href), Reach::Whole(url.to_owned()), "{href}");
        }
        assert_eq!(base.reach("#top"), Reach::Here);
        assert_eq!(Base::new(None).reach("/g"), Reach::Unknown("/g".to_owned()));
        assert_eq!(Base::new(Some("http://a")).reach("g"), Reach::Whole("http://a/g".to_owned()));
        assert_eq!(host("https://www.Example.com:80/x").as_deref(), Some("example.com"));
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
            assert_eq!(Base::new(Some("https://a.example/")).reach(href), Reach::Unsafe, "{href:?}");
        }
    }
}
