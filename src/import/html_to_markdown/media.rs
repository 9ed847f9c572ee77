//! Media → inlines: images with the address that they really have, where pages load them late or offer several sizes;
//! formulas; and links to what is framed or played.

use super::address::ResolvedReference;
use super::block::{Inline, TextRun, TextStyle};
use super::extract::{BlockBuilder, HtmlOrigin, ImageReference};
use super::technical::{self, Formula};
use super::tree::HtmlElement;
use crate::base::text::html::srcset;
use crate::base::text::words::collapse_space;

impl BlockBuilder<'_> {
    /// Adds a formula, and returns whether the element is one or repeats one.
    pub(super) fn formula(&mut self, element: &HtmlElement, style: &TextStyle) -> bool {
        let Some(formula) = technical::read(element) else { return false };
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

/// Attributes in which scripts find the address of an image.
const LAZY: [&str; 7] =
    ["data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-url", "data-actualsrc", "data-url"];
/// Attributes that list an image in several sizes.
const SETS: [&str; 3] = ["srcset", "data-srcset", "data-lazy-srcset"];
/// Names of files that stand for images to come.
#[rustfmt::skip]
const PLACEHOLDERS: [&str; 14] = [
    "spacer", "blank", "placeholder", "pixel", "transparent", "loading", "loader", "lazy", "1x1", "clear",
    "dummy", "empty", "trans", "grey",
];

/// The address of an image; `picture` is the element around it that offers others.
fn image_source<'a>(image: &'a HtmlElement, picture: Option<&'a HtmlElement>) -> Option<&'a str> {
    let src = image.attribute("src").filter(|src| is_address(src));
    let offered = picture.into_iter().flat_map(|picture| picture.elements().filter(|child| child.is(&["source"])));
    let lazy = || LAZY.iter().find_map(|name| image.attribute(name).filter(|url| is_address(url)));
    src.filter(|src| !is_placeholder(src))
        .or_else(lazy)
        .or_else(|| std::iter::once(image).chain(offered).find_map(largest))
        .or(src)
}

/// Returns whether a value is a single address elsewhere.
fn is_address(value: &str) -> bool {
    !value.starts_with("data:") && !is_set(value)
}

/// Returns whether a value offers sizes: `a.jpg 400w, b.jpg 2x`.
fn is_set(value: &str) -> bool {
    value
        .split_whitespace()
        .skip(1)
        .filter_map(|word| word.split(',').next()?.strip_suffix(['w', 'x']))
        .any(|size| size.parse::<f64>().is_ok())
}

fn is_placeholder(src: &str) -> bool {
    let path = src.split(['?', '#']).next().unwrap_or(src);
    let stem = path.rsplit('/').next().unwrap_or(path).split('.').next().unwrap_or_default().to_ascii_lowercase();
    stem.split(['-', '_']).any(|word| PLACEHOLDERS.contains(&word))
}

/// The address of the largest image in a set.
fn largest(element: &HtmlElement) -> Option<&str> {
    let mut others = element.attributes.iter().filter(|(name, _)| name.starts_with("data-") || &**name == "src");
    let other = || others.find(|(_, value)| is_set(value)).map(|(_, value)| value.as_str());
    let set = SETS.iter().find_map(|name| element.attribute(name)).or_else(other)?;
    let mut best: Option<(f64, &str)> = None;
    for (url, size) in srcset(set).filter(|(url, _)| !url.starts_with("data:")) {
        let size = size.trim_end_matches(['w', 'x', 'h']).parse().unwrap_or(1.0);
        if best.is_none_or(|(known, _)| size > known) {
            best = Some((size, url));
        }
    }
    best.map(|(_, url)| url)
}

/// Returns whether an image is loaded without being seen.
pub(crate) fn is_tracking_pixel(image: &HtmlElement) -> bool {
    let is_tiny = |name| image.attribute(name).is_some_and(|size| matches!(size, "0" | "1" | "0px" | "1px"));
    let style = image.attribute("style").unwrap_or_default().replace(' ', "");
    is_tiny("width") || is_tiny("height") || style.contains("display:none") || style.contains("width:1px")
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::import::html_to_markdown::tree::parse_fragment;

    #[test]
    fn images_have_one_address() {
        for (html, address) in [
            ("<img src=a.jpg srcset='b.jpg 900w'>", "a.jpg"),
            ("<img src=/img/spacer.gif data-original=a.jpg>", "a.jpg"),
            ("<img src='data:image/gif;base64,R0' data-src=a.jpg>", "a.jpg"),
            ("<img srcset='a.jpg 400w, b,c.jpg 1200w,d.jpg 800w'>", "b,c.jpg"),
            ("<img srcset='a.jpg, b.jpg 2x'>", "b.jpg"),
            ("<picture><source srcset='a.webp'><img src='data:,'></picture>", "a.webp"),
            ("<img src=blank.gif>", "blank.gif"),
            ("<img src='a.jpg?w=3 300w, a.jpg?w=6 600w'>", "a.jpg?w=6"),
            ("<img data-sizes-set='a.jpg 1x, b.jpg 1.5x'>", "b.jpg"),
            ("<img src='data:,'>", ""),
        ] {
            let root = parse_fragment(html).expect(html);
            let picture = root.all().find(|element| element.is(&["picture"]));
            let image = root.all().find(|element| element.is(&["img"])).expect("an image");
            assert_eq!(image_source(image, picture).unwrap_or_default(), address, "{html}");
        }
    }
}
