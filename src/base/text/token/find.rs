//! Occurrences of tokens in other tokens.

use std::collections::HashMap;
use std::ops::Range;

use similar::DiffTag;

use super::glue::{is_glued, is_korean_numeral};
use super::{TokenKind, Tokens};
use crate::base::text::boundary::{Sides, are_case_particles, other_form};
use crate::base::text::words;

/// Texts looked for in one other before an index pays.
const FEW: u32 = 8;

/// Words to look for.
pub(crate) struct Needle<'a> {
    /// All tokens, with the marks at the end.
    pub tokens: &'a Tokens<'a>,
    /// The sides on which the first or the last word may be a part of a word.
    pub loose: Sides,
    /// The number of tokens to find: all, but for a last full stop, comma, colon or semicolon.
    len: usize,
    /// True if it may begin or end between a number and its unit.
    divides: bool,
    /// The token that is looked for first: the longest.
    anchor: usize,
}

/// The number of comparisons left, so that no text of repetitions takes for ever.
pub(crate) struct SearchBudget(usize);

impl SearchBudget {
    /// Allows enough for any text that a person wrote.
    pub fn for_tokens(count: usize) -> Self {
        Self(200_000 + 64 * count)
    }

    /// Returns whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.0 == 0
    }

    fn spend(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 > 0
    }
}

impl<'a> Needle<'a> {
    /// Prepares to look for `tokens`. With `stop`, a full stop, comma, colon or semicolon at their end need not be in
    /// the source.
    pub fn new(tokens: &'a Tokens<'a>, loose: Sides, stop: bool) -> Self {
        let last = tokens.len().saturating_sub(1);
        let stops = stop && last > 0 && tokens.is_mark(last) && matches!(tokens.key(last), "." | "," | ";" | ":");
        let len = tokens.len() - usize::from(stops);
        // Beside an insertion a word may be a part of one.
        let whole = usize::from(loose.start)..len.saturating_sub(usize::from(loose.end));
        let plain = whole.filter(|at| !tokens.list[*at].broken);
        let anchor = plain.max_by_key(|at| (tokens.key(*at).len(), std::cmp::Reverse(*at)));
        Self { tokens, loose, len, divides: false, anchor: anchor.unwrap_or(usize::MAX) }
    }

    /// Lets it begin or end between a number and its unit, as a note on the unit does.
    pub fn dividing_numbers(self) -> Self {
        Self { divides: true, ..self }
    }

    /// The places from the token `from` on where these tokens are in `text`, in order, cutting no word and no number.
    pub fn occurrences(&self, text: &Tokens<'_>, from: usize, budget: &mut SearchBudget) -> Vec<Range<usize>> {
        self.search(text, from, usize::MAX, budget, true)
    }

    /// The first of its [`occurrences`](Self::occurrences).
    pub fn first(&self, text: &Tokens<'_>, from: usize, budget: &mut SearchBudget) -> Option<Range<usize>> {
        self.search(text, from, 1, budget, true).into_iter().next()
    }

    /// The first place where these tokens are in `text`, whether or not they cut a number there.
    pub fn first_cut(&self, text: &Tokens<'_>, budget: &mut SearchBudget) -> Option<Range<usize>> {
        self.search(text, 0, 1, budget, false).into_iter().next()
    }

