//! The effects of omissions and insertions on the words of a source, and of words that an excerpt leaves out at its
//! ends.

use std::ops::Range;

use super::locate::PlacedPart;
use super::naming::{is_pronoun, is_short_for, lost_head, name_before, named_later, other_name, stands_before};
use crate::base::diagnostic::Wording;
use crate::base::text::token::negation::{is_hedge, is_negation, is_quantifier, names_thing, whole_phrase};
use crate::base::text::token::{Tokens, is_number, tokenize};
use crate::base::text::words;
use crate::pipeline::markdown::{Excerpt, Gap};

/// The number of words that an insertion may have without a reason.
const SHORT: usize = 8;
/// The number of tokens beside an excerpt that may turn its meaning.
const NEAR: usize = 8;

/// An omission or insertion that may change what the source says.
pub(super) struct AlteringGap {
    /// Its effect: "this omission leaves out `not`".
    pub message: String,
    /// Its brackets in the file.
    pub brackets: Range<usize>,
    /// The words around it, and the source's.
    pub wordings: [Wording; 2],
}

/// Finds the omissions and insertions that may change what the source says.
pub(super) fn altering_gaps(excerpt: &Excerpt, placed: &[PlacedPart], snapshot: &Tokens<'_>) -> Vec<AlteringGap> {
    let is_literal =
        placed.len() == 1 && excerpt.parts.len() > 1 && placed[0].range.len() >= tokenize(&excerpt.compared).len();
    if is_literal {
        return Vec::new();
    }
    let mut gaps = Vec::new();
    for (number, part) in excerpt.parts.iter().enumerate().filter(|(_, part)| !part.brackets.is_empty()) {
        let nth = placed.binary_search_by_key(&number, |place| place.part).ok();
        let before = match nth {
            Some(nth) => nth.checked_sub(1).map(|before| &placed[before]),
            None => placed.last(),
        };
        let skipped = match (before, nth.map(|nth| &placed[nth])) {
            (Some(before), Some(after)) => Some(before.range.end..after.range.start),
            // At the beginning it is known what part of a word an insertion replaces, or the first words of a sentence.
            (None, Some(PlacedPart { range, .. }))
                if part.loose.start && is_part(excerpt, number, false, snapshot.key(range.start)) =>
            {
                Some(range.start..range.start)
            }
            (None, Some(PlacedPart { range, .. })) if !part.inserted.is_empty() => opening(snapshot, range.start),
            _ => None,
        };
        let completes = completes_word(excerpt, placed, snapshot, number);
        let skipped = skipped
            .map(|skipped| if completes { skipped } else { with_parts(excerpt, placed, snapshot, number, skipped) });
        let inserted = if completes { "" } else { part.inserted.as_str() };
        let inserted = tokenize(inserted);
        let follows = nth.filter(|_| before.is_none()).map(|nth| placed[nth].range.start);
        let stands_before = follows.is_some_and(|start| stands_before(&inserted, snapshot, start));
        let what = match (&skipped, part.gap) {
            (Some(skipped), _) if stands_before => lost_head(inserted.len(), snapshot, skipped),
            (None, _) if stands_before => None,
            (Some(skipped), Gap::Omission) if before.is_none() => insertion(&inserted, snapshot, skipped, completes),
            (Some(skipped), Gap::Omission) => {
                let sentence = skipped.clone().rev().find(|at| snapshot.begins_sentence(*at)).unwrap_or(skipped.start);
                let replaced = || insertion(&inserted, snapshot, &(sentence..skipped.end), completes);
                let inserts = inserted.len() > 0 && !snapshot.begins_sentence(skipped.end);
                let inserts = inserts && skipped.end - sentence <= SHORT;
                omission(snapshot, skipped).or_else(|| replaced().filter(|_| inserts))
            }
            (Some(skipped), Gap::Insertion) => insertion(&inserted, snapshot, skipped, completes),
            (None, _) => addition(&inserted, snapshot, &(0..0)),
        };
        // The pronoun is replaced, or stands right before.
        let skipped = skipped.or_else(|| follows.map(|start| start.saturating_sub(1)..start));
        let pronoun = skipped.as_ref().and_then(|skipped| {
            let beside = skipped.is_empty().then(|| skipped.start.checked_sub(1)).flatten();
            beside.into_iter().chain(skipped.clone()).find(|at| is_pronoun(snapshot.key(*at)))
        });
        let what = what.or_else(|| named_later(&inserted, snapshot, pronoun.filter(|_| !stands_before)?));
        if let Some(message) = what {
            let before = number.checked_sub(1).map_or("", |before| excerpt.parts[before].compared.as_str());
            let wordings = wordings(part, before, &inserted, snapshot, skipped);
            gaps.push(AlteringGap { message, brackets: part.brackets.clone(), wordings });
        }
    }
    gaps
}

