//! The small files that no template makes.

use serde::Serialize;

use super::url::{permalink, url};
use crate::base::text::colour::Colour;
use crate::pipeline::plan::Icon;
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
