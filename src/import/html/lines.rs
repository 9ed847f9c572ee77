//! A page as a browser shows it: line by line, each with the furniture that it is in.

use super::furniture;
use crate::base::text::words;
use crate::import::html_to_markdown::tree::{HtmlElement, HtmlNode};

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
    /// The number of its words in links.
    pub linked: usize,
    /// True if it is the caption of a picture.
    pub is_caption: bool,
    /// True if it is in a quotation.
    pub is_quoted: bool,
}

/// The lines of a page that have words.
pub(super) fn page_lines(page: &HtmlElement) -> Vec<PageLine> {
    let mut lines = PageLines::default();
    lines.collect(page);
    lines.flush();
    lines.done
}

/// The words of a line.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl PageLine {
    /// Returns whether it is part of a text: prose outside of furniture, captions and links.
    pub fn is_prose(&self) -> bool {
        /// Fewer words may be anything.
        const WORDS: usize = 8;
        let count = words::count(&self.text);
        let is_sentence = count >= 25 || self.text.ends_with(['.', '!', '?', '…', '”', '»', '"', '。']);
        self.kind.is_none() && !self.is_caption && count >= WORDS && is_sentence && self.linked * 2 < count
    }
}

fn is_caption(element: &HtmlElement) -> bool {
    let names = ["class", "id"].into_iter().filter_map(|name| element.raw_attribute(name));
    element.is(&["figcaption", "figure"])
        || names.map(str::to_ascii_lowercase).any(|names| names.contains("caption") || names.contains("credit"))
}

/// The lines of a page, while they are collected.
#[derive(Default)]
struct PageLines {
    done: Vec<PageLine>,
    line: String,
    time: Option<String>,
    linked: usize,
    is_caption: bool,
    is_quoted: bool,
    kind: Option<&'static str>,
    region: usize,
    regions: usize,
}

impl PageLines {
    fn collect(&mut self, element: &HtmlElement) {
        let is_link = |node: &HtmlNode| node.as_element().is_some_and(|element| element.is(&["a"]));
        let has_link_row = element.children.windows(2).any(|pair| pair.iter().all(is_link));
        if element.is(&["a"]) {
            self.linked += words::count(&element.text());
        }
        for child in &element.children {
            match child {
                HtmlNode::Text(text) => self.line.push_str(text),
                HtmlNode::Element(child) if child.is_unseen() => {}
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
                HtmlNode::Element(child) if child.is_inline() => self.collect(child),
                HtmlNode::Element(child) => self.collect_block(child),
            }
        }
    }

    fn collect_block(&mut self, element: &HtmlElement) {
        self.flush();
        let outer = (self.kind, self.region);
        let outer_marks = (self.is_caption, self.is_quoted);
        self.is_caption |= is_caption(element);
        self.is_quoted |= furniture::is_quotation(element);
        if let (None, Some(kind)) = (self.kind, furniture::furniture_kind(element)) {
            self.regions += 1;
            (self.kind, self.region) = (Some(kind), self.regions);
        }
        self.collect(element);
        self.flush();
        (self.kind, self.region) = outer;
        (self.is_caption, self.is_quoted) = outer_marks;
    }

    fn flush(&mut self) {
        let text = words::collapse_space(&self.line);
        self.line.clear();
        let (time, linked) = (self.time.take(), std::mem::take(&mut self.linked));
        if words_of(&text).next().is_some() {
            let Self { kind, region, is_caption, is_quoted, .. } = *self;
            self.done.push(PageLine { kind, region, text, time, linked, is_caption, is_quoted });
        }
    }
}
