//! The order in which files are replaced, so that no page, list or feed that readers can reach leads to a missing file:
//! new files come before those that lead to them, and stale ones are deleted when nothing leads to them any more.

use crate::pipeline::plan::{Output, SEARCH_INDEX};
use crate::pipeline::site::Site;

/// The rank of a file in this order. Files that lead to it have the same rank or a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MoveRank {
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
pub(super) fn rank(site: &Site, path: &str) -> MoveRank {
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
        Output::Sitemap(_) | Output::Robots | Output::NoJekyll => MoveRank::Service,
    }
}

/// Returns true if other files may be shown by or linked from the file at `path`, so that it is deleted before they
/// are.
pub(super) fn leads_on(path: &str) -> bool {
    let (_, extension) = path.rsplit_once('.').unwrap_or_default();
    ["html", "htm", "xml", "atom", "rss", "json"].contains(&extension)
}
