//! SVG → PNG. The fonts are those given and no others: what the system has would make the same site differ from machine to
//! machine. Nothing that a picture names is loaded.

#[cfg(feature = "cards")]
pub use drawn::{FontDatabase, SvgImage};
#[cfg(not(feature = "cards"))]
pub use missing::{FontDatabase, SvgImage};

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

#[cfg(feature = "cards")]
mod drawn {
    use std::sync::Arc;

    use resvg::tiny_skia::{Pixmap, Transform};
    use resvg::usvg::fontdb::Database;
    use resvg::usvg::{Group, ImageHrefResolver, Node, Options, Tree};

    /// FontDatabase for text in pictures.
    pub struct FontDatabase(Arc<Database>);

    impl FontDatabase {
        /// Takes the bytes of TrueType and OpenType files; the first that has a letter shows it.
        pub fn new(files: impl IntoIterator<Item = Vec<u8>>) -> Self {
            let mut fonts = Database::new();
            files.into_iter().for_each(|file| fonts.load_font_data(file));
            Self(Arc::new(fonts))
        }
    }

    /// A picture that can be drawn.
    pub struct SvgImage(Tree);

    impl SvgImage {
        /// Reads SVG.
        ///
        /// # Errors
        /// Says what is wrong with it.
        pub fn read(svg: &str, fonts: &FontDatabase) -> Result<Self, String> {
            let nothing = ImageHrefResolver { resolve_string: Box::new(|_, _| None), ..ImageHrefResolver::default() };
            let options = Options { fontdb: Arc::clone(&fonts.0), image_href_resolver: nothing, ..Options::default() };
            Tree::from_str(svg, &options).map(Self).map_err(|error| error.to_string())
        }

        /// Tells whether some text has letters that no font has.
        pub fn lacks_letters(&self) -> bool {
            lacks(self.0.root())
        }

        /// Draws it `width` pixels wide.
        ///
        /// # Errors
        /// Says what is wrong with it.
        pub fn png(&self, width: u32) -> Result<Vec<u8>, String> {
            let size = self.0.size().to_int_size().scale_to_width(width).ok_or("it has no size")?;
            let mut pixels = Pixmap::new(size.width(), size.height()).ok_or("it has no size")?;
            let scale = width as f32 / self.0.size().width();
            resvg::render(&self.0, Transform::from_scale(scale, scale), &mut pixels.as_mut());
            pixels.encode_png().map_err(|error| error.to_string())
        }
    }

    /// Glyph 0 stands for a missing one. Text for which there is no font at all is not laid out.
    fn lacks(group: &Group) -> bool {
        group.children().iter().any(|node| match node {
            Node::Group(inner) => lacks(inner),
            Node::Text(text) => {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                let mut glyphs = glyphs.peekable();
                glyphs.peek().is_none() || glyphs.any(|glyph| glyph.id.0 == 0)
            }
            Node::Path(_) | Node::Image(_) => false,
        })
    }
}

#[cfg(not(feature = "cards"))]
mod missing {
    const SAID: &str = "this margent was built without pictures";

    /// FontDatabase for text in pictures; this program draws none.
    pub struct FontDatabase;

    impl FontDatabase {
        /// Takes files, for nothing.
        pub fn new(_: impl IntoIterator<Item = Vec<u8>>) -> Self {
            Self
        }
    }

    /// A picture; this program has none.
    pub struct SvgImage;

    impl SvgImage {
        /// Reads nothing.
        ///
        /// # Errors
        /// Always.
        pub fn read(_: &str, _: &FontDatabase) -> Result<Self, String> {
            Err(SAID.to_owned())
        }

        /// There is no text.
        pub fn lacks_letters(&self) -> bool {
            false
        }

        /// Draws nothing.
        ///
        /// # Errors
        /// Always.
        pub fn png(&self, _: u32) -> Result<Vec<u8>, String> {
            Err(SAID.to_owned())
        }
    }
}
