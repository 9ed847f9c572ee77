//! What omissions and insertions do to the words of a source, and what an excerpt leaves out at its ends.

use std::ops::Range;

use super::locate::PlacedPart;
use crate::base::diagnostic::Wording;
use crate::base::text::token::Tokens;
use crate::base::text::token::negation::{is_negation, is_quantifier};
use crate::base::text::words;
use crate::pipeline::markdown::{Excerpt, Gap};

/// Words of an insertion that need no reason.
const SHORT: usize = 8;
/// Tokens at the ends of an excerpt that may turn its meaning.
const NEAR: usize = 8;

/// An omission or insertion that may change what the source says.
pub(super) struct AlteringGap {
    /// What it does: "this omission leaves out `not`".
    pub message: String,
    /// Its brackets in the file.
    pub brackets: Range<usize>,
    /// The words around it, and the source's.
    pub wordings: [Wording; 2],
}

/// Finds the omissions and insertions that may change what the source says.
pub(super) fn altering_gaps(excerpt: &Excerpt, placed: &[PlacedPart], snapshot: &Tokens<'_>) -> Vec<AlteringGap> {
    let is_literal =
        placed.len() == 1 && excerpt.parts.len() > 1 && placed[0].range.len() >= Tokens::read(&excerpt.compared).len();
    if is_literal {
        return Vec::new();
    }
    let mut gaps = Vec::new();
    for (number, part) in excerpt.parts.iter().enumerate().filter(|(_, part)| !part.brackets.is_empty()) {
        let nth = placed.iter().position(|place| place.part == number);
        let before = match nth {
            Some(nth) => nth.checked_sub(1).map(|before| &placed[before]),
            None => placed.last(),
        };
        let skipped = match (before, nth.map(|nth| &placed[nth])) {
            (Some(before), Some(after)) => Some(before.range.end..after.range.start),
            _ => None,
        };
        let completes = completes_word(excerpt, placed, snapshot, number);
        let skipped = skipped
            .map(|skipped| if completes { skipped } else { with_parts(excerpt, placed, snapshot, number, skipped) });
        let inserted = if completes { "" } else { part.inserted.as_str() };
        let inserted = Tokens::read(inserted);
        let what = match (&skipped, part.gap) {
            (Some(skipped), Gap::Omission) => {
                omission(snapshot, skipped).or_else(|| addition(&inserted, snapshot, skipped))
            }
            (Some(skipped), Gap::Insertion) => insertion(&inserted, snapshot, skipped, completes),
            (None, _) => addition(&inserted, snapshot, &(0..0)),
        };
        if let Some(message) = what {
            let wordings = wordings(part, &inserted, snapshot, skipped);
            gaps.push(AlteringGap { message, brackets: part.brackets.clone(), wordings });
        }
    }
    gaps
}

/// Returns `true` if the insertion only completes a word of the source: `[T]he`, `can[not]`.
fn completes_word(excerpt: &Excerpt, placed: &[PlacedPart], snapshot: &Tokens<'_>, number: usize) -> bool {
    let part = &excerpt.parts[number];
    let inserted = part.inserted.trim();
    let Some(nth) = placed.iter().position(|place| place.part == number) else { return false };
    let starts = part.loose.start && {
        let ours = Tokens::read(&part.compared);
        ours.len() > 0 && joined(inserted, ours.key(0), snapshot.key(placed[nth].range.start))
    };
    starts
        || nth.checked_sub(1).map(|before| &placed[before]).is_some_and(|before| {
            let ours = Tokens::read(&excerpt.parts[before.part].compared);
            excerpt.parts[before.part].loose.end
                && ours.len() > 0
                && joined(ours.key(ours.len() - 1), inserted, snapshot.key(before.range.end - 1))
        })
}

/// Widens the tokens that an insertion replaces by the words of which it replaces a part.
fn with_parts(
    excerpt: &Excerpt,
    placed: &[PlacedPart],
    snapshot: &Tokens<'_>,
    number: usize,
    skipped: Range<usize>,
) -> Range<usize> {
    let is_part = |part: usize, last: bool, token: usize| {
        let ours = Tokens::read(&excerpt.parts[part].compared);
        let at = if last { ours.len().checked_sub(1) } else { Some(0) };
        at.filter(|at| *at < ours.len()).is_some_and(|at| ours.key(at) != snapshot.key(token))
    };
    let starts = excerpt.parts[number].loose.start && is_part(number, false, skipped.end);
    let before = placed.iter().rev().find(|place| place.part < number);
    let ends = before.is_some_and(|before| {
        excerpt.parts[before.part].loose.end && skipped.start > 0 && is_part(before.part, true, skipped.start - 1)
    });
    skipped.start - usize::from(ends)..skipped.end + usize::from(starts)
}

fn joined(first: &str, second: &str, word: &str) -> bool {
    format!("{first}{second}").to_lowercase() == word.to_lowercase()
}

/// What an omission of the tokens `skipped` does, within the sentences that it touches. Whole sentences may be left out.
fn omission(snapshot: &Tokens<'_>, skipped: &Range<usize>) -> Option<String> {
    let inner: Vec<usize> = (skipped.start + 1..=skipped.end).filter(|at| snapshot.begins_sentence(*at)).collect();
    let opens_inside = !snapshot.begins_sentence(skipped.start);
    let closes_inside = !snapshot.begins_sentence(skipped.end);
    let (Some(first), Some(last)) = (inner.first(), inner.last()) else {
        return turning(snapshot, skipped.clone()).map(|word| format!("this omission leaves out `{word}`"));
    };
    let head = skipped.start..if opens_inside { *first } else { skipped.start };
    let tail = *last..skipped.end;
    let word = turning(snapshot, head).or_else(|| turning(snapshot, tail));
    word.map(|word| format!("this omission leaves out `{word}`"))
        .or_else(|| (opens_inside && closes_inside).then(|| "this omission joins parts of two sentences".to_owned()))
}

