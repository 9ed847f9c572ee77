//! Formats of files: media types by their names, as browsers and readers of feeds expect them, and binary formats by their first
//! bytes.

/// Returns the value of `Content-Type` for the file `path`.
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "rss" => "application/rss+xml; charset=utf-8",
        "xml" | "xsl" => "application/xml; charset=utf-8",
        "txt" | "md" | "bib" => PLAIN,
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "bmp" => "image/bmp",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" => "audio/ogg",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        _ => UNKNOWN,
    }
}

/// Returns whether the file `path` is a picture by its name.
pub(crate) fn is_picture(path: &str) -> bool {
    media_type(path).starts_with("image/")
}

/// The media type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// The media type of what no name tells (RFC 2046).
pub(crate) const UNKNOWN: &str = "application/octet-stream";
/// The media type of plain text.
pub(crate) const PLAIN: &str = "text/plain; charset=utf-8";

/// The first bytes of each binary format, and its name.
const BINARY: [(&[u8], &str); 21] = [
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, a sound or a film"),
    (b"\0\0\0", "an image or a film"),
    (b"II*\0", "a TIFF image"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or a film"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, as documents of word processors and books are"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!\x1a", "a compressed archive"),
    (b"\xfd7zXZ", "a compressed archive"),
    (b"\x28\xb5\x2f\xfd", "a compressed archive"),
    (b"BZh", "a compressed archive"),
    (b"bplist00", "a web archive of Safari"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "a document of an old word processor"),
    (b"SQLite format 3\0", "a database"),
    (b"{\\rtf", "a document in RTF"),
];

/// Names the format of a binary file, with its article; `None` for text and for unknown formats.
pub(crate) fn binary_format(bytes: &[u8]) -> Option<&'static str> {
    // Text may begin with the letters GIF8 too.
    let is_binary =
        bytes.iter().take(64).any(|byte| *byte < b'\t') || bytes.starts_with(b"%PDF-") || bytes.starts_with(b"{\\rtf1");
    BINARY.iter().find(|(start, _)| is_binary && bytes.starts_with(start)).map(|(_, what)| *what)
}
