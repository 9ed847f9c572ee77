//! Every output of the site, decided before anything is rendered. Nothing outside the plan is written or deleted;
//! collisions, redirects, the sitemap and links to addresses of the site are all read from it.

mod check;
mod output;
mod planner;

pub(crate) use check::NO_ADDRESS;
pub(crate) use output::{ACCENT, PageText, SEARCH, SITEMAP_LIMIT, SOURCES_PER_PAGE, page_address, path_of};
pub use output::{FeedStream, Icon, Output, OutputPath, PageOutput, Plan, SEARCH_INDEX, address_of, pages};
pub use planner::{key, plan};
