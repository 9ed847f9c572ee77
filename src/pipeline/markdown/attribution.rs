//! Finds the blockquotes that say whose words they are: the last paragraph starts with an em dash and links
//! to a source. Such a quotation is an *excerpt*, or a *report* where it says "paraphrased from".

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::context::{MarkdownContext, SpannedEvent};
use crate::base::text::near::nearest;

/// What a blockquote is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum QuoteKind {
    /// The words of a source.
    Excerpt {
        /// The URL of the report quoted, where it is known.
        cite: Option<String>,
        /// The id of the source.
        source: String,
        /// The event that starts the attribution.
        attribution: usize,
    },
    /// What a source says, in the editor's words.
    Report,
}

/// What was found in a text: by the number of the event that starts a blockquote, what it is; and the numbers
/// of the events that start and end attributions.
#[derive(Default)]
pub(super) struct Attributions {
    pub quotes: HashMap<usize, QuoteKind>,
    /// Start of an attribution's paragraph → start of its blockquote.
    pub starts: HashMap<usize, usize>,
    /// End of an attribution's paragraph → start of its blockquote.
    pub ends: HashMap<usize, usize>,
    /// Start of the link to the source → start of the blockquote.
    pub links: HashMap<usize, usize>,
    /// Starts of paragraphs that look like attributions and are none: without a source, or not written as one.
    pub loose: Vec<(usize, &'static str)>,
    /// Starts of attributions of excerpts with a word as of a paraphrase.
    pub doubtful: Vec<(usize, String)>,
}

impl Attributions {
    /// How many of the quotations are excerpts.
    pub fn excerpts(&self) -> usize {
        self.quotes.values().filter(|quote| matches!(quote, QuoteKind::Excerpt { .. })).count()
    }
}

/// How an attribution of a paraphrase begins, after the dash.
const PARAPHRASE: &str = "paraphrased from";

/// A blockquote whose end has not been met.
struct OpenBlockquote {
    start: usize,
    /// How deep its children are.
    depth: usize,
    children: usize,
    /// The start and end of its last child, where that is a paragraph or a list.
    last: Option<(usize, usize)>,
}

pub(super) fn find(events: &[SpannedEvent<'_>], context: &MarkdownContext<'_>) -> Attributions {
    let mut found = Attributions::default();
    let mut open: Vec<OpenBlockquote> = Vec::new();
    let mut depth: usize = 0;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if let Some(quote) = open.last_mut().filter(|quote| quote.depth == depth) {
                    quote.children += 1;
                    quote.last = matches!(tag, Tag::Paragraph | Tag::List(None)).then_some((at, at));
                }
                depth += 1;
                if matches!(tag, Tag::BlockQuote(_)) {
                    open.push(OpenBlockquote { start: at, depth, children: 0, last: None });
                }
            }
            Event::End(end) => {
                depth -= 1;
                if matches!(end, TagEnd::BlockQuote(_)) {
                    open.pop().iter().for_each(|quote| judge(events, context, quote, &mut found));
                } else if let Some(quote) = open.last_mut().filter(|quote| quote.depth == depth)
                    && let Some(child) = &mut quote.last
                {
                    child.1 = at;
                }
            }
            _ => {}
        }
    }
    found
}

fn judge(events: &[SpannedEvent<'_>], context: &MarkdownContext<'_>, quote: &OpenBlockquote, found: &mut Attributions) {
    let Some((first, last)) = quote.last else { return };
    if !matches!(events[quote.start].0, Event::Start(Tag::BlockQuote(None))) {
        return;
    }
    if matches!(events[first].0, Event::Start(Tag::List(_))) {
        if is_hyphen(&events[first..last]) {
            found.loose.push((first, "a hyphen makes a list of it; start it with an em dash: —"));
        }
        return;
    }
    let mut lead = String::new();
    for (at, (event, _)) in events.iter().enumerate().take(last).skip(first + 1) {
        match event {
            Event::Text(text) => lead.push_str(text),
            Event::SoftBreak => lead.push(' '),
            Event::Start(Tag::Link { dest_url, .. }) if begins(&lead) && quote.children > 1 => {
                let Some(cited) = context.cited(dest_url) else {
                    // An unknown source is told by itself.
                    if dest_url.starts_with("source:") {
                        return;
                    }
                    break;
                };
                let kind = if lead.to_lowercase().contains(PARAPHRASE) {
                    QuoteKind::Report
                } else {
                    QuoteKind::Excerpt {
                        cite: cited.url.map(str::to_owned),
                        source: cited.id.to_owned(),
                        attribution: first,
                    }
                };
                let paraphrase = || like_paraphrase(events[first..last].iter().map(|(event, _)| event));
                if let Some(word) = matches!(kind, QuoteKind::Excerpt { .. }).then(paraphrase).flatten() {
                    found.doubtful.push((first, word));
                }
                found.quotes.insert(quote.start, kind);
                found.starts.insert(first, quote.start);
                found.ends.insert(last, quote.start);
                found.links.insert(at, quote.start);
                return;
            }
            _ => break,
        }
    }
    let inner = &events[first..last];
    let links = inner.iter().any(|(event, _)| matches!(event, Event::Start(Tag::Link { .. })));
    let cites = |(event, _): &SpannedEvent<'_>| matches!(event, Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("source:"));
    let why = match (begins(&lead) && quote.children > 1, inner.iter().any(cites)) {
        (true, true) => "the link has to follow the dash",
        (true, false) if links => "it links to no source that the front matter declares",
        (true, false) => "it links to no source",
        (false, true) if quote.children == 1 => "it has to be a paragraph of its own, after a line with just >",
        (false, true) => "it has to start with an em dash: —",
        (false, false) => return,
    };
    found.loose.push((first, why));
}

/// Tells whether a list is one link to a source: an attribution that starts with a hyphen.
fn is_hyphen(list: &[SpannedEvent<'_>]) -> bool {
    let item = |(event, _): &&SpannedEvent<'_>| matches!(event, Event::Start(Tag::Item));
    let inner = list.iter().skip(1).find(|(event, _)| !matches!(event, Event::Start(Tag::Item | Tag::Paragraph)));
    list.iter().filter(item).count() == 1
        && matches!(inner, Some((Event::Start(Tag::Link { dest_url, .. }), _)) if dest_url.starts_with("source:"))
}

/// The first word outside of links that says, or may misspell, that what is quoted is a paraphrase.
fn like_paraphrase<'a>(events: impl Iterator<Item = &'a Event<'a>>) -> Option<String> {
    /// Shorter words, such as `para.`, mean something else.
    const LETTERS: usize = 7;
    let mut depth = 0usize;
    for event in events {
        match event {
            Event::Start(Tag::Link { .. }) => depth += 1,
            Event::End(TagEnd::Link) => depth -= 1,
            Event::Text(text) if depth == 0 => {
                let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= LETTERS);
                let known = ["paraphrased", "paraphrasing", "paraphrase", "summarised", "summarized"];
                if let Some(word) = words.into_iter().find(|word| nearest(word, known).is_some()) {
                    return Some(word.to_owned());
                }
            }
            _ => {}
        }
    }
    None
}

/// The dash, alone or with words that belong to it.
fn begins(lead: &str) -> bool {
    lead.trim_start().starts_with('—')
}
