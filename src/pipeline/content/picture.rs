//! Pictures: the size at which one is shown, and files named as pictures that browsers cannot show, or that take readers
//! too long.

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::media_type::is_picture;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::InputFile;

/// The size in bytes above which a picture takes readers too long to load.
const LIMIT: u64 = 10 << 20;

/// Checks a file that has the name of a picture.
pub(super) fn check(path: &RelPath, file: &InputFile) -> Option<Diagnostic> {
    if !is_picture(path.as_str()) {
        return None;
    }
    let (message, hint) = fault(file.head(), path.extension().eq_ignore_ascii_case("svg"), file.len())?;
    Some(Diagnostic::new(codes::NO_PICTURE, format!("`{path}` {message}")).at(Span::file(path)).hint(hint))
}

fn fault(head: &[u8], is_svg: bool, length: u64) -> Option<(String, &'static str)> {
    let start = head.trim_ascii_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
    if length == 0 {
        Some(("is empty".to_owned(), "save the picture again"))
    } else if begins("version https://git-lfs") {
        let message = "stands for a picture that Git Large File Storage keeps elsewhere";
        Some((message.to_owned(), "run `git lfs pull`, also where the site is built"))
    } else if !is_svg && begins("<") && contains_svg(start) {
        Some(("is an SVG".to_owned(), "rename it so that it ends in .svg"))
    } else if begins("<!doctype html") || begins("<html") || (begins("<") && !is_svg) {
        Some((
            "is a web page, not a picture".to_owned(),
            "save the picture itself: the page may say why it was not there",
        ))
    } else if begins("%PDF") {
        Some(("is a PDF, not a picture".to_owned(), "save its page as a picture, or link to it under a name with .pdf"))
    } else if length > LIMIT {
        let message = format!("has {} MB, which takes many readers more than a minute", length >> 20);
        Some((message, "save it with fewer pixels, as JPEG or WebP: 1,600 pixels in width are enough"))
    } else {
        None
    }
}

/// Returns whether a document is an SVG: the root is, after what may stand before it.
fn contains_svg(head: &[u8]) -> bool {
    const PROLOGUE: usize = 1_000;
    let head = String::from_utf8_lossy(&head[..head.len().min(PROLOGUE)]).to_ascii_lowercase();
    head.contains("<svg") && !head.contains("<html") && !head.starts_with("<!doctype html")
}

/// The width and height of an image in pixels, if known.
pub(super) type ImageSize = Option<(usize, usize)>;

/// The size of a bitmap image, from its first bytes.
pub(super) fn bitmap_size(head: &[u8]) -> ImageSize {
    let size = imagesize::blob_size(head).ok()?;
    Some(if is_on_its_side(head) { (size.height, size.width) } else { (size.width, size.height) })
}

/// The `width` and `height` of an SVG's root element, where they are plain numbers of pixels.
pub(super) fn svg_size(path: &RelPath, text: &str) -> ImageSize {
    if !path.extension().eq_ignore_ascii_case("svg") {
        return None;
    }
    let root = &text[text.find("<svg")?..];
    let root = &root[..root.find('>')?];
    Some((pixels(root, "width")?, pixels(root, "height")?))
}

fn pixels(tag: &str, attribute: &str) -> Option<usize> {
    let value = &tag[tag.find(&format!(" {attribute}=\""))? + attribute.len() + 3..];
    value[..value.find('"')?].trim_end_matches("px").parse().ok()
}

/// Returns whether a browser turns a JPEG or PNG by a quarter, since the camera was held so (Exif 2.32 §4.6.4,
/// `Orientation`). No browser turns a WebP; the size of an AVIF is that of the turned picture already.
fn is_on_its_side(head: &[u8]) -> bool {
    exif_of_jpeg(head)
        .or_else(|| exif_of_png(head))
        .and_then(orientation)
        .is_some_and(|orientation| (5..=8).contains(&orientation))
}

/// The Exif data of a JPEG: a TIFF in the segment APP1.
fn exif_of_jpeg(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, marker, high, low, ..] = rest else { return None };
        let end = 2 + usize::from(u16::from_be_bytes([*high, *low]));
        let segment = rest.get(4..end)?;
        if let Some(tiff) = segment.strip_prefix(b"Exif\0\0").filter(|_| *marker == 0xe1) {
            return Some(tiff);
        }
        rest = &rest[end..];
    }
}

