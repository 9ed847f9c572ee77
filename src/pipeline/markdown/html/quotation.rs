//! Writes the figures of attributed quotations.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::buffer::HtmlBuffer;
use crate::base::text::html::escape;
use crate::pipeline::markdown::attribution::{AttributedQuotation, QuotationKind};
use crate::pipeline::markdown::excerpt::Excerpt;
use crate::pipeline::markdown::place::HtmlStretch;
use crate::pipeline::markdown::slot::SlotTarget;

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
