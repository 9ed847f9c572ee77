//! The words of a theme in the site's language, and their forms after numbers.

use std::collections::BTreeMap;

use tera::{Kwargs, TeraResult};

use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::fields::Fields;
use crate::base::text::path::RelPath;
use crate::pipeline::config::{self, Config};
use crate::pipeline::inputs::{BUILT_IN, Inputs, built_in};

/// Words by key.
pub(crate) type ThemeWords = BTreeMap<String, String>;

/// Reads the words of the themes `lineage`: those of the site's language override those of its primary language (BCP
/// 47), which override English.
pub(super) fn read_words(inputs: &Inputs, lineage: &[&str], config: &Config) -> Checked<ThemeWords> {
    let (mut english, mut words, mut faults) = (ThemeWords::new(), ThemeWords::new(), Vec::new());
    let primary = primary(config);
    let mut languages = vec!["en", primary, config.language.as_str()];
    languages.dedup();
    // The built-in theme has words for everything that margent names itself, such as months.
    let sources = std::iter::once(BUILT_IN).chain(lineage.iter().rev().copied());
    let mut is_translated = false;
    for language in languages {
        let words = if language == "en" { &mut english } else { &mut words };
        for name in sources.clone() {
            let Some(path) = RelPath::new(&format!("themes/{name}/i18n/{language}.toml")) else { continue };
            if !inputs.files.contains_key(&path) {
                continue;
            }
            is_translated |= language.split('-').next() == Some(primary);
            // A site's own file at that path need not have all words.
            if name == BUILT_IN
                && let Some(text) = built_in(&path)
            {
                add_words(&path, text, words, &mut faults);
            }
            match inputs.text(&path) {
                Ok(text) => add_words(&path, text, words, &mut faults),
                Err(fault) => faults.push(fault),
            }
        }
    }
    if !is_translated {
        let site = RelPath::new(config::FILE).expect("a plain name");
        let place = Span::new(&site, config.language_at.clone());
        let message = format!("the theme `{}` is not translated into `{}`", lineage[0], config.language);
        let hint = format!("add themes/{}/i18n/{primary}.toml; until then the theme speaks English", lineage[0]);
        let fault = Diagnostic::new(codes::NO_TRANSLATION, message).at(place).hint(hint);
        faults.push(fault.hint("copy the English words with `margent theme eject i18n/en.toml`, and translate them"));
    }
    // Other languages have other forms: no English form stands for one of theirs.
    let is_replaced = |base: &str| primary != "en" && words.contains_key(base);
    english.retain(|key, _| !key.strip_suffix("_one").is_some_and(is_replaced));
    english.extend(words);
    Checked { value: english, faults }
}

/// The primary language of a site (BCP 47): `ko` of `ko-KR`.
pub(super) fn primary(config: &Config) -> &str {
    config.language.split('-').next().unwrap_or_default()
}

fn add_words(path: &RelPath, text: &str, words: &mut ThemeWords, faults: &mut Vec<Diagnostic>) {
    let (mut toml, fields) = Fields::parse(path, text, 0);
    words.extend(fields.into_texts(&mut toml));
    faults.extend(toml.into_diagnostics());
}

/// Returns the words of the argument `key`; with an argument `n`, those of the form that this number asks for in the
/// `language`, such as `key_one` or `key_few`, if the theme has it. `{name}` becomes the argument `name`.
pub(super) fn translate(words: &ThemeWords, language: &str, args: &Kwargs) -> TeraResult<String> {
    let key = args.must_get::<&str>("key")?;
    let form = args.get::<i64>("n")?.map(|n| plural_form(language, n));
    let counted = form.and_then(|form| words.get(&format!("{key}_{form}")));
    let missing = || tera::Error::message(format!("the theme has no words for `{key}`"));
    let text = counted.or_else(|| words.get(key)).ok_or_else(missing)?;
    let value =
        |name: &str| args.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value.to_string());
    Ok(fill(text, value))
}

/// Puts values for the names in braces, those that have one. What a value has in braces stays.
fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(name, after)| Some((value(name)?, after))) {
            Some((value, after)) => {
                filled.push_str(&value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}

/// The form that a whole number asks for in a language, by its primary tag (Unicode CLDR, plural rules): the ending of a
/// word's key. Languages that are not listed tell one from all others.
fn plural_form(language: &str, number: i64) -> &'static str {
    let (tens, units) = (number % 100, number % 10);
    let is_teen = (11..=14).contains(&tens);
    match (language, number) {
        ("be" | "bs" | "hr" | "ru" | "sr" | "uk", _) if units == 1 && !is_teen => "one",
        ("be" | "bs" | "hr" | "pl" | "ru" | "sr" | "uk", _) if (2..=4).contains(&units) && !is_teen => "few",
        ("be" | "pl" | "ru" | "uk", _) if (language, number) != ("pl", 1) => "many",
        ("fr" | "pt", 0) | (_, 1) => "one",
        ("ar" | "he", 2) => "two",
        ("ar", _) if (3..=10).contains(&tens) => "few",
        ("ar", _) if tens > 10 => "many",
        ("cs" | "sk", 2..=4) => "few",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_filled_again() {
        let values = [("title", "What {n} means"), ("n", "3")];
        let value = |name: &str| values.iter().find(|it| it.0 == name).map(|it| it.1.to_owned());
        assert_eq!(fill("{n} × {title} {other} {", value), "3 × What {n} means {other} {");
    }

    #[test]
    fn forms_of_numbers() {
        let forms = |language: &str, numbers: &[i64]| {
            numbers.iter().map(|number| plural_form(language, *number)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(forms("en", &[0, 1, 2, 21]), "other one other other");
        assert_eq!(
            forms("ar", &[0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111]),
            "other one two few few many many other other few many"
        );
        assert_eq!(forms("he", &[1, 2, 3, 20]), "one two other other");
        assert_eq!(forms("ru", &[0, 1, 2, 5, 11, 12, 21, 24, 111]), "many one few many many many one few many");
        assert_eq!(forms("pl", &[1, 2, 5, 12, 21, 22]), "one few many many many few");
        assert_eq!(forms("sr", &[1, 2, 5, 21]), "one few other one");
        assert_eq!(forms("cs", &[1, 4, 5, 22]), "one few other other");
        assert_eq!(forms("fr", &[0, 1, 2]), "one one other");
    }
}
