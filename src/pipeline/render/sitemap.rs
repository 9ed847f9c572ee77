//! The sitemap (sitemaps.org): every page for readers, with its last change where that is known.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde::Serialize;

use super::view::permalink;
use crate::pipeline::plan::{Output, OutputPath, PageOutput, PageText, SITEMAP_LIMIT, address_of};
use crate::pipeline::site::Site;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A sitemap, or the index of several.
#[derive(Serialize)]
pub(crate) struct Sitemap {
    /// `urlset` or `sitemapindex`.
    root: &'static str,
    /// `url` or `sitemap`.
    item: &'static str,
    /// URL, and the last change: a day or RFC 3339.
    entries: Vec<(String, Option<String>)>,
}

/// Collects the sitemap, or part `part` of one that is too long for one file.
pub(super) fn sitemap(site: &Site, part: Option<usize>) -> Sitemap {
    let parts = listed_pages(site).count().div_ceil(SITEMAP_LIMIT);
    if part.is_none() && parts > 1 {
        let entries = (1..=parts).map(|n| (permalink(site, &format!("/sitemap-{n}.xml")), None));
        return Sitemap { root: "sitemapindex", item: "sitemap", entries: entries.collect() };
    }
    let from = (part.unwrap_or(1) - 1) * SITEMAP_LIMIT;
    let entries = listed_pages(site).skip(from).take(SITEMAP_LIMIT);
    let entries = entries.map(|(path, page)| (permalink(site, &address_of(path)), last_change(site, page)));
    Sitemap { root: "urlset", item: "url", entries: entries.collect() }
}

/// Iterates over the pages of the sitemap, with their paths.
fn listed_pages(site: &Site) -> impl Iterator<Item = (&OutputPath, &PageOutput)> {
    let outputs = site.plan.outputs.iter().filter(|(_, output)| output.is_listed());
    outputs.filter_map(|(path, output)| if let Output::Page(page) = output { Some((path, page)) } else { None })
}

/// Returns the last change of a page by its editor; lists have none.
fn last_change(site: &Site, page: &PageOutput) -> Option<String> {
    let moment = match page.text()? {
        PageText::Article(id) => site.content.articles[id].changed(),
        PageText::Plain(number) => site.content.pages[number].updated.as_ref(),
    };
    moment.map(ToString::to_string)
}

impl Sitemap {
    /// Writes the XML.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        // Writing to memory does not fail.
        let _ = self.write(&mut writer);
        let mut bytes = writer.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        writer.write_event(Event::Start(BytesStart::new(self.root).with_attributes([("xmlns", NAMESPACE)])))?;
        for (url, changed) in &self.entries {
            writer.create_element(self.item).write_inner_content(|writer| {
                writer.create_element("loc").write_text_content(BytesText::new(url))?;
                if let Some(changed) = changed {
                    writer.create_element("lastmod").write_text_content(BytesText::new(changed))?;
                }
                Ok(())
            })?;
        }
        writer.write_event(Event::End(BytesEnd::new(self.root)))
    }
}
