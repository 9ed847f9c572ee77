//! The kind of a file, by how it begins, else by its name; and the names of those that no reader reads.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::foreign_format;
use super::library::{bibtex, csl_json, hypothesis, readwise};
use super::refusal::ImportRefusal;

/// Kinds of captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum CaptureKind {
    /// Text copied from a web page
    Text,
    /// Saved web page
    Html,
    /// Atom, RSS, JSON Feed, or Blogger's export
    Feed,
    /// WordPress export (WXR)
    Wordpress,
    /// Markdown with front matter of another generator
    Markdown,
    /// E-mail (.eml), or web page saved as one file (.mhtml)
    Mail,
    /// PDF with a text, which is clipped and not imported
    Pdf,
    /// Annotations of Hypothesis (JSON)
    Hypothesis,
    /// Highlights of Readwise (CSV)
    Readwise,
    /// References in CSL-JSON, such as Zotero's
    CslJson,
    /// References in BibTeX or BibLaTeX
    Bibtex,
}

impl CaptureKind {
    /// Detects the kind by how the file begins, else by its name. Anything unknown is text.
    pub fn detect(name: &str, bytes: &[u8]) -> Self {
        let head = head(bytes);
        let root = root_name(&head).unwrap_or_default();
        let ending = ending(name);
        match root.rsplit(':').next().unwrap_or_default() {
            "rss" if head.contains("wordpress.org/export") => return Self::Wordpress,
            "rss" | "feed" | "channel" => return Self::Feed,
            "rdf" if head.contains("http://purl.org/rss/") || head.contains("netscape.com/rdf/simple") => {
                return Self::Feed;
            }
            "html" | "head" | "body" => return Self::Html,
            _ => {}
        }
        match &*ending {
            _ if head.starts_with('{') && head.contains("jsonfeed.org") => Self::Feed,
            _ if hypothesis::is_export(&head) => Self::Hypothesis,
            _ if csl_json::is_export(&head) => Self::CslJson,
            _ if readwise::is_export(&head) => Self::Readwise,
            _ if bibtex::is_bibliography(&head) => Self::Bibtex,
            _ if has_front_matter(&head) => Self::Markdown,
            "mht" | "mhtml" | "eml" => Self::Mail,
            _ if is_mail(&head) => Self::Mail,
            "html" | "htm" | "xhtml" => Self::Html,
            "atom" | "rss" => Self::Feed,
            "md" | "markdown" => Self::Markdown,
            _ if FRAGMENTS.contains(&root) => Self::Html,
            _ => Self::Text,
        }
    }

    /// Detects the kind of a file that some reader can read.
    ///
    /// # Errors
    /// When none can, with the name of its format and what to do instead.
    pub(super) fn of_readable(name: &str, bytes: &[u8]) -> Result<Self, ImportRefusal> {
        if bytes.starts_with(b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if let Some(refusal) = foreign_format::refuse_binary(bytes) {
            return Err(refusal);
        }
        let kind = Self::detect(name, bytes);
        let head = head(bytes);
        match foreign_format::refuse_structured(&ending(name), &head, root_name(&head), bytes) {
            Some(refusal) if kind == Self::Text || foreign_format::is_bookmarks(&head) => Err(refusal),
            Some(_) | None => Ok(kind),
        }
    }
}

/// Elements with which a piece of a page begins.
#[rustfmt::skip]
const FRAGMENTS: [&str; 14] = [
    "title", "meta", "article", "main", "section", "div", "p", "h1", "h2", "table", "blockquote", "ul", "ol",
    "center",
];

/// The ending of a file's name, in lower case.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase()
}

/// The beginning of a text, in lower case: long enough for comments and a root element with its namespaces.
fn head(bytes: &[u8]) -> String {
    const HEAD: usize = 1 << 16;
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => Encoding::for_bom(bytes).map_or(UTF_8, |(encoding, _)| encoding),
    };
    let (text, _) = encoding.decode_with_bom_removal(&bytes[..bytes.len().min(HEAD)]);
    text.trim_start().to_lowercase()
}

/// The name of the first element of XML or HTML, behind declarations and comments; `None` for other text.
fn root_name(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        rest = rest.trim_start();
        let (start, end) = [("<?", "?>"), ("<!--", "-->"), ("<!doctype", ">"), ("<", "")]
            .into_iter()
            .find(|(start, _)| rest.starts_with(start))?;
        let inside = &rest[start.len()..];
        if start == "<" {
            let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(inside.len());
            return Some(&inside[..end]).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        }
        if start == "<!doctype" && inside.trim_start().starts_with("html") {
            return Some("html");
        }
        let declared =
            inside.find('[').filter(|at| start == "<!doctype" && inside.find('>').is_some_and(|end| *at < end));
        let from = declared.and_then(|at| Some(at + inside[at..].find(']')?)).unwrap_or_default();
        rest = &inside[from + inside[from..].find(end)? + end.len()..];
    }
}

/// Returns whether a text begins with keys between two lines of `---` or `+++`.
fn has_front_matter(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim_end);
    let Some(fence) = lines.next().filter(|fence| matches!(*fence, "---" | "+++")) else { return false };
    let keys = lines.by_ref().take_while(|line| *line != fence).filter(|line| has_key(line)).count();
    keys > 0 && head.lines().skip(1).any(|line| line.trim_end() == fence)
}

/// Returns whether a line begins with a key and a colon or an equals sign.
fn has_key(line: &str) -> bool {
    let key = line.find([':', '=']).map_or("", |end| line[..end].trim_end());
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '"'))
}

