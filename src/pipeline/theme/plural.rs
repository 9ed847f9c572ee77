//! The forms of words after numbers.

/// The form that a whole number asks for in a language, by its primary tag (Unicode CLDR, plural rules): the ending of a
/// word's key. Languages that are not listed tell one from all others.
pub(super) fn plural_form(language: &str, number: i64) -> &'static str {
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
    use super::plural_form;

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