/// The first negation, quantifier or number among the tokens. A number in parentheses that are left out whole is an aside.
fn turning(snapshot: &Tokens<'_>, range: Range<usize>) -> Option<String> {
    let last = range.end.checked_sub(1).filter(|last| range.start < *last);
    let aside = last.is_some_and(|last| snapshot.key(range.start) == "(" && snapshot.key(last) == ")");
    let at = range
        .clone()
        .find(|at| is_negation(snapshot, *at) || is_quantifier(snapshot, *at) || (!aside && snapshot.is_number(*at)))?;
    Some(snapshot.written(&(at..at + 1)).to_owned())
}

/// What an insertion in the place of the tokens `skipped` does.
fn insertion(inserted: &Tokens<'_>, snapshot: &Tokens<'_>, skipped: &Range<usize>, completes: bool) -> Option<String> {
    if let Some(message) = addition(inserted, snapshot, skipped) {
        return Some(message);
    }
    let keys: Vec<&str> = (0..inserted.len()).map(|at| inserted.key(at)).collect();
    let negates = (0..inserted.len()).any(|at| is_negation(inserted, at));
    let lost = skipped.clone().find(|at| {
        (is_negation(snapshot, *at) && !negates) || (snapshot.is_number(*at) && !keys.contains(&snapshot.key(*at)))
    });
    if let Some(at) = lost {
        return Some(format!("this insertion replaces `{}`", snapshot.written(&(at..at + 1))));
    }
    let spans = (skipped.start + 1..=skipped.end).any(|at| snapshot.begins_sentence(at));
    if spans && !completes && !skipped.is_empty() {
        return Some("this insertion replaces the end of a sentence".to_owned());
    }
    let count = words::count(inserted.source);
    let replaced = words::count(snapshot.written(skipped));
    (count > SHORT && count > 2 * replaced)
        .then(|| format!("this insertion has {count} words for {replaced} of the source's"))
}

/// The first negation, quantifier or number that an insertion adds.
fn addition(inserted: &Tokens<'_>, snapshot: &Tokens<'_>, skipped: &Range<usize>) -> Option<String> {
    let negated = skipped.clone().any(|at| is_negation(snapshot, at));
    let added = (0..inserted.len()).find(|at| {
        let number = inserted.is_number(*at) && !skipped.clone().any(|place| snapshot.key(place) == inserted.key(*at));
        let quantifier = is_quantifier(inserted, *at) && !skipped.clone().any(|place| is_quantifier(snapshot, place));
        number || quantifier || (is_negation(inserted, *at) && !negated)
    })?;
    Some(format!("this insertion adds `{}`", inserted.written(&(added..added + 1))))
}

/// The words around brackets in the excerpt and in the source.
fn wordings(
    part: &crate::pipeline::markdown::ExcerptPart,
    inserted: &Tokens<'_>,
    snapshot: &Tokens<'_>,
    skipped: Option<Range<usize>>,
) -> [Wording; 2] {
    const AROUND: usize = 4;
    const LEFT_OUT: usize = 200;
    let mut wordings = [Wording::new("the excerpt says"), Wording::new("the snapshot says")];
    let brackets = match part.gap {
        Gap::Insertion => format!("[{}]", inserted.source),
        Gap::Omission if inserted.source.is_empty() => "[…]".to_owned(),
        Gap::Omission => format!("[…] [{}]", inserted.source),
    };
    let Some(skipped) = skipped else {
        wordings[0].push(&brackets, true);
        return wordings;
    };
    let before = words::collapse_space(snapshot.written(&(skipped.start.saturating_sub(AROUND)..skipped.start)));
    let after = words::collapse_space(snapshot.written(&(skipped.end..(skipped.end + AROUND).min(snapshot.len()))));
    let source = words::truncate(&words::collapse_space(snapshot.written(&skipped)), LEFT_OUT);
    for (wording, middle) in wordings.iter_mut().zip([brackets, source]) {
        wording.push(&before, false);
        wording.push(&middle, true);
        wording.push(&after, false);
    }
    wordings
}

/// The words beside an excerpt that may turn its meaning: a negation in the clause that it begins or ends inside, or a "but" that
/// follows.
pub(super) fn cut_clause(placed: &[PlacedPart], snapshot: &Tokens<'_>) -> Option<String> {
    const TURNS: [&str; 7] = ["but", "unless", "except", "though", "although", "however", "aber"];
    let (first, last) = (placed.first()?, placed.last()?);
    let start = first.range.start;
    let clause = (start.saturating_sub(NEAR)..start)
        .rev()
        .take_while(|at| !snapshot.begins_sentence(at + 1) && !ends_clause(snapshot, *at));
    let before = clause.into_iter().find(|at| is_negation(snapshot, *at));
    if let Some(at) = before {
        return Some(words::collapse_space(snapshot.written(&(at..start))));
    }
    let end = last.range.end;
    let mut after = (end..snapshot.len().min(end + NEAR)).take_while(|at| !snapshot.begins_sentence(*at));
    let found = after.find(|at| {
        let near = *at < end + 2 && TURNS.contains(&snapshot.key(*at));
        let clause = (end..=*at).all(|at| !ends_clause(snapshot, at));
        near || (clause && is_negation(snapshot, *at))
    })?;
    let shown = found + 1..(found + 4).min(snapshot.len());
    Some(words::collapse_space(snapshot.written(&(end..shown.end))))
}

fn ends_clause(snapshot: &Tokens<'_>, at: usize) -> bool {
    matches!(snapshot.key(at), ";" | ":" | "," | "." | "?" | "!" | "—")
}
