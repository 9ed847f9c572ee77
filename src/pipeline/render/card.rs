//! The picture that services show with a link to an article, and the site's icons.

use super::{PageData, RenderFailure, Renderer, failure};
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
            PageData::new(TEMPLATE)
                .show_one("article", article.map(|id| self.card(id)))
                .show("lines", &lines)
                .show("size", &size)
                .show("named", &named)
        };
        CardDrawing { tries: [data(Some(id), true), data(None, true), data(None, false)] }
    }

    pub(super) fn draw(&self, card: &CardDrawing) -> Result<Vec<u8>, RenderFailure> {
        let fonts = self.fonts()?;
        let mut drawn = Err("it has no words".to_owned());
        for data in &card.tries {
            let mut svg = Vec::with_capacity(4 << 10);
            let rendered = self.site.theme.tera.render_to(TEMPLATE, &data.context, &mut svg);
            rendered.map_err(|error| RenderFailure::Template(super::failed(self.site, TEMPLATE, &error)))?;
            drawn = SvgImage::read(&String::from_utf8_lossy(&svg), fonts);
            if !matches!(&drawn, Ok(picture) if picture.lacks_letters()) {
                break;
            }
        }
        drawn
            .and_then(|picture| picture.png(WIDTH))
            .map_err(|why| failure(self.site, TEMPLATE, format!("the card cannot be drawn: {why}")))
    }

    pub(super) fn icon(&self, icon: Icon, svg: &crate::pipeline::inputs::InputFile) -> Result<Vec<u8>, RenderFailure> {
        let bytes = svg.content().map_err(RenderFailure::Disk)?;
        let no_fonts = FontDatabase::new([]);
        let draw = |side: u8| {
            let picture = SvgImage::read(&String::from_utf8_lossy(&bytes), &no_fonts)?;
            picture.png(side.into())
        };
        let side = icon.side();
        let png =
            draw(side).map_err(|why| failure(self.site, Icon::SOURCE, format!("no icon can be drawn of it: {why}")))?;
        Ok(match icon {
            Icon::Ico => crate::pipeline::render::svg::ico(&png, side),
            Icon::Apple => png,
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
