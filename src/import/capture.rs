//! A file to import: its bytes, and what kind of capture it is. The only reader of captures.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::Refusal;

/// Larger captures are refused: nothing that people wrote for a site is that long.
pub const LIMIT: u64 = 32 << 20;

/// A file to import.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The file's name, without its folder.
    pub name: String,
    /// The folder that holds it, and what it shows.
    pub folder: PathBuf,
    /// What it is.
    pub kind: Kind,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Kinds of captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The text of a page, as copied from a browser.
    Text,
    /// A saved web page.
    Html,
    /// Atom, RSS or JSON Feed.
    Feed,
    /// An export of WordPress (WXR).
    Wordpress,
    /// Markdown with front matter, of another generator.
    Markdown,
}

impl Kind {
    /// What several of them are called.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Text => "text captures",
            Self::Html => "web pages",
            Self::Feed => "feeds",
            Self::Wordpress => "WordPress exports",
            Self::Markdown => "Markdown files of other generators",
        }
    }

    /// Tells the kind by how the file begins, else by its name. Whatever is nothing else is text.
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
            "html" | "htm" | "xhtml" => Self::Html,
            "atom" | "rss" => Self::Feed,
            "md" | "markdown" => Self::Markdown,
            _ => Self::Text,
        }
    }
}

impl Capture {
    /// Reads the file; `kind` stands above what it looks like.
    ///
    /// # Errors
    /// When it cannot be read, or is too large.
    pub fn open(path: &Path, kind: Option<Kind>) -> Result<Self, Refusal> {
        let unreadable = |error: std::io::Error| {
            Refusal::new(format!("the file cannot be read: {error}"), "check its name and who may read it")
        };
        let file = File::open(path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if metadata.is_dir() {
            return Err(Refusal::new("this is a folder", "name the files in it, such as FOLDER/*.txt"));
        }
        let mut bytes = Vec::new();
        // A pipe does not tell its length.
        file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > LIMIT {
            let message = format!("the file is larger than {} MB", LIMIT >> 20);
            return Err(Refusal::new(message, "split it into several files"));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kind = kind.unwrap_or_else(|| Kind::detect(&name, &bytes));
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { name, folder, kind, bytes })
    }

    /// The file's name without its ending.
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(&self.name, |(stem, _)| stem)
    }

    /// The bytes as text: UTF-8, or what the byte-order mark says.
    ///
    /// # Errors
    /// When they are no text, with the line.
    pub fn text(&self) -> Result<String, Refusal> {
        let text = match &self.bytes[..] {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
                return Err(Refusal::new("this file is UTF-32, not UTF-8", "save it as UTF-8"));
            }
            [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
            [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
            [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest)?,
            all => utf8(all)?,
        };
        // A vertical tab and a form feed break lines and pages.
        let control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{7f}');
        if let Some((at, c)) = text.char_indices().find(|(_, c)| control(*c) || matches!(c, '\u{fffe}' | '\u{ffff}')) {
            let message = format!("the file holds the control character U+{:04X}, which no text does", u32::from(c));
            let hint = "save the capture as plain text in UTF-8";
            return Err(Refusal { line: Some(line(&text.as_bytes()[..at])), message, hint: hint.to_owned() });
        }
        if text.trim().is_empty() {
            return Err(Refusal::new("the file is empty", "check that the capture was saved"));
        }
        Ok(text)
    }
}

fn utf8(bytes: &[u8]) -> Result<String, Refusal> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        let (before, rest) = bytes.split_at(error.valid_up_to());
        let message = format!("the file is not UTF-8: it holds the byte {:#04x}", rest.first().unwrap_or(&0));
        let hint = "save it as UTF-8; an old Korean text is usually EUC-KR".to_owned();
        Refusal { line: Some(line(before)), message, hint }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Refusal> {
    let broken = || Refusal::new("the file begins as UTF-16 and is not", "save it as UTF-8");
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(broken());
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| broken())
}

/// The number of the line that follows `before`.
fn line(before: &[u8]) -> usize {
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, Refusal> {
        Capture { name: "a.txt".to_owned(), folder: PathBuf::new(), kind: Kind::Text, bytes: bytes.to_vec() }.text()
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
    fn kinds_are_told_by_their_heads() {
        for (name, head, kind) in [
            ("a.txt", "Tag: Ports\n", Kind::Text),
            ("a", "<!DOCTYPE html>\n<p>", Kind::Html),
            ("a.htm", "<p>", Kind::Html),
            ("a.xml", "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">", Kind::Feed),
            ("a.json", "{\"version\": \"https://jsonfeed.org/version/1.1\"}", Kind::Feed),
            ("a.xml", "<?xml?><rss xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\">", Kind::Wordpress),
            ("a.md", "---\ntitle: A\n---\n", Kind::Markdown),
        ] {
            assert_eq!(Kind::detect(name, head.as_bytes()), kind, "{name} {head}");
        }
    }
}
