//! The size at which an image is shown.

use crate::base::text::path::RelPath;

/// The width and height of an image in pixels, if known.
pub(super) type ImageSize = Option<(usize, usize)>;

/// The size of a bitmap image, from its first bytes.
pub(super) fn bitmap_size(head: &[u8]) -> ImageSize {
    let size = imagesize::blob_size(head).ok()?;
    Some(if is_on_its_side(head) { (size.height, size.width) } else { (size.width, size.height) })
}

/// The `width` and `height` of an SVG's root element, where they are plain numbers of pixels.
pub(super) fn svg_size(path: &RelPath, text: &str) -> ImageSize {
    if path.extension() != "svg" {
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

/// Returns `true` for a JPEG that a browser turns by a quarter, since the camera was held so (Exif 2.32 §4.6.4,
/// `Orientation`).
fn is_on_its_side(head: &[u8]) -> bool {
    exif_of_jpeg(head).and_then(orientation).is_some_and(|orientation| (5..=8).contains(&orientation))
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

    #[test]
    fn a_camera_on_its_side() {
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0";
        let upright = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0";
        assert_eq!(bitmap_size(&jpeg(big)), Some((30, 40)));
        assert_eq!(bitmap_size(&jpeg(little)), Some((30, 40)));
        for tiff in [upright.as_slice(), b"MM\0*\xff\xff\xff\xff", b"", b"II*\0\x08\0\0\0\xff\xff"] {
            assert_eq!(bitmap_size(&jpeg(tiff)), Some((40, 30)));
        }
    }
}
