//! Words that reverse or limit a statement, in the languages that digests quote most: negations, quantifiers and hedges.
//! An entry of several words is a phrase.

use std::ops::Range;

use super::Tokens;
use crate::base::text::boundary::are_particles;

/// Negations, in lower case.
#[rustfmt::skip]
const NEGATIONS: &[&str] = &[
    // English
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "without", "hardly", "scarcely",
    "barely", "rarely", "seldom", "false", "falsely", "untrue", "unless", "deny", "denies", "denied", "denying", "fail", "fails",
    "failed", "refuse", "refuses", "refused", "lack", "lacks", "lacked", "unable", "anything but", "stopped short of", "stop short of",
    // German, French, Spanish
    "nicht", "kein", "keine", "keinen", "keinem", "keiner", "nie", "niemals", "niemand", "nichts", "ohne", "weder",
    "keineswegs", "keinesfalls", "mitnichten", "nirgends", "kaum", "leugnet", "leugnete", "bestreitet", "bestritt", "dementiert",
    "dementierte", "alles andere", "weit davon entfernt",
    "ne", "pas", "jamais", "aucun", "aucune", "sans", "rien", "personne", "non", "ni", "guère", "tout sauf",
    "nunca", "jamás", "ningún", "ninguna", "ninguno", "sin", "nadie", "nada", "tampoco",
    // Russian and Ukrainian
    "не", "нет", "никогда", "без", "нельзя", "никто", "ні", "ніколи", "немає", "ніхто",
    // Turkish
    "değil", "yok", "hiç", "asla",
    // Arabic and Hebrew
    "لا", "لم", "لن", "ليس", "ليست", "غير", "دون", "לא", "אין",
];

/// Parts of Korean words that negate.
const KOREAN: [&str; 13] =
    ["않", "못하", "못했", "못한", "못할", "없", "아니", "아닌", "아닙", "말라", "말아", "마라", "거부"];

/// Japanese and Chinese negations, whose every character is a token.
const UNSPACED: [&str; 9] = ["ない", "なかっ", "ません", "不", "没", "沒", "未", "无", "無"];

/// Phrases that negate, unless a place follows: `far from safe`, but not `far from the quay`.
const DISTANCES: &[&str] = &["far from", "weit von", "loin de", "loin d'être", "lejos de"];

/// Words for how many or how often, and numbers in German, French and Spanish, in lower case.
#[rustfmt::skip]
const QUANTIFIERS: &[&str] = &[
    "all", "every", "each", "only", "solely", "always", "most", "few", "alle", "nur", "lediglich", "bloß", "höchstens",
    "mindestens", "almost", "nearly", "tous", "toutes", "seulement", "todos", "todas", "solo", "все", "both", "dozen", "dozens",
    "beide", "beiden", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "zwanzig",
    "hundert", "tausend", "dutzend", "deux", "trois", "quatre", "cinq", "sept", "huit", "dix", "douze", "vingt", "mille", "dos",
    "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "partly", "mostly", "mainly", "sometimes", "usually", "often", "twice", "teilweise", "selten", "allenfalls", "beinahe",
    "less", "least", "fewer", "merely", "up to", "at least", "at most", "more than", "weniger", "mehr als", "bis zu",
    "peu", "à peine", "presque", "moins", "plus ou moins", "plus de", "au moins", "jusqu'à", "casi", "apenas", "más o menos",
    "más de", "al menos", "hasta",
];

/// Words that make a rumour or a guess of a statement, in lower case.
#[rustfmt::skip]
const HEDGES: &[&str] = &[
    "allegedly", "reportedly", "supposedly", "purportedly", "apparently", "seemingly", "possibly", "probably", "perhaps", "maybe",
    "alleged", "unconfirmed", "ostensibly", "presumably", "theoretically", "in theory", "likely", "unlikely", "if anything",
    "so-called", "according to", "said to", "believed to", "thought to", "supposed to", "rumoured to", "rumored to", "alleged to",
    "reported to",
    "angeblich", "mutmaßlich", "mutmaßliche", "vermutlich", "möglicherweise", "womöglich", "vielleicht", "wohl", "offenbar",
    "anscheinend", "scheinbar", "wahrscheinlich", "theoretisch", "sogenannte", "sogenannten", "laut", "zufolge",
    "selon", "d'après", "prétendument", "apparemment", "probablement", "peut-être", "sans doute", "soi-disant", "en théorie",
    "según", "supuestamente", "presuntamente", "quizá", "quizás", "tal vez", "probablemente", "posiblemente", "al parecer",
    "якобы", "возможно", "вероятно",
];

/// Beginnings of Korean words that make a rumour or a guess of a statement.
const KOREAN_HEDGES: [&str; 9] = ["아마", "따르면", "혹시", "소문", "추정", "이른바", "소위", "알려졌", "전해졌"];

/// Parts of Korean words for all or only.
const KOREAN_QUANTIFIERS: [&str; 7] = ["모든", "모두", "전부", "오직", "유일", "거의", "겨우"];

