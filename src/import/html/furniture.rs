//! Page furniture: what a page puts around its articles, recognised by elements and by the words of classes and ids.

use std::collections::HashMap;
use std::sync::LazyLock;

use dom_query::{Document, NodeRef};

use crate::import::html_to_markdown::tree::{HtmlElement, HtmlNode};

/// The kind of a wall: the same class names the offer to subscribe and what one has to subscribe for.
const WALL: &str = "wall";
/// The kind of a box about the author, and the most words of one.
pub(super) const ABOUT_AUTHOR: &str = "about the author";
const AUTHOR_BOX: usize = 120;
/// The most words of an offer to subscribe.
const OFFER: usize = 80;
/// Beginnings of words of offers to subscribe.
#[rustfmt::skip] // It would give each word a line.
const OFFERS: [&str; 20] = [
    "subscri", "sign in", "sign up", "log in", "login", "free trial", "register", "abonn", "anmelden", "einloggen", "registrier",
    "inscrivez", "suscri", "registrarse", "abbonat", "assin", "prenumer", "구독", "로그인", "ログイン",
];

/// Kinds of furniture, and the words of classes and ids that sites use for them.
const KINDS: [(&str, &[&str]); 9] = [
    (
        "navigation",
        &["nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "pagination", "pager", "skip"],
    ),
    ("share bar", &["share", "sharing", "sharedaddy", "social", "addtoany", "sharebar"]),
    ("comments", &["comments", "comment", "commentlist", "respond", "disqus", "reply"]),
    ("related articles", &["related", "relatedposts", "recommended", "recommendations", "trending", "popular"]),
    ("sidebar", &["sidebar", "widget", "widgets"]),
    ("advertisement", &["ad", "ads", "advert", "advertisement", "sponsor", "sponsored", "promo", "banner"]),
    ("notice", &["cookie", "cookies", "newsletter", "subscribe", "signup", "onetrust"]),
    (WALL, &["paywall", "regwall"]),
    ("footer", &["footer", "copyright", "colophon"]),
];

/// Classes of a text.
#[rustfmt::skip]
pub(super) const TEXT_CLASSES: [&str; 7] = [
    "entry-content", "e-content", "post-content", "post-body", "article-body", "article-content", "article__body",
];

/// The kind of furniture that an element is.
pub(super) fn furniture_kind(element: &HtmlElement) -> Option<&'static str> {
    let role = element.attribute("role").unwrap_or_default();
    match (&*element.name, role) {
        ("html" | "body" | "main" | "article", _) | (_, "main") => return None,
        ("nav", _) | (_, "navigation") => return Some("navigation"),
        ("aside", _) | (_, "complementary") => return Some("sidebar"),
        ("footer", _) | (_, "contentinfo") => return Some("footer"),
        ("form", _) => return Some("form"),
        (_, "banner") => return Some("page head"),
        _ => {}
    }
    let mut names = ["class", "id"].into_iter().filter_map(|name| element.raw_attribute(name));
    if names.clone().any(names_author_box) {
        return element.short_text(AUTHOR_BOX).map(|_| ABOUT_AUTHOR);
    }
    let kind = names.find_map(kind_of_names)?;
    let kind = if kind == WALL { offers_subscription(element).then_some("notice")? } else { kind };
    // `with-sidebar` is the class of an element that holds the sidebar and everything else, `widget` that of Blogger's posts.
    let is_text = |inner: &HtmlElement| kind == "sidebar" && is_marked_text(inner);
    let holds_all = element.all().skip(1).any(|inner| inner.is(&["article", "main", "h1"]) || is_text(inner));
    (!holds_all).then_some(kind)
}

/// Returns whether a page marks an element as the text of its article.
pub(super) fn is_marked_text(element: &HtmlElement) -> bool {
    element.has_class(&TEXT_CLASSES) || element.raw_attribute("itemprop") == Some("articleBody")
}

/// Returns whether the words of an element are an offer to subscribe.
fn offers_subscription(element: &HtmlElement) -> bool {
    let text = element.short_text(OFFER).map(|text| text.to_lowercase());
    text.is_some_and(|text| OFFERS.iter().any(|word| text.contains(word)))
}