/// Returns whether a text begins with the header of a message (RFC 5322 §2.2), with a field that people do not copy.
fn is_mail(head: &str) -> bool {
    const SIGNS: [&str; 4] = ["mime-version:", "message-id:", "snapshot-content-location:", "return-path:"];
    let header = || head.lines().take_while(|line| !line.trim().is_empty());
    header().all(is_field) && header().any(|line| SIGNS.iter().any(|sign| line.starts_with(sign)))
}

/// Returns whether a line is a field of a header, or continues one.
fn is_field(line: &str) -> bool {
    let name = line.split_once(':').map_or("", |(name, _)| name);
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_name || line.starts_with([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_detected() {
        for (name, head, kind) in [
            ("a.txt", "Tag: Ports\n", CaptureKind::Text),
            ("a", "<!DOCTYPE html>\n<p>", CaptureKind::Html),
            ("a", "<!-- saved -->\n<!DOCTYPE html PUBLIC \"x\">\n<p>", CaptureKind::Html),
            ("a.txt", "<article><p>Tides</p></article>", CaptureKind::Html),
            ("a.htm", "<p>", CaptureKind::Html),
            ("a.xml", "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">", CaptureKind::Feed),
            ("a.xml", "\n<!-- <html> -->\n<!DOCTYPE rss [<!ELEMENT a>]>\n<rss>", CaptureKind::Feed),
            ("a.xml", "<x:feed xmlns:x=\"http://www.w3.org/2005/Atom\">", CaptureKind::Feed),
            ("a.cdf", "<?xml version=\"1.0\"?><CHANNEL HREF=\"https://a.example/\">", CaptureKind::Feed),
            ("a.json", "{\"version\": \"https://jsonfeed.org/version/1.1\"}", CaptureKind::Feed),
            (
                "a.xml",
                "<?xml?><rss xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\">",
                CaptureKind::Wordpress,
            ),
            ("a.xml", "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">", CaptureKind::Html),
            ("a.md", "---\ntitle: A\n---\n", CaptureKind::Markdown),
            ("a.md", "<p align=center>A</p>\n", CaptureKind::Markdown),
            ("a.qmd", "---\ntitle: A\n---\nB", CaptureKind::Markdown),
            ("a.html", "+++\ntitle = \"A\"\n+++\n<p>B</p>", CaptureKind::Markdown),
            ("a.txt", "---\nBoats: late\n", CaptureKind::Text),
            ("a.txt", "---\nSo it goes\n---\n", CaptureKind::Text),
            ("a", "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\n\n<p>", CaptureKind::Mail),
            (
                "a.json",
                "{\"rows\": [{\"uri\": \"https://a.example/\", \"user\": \"acct:p@hypothes.is\"}]}",
                CaptureKind::Hypothesis,
            ),
            ("a.csv", "Highlight,Book Title,Book Author\n", CaptureKind::Readwise),
            ("a.json", "[{\"id\": \"p\", \"type\": \"book\", \"issued\": {}}]", CaptureKind::CslJson),
            ("a", "% from a library\n@Article{pike2015,\n", CaptureKind::Bibtex),
            ("a.txt", "From: the harbour\nTo: the island\n\nDear all", CaptureKind::Text),
        ] {
            assert_eq!(CaptureKind::detect(name, head.as_bytes()), kind, "{name} {head}");
        }
        let utf16: Vec<u8> = "<rss/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(CaptureKind::detect("a.xml", &utf16), CaptureKind::Feed);
    }

    #[test]
    fn formats_are_refused_by_name() {
        for (name, bytes, what) in [
            ("a", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "a PNG image"),
            ("a.docx", b"PK\x03\x04\x14\0\x06\0", "a ZIP archive"),
            ("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04", "a compressed archive"),
            ("a.webarchive", b"bplist00\xd1\x01\x02_", "a web archive of Safari"),
            ("a.json", b"{\"items\": []}", "JSON"),
            ("a", b" [1]\n", "JSON"),
            ("a.jsonl", b"{\"a\": 1}\n{\"a\": 2}\n", "JSON"),
            ("a.json", b"{\"a\": ", "JSON"),
            ("a.opml", b"<?xml version=\"1.0\"?><opml/>", "XML (<opml>)"),
            ("a.xml", b"<!-- no feed --><urlset>", "XML (<urlset>)"),
            ("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\n", "a web archive (WARC)"),
            ("a.csv", b"one\ntwo\n", "a table (CSV)"),
            ("a.txt", b"id,title,url\n1,Fares,https://a.example/\n", "a table (CSV)"),
            ("a", b"TY  - NEWS\nTI  - Fares\n", "a list of references (RIS)"),
            ("tweets.js", b"window.YTD.tweets.part0 = [ {} ]", "a part of an archive of X"),
            ("a.js", b"console.log(1)", "a script (.js)"),
            ("fetch", b"#!/bin/sh\necho\n", "a script"),
            ("a.html", b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>", "a list of bookmarks"),
            ("a.mbox", b"From pike Tue Mar 3\n", "a mailbox"),
            ("a.rst", b"Fares\n=====\n", "a document in another markup (.rst)"),
        ] {
            let message = CaptureKind::of_readable(name, bytes).map_err(|refusal| refusal.message);
            let message = message.expect_err(name);
            assert!(message.starts_with(&format!("this is {what}")), "{name}: {message}");
        }
    }

    #[test]
    fn texts_are_no_formats() {
        for text in [
            "[Yonhap] reports",
            "{curly} words",
            "Words",
            "GIF8 is how it begins.",
            "Boats, fares, tides\n",
            "@pike: so\n",
        ] {
            assert_eq!(CaptureKind::of_readable("a.txt", text.as_bytes()), Ok(CaptureKind::Text), "{text}");
        }
    }
}
