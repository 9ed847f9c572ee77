//! HTML → a tree of elements, as a browser would parse it, within bounds. Whatever works on a tree may recurse: it is
//! never deeper than [`DEPTH`].
//!
//! This tree is a copy of dom_query's, which Readability changes while all that the page showed is still needed. Attributes
//! can be borrowed from it, unfit characters are removed once, and its text is gathered twice as fast; only copying the
//! other document is cheaper.

use dom_query::{Document, NodeData, NodeRef};
use html5ever::driver::Parser;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{LocalName, ParseOpts, QualName, local_name, ns};

use crate::base::text::characters::{is_xml_char, remove_hidden};
use crate::base::text::words::{self, collapse_space};
use crate::import::refusal::ImportRefusal;

/// Elements within each other; browsers stop there too.
pub(crate) const DEPTH: usize = 512;
/// Elements and texts. A page of a megabyte has some 30,000.
const NODES: usize = 200_000;
/// Errors in the markup. What has more is not a page.
const ERRORS: usize = 500_000;
/// Attributes of one tag. Each is compared with those before it; tags of pages have a few dozen.
const ATTRIBUTES: usize = 4_000;

/// An element.
#[derive(Clone, Debug)]
pub(crate) struct HtmlElement {
    pub name: LocalName,
    pub attributes: Vec<(LocalName, String)>,
    pub children: Vec<HtmlNode>,
}

/// A child of an element.
#[derive(Clone, Debug)]
pub(crate) enum HtmlNode {
    Text(String),
    Element(HtmlElement),
}

/// Parses a page, and prepares it before it is copied.
///
/// # Errors
/// When it is nested too deeply, or too large.
pub(crate) fn parse_page(html: &str, prepare: fn(&Document)) -> Result<(Document, HtmlElement), ImportRefusal> {
    let document = parse_bounded(html5ever::parse_document(Document::default(), parse_options()), html)?;
    prepare(&document);
    let root = root_element(&document)?;
    Ok((document, root))
}

/// Parses a piece of a page.
///
/// # Errors
/// As [`parse_page`].
pub(crate) fn parse_fragment(html: &str) -> Result<HtmlElement, ImportRefusal> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let mut options = parse_options();
    options.tree_builder.drop_doctype = true;
    let parser = html5ever::parse_fragment(Document::fragment_sink(), options, body, Vec::new(), false);
    root_element(&parse_bounded(parser, html)?)
}

/// The main content of a page, as Readability leaves it. Fails as [`copy_element`].
pub(crate) fn main_content(document: &Document) -> Result<HtmlElement, ImportRefusal> {
    let main = document.select_single("#readability-page-1");
    main.nodes().first().map_or_else(|| parse_fragment(""), |node| copy_element(node, 0))
}

fn parse_options() -> ParseOpts {
    let mut options = ParseOpts::default();
    // `noscript` holds text for those who run no scripts, and neither do we.
    options.tree_builder.scripting_enabled = false;
    options
}

/// Parses by pieces, so that what grows without bounds is stopped.
fn parse_bounded(mut parser: Parser<Document>, html: &str) -> Result<Document, ImportRefusal> {
    const PIECE: usize = 4096;
    if max_attributes(html) > ATTRIBUTES {
        return Err(too_large(&format!("a tag with more than {ATTRIBUTES} attributes")));
    }
    let mut errors = 0;
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE.min(rest.len())));
        rest = after;
        parser.process(StrTendril::from(piece));
        let document = &parser.tokenizer.sink.sink;
        errors += document.errors.borrow_mut().drain(..).count();
        if document.tree.len() > NODES {
            return Err(too_large(&format!("more than {NODES} elements and texts")));
        }
        if errors > ERRORS {
            return Err(too_large(&format!("more than {ERRORS} errors in its HTML")));
        }
        // The path to the node that was parsed last.
        let mut last = Some(document.tree.root());
        for _ in 0..=DEPTH + 2 {
            last = last.and_then(|node| node.last_child());
        }
        if last.is_some() {
            return Err(too_deep());
        }
    }
    Ok(parser.finish())
}

/// The highest number of attributes that a tag has, by its looks: text in a script may look like a tag as well.
fn max_attributes(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut max = 0;
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'<', &bytes[at..]).map(|start| at + start + 1) {
        at = start;
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let mut names = 0;
        let mut before = b'<';
        while let Some(byte) = bytes.get(at).copied().filter(|byte| *byte != b'>') {
            at += 1;
            if before == b'=' && matches!(byte, b'"' | b'\'') {
                at += memchr::memchr(byte, &bytes[at..]).map_or(bytes.len() - at, |end| end + 1);
                before = b' ';
            } else if !(before == b'=' && byte.is_ascii_whitespace()) {
                let separated = before.is_ascii_whitespace() || before == b'/';
                names += usize::from(separated && !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'/'));
                before = byte;
            }
        }
        max = max.max(names);
    }
    max
}

