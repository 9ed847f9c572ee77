//! Writes alerts, tables, blocks of code, the boxes of tasks, and the figures of attributed quotations.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::buffer::HtmlBuffer;
use crate::base::text::html::escape;
use crate::pipeline::markdown::analysis::TextAnalysis;
use crate::pipeline::markdown::attribution::{AttributedQuotation, QuotationKind};
use crate::pipeline::markdown::excerpt::Excerpt;
use crate::pipeline::markdown::highlight::language_name;
use crate::pipeline::markdown::marks::HtmlStretch;
use crate::pipeline::markdown::slotted_html::SlotTarget;

/// Opens an alert of GitHub's, whose kind is a class and a word of the theme.
pub(super) fn open_alert(kind: BlockQuoteKind, html: &mut HtmlBuffer<'_>) {
    let (class, key) = match kind {
        BlockQuoteKind::Note => ("note", "alert_note"),
        BlockQuoteKind::Tip => ("tip", "alert_tip"),
        BlockQuoteKind::Important => ("important", "alert_important"),
        BlockQuoteKind::Warning => ("warning", "alert_warning"),
        BlockQuoteKind::Caution => ("caution", "alert_caution"),
    };
    let word = html.slot(SlotTarget::Word(key.into()));
    html.push_html(format!("<blockquote class=\"markdown-alert-{class}\" data-kind=\"{word}\">\n"));
}

/// Opens the box of a table. One of many columns may have to scroll, which needs a name and access by keyboard.
pub(super) fn open_table(columns: usize, html: &mut HtmlBuffer<'_>) {
    const MANY: usize = 5;
    if columns < MANY {
        return html.push_html("<div class=\"table\">");
    }
    let name = html.slot(SlotTarget::Word("table".into()));
    html.push_html(format!("<div class=\"table\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\">"));
}

/// Writes a fenced block of code, highlighted if its language is known.
pub(super) fn write_fenced_code<'a>(text: &TextAnalysis<'a, '_>, block: Range<usize>, html: &mut HtmlBuffer<'a>) {
    match text.code.get(&block.start) {
        Some(code) => html.push_html(format!(
            "<pre><code class=\"language-{}\">{}</code></pre>\n",
            escape(&code.language),
            code.html
        )),
        None => {
            for (event, _) in &text.layout.events[block] {
                let info = if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event {
                    Some(info)
                } else {
                    None
                };
                html.push(info.map_or_else(|| event.clone(), |info| open_plain_code(info)));
            }
        }
    }
}

/// Opens a block of code with the language that its fence names, and without the rest of the fence.
fn open_plain_code<'a>(info: &str) -> Event<'a> {
    let language = language_name(info).unwrap_or_default().to_owned();
    Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language.into())))
}

/// Writes the box of a task. Its name is a symbol, which is the same in every language.
pub(super) fn write_task(done: bool, html: &mut HtmlBuffer<'_>) {
    html.push_html(if done {
        "<input disabled=\"\" type=\"checkbox\" checked=\"\" aria-label=\"☑\">\n"
    } else {
        "<input disabled=\"\" type=\"checkbox\" aria-label=\"☐\">\n"
    });
}

/// Writes the start or end of a quotation or of its attribution.
pub(super) fn write_border(quotation: &AttributedQuotation<'_>, event: &Event<'_>, html: &mut HtmlBuffer<'_>) {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the remaining border of a quotation is its end")]
    match event {
        Event::Start(Tag::BlockQuote(_)) => open_quotation(quotation, html),
        Event::Start(_) => open_attribution(quotation.kind, html),
        Event::End(TagEnd::Paragraph) => close_attribution(quotation.kind, html),
        _ => html.push_html("</figure>\n"),
    }
}

/// Opens a quotation. An excerpt is an h-cite (microformats2) that the page quotes.
fn open_quotation(quotation: &AttributedQuotation<'_>, html: &mut HtmlBuffer<'_>) {
    let QuotationKind::Excerpt(number) = quotation.kind else {
        return html.push_html("<figure class=\"report h-cite\">\n<div>\n");
    };
    let mut attributes = String::new();
    if let Some(url) = quotation.source.url {
        attributes.push_str(&format!(" cite=\"{}\"", escape(url)));
    }
    if let Some(language) = quotation.source.language {
        attributes.push_str(&format!(" lang=\"{}\"", escape(language)));
    }
    // An excerpt may be in any script, whatever is around it.
    attributes.push_str(" dir=\"auto\"");
    html.push_html(format!(
        "<figure class=\"excerpt h-cite u-quotation-of\" id=\"{}\">\n<blockquote class=\"e-content\"{attributes}>{}\n",
        Excerpt::id(number),
        HtmlStretch::Quotation(number).start_mark()
    ));
}

/// Ends the quotation, and opens its attribution outside of it.
fn open_attribution(kind: QuotationKind, html: &mut HtmlBuffer<'_>) {
    match kind {
        QuotationKind::Excerpt(number) => {
            let end = HtmlStretch::Quotation(number).end_mark();
            html.push_html(format!("{end}</blockquote>\n<figcaption>"));
        }
        QuotationKind::Report => html.push_html("</div>\n<figcaption>"),
    }
}

/// Ends an attribution; that of an excerpt has a slot for the mark of a verified one.
fn close_attribution(kind: QuotationKind, html: &mut HtmlBuffer<'_>) {
    if let QuotationKind::Excerpt(number) = kind {
        let verified = html.slot(SlotTarget::Verified(number));
        html.push_html(verified);
    }
    html.push_html("</figcaption>\n");
}
