//! The repository from which the workflow of a new site installs margent.

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::publish::Git;

/// Returns the address of margent's repository: the one `given`; else the one of the package, in `Cargo.toml`; else the origin of
/// the clone that the program was compiled in, if it is still there. `None` if nobody knows it.
///
/// # Errors
/// When the address given is not one.
pub(super) fn repository(given: Option<&str>) -> Result<Option<String>> {
    if let Some(url) = given {
        let address = web_address(url).ok_or_else(|| {
            anyhow!("--git {url} cannot be used; give the web address of a git repository, such as https://github.com/owner/margent")
        })?;
        return Ok(Some(address));
    }
    let of_package = web_address(env!("CARGO_PKG_REPOSITORY"));
    Ok(of_package.or_else(|| web_address(&origin_of(Path::new(env!("CARGO_MANIFEST_DIR")))?)))
}

/// The address that the clone in a folder comes from.
fn origin_of(folder: &Path) -> Option<String> {
    let git = Git::open(folder).ok().filter(|_| folder.join("Cargo.toml").exists())?;
    git.query(&["config", "remote.origin.url"]).ok()?
}

/// The web address of a repository, without a password and `.git`: `git@github.com:owner/margent.git` and
/// `ssh://git@github.com/owner/margent` are `https://github.com/owner/margent`.
fn web_address(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("ssh://"));
    let path = match rest {
        Some(rest) => rest.rsplit_once('@').map_or(rest, |(_, rest)| rest).to_owned(),
        None => url.strip_prefix("git@")?.replacen(':', "/", 1),
    };
    let path = path.trim_end_matches('/').trim_end_matches(".git");
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_./~:".contains(c);
    let (host, name) = path.split_once('/')?;
    (host.contains('.') && !name.is_empty() && path.chars().all(fits)).then(|| format!("https://{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_repositories() {
        const WEB: &str = "https://github.com/owner/margent";
        for url in [
            WEB,
            "https://github.com/owner/margent.git",
            "https://user:secret@github.com/owner/margent/",
            "git@github.com:owner/margent.git",
            "ssh://git@github.com/owner/margent.git",
        ] {
            assert_eq!(web_address(url).as_deref(), Some(WEB), "{url}");
        }
        for url in
            ["", "/srv/margent", "file:///srv/margent", "https://github.com", "https://a.example/x; rm y", "origin"]
        {
            assert_eq!(web_address(url), None, "{url}");
        }
    }
}
