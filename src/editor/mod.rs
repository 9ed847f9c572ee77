//! What helps an editor beyond the build: topics that a text's words suggest, advice, and links that leave the site.

pub mod advice;
pub mod external_links;
pub mod topics;
