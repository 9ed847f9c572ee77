//! A file to import: its bytes and its kind. Nothing else reads captures.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::refusal::ImportRefusal;
use crate::base::text::characters::is_xml_char;
use crate::base::{binary_format, regular_file};
use crate::pipeline::report::causes;

/// The greatest size of a capture, in bytes: nothing that people wrote for a site is longer.
const LIMIT: u64 = 32 << 20;

/// A file to import.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The file's name, without its folder.
    pub name: String,
    /// Its folder, which may also have the images that it shows.
    pub folder: PathBuf,
    /// Its kind.
    pub kind: CaptureKind,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// Kinds of captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum CaptureKind {
    /// Text copied from a web page
    Text,
    /// Saved web page
    Html,
    /// Atom, RSS or JSON Feed
    Feed,
    /// WordPress export (WXR)
    Wordpress,
    /// Markdown with front matter of another generator
    Markdown,
}

impl CaptureKind {
    /// Detects the kind by how the file begins, else by its name. Anything unknown is text.
    pub fn detect(name: &str, bytes: &[u8]) -> Self {
        /// Long enough for an XML declaration, a comment and the root element with its namespaces.
        const HEAD: usize = 4096;
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let xml = head.starts_with("<?xml") || head.starts_with("<rss") || head.starts_with("<feed");
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        match ending.as_str() {
            _ if xml && head.contains("wordpress.org/export") => Self::Wordpress,
            _ if xml && ["<rss", "<feed", "<rdf:rdf"].iter().any(|root| head.contains(root)) => Self::Feed,
            _ if head.starts_with('{') && head.contains("jsonfeed.org") => Self::Feed,
            _ if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag)) => Self::Html,
            _ if xml && head.contains("<html") => Self::Html,
            "html" | "htm" | "xhtml" => Self::Html,
            "atom" | "rss" => Self::Feed,
            "md" | "markdown" => Self::Markdown,
            _ => Self::Text,
        }
    }
}

/// Returns whether somebody gave an address instead of a file.
fn is_address(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with("https:") || path.starts_with("http:"))
}

fn unreadable(error: io::Error) -> ImportRefusal {
    let (message, hint) = if error.kind() == ErrorKind::IsADirectory {
        ("this is a folder".to_owned(), "name the files in it, such as FOLDER/*.txt")
    } else if error.kind() == ErrorKind::InvalidInput {
        ("this is a pipe or a device".to_owned(), "save what it gives as a file")
    } else {
        let error = anyhow::Error::from(error);
        (format!("the file cannot be read: {}", causes(&error)), "check its name and who may read it")
    };
    ImportRefusal::new(message, hint)
}

impl Capture {
    /// Reads the file as `kind`, or as the kind that is detected.
    ///
    /// # Errors
    /// When it cannot be read, or is too large.
    pub fn open(path: &Path, kind: Option<CaptureKind>) -> Result<Self, ImportRefusal> {
        if is_address(path) {
            let hint =
                "save the page in your browser, or the feed with `curl -o feed.xml ADDRESS`, and import that file";
            return Err(ImportRefusal::new("this is a web address, and only files are imported", hint));
        }
        let file = regular_file::open(path).map_err(unreadable)?;
        let mut bytes = Vec::new();
        file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > LIMIT {
            let message = format!("the file is larger than {} MB", LIMIT >> 20);
            return Err(ImportRefusal::new(message, "split it into several files"));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kind = match kind {
            Some(kind) => kind,
            None => {
                let detected = CaptureKind::detect(&name, &bytes);
                if let (CaptureKind::Text, Some(refusal)) = (detected, not_text(&bytes)) {
                    return Err(refusal);
                }
                detected
            }
        };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { name, folder, kind, bytes })
    }

    /// The file's name without its extension.
    pub(crate) fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(&self.name, |(stem, _)| stem)
    }

    /// Decodes the bytes as UTF-8, or as the byte-order mark states.
    ///
    /// # Errors
    /// When they are not text, with the line.
    pub fn text(&self) -> Result<String, ImportRefusal> {
        let text = match &self.bytes[..] {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
                return Err(ImportRefusal::new("this file is UTF-32, not UTF-8", "save it as UTF-8"));
            }
            [0xff, 0xfe, rest @ ..] => decode_utf16(rest, u16::from_le_bytes)?,
            [0xfe, 0xff, rest @ ..] => decode_utf16(rest, u16::from_be_bytes)?,
            [0xef, 0xbb, 0xbf, rest @ ..] => decode_utf8(rest)?,
            all => decode_utf8(all)?,
        };
        // A vertical tab and a form feed break lines and pages.
        let fits = |c: char| is_xml_char(c) || matches!(c, '\u{b}' | '\u{c}');
        if let Some((at, c)) = text.char_indices().find(|(_, c)| !fits(*c)) {
            let message =
                format!("the file holds the control character U+{:04X}, which text does not have", u32::from(c));
            let hint = "save the capture as plain text in UTF-8";
            return Err(ImportRefusal::at(line_number(&text.as_bytes()[..at]), message, hint));
        }
        if text.trim().is_empty() {
            return Err(ImportRefusal::new("the file is empty", "check that the capture was saved"));
        }
        Ok(text)
    }
}

