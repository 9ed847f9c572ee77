//! XML → a tree, for feeds and WordPress exports. Entities that a document declares are never expanded, so that no file grows
//! while it is read. A file that breaks off keeps the items before the error, which is reported with its line. That is why
//! quick-xml's events are read here: libraries with trees return an error or nothing, or know neither lines nor the usual
//! prefixes of namespaces.

use crate::base::text::characters::is_xml_char;
use crate::base::text::charset::of_text;
use crate::base::text::html::{escape, push_escaped};
use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::capture;
use super::refusal::{ImportRefusal, Skipped};

/// The greatest depth of elements. No feed needs as many; a page inside one may have a few dozen.
const DEPTH: usize = 256;

/// An element. Its name has the usual prefix of its namespace, such as `dc:creator`, whatever the document's prefix is.
#[derive(Debug, Default)]
pub(super) struct XmlElement {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<XmlNode>,
    /// The line at which it starts.
    pub line: usize,
}

/// The contents of an element.
#[derive(Debug)]
pub(super) enum XmlNode {
    Element(XmlElement),
    Text(String),
}

/// A document, as far as it can be read.
pub(super) struct XmlDocument {
    pub root: XmlElement,
    /// The reason why it breaks off.
    pub broken: Option<ImportRefusal>,
    /// The number of control characters that were removed.
    pub controls: usize,
}

impl XmlElement {
    /// A name in the namespace of this element.
    pub(crate) fn name_in(&self, name: &str) -> String {
        self.name.split_once(':').map_or_else(|| name.to_owned(), |(prefix, _)| format!("{prefix}:{name}"))
    }

    /// The child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &XmlElement> {
        self.children.iter().filter_map(|node| match node {
            XmlNode::Element(element) => Some(element),
            XmlNode::Text(_) => None,
        })
    }

    /// The child elements of this name.
    pub(crate) fn children_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a XmlElement> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first child element of this name.
    pub fn child(&self, name: &str) -> Option<&XmlElement> {
        self.elements().find(|element| element.name == name)
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// Its text and that of the elements in it, without space around it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text.trim().to_owned()
    }

    fn push_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                XmlNode::Text(part) => text.push_str(part),
                XmlNode::Element(element) => element.push_text(text),
            }
        }
    }

    /// The text of the first child of this name that holds any.
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        self.children_named(name).map(XmlElement::text).find(|text| !text.is_empty())
    }

    /// Its contents as HTML, for XHTML in a feed.
    pub(crate) fn inner_html(&self) -> String {
        let mut html = String::new();
        self.push_inner_html(&mut html);
        html
    }

    fn push_inner_html(&self, html: &mut String) {
        for node in &self.children {
            let element = match node {
                XmlNode::Text(text) => {
                    push_escaped(html, text);
                    continue;
                }
                XmlNode::Element(element) => element,
            };
            let name = element.name.rsplit(':').next().unwrap_or_default();
            html.push_str(&format!("<{name}"));
            for (name, value) in element.attributes.iter().filter(|(name, _)| !name.contains(':') && name != "xmlns") {
                html.push_str(&format!(" {name}=\"{}\"", escape(value)));
            }
            html.push('>');
            element.push_inner_html(html);
            // HTML has no end tags for these, and reads `</br>` as another break.
            if !matches!(name, "br" | "hr" | "img" | "wbr" | "input" | "source") {
                html.push_str(&format!("</{name}>"));
            }
        }
    }
}

/// Parses a document. `is_item` tells which elements are useful only as a whole: one that is cut off is left out.
///
/// # Errors
/// When nothing of it can be read, or it could do harm.
pub(super) fn parse(text: &str, is_item: impl Fn(&str) -> bool) -> Result<XmlDocument, ImportRefusal> {
    let controls = text.chars().filter(|c| !is_xml_char(*c)).count();
    let text = if controls > 0 { Cow::Owned(text.replace(|c| !is_xml_char(c), "")) } else { Cow::Borrowed(text) };
    let mut reader = XmlReader { text: &text, counted: 0, line: 1, stack: Vec::new(), root: None };
    let broken = reader.run()?;
    let mut open = std::mem::take(&mut reader.stack);
    // Everything in an item that is cut off goes with it.
    if let Some(at) = open.iter().position(|element| is_item(&element.name)) {
        open.truncate(at);
    }
    reader.stack = open;
    while !reader.stack.is_empty() {
        reader.close();
    }
    match (reader.root, broken) {
        (Some(root), broken) => Ok(XmlDocument { root, broken, controls }),
        (None, Some(broken)) => Err(broken),
        (None, None) => {
            Err(ImportRefusal::new("this file has no XML element", "check that the file was saved completely"))
        }
    }
}

