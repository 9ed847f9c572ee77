//! A page, or a post on it, with what is asked of it again and again, gathered in one walk.

use super::furniture;
use super::json_ld::LinkedData;
use super::lines::{PageLine, page_lines};
use crate::import::html_to_markdown::address::BaseUrl;
use crate::import::html_to_markdown::tree::HtmlElement;

/// Elements whose only one on a page says something of it.
const NAMED: [&str; 5] = ["h1", "h2", "h3", "title", "time"];

/// A page, or a post on it. All but `metas` are of elements that are about the article, and neither about others nor quoted
/// from them.
pub(super) struct HtmlPage<'a> {
    pub root: &'a HtmlElement,
    pub linked: &'a LinkedData,
    pub base: BaseUrl,
    /// All its lines.
    pub lines: Vec<PageLine>,
    /// Its `<meta>` elements.
    pub metas: Vec<&'a HtmlElement>,
    /// Its headings, titles and times.
    pub named: Vec<&'a HtmlElement>,
    /// Its elements with a class or an id.
    pub classed: Vec<&'a HtmlElement>,
    /// Its elements with `itemprop` or `rel`.
    pub related: Vec<&'a HtmlElement>,
}

impl<'a> HtmlPage<'a> {
    /// Gathers what is asked of a page.
    pub fn new(root: &'a HtmlElement, linked: &'a LinkedData, base: BaseUrl) -> Self {
        let metas = root.all().filter(|element| element.is(&["meta"])).collect();
        let mut page = HtmlPage {
            root,
            linked,
            base,
            lines: page_lines(root),
            metas,
            named: Vec::new(),
            classed: Vec::new(),
            related: Vec::new(),
        };
        for element in root.all_within(|element| !furniture::is_aside(element) && !furniture::is_quotation(element)) {
            let has = |name| element.raw_attribute(name).is_some();
            page.named.extend(element.is(&NAMED).then_some(element));
            page.classed.extend((has("class") || has("id")).then_some(element));
            page.related.extend((has("itemprop") || has("rel")).then_some(element));
        }
        page
    }
}
