//! Formats that no reader reads: each is refused by its name, with what to do instead, and never taken for text.

use super::refusal::ImportRefusal;
use crate::base::media_type::binary_format;

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
pub(super) fn refuse_binary(bytes: &[u8]) -> Option<ImportRefusal> {
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
pub(super) fn refuse_structured(ending: &str, head: &str, root: Option<&str>, bytes: &[u8]) -> Option<ImportRefusal> {
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
pub(super) fn is_bookmarks(head: &str) -> bool {
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