struct XmlReader<'a> {
    text: &'a str,
    /// The position up to which lines are counted.
    counted: usize,
    line: usize,
    stack: Vec<XmlElement>,
    root: Option<XmlElement>,
}

impl XmlReader<'_> {
    /// Reads up to the end, or up to an error.
    fn run(&mut self) -> Result<Option<ImportRefusal>, ImportRefusal> {
        let mut reader = NsReader::from_str(self.text);
        let config = reader.config_mut();
        // Addresses in feeds are full of bare ampersands.
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        loop {
            let at = reader.buffer_position() as usize;
            let event = match reader.read_resolved_event() {
                Ok((namespace, event)) => (prefix(&namespace), event),
                Err(error) => {
                    let message = format!("invalid XML: {error}");
                    return Ok(Some(self.refuse(reader.error_position() as usize, message, "save it again")));
                }
            };
            match event {
                (prefix, Event::Start(start)) => self.open(at, &prefix, &start)?,
                (_, Event::End(_)) => self.close(),
                (_, Event::Text(text)) => self.push(&String::from_utf8_lossy(&text)),
                (_, Event::CData(text)) => self.push(&String::from_utf8_lossy(&text)),
                (_, Event::GeneralRef(name)) => self.push(&resolve_reference(&String::from_utf8_lossy(&name))),
                (_, Event::DocType(doctype)) if String::from_utf8_lossy(&doctype).contains("<!ENTITY") => {
                    let message = "it declares entities, as files do that are made to exhaust their readers";
                    return Err(self.refuse(at, message, "remove the DOCTYPE if you trust the file"));
                }
                (_, Event::Eof) if self.stack.is_empty() => return Ok(None),
                (_, Event::Eof) => {
                    let open = self.stack.last().map(|element| element.name.clone()).unwrap_or_default();
                    let message = format!("the file ends inside <{open}>");
                    return Ok(Some(self.refuse(self.text.len(), message, "save it again; its end is missing")));
                }
                (_, Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_)) => {}
            }
        }
    }

    fn open(&mut self, at: usize, prefix: &str, start: &BytesStart<'_>) -> Result<(), ImportRefusal> {
        let line = self.line(at);
        if self.stack.len() >= DEPTH {
            let message = format!("elements are nested more than {DEPTH} deep");
            return Err(self.refuse(at, message, "no feed or export needs that; check where the file is from"));
        }
        let local = String::from_utf8_lossy(start.local_name().into_inner()).into_owned();
        let written = start.name().prefix().map(|it| String::from_utf8_lossy(it.into_inner()).into_owned());
        let prefix = if prefix == "?" { written.as_deref().unwrap_or_default() } else { prefix };
        let name = if prefix.is_empty() { local } else { format!("{prefix}:{local}") };
        let mut attributes = start.attributes();
        let attributes = attributes.with_checks(false).flatten().map(|attribute| {
            let value = unescape(&String::from_utf8_lossy(&attribute.value));
            (String::from_utf8_lossy(attribute.key.into_inner()).into_owned(), value)
        });
        self.stack.push(XmlElement { name, attributes: attributes.collect(), children: Vec::new(), line });
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.stack.pop() else { return };
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(XmlNode::Element(element)),
            // What follows the root is not part of the document.
            None => self.root = self.root.take().or(Some(element)),
        }
    }

    fn push(&mut self, text: &str) {
        let Some(parent) = self.stack.last_mut() else { return };
        match parent.children.last_mut() {
            Some(XmlNode::Text(before)) => before.push_str(text),
            _ => parent.children.push(XmlNode::Text(text.to_owned())),
        }
    }

    /// The line of a position; positions come in order.
    fn line(&mut self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if at > self.counted {
            self.line += self.text.as_bytes()[self.counted..at].iter().filter(|byte| **byte == b'\n').count();
            self.counted = at;
        }
        self.line
    }

    fn refuse(&mut self, at: usize, message: impl Into<String>, hint: &str) -> ImportRefusal {
        ImportRefusal::at(self.line(at), message, hint)
    }
}

