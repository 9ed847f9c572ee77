//! The sitemap (sitemaps.org): every page that readers look for, with the last change where it is known.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde::Serialize;

use super::{Renderer, permalink};
use crate::pipeline::plan::{Output, PageOutput, SITEMAP_LIMIT, address_of};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A sitemap, or the index of several.
#[derive(Serialize)]
pub struct Sitemap {
    /// `urlset` or `sitemapindex`.
    root: &'static str,
    /// `url` or `sitemap`.
    item: &'static str,
    /// URL, and the last change: a day or RFC 3339.
    entries: Vec<(String, Option<String>)>,
}

impl Renderer<'_> {
    pub(super) fn sitemap(&self, part: Option<usize>) -> Sitemap {
        let listed = || self.site.plan.outputs.iter().filter(|(_, output)| output.is_listed());
        let parts = listed().count().div_ceil(SITEMAP_LIMIT);
        if part.is_none() && parts > 1 {
            let entries = (1..=parts).map(|n| (permalink(self.site, &format!("/sitemap-{n}.xml")), None));
            return Sitemap { root: "sitemapindex", item: "sitemap", entries: entries.collect() };
        }
        let from = (part.unwrap_or(1) - 1) * SITEMAP_LIMIT;
        let entries = listed().skip(from).take(SITEMAP_LIMIT);
        let entries = entries.map(|(path, output)| (permalink(self.site, &address_of(path)), self.changed(output)));
        Sitemap { root: "urlset", item: "url", entries: entries.collect() }
    }

    fn changed(&self, output: &Output) -> Option<String> {
        let moment = match output {
            Output::Page(PageOutput::Article(id)) => self.site.content.articles[*id].changed(),
            Output::Page(PageOutput::Plain(number)) => self.site.content.pages[*number].updated.as_ref(),
            _ => None,
        };
        moment.map(ToString::to_string)
    }
}

impl Sitemap {
    /// The XML.
    pub fn bytes(&self) -> Vec<u8> {
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
