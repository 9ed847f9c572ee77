//! The outcomes of rendering an output.

use anyhow::Result;

use super::svg::{self, SvgImage};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::pipeline::inputs::InputFile;
use crate::pipeline::plan::Icon;
use crate::pipeline::site::Site;
use crate::pipeline::theme;

/// An output that the site's faults can no longer prevent. Only a build asks for its bytes: drawing is the costly part
/// of rendering a picture, and a copied file need not be read to be checked.
pub(crate) enum RenderedOutput<'a> {
    /// The bytes.
    Bytes(Vec<u8>),
    /// A picture to be drawn.
    Png(SvgImage),
    /// A picture to be drawn for a Windows icon.
    Ico(SvgImage),
    /// A file to be copied.
    File(&'a InputFile),
}

impl RenderedOutput<'_> {
    /// Draws pictures and reads files.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(crate) fn into_bytes(self) -> Result<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Png(image) => image.png(),
            Self::Ico(image) => Ok(svg::ico(&image.png()?, Icon::Ico.side())),
            Self::File(file) => Ok(file.content()?.into_owned()),
        }
    }
}

/// The reason why an output has no bytes.
pub enum RenderFailure {
    /// A fault of the site: a template fails, or a picture cannot be drawn.
    Site(Diagnostic),
    /// A fault of the environment: a file cannot be read.
    Disk(anyhow::Error),
}

impl From<anyhow::Error> for RenderFailure {
    fn from(error: anyhow::Error) -> Self {
        Self::Disk(error)
    }
}

/// Locates the fault that Tera met in a template.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors of Tera have no place")]
pub(super) fn template_failure(site: &Site, template: &str, error: &tera::Error) -> RenderFailure {
    RenderFailure::Site(match error.kind() {
        tera::ErrorKind::RenderingError(report) | tera::ErrorKind::SyntaxError(report) => {
            theme::template_fault(&site.inputs, &site.theme.files, report, codes::TEMPLATE_RENDER)
        }
        _ => template_fault(site, template, theme::as_phrase(&error.to_string())),
    })
}

/// A fault of a template as a whole.
pub(super) fn template_fault(site: &Site, template: &str, message: String) -> Diagnostic {
    let fault = Diagnostic::new(codes::TEMPLATE_RENDER, message);
    match site.theme.files.get(template) {
        Some(path) => fault.at(Span::file(path)),
        None => fault,
    }
}