/// What an insertion before the token `start` replaces: the first words of a sentence, if they are few, else a name.
fn opening(snapshot: &Tokens<'_>, start: usize) -> Option<Range<usize>> {
    const MOST: usize = 6;
    if snapshot.begins_sentence(start) {
        return None;
    }
    let first = (start.saturating_sub(MOST)..start).rev().find(|at| snapshot.begins_sentence(*at));
    first.map(|first| first..start).or_else(|| name_before(snapshot, start))
}

/// Returns whether the insertion only completes a word of the source: `[T]he`, `can[not]`.
fn completes_word(excerpt: &Excerpt, placed: &[PlacedPart], snapshot: &Tokens<'_>, number: usize) -> bool {
    let part = &excerpt.parts[number];
    let inserted = part.inserted.trim();
    let Ok(nth) = placed.binary_search_by_key(&number, |place| place.part) else { return false };
    let starts = part.loose.start && {
        let ours = tokenize(&part.compared);
        ours.len() > 0 && joined(inserted, ours.key(0), snapshot.key(placed[nth].range.start))
    };
    starts
        || nth.checked_sub(1).map(|before| &placed[before]).is_some_and(|before| {
            let ours = tokenize(&excerpt.parts[before.part].compared);
            excerpt.parts[before.part].loose.end
                && ours.len() > 0
                && joined(ours.key(ours.len() - 1), inserted, snapshot.key(before.range.end - 1))
        })
}

/// Widens the tokens that an insertion replaces by the words that it replaces in part.
fn with_parts(
    excerpt: &Excerpt,
    placed: &[PlacedPart],
    snapshot: &Tokens<'_>,
    number: usize,
    skipped: Range<usize>,
) -> Range<usize> {
    let starts = excerpt.parts[number].loose.start && is_part(excerpt, number, false, snapshot.key(skipped.end));
    let before = placed.partition_point(|place| place.part < number).checked_sub(1).map(|before| &placed[before]);
    let ends = before.is_some_and(|before| {
        excerpt.parts[before.part].loose.end
            && skipped.start > 0
            && is_part(excerpt, before.part, true, snapshot.key(skipped.start - 1))
    });
    skipped.start - usize::from(ends)..skipped.end + usize::from(starts)
}

/// Returns whether the first or last word of a part is not the whole word `key`.
fn is_part(excerpt: &Excerpt, part: usize, last: bool, key: &str) -> bool {
    let ours = tokenize(&excerpt.parts[part].compared);
    let at = if last { ours.len().checked_sub(1) } else { Some(0) };
    at.filter(|at| *at < ours.len()).is_some_and(|at| ours.key(at) != key)
}

fn joined(first: &str, second: &str, word: &str) -> bool {
    format!("{first}{second}").to_lowercase() == word.to_lowercase()
}

/// The effect of leaving out the tokens `skipped`, within the sentences that the omission touches; `None` if it is
/// harmless. Whole sentences may be left out.
fn omission(snapshot: &Tokens<'_>, skipped: &Range<usize>) -> Option<String> {
    let inner: Vec<usize> = (skipped.start + 1..=skipped.end).filter(|at| snapshot.begins_sentence(*at)).collect();
    let opens_inside = !snapshot.begins_sentence(skipped.start);
    // The full stop of a last whole sentence may stay.
    let stays = skipped.end < snapshot.len() && matches!(snapshot.key(skipped.end), "." | "?" | "!");
    let closes_inside = !stays && !snapshot.begins_sentence(skipped.end);
    let (Some(first), Some(last)) = (inner.first(), inner.last()) else {
        return turning(snapshot, skipped.clone()).map(|word| format!("this omission leaves out `{word}`"));
    };
    let head = skipped.start..if opens_inside { *first } else { skipped.start };
    let tail = if stays { 0..0 } else { *last..skipped.end };
    let word = turning(snapshot, head).or_else(|| turning(snapshot, tail));
    word.map(|word| format!("this omission leaves out `{word}`"))
        .or_else(|| (opens_inside && closes_inside).then(|| "this omission joins parts of two sentences".to_owned()))
}

