//! The functions that templates may call: `url`, `asset`, `tr`, `dir`, and `range` with a limit.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult};

use super::template_runs::TemplateRuns;
use super::translation::{ThemeWords, translate};
use crate::base::hash::Key;
use crate::base::text::path::percent_encode;

/// Registers the functions. Addresses start with `base_path`; `static_hashes` has the theme's static files;
/// `language` is that of its words.
pub(super) fn register(
    tera: &mut Tera,
    base_path: &str,
    static_hashes: BTreeMap<String, Key>,
    (words, language, runs): (&Arc<ThemeWords>, &str, &Arc<TemplateRuns>),
) {
    let base = base_path.to_owned();
    tera.register_function("url", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(format!("{base}{}", percent_encode(args.must_get::<&str>("path")?)))
    });
    let base = base_path.to_owned();
    tera.register_function("asset", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let path = args.must_get::<&str>("path")?;
        let missing = || tera::Error::message(format!("the theme has no static file `{path}`"));
        let hash = static_hashes.get(path).ok_or_else(missing)?;
        // Each version has its own address, so that a cache never shows an old one.
        Ok(format!("{base}/{}?v={:08x}", percent_encode(path), hash >> 96))
    });
    let runs = Arc::clone(runs);
    tera.register_function("range", move |args: Kwargs, _: &State<'_>| runs.range(&args));
    let (words, language) = (Arc::clone(words), language.to_owned());
    tera.register_function("tr", move |args: Kwargs, _: &State<'_>| translate(&words, &language, &args));
    tera.register_function("dir", |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(direction(args.must_get::<&str>("language")?).to_owned())
    });
}

/// Scripts that run from right to left (ISO 15924).
const SCRIPTS: [&str; 12] =
    ["adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "syrj", "thaa"];

/// Languages that are written in one of them unless their tag names another script.
const LANGUAGES: [&str; 24] = [
    "ar", "arc", "arz", "azb", "bal", "bgn", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb",
    "prs", "ps", "sd", "syr", "ug", "ur", "yi",
];

/// The value of `dir` (HTML §3.2.6.4) for a BCP 47 tag.
fn direction(language: &str) -> &'static str {
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
