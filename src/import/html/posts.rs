//! Pages of several posts: which elements they are.

use super::super::SplitMode;
use super::super::markup::tree::{Element, Node};
use super::furniture;
use super::linked::LinkedData;
use crate::base::text::words;

/// Words that a post has at least.
const WORDS: usize = 12;

/// Classes of what a page says of an article, above its text or below.
const ABOUT: [&str; 9] = [
    "entry-meta",
    "entry-footer",
    "post-meta",
    "byline",
    "posted-on",
    "dt-published",
    "p-author",
    "entry-date",
    "entry-header",
];

/// The posts of a page; none where it holds one article.
pub(super) fn posts<'a>(root: &'a Element, linked: &LinkedData, split: SplitMode) -> Vec<&'a Element> {
    if split == SplitMode::Never {
        return Vec::new();
    }
    let mut open = vec![root];
    let mut posts: Vec<(&Element, usize)> = Vec::new();
    while let Some(element) = open.pop() {
        if furniture::is_apart(element) {
            continue;
        }
        if is_post(element) {
            let words = element.text().split_whitespace().count();
            if words >= WORDS && element.all().any(is_heading) {
                posts.push((element, words));
                continue;
            }
        }
        open.extend(element.elements().rev());
    }
    let several = match split {
        SplitMode::Always => !posts.is_empty(),
        SplitMode::Auto | SplitMode::Never => posts.len() > 1 && !is_one(root, linked, &posts),
    };
    if several { posts.into_iter().map(|(post, _)| post).collect() } else { Vec::new() }
}

fn is_post(element: &Element) -> bool {
    let named = element.is(&["article"]) || element.has_class(&["hentry", "h-entry", "post"]);
    named && !element.is(&["body", "html"]) && !element.has_class(&["comment", "u-comment", "comment-body", "h-cite"])
}

fn is_heading(element: &Element) -> bool {
    element.is(&["h1", "h2", "h3", "h4"]) || element.has_class(&["entry-title", "p-name", "post-title"])
}

/// Tells whether a page is one article beside which others are announced.
fn is_one(root: &Element, linked: &LinkedData, posts: &[(&Element, usize)]) -> bool {
    let says = |it: &Element| {
        it.is(&["meta"]) && it.attribute("property") == Some("og:type") && it.attribute("content") == Some("article")
    };
    let first = |it: &(&Element, usize)| it.0.all().any(|it| it.is(&["h1"]));
    let all: usize = posts.iter().map(|(_, words)| words).sum();
    let longest = posts.iter().map(|(_, words)| *words).max().unwrap_or_default();
    let main = posts.iter().filter(|post| first(post)).count() == 1;
    linked.is_article() || root.all().any(says) || (main && longest * 2 > all)
}

/// The text of a post: what the page marks as such, else all of it but its furniture.
pub(super) fn text(post: &Element, title: Option<&str>) -> Element {
    let marked =
        ["entry-content", "e-content", "post-content", "post-body", "article-body", "entry-summary", "p-summary"];
    let body = post.all().find(|it| it.has_class(&marked) || it.raw("itemprop") == Some("articleBody"));
    let mut body = furniture::without(body.unwrap_or(post));
    // A post without marks begins with its title, and what is said of it.
    prune(&mut body, &|it| {
        let heading = it.is(&["h1", "h2", "h3", "h4"]) && title.is_some_and(|title| it.text() == title);
        heading || it.has_class(&ABOUT) || it.is(&["time"])
    });
    body
}

/// Elements that are lines of their own.
const LINES: [&str; 5] = ["p", "div", "header", "address", "section"];

/// Takes the lines out of a text by which the page says who wrote it, and when: they are no part of it.
pub(super) fn without_bylines(text: &mut Element, page: &Element) {
    let mut lines = Vec::new();
    // What finds the main text may take their classes away.
    bylines(page, &mut lines);
    without_lines(text, &lines);
}

fn bylines(element: &Element, lines: &mut Vec<String>) {
    /// Words of such a line; more are a text.
    const LINE: usize = 20;
    let says = |it: &Element| it.has_class(&ABOUT) || it.has_class(&["author", "entry-author"]);
    for child in element.elements().filter(|it| !is_quoted(it)) {
        let line = if child.is(&LINES) { child.text() } else { String::new() };
        let is_line = (1..=LINE).contains(&words::count(&line));
        if is_line && child.all().any(|inner| says(inner) && inner.text() == line) {
            lines.push(line);
        } else {
            bylines(child, lines);
        }
    }
}

fn without_lines(element: &mut Element, lines: &[String]) {
    element.children.retain(|child| !matches!(child, Node::Element(it) if it.is(&LINES) && lines.contains(&it.text())));
    for child in &mut element.children {
        if let Node::Element(child) = child
            && !is_quoted(child)
        {
            without_lines(child, lines);
        }
    }
}

/// Tells whether what an element says is said of what it quotes or shows.
fn is_quoted(element: &Element) -> bool {
    element.is(&["blockquote", "figure"])
}

fn prune(element: &mut Element, gone: &dyn Fn(&Element) -> bool) {
    element.children.retain(|child| !matches!(child, Node::Element(it) if gone(it)));
    for child in &mut element.children {
        if let Node::Element(child) = child {
            prune(child, gone);
        }
    }
}

/// Tells whether the page shows the beginning alone, and links to the rest.
pub(super) fn is_cut(post: &Element) -> bool {
    const MORE: [&str; 6] = ["read more", "continue reading", "read the rest", "keep reading", "더 보기", "계속 읽기"];
    post.all().any(|it| {
        let says = || MORE.iter().any(|more| it.text().to_lowercase().starts_with(more));
        it.is(&["a"]) && (it.has_class(&["more-link", "read-more", "readmore"]) || says())
    })
}
