//! Where a published site is read: its address, and how that is known.

use std::fmt;

use crate::pipeline::config;

/// An address, and what says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteAddress {
    /// Without a slash at its end.
    pub url: String,
    /// What says so.
    pub by: AddressSource,
}

/// What says where a site is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressSource {
    /// The command line.
    Option,
    /// The site's own domain, in `content/static/CNAME`.
    Domain,
    /// The repository on GitHub.
    Repository,
    /// `base_url` in `site.toml`.
    Configuration,
}

impl fmt::Display for AddressSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Option => "by --base-url",
            Self::Domain => "by content/static/CNAME",
            Self::Repository => "by the name of the repository on GitHub",
            Self::Configuration => "by base_url in site.toml",
        })
    }
}

/// What is known of where a site will be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct AddressClues<'a> {
    /// What the command line says.
    pub option: Option<&'a str>,
    /// The text of `CNAME`.
    pub cname: Option<&'a str>,
    /// The address of the repository that it is published to.
    pub remote: &'a str,
    /// `base_url` in `site.toml`.
    pub configured: &'a str,
}

/// Finds the address. GitHub serves a repository at its own domain or at one that follows from the repository's name;
/// so these go before what `site.toml` says, which a fork still has from where it comes.
pub fn of(known: AddressClues<'_>) -> Option<SiteAddress> {
    let option = known.option.map(|url| (url.trim_end_matches('/').to_owned(), AddressSource::Option));
    let domain = known.cname.and_then(domain).map(|domain| (format!("https://{domain}"), AddressSource::Domain));
    let found = option.or(domain).or_else(|| Some((of_repository(known.remote)?, AddressSource::Repository)));
    let configured = || !is_placeholder(known.configured) && config::is_base_url(known.configured);
    let found = found.or_else(|| configured().then(|| (known.configured.to_owned(), AddressSource::Configuration)));
    found.map(|(url, by)| SiteAddress { url, by })
}

/// The one domain that a `CNAME` file names, or `None` where it says anything else; one's own computer is no domain.
pub fn domain(text: &str) -> Option<String> {
    let name = text.trim();
    let label = |label: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !label.is_empty() && label.len() < 64 && label.chars().all(plain) && !label.starts_with('-')
    };
    let is_name = name.contains('.') && name.split('.').all(label) && !is_local(&format!("//{name}"));
    is_name.then(|| name.to_ascii_lowercase())
}

/// Where GitHub Pages serves the repository with the address `remote`: in all forms that git takes.
pub fn of_repository(remote: &str) -> Option<String> {
    let (host, path) = match remote.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?,
        None => remote.split_once(':')?,
    };
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    if !["github.com", "www.github.com", "ssh.github.com"].contains(&host.as_str()) {
        return None;
    }
    let path = path.trim_matches('/');
    let (owner, name) = path.strip_suffix(".git").unwrap_or(path).split_once('/')?;
    let plain = |part: &str| {
        let mut chars = part.chars();
        !part.is_empty() && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    if !plain(owner) || !plain(name) {
        return None;
    }
    let host = format!("{}.github.io", owner.to_ascii_lowercase());
    let whole = name.eq_ignore_ascii_case(&host);
    Some(if whole { format!("https://{host}") } else { format!("https://{host}/{name}") })
}

/// Tells whether an address only stands in for one: those of RFC 2606, and those of one's own computer.
pub fn is_placeholder(url: &str) -> bool {
    let host = host(url);
    let top = host.rsplit('.').next().unwrap_or_default();
    let second = ["example.org", "example.com", "example.net"];
    ["example", "test", "invalid", "localhost"].contains(&top)
        || second.iter().any(|name| host == *name || host.ends_with(&format!(".{name}")))
        || is_local(url)
}

/// Tells whether the address is one that only the computer itself can reach: `localhost`, or an address of loopback
/// (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). Prose that names one is no address.
pub fn is_local(url: &str) -> bool {
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

/// The host of an address, in small letters and without a port; empty where it has none.
pub fn host(url: &str) -> String {
    let rest = url.split_once("//").map_or("", |(_, rest)| rest);
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or_default();
    let host = match host.find(']') {
        Some(end) => &host[..=end],
        None => host.split(':').next().unwrap_or_default(),
    };
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_in_all_forms() {
        let project = [
            "https://github.com/Owner/Repo",
            "https://github.com/Owner/Repo.git",
            "https://x-access-token:t0ken@github.com/Owner/Repo.git/",
            "ssh://git@github.com/Owner/Repo.git",
            "ssh://git@ssh.github.com:443/Owner/Repo.git",
            "git@github.com:Owner/Repo.git",
            "github.com:Owner/Repo",
            "git://www.github.com/Owner/Repo",
        ];
        for remote in project {
            assert_eq!(of_repository(remote).as_deref(), Some("https://owner.github.io/Repo"), "{remote}");
        }
        for remote in ["git@github.com:Owner/owner.github.io.git", "https://github.com/owner/Owner.GitHub.io"] {
            assert_eq!(of_repository(remote).as_deref(), Some("https://owner.github.io"), "{remote}");
        }
        for remote in ["../remote.git", "/srv/github.com/a/b", "https://gitlab.com/a/b", "https://github.com/a", ""] {
            assert_eq!(of_repository(remote), None, "{remote}");
        }
    }

    #[test]
    fn what_says_more_goes_first() {
        let all = AddressClues {
            option: Some("https://a.example/x/"),
            cname: Some("digest.press\n"),
            remote: "git@github.com:o/r.git",
            configured: "https://set.press",
        };
        let url = |known| of(known).map(|found| (found.url, found.by));
        assert_eq!(url(all), Some(("https://a.example/x".to_owned(), AddressSource::Option)));
        let all = AddressClues { option: None, ..all };
        assert_eq!(url(all), Some(("https://digest.press".to_owned(), AddressSource::Domain)));
        let all = AddressClues { cname: None, ..all };
        assert_eq!(url(all), Some(("https://o.github.io/r".to_owned(), AddressSource::Repository)));
        let all = AddressClues { remote: "/srv/site.git", ..all };
        assert_eq!(url(all), Some(("https://set.press".to_owned(), AddressSource::Configuration)));
        assert_eq!(url(AddressClues { configured: "https://example.org", ..all }), None);
    }

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
        assert_eq!(domain(" Digest.Press\n").as_deref(), Some("digest.press"));
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
            assert_eq!(domain(text), None, "{text}");
        }
    }
}
