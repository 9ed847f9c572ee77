//! The hosts of new sites, what is different for each, and the repository from which they install margent.

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::cli::args::InitHost;
use crate::publish::Git;

/// Path in the site, and text with names in `{{…}}`.
type HostFile = (&'static str, &'static str);

const BUILD: HostFile = ("build.sh", include_str!("../../hosts/build.sh"));

/// Returns the files that the host needs.
pub(super) fn files(host: InitHost) -> &'static [HostFile] {
    match host {
        InitHost::Github => &[(".github/workflows/pages.yml", include_str!("../../hosts/pages.yml"))],
        InitHost::Gitlab => &[(".gitlab-ci.yml", include_str!("../../hosts/gitlab-ci.yml")), BUILD],
        InitHost::Netlify => &[("netlify.toml", include_str!("../../hosts/netlify.toml")), BUILD],
        InitHost::Cloudflare => &[BUILD],
        InitHost::Rsync => &[("publish.sh", include_str!("../../hosts/publish.sh"))],
    }
}

/// Returns whether these files install margent, for which they have to know its repository.
pub(super) fn installs(host: InitHost) -> bool {
    host != InitHost::Rsync
}

/// Returns what `site.toml` says of the host, at its end.
pub(super) fn settings(host: InitHost) -> String {
    let name = match host {
        InitHost::Github | InitHost::Gitlab | InitHost::Rsync => return String::new(),
        InitHost::Netlify => "netlify",
        InitHost::Cloudflare => "cloudflare",
    };
    format!("\n[build]\n# The host for which a build writes _headers and _redirects.\nhost = \"{name}\"\n")
}

/// Returns what the `README.md` of the site says about publishing.
pub(super) fn publishing(host: InitHost, can_install: bool) -> &'static str {
    match host {
        InitHost::Github if !can_install => {
            "Run `margent publish`: it sends the built site to the branch `gh-pages`. In the repository's settings, under *Pages*, choose\n\
             \"Deploy from a branch\" and that branch."
        }
        InitHost::Github => {
            "There are two ways. GitHub can build the site at every push and once a day: in the repository's settings, under *Pages*,\n\
             choose \"GitHub Actions\" as the source, and `.github/workflows/pages.yml` does the rest. Or run `margent publish` yourself:\n\
             choose \"Deploy from a branch\" and `gh-pages` there, and delete the workflow."
        }
        InitHost::Gitlab => {
            "GitLab builds the site at every push to the default branch, as `.gitlab-ci.yml` says, and publishes it on GitLab Pages. Under\n\
             *Build*, *Pipeline schedules*, add a daily run, so that articles with a date in the future appear on their day."
        }
        InitHost::Netlify => {
            "Import the repository at Netlify: `netlify.toml` says how it is built, at every push. A build hook that is called once a day makes\n\
             articles with a date in the future appear on their day."
        }
        InitHost::Cloudflare => {
            "Connect the repository at Cloudflare Pages, with the build command `sh build.sh` and the output folder `public`. Write the address\n\
             of the site as `base_url` into `site.toml`. A deploy hook that is called once a day makes articles with a date in the future\n\
             appear on their day."
        }
        InitHost::Rsync => {
            "Run `sh publish.sh you@server:/srv/www/digest`: it builds the site and sends what has changed, in an order in which readers never\n\
             meet a link to what is not there. Write the address of the site as `base_url` into `site.toml`."
        }
    }
}

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
