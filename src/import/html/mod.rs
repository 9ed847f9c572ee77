//! The reader of saved web pages, as articles or as one report.
//!
//! ```text
//! bytes → text          in the character set of the page              capture
//!       → tree          within bounds                                 html_to_markdown::tree, page, quotations
//!       → metadata      title, author, dates, address …               metadata, metadata_sources, json_ld
//!       → posts         several, or the main text of one              posts, main_text
//!       → Markdown      and the images beside it                      html_to_markdown, images
//!       and what is in no article                                     page, furniture
//! ```

mod authors;
mod date_lines;
mod dates;
mod furniture;
mod images;
mod json_ld;
mod leftovers;
mod link_share;
mod linked_title;
mod main_text;
mod metadata;
mod metadata_sources;
mod page;
mod posts;
mod quotations;
mod report_text;
mod stated_posts;
mod teasers;
mod titles;

use std::collections::HashSet;

use dom_query::Document;

use super::attribution::AttributionContext;
use super::capture::{self, Capture};
use super::clip::{ClippedReport, ReportFacts};
use super::draft::{Confidence, Decision, Draft};
use super::furniture_lines::furniture_of;
use super::furniture_words::SUBSCRIPTION;
use super::html_to_markdown::address::{self, BaseUrl};
use super::html_to_markdown::block::Block;
use super::html_to_markdown::excerpts;
use super::html_to_markdown::extract::{self, HtmlContext, HtmlOrigin};
use super::html_to_markdown::tree::{self, HtmlElement};
use super::options::{ImportOptions, OutletNames, SplitMode};
use super::refusal::ImportRefusal;
use super::saved_report::{SavedReport, Wall};
use crate::base::text::charset::decode_page;
use crate::pipeline::content::Unknown;
use images::{ImageOutcome, ImageSetting};
use leftovers::KnownOfText;
use main_text::MainText;
use metadata::PageMetadata;
use page::{HtmlPage, page_lines};
use report_text::{find_wall, report_text, saved_report};

/// Reads a page.
///
/// # Errors
/// When it is too large, or there is no text in it.
pub(super) fn read_page(capture: &Capture, options: &ImportOptions<'_>) -> Result<Vec<Draft>, ImportRefusal> {
    open_page(capture, |page, document, html, charset| {
        let posts = posts::find_posts(page.root, page.linked, options.split);
        let boxed = leftovers::boxed_lines(&page.lines);
        let context = PageContext { capture, options, page, boxed };
        let mut articles: Vec<PageArticle> = posts.into_iter().map(|post| context.post(post)).collect();
        articles.retain(|article| !article.draft.blocks.is_empty());
        if articles.is_empty() {
            articles.push(context.only_article(document, html)?);
            articles.retain(|article| !article.draft.blocks.is_empty());
        }
        let used: Vec<String> = articles.iter_mut().flat_map(|article| std::mem::take(&mut article.used)).collect();
        let mut drafts: Vec<Draft> = articles.into_iter().map(|article| article.draft).collect();
        let first = drafts.first_mut().ok_or_else(no_article)?;
        // What belongs to no article is listed with the first.
        let mut media = page::embedded_media(page.root);
        media.retain(|removed| !first.removed.contains(removed));
        first.removed.extend(media);
        first.removed.extend(page::unused_text(&page.lines, &used));
        first.decisions.extend(charset);
        Ok(drafts)
    })
}

/// Parses a page, and calls `read` with it, its document, its HTML, and what was decided on its character set.
///
/// # Errors
/// When it is too large, or `read` fails.
fn open_page<T>(
    capture: &Capture,
    read: impl FnOnce(&HtmlPage<'_>, Document, &str, Option<Decision>) -> Result<T, ImportRefusal>,
) -> Result<T, ImportRefusal> {
    let (html, note) = decode_page(&capture.bytes, capture.charset);
    let (document, root) = tree::parse_page(&html, prepare)?;
    let linked = json_ld::parse_linked_data(&root);
    let mut page = HtmlPage::new(&root, &linked, BaseUrl::default());
    page.base = base_url(&html, &page);
    read(&page, document, &html, note.map(capture::decision))
}

/// Makes plain HTML of a page: shown what is shown, and quotations of what looks like one.
fn prepare(document: &Document) {
    page::prepare(document);
    stated_posts::quote_stated_posts(document);
    quotations::unwrap_posts(document);
    quotations::mark(document);
}

fn no_article() -> ImportRefusal {
    let hint =
        "check that the page was saved whole; some write their text by scripts, and then only a browser can save it";
    ImportRefusal::new("no article is in this page", hint)
}

/// Reads what a page with one article states of it. An outlet behind a title is no part of it.
fn article_metadata(page: &HtmlPage<'_>, html: &str, outlets: &OutletNames) -> PageMetadata {
    let mut metadata = metadata::page_metadata(page);
    metadata.url = metadata.url.or_else(|| saved_from(html));
    let parts = metadata.title.as_deref().and_then(titles::last_part);
    if let Some((head, _)) = parts.filter(|(_, outlet)| outlets.find(outlet).is_some()) {
        metadata.title = Some(head.to_owned());
    }
    metadata
}

/// The address that the references of a page are relative to: `<base>`, else its own.
fn base_url(html: &str, page: &HtmlPage<'_>) -> BaseUrl {
    let own = BaseUrl::new(metadata::address(page, &mut Vec::new()).or_else(|| saved_from(html)).as_deref());
    let stated = page.root.all().find(|element| element.is(&["base"])).and_then(|element| element.attribute("href"));
    stated.map_or(own.clone(), |href| own.join(href))
}

/// The address that browsers note when they save a page: `<!-- saved from url=(0020)https://… -->`, or SingleFile's `url: https://…`.
fn saved_from(html: &str) -> Option<String> {
    let head = &html[..html.floor_char_boundary(2048)];
    if let Some((_, comment)) = head.split_once("Page saved with SingleFile") {
        let line = comment.lines().find_map(|line| line.trim().strip_prefix("url:"));
        return line.and_then(address::web_url);
    }
    let (_, rest) = head.split_once("saved from url=(")?;
    let (_, rest) = rest.split_once(')')?;
    address::web_url(rest.split(char::is_whitespace).next()?)
}

/// Facts that the articles of a page have in common.
struct PageContext<'a> {
    capture: &'a Capture,
    options: &'a ImportOptions<'a>,
    page: &'a HtmlPage<'a>,
    /// The lines that stand in small boxes.
    boxed: HashSet<String>,
}

