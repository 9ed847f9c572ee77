//! The plan as data, and conversions between addresses and paths of outputs.

use std::collections::BTreeMap;

use super::output::Output;

/// Reports on a page of the list of sources.
pub(crate) const SOURCES_PER_PAGE: usize = 200;

/// The style sheet of the accent.
pub(crate) const ACCENT: &str = "accent.css";

/// Addresses in one sitemap file (sitemaps.org).
pub(crate) const SITEMAP_LIMIT: usize = 50_000;

/// The address of the page that searches.
pub(crate) const SEARCH: &str = "/search/";

/// The folder of the search index, below the output folder. The files of the index are only known when it is made, so
/// the folder is planned as a whole: nothing else can be in it.
pub const SEARCH_INDEX: &str = "search/pagefind/";

/// Every output, by its path below the output folder.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Path → the output to put there.
    pub outputs: BTreeMap<String, Output>,
    /// True if there is a search page, with its index in [`SEARCH_INDEX`].
    pub search: bool,
}

impl Plan {
    /// The output that is served at `address`.
    pub fn at(&self, address: &str) -> Option<&Output> {
        self.outputs.get(&path_of(address))
    }
}

/// The path of the file that is served at `address`: `/a/` → `a/index.html`.
pub(crate) fn path_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// The address at which the file `path` is served: `a/index.html` → `/a/`.
pub fn address_of(path: &str) -> String {
    if path == "index.html" || path.ends_with("/index.html") {
        format!("/{}", &path[..path.len() - "index.html".len()])
    } else {
        format!("/{path}")
    }
}

/// The address of page `page` of a list.
pub(crate) fn page_address(list: &str, page: usize) -> String {
    if page == 1 { list.to_owned() } else { format!("{list}page/{page}/") }
}

/// Returns the number of pages of a list with `articles` articles.
pub fn pages(articles: usize, per_page: usize) -> usize {
    articles.div_ceil(per_page).max(1)
}
