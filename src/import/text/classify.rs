//! The paragraphs of a post → which are excerpts, and of which outlet. What the capture marks counts first: outlets at the
//! end of a paragraph, lead-ins with a colon, quotation marks. Everything else is the editor's.

use std::ops::Range;

use super::heuristics::{self, Evidence};
use super::heuristics::{is_remark, is_title};
use super::split::PostParagraph;
use crate::import::attribution::{NamedOutlet, cited_outlets, is_lead_in};
use crate::import::options::OutletNames;
use crate::import::quotation_marks::{opens_quotation, split_quotations};

/// An excerpt.
pub(super) struct QuotedPassage {
    /// Its paragraphs.
    pub range: Range<usize>,
    /// The evidence for its extent.
    pub extent: &'static Evidence,
    /// The outlet that it quotes, if anything names it.
    pub outlet: Option<NamedOutlet>,
    /// The evidence for the outlet.
    pub why: &'static Evidence,
}

/// Finds the excerpts of a post, in order.
pub(super) fn classify_quotes(paragraphs: &[PostParagraph], outlets: &OutletNames) -> Vec<QuotedPassage> {
    let remarks = paragraphs.iter().map(|paragraph| is_remark(&paragraph.text)).collect();
    let mut classifier = QuoteClassifier { paragraphs, outlets, remarks, quotes: Vec::new(), last: None };
    let mut start = 0;
    for end in (0..paragraphs.len()).filter(|at| paragraphs[*at].closing.is_some()) {
        classifier.classify_closed(start, end);
        start = end + 1;
    }
    classifier.classify_open(start..paragraphs.len());
    classifier.quotes
}

struct QuoteClassifier<'a> {
    paragraphs: &'a [PostParagraph],
    outlets: &'a OutletNames,
    /// The paragraphs that are surely the editor's.
    remarks: Vec<bool>,
    quotes: Vec<QuotedPassage>,
    /// The outlet that was quoted last.
    last: Option<NamedOutlet>,
}

