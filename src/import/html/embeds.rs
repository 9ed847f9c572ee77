//! Embedded posts, made plain quotations before anything else reads a page. Sites put them into boxes with buttons, and platforms
//! lay them out with elements of their own; both are easily taken for furniture.

use dom_query::{Document, NodeRef};

use crate::import::attribution::is_post_address;

/// Classes of embedded posts, and of the cards of pages that WordPress embeds.
const CLASSES: [&str; 10] = [
    "wp-embedded-content",
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "fb-xfbml-parse-ignore",
    "tiktok-embed",
    "bluesky-embed",
    "mastodon-embed",
    "text-post-media",
    "reddit-embed-bq",
];
/// Attributes with the address of a post.
const ADDRESSES: [&str; 4] = ["data-instgrm-permalink", "data-text-post-permalink", "data-embed-url", "cite"];
/// Elements that may be the box of a post.
const BOXES: [&str; 7] = ["div", "figure", "section", "aside", "span", "center", "p"];
/// The most boxes around a post.
const MAX_BOXES: usize = 6;

/// Takes embedded posts out of their boxes, and makes paragraphs of their layout.
pub(super) fn unwrap_posts(document: &Document) {
    for post in document.select("blockquote").nodes() {
        let address = ADDRESSES.iter().find_map(|name| post.attr(name)).filter(|address| is_post_address(address));
        if address.is_none() && !CLASSES.iter().any(|class| post.has_class(class)) {
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
        if let Some(address) = address {
            post.set_attr("cite", &address);
        }
        if let Some(outermost) = box_of(post) {
            outermost.insert_before(post);
        }
    }
}

/// The outermost element around a post that shows nothing else but links and buttons.
fn box_of<'a>(post: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let words = letters(post);
    post.ancestors_it(Some(MAX_BOXES)).take_while(|parent| is_box(parent, post, words)).last()
}

fn is_box(parent: &NodeRef<'_>, post: &NodeRef<'_>, words: usize) -> bool {
    const BESIDE: [&str; 5] = ["a", "button", "script", "style", "noscript"];
    let is_beside = |node: &NodeRef<'_>| BESIDE.iter().any(|name| node.has_name(name)) && !is_inside(node, post);
    let beside = || parent.descendants_it().filter(is_beside).map(|node| letters(&node)).sum::<usize>();
    BOXES.iter().any(|name| parent.has_name(name)) && letters(parent) <= words + beside()
}

fn is_inside(node: &NodeRef<'_>, outer: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|ancestor| ancestor.id == outer.id)
}

fn letters(node: &NodeRef<'_>) -> usize {
    node.text().chars().filter(|c| c.is_alphanumeric()).count()
}
