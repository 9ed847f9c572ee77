//! Embedded posts, made plain quotations before anything else reads a page. Sites put them into boxes with buttons, and platforms
//! lay them out with elements of their own; both are easily taken for furniture.

use dom_query::{Document, NodeRef};

use crate::import::attribution::is_post_address;
use crate::import::html_to_markdown::tree::{self, HtmlElement, HtmlNode};
use crate::import::refusal::ImportRefusal;

/// Classes of embedded posts, and of the cards of pages that WordPress embeds.
#[rustfmt::skip]
const CLASSES: [&str; 11] = [
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
        if address.is_none() && !CLASSES.iter().any(|class| post.has_class(class)) && !ends_in_post_link(post) {
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
