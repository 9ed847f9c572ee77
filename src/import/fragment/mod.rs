//! Fragments of foreign HTML → Markdown that says the same and does nothing.
//!
//! ```text
//! HTML → sanitised HTML     nothing runs, every tag is closed       here, by ammonia
//!      → a tree             tree
//!      → Markdown           each paragraph read back to check it    write, inline
//! ```

mod inline;
#[cfg(test)]
mod tests;
mod tree;
mod write;

use std::sync::LazyLock;

use ammonia::{Builder, Url};
use tree::{Element, Html};
use write::Writer;

/// A fragment as Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Blocks {
    /// Its blocks, in order.
    pub parts: Vec<Part>,
    /// The addresses of its images.
    pub images: Vec<String>,
    /// What could not be taken over, in words.
    pub lost: Vec<String>,
}

/// A block of a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Anything but a quotation.
    Prose(String),
    /// A quotation: its Markdown without `>`, and whom it names.
    Quote(String, Option<Named>),
}

/// Whom a quotation names as its source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// In words.
    pub name: String,
    /// What follows the name.
    pub after: String,
    /// The address of the report.
    pub url: Option<String>,
    /// Whether HTML says that this is the source, not just a dash.
    pub marked: bool,
}

impl Blocks {
    /// All of it as Markdown.
    pub fn text(&self) -> String {
        let part = |part: &Part| match part {
            Part::Prose(text) => text.clone(),
            Part::Quote(text, _) => {
                text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
            }
        };
        self.parts.iter().map(part).collect::<Vec<_>>().join("\n\n")
    }
}

/// Marks the end of a summary, through all stages.
const MORE: char = '\u{e000}';

/// Writes a fragment as Markdown. Relative links are resolved against `base`; without it they become words.
pub(super) fn markdown(html: &str, base: Option<&str>) -> Blocks {
    let base = base.and_then(|base| Url::parse(base).ok());
    with_links(html, &|link| absolute(link, base.as_ref()))
}

/// The same, with links and images where `links` says.
pub(super) fn with_links(html: &str, links: &dyn Fn(&str) -> Option<String>) -> Blocks {
    let mut blocks = Blocks::default();
    let html = html.replace(MORE, "").replace("<!--more-->", "<p>\u{e000}</p>");
    let children = if is_sane(&html) {
        tree::read(&SANITISER.clean(&html).to_string())
    } else {
        blocks.lost.push("its markup, which is nested like no page is".to_owned());
        vec![Html::Text(untagged(&html))]
    };
    let mut writer = Writer { links, images: Vec::new(), lost: Vec::new() };
    let mut run = Vec::new();
    for child in flat(children) {
        match child {
            Html::Element(quote) if quote.name == "blockquote" => {
                blocks.parts.extend(writer.blocks(&std::mem::take(&mut run)).into_iter().map(prose));
                let (children, named) = source(quote, links);
                let text = writer.blocks(&children).join("\n\n");
                blocks.parts.extend((!text.is_empty()).then_some(Part::Quote(text, named)));
            }
            other => run.push(other),
        }
    }
    blocks.parts.extend(writer.blocks(&run).into_iter().map(prose));
    blocks.images = writer.images;
    blocks.lost.append(&mut writer.lost);
    blocks
}

/// The pieces without the frames around them.
fn flat(children: Vec<Html>) -> Vec<Html> {
    let one = |child: Html| match child {
        Html::Element(frame) if matches!(&*frame.name, "div" | "section" | "article" | "main" | "center") => {
            flat(frame.children)
        }
        Html::Element(figure) if figure.name == "figure" && figure.find("blockquote").is_some() => {
            flat(figure.children)
        }
        other => vec![other],
    };
    children.into_iter().flat_map(one).collect()
}

fn prose(text: String) -> Part {
    Part::Prose(if text.trim() == MORE.to_string() { "<!-- more -->".to_owned() } else { text })
}

/// A complete address; `None` where it cannot be completed, or does not lead anywhere.
pub(super) fn absolute(link: &str, base: Option<&Url>) -> Option<String> {
    let url = match (Url::parse(link), base) {
        (Ok(url), _) => url,
        (Err(_), Some(base)) => base.join(link).ok()?,
        (Err(_), None) => return None,
    };
    let leads = matches!(url.scheme(), "http" | "https" | "mailto" | "tel" | "ftp");
    // As it is written, where it is complete: an address is a quotation too.
    leads.then(|| if Url::parse(link).is_ok() { link.to_owned() } else { url.to_string() })
}

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags([
            "iframe", "audio", "video", "source", "embed", "section", "main", "tt", "dir", "cite", "footer", "form",
            "fieldset",
        ])
        .add_tag_attributes("iframe", ["src", "title"])
        .add_tag_attributes("audio", ["src", "title"])
        .add_tag_attributes("video", ["src", "title"])
        .add_tag_attributes("source", ["src"])
        .add_tag_attributes("embed", ["src", "title"])
        .add_tag_attributes("code", ["class"])
        .add_tag_attributes("pre", ["class"])
        .add_tag_attributes("a", ["title"])
        .add_clean_content_tags(["noembed", "template"])
        .link_rel(None);
    builder
});

