//! The paragraphs of a post → which are excerpts, and of whom. What the capture marks is taken first: outlets at the end of
//! a paragraph, lead-ins with a colon, quotation marks. All else is the editor's.

use std::ops::Range;

use super::cite::{self, NamedOutlet};
use super::cues::{self, Cue};
use super::page::PostParagraph;
use super::signs::{is_lead_in, is_remark, is_title, opens_quotation, quoted};
use crate::import::OutletNames;

/// An excerpt.
pub(super) struct QuotedPassage {
    /// Its paragraphs.
    pub range: Range<usize>,
    /// Why these.
    pub extent: &'static Cue,
    /// Whose words they are, where anything says so.
    pub outlet: Option<NamedOutlet>,
    /// Why.
    pub why: &'static Cue,
}

/// Finds the excerpts of a post, in order.
pub(super) fn excerpts(lines: &[PostParagraph], outlets: &OutletNames) -> Vec<QuotedPassage> {
    let remarks = lines.iter().map(|line| is_remark(&line.text)).collect();
    let mut judge = QuoteClassifier { lines, outlets, remarks, found: Vec::new(), last: None };
    let mut start = 0;
    for end in (0..lines.len()).filter(|at| lines[*at].closing.is_some()) {
        judge.stretch(start, end);
        start = end + 1;
    }
    judge.open(start..lines.len());
    judge.found
}

struct QuoteClassifier<'a> {
    lines: &'a [PostParagraph],
    outlets: &'a OutletNames,
    /// Which paragraphs are surely the editor's.
    remarks: Vec<bool>,
    found: Vec<QuotedPassage>,
    /// The outlet that was quoted last.
    last: Option<NamedOutlet>,
}

impl QuoteClassifier<'_> {
    fn text(&self, at: usize) -> &str {
        &self.lines[at].text
    }

    fn is_lead_in(&self, at: usize) -> bool {
        is_lead_in(self.text(at))
    }

    /// Judges the paragraphs from `start` to `end`, which names an outlet at its end and so ends an excerpt.
    fn stretch(&mut self, mut start: usize, end: usize) {
        loop {
            let remark = (start..end).rev().find(|at| self.remarks[*at]);
            // The first lead-in behind which the editor does not speak again; a columnist who is quoted may say I.
            let lead_in = (remark.unwrap_or(start)..end).find(|at| self.is_lead_in(*at));
            let lead_in = lead_in.or_else(|| (start..end).rev().find(|at| self.is_lead_in(*at)));
            let Some(lead_in) = lead_in else {
                let (first, cue) = match remark {
                    Some(remark) => (remark + 1, &cues::FROM_REMARK),
                    None if start == end => (start, &cues::ONE_PARAGRAPH),
                    // Between two excerpts the editor says something, and above the first, too.
                    None => (start + 1, &cues::FROM_SECOND),
                };
                self.open(start..first);
                return self.close(first, end, cue);
            };
            let run = self.run(lead_in + 1, end);
            if !self.stands_apart(&run, end) {
                self.open(start..lead_in + 1);
                return self.close(lead_in + 1, end, &cues::FROM_LEAD_IN);
            }
            self.open(start..run.end);
            start = run.end;
        }
    }

    /// Tells whether quoted paragraphs behind a lead-in are an excerpt of their own, and not the beginning of the one that
    /// ends at `end`: they name another outlet, or the editor speaks in between.
    fn stands_apart(&self, run: &Range<usize>, end: usize) -> bool {
        let closing = self.lines[end].closing.as_ref().map(NamedOutlet::identity);
        let named = run.clone().flat_map(|at| cite::cited(self.text(at), self.outlets));
        let other = named.map(|named| Some(named.identity())).any(|named| named != closing);
        let spoken = (run.end..end).any(|at| self.remarks[at]);
        !run.is_empty() && run.end <= end && (other || spoken)
    }

    fn close(&mut self, start: usize, end: usize, extent: &'static Cue) {
        let outlet = self.lines[end].closing.clone();
        let why = match &outlet {
            Some(NamedOutlet { key: Some(_), .. }) => &cues::NAMED_AT_END,
            Some(_) | None => &cues::UNDECLARED_AT_END,
        };
        self.push(QuotedPassage { range: start..end + 1, extent, outlet, why });
    }

    fn push(&mut self, quote: QuotedPassage) {
        self.last = quote.outlet.clone().or(self.last.take());
        self.found.push(quote);
    }

    /// Judges paragraphs of which none names an outlet at its end.
    fn open(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let run = self.run(at, range.end);
            let introduced = at > range.start && self.is_lead_in(at - 1) && !self.remarks[at];
            if !run.is_empty() {
                let (outlet, why) = self.speaker(&run);
                at = run.end;
                self.push(QuotedPassage { range: run, extent: &cues::IN_MARKS, outlet, why });
            } else if introduced && let Some(outlet) = cite::cited(self.text(at - 1), self.outlets).pop() {
                let ends = |at: &usize| self.remarks[*at] || self.is_lead_in(*at) || is_title(self.text(*at));
                let end = (at..range.end).find(ends).unwrap_or(range.end).max(at + 1);
                let (range, why) = (at..end, &cues::NAMED_IN_LEAD_IN);
                at = end;
                self.push(QuotedPassage { range, extent: &cues::AFTER_LEAD_IN, outlet: Some(outlet), why });
            } else {
                at += 1;
            }
        }
    }

    /// The paragraphs from `start` on that are a quotation by their marks: each opens with one. The first has to be more
    /// than a word in quotation marks at the beginning of a sentence, unless a lead-in announces it.
    fn run(&self, start: usize, end: usize) -> Range<usize> {
        let opens = |at: usize| opens_quotation(self.text(at)) && !self.remarks[at];
        let whole = || {
            let parts = quoted(self.text(start));
            let announced = start > 0 && self.is_lead_in(start - 1);
            announced || parts.open || parts.inside >= parts.outside.len()
        };
        match start < end && opens(start) && whole() {
            true => start..(start..end).find(|at| !opens(*at)).unwrap_or(end),
            false => start..start,
        }
    }

    /// Whose words quoted paragraphs are.
    fn speaker(&self, run: &Range<usize>) -> (Option<NamedOutlet>, &'static Cue) {
        let cited = |at: usize| cite::cited(self.text(at), self.outlets);
        let inside = run.clone().flat_map(cited).next();
        let quoted = self.found.last().map_or(0, |quote| quote.range.end);
        let before = run.start.checked_sub(1).filter(|before| *before >= quoted);
        let lead_in =
            if before.is_some_and(|at| self.is_lead_in(at)) { &cues::NAMED_IN_LEAD_IN } else { &cues::NAMED_BEFORE };
        // A text that opens with a quotation says afterwards whose it is.
        let after = (run.start == 0 && run.end < self.lines.len()).then_some(run.end);
        let ways = [
            (inside, &cues::NAMED_INSIDE),
            (before.and_then(|at| cited(at).pop()), lead_in),
            (after.and_then(|at| cited(at).into_iter().next()), &cues::NAMED_AFTER),
            (self.last.clone(), &cues::NAMED_LAST),
        ];
        let way = ways.into_iter().find_map(|(named, why)| Some((named?, why)));
        way.map_or((None, &cues::NAMED_NOWHERE), |(named, why)| (Some(named), why))
    }
}
