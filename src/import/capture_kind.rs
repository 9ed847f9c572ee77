//! The kind of a file, by how it begins, else by its name. Formats that no reader reads are refused by their names, with
//! what to do instead, and never taken for text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::library::{highlights, references};
use super::refusal::ImportRefusal;
use crate::base::media_type::binary_format;

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
            _ if highlights::is_hypothesis(&head) => Self::Hypothesis,
            _ if references::is_export(&head) => Self::CslJson,
            _ if highlights::is_readwise(&head) => Self::Readwise,
            _ if references::is_bibliography(&head) => Self::Bibtex,
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
        if let Some(refusal) = refuse_binary(bytes) {
            return Err(refusal);
        }
        let kind = Self::detect(name, bytes);
        let head = head(bytes);
        match refuse_structured(&ending(name), &head, root_name(&head), bytes) {
            Some(refusal) if kind == Self::Text || is_bookmarks(&head) => Err(refusal),
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

/// The formats that can be read.
const READABLE: &str = "what can be read: plain text, saved web pages (HTML, MHTML), e-mails (.eml), RSS, Atom and JSON Feed, \
                        exports of WordPress and Blogger, Markdown, highlights of Hypothesis and Readwise, references in CSL-JSON and \
                        BibTeX";
/// The way for lists of addresses.
const PAGES: &str = "save the pages that it names in a browser, and import those";
/// The way for references in other formats.
const REFERENCES: &str = "export them as CSL-JSON or BibTeX";
/// The way for documents in other markup.
const PANDOC: &str = "convert it first: pandoc FILE -t gfm -o FILE.md";
/// The way for what programs read.
const PROSE: &str = "copy the text that people shall read into a .txt or .md file";
/// The way for data of other programs.
const EXPORT: &str = "export HTML, Markdown or a feed from the program that wrote it";

/// A refusal of a format.
fn refuse(what: &str, instead: &str) -> ImportRefusal {
    let separator = if instead.is_empty() { "" } else { "; " };
    ImportRefusal::new(format!("this is {what}"), format!("{instead}{separator}{READABLE}"))
}

/// Refuses files that are no text at all.
fn refuse_binary(bytes: &[u8]) -> Option<ImportRefusal> {
    let what = binary_format(bytes)?;
    let instead = match what {
        "a web archive of Safari" => "open it in Safari, and save the page source as HTML",
        what if what.contains("archive") => {
            "unpack it and import the files in it; save a document as a web page or as plain text"
        }
        what if what.starts_with("a document") => "save it as a web page or as plain text",
        _ => "",
    };
    Some(refuse(&format!("{what}, not a text"), instead))
}

/// Refuses a PDF, which is no article.
pub(super) fn refuse_pdf() -> ImportRefusal {
    refuse("a PDF, not a text", "quote from it with `margent clip`, or copy its text into a .txt file")
}

/// Refuses texts that are data or programs, by how they begin or, where that says nothing, by the ending of their name.
/// `head` and `ending` are in lower case.
fn refuse_structured(ending: &str, head: &str, root: Option<&str>, bytes: &[u8]) -> Option<ImportRefusal> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if let Some((_, what, instead)) = BEGINNINGS.iter().find(|(start, ..)| head.starts_with(start)) {
        return Some(refuse(what, instead));
    }
    if let Some(root) = root.filter(|_| head.starts_with("<?xml") || ending == "xml" || ending == "opml") {
        let instead = if root == "opml" || root == "urlset" { PAGES } else { "" };
        return Some(refuse(&format!("XML (<{root}>), but not a feed, a web page or an export of WordPress"), instead));
    }
    if is_json(text) || (ending == "json" && head.starts_with(['{', '['])) {
        let what = "JSON, but neither JSON Feed nor annotations of Hypothesis nor references in CSL-JSON";
        return Some(refuse(what, &format!("use --as feed if it has `items`, else {EXPORT}")));
    }
    if is_table(ending, head) {
        return Some(refuse("a table (CSV), whose columns mean nothing here", &format!("{PAGES}, or {EXPORT}")));
    }
    let (_, what, instead) = ENDINGS.iter().find(|(endings, ..)| endings.split(' ').any(|known| known == ending))?;
    Some(refuse(&format!("{what} (.{ending})"), instead))
}

/// Returns whether a file is a list of bookmarks, which looks like a page.
fn is_bookmarks(head: &str) -> bool {
    head.starts_with("<!doctype netscape-bookmark")
}

/// Foreign formats: their first bytes, their names, and the remedy.
const BEGINNINGS: [(&str, &str, &str); 15] = [
    ("warc/", "a web archive (WARC)", "open the page in a browser or a replay program, and save it as HTML"),
    ("http/1.", "an answer of a web server with its headers", "save the page alone, with curl without -i"),
    ("ty  - ", "a list of references (RIS)", REFERENCES),
    ("<!doctype netscape-bookmark", "a list of bookmarks", PAGES),
    ("window.ytd.", "a part of an archive of X (Twitter)", "open `Your archive.html` in a browser, and copy the posts"),
    ("begin:vcalendar", "a calendar", PROSE),
    ("begin:vcard", "a list of contacts", PROSE),
    ("#!", "a script", PROSE),
    ("<?php", "a script (PHP)", PROSE),
    ("\"use strict\"", "a script (JavaScript)", PROSE),
    ("'use strict'", "a script (JavaScript)", PROSE),
    ("\\documentclass", "a document in LaTeX", PANDOC),
    ("%!ps", "a document in PostScript", "copy its text into a .txt file"),
    ("diff --git ", "a list of changes", PROSE),
    ("-----begin ", "a key or a certificate", PROSE),
];

/// Endings of names, what such files are, and what to do instead.
const ENDINGS: [(&str, &str, &str); 7] = [
    ("js mjs cjs ts jsx tsx py rb php pl sh bash zsh ps1 bat lua vbs", "a script", PROSE),
    ("rs go c h cpp hpp cc java cs kt swift scala css scss less sql r m", "source code", PROSE),
    ("yaml yml toml ini cfg conf env lock", "a file of settings", PROSE),
    ("tex rst adoc asciidoc org textile wiki mediawiki docbook", "a document in another markup", PANDOC),
    ("jsonl ndjson geojson har ics vcf", "data of a program", EXPORT),
    ("ris enw nbib", "a list of references", REFERENCES),
    ("mbox", "a mailbox of several messages", "save each message as .eml in the mail program"),
];

/// Returns whether a text is JSON, or values of JSON on lines of their own.
fn is_json(text: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<serde::de::IgnoredAny>();
    matches!(text, [b'{' | b'[', ..]) && values.all(|value| value.is_ok())
}

/// Returns whether a text is a table: so its name says, or its first line names columns and the next has as many.
fn is_table(ending: &str, head: &str) -> bool {
    if matches!(ending, "csv" | "tsv") {
        return true;
    }
    let mut lines = head.lines().filter(|line| !line.trim().is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    [',', ';', '\t'].into_iter().any(|separator| {
        let columns = first.split(separator).count();
        columns > 2 && first.split(separator).all(is_column) && second.split(separator).count() >= columns
    })
}

/// Returns whether a cell names a column.
fn is_column(cell: &str) -> bool {
    let cell = cell.trim_matches('"');
    !cell.is_empty() && cell.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
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
