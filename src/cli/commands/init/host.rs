//! The hosts of new sites, and what is different for each.

use crate::cli::args::InitHost;

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