/// Why a file of no known kind is not text either.
fn not_text(bytes: &[u8]) -> Option<ImportRefusal> {
    const KINDS: &str =
        "what can be read: plain text, saved web pages, RSS, Atom and JSON Feed, exports of WordPress, Markdown";
    let refuse = |what: &str, how: &str| Some(ImportRefusal::new(format!("this is {what}"), format!("{how}{KINDS}")));
    if let Some(what) = binary_format::name(bytes) {
        let how = match what {
            "a PDF" => "copy its text into a separate file; ",
            what if what.starts_with("a ZIP") || what.starts_with("a document") => {
                "save it as plain text or as a web page; "
            }
            _ => "",
        };
        return refuse(&format!("{what}, not a text"), how);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if text.starts_with(b"<?xml") {
        return refuse("XML, but not a feed, a web page or an export of WordPress", "");
    }
    let is_json = text.starts_with(b"{") || text.starts_with(b"[");
    if is_json && serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok() {
        return refuse(
            "JSON, but not JSON Feed: its `version` does not name jsonfeed.org",
            "use --as feed if it has `items`; ",
        );
    }
    None
}

fn decode_utf8(bytes: &[u8]) -> Result<String, ImportRefusal> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        let (before, rest) = bytes.split_at(error.valid_up_to());
        let message = format!("the file is not UTF-8: it holds the byte {:#04x}", rest.first().unwrap_or(&0));
        let hint = "save it as UTF-8, if it is text; old Korean text is usually EUC-KR";
        ImportRefusal::at(line_number(before), message, hint)
    })
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ImportRefusal> {
    let broken = || ImportRefusal::new("the file begins as UTF-16 but is not UTF-16", "save it as UTF-8");
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(broken());
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| broken())
}

/// The line number at the end of `before`, from 1 on.
fn line_number(before: &[u8]) -> usize {
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, ImportRefusal> {
        Capture { name: "a.txt".to_owned(), folder: PathBuf::new(), kind: CaptureKind::Text, bytes: bytes.to_vec() }
            .text()
    }

    #[test]
    fn byte_order_marks_say_how_to_read() {
        assert_eq!(text(b"\xef\xbb\xbfa").as_deref(), Ok("a"));
        assert_eq!(text(b"\xff\xfea\0\x5c\xd5").as_deref(), Ok("a한"));
        assert_eq!(text(b"\xfe\xff\0a\xd5\x5c").as_deref(), Ok("a한"));
        for (bytes, line) in [(&b"\xff\xfea"[..], None), (b"a\nb\xb1\xa4", Some(2)), (b"a\n\0", Some(2)), (b" ", None)]
        {
            assert_eq!(text(bytes).map_err(|refusal| refusal.line), Err(line), "{bytes:?}");
        }
    }

    #[test]
    fn binary_files_are_named() {
        for (bytes, what) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Some("a PNG image")),
            (b"%PDF-1.7", Some("a PDF")),
            (b"PK\x03\x04", Some("a ZIP archive")),
            (b"{\"items\": []}", Some("JSON")),
            (b" [1]\n", Some("JSON")),
            (b"<?xml version=\"1.0\"?><opml/>", Some("XML")),
            (b"[Yonhap] reports", None),
            (b"{curly} words", None),
            (b"Words", None),
            (b"GIF8 is how it begins.", None),
        ] {
            let message = not_text(bytes).map(|refusal| refusal.message);
            assert_eq!(message.is_some(), what.is_some(), "{message:?}");
            assert!(
                message.unwrap_or_default().starts_with(&what.map_or(String::new(), |what| format!("this is {what}")))
            );
        }
    }

    #[test]
    fn kinds_are_detected() {
        for (name, head, kind) in [
            ("a.txt", "Tag: Ports\n", CaptureKind::Text),
            ("a", "<!DOCTYPE html>\n<p>", CaptureKind::Html),
            ("a.htm", "<p>", CaptureKind::Html),
            ("a.xml", "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">", CaptureKind::Feed),
            ("a.json", "{\"version\": \"https://jsonfeed.org/version/1.1\"}", CaptureKind::Feed),
            (
                "a.xml",
                "<?xml?><rss xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\">",
                CaptureKind::Wordpress,
            ),
            ("a.xml", "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">", CaptureKind::Html),
            ("a.md", "---\ntitle: A\n---\n", CaptureKind::Markdown),
        ] {
            assert_eq!(CaptureKind::detect(name, head.as_bytes()), kind, "{name} {head}");
        }
    }
}
