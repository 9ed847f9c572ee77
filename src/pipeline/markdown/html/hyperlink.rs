//! Writes links and images, and the numbers that link to notes. A link to a source leads to the words quoted by a text fragment
//! (WICG "URL Fragment Text Directives").

use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use pulldown_cmark::{Event, Tag};

use super::buffer::HtmlBuffer;
use crate::base::text::html::escape;
use crate::pipeline::markdown::address::has_scheme_or_host;
use crate::pipeline::markdown::analysis::TextAnalysis;
use crate::pipeline::markdown::attribution::QuotationKind;
use crate::pipeline::markdown::context::CitableSource;
use crate::pipeline::markdown::events::words_of;
use crate::pipeline::markdown::layout::Layout;
use crate::pipeline::markdown::note::{note_id, reference_id};
use crate::pipeline::markdown::slotted_html::SlotTarget;

/// The tag that opens the link that the event `at` starts, to a source or into the site. `None` for a link that leaves
/// the site: it is written as it is.
pub(super) fn open_link(
    text: &TextAnalysis<'_, '_>,
    at: usize,
    dest: &str,
    title: &str,
    html: &mut HtmlBuffer<'_>,
) -> Option<String> {
    let range = || text.context.in_file(&text.layout.events[at].1);
    let dest = text.context.without_own_host(dest);
    let attributes = if let Some((_, source)) = text.context.cited(dest) {
        source_attributes(text, at, source, html)
    } else if let Some(id) = dest.strip_prefix("source:") {
        href(html.link_slot(SlotTarget::Own(source_id(id)), range()))
    } else if has_scheme_or_host(dest) {
        return None;
    } else {
        href(html.link_slot(SlotTarget::Written(dest.to_owned()), range()))
    };
    Some(format!("<a {attributes}{}>", title_attribute(title)))
}

/// The attributes of a link to a source, which leads to the words quoted if it is in the attribution of an excerpt. The
/// link is robust if a copy is archived (Robust Links 1.0: `data-versionurl`, `data-versiondate`).
fn source_attributes(
    text: &TextAnalysis<'_, '_>,
    at: usize,
    source: &CitableSource<'_>,
    html: &mut HtmlBuffer<'_>,
) -> String {
    let range = text.context.in_file(&text.layout.events[at].1);
    let quotation = text.attributions.at(at);
    let Some(url) = source.url else {
        let class = if quotation.is_some() { "source p-name" } else { "source" };
        let href = href(html.link_slot(SlotTarget::Own(source_id(source.id)), range));
        return format!("class=\"{class}\" {href}");
    };
    // Properties of h-cite (microformats2): the name and the address of what is quoted.
    let class = if quotation.is_some() { "source p-name u-url" } else { "source" };
    let fragment = quotation.and_then(|quotation| text_fragment(text, quotation.kind));
    let fragment = fragment
        .map_or_else(String::new, |directive| if url.contains('#') { directive } else { format!("#{directive}") });
    let href = match source.own {
        Some(path) => href(html.link_slot(SlotTarget::Site(format!("{path}{fragment}")), range)),
        None => href(escape(&format!("{url}{fragment}"))),
    };
    let mut attributes = format!("class=\"{class}\" {href}");
    if let Some(language) = source.language {
        attributes.push_str(&format!(" hreflang=\"{}\"", escape(language)));
    }
    if let Some((version, date)) = &source.version {
        attributes.push_str(&format!(" data-versionurl=\"{}\"", escape(version)));
        if let Some(date) = date {
            attributes.push_str(&format!(" data-versiondate=\"{date}\""));
        }
    }
    attributes
}

/// The directive that leads to the first words of an excerpt on the page of its source.
fn text_fragment(text: &TextAnalysis<'_, '_>, kind: QuotationKind) -> Option<String> {
    match kind {
        QuotationKind::Excerpt(number) => {
            text_directive(&text.excerpts[number].parts.iter().find(|part| !part.words.is_empty())?.words)
        }
        QuotationKind::Report => None,
    }
}

/// Writes the image that the first of the events `range` starts.
pub(super) fn write_image(
    text: &TextAnalysis<'_, '_>,
    range: Range<usize>,
    dest: &str,
    title: &str,
    html: &mut HtmlBuffer<'_>,
) {
    let events = &text.layout.events[range];
    let alt = escape(&words_of(events));
    let dest = text.context.without_own_host(dest);
    let src = if has_scheme_or_host(dest) {
        escape(dest)
    } else {
        html.link_slot(SlotTarget::Image(dest.to_owned()), text.context.in_file(&events[0].1))
    };
    let title = title_attribute(title);
    html.push_html(format!("<img src=\"{src}\" alt=\"{alt}\"{title} loading=\"lazy\" decoding=\"async\">"));
}

