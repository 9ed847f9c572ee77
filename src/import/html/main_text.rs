//! The main text of a page with one article. Readability finds it by length and links; what the page marks as its text, states
//! as its description and puts between headline and text are the witnesses against it.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use html5ever::local_name;

use super::page::{HtmlPage, PageLine, page_lines};
use super::titles::{headline_at, plain};
use super::{furniture, posts, quotations};
use crate::base::text::characters::DASHES;
use crate::base::text::words;
use crate::import::draft::{Confidence, Decision};
use crate::import::furniture_lines::furniture_of;
use crate::import::html_to_markdown::technical;
use crate::import::html_to_markdown::tree::{self, HtmlElement, HtmlNode};
use crate::import::phrase::ends_sentence;
use crate::import::refusal::ImportRefusal;
use crate::import::written_date::date_in;

/// A text of more words was not overlooked.
const ENOUGH: usize = 130;

/// The main text of a page, and why it is that.
pub(super) struct MainText {
    pub text: HtmlElement,
    pub decision: Decision,
}

/// Finds the main text; where no part of the page stands out, it is all of it without its furniture.
///
/// # Errors
/// When the page is too deep.
pub(super) fn find(document: Document, page: &HtmlPage<'_>, title: Option<&str>) -> Result<MainText, ImportRefusal> {
    let root = page.root;
    let decide = |confidence, text: &str| Decision { confidence, text: format!("main text: {text}") };
    if !root.all().any(|element| element.is(&["title", "meta", "h1"])) {
        let decision = decide(Confidence::Medium, "all but page furniture, since it is a piece of a page");
        return Ok(MainText { text: posts::post_text(root, title), decision });
    }
    let Some(mut readable) = by_readability(document, title)? else {
        let body = root.elements().find(|element| element.is(&["body"])).unwrap_or(root);
        let decision = decide(Confidence::Low, "all but page furniture, since no part stands out");
        return Ok(MainText { text: posts::post_text(body, title), decision });
    };
    let lines = &page.lines;
    let own = page_lines(&readable);
    let found = prose_in(&own);
    let stated = page.linked.article_body();
    if let Some(body) = stated.filter(|body| words::count(body) > 2 * words::count(&readable.text()).max(40)) {
        let text = "`articleBody` in its JSON-LD, of which the page shows less than half";
        return Ok(MainText { text: paragraphs(body), decision: decide(Confidence::Medium, text) });
    }
    if let Some(part) = quoting_part(root, lines, &own) {
        let mut text = posts::post_text(part, title);
        posts::remove_bylines(&mut text, root);
        let decision = decide(Confidence::Medium, "the part around a quotation, which stands out but is not all of it");
        add_lead(&mut text, page, title);
        return Ok(MainText { text, decision });
    }
    let is_short = found < ENOUGH && words::count(&readable.text()) < 2 * ENOUGH;
    if let Some(marked) = is_short.then(|| better_marked(root, found)).flatten() {
        let text = posts::post_text(marked, title);
        let decision =
            decide(Confidence::Medium, "the part that the page marks, since the one that stands out lacks it");
        return Ok(MainText { text, decision });
    }
    posts::remove_bylines(&mut readable, root);
    let is_described = || page.description().is_none_or(|description| holds(&readable.text(), &description));
    let decision = match root.all().find(|element| furniture::is_marked_text(element)) {
        _ if is_short && !is_described() => decide(
            Confidence::Low,
            "the part that stands out, but the page describes itself in other words; see what was removed",
        ),
        Some(marked) if found * 10 >= prose(&furniture::without_furniture(marked)) * 9 => {
            decide(Confidence::High, "the part that the page marks as its text")
        }
        Some(_) => decide(Confidence::Medium, "less than the page marks as its text; see what was removed"),
        None => decide(Confidence::Medium, "the part that stands out by its length"),
    };
    add_lead(&mut readable, page, title);
    Ok(MainText { text: readable, decision })
}

/// The part of a page that Readability takes for its text, if it has words.
fn by_readability(document: Document, title: Option<&str>) -> Result<Option<HtmlElement>, ImportRefusal> {
    remove_other_articles(&document, title.unwrap_or_default());
    furniture::remove_table_menus(&document);
    furniture::remove_dialogues(&document);
    // Readability removes every footer as if it were that of the page.
    document.select("blockquote footer").rename("cite");
    quotations::keep_lines_beside(&document);
    technical::keep_sources(&document);
    let posts = quotations::set_aside(&document)?;
    let config = Config { keep_classes: true, ..Config::default() };
    let readable = Readability::with_document(document, None, Some(config));
    match readable.and_then(|mut readable| readable.parse().map(|_| readable.doc)) {
        Ok(document) => {
            let mut text = tree::main_content(&document)?;
            quotations::put_back(&mut text, &posts);
            Ok(Some(text).filter(|text| words::count(&text.text()) > 0))
        }
        Err(_) => Ok(None),
    }
}

