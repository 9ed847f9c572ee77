//! Text → a tree of elements, as a browser would read it, within bounds. Whatever works on a tree may recurse: it is
//! never deeper than [`DEPTH`].

use dom_query::{Document, NodeData, NodeRef};
use html5ever::driver::Parser;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{LocalName, ParseOpts, QualName, local_name, ns};

use crate::base::text::characters::is_xml_char;
use crate::import::ImportRefusal;

/// Elements within each other; browsers stop there too.
pub(in crate::import) const DEPTH: usize = 512;
/// Elements and texts. A page of a megabyte has some 30,000.
const NODES: usize = 200_000;
/// Faults of the markup. A page full of them is no page.
const FAULTS: usize = 500_000;
/// Attributes of one tag. Each is compared with those before it; tags of pages have a few dozen.
const ATTRIBUTES: usize = 4_000;

/// An element.
#[derive(Clone, Debug)]
pub(in crate::import) struct Element {
    pub name: LocalName,
    pub attributes: Vec<(LocalName, String)>,
    pub children: Vec<Node>,
}

/// What an element holds.
#[derive(Clone, Debug)]
pub(in crate::import) enum Node {
    Text(String),
    Element(Element),
}

/// Reads a page.
///
/// # Errors
/// When it is nested too deeply, or too large.
pub(in crate::import) fn page(html: &str) -> Result<(Document, Element), ImportRefusal> {
    let document = feed(html5ever::parse_document(Document::default(), options(false)), html)?;
    let root = element(&document)?;
    Ok((document, root))
}

/// Reads a piece of a page.
///
/// # Errors
/// As [`page`].
pub(in crate::import) fn fragment(html: &str) -> Result<Element, ImportRefusal> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let parser = html5ever::parse_fragment(Document::fragment_sink(), options(true), body, Vec::new(), false);
    element(&feed(parser, html)?)
}

/// What Readability made of a page.
///
/// # Errors
/// As [`page`].
pub(in crate::import) fn readable(document: &Document) -> Result<Element, ImportRefusal> {
    let found = document.select_single("#readability-page-1");
    found.nodes().first().map_or_else(|| fragment(""), |node| read(node, 0))
}

fn options(drop_doctype: bool) -> ParseOpts {
    let mut options = ParseOpts::default();
    // What `noscript` holds is text for those who run no scripts, and so do we.
    options.tree_builder.scripting_enabled = false;
    options.tree_builder.drop_doctype = drop_doctype;
    options
}

/// Parses by pieces, so that what grows without bounds is stopped.
fn feed(mut parser: Parser<Document>, html: &str) -> Result<Document, ImportRefusal> {
    const PIECE: usize = 4096;
    let hint = "save the article alone, or its text in a .txt file";
    if most_attributes(html) > ATTRIBUTES {
        return Err(ImportRefusal::new(format!("it has a tag with more than {ATTRIBUTES} attributes"), hint));
    }
    let mut faults = 0;
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE.min(rest.len())));
        rest = after;
        parser.process(StrTendril::from(piece));
        let document = &parser.tokenizer.sink.sink;
        faults += document.errors.borrow_mut().drain(..).count();
        let why = match () {
            () if document.tree.len() > NODES => Some(format!("it has more than {NODES} elements and texts")),
            () if faults > FAULTS => Some(format!("it has more than {FAULTS} faults in its HTML")),
            () => None,
        };
        if let Some(why) = why {
            return Err(ImportRefusal::new(why, hint));
        }
        // The way down to what was read last.
        let mut down = Some(document.tree.root());
        for _ in 0..=DEPTH + 2 {
            down = down.and_then(|node| node.last_child());
        }
        if down.is_some() {
            return Err(deep());
        }
    }
    Ok(parser.finish())
}

/// The number of attributes of the tag that has most, by its looks: a text in a script may look like a tag as well.
fn most_attributes(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut most = 0;
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
                let parted = before.is_ascii_whitespace() || before == b'/';
                names += usize::from(parted && !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'/'));
                before = byte;
            }
        }
        most = most.max(names);
    }
    most
}