/// The Exif data of a PNG: the chunk `eXIf` before the pixels (PNG 3 §11.3.4.5); browsers read no later one.
fn exif_of_png(png: &[u8]) -> Option<&[u8]> {
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let chunk = rest.get(4..)?.get(..length.checked_add(4)?)?;
        match chunk.split_first_chunk()? {
            (b"eXIf", tiff) => return Some(tiff),
            (b"IDAT", _) => return None,
            _ => rest = rest.get(length + 12..)?,
        }
    }
}

/// The tag `Orientation` in the first directory of a TIFF.
fn orientation(tiff: &[u8]) -> Option<usize> {
    const ORIENTATION: usize = 0x112;
    let directory = tiff_number(tiff, 4, 4)?;
    let entries = (0..tiff_number(tiff, directory, 2)?).map(|number| directory + 2 + number * 12);
    let mut found = entries.take_while(|at| *at < tiff.len());
    let entry = found.find(|at| tiff_number(tiff, *at, 2) == Some(ORIENTATION))?;
    tiff_number(tiff, entry + 8, 2)
}

/// A number of `length` bytes in the byte order of a TIFF.
fn tiff_number(tiff: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = tiff.get(at..at + length)?.iter();
    let join = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
    match tiff.get(..4)? {
        b"II*\0" => Some(bytes.rev().fold(0, join)),
        b"MM\0*" => Some(bytes.fold(0, join)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of 40 × 30 pixels as far as its size, with this Exif data.
    fn jpeg(tiff: &[u8]) -> Vec<u8> {
        let length = u16::try_from(tiff.len() + 8).expect("short").to_be_bytes();
        let frame = b"\xff\xc0\x00\x11\x08\x00\x1e\x00\x28\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01";
        [b"\xff\xd8\xff\xe1".as_slice(), &length, b"Exif\0\0", tiff, frame, b"\xff\xd9"].concat()
    }

    /// Turned to the left.
    const BIG: &[u8] = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";

    #[test]
    fn a_camera_on_its_side() {
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0";
        let upright = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0";
        assert_eq!(bitmap_size(&jpeg(BIG)), Some((30, 40)));
        assert_eq!(bitmap_size(&jpeg(little)), Some((30, 40)));
        for tiff in [upright.as_slice(), b"MM\0*\xff\xff\xff\xff", b"", b"II*\0\x08\0\0\0\xff\xff"] {
            assert_eq!(bitmap_size(&jpeg(tiff)), Some((40, 30)));
        }
        // What many programs write before the Exif data.
        let jfif = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
        assert_eq!(bitmap_size(&[jfif.as_slice(), &jpeg(BIG)[2..]].concat()), Some((30, 40)));
    }

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).expect("short").to_be_bytes();
        [&length, kind.as_slice(), data, b"\0\0\0\0"].concat()
    }

    #[test]
    fn a_png_is_turned_by_what_stands_before_its_pixels() {
        let (signature, size) = (b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", b"\0\0\0\x28\0\0\0\x1e\x08\0\0\0\0"));
        let (exif, pixels) = (chunk(b"eXIf", BIG), chunk(b"IDAT", b""));
        let png = |chunks: [&[u8]; 3]| [signature.as_slice(), &chunks.concat()].concat();
        assert_eq!(bitmap_size(&png([&size, &exif, &pixels])), Some((30, 40)));
        assert_eq!(bitmap_size(&png([&size, &pixels, &exif])), Some((40, 30)));
        assert_eq!(bitmap_size(&png([&size, b"\xff\xff\xff\xffeXIf", b""])), Some((40, 30)));
    }

    fn boxed(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len() + 8).expect("short").to_be_bytes();
        [&length, kind.as_slice(), data].concat()
    }

    #[test]
    fn an_avif_is_turned_by_its_own_box() {
        let size = boxed(b"ispe", b"\0\0\0\0\0\0\0\x28\0\0\0\x1e");
        let properties = boxed(b"iprp", &boxed(b"ipco", &[size, boxed(b"irot", b"\x03")].concat()));
        let avif = [boxed(b"ftyp", b"avif\0\0\0\0"), boxed(b"meta", &[b"\0\0\0\0", &*properties].concat())].concat();
        assert_eq!(bitmap_size(&avif), Some((30, 40)));
    }
}
