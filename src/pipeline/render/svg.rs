//! SVG → PNG. The fonts are those given and no others: with the system's, the same site would differ from machine to
//! machine. Nothing that a picture names is loaded. Without the feature `cards` no picture can be parsed.

#[cfg(feature = "cards")]
use std::sync::Arc;

use anyhow::Result;
#[cfg(feature = "cards")]
use resvg::{
    tiny_skia::{IntSize, Pixmap, Transform},
    usvg::fontdb::Database,
    usvg::{Group, ImageHrefResolver, Node, Options, Tree},
};

/// Fonts for text in pictures.
pub(crate) struct FontDatabase {
    #[cfg(feature = "cards")]
    fonts: Arc<Database>,
}

impl FontDatabase {
    /// Takes the bytes of TrueType and OpenType files; the first that has a letter shows it.
    #[cfg(feature = "cards")]
    pub fn new(files: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut fonts = Database::new();
        files.into_iter().for_each(|file| fonts.load_font_data(file));
        Self { fonts: Arc::new(fonts) }
    }

    /// Drops the bytes: nothing is drawn.
    #[cfg(not(feature = "cards"))]
    pub fn new(_: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self {}
    }
}

#[cfg(not(feature = "cards"))]
const WITHOUT_PICTURES: &str = "this margent was built without pictures";
/// Pixels that a picture may be high.
#[cfg(feature = "cards")]
const MAX_HEIGHT: u32 = 16_384;

/// A picture that can be drawn, and its size in pixels.
pub(crate) struct SvgImage {
    #[cfg(feature = "cards")]
    tree: Tree,
    #[cfg(feature = "cards")]
    size: IntSize,
}

#[cfg(feature = "cards")]
impl SvgImage {
    /// Parses SVG that is to be drawn `width` pixels wide.
    ///
    /// # Errors
    /// Describes the fault of the picture.
    pub fn parse(svg: &str, fonts: &FontDatabase, width: u32) -> Result<Self, String> {
        let nothing = ImageHrefResolver { resolve_string: Box::new(|_, _| None), ..ImageHrefResolver::default() };
        let options = Options { fontdb: Arc::clone(&fonts.fonts), image_href_resolver: nothing, ..Options::default() };
        let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
        let size = tree.size().to_int_size().scale_to_width(width).ok_or("it has no size")?;
        if size.height() > MAX_HEIGHT {
            return Err("it is too tall".to_owned());
        }
        Ok(Self { tree, size })
    }

    /// Returns whether some text has letters that no font has.
    pub(crate) fn lacks_letters(&self) -> bool {
        lacks_letters(self.tree.root())
    }

    /// Draws it.
    ///
    /// # Errors
    /// When PNG cannot hold it.
    pub fn png(&self) -> Result<Vec<u8>> {
        let mut pixels = Pixmap::new(self.size.width(), self.size.height()).expect("a size within limits");
        let scale = self.size.width() as f32 / self.tree.size().width();
        resvg::render(&self.tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
        Ok(pixels.encode_png()?)
    }
}

#[cfg(not(feature = "cards"))]
impl SvgImage {
    /// Parses nothing.
    ///
    /// # Errors
    /// Always.
    pub fn parse(_: &str, _: &FontDatabase, _: u32) -> Result<Self, String> {
        Err(WITHOUT_PICTURES.to_owned())
    }

    /// Returns false: there is no picture.
    pub(crate) fn lacks_letters(&self) -> bool {
        false
    }

    /// Draws nothing.
    ///
    /// # Errors
    /// Always.
    pub fn png(&self) -> Result<Vec<u8>> {
        anyhow::bail!(WITHOUT_PICTURES)
    }
}

/// Returns whether some text has glyph 0, which means a missing one. Text for which there is no font at all is not laid
/// out.
#[cfg(feature = "cards")]
fn lacks_letters(group: &Group) -> bool {
    group.children().iter().any(|node| match node {
        Node::Group(inner) => lacks_letters(inner),
        Node::Text(text) => {
            let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
            let mut glyphs = glyphs.peekable();
            glyphs.peek().is_none() || glyphs.any(|glyph| glyph.id.0 == 0)
        }
        Node::Path(_) | Node::Image(_) => false,
    })
}

/// A Windows icon that holds one PNG, which is `side` pixels wide and high.
pub fn ico(png: &[u8], side: u8) -> Vec<u8> {
    const HEAD: u32 = 22;
    let length = u32::try_from(png.len()).unwrap_or_default();
    // Reserved; 1 for an icon; one picture. Then its width, height, no palette, reserved; one plane of 32 bits.
    let mut icon = vec![0, 0, 1, 0, 1, 0, side, side, 0, 0, 1, 0, 32, 0];
    icon.extend(length.to_le_bytes());
    icon.extend(HEAD.to_le_bytes());
    icon.extend(png);
    icon
}
