//! Quotations and the lines beside them, prepared for Readability, which forgets classes and indentation, and removes lines
//! that are mostly links; and embedded posts, made plain quotations before anything else reads a page.

use dom_query::{Document, NodeRef};

use super::furniture::kind_of_names;
use crate::import::attribution::is_post_address;
use crate::import::furniture_lines::furniture_of;
use crate::import::html_to_markdown::tree::{self, HtmlElement, HtmlNode};
use crate::import::refusal::ImportRefusal;

/// Classes with which sites set quotations apart from their own words.
#[rustfmt::skip]
const QUOTE_CLASSES: [&str; 9] = [
    "quote", "blockquote", "quotation", "quoted", "zitat", "content-quote", "bbcode_quote", "quote-text",
    "article-quote",
];
/// Elements that hold more than a quotation does.
const LARGE: [&str; 8] = ["blockquote", "h1", "h2", "article", "form", "nav", "aside", "table"];

/// Makes quotations of the paragraphs and boxes that a page sets apart as such.
pub(super) fn mark(document: &Document) {
    for element in document.select("p[class], div[class], p[style], div[style]").nodes() {
        let is_one = QUOTE_CLASSES.iter().any(|class| element.has_class(class)) || is_indented_below_lead_in(element);
        if is_one && is_small(element) {
            let quotation = element.tree.new_element("blockquote");
            element.insert_before(&quotation);
            quotation.append_child(element);
            element.remove_attrs(&["class", "style"]);
        }
    }
}

/// Returns whether an element is set in from the left, right below a line with a colon, as editors without quotations do.
fn is_indented_below_lead_in(element: &NodeRef<'_>) -> bool {
    let style = element.attr("style").map(|style| style.to_lowercase().replace(' ', "")).unwrap_or_default();
    let is_indented = ["padding-left:", "margin-left:"].iter().any(|name| {
        style.split_once(name).is_some_and(|(_, width)| width.starts_with(|c: char| matches!(c, '1'..='9')))
    });
    let is_lead_in = |line: NodeRef<'_>| line.has_name("p") && line.text().trim_end().ends_with(':');
    is_indented && element.prev_element_sibling().is_some_and(is_lead_in)
}

/// Returns whether an element has the words of a quotation, and not of a page.
fn is_small(element: &NodeRef<'_>) -> bool {
    const WORDS: std::ops::RangeInclusive<usize> = 6..=400;
    let is_quoted = element.ancestors_it(None).any(|outer| outer.has_name("blockquote"));
    let holds_more = element.descendants_it().any(|inner| LARGE.iter().any(|name| inner.has_name(name)));
    !is_quoted && !holds_more && WORDS.contains(&element.text().split_whitespace().count())
}

/// Elements that a line may hold.
const INLINE: [&str; 14] =
    ["a", "em", "i", "strong", "b", "cite", "span", "time", "small", "code", "q", "abbr", "sup", "br"];

/// Makes paragraphs of the lines around quotations, and of those within them that blank lines set apart.
pub(super) fn keep_lines_beside(document: &Document) {
    for quotation in document.select("blockquote").nodes() {
        for line in [quotation.prev_element_sibling(), quotation.next_element_sibling()].into_iter().flatten() {
            if line.has_name("div") && is_linked_line(&line) {
                line.rename("p");
            }
        }
    }
    for paragraph in document.select("blockquote p").nodes() {
        split_paragraph(paragraph);
    }
}

/// Returns whether an element is a short line with a link, and no furniture.
fn is_linked_line(line: &NodeRef<'_>) -> bool {
    const MAX_WORDS: usize = 40;
    let text = line.text();
    let parts: Vec<NodeRef<'_>> = line.descendants_it().filter(NodeRef::is_element).collect();
    let mut names = ["class", "id"].into_iter().filter_map(|name| line.attr(name));
    (2..=MAX_WORDS).contains(&text.split_whitespace().count())
        && parts.iter().any(|part| part.has_name("a"))
        && parts.iter().all(|part| INLINE.iter().any(|name| part.has_name(name)))
        && names.all(|names| kind_of_names(&names).is_none())
        && furniture_of(&text).is_none()
}

/// Splits a paragraph at its blank lines.
fn split_paragraph(paragraph: &NodeRef<'_>) {
    let mut last = *paragraph;
    let mut breaks: Vec<NodeRef<'_>> = Vec::new();
    for child in paragraph.children() {
        let is_space = child.is_text() && child.text().trim().is_empty();
        if child.has_name("br") {
            breaks.push(child);
        } else if !is_space {
            if breaks.len() > 1 {
                let next = paragraph.tree.new_element("p");
                last.insert_after(&next);
                breaks.iter().for_each(NodeRef::remove_from_parent);
                last = next;
            }
            breaks.clear();
        }
        if last.id != paragraph.id {
            last.append_child(&child);
        }
    }
}

