//! The small files that no template makes, among them those in which Netlify and Cloudflare Pages read how to serve the
//! others: `_headers` and `_redirects`.

use serde::Serialize;

use super::view::{permalink, url};
use crate::base::text::colour::Colour;
use crate::pipeline::config::StaticHost;
use crate::pipeline::plan::{ACCENT, Icon, Output, PageOutput, address_of};
use crate::pipeline::site::Site;

/// Returns `robots.txt` (RFC 9309), with the address of the sitemap.
pub(super) fn robots(site: &Site) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", permalink(site, "/sitemap.xml"))
}

/// Returns the style sheet of the accent. It takes precedence over whatever a theme says.
pub(super) fn accent([day, night]: &[Colour; 2]) -> String {
    format!(":root:root {{ --accent: light-dark({day}, {night}); }}\n")
}

/// Returns the text of `.nojekyll`. GitHub asks only whether it exists; margent recognises its own output folder by it
/// if the manifest is lost.
pub(crate) fn mark(site: &Site) -> String {
    format!("written by margent: {}\n", site.config.title)
}

/// <https://www.w3.org/TR/appmanifest/>
#[derive(Serialize)]
struct WebManifest<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    lang: &'a str,
    start_url: &'a str,
    scope: &'a str,
    display: &'static str,
    icons: Vec<ManifestIcon>,
}

#[derive(Serialize)]
struct ManifestIcon {
    src: String,
    sizes: &'static str,
    r#type: &'static str,
}

/// Returns the web app manifest.
pub(super) fn web_manifest(site: &Site) -> String {
    let config = &site.config;
    let home = url(site, "/");
    let icons = [(Icon::SOURCE, "any", "image/svg+xml"), (Icon::Apple.path(), "180x180", "image/png")];
    let planned = icons.into_iter().filter(|(path, ..)| site.plan.outputs.contains_key(*path));
    let manifest = WebManifest {
        name: &config.title,
        description: &config.description,
        lang: &config.language,
        start_url: &home,
        scope: &home,
        display: "browser",
        icons: planned
            .map(|(path, sizes, r#type)| ManifestIcon { src: url(site, &format!("/{path}")), sizes, r#type })
            .collect(),
    };
    serde_json::to_string(&manifest).expect("texts serialise to JSON")
}

/// For every file: browsers believe its type, and programs of other sites may read it, as on GitHub Pages.
const FOR_ALL: &str = "/*\n  X-Content-Type-Options: nosniff\n  Access-Control-Allow-Origin: *\n";
/// A year, in seconds: for what gets another address when it changes.
const VERSIONED: &str = "31536000, immutable";
/// Thirty days: for fonts, which style sheets name without a version.
const FONT: &str = "2592000";
/// Lines of `_redirects`, and rules of `_headers`, that Cloudflare Pages reads.
const CLOUDFLARE_REDIRECTS: usize = 2000;
const CLOUDFLARE_HEADERS: usize = 100;

/// Returns `_headers`: how long browsers may keep the theme's files without asking. About all others they ask each time, and
/// about those that do not fit.
pub(super) fn headers(site: &Site, host: StaticHost) -> String {
    let most = match host {
        StaticHost::Netlify => usize::MAX,
        StaticHost::Cloudflare => CLOUDFLARE_HEADERS - 1,
    };
    let names = site.theme.statics.keys().map(String::as_str).chain(site.config.look.accent.map(|_| ACCENT));
    // The manifest names the icon without a version.
    let kept = names.filter(|name| *name != Icon::SOURCE).filter_map(|name| Some((name, lifetime(site, name)?)));
    let mut kept: Vec<_> = kept.collect();
    kept.sort_by_key(|(_, time)| *time == FONT);
    let rules =
        kept.into_iter().map(|(name, time)| format!("{}\n  Cache-Control: public, max-age={time}\n", rule(site, name)));
    FOR_ALL.to_owned() + &rules.take(most).collect::<String>()
}

fn rule(site: &Site, name: &str) -> String {
    url(site, &format!("/{name}"))
}

/// Returns how long a file of the theme may be kept, if templates give it an address that changes with it, or if it is a font.
fn lifetime(site: &Site, name: &str) -> Option<&'static str> {
    let call = format!("asset(path=\"{name}\")");
    let names_it = |text: &str| text.contains(&call);
    if name == ACCENT || site.theme.files.values().any(|path| site.inputs.text(path).is_ok_and(names_it)) {
        return Some(VERSIONED);
    }
    [".woff2", ".woff", ".ttf", ".otf"].iter().any(|end| name.ends_with(end)).then_some(FONT)
}

/// Returns `_redirects`: for each former address, the new one. Those that do not fit still have their pages.
pub(super) fn redirects(site: &Site, host: StaticHost) -> String {
    let (status, most) = match host {
        // Else Netlify would rather show the page that is at the former address.
        StaticHost::Netlify => ("301!", usize::MAX),
        StaticHost::Cloudflare => ("301", CLOUDFLARE_REDIRECTS),
    };
    let mut lines = Vec::new();
    for (path, output) in &site.plan.outputs {
        let Output::Page(PageOutput::Redirect(to)) = output else { continue };
        let address = address_of(path);
        let short = address.trim_end_matches('/');
        let forms = [short, &address];
        let forms = if short == address { &forms[..1] } else { &forms };
        // Both have a meaning of their own here.
        if !address.contains(['*', ':']) {
            lines.extend(forms.iter().map(|from| format!("{} {} {status}\n", url(site, from), url(site, to))));
        }
    }
    lines.truncate(most);
    lines.concat()
}
