//! The posts of a page, and the text of each.

use super::furniture::{self, TEXT_CLASSES, is_marked_text};
use super::json_ld::LinkedData;
use super::page::page_lines;
use crate::base::text::words;
use crate::import::html_to_markdown::tree::{HtmlElement, HtmlNode};
use crate::import::options::SplitMode;

/// The fewest words of a post.
const MIN_WORDS: usize = 12;

/// Classes of metadata that a page shows above or below a text.
#[rustfmt::skip]
const METADATA_CLASSES: [&str; 13] = [
    "entry-meta", "entry-footer", "post-meta", "byline", "posted-on", "dt-published", "p-author",
    "entry-date", "entry-header", "kicker", "eyebrow", "overline", "dachzeile",
];

/// Classes of a text of which there is only the beginning.
const SUMMARY_CLASSES: [&str; 2] = ["entry-summary", "p-summary"];

/// The most words of a byline; more are a text.
const MAX_BYLINE: usize = 20;

/// Elements that are a line of their own.
const LINES: [&str; 5] = ["p", "div", "header", "address", "section"];

/// Finds the posts of a page; none where it holds one article.
pub(super) fn find_posts<'a>(root: &'a HtmlElement, linked: &LinkedData, split: SplitMode) -> Vec<&'a HtmlElement> {
    if split == SplitMode::Never {
        return Vec::new();
    }
    let mut open = vec![root];
    let mut posts: Vec<(&HtmlElement, usize)> = Vec::new();
    while let Some(element) = open.pop() {
        if furniture::is_aside(element) {
            continue;
        }
        if is_post(element) {
            let words = element.text().split_whitespace().count();
            if words >= MIN_WORDS && element.all().any(is_heading) {
                posts.push((element, words));
                continue;
            }
        }
        open.extend(element.elements().rev());
    }
    let several = match split {
        SplitMode::Always => !posts.is_empty(),
        SplitMode::Auto | SplitMode::Never => posts.len() > 1 && !is_single_article(root, linked, &posts),
    };
    if several { posts.into_iter().map(|(post, _)| post).collect() } else { Vec::new() }
}

fn is_post(element: &HtmlElement) -> bool {
    let marked = element.is(&["article"]) || element.has_class(&["hentry", "h-entry", "post"]);
    marked && !element.is(&["body", "html"]) && !element.has_class(&["comment", "u-comment", "comment-body", "h-cite"])
}

fn is_heading(element: &HtmlElement) -> bool {
    element.is(&["h1", "h2", "h3", "h4"]) || element.has_class(&["entry-title", "p-name", "post-title"])
}

/// Returns whether a page is a single article, with teasers of others beside it.
fn is_single_article(root: &HtmlElement, linked: &LinkedData, posts: &[(&HtmlElement, usize)]) -> bool {
    let posts_of_text = || posts.iter().filter(|(post, words)| !is_teaser(post, *words));
    let total: usize = posts_of_text().map(|(_, words)| words).sum();
    let longest = posts_of_text().map(|(_, words)| *words).max().unwrap_or_default();
    let with_h1 = posts.iter().filter(|(post, _)| post.all().any(|element| element.is(&["h1"]))).count();
    let outside = furniture::without(root, &|child| posts.iter().any(|(post, _)| std::ptr::eq(*post, child)));
    linked.is_article()
        || root.all().any(is_og_article)
        || longest * 10 > total * 6
        || (with_h1 == 1 && longest * 2 > total)
        || has_more_beside(&outside, total, if with_h1 == 0 { longest } else { total })
}

/// Returns whether a post is a few words below a heading that leads to the rest, and marks none of them as its text.
fn is_teaser(post: &HtmlElement, words: usize) -> bool {
    const MAX_WORDS: usize = 40;
    let mut headings = post.all().filter(|element| is_heading(element)).flat_map(HtmlElement::all);
    let has_text = || post.all().any(|element| element.has_class(&TEXT_CLASSES));
    words < MAX_WORDS && headings.any(|element| element.attribute("href").is_some()) && !has_text()
}

