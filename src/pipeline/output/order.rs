//! The order in which files are replaced, so that no page, list or feed that readers can reach leads to a missing file:
//! new files come before those that lead to them, and stale ones are deleted when nothing leads to them any more.

use std::collections::BTreeMap;

use crate::pipeline::plan::{Output, SEARCH_INDEX};
use crate::pipeline::site::Site;

/// Divides files into waves, each of which may be put in place in any order once those before it are there. New files
/// come first: nothing leads to them yet, and all that is replaced may lead to them. `is_there` is true for those that
/// replace another.
pub(crate) fn waves<P: Clone + AsRef<str>>(site: &Site, paths: &[P], is_there: impl Fn(&str) -> bool) -> Vec<Vec<P>> {
    let mut waves: BTreeMap<(bool, MoveRank), Vec<P>> = BTreeMap::new();
    for path in paths {
        waves.entry((is_there(path.as_ref()), rank(site, path.as_ref()))).or_default().push(path.clone());
    }
    waves.into_values().collect()
}

/// The rank of a file in this order. Files that lead to it have the same rank or a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MoveRank {
    /// Parts of pages: pictures, style sheets, scripts, the parts of the search index.
    Asset,
    /// Articles and other pages of the editor's, with their data.
    Article,
    /// Lists of articles: the front page, terms, the archive, redirects, the entrances of the search index.
    List,
    /// Feeds.
    Feed,
    /// Files that machines read first.
    Service,
}

/// Returns the rank of the file at `path`.
fn rank(site: &Site, path: &str) -> MoveRank {
    let Some(output) = site.plan.outputs.get(path) else {
        // Only files of the search index are not planned one by one.
        let name = path.strip_prefix(SEARCH_INDEX).unwrap_or_default();
        let is_entrance = name.ends_with("pagefind-entry.json") || name == "pagefind.js";
        return if is_entrance { MoveRank::List } else { MoveRank::Asset };
    };
    match output {
        Output::File(_) | Output::Accent(_) | Output::Card(_) | Output::Icon(..) | Output::WebManifest => {
            MoveRank::Asset
        }
        Output::Page(page) if page.text().is_none() => MoveRank::List,
        Output::Page(_) | Output::Annotations(_) | Output::Citations(Some(_)) => MoveRank::Article,
        Output::Citations(None) => MoveRank::List,
        Output::Feed { .. } => MoveRank::Feed,
        Output::Sitemap(_) | Output::Robots | Output::NoJekyll | Output::HostHeaders(_) | Output::HostRedirects(_) => {
            MoveRank::Service
        }
    }
}

/// Returns whether other files may be shown by or linked from the file at `path`, so that it is deleted before they
/// are.
pub(crate) fn links_out(path: &str) -> bool {
    let (_, extension) = path.rsplit_once('.').unwrap_or_default();
    ["html", "htm", "xml", "atom", "rss", "json"].contains(&extension)
}
