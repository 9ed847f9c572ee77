//! Media → inlines: images with the address that they really have, formulas, and links to what is framed or played.

use super::address::ResolvedReference;
use super::block::{Inline, TextRun, TextStyle};
use super::extract::{BlockBuilder, HtmlOrigin, ImageReference};
use super::formula::{self, Formula};
use super::image_source::{image_source, is_tracking_pixel};
use super::tree::HtmlElement;
use crate::base::text::words::collapse_space;

impl BlockBuilder<'_> {
    /// Adds a formula, and returns whether the element is one or repeats one.
    pub(super) fn formula(&mut self, element: &HtmlElement, style: &TextStyle) -> bool {
        let Some(formula) = formula::read(element) else { return false };
        match formula {
            Formula::Tex(source) => self.push(Inline::Code(source), style),
            Formula::Signs => self.push(Inline::Text(element.text()), style),
            Formula::Repeated => {}
        }
        true
    }

    /// Adds a link to what an element frames or plays, and returns whether the element says where that is.
    pub(super) fn frame(&mut self, element: &HtmlElement) -> bool {
        let mut sources = element.all().filter(|inner| inner.is(&["iframe", "embed", "audio", "video", "source"]));
        let Some(source) = sources.find_map(|inner| inner.attribute("src")) else { return false };
        let ResolvedReference::Absolute(url) = self.resolve(source) else { return false };
        let content = Inline::Text(element.attribute("title").unwrap_or(source).to_owned());
        let link = TextRun { content, style: TextStyle { link: Some(url), ..TextStyle::default() } };
        self.line.extend([TextRun::plain(" "), link, TextRun::plain(" ")]);
        true
    }

    /// Adds the images that a page shows to those without scripts, unless scripts would show the same.
    pub(super) fn late_images(&mut self, noscript: &HtmlElement, style: &TextStyle) {
        for image in noscript.all().filter(|element| element.is(&["img"])) {
            let url = image_source(image, None).map(|source| self.resolve(source));
            let is_known = |url: &String| self.content.images.iter().any(|known| known.url == *url);
            if matches!(url, Some(ResolvedReference::Absolute(url)) if !is_known(&url)) {
                self.image(image, None, style);
            }
        }
    }

    pub(super) fn picture(&mut self, element: &HtmlElement, style: &TextStyle) {
        for image in element.all().filter(|inner| inner.is(&["img", "amp-img"])) {
            self.image(image, Some(element), style);
        }
    }

    pub(super) fn image(&mut self, element: &HtmlElement, picture: Option<&HtmlElement>, style: &TextStyle) {
        let alt = element.raw_attribute("alt").map(collapse_space).filter(|alt| !is_file_name(alt));
        let Some(written) = image_source(element, picture) else {
            return self.remove("image inside the page", alt.unwrap_or_default());
        };
        if is_tracking_pixel(element) {
            return self.remove("tracking pixel", written.to_owned());
        }
        // It shows who writes, and not what is written of.
        if written.contains("gravatar.com/") {
            return self.remove("image", written.to_owned());
        }
        let url = match self.resolve(written) {
            ResolvedReference::Absolute(url) => url,
            // It may lie beside the page.
            ResolvedReference::NoBase(_) if self.context.origin == HtmlOrigin::SavedPage => written.to_owned(),
            ResolvedReference::NoBase(_) | ResolvedReference::Unsafe | ResolvedReference::SamePage => {
                return self.remove("image", [written, &alt.unwrap_or_default()].join(" "));
            }
        };
        self.push(Inline::Image(alt.clone().unwrap_or_default(), url.clone()), style);
        self.content.images.push(ImageReference { written: written.to_owned(), url, alt });
    }
}

/// Returns whether an alternative text is an address, the name of a file, or its number in a database.
fn is_file_name(alt: &str) -> bool {
    const ENDINGS: [&str; 8] = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".tif"];
    const CODE: usize = 16;
    let lower = alt.to_ascii_lowercase();
    let is_code = lower.len() >= CODE && lower.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '-' | '_'));
    let has_ending = ENDINGS.iter().any(|ending| lower.ends_with(ending));
    !alt.contains(' ') && (is_code || has_ending || lower.contains("://"))
}
