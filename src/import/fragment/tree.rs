//! Sanitised HTML → a tree. What comes out of the sanitiser is well formed: every tag closed, every `<`, `>` and `&` of a
//! text escaped. That makes a second parser of HTML needless.

/// A piece of HTML.
#[derive(Debug, PartialEq)]
pub(super) enum Html {
    Text(String),
    Element(Element),
}

/// An element.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Html>,
}

/// Elements within elements; deeper ones lose their tags and keep their words. The writer calls itself this often.
const DEPTH: usize = 160;

impl Element {
    /// The value of an attribute, where it has one.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let value = self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    /// The first element of this name in it.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.children.iter().find_map(|child| match child {
            Html::Element(element) if element.name == name => Some(element),
            Html::Element(element) => element.find(name),
            Html::Text(_) => None,
        })
    }

    /// Its words.
    pub fn text(&self) -> String {
        self.children.iter().map(Html::text).collect()
    }
}

impl Html {
    /// Its words.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Element(element) => element.text(),
        }
    }
}

/// Reads sanitised HTML.
pub(super) fn read(html: &str) -> Vec<Html> {
    let mut stack = vec![Element::default()];
    let mut ignored = 0;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&mut stack, &rest[..at]);
        let Some(end) = tag_end(&rest[at..]) else { break };
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        if tag.starts_with('/') {
            if ignored > 0 {
                ignored -= 1;
            } else {
                close(&mut stack);
            }
            continue;
        }
        let element = element(tag);
        let void = matches!(&*element.name, "br" | "hr" | "img" | "wbr" | "col" | "area" | "source" | "track");
        if void || stack.len() < DEPTH {
            stack.push(element);
            if void {
                close(&mut stack);
            }
        } else {
            ignored += 1;
        }
    }
    text(&mut stack, rest);
    while stack.len() > 1 {
        close(&mut stack);
    }
    stack.pop().map(|root| root.children).unwrap_or_default()
}

/// Where a tag ends; `>` may stand in an attribute.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn close(stack: &mut Vec<Element>) {
    if stack.len() > 1
        && let (Some(element), Some(parent)) = (stack.pop(), stack.last_mut())
    {
        parent.children.push(Html::Element(element));
    }
}

fn text(stack: &mut [Element], text: &str) {
    if let (false, Some(parent)) = (text.is_empty(), stack.last_mut()) {
        let text = unescape(text);
        match parent.children.last_mut() {
            Some(Html::Text(before)) => before.push_str(&text),
            _ => parent.children.push(Html::Text(text)),
        }
    }
}

fn element(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while let Some((key, value)) = rest.split_once("=\"") {
        let Some((value, after)) = value.split_once('"') else { break };
        attributes.push((key.trim().to_owned(), unescape(value)));
        rest = after;
    }
    Element { name: name.trim_end_matches('/').to_owned(), attributes, children: Vec::new() }
}

/// Undoes what the serialiser of HTML escapes.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}");
    text.replace("&amp;", "&")
}
