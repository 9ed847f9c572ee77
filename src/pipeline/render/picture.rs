//! Pictures: the site's icons, drawn from its `favicon.svg`, and the cards that services show with links to articles.

use super::hashed::{PageData, ViewPurpose};
use super::outcome::{RenderFailure, RenderedOutput, template_failure, template_fault};
use super::shared::SharedData;
use super::svg::{FontDatabase, SvgImage};
use super::view::permalink;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::base::text::words;
use crate::pipeline::content::ArticleId;
use crate::pipeline::plan::Icon;
use crate::pipeline::site::Site;

/// Reads the picture at `path`, of the site or of its theme.
pub(super) fn draw_icon(site: &Site, icon: Icon, path: &RelPath) -> Result<RenderedOutput<'static>, RenderFailure> {
    let bytes = site.inputs.files[path].content()?;
    let no_fonts = FontDatabase::new([]);
    let image = SvgImage::parse(&String::from_utf8_lossy(&bytes), &no_fonts, icon.side().into()).map_err(|why| {
        let fault = Diagnostic::new(codes::TEMPLATE_RENDER, format!("the icons cannot be drawn from this: {why}"));
        RenderFailure::Site(fault.at(Span::file(path)))
    })?;
    Ok(match icon {
        Icon::Ico => RenderedOutput::Ico(image),
        Icon::Apple => RenderedOutput::Png(image),
    })
}

/// The template of a card.
const TEMPLATE: &str = "card.svg";
/// Width in pixels, as services ask for; the template decides the height.
const WIDTH: u32 = 1200;

/// Columns of a line of a title, and lines: a letter of Latin takes one column, one of Korean two.
const LINES: [(usize, usize); 3] = [(22, 2), (28, 3), (34, 4)];

/// The card of an article, first as it should be; then, if the fonts lack letters, without the article's words; then
/// without any.
pub(crate) struct CardDrawing {
    pub(super) tries: [PageData; 3],
}

/// Collects the data that the card of an article shows.
pub(super) fn card(site: &Site, shared: &SharedData, id: ArticleId) -> CardDrawing {
    let (size, lines) = break_title(&site.content.articles[id].title);
    let start = || shared.page_data(TEMPLATE, ViewPurpose::Bytes);
    let full = start().show_optional("article", Some(shared.card(site, id)));
    let full = full.show("lines", &lines).show("size", &size).show("named", &true);
    let bare = || start().show_optional("article", None).show("lines", &lines[..0]).show("size", &0);
    CardDrawing { tries: [full, bare().show("named", &true), bare().show("named", &false)] }
}

/// Draws the first version of the card whose letters the fonts have.
pub(super) fn draw_card(site: &Site, shared: &SharedData, card: &CardDrawing) -> Result<SvgImage, RenderFailure> {
    let fonts = fonts(site, shared)?;
    let mut image = Err("it has no words".to_owned());
    for data in &card.tries {
        let svg = data.run_template(site).map_err(|error| template_failure(site, TEMPLATE, &error))?;
        image = SvgImage::parse(&String::from_utf8_lossy(&svg), fonts, WIDTH);
        if !matches!(&image, Ok(image) if image.lacks_letters()) {
            break;
        }
    }
    image.map_err(|why| RenderFailure::Site(template_fault(site, TEMPLATE, format!("the card cannot be drawn: {why}"))))
}

/// Returns the complete URL of the card of an article, if it has one.
pub(super) fn permalink_of_card(site: &Site, id: ArticleId) -> Option<String> {
    let address = format!("{}card.png", site.index.addresses.articles[id]);
    site.plan.at(&address).map(|_| permalink(site, &address))
}

fn fonts<'s>(site: &Site, shared: &'s SharedData) -> Result<&'s FontDatabase, RenderFailure> {
    if let Some(fonts) = shared.fonts.get() {
        return Ok(fonts);
    }
    let files = site.theme.fonts.iter().map(|path| site.inputs.files[path].content());
    let files: Vec<_> = files.collect::<Result<_, _>>()?;
    Ok(shared.fonts.get_or_init(|| FontDatabase::new(files.into_iter().map(std::borrow::Cow::into_owned))))
}

/// Returns the first size, from 0, the largest, in which the title fits, and its lines.
fn break_title(title: &str) -> (usize, Vec<String>) {
    let mut lines = Vec::new();
    for (size, (columns, most)) in LINES.into_iter().enumerate() {
        lines = words::wrap(title, columns);
        if lines.len() <= most {
            return (size, lines);
        }
    }
    let (size, (_, most)) = (LINES.len() - 1, LINES[LINES.len() - 1]);
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        last.push('…');
    }
    (size, lines)
}