/// Writes an image with its title as the caption.
pub(super) fn write_picture(text: &TextAnalysis<'_, '_>, range: Range<usize>, html: &mut HtmlBuffer<'_>) {
    let Event::Start(Tag::Image { dest_url, title, .. }) = &text.layout.events[range.start].0 else { return };
    html.push_html("<figure class=\"picture\">\n");
    write_image(text, range, dest_url, "", html);
    html.push_html(format!("\n<figcaption>{}</figcaption>\n</figure>\n", escape(title)));
}

fn href(value: String) -> String {
    format!("href=\"{value}\"")
}

fn title_attribute(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) }
}

/// The id of a source in the list of sources.
fn source_id(source: &str) -> String {
    format!("source-{source}")
}

/// Writes the reference that is the event `at`: a number that links to the note.
pub(super) fn write_reference(layout: &Layout<'_>, at: usize, html: &mut HtmlBuffer<'_>) {
    let Some(reference) = layout.references.get(&at) else { return };
    let note = &layout.notes[reference.note];
    let href = html.slot(SlotTarget::Own(note_id(&note.slug)));
    html.push_html(format!(
        "<sup class=\"note-ref note-{}\"><a href=\"{href}\" id=\"{}\" role=\"doc-noteref\">{}</a></sup>",
        note.kind.name(),
        reference_id(&note.slug, reference.nth),
        reference.note + 1
    ));
}

/// A hyphen, a comma and an ampersand separate the parts of a text directive.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// The number of words up to which a fragment contains them all.
const FULL: usize = 12;
/// The number of words at each end of a longer passage; the browser finds those between.
const ENDS: usize = 5;

/// The directive that leads to `words`, such as `:~:text=about%2010,use%20smartphones`. It leaves out quotation marks,
/// dashes and ellipses, which the page may set otherwise.
fn text_directive(words: &str) -> Option<String> {
    let lines: Vec<Vec<&str>> = words.lines().map(split_words).filter(|line| !line.is_empty()).collect();
    let (first, last) = (lines.first()?, lines.last()?);
    if lines.len() == 1 && first.len() <= FULL && first.iter().all(|word| is_plain(word)) {
        return Some(format_directive(&[first]));
    }
    let start = first.iter().take_while(|word| is_plain(word)).take(ENDS).count();
    let end = last.iter().rev().take_while(|word| is_plain(word)).take(ENDS).count();
    // The ends must not meet, and one word alone may occur anywhere.
    let room = if lines.len() == 1 { first.len() } else { usize::MAX };
    match (start, end) {
        (2.., 2..) if start + end <= room => Some(format_directive(&[&first[..start], &last[last.len() - end..]])),
        (2.., _) => Some(format_directive(&[&first[..start]])),
        (_, 2..) => Some(format_directive(&[&last[last.len() - end..]])),
        _ => None,
    }
}

fn split_words(line: &str) -> Vec<&str> {
    line.trim().trim_matches(is_mark).split_whitespace().collect()
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '\'')
}

fn is_plain(word: &str) -> bool {
    let typeset = ['–', '—', '…', '"', '“', '”', '„', '«', '»', '‘', '‚'];
    !word.contains(typeset) && !word.contains("--") && !word.contains("...")
}

fn format_directive(ends: &[&[&str]]) -> String {
    let encoded = ends.iter().map(|words| utf8_percent_encode(&words.join(" "), ENCODED).to_string());
    format!(":~:text={}", encoded.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_to_words() {
        assert_eq!(
            text_directive("“Well-known, one & all”").as_deref(),
            Some(":~:text=Well%2Dknown%2C%20one%20%26%20all")
        );
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
        assert_eq!(
            text_directive(long).as_deref(),
            Some(":~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen")
        );
        assert_eq!(text_directive("one two\nthree four").as_deref(), Some(":~:text=one%20two,three%20four"));
        assert_eq!(text_directive("one two — three").as_deref(), Some(":~:text=one%20two"));
        assert_eq!(text_directive("손전화").as_deref(), Some(":~:text=%EC%86%90%EC%A0%84%ED%99%94"));
        assert_eq!(text_directive("A “short quote” of words").as_deref(), Some(":~:text=of%20words"));
        assert_eq!(text_directive("—"), None);
        assert_eq!(text_directive(""), None);
    }
}
