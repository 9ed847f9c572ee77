//! A saved page as the copy of one report: what it states of it, and its text in paragraphs, for reading and comparing.

use super::leftovers::{self, KnownOfText};
use super::lines::page_lines;
use super::main_text::{self, MainText};
use super::page::HtmlPage;
use super::report_text::{report_text, saved_report};
use super::wall::find_wall;
use super::{article_metadata, furniture, no_article, open_page, posts};
use crate::import::capture::Capture;
use crate::import::furniture_words::{SUBSCRIPTION, furniture_of};
use crate::import::html_to_markdown::address::BaseUrl;
use crate::import::html_to_markdown::block::Block;
use crate::import::html_to_markdown::extract::{self, HtmlContext, HtmlOrigin};
use crate::import::html_to_markdown::tree::{self, HtmlElement};
use crate::import::options::SplitMode;
use crate::import::outlet_names::OutletNames;
use crate::import::refusal::ImportRefusal;
use crate::import::saved_report::{SavedReport, Wall};

/// Reads a page as one report, whatever it consists of.
///
/// # Errors
/// When it is too large, has no text, or shows a wall in its place.
pub(in crate::import) fn read_report(capture: &Capture, outlets: &OutletNames) -> Result<SavedReport, ImportRefusal> {
    open_page(capture, |page, document, html, charset| {
        let metadata = article_metadata(page, html, outlets);
        let posts = posts::find_posts(page.root, page.linked, SplitMode::Auto);
        let mut decisions = Vec::new();
        let known = KnownOfText {
            title: metadata.title.as_deref(),
            author: metadata.author.as_deref(),
            boxed: &leftovers::boxed_lines(&page.lines),
        };
        let blocks = if posts.is_empty() {
            let MainText { text, decision } = main_text::find(document, page, metadata.title.as_deref())?;
            decisions.push(decision);
            blocks_of(page, &text, &known)
        } else {
            posts.into_iter().flat_map(|post| blocks_of(page, &furniture::without_furniture(post), &known)).collect()
        };
        decisions.extend(charset);
        let mut report = saved_report(metadata, &blocks);
        let wall = find_wall(page.root, page.linked, &report.text);
        match wall {
            Some(wall @ (Wall::Consent | Wall::Challenge)) => return Err(behind(wall)),
            Some(wall) if report.text.is_empty() => return Err(behind(wall)),
            None if report.text.is_empty() => return Err(no_article()),
            Some(_) | None => {}
        }
        report.decisions.append(&mut decisions);
        Ok(SavedReport { wall, ..report })
    })
}

/// The text of an e-mail in HTML, without what it says of its delivery, and the address at which it can be read.
///
/// # Errors
/// When it is too deep or too large.
pub(in crate::import) fn mail_text(html: &str) -> Result<(String, Option<String>), ImportRefusal> {
    let base = BaseUrl::default();
    let resolve = |href: &str| base.resolve(href);
    let root = tree::parse_fragment(html)?;
    let mut blocks = extract::extract(&root, HtmlContext { resolve: &resolve, origin: HtmlOrigin::SavedPage }).blocks;
    let url = blocks.iter().find_map(browser_address);
    leftovers::trim(
        &mut blocks,
        &KnownOfText { title: None, author: None, boxed: &leftovers::boxed_lines(&page_lines(&root)) },
    );
    blocks.retain(|block| !is_of_delivery(block));
    Ok((report_text(&blocks), url))
}

/// Returns whether a line of an e-mail is about its delivery.
fn is_of_delivery(block: &Block) -> bool {
    furniture_of(&block.text()).is_some_and(|furniture| furniture.kind == SUBSCRIPTION)
}

/// The address of a link such as “View in browser”.
fn browser_address(block: &Block) -> Option<String> {
    /// Words of such links, in lower case.
    #[rustfmt::skip]
    const VIEWERS: [&str; 10] = [
        "browser", "online", "web version", "webversion", "navegador", "navigateur", "przeglądar", "브라우저",
        "웹에서", "ブラウザ",
    ];
    let Block::Paragraph(runs) = block else { return None };
    let linked = runs.iter().find(|run| run.style.link.is_some())?;
    let words = block.text().to_lowercase();
    let is_viewer = is_of_delivery(block) && VIEWERS.iter().any(|word| words.contains(word));
    linked.style.link.clone().filter(|_| is_viewer)
}

fn behind(wall: Wall) -> ImportRefusal {
    let hint = "open the page in your browser, save it once the text is there, and name that file";
    ImportRefusal::new(format!("this page has {} in place of a text", wall.name()), hint)
}

fn blocks_of(page: &HtmlPage<'_>, text: &HtmlElement, known: &KnownOfText<'_>) -> Vec<Block> {
    let resolve = |href: &str| page.base.resolve(href);
    let mut content = extract::extract(text, HtmlContext { resolve: &resolve, origin: HtmlOrigin::SavedPage });
    leftovers::trim(&mut content.blocks, known);
    content.blocks
}
