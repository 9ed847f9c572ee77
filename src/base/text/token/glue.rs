//! Number phrases: tokens that a quotation must show together or not at all.

use super::{Space, TokenKind, Tokens};

/// Words for numbers, in English. An ordinal is one after another number only.
#[rustfmt::skip]
const NUMBERS: [&str; 33] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "billion", "trillion", "half",
];

/// Units and multipliers so close to a number that either without the other is another figure.
#[rustfmt::skip]
const MEASURES: [&str; 78] = [
    "hundred", "thousand", "million", "billion", "trillion", "dozen", "mn", "bn", "m", "k",
    "percent", "per", "cent", "percentage", "pct", "half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth",
    "tenths", "times", "degrees", "a.m", "p.m", "am", "pm", "km", "cm", "mm", "kg", "g", "mg", "t", "MB", "GB", "KB", "TB", "kB",
    "Mbps", "Gbps", "kbps", "GHz", "MHz", "kHz", "Hz", "kW", "MW", "W", "V", "mAh", "won", "dollars", "euros", "yen", "yuan",
    "pounds", "cents", "million-won", "Millionen", "Milliarden", "Prozent", "millions", "milliards", "millones", "miles",
    "kilometers", "kilometres", "meters", "metres", "°C", "°F", "%p", "€", "₽",
];

/// Korean words that bound the number before, with its counter: `두 집 미만`.
#[rustfmt::skip]
const BOUNDS: [&str; 5] = ["이상", "이하", "미만", "초과", "안팎"];

/// Korean measures, which particles may follow.
#[rustfmt::skip]
const KOREAN_MEASURES: [&str; 24] = [
    "백", "천", "만", "십만", "백만", "천만", "억", "조", "퍼센트", "프로", "포인트", "배", "원", "달러", "위안", "유로", "엔", "킬로미터", "미터",
    "킬로그램", "기가", "메가", "여", "분의",
];

/// Returns whether the token is a number.
pub(crate) fn is_number(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.list[at].kind == TokenKind::Number || is_number_word(tokens.key(at))
}

fn is_number_word(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    lower.split('-').any(|part| NUMBERS.contains(&part)) || korean_numeral(key)
}

/// Returns whether a word consists of Sino-Korean numerals alone, apart from its unit: `오백만`.
fn korean_numeral(key: &str) -> bool {
    key.chars().count() > 1 && key.chars().all(is_korean_numeral)
}

/// Returns whether the syllable is a Sino-Korean numeral, or an indefinite one.
pub(super) fn is_korean_numeral(c: char) -> bool {
    "일이삼사오육칠팔구십백천만억조수".contains(c)
}

/// Returns whether the tokens `at - 1` and `at` are parts of one number, so that a quotation must not begin or end
/// between them.
pub(crate) fn is_glued(tokens: &Tokens<'_>, at: usize) -> bool {
    if at == 0 || at >= tokens.len() {
        return false;
    }
    let (before, after) = (tokens.key(at - 1), tokens.key(at));
    let [left, right] = [at - 1, at].map(|at| tokens.list[at].kind);
    if tokens.list[at].space == Space::Paragraph {
        return false;
    }
    if BOUNDS.iter().any(|bound| is_korean_measure(after, bound)) {
        return true;
    }
    let counts = left == TokenKind::Number || is_number_word(before);
    let counts_on = right == TokenKind::Number || is_number_word(after);
    (counts && is_measure(after))
        || (counts && counts_on && is_one_number(tokens, at))
        || (counts_on && opens_number(tokens, at))
        || joined_by_word(tokens, at, counts, counts_on)
}

/// Returns whether two numbers, one after the other, are one: `1조 2천억`, `two hundred`, `1 ½`, `3 × 4`.
fn is_one_number(tokens: &Tokens<'_>, at: usize) -> bool {
    let (before, after) = (tokens.key(at - 1), tokens.key(at));
    let [left, right] = [at - 1, at].map(|at| tokens.list[at].kind);
    match (left, right) {
        (TokenKind::Number, TokenKind::Number) => {
            before.ends_with(is_korean_numeral)
                || before.ends_with("분의")
                || after.starts_with('×')
                || (before.len() <= 3 && after.contains('/') && !before.contains('/'))
        }
        _ => true,
    }
}