/// Classes of embedded posts, and of the cards of pages that WordPress embeds.
#[rustfmt::skip]
const EMBED_CLASSES: [&str; 11] = [
    "wp-embedded-content", "twitter-tweet", "twitter-video", "instagram-media", "fb-xfbml-parse-ignore",
    "tiktok-embed", "bluesky-embed", "mastodon-embed", "text-post-media", "reddit-embed-bq", "reddit-card",
];
/// Attributes with the address of a post.
const ADDRESSES: [&str; 4] = ["data-instgrm-permalink", "data-text-post-permalink", "data-embed-url", "cite"];
/// Marks an embedded post, and later its place with its number.
const MARK: &str = "data-embedded-post";
/// Elements that may be the box of a post.
const BOXES: [&str; 9] = ["div", "figure", "section", "aside", "article", "noscript", "span", "center", "p"];
/// The most boxes around a post.
const MAX_BOXES: usize = 6;

/// Takes embedded posts out of their boxes, and makes paragraphs of their layout.
pub(super) fn unwrap_posts(document: &Document) {
    for post in document.select("blockquote").nodes() {
        let address = ADDRESSES.iter().find_map(|name| post.attr(name)).filter(|address| is_post_address(address));
        if address.is_none() && !EMBED_CLASSES.iter().any(|class| post.has_class(class)) && !ends_in_post_link(post) {
            continue;
        }
        for part in post.descendants().into_iter().filter(NodeRef::is_element) {
            part.remove_attrs(&["class", "id", "style"]);
            if part.has_name("div") || part.has_name("section") {
                part.rename("p");
            }
            // Readability makes blocks of two breaks, and removes them for their links.
            if part.has_name("br") && part.next_element_sibling().is_some_and(|next| next.has_name("br")) {
                part.remove_from_parent();
            }
        }
        post.remove_all_attrs();
        post.set_attr(MARK, "");
        if let Some(address) = address {
            post.set_attr("cite", &address);
        }
        if let Some(outermost) = box_of(post) {
            outermost.insert_before(post);
        }
    }
}

/// Returns whether a quotation ends in a link to a post on a platform, as embedded posts do without the classes of their platforms.
fn ends_in_post_link(quotation: &NodeRef<'_>) -> bool {
    let last = quotation.descendants_it().filter(|part| part.has_name("a")).last();
    last.is_some_and(|link| {
        let text = quotation.text();
        let ends = text.trim_end().ends_with(link.text().trim());
        ends && link.attr("href").is_some_and(|address| is_post_address(&address))
    })
}

/// Puts a paragraph without links in the place of each embedded post, and returns the posts: Readability leaves out what is mostly
/// links and buttons.
///
/// # Errors
/// When a post is too deep.
pub(super) fn set_aside(document: &Document) -> Result<Vec<HtmlElement>, ImportRefusal> {
    let mut posts = Vec::new();
    for post in document.select("blockquote[data-embedded-post]").nodes() {
        if post.ancestors_it(None).any(|outer| outer.has_attr(MARK)) {
            continue;
        }
        let place = post.tree.new_element("p");
        place.set_attr(MARK, &posts.len().to_string());
        place.set_text(format!("{}.", post.text().trim()));
        posts.push(tree::copy_element(post, 0)?);
        post.replace_with(&place);
    }
    Ok(posts)
}

/// Puts posts back in their places, as far as a text has these.
pub(super) fn put_back(text: &mut HtmlElement, posts: &[HtmlElement]) {
    for child in text.children.iter_mut().filter_map(HtmlNode::as_element_mut) {
        let number = child.attribute(MARK).and_then(|number| number.parse::<usize>().ok());
        match number.and_then(|number| posts.get(number)) {
            Some(post) => child.clone_from(post),
            None => put_back(child, posts),
        }
    }
}

/// The outermost element around a post that shows nothing else but links and buttons.
fn box_of<'a>(post: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let mut outermost = *post;
    for parent in post.ancestors_it(Some(MAX_BOXES)) {
        let is_alone = || parent.children_it(false).all(|child| child.id == outermost.id || is_furniture(child));
        if !BOXES.iter().any(|name| parent.has_name(name)) || !is_alone() {
            break;
        }
        outermost = parent;
    }
    (outermost.id != post.id).then_some(outermost)
}

/// Returns whether a node shows nothing but links and buttons.
fn is_furniture(node: NodeRef<'_>) -> bool {
    const BUTTONS: [&str; 5] = ["a", "button", "script", "style", "noscript"];
    let mut left = vec![node];
    while let Some(node) = left.pop() {
        if node.is_text() && node.text().chars().any(char::is_alphanumeric) {
            return false;
        }
        if !BUTTONS.iter().any(|name| node.has_name(name)) {
            left.extend(node.children_it(false));
        }
    }
    true
}