/// Returns whether outside of the posts of a page is more prose than in all of them, or one headline and more than in the longest.
fn has_more_beside(outside: &HtmlElement, total: usize, longest: usize) -> bool {
    /// Fewer words are no article.
    const FEW: usize = 60;
    let is_headline = |element: &&HtmlElement| element.is(&["h1"]) && !furniture::is_aside(element);
    let headlines = outside.all_within(|element| !furniture::is_aside(element)).filter(is_headline).count();
    let prose =
        page_lines(outside).iter().filter(|line| line.is_prose()).map(|line| words::count(&line.text)).sum::<usize>();
    prose > total.max(FEW) || (headlines == 1 && prose > longest)
}

fn is_og_article(element: &HtmlElement) -> bool {
    element.is(&["meta"])
        && element.attribute("property") == Some("og:type")
        && element.attribute("content") == Some("article")
}

/// The text of a post: the part that the page marks as its text, or else all but page furniture.
pub(super) fn post_text(post: &HtmlElement, title: Option<&str>) -> HtmlElement {
    let is_text = |element: &&HtmlElement| is_marked_text(element) || element.has_class(&SUMMARY_CLASSES);
    let text = furniture::without_furniture(post.all().find(is_text).unwrap_or(post));
    // A post that marks no text starts with its title and metadata.
    furniture::without(&text, &|element| {
        let is_title = element.is(&["h1", "h2", "h3", "h4"]) && title.is_some_and(|title| element.text() == title);
        is_title || element.has_class(&METADATA_CLASSES) || element.is(&["time"])
    })
}

/// Removes the bylines of a page from a text: the lines that say who wrote it, and when.
pub(super) fn remove_bylines(text: &mut HtmlElement, page: &HtmlElement) {
    let mut bylines = Vec::new();
    // They are found on the page, since Readability may remove the classes from the text.
    collect_bylines(page, &mut bylines);
    remove_lines(text, &bylines);
}

fn collect_bylines(element: &HtmlElement, bylines: &mut Vec<String>) {
    let is_metadata =
        |element: &HtmlElement| element.has_class(&METADATA_CLASSES) || element.has_class(&["author", "entry-author"]);
    for child in element.elements().filter(|child| !is_quotation(child)) {
        let line = if child.is(&LINES) { child.short_text(MAX_BYLINE).unwrap_or_default() } else { String::new() };
        if words::count(&line) > 0 && child.all().any(|inner| is_metadata(inner) && inner.text() == line) {
            bylines.push(line);
        } else {
            collect_bylines(child, bylines);
        }
    }
}

fn remove_lines(element: &mut HtmlElement, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let is_listed =
        |child: &HtmlElement| child.is(&LINES) && child.short_text(MAX_BYLINE).is_some_and(|it| lines.contains(&it));
    element.children.retain(|child| !child.as_element().is_some_and(is_listed));
    for child in element.children.iter_mut().filter_map(HtmlNode::as_element_mut) {
        if !is_quotation(child) {
            remove_lines(child, lines);
        }
    }
}

/// Returns whether an element quotes or shows something that may have a byline of its own.
fn is_quotation(element: &HtmlElement) -> bool {
    element.is(&["blockquote", "figure"])
}

/// Returns whether the page shows only the beginning of a post, and links to the rest.
pub(super) fn is_truncated(post: &HtmlElement) -> bool {
    const MORE: [&str; 6] = ["read more", "continue reading", "read the rest", "keep reading", "더 보기", "계속 읽기"];
    post.all().filter(|element| element.is(&["a"])).any(|link| {
        link.has_class(&["more-link", "read-more", "readmore"])
            || MORE.iter().any(|more| link.text().to_lowercase().starts_with(more))
    })
}
