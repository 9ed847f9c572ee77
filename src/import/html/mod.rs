//! The reader of saved web pages.
//!
//! ```text
//! bytes → text          by what the page says of its character set     charset
//!       → tree          within bounds                                  markup/tree
//!       → facts         title, author, dates, address …                facts, linked
//!       → posts         several, or the main text of one               posts, here (Readability)
//!       → Markdown      and the images beside it                       markup, picture
//!       and what is in no article                                      lost, furniture
//! ```

mod charset;
mod facts;
mod furniture;
mod linked;
mod lost;
mod picture;
mod posts;

use dom_smoothie::{Config, Readability};

use super::markup::address::{self, Base};
use super::markup::part::Part;
use super::markup::shape::{self, Place};
use super::markup::tree::{self, Element};
use super::markup::{Written, quote};
use super::{Capture, Confidence, Decision, Draft, DraftSource, ImportOptions, ImportRefusal};
use crate::base::text::words;
use facts::PageMetadata;

/// Reads a page.
///
/// # Errors
/// When it is too large, or there is no text in it.
pub(super) fn read(capture: &Capture, reading: &ImportOptions<'_>) -> Result<Vec<Draft>, ImportRefusal> {
    let (html, charset) = charset::decode(&capture.bytes);
    let (document, root) = tree::page(&html)?;
    let linked = linked::read(&root);
    let base = base(&html, &root, &linked);
    let page = facts::HtmlPage { root: &root, linked: &linked, base: &base };
    let posts = posts::posts(&root, &linked, reading.split);
    let read = PostContext { capture, reading, base: &base };
    let mut drafts: Vec<(Draft, Vec<String>)> = if posts.is_empty() {
        let mut facts = facts::page(&page);
        facts.url = facts.url.or_else(|| saved_from(&html));
        let (mut main, decision) = main_text(document, &root, facts.title.as_deref())?;
        posts::without_bylines(&mut main, &root);
        facts.decisions.push(decision);
        vec![read.draft(facts, &main)]
    } else {
        let one = |post: &&Element| {
            let mut facts = facts::post(&page, post);
            if posts::is_cut(post) {
                let text = "only its beginning is on the page, which links to the rest".to_owned();
                facts.decisions.push(Decision { confidence: Confidence::Low, text });
            }
            let text = posts::text(post, facts.title.as_deref());
            read.draft(facts, &text)
        };
        posts.iter().map(one).collect()
    };
    drafts.retain(|(draft, _)| !draft.blocks.is_empty());
    let taken: Vec<String> = drafts.iter().flat_map(|(_, text)| text.iter().cloned()).collect();
    let Some((first, _)) = drafts.first_mut() else {
        let hint = "check that the page was saved whole; some write their text by scripts, and then only a browser can save it";
        return Err(ImportRefusal::new("no article is in this page", hint));
    };
    // What belongs to no article is listed with the first.
    let listed = first.removed.clone();
    first.removed.extend(lost::embedded(&root).into_iter().filter(|it| !listed.contains(it)));
    first.removed.extend(lost::lost(&root, &taken));
    first.decisions.extend(charset);
    Ok(drafts.into_iter().map(|(draft, _)| draft).collect())
}

/// What the addresses of a page are relative to: `<base>`, else its own.
fn base(html: &str, root: &Element, linked: &linked::LinkedData) -> Base {
    let nowhere = Base::default();
    let facts = facts::page(&facts::HtmlPage { root, linked, base: &nowhere });
    let own = Base::new(facts.url.or_else(|| saved_from(html)).as_deref());
    let stated = root.all().find(|it| it.is(&["base"])).and_then(|it| it.attribute("href"));
    stated.map_or(own.clone(), |href| own.join(href))
}

/// The address that browsers note when they save a page: `<!-- saved from url=(0020)https://… -->`.
fn saved_from(html: &str) -> Option<String> {
    let head = &html[..html.floor_char_boundary(2048)];
    let (_, rest) = head.split_once("saved from url=(")?;
    let (_, rest) = rest.split_once(')')?;
    address::web(rest.split([' ', '-', '\n']).next()?)
}

