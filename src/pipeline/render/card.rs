//! The picture that services show with a link to an article, and the site's icons.

use super::{PageData, RenderFailure, RenderedOutput, Renderer};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::base::text::words;
use crate::pipeline::content::ArticleId;
use crate::pipeline::plan::Icon;
use crate::pipeline::render::svg::{FontDatabase, SvgImage};
use crate::pipeline::site::Site;

/// The template of a card.
pub const TEMPLATE: &str = "card.svg";
/// Its width in pixels, as services ask for; the template gives it its height.
pub const WIDTH: u32 = 1200;

/// Columns of a line of a title, and lines: a letter of Latin takes one column, one of Korean two.
const LINES: [(usize, usize); 3] = [(22, 2), (28, 3), (34, 4)];

/// The card of an article, first as it should be; then, for want of letters in the fonts, without the article's words; then
/// without any.
pub struct CardDrawing {
    pub tries: [PageData; 3],
}

impl Renderer<'_> {
    pub(super) fn picture(&self, id: ArticleId) -> CardDrawing {
        let title = &self.site.content.articles[id].title;
        let data = |article: Option<ArticleId>, named: bool| {
            let (size, lines) = article.map_or((0, Vec::new()), |_| lines(title));
            self.page_data(TEMPLATE)
                .show_one("article", article.map(|id| self.card(id)))
                .show("lines", &lines)
                .show("size", &size)
                .show("named", &named)
        };
        CardDrawing { tries: [data(Some(id), true), data(None, true), data(None, false)] }
    }

    /// Draws the first try whose letters the fonts have.
    pub(super) fn draw(&self, card: &CardDrawing) -> Result<SvgImage, RenderFailure> {
        let fonts = self.fonts()?;
        let mut drawn = Err("it has no words".to_owned());
        for data in &card.tries {
            let mut svg = Vec::with_capacity(4 << 10);
            let rendered = self.site.theme.tera.render_to(TEMPLATE, &data.context, &mut svg);
            rendered.map_err(|error| RenderFailure::Template(super::failed(self.site, TEMPLATE, &error)))?;
            drawn = SvgImage::parse(&String::from_utf8_lossy(&svg), fonts, WIDTH);
            if !matches!(&drawn, Ok(picture) if picture.lacks_letters()) {
                break;
            }
        }
        drawn.map_err(|why| {
            let fault = Diagnostic::new(codes::TEMPLATE_RENDER, format!("the card cannot be drawn: {why}"));
            RenderFailure::Template(match self.site.theme.files.get(TEMPLATE) {
                Some(path) => fault.at(Span::file(path)),
                None => fault,
            })
        })
    }

    /// Reads the picture at `path`, of the theme or of the site, for an icon.
    pub(super) fn icon(&self, icon: Icon, path: &RelPath) -> Result<RenderedOutput<'static>, RenderFailure> {
        let bytes = self.site.inputs.files[path].content()?;
        let no_fonts = FontDatabase::new([]);
        let image =
            SvgImage::parse(&String::from_utf8_lossy(&bytes), &no_fonts, icon.side().into()).map_err(|why| {
                let fault =
                    Diagnostic::new(codes::TEMPLATE_RENDER, format!("the icons cannot be drawn from this: {why}"));
                RenderFailure::Template(fault.at(Span::file(path)))
            })?;
        Ok(match icon {
            Icon::Ico => RenderedOutput::Ico(image),
            Icon::Apple => RenderedOutput::Png(image),
        })
    }

    fn fonts(&self) -> Result<&FontDatabase, RenderFailure> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let files = self.site.theme.fonts.iter().map(|path| self.site.inputs.files[path].content());
        let files: Vec<_> = files.collect::<Result<_, _>>().map_err(RenderFailure::Disk)?;
        Ok(self.fonts.get_or_init(|| FontDatabase::new(files.into_iter().map(std::borrow::Cow::into_owned))))
    }
}

/// The size, from 0, the largest in which the title fits, and its lines.
fn lines(title: &str) -> (usize, Vec<String>) {
    let mut broken = Vec::new();
    for (size, (columns, most)) in LINES.into_iter().enumerate() {
        broken = words::wrap(title, columns);
        if broken.len() <= most {
            return (size, broken);
        }
    }
    let (size, (_, most)) = (LINES.len() - 1, LINES[LINES.len() - 1]);
    broken.truncate(most);
    if let Some(last) = broken.last_mut() {
        last.push('…');
    }
    (size, broken)
}

/// The complete URL of the card of an article, where it has one.
pub(super) fn url(site: &Site, id: ArticleId) -> Option<String> {
    let address = format!("{}card.png", site.index.addresses.articles[id]);
    site.plan.at(&address).map(|_| super::permalink(site, &address))
}