fn deep() -> ImportRefusal {
    let hint = "save the page from a browser again, or its text in a .txt file";
    ImportRefusal::new(format!("it has more than {DEPTH} elements within each other"), hint)
}

/// The root element of a document.
fn element(document: &Document) -> Result<Element, ImportRefusal> {
    let root = document.tree.root().first_element_child();
    let empty = || Element { name: local_name!("html"), attributes: Vec::new(), children: Vec::new() };
    root.map_or_else(|| Ok(empty()), |root| read(&root, 0))
}

fn read(node: &NodeRef<'_>, depth: usize) -> Result<Element, ImportRefusal> {
    if depth > DEPTH {
        return Err(deep());
    }
    let (name, attributes) = match node.element_ref() {
        Some(it) => {
            let attributes = it.attrs.iter().map(|at| (at.name.local.clone(), clean(&at.value)));
            (it.name.local.clone(), attributes.collect())
        }
        None => (local_name!("div"), Vec::new()),
    };
    let mut children = Vec::new();
    for child in node.children_it(false) {
        if child.is_element() {
            children.push(Node::Element(read(&child, depth + 1)?));
        } else if let Some(Some(text)) = child.query(|node| match &node.data {
            NodeData::Text { contents } => Some(clean(contents)),
            _ => None,
        }) {
            children.push(Node::Text(text));
        }
    }
    Ok(Element { name, attributes, children })
}

/// Leaves out what no page or feed can hold, and byte-order marks, which only the start of a file has.
fn clean(text: &str) -> String {
    text.chars().filter(|c| is_xml_char(*c) && *c != '\u{feff}').collect()
}

impl Element {
    /// An attribute, without the space around it; `None` where it is empty.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.raw(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// An attribute as it is.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| value.as_str())
    }

    /// Tells whether it is one of these elements.
    pub fn is(&self, names: &[&str]) -> bool {
        names.contains(&&*self.name)
    }

    /// Its classes.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.raw("class").unwrap_or_default().split_ascii_whitespace()
    }

    /// Tells whether it has one of these classes.
    pub fn has_class(&self, names: &[&str]) -> bool {
        self.classes().any(|class| names.contains(&class))
    }

    /// The elements in it.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Itself and everything below it, in the order of the page.
    pub fn all(&self) -> impl Iterator<Item = &Element> {
        self.within(|_| true)
    }

    /// Itself and what is below it, without what is below elements that are not to be `entered`.
    pub fn within<'a>(&'a self, entered: impl Fn(&Element) -> bool + 'a) -> impl Iterator<Item = &'a Element> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            if entered(next) {
                open.extend(next.elements().rev());
            }
            Some(next)
        })
    }

    /// Its words, joined by single spaces; those of scripts and styles aside.
    pub fn text(&self) -> String {
        let mut words = String::new();
        self.gather(&mut words);
        crate::base::text::words::collapse_space(&words)
    }

    fn gather(&self, words: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => words.push_str(text),
                Node::Element(element) if element.is(&UNSEEN) => {}
                Node::Element(element) => {
                    let apart = !element.is(&INLINE);
                    words.extend(apart.then_some(' '));
                    element.gather(words);
                    words.extend(apart.then_some(' '));
                }
            }
        }
    }
}

/// Elements that show no text.
pub(in crate::import) const UNSEEN: [&str; 7] =
    ["script", "style", "template", "head", "title", "datalist", "noscript"];

/// Elements within a line of text.
pub(in crate::import) const INLINE: [&str; 38] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_hold_what_the_page_shows() {
        let (_, root) =
            page("<!doctype html><title>T</title><p>a<b>b</b> <script>c</script><p>d\u{1}e").expect("a page");
        assert_eq!(root.text(), "ab de");
        assert_eq!(fragment("<td>a<td>b").expect("a piece").text(), "ab");
        assert_eq!(fragment("").expect("nothing").text(), "");
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
            ("</x>".repeat(510_000), "500000 faults"),
            (format!("<p{attributes}>"), "4000 attributes"),
        ] {
            let refusal = page(&hostile).err().unwrap_or_else(|| panic!("{why}"));
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
            assert_eq!(most_attributes(html), count, "{html}");
        }
    }
}
