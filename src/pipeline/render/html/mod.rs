//! HTML pages: the data that each kind shows.

mod article_page;
mod chart;
mod home_page;
mod parts;
mod section_page;
mod term_page;

use anyhow::Result;
use parts::{PageHead, contents};

use super::hashed::PageData;
use super::json_ld;
use super::linked_text::{LinkedText, TextPlacement};
use super::outcome::{RenderFailure, template_failure};
use super::shared::{ENTRY, SharedData};
use super::view::{date, url};
use crate::pipeline::plan::{PageOutput, SEARCH_INDEX, address_of};
use crate::pipeline::site::Site;

/// Articles that the page for a missing address shows.
const NEWEST: usize = 5;

/// Adds to `data` what the page at `path` shows.
///
/// # Errors
/// When its text was set aside and cannot be read.
pub(super) fn page(
    (site, shared): (&Site, &SharedData),
    data: PageData,
    path: &str,
    page: &PageOutput,
) -> Result<PageData> {
    let address = &address_of(path);
    let data = match page {
        PageOutput::Home(page) => home_page::home(site, shared, data, address, *page),
        PageOutput::Article(id) => article_page::article_page(site, shared, (data, address), *id)?,
        PageOutput::Terms(taxonomy) => term_page::term_list(site, data, address, *taxonomy),
        PageOutput::Term { taxonomy, number, page } => {
            term_page::term_page(site, shared, (data, address), (*taxonomy, *number, *page))?
        }
        PageOutput::Sources(page) => section_page::sources(site, data, address, *page),
        PageOutput::Archive => section_page::archive(site, data, address),
        PageOutput::Year(number) => section_page::year(site, shared, data, address, *number),
        PageOutput::Undated => section_page::undated(site, shared, data, address),
        PageOutput::Corrections => section_page::corrections(site, data, address),
        PageOutput::LinkReport => section_page::link_report(site, data, address),
        PageOutput::Plain(number) => plain(site, data, address, *number)?,
        PageOutput::Search => {
            let head = PageHead::of_words(site, "search", address, ["search", ""]);
            head.show(data).show("index", &url(site, &format!("/{SEARCH_INDEX}")))
        }
        PageOutput::NotFound => {
            let head = PageHead::of_words(site, "not-found", address, ["not_found", ""]);
            let newest = site.content.articles.ids().take(NEWEST);
            head.show(data).show_list("articles", newest.map(|id| shared.card(site, id)))
        }
        PageOutput::Redirect(to) => PageHead::of_words(site, "redirect", to, ["moved", ""]).show(data),
    };
    let json_ld = json_ld::script(site, page, address, &data.title);
    Ok(data.show_html("json_ld", &json_ld))
}

/// Runs the template of a page.
pub(super) fn render(site: &Site, shared: &SharedData, mut page: PageData) -> Result<Vec<u8>, RenderFailure> {
    if let Some(listed) = &page.listed {
        let entries = shared.entries(site, listed).map_err(|error| template_failure(site, ENTRY, &error))?;
        page = page.show_entries(entries);
    }
    page.run_template(site).map_err(|error| template_failure(site, page.template, &error))
}

/// Shows a page outside of the digest.
fn plain(site: &Site, data: PageData, address: &str, number: usize) -> Result<PageData> {
    let page = &site.content.pages[number];
    let mut head = PageHead::new(site, "page", address, &page.title, &page.summary);
    head.language = page.language.clone().unwrap_or(head.language);
    let text = LinkedText::other(site, &page.body, &site.index.links.pages[number])?;
    Ok(head
        .show(data)
        .show("updated", &page.updated.as_ref().map(|moment| date(site, moment)))
        .show("contents", &contents(&page.body.headings))
        .show("extra", &page.extra)
        .show_html("body", &text.html(TextPlacement::Home)))
}
