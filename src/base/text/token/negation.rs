//! Words that reverse or limit a statement, in the languages that digests quote most: negations and quantifiers.

use super::tokens::Tokens;

/// Negations, in lower case.
#[rustfmt::skip]
const WORDS: [&str; 88] = [
    // English
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "without", "hardly", "scarcely",
    "barely", "rarely", "seldom", "false", "falsely", "untrue", "unless", "deny", "denies", "denied", "denying", "fail", "fails",
    "failed", "refuse", "refuses", "refused", "lack", "lacks", "lacked", "unable",
    // German, French, Spanish
    "nicht", "kein", "keine", "keinen", "keinem", "keiner", "nie", "niemals", "niemand", "nichts", "ohne", "weder",
    "ne", "pas", "jamais", "aucun", "aucune", "sans", "rien", "personne", "non", "ni",
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

/// Words for all, most or only, in lower case.
const QUANTIFIERS: [&str; 17] = [
    "all",
    "every",
    "each",
    "only",
    "solely",
    "always",
    "most",
    "few",
    "alle",
    "nur",
    "tous",
    "toutes",
    "seulement",
    "todos",
    "todas",
    "solo",
    "все",
];

/// Parts of Korean words for all or only.
const KOREAN_QUANTIFIERS: [&str; 5] = ["모든", "모두", "전부", "오직", "유일"];

/// Returns `true` if the token is a word for all, most or only.
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
    UNSPACED.iter().any(|word| {
        let mut letters = word.chars().enumerate();
        letters.all(|(n, c)| at + n < tokens.len() && tokens.key(at + n).chars().eq([c]))
    })
}
