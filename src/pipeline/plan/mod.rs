//! Every output of the site, decided before anything is rendered. What is not in the plan is neither written
//! nor deleted; collisions, redirects, the sitemap and links to addresses of the site are all read from it.

mod check;
mod output;
mod paths;
mod planner;

pub use output::{FeedStream, Icon, Output, PageOutput};
pub use paths::{
    ACCENT, Plan, SEARCH, SEARCH_INDEX, SITEMAP_LIMIT, SOURCES_PER_PAGE, address_of, page_address, pages, path_of,
};
pub use planner::{key, plan};