impl QuoteClassifier<'_> {
    fn text(&self, at: usize) -> &str {
        &self.paragraphs[at].text
    }

    fn is_lead_in(&self, at: usize) -> bool {
        is_lead_in(self.text(at))
    }

    fn cited(&self, at: usize) -> Vec<NamedOutlet> {
        cited_outlets(self.text(at), self.outlets)
    }

    /// Classifies the paragraphs from `start` to `end`, which has an outlet at its end and so closes an excerpt.
    fn classify_closed(&mut self, mut start: usize, end: usize) {
        loop {
            let remark = (start..end).rev().find(|at| self.remarks[*at]);
            // The first lead-in after the editor's last remark, else the last one: a quoted columnist may say I.
            let lead_in = (remark.unwrap_or(start)..end).find(|at| self.is_lead_in(*at));
            let lead_in = lead_in.or_else(|| (start..end).rev().find(|at| self.is_lead_in(*at)));
            let Some(lead_in) = lead_in else {
                let (first, extent) = match remark {
                    Some(remark) => (remark + 1, &heuristics::FROM_REMARK),
                    None if start == end => (start, &heuristics::ONE_PARAGRAPH),
                    // The editor says something between two excerpts, and before the first.
                    None => (start + 1, &heuristics::FROM_SECOND),
                };
                self.classify_open(start..first);
                return self.close(first, end, extent);
            };
            let quoted = self.quoted_run(lead_in + 1, end);
            if !self.is_separate(&quoted, end) {
                self.classify_open(start..lead_in + 1);
                return self.close(lead_in + 1, end, &heuristics::FROM_LEAD_IN);
            }
            self.classify_open(start..quoted.end);
            start = quoted.end;
        }
    }

    /// Returns whether quoted paragraphs after a lead-in are a separate excerpt, and not the start of the one that closes at
    /// `end`: they name another outlet, or the editor speaks in between.
    fn is_separate(&self, quoted: &Range<usize>, end: usize) -> bool {
        let closing = self.paragraphs[end].closing.as_ref().map(NamedOutlet::identity);
        let mut cited = quoted.clone().flat_map(|at| self.cited(at));
        let other = cited.any(|named| Some(named.identity()) != closing);
        let interrupted = (quoted.end..end).any(|at| self.remarks[at]);
        !quoted.is_empty() && quoted.end <= end && (other || interrupted)
    }

    fn close(&mut self, start: usize, end: usize, extent: &'static Evidence) {
        let outlet = self.paragraphs[end].closing.clone();
        let why = match &outlet {
            Some(NamedOutlet { is_declared: true, .. }) => &heuristics::NAMED_AT_END,
            Some(_) | None => &heuristics::UNDECLARED_AT_END,
        };
        self.push(QuotedPassage { range: start..end + 1, extent, outlet, why });
    }

    fn push(&mut self, quote: QuotedPassage) {
        self.last = quote.outlet.clone().or(self.last.take());
        self.quotes.push(quote);
    }

    /// Classifies paragraphs of which none has an outlet at its end.
    fn classify_open(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let quoted = self.quoted_run(at, range.end);
            let introduced = at > range.start && self.is_lead_in(at - 1) && !self.remarks[at];
            if !quoted.is_empty() {
                let (outlet, why) = self.outlet_of(&quoted);
                at = quoted.end;
                self.push(QuotedPassage { range: quoted, extent: &heuristics::IN_MARKS, outlet, why });
            } else if introduced && let Some(outlet) = self.cited(at - 1).pop() {
                let ends = |at: &usize| self.remarks[*at] || self.is_lead_in(*at) || is_title(self.text(*at));
                let end = (at..range.end).find(ends).unwrap_or(range.end).max(at + 1);
                let (range, why) = (at..end, &heuristics::NAMED_IN_LEAD_IN);
                at = end;
                self.push(QuotedPassage { range, extent: &heuristics::AFTER_LEAD_IN, outlet: Some(outlet), why });
            } else {
                at += 1;
            }
        }
    }

    /// The paragraphs from `start` on that each open with a quotation mark. Unless a lead-in announces it, the first has to be
    /// more than a sentence that starts with a few quoted words.
    fn quoted_run(&self, start: usize, end: usize) -> Range<usize> {
        let opens = |at: usize| opens_quotation(self.text(at)) && !self.remarks[at];
        if start < end && opens(start) && self.is_mostly_quoted(start) {
            start..(start..end).find(|at| !opens(*at)).unwrap_or(end)
        } else {
            start..start
        }
    }

    fn is_mostly_quoted(&self, at: usize) -> bool {
        let parts = split_quotations(self.text(at));
        let announced = at > 0 && self.is_lead_in(at - 1);
        announced || parts.open || parts.inside >= parts.outside.len()
    }

    /// The outlet that quoted paragraphs come from, and the evidence for it.
    fn outlet_of(&self, quoted: &Range<usize>) -> (Option<NamedOutlet>, &'static Evidence) {
        let inside = quoted.clone().flat_map(|at| self.cited(at)).next();
        let last_end = self.quotes.last().map_or(0, |quote| quote.range.end);
        let before = quoted.start.checked_sub(1).filter(|before| *before >= last_end);
        let is_introduced = before.is_some_and(|at| self.is_lead_in(at));
        let before_why = if is_introduced { &heuristics::NAMED_IN_LEAD_IN } else { &heuristics::NAMED_BEFORE };
        // A text that starts with a quotation names its source afterwards.
        let after = (quoted.start == 0 && quoted.end < self.paragraphs.len()).then_some(quoted.end);
        let candidates = [
            (inside, &heuristics::NAMED_INSIDE),
            (before.and_then(|at| self.cited(at).pop()), before_why),
            (after.and_then(|at| self.cited(at).into_iter().next()), &heuristics::NAMED_AFTER),
            (self.last.clone(), &heuristics::NAMED_LAST),
        ];
        let named = candidates.into_iter().find(|(named, _)| named.is_some());
        named.unwrap_or((None, &heuristics::NAMED_NOWHERE))
    }
}
