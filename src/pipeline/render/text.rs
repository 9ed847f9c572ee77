//! Texts → HTML with addresses, for the page of the text itself or for elsewhere.

use std::ops::Range;

use super::{permalink, url, view};
use crate::base::text::html::escape;
use crate::pipeline::content::ArticleId;
use crate::pipeline::index::ResolvedLink;
use crate::pipeline::markdown::{Body, SlotFilling, SlotTarget};
use crate::pipeline::site::Site;

/// The id of the element that holds an article's text. What `annotations.json` says of places is counted in it.
pub(super) const CONTAINER: &str = "article";

/// Where a text is shown, which decides how its links are written.
#[derive(Clone, Copy)]
pub(super) enum TextPlacement<'a> {
    /// On the page of the text itself.
    Home,
    /// Elsewhere, in a feed: its links are complete, and lead to the text's own page at this address.
    Away(&'a str),
}

/// A text and where its links lead.
#[derive(Clone, Copy)]
pub(super) struct LinkedText<'a> {
    pub site: &'a Site,
    pub body: &'a Body,
    pub links: &'a [ResolvedLink],
    /// Whose text it is, where it is an article's.
    pub article: Option<ArticleId>,
}

impl<'a> LinkedText<'a> {
    /// The text of an article.
    pub fn of(site: &'a Site, id: ArticleId) -> Self {
        let (body, links) = (&site.content.articles[id].body, &site.index.links.articles[id]);
        Self { site, body, links, article: Some(id) }
    }

    /// The HTML.
    pub fn html(self, shown: TextPlacement<'_>) -> String {
        self.html_and_places(shown, &mut [])
    }

    /// The HTML, and where `places` of the body are in it.
    pub fn html_and_places(self, shown: TextPlacement<'_>, places: &mut [usize]) -> String {
        self.body.fill_and_find(|number| self.filling(number, shown), places)
    }

    /// The HTML of a part of the body, in bytes of the body's own.
    pub fn part(self, range: Range<usize>, shown: TextPlacement<'_>) -> String {
        self.body.fill_part(range, |number| self.filling(number, shown))
    }

    fn filling(self, number: usize, shown: TextPlacement<'_>) -> SlotFilling<'a> {
        let site = self.site;
        match (&self.body.links[number].target, shown) {
            (SlotTarget::Word(key), _) => return SlotFilling::Word(view::word(site, key)),
            (SlotTarget::Verified(excerpt), _) => return SlotFilling::Html(self.verified(*excerpt)),
            (SlotTarget::Own(id), TextPlacement::Home) => return SlotFilling::Url(format!("#{id}").into()),
            (SlotTarget::Own(id), TextPlacement::Away(home)) => {
                return SlotFilling::Url(format!("{}#{id}", permalink(site, home)).into());
            }
            (SlotTarget::Site(address), _) => {
                let (address, suffix) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
                let to =
                    if matches!(shown, TextPlacement::Home) { url(site, address) } else { permalink(site, address) };
                return SlotFilling::Url(format!("{to}{suffix}").into());
            }
            (SlotTarget::Written(_) | SlotTarget::Image(_), _) => {}
        }
        let link = &self.links[number];
        let url = match (shown, link.address.as_str()) {
            (TextPlacement::Home, "") => link.suffix.clone(),
            (TextPlacement::Home, address) => format!("{}{}", url(site, address), link.suffix),
            (TextPlacement::Away(home), "") => format!("{}{}", permalink(site, home), link.suffix),
            (TextPlacement::Away(_), address) => format!("{}{}", permalink(site, address), link.suffix),
        };
        SlotFilling::Image(url.into(), link.size)
    }

    /// What is said of an excerpt that was found in its snapshot; nothing of others.
    fn verified(self, excerpt: usize) -> String {
        let Some(id) = self.article.filter(|id| self.site.index.quotations.verified[*id][excerpt]) else {
            return String::new();
        };
        let said = view::verified(self.site, id, excerpt);
        format!("<span class=\"verified\"> · {}</span>", escape(&said))
    }
}