fn too_large(what: &str) -> ImportRefusal {
    ImportRefusal::new(format!("it has {what}"), "save the article alone, or its text in a .txt file")
}

fn too_deep() -> ImportRefusal {
    let hint = "save the page from a browser again, or its text in a .txt file";
    ImportRefusal::new(format!("it has more than {DEPTH} elements within each other"), hint)
}

fn root_element(document: &Document) -> Result<HtmlElement, ImportRefusal> {
    let root = document.tree.root().first_element_child();
    let empty = || HtmlElement { name: local_name!("html"), attributes: Vec::new(), children: Vec::new() };
    root.map_or_else(|| Ok(empty()), |root| copy_element(&root, 0))
}

/// Copies an element at a depth.
///
/// # Errors
/// When it is nested too deeply.
pub(crate) fn copy_element(node: &NodeRef<'_>, depth: usize) -> Result<HtmlElement, ImportRefusal> {
    if depth > DEPTH {
        return Err(too_deep());
    }
    let (name, attributes) = match node.element_ref() {
        Some(element) => {
            let attributes = element.attrs.iter().map(|at| (at.name.local.clone(), without_unfit(&at.value)));
            (element.name.local.clone(), attributes.collect())
        }
        None => (local_name!("div"), Vec::new()),
    };
    let mut children = Vec::new();
    for child in node.children_it(false) {
        if child.is_element() {
            children.push(HtmlNode::Element(copy_element(&child, depth + 1)?));
        } else {
            children.extend(child.query(|node| text_node(&node.data)).flatten());
        }
    }
    Ok(HtmlElement { name, attributes, children })
}

fn text_node(data: &NodeData) -> Option<HtmlNode> {
    if let NodeData::Text { contents } = data { Some(HtmlNode::Text(without_unfit(contents))) } else { None }
}

/// Leaves out what no page or feed can hold, and what no reader sees, such as soft hyphens.
fn without_unfit(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=0x7f | b'\t' | b'\n' | b'\r')) {
        return text.to_owned();
    }
    remove_hidden(&text.chars().filter(|c| is_xml_char(*c)).collect::<String>()).into_owned()
}

impl HtmlElement {
    /// An attribute, without the space around it; `None` where it is empty.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.raw_attribute(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// An attribute exactly as it is written.
    pub(crate) fn raw_attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| value.as_str())
    }

    /// Returns whether it is one of these elements.
    pub fn is(&self, names: &[&str]) -> bool {
        names.contains(&&*self.name)
    }

    /// Returns whether its text is never shown.
    #[rustfmt::skip] // It would give each name a line.
    pub(crate) fn is_unseen(&self) -> bool {
        matches!(
            &*self.name,
            "script" | "style" | "template" | "head" | "title" | "datalist" | "noscript" | "rp" | "rt" | "rtc"
        )
    }

    /// Returns whether it is within a line of text.
    #[rustfmt::skip] // It would give each name a line.
    pub(crate) fn is_inline(&self) -> bool {
        matches!(
            &*self.name,
            "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "del" | "dfn" | "em"
            | "font" | "i" | "ins" | "kbd" | "label" | "mark" | "nobr" | "q" | "rb" | "ruby" | "s" | "samp" | "small"
            | "span" | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr"
        )
    }

    /// Its classes.
    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        self.raw_attribute("class").unwrap_or_default().split_ascii_whitespace()
    }

    /// Returns whether it has one of these classes.
    pub(crate) fn has_class(&self, names: &[&str]) -> bool {
        self.classes().any(|class| names.contains(&class))
    }

    /// The name of the place on a page that it leads to.
    pub(crate) fn fragment(&self) -> Option<&str> {
        let (_, name) = self.attribute("href")?.rsplit_once('#')?;
        (!name.is_empty()).then_some(name)
    }

    /// Returns whether browsers do not show it; formulas are hidden beside what shows them.
    pub(crate) fn is_hidden(&self) -> bool {
        /// A page whose dialog was open when it was saved hides all else from screen readers.
        const MAX_ARIA_HIDDEN_WORDS: usize = 40;
        let style = self.raw_attribute("style").unwrap_or_default().replace(' ', "");
        let is_styled = ["display:none", "visibility:hidden"].iter().any(|hidden| style.contains(hidden));
        let is_decoration =
            || self.raw_attribute("aria-hidden") == Some("true") && words::count(&self.text()) < MAX_ARIA_HIDDEN_WORDS;
        let is_spoken = self.has_class(&["visually-hidden", "sr-only", "screen-reader-text", "element-invisible"]);
        (is_styled || is_spoken || self.raw_attribute("hidden").is_some() || is_decoration())
            && !self.all().any(|inner| inner.is(&["math"]))
    }

    /// The words of a ruby annotation, and how they are read.
    pub(crate) fn ruby_reading(&self) -> Option<String> {
        let reading: String = self.all().filter(|part| part.is(&["rt"])).map(Self::text).collect();
        (!reading.is_empty()).then(|| format!("{} {reading}", self.text()))
    }

    /// Its child elements.
    pub(crate) fn elements(&self) -> impl DoubleEndedIterator<Item = &HtmlElement> {
        self.children.iter().filter_map(HtmlNode::as_element)
    }

    /// The element and its descendants, in document order.
    pub fn all(&self) -> impl Iterator<Item = &HtmlElement> {
        self.all_within(|_| true)
    }

    /// The element and its descendants, except those below an element that `enter` refuses.
    pub(crate) fn all_within<'a>(
        &'a self,
        enter: impl Fn(&HtmlElement) -> bool + 'a,
    ) -> impl Iterator<Item = &'a HtmlElement> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            if enter(next) {
                open.extend(next.elements().rev());
            }
            Some(next)
        })
    }

    /// Its words, joined by single spaces, without those of scripts and styles.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.gather_text(&mut text, &|_| false);
        collapse_space(&text)
    }

    /// Its [text](Self::text), unless it has more words.
    pub(crate) fn short_text(&self, max_words: usize) -> Option<String> {
        /// Fewer bytes are not worth counting.
        const BYTES: usize = 256;
        let is_longer = |text: &str| words::count(text) > max_words;
        let mut text = String::new();
        let is_enough =
            |text: &str| text.len() > BYTES && (is_longer(&text[..text.floor_char_boundary(BYTES)]) || is_longer(text));
        if self.gather_text(&mut text, &is_enough) {
            return None;
        }
        Some(collapse_space(&text)).filter(|text| words::count(text) <= max_words)
    }

    /// The text of its own text nodes, even if browsers do not show it: a title, a script.
    pub(crate) fn own_text(&self) -> String {
        self.children.iter().filter_map(HtmlNode::as_text).collect()
    }

    /// Adds the text with less space than is written, and returns whether it stopped since there was enough of it.
    fn gather_text(&self, text: &mut String, is_enough: &dyn Fn(&str) -> bool) -> bool {
        self.children.iter().any(|child| {
            match child {
                HtmlNode::Text(own) if own.trim().is_empty() => push_space(text),
                HtmlNode::Text(own) => text.push_str(own),
                HtmlNode::Element(element) if element.is_unseen() => return false,
                HtmlNode::Element(element) if element.is_inline() => return element.gather_text(text, is_enough),
                HtmlNode::Element(element) => {
                    push_space(text);
                    if element.gather_text(text, is_enough) {
                        return true;
                    }
                    push_space(text);
                }
            }
            is_enough(text)
        })
    }
}