/// Korean adverbs that come with a negation only.
const KOREAN_WITH_NEGATION: [&str; 4] = ["결코", "전혀", "절대", "도저히"];

/// Native Korean numbers before a counter. `한` alone is an ending of verbs, too.
#[rustfmt::skip]
const KOREAN_COUNTS: [&str; 22] = [
    "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "스무", "서른", "마흔", "쉰", "예순", "서너", "두세", "너댓", "몇",
    "수십", "수백", "수천",
];

/// Korean counters.
#[rustfmt::skip]
const KOREAN_COUNTERS: [&str; 22] = [
    "척", "명", "개", "대", "번", "마리", "사람", "달", "살", "시간", "곳", "건", "권", "장", "통", "차례", "가지", "쪽", "병", "채", "켤레",
    "그루",
];

/// Returns whether the token begins what makes a rumour or a guess of a statement.
pub(crate) fn is_hedge(tokens: &Tokens<'_>, at: usize) -> bool {
    phrase(tokens, at, HEDGES).is_some() || KOREAN_HEDGES.iter().any(|part| tokens.key(at).starts_with(part))
}

/// Returns whether the token begins what says how many.
pub(crate) fn is_quantifier(tokens: &Tokens<'_>, at: usize) -> bool {
    let key = tokens.key(at);
    phrase(tokens, at, QUANTIFIERS).is_some()
        || KOREAN_QUANTIFIERS.iter().any(|part| key.starts_with(part))
        || counts_in_korean(tokens, at)
}

/// Returns whether the token is a native Korean number with a counter: `세 척`, `열두 척`.
fn counts_in_korean(tokens: &Tokens<'_>, at: usize) -> bool {
    let key = tokens.key(at);
    let is_number = |key: &str| KOREAN_COUNTS.contains(&key);
    let counts = is_number(key) || KOREAN_COUNTS.iter().any(|tens| key.strip_prefix(tens).is_some_and(is_number));
    let next = if counts && at + 1 < tokens.len() { tokens.key(at + 1) } else { "" };
    KOREAN_COUNTERS.iter().any(|counter| next.strip_prefix(counter).is_some_and(are_particles))
}

/// The words at the token, if they are one of these phrases: the longest.
fn phrase(tokens: &Tokens<'_>, at: usize, phrases: &[&str]) -> Option<Range<usize>> {
    let first = tokens.key(at).to_lowercase();
    let begin = phrases.iter().filter_map(|phrase| phrase.strip_prefix(&*first));
    begin.filter_map(|rest| Some(at..follows(tokens, at + 1, rest)?)).max_by_key(|range| range.end)
}

/// The end of the words that follow at the token, if they are these, each after a space.
fn follows(tokens: &Tokens<'_>, at: usize, words: &str) -> Option<usize> {
    let words: Vec<&str> = words.split(' ').collect();
    let is_same = |(n, word): (usize, &&str)| at + n < tokens.len() && tokens.key(at + n).to_lowercase() == **word;
    let same = words[0].is_empty() && words[1..].iter().enumerate().all(is_same);
    same.then_some(at + words.len() - 1)
}

/// The negation, quantifier or hedge at the token, with all of its words.
pub(crate) fn whole_phrase(tokens: &Tokens<'_>, at: usize) -> Range<usize> {
    let found = [NEGATIONS, DISTANCES, QUANTIFIERS, HEDGES].into_iter().filter_map(|list| phrase(tokens, at, list));
    found.max_by_key(Range::len).unwrap_or(at..at + 1)
}

/// Returns whether the words from the token on name a place or a thing: `the quay` of `far from the quay`.
pub(crate) fn names_thing(tokens: &Tokens<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const DETERMINERS: [&str; 23] = [
        "the", "a", "an", "its", "his", "her", "their", "our", "my", "your", "this", "that", "here", "there", "der", "dem", "den",
        "la", "le", "los", "las", "el", "un",
    ];
    let next = if at < tokens.len() { tokens.key(at) } else { "" };
    DETERMINERS.contains(&next.to_lowercase().as_str()) || next.starts_with(char::is_uppercase)
}

/// Returns whether the token begins what says no.
pub(crate) fn is_negation(tokens: &Tokens<'_>, at: usize) -> bool {
    let lower = tokens.key(at).to_lowercase();
    if phrase(tokens, at, NEGATIONS).is_some()
        || lower.ends_with("n't")
        || lower.starts_with("n'")
        || lower.starts_with("non-")
    {
        return true;
    }
    if phrase(tokens, at, DISTANCES).is_some_and(|distance| !names_thing(tokens, distance.end)) {
        return true;
    }
    if KOREAN_WITH_NEGATION.iter().any(|adverb| lower.starts_with(adverb)) {
        return true;
    }
    if matches!(lower.as_str(), "안" | "못") || KOREAN.iter().any(|part| lower.contains(part)) {
        return true;
    }
    UNSPACED.iter().any(|word| {
        let mut letters = word.chars().enumerate();
        letters.all(|(n, c)| at + n < tokens.len() && tokens.key(at + n).chars().eq([c]))
    })
}
