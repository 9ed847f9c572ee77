//! Addresses as pages and feeds show them: percent-encoded, and completed by the site's `base_url`.

use crate::base::text::path::percent_encode;
use crate::pipeline::content::ArticleId;
use crate::pipeline::site::Site;

/// Returns the address from the root of the host, with the path of `base_url`: `/repo/articles/x/`.
pub(super) fn url(site: &Site, address: &str) -> String {
    format!("{}{}", site.config.base_path(), percent_encode(address))
}

/// Returns the complete URL.
pub(super) fn permalink(site: &Site, address: &str) -> String {
    format!("{}{}", site.config.base_url, percent_encode(address))
}

/// Returns the address of an article from the root of the host.
pub(super) fn article_url(site: &Site, id: ArticleId) -> String {
    url(site, &site.index.addresses.articles[id])
}

/// Returns the complete URL of an article.
pub(super) fn article_permalink(site: &Site, id: ArticleId) -> String {
    permalink(site, &site.index.addresses.articles[id])
}