/// Words with which an omission leaves out a condition.
const IF: [&str; 4] = ["if", "falls", "sofern", "provided"];

/// The first negation, quantifier, hedge or number among the tokens, or the condition that they begin with. A number in
/// parentheses that are left out whole is an aside, and `not far from the quay` says where something is.
fn turning(snapshot: &Tokens<'_>, range: Range<usize>) -> Option<String> {
    let last = range.clone().rev().find(|at| snapshot.key(*at) != ",").filter(|last| range.start < *last);
    let aside = last.is_some_and(|last| snapshot.key(range.start) == "(" && snapshot.key(last) == ")");
    let condition = (!range.is_empty() && IF.contains(&snapshot.key(range.start))).then_some(range.start);
    let turns = range.clone().find(|at| {
        (is_negation(snapshot, *at) && !tells_place(snapshot, *at..range.end))
            || is_hedge(snapshot, *at)
            || is_quantifier(snapshot, *at)
            || (!aside && is_number(snapshot, *at))
    });
    let at = condition.or(turns)?;
    Some(words::collapse_space(snapshot.written(&whole_phrase(snapshot, at))))
}

/// Returns whether the words say where or when something is: `not far from the quay`, `not long ago`.
fn tells_place(snapshot: &Tokens<'_>, range: Range<usize>) -> bool {
    match snapshot.keys(range.start..range.end.min(range.start + 4))[..] {
        ["not", "far", "from" | "off", _] => names_thing(snapshot, range.start + 3),
        ["not", "long", "ago" | "before" | "after", ..] | ["nicht", "weit", "von" | "vom", ..] => true,
        _ => false,
    }
}