    fn search(
        &self,
        text: &Tokens<'_>,
        from: usize,
        most: usize,
        budget: &mut SearchBudget,
        whole: bool,
    ) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.len == 0 || text.len() < self.len {
            return found;
        }
        for start in self.starts(text, from) {
            found.extend(self.at(text, start, budget, whole));
            if found.len() >= most || !budget.spend() {
                break;
            }
        }
        found
    }

    /// The places where these tokens may begin, by a look at the anchor alone: in the index of a text that is searched
    /// often, else in the text itself.
    fn starts<'t>(&'t self, text: &'t Tokens<'_>, from: usize) -> Box<dyn Iterator<Item = usize> + 't> {
        let last = text.len() - self.len;
        if self.anchor == usize::MAX {
            return Box::new(from..=last);
        }
        if text.count_search() <= FEW {
            // The last word may lack its particle.
            let is_exact = self.anchor + 1 < self.len;
            return Box::new((from..=last).filter(move |start| !is_exact || self.same(text, *start, self.anchor)));
        }
        let places = text.index().get(self.tokens.key(self.anchor)).map_or(&[][..], Vec::as_slice);
        let skip = places.partition_point(|place| (*place as usize) < from + self.anchor);
        let starts = places[skip..].iter().map(|place| *place as usize - self.anchor);
        Box::new(starts.take_while(move |start| *start <= last))
    }

    fn same(&self, text: &Tokens<'_>, start: usize, nth: usize) -> bool {
        let (ours, theirs) = (self.tokens.key(nth), text.key(start + nth));
        ours == theirs || (text.list[start + nth].broken && is_joined(theirs, ours))
    }

    /// The tokens of `text` from `start` on that match these.
    fn at(&self, text: &Tokens<'_>, start: usize, budget: &mut SearchBudget, whole: bool) -> Option<Range<usize>> {
        let mut end = start + self.len;
        let inner = usize::from(self.loose.start)..self.len - 1;
        for nth in inner.clone() {
            if !budget.spend() || !self.same(text, start, nth) {
                return None;
            }
        }
        if whole && !self.divides && ((is_glued(text, start) && !self.loose.start) || is_glued(text, end)) {
            return None;
        }
        let first = inner.start == 0 || self.opens(text, start);
        let closes = self.same(text, start, self.len - 1) || self.closes(text, end - 1, whole);
        if !first || !closes {
            return None;
        }
        if self.len < self.tokens.len() {
            // The excerpt ends with a point: the source does not ask or exclaim there.
            match (end < text.len()).then(|| text.key(end)) {
                Some("?" | "!") => return None,
                Some(mark) if mark == self.tokens.key(self.len) => end += 1,
                _ => {}
            }
        }
        Some(start..end)
    }

    /// Returns whether the first word is the end of the word at `place`, before which there is an insertion. A particle
    /// follows what is inserted: `[김정은]은` for `그는`.
    fn opens(&self, text: &Tokens<'_>, place: usize) -> bool {
        if self.same(text, place, 0) {
            return !is_glued(text, place);
        }
        let (ours, theirs) = (self.tokens.key(0), text.key(place));
        let ends_with = |end: &str| theirs.ends_with(end) && !cuts_number(theirs, theirs.len() - end.len());
        self.len > 1 && (ends_with(ours) || other_form(ours).is_some_and(ends_with))
    }

    /// Returns whether the last word is the beginning of the word at `place`: without the particles of a Korean word,
    /// or before an insertion.
    fn closes(&self, text: &Tokens<'_>, place: usize, whole: bool) -> bool {
        let (ours, theirs) = (self.tokens.key(self.len - 1), text.key(place));
        let Some(rest) = theirs.strip_prefix(ours).filter(|_| text.list[place].kind != TokenKind::Punctuation) else {
            // A single word after an insertion may be the end of a word.
            let is_end = theirs.ends_with(ours) && !cuts_number(theirs, theirs.len() - ours.len());
            return self.len == 1 && self.loose.start && is_end;
        };
        if self.loose.end {
            return !cuts_number(theirs, ours.len());
        }
        let last = ours.chars().next_back();
        let numeral = last.is_some_and(|c| c.is_numeric() || is_korean_numeral(c));
        !whole || (ours.chars().count() > 1 && !numeral && are_case_particles(rest))
    }
}

/// Returns whether a word broken by a hyphen at the end of a line is `whole`.
fn is_joined(broken: &str, whole: &str) -> bool {
    broken.len() == whole.len() + broken.matches('-').count() && broken.chars().filter(|c| *c != '-').eq(whole.chars())
}

/// Returns whether the byte is inside a number, or between a number and its unit.
fn cuts_number(key: &str, at: usize) -> bool {
    [key[..at].chars().next_back(), key[at..].chars().next()].into_iter().flatten().any(char::is_numeric)
}

/// The number of tokens whose places are compared, at most.
const VOTERS: usize = 64;
/// The number of places above which a token is too frequent to compare.
const PLACES: usize = 200;

/// Returns the tokens of `text` that are most like `wanted`, if at least two fifths of these are among them, in order.
pub(crate) fn nearest(text: &Tokens<'_>, wanted: &Tokens<'_>) -> Option<Range<usize>> {
    let start = likely_start(text, wanted)?;
    let margin = 2 + wanted.len() / 4;
    let window = start.saturating_sub(margin)..(start + wanted.len() + margin).min(text.len());
    let (ours, theirs) = (wanted.keys(0..wanted.len()), text.keys(window.clone()));
    let operations = words::diff(&ours, &theirs);
    let mut same = operations.iter().filter(|operation| operation.tag() == DiffTag::Equal);
    let matched: usize = same.clone().map(|operation| operation.new_range().len()).sum();
    let (first, last) = (same.clone().next()?, same.next_back()?);
    // What stands before the first match and after the last was meant by as many tokens.
    let before = first.old_range().start.min(first.new_range().start);
    let after = (wanted.len() - last.old_range().end).min(theirs.len() - last.new_range().end);
    let range = window.start + first.new_range().start - before..window.start + last.new_range().end + after;
    (matched * 5 >= wanted.len() * 2).then_some(range)
}

/// The token at which the text would begin to be like `wanted`: where most of its rarer tokens agree.
fn likely_start(text: &Tokens<'_>, wanted: &Tokens<'_>) -> Option<usize> {
    let mut voters: Vec<(usize, usize)> = (0..wanted.len())
        .filter_map(|at| Some((text.index().get(wanted.key(at))?.len(), at)))
        .filter(|(places, _)| *places <= PLACES)
        .collect();
    voters.sort_unstable();
    let tolerance = 2 + wanted.len() / 4;
    let mut votes: HashMap<usize, usize> = HashMap::new();
    for (_, at) in voters.into_iter().take(VOTERS) {
        let weight = wanted.key(at).chars().count().min(8);
        for place in text.index().get(wanted.key(at)).into_iter().flatten() {
            // Neighbouring starts share their votes.
            let start = (*place as usize + tolerance).saturating_sub(at) / tolerance;
            *votes.entry(start).or_default() += weight;
            *votes.entry(start + 1).or_default() += weight;
        }
    }
    let (start, _) = votes.into_iter().max_by_key(|(start, votes)| (*votes, std::cmp::Reverse(*start)))?;
    Some((start * tolerance).saturating_sub(tolerance))
}