/// An article of a page.
struct PageArticle {
    draft: Draft,
    /// The texts of the page that it uses.
    used: Vec<String>,
}

impl PageContext<'_> {
    fn only_article(&self, document: Document, html: &str) -> Result<PageArticle, ImportRefusal> {
        let mut metadata = article_metadata(self.page, html, self.options.outlets);
        let MainText { text, decision } = main_text::find(document, self.page, metadata.title.as_deref())?;
        metadata.decisions.push(decision);
        Ok(self.article(metadata, &text, self.page.root))
    }

    fn post(&self, post: &HtmlElement) -> PageArticle {
        let mut metadata = metadata::post_metadata(self.page, post);
        if posts::is_truncated(post) {
            let text = "only its beginning is on the page, which links to the rest".to_owned();
            metadata.decisions.push(Decision { confidence: Confidence::Low, text });
        }
        let text = posts::post_text(post, metadata.title.as_deref());
        self.article(metadata, &text, post)
    }

    /// Makes a draft of a text, which stands within `around`.
    fn article(&self, metadata: PageMetadata, text: &HtmlElement, around: &HtmlElement) -> PageArticle {
        let resolve = |href: &str| self.page.base.resolve(href);
        let context = HtmlContext { resolve: &resolve, origin: HtmlOrigin::SavedPage };
        let mut content = extract::extract(text, context);
        let known = leftovers::KnownOfText {
            title: metadata.title.as_deref(),
            author: metadata.author.as_deref(),
            boxed: &self.boxed,
        };
        leftovers::trim(&mut content.blocks, &known);
        let mut used: Vec<String> = content.blocks.iter().map(Block::text).collect();
        let (mut draft, source) = self.draft(metadata, &content.blocks);
        let described = self.page.description();
        if let Some(heading) = described.and_then(|it| leftovers::heading_of_most(&content.blocks, &it)) {
            let text = format!("main text: the page describes itself by what is above “{heading}”, and most is below");
            draft.decide(Confidence::Low, text);
        }
        used.push(draft.title.clone());
        let setting = if source.is_some() { ImageSetting::Report } else { ImageSetting::OwnText };
        let ImageOutcome { assets, unknown, .. } =
            images::place_images(&content.images, &self.capture.folder, &mut content.blocks, setting);
        let converted = match source {
            Some(clipped) if !content.blocks.is_empty() => {
                excerpts::single_excerpt(content.blocks, clipped.source, &clipped.outlet_name)
            }
            Some(_) | None => {
                let own_host = draft.url.as_deref().and_then(address::host_of);
                let context = AttributionContext { outlets: self.options.outlets, own_host: own_host.as_deref() };
                let title = linked_title::linked_title(around, &draft.title, &self.page.base, own_host.as_deref());
                excerpts::separate(content.blocks, context, title.as_ref())
            }
        };
        draft.assets = assets;
        draft.unknown.extend(unknown);
        converted.with_removed(content.removed).into_draft(&mut draft);
        PageArticle { draft, used }
    }

    /// A draft without its text, and what it is a report of if its address is that of a declared outlet.
    fn draft(&self, metadata: PageMetadata, blocks: &[Block]) -> (Draft, Option<ClippedReport>) {
        let mut draft = Draft {
            id: metadata.url.clone(),
            url: metadata.url.clone(),
            date: metadata.published,
            language: metadata.language.clone(),
            ..Draft::default()
        };
        (draft.tags, draft.decisions) = (metadata.tags.clone(), metadata.decisions.clone());
        draft.title = metadata.title.clone().unwrap_or_else(|| {
            draft.unknown.push(Unknown::Title(self.capture.stem().to_owned()));
            draft.decide(Confidence::Low, "title: the name of the file, since the page gives none");
            self.capture.stem().to_owned()
        });
        let ImportOptions { outlets, today, .. } = *self.options;
        let (site, author) = (metadata.site.clone(), metadata.author.clone());
        let (quotable, _) = excerpts::quotable(blocks.to_vec());
        let report = SavedReport { language: None, ..report_text::saved_report(metadata, &quotable) };
        let clipped = ClippedReport::new(report, &ReportFacts::default(), outlets, today).ok();
        let host = clipped.as_ref().and_then(|clipped| clipped.host.clone());
        let is_declared = host.as_deref().is_some_and(|host| outlets.on(host).is_some());
        let Some(clipped) = clipped.filter(|_| is_declared) else {
            draft.author = author;
            if let Some(site) = site.or(host) {
                let text = format!("the text is yours: no declared outlet has the domain of {site}");
                draft.decide(Confidence::Medium, text);
            }
            return (draft, None);
        };
        draft.decide(Confidence::High, format!("a report of {}: the domain of its address", clipped.outlet_name));
        (draft, Some(clipped))
    }
}

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
