//! The parts of several kinds of pages: the data in the head, tables of contents, lists of articles over several pages.

use serde::Serialize;

use crate::base::text::words;
use crate::pipeline::content::ArticleId;
use crate::pipeline::markdown::Heading;
use crate::pipeline::plan::{page_address, pages};
use crate::pipeline::render::hashed::PageData;
use crate::pipeline::render::shared::SharedData;
use crate::pipeline::render::view::{FeedLink, permalink, url, word};
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

/// An entry of a table of contents.
#[derive(Serialize)]
pub(super) struct ContentsEntry<'a> {
    title: &'a str,
    id: &'a str,
    children: Vec<ContentsEntry<'a>>,
}

/// Returns headings as a tree: each under the last one of a lower level.
pub(super) fn contents(headings: &[Heading]) -> Vec<ContentsEntry<'_>> {
    let mut entries = Vec::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let below = after.iter().take_while(|heading| heading.level > first.level).count();
        entries.push(ContentsEntry { title: &first.text, id: &first.id, children: contents(&after[..below]) });
        rest = &after[below..];
    }
    entries
}

/// The position of a page in a list of several.
#[derive(Serialize)]
pub(super) struct Pager {
    page: usize,
    pages: usize,
    /// Number of items in the whole list.
    count: usize,
    /// Towards newer items.
    previous: Option<String>,
    /// Towards older items.
    next: Option<String>,
}

/// Returns the position of page `page` in the list of `count` items at the address `list`.
pub(super) fn pager(site: &Site, list: &str, page: usize, count: usize, per_page: usize) -> Pager {
    let pages = pages(count, per_page);
    Pager {
        page,
        pages,
        count,
        previous: (page > 1).then(|| url(site, &page_address(list, page - 1))),
        next: (page < pages).then(|| url(site, &page_address(list, page + 1))),
    }
}

/// Returns `Title, page 2`: the pages of one list need different titles.
pub(super) fn numbered_title(site: &Site, title: &str, page: usize) -> String {
    if page == 1 {
        return title.to_owned();
    }
    word(site, "title_page").replace("{title}", title).replace("{page}", &page.to_string())
}

/// Shows page `page` of the list of `articles` at the address `list`, and the entry of each.
pub(super) fn show_entries(
    data: PageData,
    (site, shared): (&Site, &SharedData),
    (list, page): (&str, usize),
    articles: &[ArticleId],
) -> PageData {
    let data = show_articles(data, (site, shared), (list, page), articles.iter().copied());
    let listed = articles.chunks(site.config.index.per_page).nth(page - 1).unwrap_or_default();
    data.with_entries_of(listed)
}

/// Shows page `page` of the list of `articles` at the address `list`.
pub(super) fn show_articles(
    data: PageData,
    (site, shared): (&Site, &SharedData),
    (list, page): (&str, usize),
    articles: impl ExactSizeIterator<Item = ArticleId>,
) -> PageData {
    let per_page = site.config.index.per_page;
    let data = data.show("pager", &pager(site, list, page, articles.len(), per_page));
    let articles = articles.skip((page - 1) * per_page).take(per_page);
    data.show_list("articles", articles.map(|id| shared.card(site, id)))
}
