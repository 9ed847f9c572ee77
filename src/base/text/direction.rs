//! The direction of writing.

/// Scripts that run from right to left (ISO 15924).
const SCRIPTS: [&str; 12] =
    ["adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "syrj", "thaa"];

/// Languages that are written in one of them unless their tag names another script.
const LANGUAGES: [&str; 24] = [
    "ar", "arc", "arz", "azb", "bal", "bgn", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb",
    "prs", "ps", "sd", "syr", "ug", "ur", "yi",
];

/// The value of `dir` (HTML §3.2.6.4) for a BCP 47 tag.
pub(crate) fn direction(language: &str) -> &'static str {
    let language = language.to_ascii_lowercase();
    let mut parts = language.split(['-', '_']);
    let name = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_right_to_left = match script {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&name),
    };
    if is_right_to_left { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn languages_and_scripts() {
        for language in ["ar", "he-IL", "fa-AF", "ur", "az-Arab", "ku-arab-IQ", "uz-Arab"] {
            assert_eq!(direction(language), "rtl", "{language}");
        }
        for language in ["en", "ko-KR", "ar-Latn", "yi-Latn-US", "arn", ""] {
            assert_eq!(direction(language), "ltr", "{language}");
        }
    }
}
