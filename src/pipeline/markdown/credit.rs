//! Credits: the names that attributions give to their sources; attributions that belong to no quotation; and quotations
//! that have no attribution.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::attribution::{Attributions, QuotationKind, lead_and_link};
use super::attribution_wording::{says_paraphrased, with_repair};
use super::context::MarkdownContext;
use super::events::{SpannedEvent, end_of, words_of};
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;

/// The name that an attribution gives to its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The number of the source among those that the text may cite.
    pub source: usize,
    /// True if the quotation is an excerpt, false if it is a report.
    pub verbatim: bool,
    /// The text of the link.
    pub name: String,
    /// The whole attribution.
    pub line: String,
    /// The link, in bytes from the start of the file.
    pub range: Range<usize>,
}

/// Gathers the credits of all attributed quotations. Reports an attribution that names two sources.
pub(super) fn gather_credits(
    events: &[SpannedEvent<'_>],
    attributions: &Attributions<'_>,
    context: &MarkdownContext<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Credit> {
    let mut credits = Vec::with_capacity(attributions.quotations.len());
    for quotation in &attributions.quotations {
        let [first, last] = quotation.attribution;
        let link = &events[quotation.link..=end_of(events, quotation.link)];
        let other = events[quotation.link + 1..last].iter().find(|(event, _)| {
            matches!(event, Event::Start(Tag::Link { dest_url, .. })
                if context.cited(dest_url).is_some_and(|(number, _)| number != quotation.source_number))
        });
        if let Some((_, range)) = other {
            let message = "this attribution names two sources; the quotation counts as the first one's";
            let fault = Diagnostic::new(codes::LOOSE_ATTRIBUTION, message);
            faults.push(
                fault.hint("quote each source by itself, or name the second without a link").at(context.span(range)),
            );
        }
        credits.push(Credit {
            source: quotation.source_number,
            verbatim: quotation.kind != QuotationKind::Report,
            name: words_of(link).trim().to_owned(),
            line: words_of(&events[first..last]),
            range: context.in_file(&events[quotation.link].1),
        });
    }
    credits
}

/// Reports paragraphs that are attributions, but not at the end of a quotation.
pub(super) fn check_strays(
    text: &str,
    events: &[SpannedEvent<'_>],
    attributions: &Attributions<'_>,
    context: &MarkdownContext<'_>,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut quotations = 0usize;
    for (at, (event, range)) in events.iter().enumerate() {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events are neither quotations nor paragraphs")]
        match event {
            Event::Start(Tag::BlockQuote(_)) => quotations += 1,
            Event::End(TagEnd::BlockQuote(_)) => quotations = quotations.saturating_sub(1),
            Event::Start(Tag::Paragraph)
                if attributions.at(at).is_none() && opens_as_attribution(events, at, context) =>
            {
                let is_last =
                    matches!(events.get(end_of(events, at) + 1), Some((Event::End(TagEnd::BlockQuote(_)), _)));
                let (what, hint) = match (quotations, is_last) {
                    (0, _) => {
                        ("this attribution is outside of its quotation", "begin its line with > like the quotation's")
                    }
                    // A blockquote of nothing but an attribution is a fault of its own.
                    (_, true) => continue,
                    (_, false) => (
                        "the quotation goes on after this attribution",
                        "end the quotation with an empty line without > after the attribution",
                    ),
                };
                let fault = Diagnostic::new(codes::LOST_ATTRIBUTION, what).hint(hint).at(context.span(range));
                faults.push(if quotations == 0 { with_repair(fault, text, range, context) } else { fault });
            }
            _ => {}
        }
    }
    faults
}

fn opens_as_attribution(events: &[SpannedEvent<'_>], paragraph: usize, context: &MarkdownContext<'_>) -> bool {
    // Most paragraphs do not begin with a dash.
    let dash = matches!(events.get(paragraph + 1), Some((Event::Text(text), _)) if text.starts_with(['—', '–', '-']));
    dash && {
        let (lead, link) = lead_and_link(events, paragraph + 1..end_of(events, paragraph));
        let is_short =
            !lead.trim_matches(['—', '–', '-', ' ']).contains(char::is_alphanumeric) || says_paraphrased(&lead);
        is_short && link.is_some_and(|(_, dest)| context.cited(dest).is_some())
    }
}

/// The blockquotes, outside of others, without anything that looks like an attribution; in bytes from the start of the
/// file.
pub(super) fn unattributed_quotes(
    events: &[SpannedEvent<'_>],
    attributions: &Attributions<'_>,
    context: &MarkdownContext<'_>,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    for (at, (event, range)) in events.iter().enumerate() {
        if let Event::Start(Tag::BlockQuote(alert)) = event {
            if depth == 0
                && alert.is_none()
                && attributions.at(at).is_none()
                && !attributions.misattributed.contains(&at)
            {
                found.push(context.in_file(range));
            }
            depth += 1;
        } else if let Event::End(TagEnd::BlockQuote(_)) = event {
            depth = depth.saturating_sub(1);
        }
    }
    found
}