/// Returns whether a class or an id names a box about the author, such as `author-bio` and `post-author__info`.
fn names_author_box(names: &str) -> bool {
    const AUTHOR: [&str; 4] = ["author", "authors", "autor", "contributor"];
    const BOX: [&str; 10] =
        ["bio", "biography", "box", "about", "info", "card", "profile", "description", "desc", "content"];
    const BOTH: [&str; 4] = ["authorbio", "authorbox", "authorinfo", "saboxplugin"];
    // Few names have any of these.
    let is_possible = ["uthor", "utor", "sabox"].iter().any(|part| names.contains(part));
    is_possible
        && names.split_ascii_whitespace().any(|name| {
            let words = || name.split(|c: char| !c.is_alphanumeric());
            let has = |list: &[&str]| words().any(|word| list.iter().any(|it| word.eq_ignore_ascii_case(it)));
            (has(&AUTHOR) && has(&BOX)) || has(&BOTH)
        })
}

/// The kind of furniture that the names of a class or an id tell.
pub(super) fn kind_of_names(names: &str) -> Option<&'static str> {
    names.split(|c: char| !c.is_alphanumeric()).find_map(kind_of_word)
}

/// The kind of furniture for which sites use a word.
fn kind_of_word(word: &str) -> Option<&'static str> {
    static WORDS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let words = KINDS.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, *kind)));
        words.collect()
    });
    /// The longest of them.
    const LONGEST: usize = 15;
    let is_possible = (2..=LONGEST).contains(&word.len());
    is_possible.then(|| WORDS.get(&*word.to_ascii_lowercase()).copied()).flatten()
}

/// Returns whether an element is furniture that says nothing of the article.
pub(super) fn is_aside(element: &HtmlElement) -> bool {
    matches!(furniture_kind(element), Some("navigation" | "share bar" | "comments" | "related articles" | "sidebar"))
}

/// A copy of the element without the elements in it that are left out.
pub(super) fn without(element: &HtmlElement, is_left_out: &dyn Fn(&HtmlElement) -> bool) -> HtmlElement {
    let children = element.children.iter().filter_map(|child| match child {
        HtmlNode::Text(text) => Some(HtmlNode::Text(text.clone())),
        HtmlNode::Element(child) if is_left_out(child) => None,
        HtmlNode::Element(child) => Some(HtmlNode::Element(without(child, is_left_out))),
    });
    HtmlElement { name: element.name.clone(), attributes: element.attributes.clone(), children: children.collect() }
}

/// A copy of the element without the furniture in it.
pub(super) fn without_furniture(element: &HtmlElement) -> HtmlElement {
    without(element, &|child| furniture_kind(child).is_some())
}

/// Returns whether an element quotes: old pages indent the whole article by the same element, headline and all.
pub(super) fn is_quotation(element: &HtmlElement) -> bool {
    element.is(&["blockquote"]) && !element.all().any(|inner| inner.is(&["h1"]))
}

/// A copy of the element without the quotations in it.
pub(super) fn without_quotations(element: &HtmlElement) -> HtmlElement {
    without(element, &is_quotation)
}

/// Removes the dialogues that ask for consent, and others that cover the text.
pub(super) fn remove_dialogues(document: &Document) {
    for dialogue in document.select("[aria-modal=true], [id^=onetrust], [class^=onetrust]").nodes() {
        let holds_text = dialogue.descendants_it().any(|inner| inner.has_name("article") || inner.has_name("h1"));
        if !holds_text && !dialogue.has_name("body") {
            dialogue.remove_from_parent();
        }
    }
}

/// Removes the menus of pages that are laid out by tables: cells that hold only links, beside a cell of text.
pub(super) fn remove_table_menus(document: &Document) {
    /// Letters of a text beside which three links are a menu.
    const MIN_TEXT: usize = 400;
    let letters = |node: &NodeRef<'_>| node.text().chars().filter(|c| c.is_alphanumeric()).count();
    // Each row is counted once, however many cells it has.
    let mut rows = HashMap::new();
    for cell in document.select("td").nodes() {
        let links: Vec<NodeRef<'_>> = cell.descendants_it().filter(|node| node.has_name("a")).collect();
        let in_cell = letters(cell);
        let Some(row) = cell.parent().filter(|_| links.len() > 2) else { continue };
        let in_row = *rows.entry(row.id).or_insert_with(|| letters(&row));
        if in_row > in_cell + MIN_TEXT && links.iter().map(letters).sum::<usize>() == in_cell {
            cell.remove_from_parent();
        }
    }
}
