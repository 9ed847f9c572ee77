//! The link of a title: posts that pass something on have titles that lead to it.

use super::titles::plain;
use crate::import::attribution::LinkedLine;
use crate::import::html_to_markdown::address::{BaseUrl, host_of};
use crate::import::html_to_markdown::tree::HtmlElement;

/// Classes with which a page marks the address of what a post passes on.
const PASSED_ON: [&str; 3] = ["u-bookmark-of", "u-repost-of", "u-quotation-of"];

/// The title of a text as a link to a page of another site. Without a host of its own, any link may be to the text itself.
pub(super) fn linked_title(
    article: &HtmlElement,
    title: &str,
    base: &BaseUrl,
    own_host: Option<&str>,
) -> Option<LinkedLine> {
    let address = |link: &HtmlElement| base.absolute(link.attribute("href")?);
    let is_link = |element: &&HtmlElement| element.is(&["a"]) && element.attribute("href").is_some();
    let marked = article.all().find(|element| element.has_class(&PASSED_ON));
    let link = marked.or_else(|| {
        let is_title = |element: &&HtmlElement| {
            element.is(&["h1", "h2", "h3", "h4"]) && !title.is_empty() && plain(&element.text()) == plain(title)
        };
        let heading = article.all().find(is_title)?;
        heading.all().find(is_link).filter(|link| plain(&link.text()) == plain(title))
    })?;
    let url = address(link).filter(|url| own_host.is_some() && host_of(url).as_deref() != own_host)?;
    Some(LinkedLine::linked(title, &url))
}