/// Removes the articles that a page shows below the one with its headline, or puts there as one scrolls: they have a headline of
/// their own, or are posts as that one is.
fn remove_other_articles(document: &Document, title: &str) {
    /// The fewest letters of an article beyond its headline; one of less may be the head of the others.
    const MIN_TEXT: usize = 300;
    let title = plain(title);
    let articles = document.select("article, .hentry");
    let has_headline = |article: &NodeRef<'_>, is_wanted: &dyn Fn(String) -> bool| {
        article.descendants_it().any(|node| node.has_name("h1") && is_wanted(plain(&node.text())))
    };
    // Of articles within each other the innermost.
    let own = articles.nodes().iter().rev().find(|article| has_headline(article, &|headline| headline == title));
    let Some(own) = own.filter(|own| articles.length() > 1 && plain(&own.text()).len() > title.len() + MIN_TEXT) else {
        return;
    };
    for other in articles.nodes() {
        let is_post = other.has_class("hentry") || has_headline(other, &|headline| headline != title);
        let is_within = |inner: &NodeRef<'_>, outer: &NodeRef<'_>| inner.ancestors_it(None).any(|it| it.id == outer.id);
        if is_post && other.id != own.id && !is_within(other, own) && !is_within(own, other) {
            other.remove_from_parent();
        }
    }
}

/// The words of prose in an element.
fn prose(element: &HtmlElement) -> usize {
    prose_in(&page_lines(element))
}

/// The words of prose in lines.
fn prose_in(lines: &[PageLine]) -> usize {
    lines.iter().filter(|line| line.is_prose()).map(|line| words::count(&line.text)).sum()
}

/// The part that a page marks as its text or its article, if it says far more than what Readability found.
fn better_marked(root: &HtmlElement, found: usize) -> Option<&HtmlElement> {
    let enter = |element: &HtmlElement| !furniture::is_aside(element);
    let marked = root.all_within(enter).filter(|element| furniture::is_marked_text(element) || is_article(element));
    let mut best: Option<(&HtmlElement, usize)> = None;
    for element in marked {
        let words = prose(&furniture::without_furniture(element));
        // The innermost of nearly equal ones.
        if words > 2 * found.max(15) && best.is_none_or(|(_, most)| words * 10 >= most * 8) {
            best = Some((element, words));
        }
    }
    best.map(|(element, _)| element)
}

/// The smallest part of a page that has a text of its own around a quotation that Readability took for the main text, or for a
/// part of it like any other; `None` where it took none.
fn quoting_part<'a>(root: &'a HtmlElement, lines: &[PageLine], readable: &[PageLine]) -> Option<&'a HtmlElement> {
    let outside: HashSet<&str> = lines.iter().filter(|line| !line.is_quoted).map(|line| line.text.as_str()).collect();
    let shown = readable.iter().filter(|line| !line.is_quoted);
    let is_all = readable.len() == 1;
    let mut flattened = shown.filter(|line| (is_all || line.is_prose()) && !outside.contains(line.text.as_str()));
    let quoted = &flattened.next()?.text;
    let mut path = Vec::new();
    path_to_quotation(root, quoted, &mut path);
    let quotation = path.pop()?;
    let part = path
        .iter()
        .rposition(|part| words_around(part) > 0)
        .or_else(|| path.iter().rposition(|part| names_source(part)))
        .or_else(|| path.len().checked_sub(1).filter(|_| is_all))?;
    // What is around the text of a whole page, without a mark of its article, may be the page's.
    let is_marked = path[..=part].iter().any(|part| is_article(part) || furniture::is_marked_text(part));
    (is_marked || words_around(path[part]) * 5 > prose(quotation)).then(|| path[part])
}

/// Collects the elements from the root to the outermost quotation that has a line; none if no quotation has it.
fn path_to_quotation<'a>(element: &'a HtmlElement, line: &str, path: &mut Vec<&'a HtmlElement>) -> bool {
    path.push(element);
    let is_found = if furniture::is_quotation(element) {
        page_lines(element).iter().any(|other| other.text == line)
    } else {
        element.elements().any(|child| path_to_quotation(child, line, path))
    };
    if !is_found {
        path.pop();
    }
    is_found
}

