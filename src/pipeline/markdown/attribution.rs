//! Finds the blockquotes with an attribution: a last paragraph that starts with an em dash and links to a source. Such
//! a quotation is an *excerpt*, or a *report* if it says "paraphrased from".

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attribution_wording::{paraphrase_word, says_paraphrased, with_repair};
use super::context::{AttributionStyle, CitableSource, MarkdownContext};
use super::events::SpannedEvent;
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic};

/// The attributed quotations of a text.
pub(super) struct Attributions<'c> {
    /// The quotations, in the order of their starts.
    pub quotations: Vec<AttributedQuotation<'c>>,
    /// The events that start blockquotes with something that only looks like an attribution.
    pub misattributed: BTreeSet<usize>,
    /// The quotations by the events that start and end them and their attributions, and by the links of these.
    by_event: HashMap<usize, usize>,
}

/// A blockquote with an attribution.
pub(super) struct AttributedQuotation<'c> {
    /// Excerpt or report.
    pub kind: QuotationKind,
    /// The source that it is attributed to.
    pub source: &'c CitableSource<'c>,
    /// The number of the source among those that the text may cite.
    pub source_number: usize,
    /// The event that starts the blockquote.
    pub start: usize,
    /// The events that start and end the paragraph of the attribution, which is the last of the blockquote.
    pub attribution: [usize; 2],
    /// The event that starts the link to the source.
    pub link: usize,
}

/// The kinds of attributed quotation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum QuotationKind {
    /// The words of a source; the number of the excerpt, from 0.
    Excerpt(usize),
    /// The content of a source in the editor's words.
    Report,
}

impl Attributions<'_> {
    /// The quotation that the event starts or ends, or whose attribution it starts, ends or links.
    pub fn at(&self, event: usize) -> Option<&AttributedQuotation<'_>> {
        self.by_event.get(&event).map(|number| &self.quotations[*number])
    }

    /// The excerpts, in order.
    pub fn excerpts(&self) -> impl Iterator<Item = &AttributedQuotation<'_>> {
        self.quotations.iter().filter(|quotation| quotation.kind != QuotationKind::Report)
    }
}

/// Finds the attributed quotations, and paragraphs that only look like attributions.
pub(super) fn find_attributions<'c>(
    text: &str,
    events: &[SpannedEvent<'_>],
    context: &'c MarkdownContext<'c>,
) -> Checked<Attributions<'c>> {
    let (mut quotations, mut misattributed, mut faults) = (Vec::new(), BTreeSet::new(), Vec::new());
    // By their ends, the last one first: whatever starts behind a quotation is inside it. Whom an excerpt quotes is told as its
    // source tells it.
    let mut outermost = usize::MAX;
    for quote in blockquotes(events).into_iter().rev() {
        let at = context.span(&events[quote.last[0]].1);
        match classify_quote(events, context, &quote) {
            QuoteClass::Attributed(quotation) => {
                faults.extend(check_verbatim(events, &quotation).map(|fault| fault.at(at)));
                outermost = outermost.min(quote.start);
                quotations.push(quotation);
            }
            QuoteClass::Misattributed(_) if outermost < quote.start => {}
            QuoteClass::Misattributed(why) => {
                misattributed.insert(quote.start);
                let message = format!("this looks like an attribution, but {why}");
                let fault = Diagnostic::new(codes::LOOSE_ATTRIBUTION, message);
                let fault = fault.hint("write it as: > — [Outlet](source:id)").at(at);
                faults.push(with_repair(fault, text, &events[quote.last[0]].1, context));
            }
            QuoteClass::Plain => {}
        }
    }
    quotations.sort_unstable_by_key(|quotation| quotation.start);
    let mut excerpts = 0;
    let mut by_event = HashMap::with_capacity(quotations.len() * 5);
    for (number, quotation) in quotations.iter_mut().enumerate() {
        if let QuotationKind::Excerpt(excerpt) = &mut quotation.kind {
            *excerpt = excerpts;
            excerpts += 1;
        }
        let [first, last] = quotation.attribution;
        // The attribution is the last child of the blockquote.
        by_event.extend([quotation.start, first, quotation.link, last, last + 1].map(|event| (event, number)));
    }
    Checked { value: Attributions { quotations, misattributed, by_event }, faults }
}