/// Returns whether the word or mark before a number belongs to it: a currency, part of the day, or a fraction's
/// denominator.
fn opens_number(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = tokens.key(at - 1);
    let touches = tokens.list[at].space == Space::None;
    matches!(before, "minus" | "오전" | "오후" | "영하")
        || before.ends_with("분의")
        || (touches && tokens.key(at).starts_with(['$', '€', '£', '₩', '¥']))
}

/// Returns `true` at either side of `to` between numbers, and of `and` in `two hundred and five` and `two and a half`.
fn joined_by_word(tokens: &Tokens<'_>, at: usize, counts: bool, counts_on: bool) -> bool {
    let number = |at: usize| at < tokens.len() && is_number(tokens, at);
    match (tokens.key(at - 1), tokens.key(at)) {
        ("to", _) => counts_on && at > 1 && number(at - 2),
        (_, "to") => counts && number(at + 1),
        ("and", next) => {
            let large = at > 1 && matches!(tokens.key(at - 2), "hundred" | "thousand" | "million");
            (counts_on && large) || (next == "a" && is_half(tokens, at + 1))
        }
        (before, "and") => {
            let large = matches!(before, "hundred" | "thousand" | "million");
            (large && number(at + 1)) || (counts && is_half(tokens, at + 2))
        }
        ("a", _) => at > 1 && tokens.key(at - 2) == "and" && is_half(tokens, at),
        // `one in five`, but not `5 million in 2015`.
        ("of", _) if at > 2 && tokens.key(at - 2) == "out" => counts_on && number(at - 3),
        ("in" | "of", next) => at > 1 && is_small(tokens.key(at - 2)) && is_small(next),
        (before, "in") => is_small(before) && at + 1 < tokens.len() && is_small(tokens.key(at + 1)),
        ("out", "of") => at > 1 && number(at - 2),
        (_, "out") => counts && at + 1 < tokens.len() && tokens.key(at + 1) == "of",
        ("per", "cent") | ("percentage", "point" | "points") => true,
        _ => false,
    }
}

/// Returns whether the word is a number from one to ten.
fn is_small(key: &str) -> bool {
    NUMBERS[..10].contains(&key.to_ascii_lowercase().as_str())
        || matches!(key.len(), 1 | 2) && key.bytes().all(|c| c.is_ascii_digit())
}

fn is_half(tokens: &Tokens<'_>, at: usize) -> bool {
    at < tokens.len() && matches!(tokens.key(at), "half" | "quarter" | "third")
}

fn is_korean_measure(key: &str, measure: &str) -> bool {
    let rest = key.strip_prefix(measure);
    rest.is_some_and(|rest| rest.is_empty() || crate::base::text::boundary::are_particles(rest))
}

fn is_measure(key: &str) -> bool {
    MEASURES.contains(&key) || KOREAN_MEASURES.iter().any(|measure| is_korean_measure(key, measure))
}

#[cfg(test)]
mod tests {
    use super::is_glued;
    use crate::base::text::token::tokenize;

    /// `|` marks where a quotation may begin or end.
    #[test]
    fn numbers_of_several_words() {
        for marked in [
            "about|five per cent|of|them",
            "a|percentage point|less",
            "only|one in five|of|them",
            "nearly|nine out of ten|boats",
            "sold|5 million|in|2015",
            "ran|out|of|ten|boats",
            "two and a half|hours",
        ] {
            let text = marked.replace('|', " ");
            let tokens = tokenize(&text);
            let mut shown = tokens.key(0).to_owned();
            for at in 1..tokens.len() {
                shown += if is_glued(&tokens, at) { " " } else { "|" };
                shown += tokens.key(at);
            }
            assert_eq!(shown, marked);
        }
    }
}
