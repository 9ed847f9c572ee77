//! A page as a browser shows it: line by line, each with the furniture that it is in.

use super::furniture;
use crate::base::text::words;
use crate::import::html_to_markdown::tree::{HIDDEN, HtmlElement, HtmlNode, INLINE};

/// A line of a page.
#[derive(Debug)]
pub(super) struct PageLine {
    /// The kind of furniture that it is in.
    pub kind: Option<&'static str>,
    /// The number of the piece of furniture that it is in.
    pub region: usize,
    pub text: String,
    /// The first time that it states for machines.
    pub time: Option<String>,
}

/// The lines of a page that have words.
pub(super) fn page_lines(page: &HtmlElement) -> Vec<PageLine> {
    let mut lines = PageLines { done: Vec::new(), line: String::new(), time: None, kind: None, region: 0, regions: 0 };
    lines.collect(page);
    lines.flush();
    lines.done
}

/// The words of a line.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The lines of a page, while they are collected.
struct PageLines {
    done: Vec<PageLine>,
    line: String,
    time: Option<String>,
    kind: Option<&'static str>,
    region: usize,
    regions: usize,
}

impl PageLines {
    fn collect(&mut self, element: &HtmlElement) {
        let is_link = |node: &HtmlNode| node.as_element().is_some_and(|element| element.is(&["a"]));
        let has_link_row = element.children.windows(2).any(|pair| pair.iter().all(is_link));
        for child in &element.children {
            match child {
                HtmlNode::Text(text) => self.line.push_str(text),
                HtmlNode::Element(child) if child.is(&HIDDEN) => {}
                // Style sheets put space around these, above all in rows of links.
                HtmlNode::Element(child)
                    if child.is(&["time"]) || (child.is(&["a"]) && (has_link_row || self.kind.is_some())) =>
                {
                    self.line.push(' ');
                    if self.time.is_none() && child.is(&["time"]) {
                        self.time = child.attribute("datetime").map(str::to_owned);
                    }
                    self.collect(child);
                    self.line.push(' ');
                }
                HtmlNode::Element(child) if child.is(&INLINE) => self.collect(child),
                HtmlNode::Element(child) => self.collect_block(child),
            }
        }
    }

    fn collect_block(&mut self, element: &HtmlElement) {
        self.flush();
        let outer = (self.kind, self.region);
        if let (None, Some(kind)) = (self.kind, furniture::furniture_kind(element)) {
            self.regions += 1;
            (self.kind, self.region) = (Some(kind), self.regions);
        }
        self.collect(element);
        self.flush();
        (self.kind, self.region) = outer;
    }

    fn flush(&mut self) {
        let text = words::collapse_space(&self.line);
        self.line.clear();
        let time = self.time.take();
        if words_of(&text).next().is_some() {
            self.done.push(PageLine { kind: self.kind, region: self.region, text, time });
        }
    }
}