/// The usual prefix of a namespace, or `?` for the document's own prefix.
fn prefix(namespace: &ResolveResult<'_>) -> Cow<'static, str> {
    let ResolveResult::Bound(namespace) = namespace else { return "?".into() };
    let uri = String::from_utf8_lossy(namespace.into_inner()).to_ascii_lowercase();
    let uri = uri.trim_end_matches('/');
    let known = match uri {
        "http://www.w3.org/2005/atom" | "http://purl.org/atom/ns#" => "atom",
        "http://purl.org/dc/elements/1.1" | "http://purl.org/dc/terms" => "dc",
        "http://purl.org/rss/1.0/modules/content" => "content",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#" => "rdf",
        "http://purl.org/rss/1.0" | "http://my.netscape.com/rdf/simple/0.9" | "http://backend.userland.com/rss2" => "",
        "http://search.yahoo.com/mrss" => "media",
        "http://www.itunes.com/dtds/podcast-1.0.dtd" => "itunes",
        "http://www.w3.org/1999/xhtml" => "xhtml",
        _ if uri.starts_with("http://wordpress.org/export/") && uri.ends_with("/excerpt") => "excerpt",
        _ if uri.starts_with("http://wordpress.org/export/") => "wp",
        _ => "?",
    };
    known.into()
}

/// The character of a reference. A name that XML does not define is left to HTML.
fn resolve_reference(name: &str) -> Cow<'static, str> {
    if let Some(known) = resolve_predefined_entity(name) {
        return known.into();
    }
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    match number.and_then(char::from_u32).filter(|c| is_xml_char(*c)) {
        Some(c) => c.to_string().into(),
        None if name.starts_with('#') => "".into(),
        None => format!("&{name};").into(),
    }
}

fn unescape(text: &str) -> String {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(';').filter(|(name, _)| name.len() < 12 && !name.contains(char::is_whitespace)) {
            Some((name, rest)) => plain.extend([&*resolve_reference(name), rest]),
            None => plain.extend(["&", part]),
        }
    }
    plain
}

/// Decodes an XML file by the encoding that an editor states for it, or else by its own. A few faulty bytes become U+FFFD,
/// which the note says.
///
/// # Errors
/// When the bytes do not fit that encoding.
pub(super) fn decode(
    bytes: &[u8],
    stated: Option<&'static Encoding>,
) -> Result<(String, Option<Skipped>), ImportRefusal> {
    let (encoding, from) = match (stated, Encoding::for_bom(bytes)) {
        (Some(stated), _) => (stated, 0),
        (None, Some(known)) => known,
        (None, None) => (declared_encoding(bytes)?, 0),
    };
    capture::decode_text(&bytes[from..], encoding)
}

/// The encoding that an XML declaration names (XML 1.0 §2.8), else UTF-8.
fn declared_encoding(bytes: &[u8]) -> Result<&'static Encoding, ImportRefusal> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let name = head.split_once("?>").and_then(|(declaration, _)| {
        let value = declaration.trim_start().strip_prefix("<?xml")?.split_once("encoding")?.1;
        let value = value.trim_start().strip_prefix('=')?.trim_start();
        value.get(1..)?.split(['"', '\'']).next().map(str::to_owned)
    });
    let Some(name) = name else {
        return Ok(match bytes {
            [b'<', 0, ..] => UTF_16LE,
            [0, b'<', ..] => UTF_16BE,
            _ => of_text(bytes),
        });
    };
    Encoding::for_label(name.as_bytes()).ok_or_else(|| {
        ImportRefusal::at(1, format!("the file states the unknown encoding “{name}”"), "save it as UTF-8")
    })
}