/// Adds a space, unless there is one.
fn push_space(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

impl HtmlNode {
    /// The element, if it is one.
    pub(crate) fn as_element(&self) -> Option<&HtmlElement> {
        if let Self::Element(element) = self { Some(element) } else { None }
    }

    /// The element, to be changed.
    pub(crate) fn as_element_mut(&mut self) -> Option<&mut HtmlElement> {
        if let Self::Element(element) = self { Some(element) } else { None }
    }

    /// The text, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_hold_what_the_page_shows() {
        let (_, root) = parse_page("<!doctype html><title>T</title><p>a<b>b</b> <script>c</script><p>d\u{1}e", |_| {})
            .expect("a page");
        assert_eq!(root.text(), "ab de");
        assert_eq!(parse_fragment("<td>a<td>b").expect("a piece").text(), "ab");
        assert_eq!(parse_fragment("").expect("nothing").text(), "");
    }

    #[test]
    fn what_grows_without_bounds_is_stopped() {
        let distinct: String = (0..5_000).map(|n| format!("<b a{n}>")).collect();
        let attributes: String = (0..5_000).map(|n| format!(" a{n}=\">\"")).collect();
        for (hostile, why) in [
            ("<div>".repeat(10_000), "512 elements within each other"),
            ("<b><p>".repeat(100_000), "200000 elements and texts"),
            (distinct, "512 elements within each other"),
            ("<p>".repeat(210_000), "200000 elements and texts"),
            ("</x>".repeat(510_000), "500000 errors"),
            (format!("<p{attributes}>"), "4000 attributes"),
        ] {
            let refusal = parse_page(&hostile, |_| {}).err().unwrap_or_else(|| panic!("{why}"));
            assert!(refusal.message.contains(why), "{}: {refusal:?}", &hostile[..12]);
        }
    }

    #[test]
    fn attributes_are_counted() {
        for (html, count) in [
            ("a < b", 0),
            ("<p>a b c</p>", 0),
            ("<p a b=c d = 'e f > g' h=\"i\"j/>", 5),
            ("<a href=x><br/><img src=\"y\" alt=''>", 2),
            ("<p a", 1),
        ] {
            assert_eq!(max_attributes(html), count, "{html}");
        }
    }
}
