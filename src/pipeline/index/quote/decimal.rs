//! Numbers that lost the comma of their decimals, in languages that write one. Elsewhere a comma may part thousands, which is
//! typesetting: `1,204` is `1204`.

use super::locate::PlacedPart;
use crate::base::text::token::{Tokens, tokenize};
use crate::pipeline::markdown::Excerpt;

/// Languages whose decimals follow a comma (CLDR).
#[rustfmt::skip]
const COMMA: [&str; 24] = [
    "bg", "cs", "da", "de", "el", "fi", "fr", "hr", "hu", "id", "it", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sv",
    "tr", "uk",
];

/// Returns whether decimals follow a comma in the language with this tag (BCP 47).
pub(super) fn follow_comma(language: &str) -> bool {
    COMMA.contains(&language.split('-').next().unwrap_or_default())
}

/// The first number of the source with a decimal comma that the excerpt lacks, and the excerpt's.
pub(super) fn lost_comma(excerpt: &Excerpt, placed: &[PlacedPart], snapshot: &Tokens<'_>) -> Option<[String; 2]> {
    placed.iter().find_map(|place| {
        let ours = tokenize(&excerpt.parts.get(place.part)?.compared);
        let pairs = (0..ours.len()).zip(place.range.clone());
        let written =
            pairs.map(|(ours_at, at)| [snapshot.written(&(at..at + 1)), ours.written(&(ours_at..ours_at + 1))]);
        let mut changed = written.filter(|[theirs, ours]| is_decimal(theirs) && !ours.contains(','));
        changed.next().map(|pair| pair.map(str::to_owned))
    })
}

/// Returns whether a number may have decimals after its only comma.
fn is_decimal(number: &str) -> bool {
    let parts: Vec<&str> = number.split(',').collect();
    parts.len() == 2 && parts.iter().all(|part| part.ends_with(|c: char| c.is_ascii_digit()))
}
