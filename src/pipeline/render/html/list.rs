//! Lists of articles over several pages.

use serde::Serialize;

use crate::pipeline::content::ArticleId;
use crate::pipeline::plan::{page_address, pages};
use crate::pipeline::render::hashed::PageData;
use crate::pipeline::render::locale::word;
use crate::pipeline::render::shared::SharedData;
use crate::pipeline::render::url::url;
use crate::pipeline::site::Site;

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
