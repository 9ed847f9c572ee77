//! A saved page, prepared: as its scripts and style sheets show it, and line by line, each with the furniture that it is in;
//! and its text that is in no article: everything that the page shows, less what the articles use.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};

use super::furniture;
use super::json_ld::LinkedData;
use crate::base::text::words;
use crate::import::draft::RemovedText;
use crate::import::html_to_markdown::address::BaseUrl;
use crate::import::html_to_markdown::media::is_tracking_pixel;
use crate::import::html_to_markdown::technical;
use crate::import::html_to_markdown::tree::{HtmlElement, HtmlNode};

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
        let is_own = |element: &HtmlElement| !furniture::is_aside(element) && !furniture::is_quotation(element);
        for element in root.all_within(is_own).filter(|element| is_own(element)) {
            let has = |name| element.raw_attribute(name).is_some();
            page.named.extend(element.is(&NAMED).then_some(element));
            page.classed.extend((has("class") || has("id")).then_some(element));
            page.related.extend((has("itemprop") || has("rel")).then_some(element));
        }
        page
    }
}

/// Parts of a line that style sheets set apart.
const PARTS: &str = "span, a, time, small, b, strong, i, em, label, button, cite";
/// Lines with such parts; so are those with a class for a byline.
const LINES: [&str; 9] = ["h1", "h2", "h3", "h4", "h5", "h6", "address", "figcaption", "caption"];

/// Changes a page into what its readers see.
pub(super) fn prepare(document: &Document) {
    // React sends parts of a page hidden, and puts them into their places.
    document.select("[hidden][id^='S:']").remove_attr("hidden");
    // A picture is hidden only from those who hear the page.
    document.select("figure [aria-hidden]:has(img), figure img[aria-hidden]").remove_attr("aria-hidden");
    for noscript in document.select("body noscript").nodes().iter().filter(|noscript| holds_text(document, noscript)) {
        noscript.rename("div");
    }
    for part in document.select(PARTS).nodes().iter().filter(|part| is_glued(part)) {
        part.insert_after(&part.tree.new_text(" "));
    }
    for permalink in document.select("a[href]").nodes().iter().filter(|link| is_permalink_sign(&link.text())) {
        permalink.set_text("");
    }
    technical::keep_code(document);
}

/// Returns whether the words of a link are no more than the sign of one to the heading or the line beside it.
fn is_permalink_sign(words: &str) -> bool {
    matches!(words.trim(), "#" | "¶" | "🔗")
}

/// Returns whether a `noscript` holds most paragraphs of a page, and none that is shown as well: scripts show it from elsewhere, or a
/// tag left open encloses the page.
fn holds_text(document: &Document, noscript: &NodeRef<'_>) -> bool {
    /// Fewer words ask to run scripts.
    const MIN_WORDS: usize = 60;
    let words_of = |node: &NodeRef<'_>| words::count(&node.text());
    let own: usize = noscript.descendants_it().filter(|node| node.has_name("p")).map(|node| words_of(&node)).sum();
    own > MIN_WORDS && own * 2 > document.select("p").nodes().iter().map(words_of).sum()
}

/// Returns whether an element is a line of parts.
fn is_line(element: &NodeRef<'_>) -> bool {
    let class = element.attr("class").map(|class| class.to_lowercase()).unwrap_or_default();
    LINES.iter().any(|name| element.has_name(name)) || ["byline", "author"].iter().any(|word| class.contains(word))
}

/// Returns whether nothing is between a part of a line, which is no initial, and the next one, which begins as names and sentences
/// do.
fn is_glued(part: &NodeRef<'_>) -> bool {
    const DEPTH: usize = 4;
    let is_part = |node: &NodeRef<'_>| PARTS.split(", ").any(|name| node.has_name(name));
    let Some(next) = part.next_sibling().filter(is_part) else { return false };
    if !part.ancestors_it(Some(DEPTH)).any(|outer| is_line(&outer)) {
        return false;
    }
    let (before, after) = (part.text(), next.text());
    before.chars().count() > 1
        && !before.ends_with(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '(' | '’' | '\''))
        && after.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '„' | '«'))
}

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

