//! Texts → HTML with addresses, for the page of the text itself or for elsewhere.

use std::ops::Range;

use anyhow::{Context, Result};

use super::source_view::{VerifiedNote, verified_note};
use super::view::{permalink, url, word};
use crate::base::text::html::{decode_references, escape};
use crate::pipeline::content::ArticleId;
use crate::pipeline::index::LinkTargets;
use crate::pipeline::markdown::{Body, LoadedHtml, SlotFilling, SlotTarget};
use crate::pipeline::site::Site;

/// The id of the element that holds an article's text. `annotations.json` counts positions in it.
pub(super) const CONTAINER: &str = "article";

/// The place where a text is shown, which decides on the form of its links.
#[derive(Clone, Copy)]
pub(super) enum TextPlacement<'a> {
    /// On the page of the text itself.
    Home,
    /// Elsewhere, in a feed: its links are complete, and lead to the text's own page at this address.
    Away(&'a str),
}

/// A text and the targets of its links.
pub(super) struct LinkedText<'a> {
    site: &'a Site,
    body: &'a Body,
    html: LoadedHtml<'a>,
    links: &'a LinkTargets,
    /// The article whose text it is.
    article: Option<ArticleId>,
}

impl<'a> LinkedText<'a> {
    /// The text of an article.
    ///
    /// # Errors
    /// When it was set aside and cannot be read.
    pub fn article(site: &'a Site, id: ArticleId) -> Result<Self> {
        let (body, links) = (&site.content.articles[id].body, &site.index.links.articles[id]);
        Ok(Self { article: Some(id), ..Self::other(site, body, links)? })
    }

    /// The text of a page, or the introduction of a term.
    ///
    /// # Errors
    /// As [`LinkedText::article`].
    pub fn other(site: &'a Site, body: &'a Body, links: &'a LinkTargets) -> Result<Self> {
        let html = body.html().context("cannot read a text back that was set aside in .margent/")?;
        Ok(Self { site, body, html, links, article: None })
    }

    /// Returns the HTML.
    pub fn html(&self, placement: TextPlacement<'_>) -> String {
        self.html_and_positions(placement, &mut [])
    }

    /// Returns the HTML. Turns `positions` in the body into those in the HTML.
    pub(crate) fn html_and_positions(&self, placement: TextPlacement<'_>, positions: &mut [usize]) -> String {
        self.html.fill_and_find(|number| self.fill_slot(number, placement), positions)
    }

    /// Returns the HTML of a part of the body, in bytes of the body.
    pub fn part(&self, range: Range<usize>, placement: TextPlacement<'_>) -> String {
        self.html.fill_part(range, |number| self.fill_slot(number, placement))
    }

    fn fill_slot(&self, number: usize, placement: TextPlacement<'_>) -> SlotFilling<'a> {
        let site = self.site;
        match (&self.body.links[number].target, placement) {
            (SlotTarget::Word(key), _) => SlotFilling::Word(word(site, key)),
            (SlotTarget::Verified(excerpt), _) => SlotFilling::Html(self.verified(*excerpt)),
            (SlotTarget::Own(id), TextPlacement::Home) => SlotFilling::Url(format!("#{id}").into()),
            (SlotTarget::Own(id), TextPlacement::Away(home)) => {
                SlotFilling::Url(format!("{}#{id}", permalink(site, home)).into())
            }
            (SlotTarget::Raw(written), TextPlacement::Home) => SlotFilling::Html(written.clone()),
            (SlotTarget::Raw(written), TextPlacement::Away(home)) => {
                SlotFilling::Url(resolve_from(&permalink(site, home), &decode_references(written)).into())
            }
            (SlotTarget::Site(address), _) => {
                let (address, suffix) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
                SlotFilling::Url(format!("{}{suffix}", self.target(address, placement)).into())
            }
            (SlotTarget::Written(_) | SlotTarget::Image(_), _) => {
                let link = self.links.get(number);
                let (address, suffix) = link.map_or(("", ""), |link| (&link.address, &link.suffix));
                let target = match (placement, address) {
                    (TextPlacement::Home, "") => String::new(),
                    (TextPlacement::Away(home), "") => permalink(site, home),
                    (_, address) => self.target(address, placement),
                };
                SlotFilling::Image(format!("{target}{suffix}").into(), link.and_then(|link| link.size))
            }
        }
    }

    fn target(&self, address: &str, placement: TextPlacement<'_>) -> String {
        match placement {
            TextPlacement::Home => url(self.site, address),
            TextPlacement::Away(_) => permalink(self.site, address),
        }
    }

    /// Marks an excerpt that was found in its snapshot, and no other.
    fn verified(&self, excerpt: usize) -> String {
        let verified = &self.site.index.quotations.verified;
        let Some(id) = self.article.filter(|id| verified[*id][excerpt]) else { return String::new() };
        let VerifiedNote { text, detail } = verified_note(self.site, id, excerpt);
        let title = if detail.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&detail)) };
        format!("<span class=\"verified\"{title}>\u{a0}· {}</span>", escape(&text))
    }
}

/// Resolves `address` against the page at `home` (WHATWG URL); returns it unchanged if that fails.
fn resolve_from(home: &str, address: &str) -> String {
    let complete = url::Url::parse(home).and_then(|home| home.join(address));
    complete.map_or_else(|_| address.to_owned(), String::from)
}
