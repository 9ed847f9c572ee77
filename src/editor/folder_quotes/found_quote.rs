//! Finds the quotations of one Markdown file, and what their attributions link to.

use std::collections::BTreeSet;

use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::text::path::RelPath;
use crate::pipeline::config::{Config, MarkdownConfig};
use crate::pipeline::content::{ContentContext, SNAPSHOTS, Source, article};
use crate::pipeline::markdown::{
    AttributionStyle, CitableSource, CitableSources, Excerpt, MarkdownContext, attribution_links, parse,
};

/// A quotation.
pub(super) struct FoundQuote {
    /// Its words.
    pub excerpt: Excerpt,
    /// The address of its source, or the path of a file.
    pub link: String,
    /// The snapshot that an article of margent names.
    pub snapshot: Option<RelPath>,
}

/// The quotations of a file.
pub(super) struct QuotedFile {
    pub quotes: Vec<FoundQuote>,
    /// The number of blockquotes that name no source.
    pub unattributed: usize,
    pub faults: Vec<Diagnostic>,
}

/// Finds the quotations of the file at `path`.
pub(super) fn find_quotes(path: &RelPath, text: &str, config: &Config) -> QuotedFile {
    let start = front_matter_end(text);
    let declared = declared_sources(path, text, start, config);
    let options = MarkdownConfig { highlight: false, ..MarkdownConfig::default() };
    let links = attribution_links(&text[start..], &options);
    let cites = CitableSources::new(citable(&declared, &links), Vec::new(), AttributionStyle::Free);
    let parsed = parse(&text[start..], &MarkdownContext { path, start, options: &options, base_url: "", cites });
    let quotes = parsed.value.excerpts.into_iter().map(|excerpt| found(excerpt, &declared));
    QuotedFile {
        quotes: quotes.collect(),
        unattributed: parsed.value.unattributed.len(),
        // The other rules are those of articles.
        faults: parsed.faults.into_iter().filter(|fault| fault.code == codes::NOT_QUOTABLE).collect(),
    }
}

/// The sources that an article of margent declares, and those of other links.
fn citable<'a>(declared: &'a [Source], links: &'a BTreeSet<String>) -> Vec<CitableSource<'a>> {
    let plain = |id, url| CitableSource { id, url, own: None, language: None, version: None };
    let mut sources: Vec<CitableSource<'a>> =
        declared.iter().map(|source| plain(source.id.as_str(), source.url.as_deref())).collect();
    let is_declared = |link: &str| declared.iter().any(|source| source.url.as_deref() == Some(link));
    let others = links.iter().filter(|link| !is_declared(link) && !link.starts_with("source:"));
    sources.extend(others.map(|link| plain(link, Some(link))));
    sources
}

fn found(excerpt: Excerpt, declared: &[Source]) -> FoundQuote {
    // Behind them are the addresses of other links.
    let source = declared.get(excerpt.source_number);
    let link = source.and_then(|source| source.url.clone()).unwrap_or_else(|| excerpt.source.clone());
    let snapshot = source.and_then(|source| source.snapshot.as_ref());
    let snapshot = snapshot.and_then(|name| RelPath::new(&format!("{SNAPSHOTS}/{}", name.value)));
    FoundQuote { excerpt, link, snapshot }
}

/// The sources in the front matter of an article of margent.
fn declared_sources(path: &RelPath, text: &str, body: usize, config: &Config) -> Vec<Source> {
    let is_article = text.trim_start_matches('\u{feff}').starts_with("+++") && text[..body].contains("[[source]]");
    if is_article { article::parse(&ContentContext { path, config }, &text[..body]).value.sources } else { Vec::new() }
}

/// The byte at which the text begins, behind front matter in TOML (`+++`) or YAML (`---`).
pub(super) fn front_matter_end(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[mark..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let ends: &[&str] = match first.trim_end() {
        "+++" => &["+++"],
        "---" => &["---", "..."],
        _ => return mark,
    };
    let mut at = mark + first.len();
    for line in lines {
        at += line.len();
        if ends.contains(&line.trim_end()) {
            return at;
        }
    }
    // Without an end, it is a rule that divides a text.
    mark
}

#[cfg(test)]
mod tests {
    use super::front_matter_end;

    #[test]
    fn front_matter_is_passed_over() {
        for (text, rest) in [
            ("+++\na = 1\n+++\nText", "Text"),
            ("\u{feff}---\r\na: 1\r\n---\r\nText", "Text"),
            ("---\na: 1\n...\nText", "Text"),
            ("---\nText\n", "---\nText\n"),
            ("Text\n---\n", "Text\n---\n"),
            ("", ""),
        ] {
            assert_eq!(&text[front_matter_end(text)..], rest, "{text:?}");
        }
    }
}
