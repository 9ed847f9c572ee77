//! The address of a published site, the source that names it, and the custom domain of a site on GitHub Pages: the file
//! `CNAME`.

use std::fmt;

use super::host::{host, is_placeholder, parse_domain};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::pipeline::config;
use crate::pipeline::site::Site;

/// The address where readers find a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SiteAddress {
    /// The address, without a trailing slash.
    pub url: String,
    /// The source that names it.
    pub source: AddressSource,
}

/// A source that can name the address of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddressSource {
    /// The option `--base-url`.
    Option,
    /// The custom domain in `content/static/CNAME`.
    CustomDomain,
    /// The name of the repository on GitHub.
    Repository,
    /// `base_url` in `site.toml`.
    Configuration,
}

impl fmt::Display for AddressSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Option => "--base-url",
            Self::CustomDomain => "content/static/CNAME",
            Self::Repository => "the name of the repository on GitHub",
            Self::Configuration => "base_url in site.toml",
        })
    }
}

/// Everything that can tell the address of a site.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AddressClues<'a> {
    /// The value of `--base-url`.
    pub option: Option<&'a str>,
    /// The text of `content/static/CNAME`.
    pub cname: Option<&'a str>,
    /// The address of the repository that the site is published to.
    pub remote: &'a str,
    /// `base_url` in `site.toml`.
    pub configured: &'a str,
}

/// Finds the address of a site. GitHub serves a repository at its custom domain or at an address made from the
/// repository's name, so both take precedence over `site.toml`, which a fork inherits.
pub(crate) fn resolve(clues: AddressClues<'_>) -> Option<SiteAddress> {
    let option = || Some((clues.option?.trim_end_matches('/').to_owned(), AddressSource::Option));
    let domain = || Some((format!("https://{}", parse_domain(clues.cname?)?), AddressSource::CustomDomain));
    let repository = || Some((pages_url(clues.remote)?, AddressSource::Repository));
    let is_configured = !is_placeholder(clues.configured) && config::is_base_url(clues.configured);
    let configured = || is_configured.then(|| (clues.configured.to_owned(), AddressSource::Configuration));
    let (url, source) = option().or_else(domain).or_else(repository).or_else(configured)?;
    Some(SiteAddress { url, source })
}

/// Returns the address at which GitHub Pages serves the repository `remote`, which may have any form that git accepts.
pub(crate) fn pages_url(remote: &str) -> Option<String> {
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
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if [owner, name].iter().any(|part| part.is_empty() || !part.chars().all(is_plain)) {
        return None;
    }
    let host = format!("{}.github.io", owner.to_ascii_lowercase());
    let is_user_site = name.eq_ignore_ascii_case(&host);
    Some(if is_user_site { format!("https://{host}") } else { format!("https://{host}/{name}") })
}

/// The file that names the custom domain.
pub(crate) const CNAME: &str = "content/static/CNAME";

/// Checks that `CNAME` names a domain, and that the site is built for it: GitHub serves the site there and nowhere
/// else.
pub(super) fn check_domain(site: &Site, address: &SiteAddress) -> Vec<Diagnostic> {
    let Some((path, text)) = read_cname(site) else { return Vec::new() };
    let fault = |message: String| Diagnostic::new(codes::WRONG_DOMAIN, message).at(Span::file(&path));
    let Some(domain) = parse_domain(&text) else {
        let hint = "write a single domain, such as digest.example.org";
        return vec![fault("this is not the name of a domain".to_owned()).hint(hint)];
    };
    let url = format!("https://{domain}");
    let mut faults = Vec::new();
    if address.source == AddressSource::Option && address.url != url {
        let message = format!("GitHub serves the site at {domain}, and --base-url is {}", address.url);
        faults.push(fault(message).hint("leave out --base-url, or remove the file"));
    }
    // The pipeline was given the address, so what the editor wrote has to be read from the file.
    let configured = configured_base_url(site);
    if !is_placeholder(&configured) && host(&configured) != domain {
        let message = format!("GitHub serves the site at {domain}, and `base_url` in site.toml is {configured}");
        faults.push(fault(message).hint(format!("write base_url = \"{url}\" there, or remove the file")));
    }
    faults
}

/// Reads `CNAME`, if the site has it: its path and its text.
fn read_cname(site: &Site) -> Option<(RelPath, String)> {
    let path = RelPath::new(CNAME)?;
    let text = String::from_utf8_lossy(site.inputs.files.get(&path)?.head()).into_owned();
    Some((path, text))
}

/// Reads `base_url` from `site.toml`, whatever address the site is built for.
pub(crate) fn configured_base_url(site: &Site) -> String {
    let mut inputs = site.inputs.clone();
    inputs.options.base_url = None;
    config::read(&inputs).value.base_url
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
            assert_eq!(pages_url(remote).as_deref(), Some("https://owner.github.io/Repo"), "{remote}");
        }
        for remote in ["git@github.com:Owner/owner.github.io.git", "https://github.com/owner/Owner.GitHub.io"] {
            assert_eq!(pages_url(remote).as_deref(), Some("https://owner.github.io"), "{remote}");
        }
        for remote in ["../remote.git", "/srv/github.com/a/b", "https://gitlab.com/a/b", "https://github.com/a", ""] {
            assert_eq!(pages_url(remote), None, "{remote}");
        }
    }

    #[test]
    fn sources_of_an_address_have_an_order() {
        let all = AddressClues {
            option: Some("https://a.example/x/"),
            cname: Some("digest.press\n"),
            remote: "git@github.com:o/r.git",
            configured: "https://set.press",
        };
        let url = |known| resolve(known).map(|address| (address.url, address.source));
        assert_eq!(url(all), Some(("https://a.example/x".to_owned(), AddressSource::Option)));
        let all = AddressClues { option: None, ..all };
        assert_eq!(url(all), Some(("https://digest.press".to_owned(), AddressSource::CustomDomain)));
        let all = AddressClues { cname: None, ..all };
        assert_eq!(url(all), Some(("https://o.github.io/r".to_owned(), AddressSource::Repository)));
        let all = AddressClues { remote: "/srv/site.git", ..all };
        assert_eq!(url(all), Some(("https://set.press".to_owned(), AddressSource::Configuration)));
        assert_eq!(url(AddressClues { configured: "https://example.org", ..all }), None);
    }
}
