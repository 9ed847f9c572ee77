//! Formats of binary files, recognised by their first bytes.

/// The first bytes of each format, and its name.
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
pub(crate) fn name(bytes: &[u8]) -> Option<&'static str> {
    // Text may begin with the letters GIF8 too.
    let is_binary =
        bytes.iter().take(64).any(|byte| *byte < b'\t') || bytes.starts_with(b"%PDF-") || bytes.starts_with(b"{\\rtf1");
    BINARY.iter().find(|(start, _)| is_binary && bytes.starts_with(start)).map(|(_, what)| *what)
}
