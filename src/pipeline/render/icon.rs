//! The site's icons, drawn from its `favicon.svg`.

use super::outcome::{RenderFailure, RenderedOutput};
use super::svg::{FontDatabase, SvgImage};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::pipeline::plan::Icon;
use crate::pipeline::site::Site;

/// Reads the picture at `path`, of the site or of its theme.
pub(super) fn render(site: &Site, icon: Icon, path: &RelPath) -> Result<RenderedOutput<'static>, RenderFailure> {
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