/// The effect of an insertion in the place of the tokens `skipped`; `None` if it is harmless.
fn insertion(inserted: &Tokens<'_>, snapshot: &Tokens<'_>, skipped: &Range<usize>, completes: bool) -> Option<String> {
    if let Some(message) = addition(inserted, snapshot, skipped) {
        return Some(message);
    }
    let keys: Vec<&str> = (0..inserted.len()).map(|at| inserted.key(at)).collect();
    let negates = (0..inserted.len()).any(|at| is_negation(inserted, at));
    let hedges = (0..inserted.len()).any(|at| is_hedge(inserted, at));
    let lost = skipped.clone().find(|at| {
        let key = snapshot.key(*at);
        let is_kept = keys.contains(&key);
        (is_negation(snapshot, *at) && !negates)
            || (is_hedge(snapshot, *at) && !hedges)
            || (!is_kept && (is_number(snapshot, *at) || RANKS.contains(&key) || DEGREES.contains(&key)))
    });
    let lost = lost.map(|at| at..at + 1).or_else(|| {
        let word = other_word(&keys, snapshot, skipped).filter(|_| !negates).map(|at| at..at + 1);
        word.or_else(|| other_name(inserted, snapshot, skipped))
    });
    if let Some(words) = lost {
        return Some(format!("this insertion replaces `{}`", words::collapse_space(snapshot.written(&words))));
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

/// Negations that say more or less than `not`.
#[rustfmt::skip]
const DEGREES: [&str; 24] = [
    "never", "hardly", "scarcely", "barely", "rarely", "seldom", "unable", "unless", "without", "fails", "failed", "refused", "denied",
    "nie", "niemals", "kaum", "keineswegs", "jamais", "guère", "nunca", "jamás", "결코", "전혀", "절대",
];

/// Words that make somebody else of the holder of an office.
const RANKS: [&str; 8] = ["former", "acting", "deputy", "vice", "ex", "designate", "ehemalige", "ancien"];

/// Words before a name that another part of the name may replace, in lower case.
#[rustfmt::skip]
const TITLES: [&str; 19] = [
    "president", "minister", "chairman", "chairwoman", "general", "captain", "colonel", "professor", "secretary", "senator", "mayor",
    "judge", "ambassador", "premier", "spokesman", "spokeswoman", "präsident", "ministre", "presidente",
];

/// Other words that an insertion may replace, in lower case.
#[rustfmt::skip]
const STAND_INS: [&str; 28] = [
    "that", "which", "there", "here", "then", "the", "a", "an", "such", "both", "so", "one", "other", "others", "ce", "cela",
    "yesterday", "today", "tomorrow", "gestern", "heute", "morgen", "mr", "mrs", "ms", "dr",
    "herr", "frau",
];

/// Beginnings of Korean words that an insertion may replace.
const KOREAN_STAND_INS: [&str; 14] =
    ["그", "이곳", "이것", "이들", "이날", "여기", "거기", "우리", "저희", "당시", "해당", "양측", "어제", "오늘"];

/// The word that an insertion replaces, if it is the only one, no stand-in such as a pronoun, and the insertion has no
/// form of it.
fn other_word(inserted: &[&str], snapshot: &Tokens<'_>, skipped: &Range<usize>) -> Option<usize> {
    let stays = |at: usize| inserted.iter().any(|key| key.eq_ignore_ascii_case(snapshot.key(at)));
    let mut replaced = skipped.clone().filter(|at| !snapshot.is_mark(*at) && !stays(*at));
    let at = replaced.next().filter(|_| replaced.next().is_none() && !inserted.is_empty())?;
    let word = snapshot.key(at).to_lowercase();
    // `[Nora Quell]` for `Minister Quell`
    if TITLES.contains(&word.as_str()) && (at + 1..skipped.end).any(stays) {
        return None;
    }
    let stem: String = word.chars().take(3).collect();
    let is_form = inserted.iter().any(|key| key.to_lowercase().starts_with(&stem));
    let is_stand_in = is_pronoun(&word)
        || STAND_INS.contains(&word.as_str())
        || KOREAN_STAND_INS.iter().any(|part| word.starts_with(part));
    let words: Vec<String> = inserted.iter().map(|key| (*key).to_owned()).collect();
    (!is_form && !is_stand_in && !is_short_for(snapshot.key(at), &words)).then_some(at)
}

/// Words with which an insertion adds a statement.
const AND: [&str; 8] = ["and", "or", "but", "und", "et", "y", "그리고", "또는"];

/// The first negation, quantifier or number that an insertion adds, or a further statement.
fn addition(inserted: &Tokens<'_>, snapshot: &Tokens<'_>, skipped: &Range<usize>) -> Option<String> {
    let negated = skipped.clone().any(|at| is_negation(snapshot, at));
    let added = (0..inserted.len()).find(|at| {
        // `[No one]` for `Nobody` counts nothing.
        let number = is_number(inserted, *at)
            && inserted.key(*at) != "one"
            && !skipped.clone().any(|place| snapshot.key(place) == inserted.key(*at));
        let quantifier = is_quantifier(inserted, *at) && !skipped.clone().any(|place| is_quantifier(snapshot, place));
        let hedge = is_hedge(inserted, *at) && !skipped.clone().any(|place| is_hedge(snapshot, place));
        let degree = DEGREES.contains(&inserted.key(*at))
            && !skipped.clone().any(|place| snapshot.key(place) == inserted.key(*at));
        number || quantifier || hedge || degree || (is_negation(inserted, *at) && !negated)
    });
    let joins = (inserted.len() > 1 && AND.contains(&inserted.key(0))).then_some(0);
    let added = added.or(joins)?;
    Some(format!("this insertion adds `{}`", inserted.written(&(added..added + 1))))
}

/// The words around brackets in the excerpt and in the source.
fn wordings(
    part: &crate::pipeline::markdown::ExcerptPart,
    before: &str,
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
    let ours: Vec<&str> = before.split_whitespace().collect();
    wordings[0].push(&ours[ours.len().saturating_sub(AROUND)..].join(" "), false);
    wordings[0].push(&brackets, true);
    wordings[0].push(&part.compared.split_whitespace().take(AROUND).collect::<Vec<_>>().join(" "), false);
    let Some(skipped) = skipped else {
        return wordings;
    };
    let end = (skipped.end + AROUND).min(snapshot.len());
    let runs = [skipped.start.saturating_sub(AROUND)..skipped.start, skipped.clone(), skipped.end..end];
    for (range, differs) in runs.iter().zip([false, true, false]) {
        wordings[1].push(&words::truncate(&words::collapse_space(snapshot.written(range)), LEFT_OUT), differs);
    }
    wordings
}

/// Words after an excerpt that turn its meaning.
#[rustfmt::skip]
const TURNS: [&str; 21] = [
    "but", "only", "if", "unless", "until", "except", "though", "although", "however", "provided", "aber", "nur", "wenn", "falls",
    "sofern", "mais", "si", "sauf", "pero", "salvo", "solo",
];

/// Words before an excerpt that make a condition or a rumour of it.
#[rustfmt::skip]
const CONDITIONS: [&str; 36] = [
    "if", "unless", "whether", "should", "wenn", "falls", "ob", "si", "se", "если", "만약", "만일",
    "rumour", "rumours", "rumor", "rumors", "claim", "claims", "claimed", "alleged", "allegedly", "allegation", "allegations",
    "unconfirmed", "reportedly", "supposedly", "hypothetical", "only", "nur", "오직", "소문", "gerücht", "rumeur",
    "behauptet", "behauptete", "behaupten",
];

/// The words beside an excerpt that may turn its meaning: a negation, a condition or a rumour in the clause that it
/// begins inside, the bound of a number that it begins with, a negation in the clause that it ends inside, or a “but”
/// or “only” that follows.
pub(super) fn cut_clause(placed: &[PlacedPart], snapshot: &Tokens<'_>) -> Option<String> {
    let (first, last) = (placed.first()?, placed.last()?);
    before_excerpt(first.range.start, snapshot).or_else(|| after_excerpt(last.range.end, snapshot))
}

/// Words before a number that bound it or make it approximate.
#[rustfmt::skip]
const BOUNDS: [&str; 21] = [
    "than", "least", "most", "nearly", "almost", "about", "around", "approximately", "roughly", "over", "under", "fewer", "circa", "fast",
    "약", "최소", "최대", "거의", "겨우", "불과", "단",
];

fn before_excerpt(start: usize, snapshot: &Tokens<'_>) -> Option<String> {
    /// Tokens of a condition at most.
    const CONDITION: usize = 30;
    if snapshot.begins_sentence(start) {
        return None;
    }
    let bounds = is_number(snapshot, start) && BOUNDS.contains(&snapshot.key(start - 1));
    if bounds || is_quantifier(snapshot, start - 1) {
        return Some(words::collapse_space(snapshot.written(&(start - 1..start + 1))));
    }
    let is_condition = |at: usize| CONDITIONS.contains(&snapshot.key(at).to_lowercase().as_str());
    let clause = (start.saturating_sub(NEAR)..start).rev();
    let mut clause = clause.take_while(|at| !snapshot.begins_sentence(at + 1) && !ends_clause(snapshot, *at));
    let turns = clause.find(|at| is_negation(snapshot, *at) || is_condition(*at));
    let sentence = (start.saturating_sub(CONDITION)..start).rev().find(|at| snapshot.begins_sentence(*at));
    // German sets a comma after `he claims`.
    let claim = start.checked_sub(2).filter(|at| snapshot.key(start - 1) == "," && is_condition(*at));
    let at = turns.or(claim).or(sentence.filter(|at| is_condition(*at)))?;
    Some(words::collapse_space(snapshot.written(&(at..start))))
}

fn after_excerpt(end: usize, snapshot: &Tokens<'_>) -> Option<String> {
    let mut after = (end..snapshot.len().min(end + NEAR)).take_while(|at| !snapshot.begins_sentence(*at));
    let found = after.find(|at| {
        let clause = (end..=*at).all(|at| !ends_clause(snapshot, at));
        (*at < end + 2 && TURNS.contains(&snapshot.key(*at))) || (clause && is_negation(snapshot, *at))
    })?;
    Some(words::collapse_space(snapshot.written(&(end..(found + 4).min(snapshot.len())))))
}

fn ends_clause(snapshot: &Tokens<'_>, at: usize) -> bool {
    matches!(snapshot.key(at), ";" | ":" | "," | "." | "?" | "!" | "—")
}