/// Tells whether a parser of HTML reads this in reasonable time. Tags that stay open cost it on every tag that follows;
/// what no page does is the sign of a file that is made for it.
fn is_sane(html: &str) -> bool {
    /// Open elements, and openings that formatting is repeated for.
    const DEEP: i64 = 150;
    const REPEATED: i64 = 2_000_000;
    /// Tags that others close.
    const IMPLIED: [&str; 24] = [
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "br", "hr", "img", "input",
        "source", "wbr", "col", "meta", "link", "param", "area", "embed", "base",
    ];
    /// Tags.
    const MANY: usize = 200_000;
    let (mut depth, mut cost) = (0_i64, 0_i64);
    for (n, part) in html.split('<').skip(1).enumerate() {
        let closes = part.starts_with('/');
        let name = part.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name[..end].to_ascii_lowercase();
        let tag = part.find('>').map_or(part, |end| &part[..end]);
        // Attributes by the thousand cost as well.
        if n > MANY || tag.len() > 1 << 20 {
            return false;
        }
        if name.is_empty() || IMPLIED.contains(&&*name) {
            cost += depth;
        } else if closes {
            depth = (depth - 1).max(0);
        } else {
            depth += 1;
            cost += depth;
        }
        if depth > DEEP || cost > REPEATED {
            return false;
        }
    }
    true
}

/// The words of a fragment on one line: a title, a name.
pub(super) fn words(html: &str) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !html.contains(['<', '&']) || !is_sane(html) {
        return words(html);
    }
    words(&tree::read(&SANITISER.clean(html).to_string()).iter().map(Html::text).collect::<String>())
}

/// The words between tags.
fn untagged(html: &str) -> String {
    let part = |part: &str| part.split_once('>').map(|(_, text)| text.to_owned()).unwrap_or_default();
    let mut parts = html.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    std::iter::once(first).chain(parts.map(part)).filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a quotation holds, and whom it names below it: in a `<cite>` or `<footer>`, or behind a dash, or in its attribute.
fn source(quote: Element, links: &dyn Fn(&str) -> Option<String>) -> (Vec<Html>, Option<Named>) {
    let outside = |link: &str| links(link).filter(|url| url.starts_with("http"));
    let attribute = quote.attribute("cite").and_then(outside);
    let mut children = quote.children;
    let last = children.iter().rposition(|child| !child.text().trim().is_empty());
    let named = last.and_then(|last| match &children[last] {
        Html::Element(element) => cited(element).map(|named| (last, named)),
        Html::Text(_) => None,
    });
    let named = match (named, attribute) {
        (Some((last, named)), url) => {
            children.truncate(last);
            Some(Named { url: named.url.as_deref().and_then(outside).or(url), ..named })
        }
        (None, Some(url)) => Some(Named { url: Some(url), marked: true, ..Named::default() }),
        (None, None) => None,
    };
    (children, named)
}

fn cited(element: &Element) -> Option<Named> {
    let text = element.text();
    let text = text.trim();
    let cite = if element.name == "cite" { Some(element) } else { element.find("cite") };
    let whole = cite.is_some_and(|cite| cite.text().trim() == text.trim_start_matches(DASHES).trim());
    let marked = matches!(&*element.name, "cite" | "footer") || (element.name == "p" && whole);
    let dashed = element.name == "p" && text.starts_with(['—', '–', '―']) && text.chars().count() < 200;
    if !marked && !dashed {
        return None;
    }
    let bare = text.trim_start_matches(DASHES).trim();
    let link = element.find("a");
    let name =
        link.map(|link| link.text().trim().to_owned()).filter(|name| !name.is_empty() && bare.starts_with(&**name));
    let (name, after) = match name {
        Some(name) => (name.clone(), bare[name.len()..].to_owned()),
        None => match bare.split_once(", ") {
            Some((name, after)) => (name.to_owned(), format!(", {after}")),
            None => (bare.to_owned(), String::new()),
        },
    };
    let url = link.and_then(|link| link.attribute("href")).map(str::to_owned);
    (!name.is_empty()).then_some(Named { marked: marked || url.is_some(), name, after, url })
}

const DASHES: [char; 5] = ['—', '–', '―', '-', ' '];
