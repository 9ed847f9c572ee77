//! The data in the head of every page.

use serde::Serialize;

use crate::base::text::words;
use crate::pipeline::render::hashed::PageData;
use crate::pipeline::render::locale::word;
use crate::pipeline::render::url::{permalink, url};
use crate::pipeline::render::view::FeedLink;
use crate::pipeline::site::Site;

/// Characters of a description for search engines.
const DESCRIPTION: usize = 200;

/// The data in the head of a page.
#[derive(Serialize)]
pub(super) struct PageHead {
    /// The kind of page: `home`, `article`, `topics`, …
    kind: &'static str,
    pub title: String,
    description: String,
    /// The complete URL.
    canonical: String,
    url: String,
    pub language: String,
    pub feeds: Vec<FeedLink>,
}

impl PageHead {
    /// The head of the page at `address`.
    pub fn new(site: &Site, kind: &'static str, address: &str, title: &str, description: &str) -> Self {
        Self {
            kind,
            title: title.to_owned(),
            description: words::truncate(description, DESCRIPTION),
            canonical: permalink(site, address),
            url: url(site, address),
            language: site.config.language.clone(),
            feeds: Vec::new(),
        }
    }

    /// The head of a page whose title and description are words of the theme.
    pub(crate) fn of_words(site: &Site, kind: &'static str, address: &str, [title, description]: [&str; 2]) -> Self {
        let description = if description.is_empty() { "" } else { word(site, description) };
        Self::new(site, kind, address, word(site, title), description)
    }

    /// Shows the head as `page`.
    pub(crate) fn show(&self, data: PageData) -> PageData {
        data.titled(&self.title).show("page", self)
    }
}
