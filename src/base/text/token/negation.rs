//! Words that reverse or limit a statement, in the languages that digests quote most: negations and quantifiers.

use super::tokens::Tokens;

/// Negations, in lower case.
#[rustfmt::skip]
const WORDS: [&str; 100] = [
    // English
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "without", "hardly", "scarcely",
    "barely", "rarely", "seldom", "false", "falsely", "untrue", "unless", "deny", "denies", "denied", "denying", "fail", "fails",
    "failed", "refuse", "refuses", "refused", "lack", "lacks", "lacked", "unable",
    // German, French, Spanish
    "nicht", "kein", "keine", "keinen", "keinem", "keiner", "nie", "niemals", "niemand", "nichts", "ohne", "weder",
    "keineswegs", "keinesfalls", "mitnichten", "nirgends", "kaum", "leugnet", "leugnete", "bestreitet", "bestritt", "dementiert",
    "dementierte",
    "ne", "pas", "jamais", "aucun", "aucune", "sans", "rien", "personne", "non", "ni", "guère",
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

/// Words for how many or how often, and numbers in German, French and Spanish, in lower case.
#[rustfmt::skip]
const QUANTIFIERS: [&str; 73] = [
    "all", "every", "each", "only", "solely", "always", "most", "few", "alle", "nur", "lediglich", "bloß", "höchstens",
    "mindestens", "almost", "nearly", "tous", "toutes", "seulement", "todos", "todas", "solo", "все", "both", "dozen", "dozens",
    "beide", "beiden", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "zwanzig",
    "hundert", "tausend", "dutzend", "deux", "trois", "quatre", "cinq", "sept", "huit", "dix", "douze", "vingt", "mille", "dos",
    "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "partly", "mostly", "mainly", "sometimes", "usually", "often", "twice", "teilweise", "selten", "allenfalls", "beinahe",
];

/// Words that make a rumour or a guess of a statement, in lower case.
#[rustfmt::skip]
const HEDGES: [&str; 26] = [
    "allegedly", "reportedly", "supposedly", "purportedly", "apparently", "seemingly", "possibly", "probably", "perhaps", "maybe",
    "alleged", "unconfirmed", "angeblich", "mutmaßlich", "mutmaßliche", "vermutlich", "möglicherweise", "womöglich", "vielleicht",
    "prétendument", "apparemment", "probablement", "supuestamente", "presuntamente", "якобы", "возможно",
];

/// Returns `true` if the token makes a rumour or a guess of a statement.
pub(crate) fn is_hedge(tokens: &Tokens<'_>, at: usize) -> bool {
    HEDGES.contains(&tokens.key(at).to_lowercase().as_str())
}

/// Parts of Korean words for all or only.
const KOREAN_QUANTIFIERS: [&str; 5] = ["모든", "모두", "전부", "오직", "유일"];

/// Returns `true` if the token says how many.
pub(crate) fn is_quantifier(tokens: &Tokens<'_>, at: usize) -> bool {
    let key = tokens.key(at);
    QUANTIFIERS.contains(&key.to_lowercase().as_str()) || KOREAN_QUANTIFIERS.iter().any(|part| key.starts_with(part))
}

/// Returns `true` if the token says no.
pub(crate) fn is_negation(tokens: &Tokens<'_>, at: usize) -> bool {
    let lower = tokens.key(at).to_lowercase();
    if WORDS.contains(&lower.as_str()) || lower.ends_with("n't") || lower.starts_with("n'") || lower.starts_with("non-")
    {
        return true;
    }
    if matches!(lower.as_str(), "안" | "못") || KOREAN.iter().any(|part| lower.contains(part)) {
        return true;
    }
    let next = if at + 1 < tokens.len() { tokens.key(at + 1) } else { "" };
    if matches!((lower.as_str(), next), ("anything", "but") | ("alles", "andere") | ("tout", "sauf")) {
        return true;
    }
    UNSPACED.iter().any(|word| {
        let mut letters = word.chars().enumerate();
        letters.all(|(n, c)| at + n < tokens.len() && tokens.key(at + n).chars().eq([c]))
    })
}