/// The main text of a page with one article, by Readability; where it finds none, the whole page but its furniture.
fn main_text(
    document: dom_query::Document,
    root: &Element,
    title: Option<&str>,
) -> Result<(Element, Decision), ImportRefusal> {
    furniture::without_menus(&document);
    // Readability takes every footer for one of the page.
    document.select("blockquote footer").rename("cite");
    let config = Config { keep_classes: true, ..Config::default() };
    let read = Readability::with_document(document, None, Some(config)).and_then(|mut it| it.parse().map(|_| it.doc));
    let decide = |confidence, text: &str| Decision { confidence, text: format!("main text: {text}") };
    let Ok(document) = read else {
        let body = root.elements().find(|it| it.is(&["body"])).unwrap_or(root);
        let text = "nothing stands out, so it is all but what is around it";
        return Ok((posts::text(body, title), decide(Confidence::Low, text)));
    };
    let main = tree::readable(&document)?;
    let count = |it: &Element| words::count(&it.text());
    let marked = |it: &&Element| {
        it.has_class(&["entry-content", "e-content", "post-content", "article-body"])
            || it.raw("itemprop") == Some("articleBody")
    };
    let decision = match root.all().find(marked) {
        Some(marked) if count(&main) * 10 >= count(&furniture::without(marked)) * 9 => {
            decide(Confidence::High, "what the page marks as such")
        }
        Some(_) => decide(Confidence::Medium, "less than what the page marks as such, see what was removed"),
        None => decide(Confidence::Medium, "what stands out by its length"),
    };
    Ok((main, decision))
}

/// What every post of a page needs.
struct PostContext<'a> {
    capture: &'a Capture,
    reading: &'a ImportOptions<'a>,
    base: &'a Base,
}

impl PostContext<'_> {
    /// An article, and the texts of the page that it took.
    fn draft(&self, facts: PageMetadata, text: &Element) -> (Draft, Vec<String>) {
        let outlets = self.reading.outlets;
        let host = facts.url.as_deref().and_then(address::host);
        let outlet = host.as_deref().and_then(|host| outlets.on(host));
        let mut draft = Draft { decisions: facts.decisions, url: facts.url, tags: facts.tags, ..Draft::default() };
        draft.id = draft.url.clone();
        draft.language = facts.language;
        draft.date = facts.published;
        draft.title = facts.title.clone().unwrap_or_else(|| {
            draft.unknown.push("title".to_owned());
            let text = "title: the name of the file, since the page gives none".to_owned();
            draft.decisions.push(Decision { confidence: Confidence::Low, text });
            self.capture.stem().to_owned()
        });
        let source = outlet.map(|outlet| {
            let text = format!("a report of {}: the domain of its address", outlet.name.value);
            draft.decisions.push(Decision { confidence: Confidence::High, text });
            let (title, author) = (facts.title, facts.author.clone());
            let source = DraftSource {
                outlet: outlet.key.clone(),
                title,
                url: draft.url.clone(),
                author,
                published: draft.date,
                ..DraftSource::default()
            };
            (source, outlet.name.value.clone())
        });
        if source.is_none() {
            draft.author = facts.author;
            if let Some(site) = facts.site.or(host) {
                let text = format!("the text is yours: no declared outlet has the domain of {site}");
                draft.decisions.push(Decision { confidence: Confidence::Medium, text });
            }
        }
        let mut shape = shape::shape(text, Place { reach: &|href| self.base.reach(href), page: true });
        furniture::trim(&mut shape.parts);
        let mut taken: Vec<String> = shape.parts.iter().map(Part::text).collect();
        taken.push(draft.title.clone());
        let picture::ImageOutcome { assets, unknown, .. } =
            picture::show(&shape.images, &self.capture.folder, &mut shape.parts);
        let written = match source {
            Some((source, name)) if !shape.parts.is_empty() => quote::whole(shape.parts, source, &name),
            Some(_) | None => quote::blocks(shape.parts, outlets),
        };
        draft.assets = assets;
        draft.unknown.extend(unknown);
        Written { removed: shape.removed, ..written }.into_draft(&mut draft);
        (draft, taken)
    }
}