/// The words of sentences in an element that are neither quoted nor furniture.
fn words_around(element: &HtmlElement) -> usize {
    let lines = page_lines(&furniture::without_quotations(&furniture::without_furniture(element)));
    lines.iter().filter(|line| is_sentence(line)).map(|line| words::count(&line.text)).sum()
}

/// Returns whether an article is nothing but a quotation and a line that may say whose words it has: a link, a name after a dash.
fn names_source(element: &HtmlElement) -> bool {
    const MAX_LINES: usize = 4;
    if !is_article(element) && !furniture::is_marked_text(element) {
        return false;
    }
    let around = page_lines(&furniture::without_quotations(&furniture::without_furniture(element)));
    let is_source = |line: &PageLine| line.linked > 0 || line.text.starts_with(DASHES);
    around.len() <= MAX_LINES && around.iter().any(|line| is_source(line) && furniture_of(&line.text).is_none())
}

/// Returns whether a line is prose, or a short sentence of a text.
fn is_sentence(line: &PageLine) -> bool {
    let is_short_one = ends_sentence(&line.text) && line.linked == 0 && words::count(&line.text) > 2;
    line.is_prose() || (is_short_one && furniture_of(&line.text).is_none() && date_in(&line.text).is_none())
}

fn is_article(element: &HtmlElement) -> bool {
    element.is(&["article", "main"]) || element.attribute("role") == Some("main")
}

/// Returns whether a text holds a description, or its beginning where it was cut.
fn holds(text: &str, description: &str) -> bool {
    const BEGINNING: usize = 40;
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let beginning: String = plain(description).chars().take(BEGINNING).collect();
    plain(text).contains(&beginning)
}

/// Puts the lead before a text: sentences between the headline and its first line.
fn add_lead(text: &mut HtmlElement, page: &HtmlPage<'_>, title: Option<&str>) {
    /// The most lines between headline and text, and the most of a lead.
    const BETWEEN: usize = 25;
    const LEAD: usize = 3;
    const STANDFIRST: usize = 60;
    let lines = &page.lines;
    let described: HashSet<String> = page.descriptions().iter().map(|description| plain(description)).collect();
    lower_headings(text, &described);
    let Some(headline) = title.and_then(|title| headline_at(lines.iter(), title)) else { return };
    let own = page_lines(text);
    let used: HashSet<&str> = own.iter().map(|line| line.text.as_str()).collect();
    let is_first = |line: &PageLine| {
        used.contains(line.text.as_str()) && words::count(&line.text) > 5 && Some(&*line.text) != title
    };
    let Some(first) = lines[headline + 1..].iter().take(BETWEEN).position(is_first) else { return };
    let marked = page.classed.iter().filter(|element| element.classes().any(|class| class.contains("standfirst")));
    let standfirsts: HashSet<String> = marked.filter_map(|element| element.short_text(STANDFIRST)).collect();
    let lead = lines[headline + 1..][..first].iter().filter(|line| {
        (line.is_prose() || standfirsts.contains(&line.text))
            && furniture_of(&line.text).is_none()
            && date_in(&line.text).is_none()
            // A line of the text with hidden words beside it is no other line.
            && !used.iter().any(|own| own.len() > line.text.len() / 2 && line.text.contains(own))
    });
    let lead: Vec<HtmlNode> = lead.take(LEAD).map(|line| paragraph(&line.text)).collect();
    text.children.splice(0..0, lead);
}

/// Makes paragraphs of headings with which the page describes itself.
fn lower_headings(element: &mut HtmlElement, described: &HashSet<String>) {
    for child in element.children.iter_mut().filter_map(HtmlNode::as_element_mut) {
        if child.is(&["h1", "h2", "h3", "h4", "h5", "h6"]) && described.contains(&plain(&child.text())) {
            child.name = local_name!("p");
        }
        lower_headings(child, described);
    }
}

fn paragraph(text: &str) -> HtmlNode {
    let children = vec![HtmlNode::Text(text.to_owned())];
    HtmlNode::Element(HtmlElement { name: local_name!("p"), attributes: Vec::new(), children })
}

/// A paragraph for each line.
fn paragraphs(text: &str) -> HtmlElement {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    HtmlElement { name: local_name!("div"), attributes: Vec::new(), children: lines.map(paragraph).collect() }
}
