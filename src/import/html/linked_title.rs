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
    let link =
        article.all().find(|element| element.has_class(&PASSED_ON)).or_else(|| link_of_heading(article, title))?;
    let url = link.attribute("href").and_then(|href| base.absolute(href));
    let url = url.filter(|url| own_host.is_some() && host_of(url).as_deref() != own_host)?;
    Some(LinkedLine::linked(title, &url))
}

/// The link that is all of the heading with a title; the name of an outlet at its end is no part of that.
fn link_of_heading<'a>(article: &'a HtmlElement, title: &str) -> Option<&'a HtmlElement> {
    let title = plain(title);
    let is_title = |text: &str| !title.is_empty() && plain(text).starts_with(&title);
    let mut headings = article.all().filter(|element| element.is(&["h1", "h2", "h3", "h4"]));
    let heading = headings.find(|element| is_title(&element.text()))?;
    let is_link = |element: &&HtmlElement| element.is(&["a"]) && element.attribute("href").is_some();
    heading.all().find(is_link).filter(|link| plain(&link.text()) == plain(&heading.text()))
}