/// A blockquote whose last child is a paragraph or a bulleted list.
struct Blockquote {
    start: usize,
    children: usize,
    /// The events that start and end its last child.
    last: [usize; 2],
}

/// A blockquote whose end is still to come.
struct OpenBlockquote {
    start: usize,
    /// The depth of its children.
    depth: usize,
    children: usize,
    /// The start and end of its last child if that is a paragraph or a bulleted list.
    last: Option<[usize; 2]>,
}

/// Finds the blockquotes that may have attributions; alerts have none.
fn blockquotes(events: &[SpannedEvent<'_>]) -> Vec<Blockquote> {
    let mut closed = Vec::new();
    let mut open: Vec<OpenBlockquote> = Vec::new();
    let mut depth: usize = 0;
    for (at, (event, _)) in events.iter().enumerate() {
        if let Event::Start(tag) = event {
            if let Some(quote) = open.last_mut().filter(|quote| quote.depth == depth) {
                quote.children += 1;
                quote.last = matches!(tag, Tag::Paragraph | Tag::List(None)).then_some([at, at]);
            }
            depth += 1;
            if matches!(tag, Tag::BlockQuote(_)) {
                open.push(OpenBlockquote { start: at, depth, children: 0, last: None });
            }
        } else if let Event::End(end) = event {
            depth = depth.saturating_sub(1);
            if let TagEnd::BlockQuote(alert) = end {
                let quote = open.pop().filter(|_| alert.is_none());
                closed.extend(quote.and_then(|OpenBlockquote { start, children, last, .. }| {
                    last.map(|last| Blockquote { start, children, last })
                }));
            } else if let Some(quote) = open.last_mut().filter(|quote| quote.depth == depth)
                && let Some(child) = &mut quote.last
            {
                child[1] = at;
            }
        }
    }
    closed
}

/// The class of a blockquote, by its last child.
enum QuoteClass<'c> {
    /// A quotation with an attribution.
    Attributed(AttributedQuotation<'c>),
    /// A quotation whose attribution is not written as one; the reason.
    Misattributed(&'static str),
    /// A quotation without an attribution.
    Plain,
}

fn classify_quote<'c>(
    events: &[SpannedEvent<'_>],
    context: &'c MarkdownContext<'c>,
    quote: &Blockquote,
) -> QuoteClass<'c> {
    let [first, last] = quote.last;
    if matches!(events[first].0, Event::Start(Tag::List(_))) {
        return if is_hyphenated_attribution(&events[first..last]) {
            QuoteClass::Misattributed("a hyphen makes it a list item; start it with an em dash: —")
        } else {
            QuoteClass::Plain
        };
    }
    let (lead, link) = lead_and_link(events, first + 1..last);
    let dash = opens_with_dash(&lead, context.cites.style);
    if dash && quote.children == 1 && link.is_some_and(|(_, dest)| context.cited(dest).is_some()) {
        return QuoteClass::Misattributed("nothing is quoted above it; a line above has lost its >");
    }
    let opens = dash && quote.children > 1;
    if let Some((link, dest)) = link.filter(|_| opens) {
        if let Some((source_number, source)) = context.cited(dest) {
            let report = says_paraphrased(&lead);
            // Excerpts are numbered when all quotations are known.
            let kind = if report { QuotationKind::Report } else { QuotationKind::Excerpt(0) };
            let (start, attribution) = (quote.start, quote.last);
            return QuoteClass::Attributed(AttributedQuotation {
                kind,
                source,
                source_number,
                start,
                attribution,
                link,
            });
        }
        // An unknown source is a fault of its link.
        if dest.starts_with("source:") {
            return QuoteClass::Plain;
        }
    }
    match context.cites.style {
        AttributionStyle::Strict => explain_misattribution(&events[first..last], opens, quote.children),
        AttributionStyle::Free => QuoteClass::Plain,
    }
}

/// Returns whether a line opens with the dash of an attribution.
pub(super) fn opens_with_dash(line: &str, style: AttributionStyle) -> bool {
    let line = line.trim_start();
    match style {
        AttributionStyle::Strict => line.starts_with('—'),
        AttributionStyle::Free => ["—", "―", "–", "--"].iter().any(|dash| line.starts_with(dash)),
    }
}

/// The addresses that attributions of blockquotes in [`AttributionStyle::Free`] link to.
pub(super) fn attributed_links(events: &[SpannedEvent<'_>]) -> BTreeSet<String> {
    let mut links = BTreeSet::new();
    for quote in blockquotes(events).iter().filter(|quote| quote.children > 1) {
        let (lead, link) = lead_and_link(events, quote.last[0] + 1..quote.last[1]);
        let link = link.filter(|_| opens_with_dash(&lead, AttributionStyle::Free));
        links.extend(link.map(|(_, dest)| dest.to_owned()));
    }
    links
}

/// The words that a paragraph opens with, and the link that follows them, if any: its event and destination.
pub(super) fn lead_and_link<'e>(
    events: &'e [SpannedEvent<'_>],
    paragraph: Range<usize>,
) -> (String, Option<(usize, &'e str)>) {
    let mut lead = String::new();
    for (at, (event, _)) in events.iter().enumerate().take(paragraph.end).skip(paragraph.start) {
        #[expect(clippy::wildcard_enum_match_arm, reason = "any other event ends the lead")]
        match event {
            Event::Text(text) => lead.push_str(text),
            Event::SoftBreak => lead.push(' '),
            Event::Start(Tag::Link { dest_url, .. }) => return (lead, Some((at, dest_url))),
            _ => break,
        }
    }
    (lead, None)
}

/// Gives the reason why a last paragraph is no attribution if it looks like one: it `opens` as one, or it cites a
/// source.
fn explain_misattribution<'c>(paragraph: &[SpannedEvent<'_>], opens: bool, children: usize) -> QuoteClass<'c> {
    let mut links = paragraph.iter().filter_map(|(event, _)| destination(event)).peekable();
    let is_linked = links.peek().is_some();
    let cites = links.any(|dest| dest.starts_with("source:"));
    QuoteClass::Misattributed(match (opens, cites) {
        (true, true) => "the link must follow the dash",
        (true, false) if is_linked => "it does not link to a source declared in the front matter",
        (true, false) => "it does not link to a source",
        (false, true) if children == 1 => "it must be a separate paragraph, after a line with just >",
        (false, true) => "it must start with an em dash: —",
        (false, false) => return QuoteClass::Plain,
    })
}

