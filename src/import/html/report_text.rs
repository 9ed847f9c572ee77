//! The text of a report: the words of its blocks that can be quoted, in paragraphs; and the walls that a site shows in place
//! of an article, or of the rest of it.

use super::json_ld::LinkedData;
use super::metadata::PageMetadata;
use crate::base::text::words;
use crate::import::html_to_markdown::block::{Block, Inline, TextRun};
use crate::import::html_to_markdown::excerpts::after_dash;
use crate::import::html_to_markdown::tree::HtmlElement;
use crate::import::phrase::tokens;
use crate::import::saved_report::{SavedReport, Wall};

/// Makes a report of what a page states and of its text.
pub(super) fn saved_report(metadata: PageMetadata, blocks: &[Block]) -> SavedReport {
    let PageMetadata { title, author, published, site, language, url, tags: _, decisions } = metadata;
    let text = report_text(blocks);
    SavedReport { title, author, published, url, language, site, text, decisions, ..SavedReport::default() }
}

/// The words of blocks that can be quoted, each paragraph apart: without the marks of footnotes, with what the page says of its
/// pictures.
pub(super) fn report_text(blocks: &[Block]) -> String {
    let paragraphs = blocks.iter().map(block_text).filter(|text| !text.trim().is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Paragraph(runs) | Block::Heading(_, runs) => line_text(runs),
        Block::List(first, items) => {
            let items = items.iter().enumerate().map(|(number, item)| match first {
                Some(first) => format!("{}. {}", first + number as u64, report_text(item)),
                None => report_text(item),
            });
            items.collect::<Vec<_>>().join("\n")
        }
        Block::Quote(blocks, attribution) => {
            format!("{}\n\n{}", report_text(blocks), line_text(&after_dash(attribution.line.clone()))).trim().to_owned()
        }
        Block::Code(_, code) => code.clone(),
        Block::Rule => String::new(),
        Block::Note(_, blocks) => report_text(blocks),
        Block::Table(rows) => {
            let rows = rows.iter().map(|row| row.iter().map(|cell| line_text(cell)).collect::<Vec<_>>().join("\t"));
            rows.collect::<Vec<_>>().join("\n")
        }
    }
}

fn line_text(runs: &[TextRun]) -> String {
    let words = runs.iter().map(|run| match &run.content {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Break => "\n".to_owned(),
        Inline::Image(shows, _) if !shows.is_empty() => format!(" {shows} "),
        Inline::Image(..) | Inline::Note(_) => String::new(),
    });
    words.collect::<String>().trim().to_owned()
}

/// A text of more words is no mere beginning.
const SHORT: usize = 250;
/// A page of more words has more on it than a wall.
const SMALL: usize = 400;

/// A text of fewer words is no article.
const FEW: usize = 60;

/// Phrases of tests whether a person is asking, in lower case.
#[rustfmt::skip]
const CHALLENGES: [&str; 16] = [
    "checking your browser", "just a moment", "attention required! | cloudflare", "verify you are human",
    "verify that you are human", "verifying you are human", "are you a robot", "are you a human",
    "not a robot", "unusual traffic", "enable javascript and cookies to continue", "pardon our interruption",
    "자동등록방지", "보안 문자를 입력", "보이는 문자를 입력", "로봇이 아닙니다",
];

/// Words of questions about cookies: one of each list is there.
const COOKIES: [&str; 7] =
    ["cookie", "쿠키", "クッキー", "gdpr", "personal data", "personenbezogene", "données personnelles"];
#[rustfmt::skip]
const CONSENT: [&str; 14] = [
    "accept", "agree", "consent", "akzeptieren", "zustimmen", "einwilligung", "einwilligen", "zustimmung",
    "aceptar", "accetta", "aceitar", "동의", "同意", "akceptuj",
];

/// Phrases of offers to subscribe.
#[rustfmt::skip]
const SUBSCRIBE: [&str; 20] = [
    "subscribe to read", "subscribe to continue", "subscribe now to", "to continue reading",
    "to keep reading", "to read the full", "already a subscriber", "subscribers only", "subscriber-only",
    "for subscribers", "exclusive to subscribers", "start your free trial", "jetzt weiterlesen",
    "nur für abonnenten", "réservé aux abonnés", "réservé à nos abonnés", "solo para suscriptores", "구독자 전용",
    "유료 회원", "会員限定",
];

/// Finds the wall of a page whose `text` was found. Most of what is on the page, and what it states for machines, are the
/// witnesses.
pub(super) fn find_wall(root: &HtmlElement, linked: &LinkedData, text: &str) -> Option<Wall> {
    let found = words::count(text);
    let body = root.elements().find(|element| element.is(&["body"])).unwrap_or(root);
    let whole = body.text().to_lowercase();
    let title: String =
        root.all().filter(|element| element.is(&["title"])).map(|title| title.text().to_lowercase()).collect();
    let says = |phrases: &[&str], text: &str| phrases.iter().any(|phrase| text.contains(phrase));
    let is_small = words::count(&whole) < SMALL;
    let has_captcha = || found < FEW && root.all().any(is_captcha);
    if is_small && (says(&CHALLENGES, &title) || says(&CHALLENGES, &whole) || has_captcha()) {
        return Some(Wall::Challenge);
    }
    let lower = text.to_lowercase();
    let asks = |text: &str| says(&COOKIES, text) && says(&CONSENT, text);
    if is_small && asks(&whole) && (found < FEW / 2 || mostly_asks(&lower)) {
        return Some(Wall::Consent);
    }
    let is_cut = found < SHORT && (says(&SUBSCRIBE, &whole) || !linked.is_free());
    is_cut.then_some(Wall::Paywall)
}

/// Returns whether an element asks for the letters in a picture.
fn is_captcha(element: &HtmlElement) -> bool {
    ["id", "class", "src", "name"]
        .iter()
        .any(|name| element.raw_attribute(name).is_some_and(|value| value.to_ascii_lowercase().contains("captcha")))
}

/// Returns whether most paragraphs of a text are about cookies and consent.
fn mostly_asks(text: &str) -> bool {
    let paragraphs: Vec<&str> = text.split("\n\n").filter(|paragraph| tokens(paragraph).len() > 3).collect();
    let asks = |text: &&&str| COOKIES.iter().chain(&CONSENT).any(|word| text.contains(word));
    paragraphs.iter().filter(asks).count() * 2 >= paragraphs.len()
}