/// Letters that are kept of furniture; of anything else all is kept that a person would read.
const MAX_FURNITURE: usize = 160;
const MAX_OTHER: usize = 4000;

/// The kind of text that is not in furniture.
const AROUND_TEXT: &str = "around the text";

/// Lists what the page shows and `used` does not hold.
pub(super) fn unused_text(lines: &[PageLine], used: &[String]) -> Vec<RemovedText> {
    let mut used_lines: HashMap<Vec<&str>, usize> = HashMap::new();
    for line in used.iter().flat_map(|text| text.lines()) {
        *used_lines.entry(words_of(line).collect()).or_default() += 1;
    }
    // The article's lines come before furniture of the same words.
    let (article, furniture): (Vec<_>, Vec<_>) = (0..lines.len()).partition(|n| lines[*n].kind.is_none());
    // Lines that were used whole are matched first.
    let mut others = Vec::new();
    for n in article.into_iter().chain(furniture) {
        match used_lines.get_mut(&words_of(&lines[n].text).collect::<Vec<_>>()).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => others.push(n),
        }
    }
    let mut used_words: HashMap<&str, usize> = HashMap::new();
    for (line, times) in &used_lines {
        line.iter().for_each(|word| *used_words.entry(word).or_default() += times);
    }
    let mut missing = vec![String::new(); lines.len()];
    others.into_iter().for_each(|n| missing[n] = missing_words(&lines[n].text, &mut used_words));
    join_regions(lines.iter().zip(missing).filter(|(_, text)| !text.is_empty()))
}

/// The words of a line that are not among the used ones; all of it if that is most of them. The others are taken from
/// the used ones.
fn missing_words<'a>(text: &'a str, used: &mut HashMap<&str, usize>) -> String {
    let words: Vec<&str> = words_of(text).collect();
    let count = |word: &&'a str| (*word, used.get(word).copied().unwrap_or_default());
    let mut left: HashMap<&str, usize> = words.iter().map(count).collect();
    let missing: Vec<&str> = words.iter().copied().filter(|word| !take_word(&mut left, word)).collect();
    if missing.len() * 2 > words.len() {
        return text.to_owned();
    }
    for word in words {
        take_word(used, word);
    }
    missing.join(" ")
}

fn take_word(words: &mut HashMap<&str, usize>, word: &str) -> bool {
    words.get_mut(word).filter(|left| **left > 0).map(|left| *left -= 1).is_some()
}

/// Lists what a page plays, or loads without showing it.
pub(super) fn embedded_media(page: &HtmlElement) -> Vec<RemovedText> {
    page.all().filter_map(embedded).collect()
}

fn embedded(element: &HtmlElement) -> Option<RemovedText> {
    let kind = match &*element.name {
        "img" if is_tracking_pixel(element) => "tracking pixel",
        "iframe" | "frame" => "frame",
        "object" | "embed" => "embedded object",
        "video" => "video",
        "audio" => "audio",
        _ => return None,
    };
    let source = element.all().find_map(|inner| inner.attribute("src").or(inner.attribute("data")))?;
    Some(RemovedText { kind, text: source.to_owned() })
}

/// Joins the lines of each region, and shortens furniture.
fn join_regions<'a>(lines: impl Iterator<Item = (&'a PageLine, String)>) -> Vec<RemovedText> {
    let mut removed: Vec<(usize, RemovedText)> = Vec::new();
    for (line, text) in lines {
        let kind = line.kind.unwrap_or(AROUND_TEXT);
        match removed.last_mut() {
            Some((region, last)) if *region == line.region && last.kind == kind => {
                last.text.push_str(" / ");
                last.text.push_str(&text);
            }
            Some(_) | None => removed.push((line.region, RemovedText { kind, text })),
        }
    }
    removed.into_iter().map(|(_, removed)| shortened(removed)).collect()
}

fn shortened(removed: RemovedText) -> RemovedText {
    let limit = if matches!(removed.kind, AROUND_TEXT | "comments") { MAX_OTHER } else { MAX_FURNITURE };
    let mut text = words::truncate(&removed.text, limit);
    if text.len() < removed.text.len() {
        text.push_str(&format!(" ({} words)", words::count(&removed.text)));
    }
    RemovedText { text, ..removed }
}
