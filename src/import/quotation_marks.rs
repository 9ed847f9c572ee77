//! Quotation marks: the words inside of them, and those outside.

use super::phrase::tokens;

/// Returns whether a paragraph opens with a quotation mark.
pub(super) fn opens_quotation(text: &str) -> bool {
    text.starts_with(|c| closing_marks(c, ' ').is_some())
}

/// The words of a paragraph inside quotation marks, and those outside.
pub(super) struct QuoteParts {
    /// The number of words inside.
    pub inside: usize,
    /// The words outside, in lower case.
    pub outside: Vec<String>,
    /// True if the last quotation continues in the next paragraph.
    pub open: bool,
}

/// Splits a paragraph at its quotation marks.
pub(super) fn split_quotations(text: &str) -> QuoteParts {
    let mut parts = [String::new(), String::new()];
    let mut closing = None;
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match closing {
            None => closing = closing_marks(c, before),
            // Within single marks an apostrophe is followed by a letter.
            Some(marks) if marks.contains(c) && !(c == '’' && next.is_alphabetic()) => closing = None,
            Some(_) => {}
        }
        parts[usize::from(closing.is_some())].push(c);
        before = c;
    }
    let [outside, inside] = parts;
    QuoteParts { inside: tokens(&inside).len(), outside: tokens(&outside), open: closing.is_some() }
}

/// Returns whether all of a paragraph is one quotation, and long enough to be no mere phrase.
pub(super) fn is_quotation(text: &str) -> bool {
    const MIN_WORDS: usize = 8;
    let text = text.trim();
    let parts = split_quotations(text);
    let marks = text.chars().next().and_then(|first| closing_marks(first, ' '));
    // Nothing but the closing mark is outside of it.
    let is_whole = parts.outside.is_empty() && marks.is_some_and(|marks| text.ends_with(|c: char| marks.contains(c)));
    is_whole && parts.inside >= MIN_WORDS
}

/// The marks that close a quotation, if `c` after `before` opens one. A single mark may also be an apostrophe.
fn closing_marks(c: char, before: char) -> Option<&'static str> {
    match c {
        '“' | '‟' => Some("”"),
        '„' => Some("“”"),
        '«' => Some("»"),
        '»' if !before.is_alphanumeric() => Some("«"),
        '「' => Some("」"),
        '『' => Some("』"),
        '"' if !before.is_alphanumeric() => Some("\""),
        '‘' if !before.is_alphanumeric() => Some("’"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations() {
        let parts = split_quotations("“It is,” he said, “and I'm sure.");
        assert_eq!((parts.inside, parts.outside, parts.open), (5, vec!["he".to_owned(), "said".to_owned()], true));
        assert!(!split_quotations("‘It’s new,’ she said.").open && !split_quotations("5\" pipes").open);
        assert!(is_quotation("„Die Boote lagen die ganze Woche still am Anleger.“") && !is_quotation("„Nein.“"));
        assert!(!is_quotation("“It is,” he said, “and I am quite sure of it all.”"));
    }
}