/// The destination of the link that the event starts.
fn destination<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    if let Event::Start(Tag::Link { dest_url, .. }) = event { Some(dest_url) } else { None }
}

/// Returns whether a list is one link to a source: an attribution that starts with a hyphen.
fn is_hyphenated_attribution(list: &[SpannedEvent<'_>]) -> bool {
    let items = list.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Item))).count();
    let mut inner = list.iter().skip(1).map(|(event, _)| event);
    let content = inner.find(|event| !matches!(event, Event::Start(Tag::Item | Tag::Paragraph)));
    items == 1 && content.and_then(destination).is_some_and(|dest| dest.starts_with("source:"))
}

/// Reports an excerpt whose attribution has a word that suggests a paraphrase.
fn check_verbatim(events: &[SpannedEvent<'_>], quotation: &AttributedQuotation<'_>) -> Option<Diagnostic> {
    let [first, last] = quotation.attribution;
    let word = paraphrase_word(&events[first..last]).filter(|_| quotation.kind != QuotationKind::Report)?;
    let message = format!("this is published as a verbatim quotation, although it says `{word}`");
    let hint = "to attribute a paraphrase, write: > — paraphrased from [Outlet](source:id)";
    Some(Diagnostic::new(codes::LOOSE_ATTRIBUTION, message).hint(hint))
}
