//! Text fragments (WICG "URL Fragment Text Directives"): addresses that lead to words of a page.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A hyphen, a comma and an ampersand separate the parts of a text directive.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// The number of words up to which a fragment contains them all.
const FULL: usize = 12;
/// The number of words at each end of a longer passage; the browser finds those between.
const ENDS: usize = 5;

/// The directive that leads to `words`, such as `:~:text=about%2010,use%20smartphones`. It leaves out quotation marks,
/// dashes and ellipses, which the page may set otherwise.
pub(super) fn text_directive(words: &str) -> Option<String> {
    let lines: Vec<Vec<&str>> = words.lines().map(split_words).filter(|line| !line.is_empty()).collect();
    let (first, last) = (lines.first()?, lines.last()?);
    if lines.len() == 1 && first.len() <= FULL && first.iter().all(|word| is_plain(word)) {
        return Some(format_directive(&[first]));
    }
    let start = first.iter().take_while(|word| is_plain(word)).take(ENDS).count();
    let end = last.iter().rev().take_while(|word| is_plain(word)).take(ENDS).count();
    // The ends must not meet, and one word alone may occur anywhere.
    let room = if lines.len() == 1 { first.len() } else { usize::MAX };
    match (start, end) {
        (2.., 2..) if start + end <= room => Some(format_directive(&[&first[..start], &last[last.len() - end..]])),
        (2.., _) => Some(format_directive(&[&first[..start]])),
        (_, 2..) => Some(format_directive(&[&last[last.len() - end..]])),
        _ => None,
    }
}

fn split_words(line: &str) -> Vec<&str> {
    line.trim().trim_matches(is_mark).split_whitespace().collect()
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '\'')
}

fn is_plain(word: &str) -> bool {
    let typeset = ['–', '—', '…', '"', '“', '”', '„', '«', '»', '‘', '‚'];
    !word.contains(typeset) && !word.contains("--") && !word.contains("...")
}

fn format_directive(ends: &[&[&str]]) -> String {
    let encoded = ends.iter().map(|words| utf8_percent_encode(&words.join(" "), ENCODED).to_string());
    format!(":~:text={}", encoded.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::text_directive;

    #[test]
    fn leads_to_words() {
        assert_eq!(
            text_directive("“Well-known, one & all”").as_deref(),
            Some(":~:text=Well%2Dknown%2C%20one%20%26%20all")
        );
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
        assert_eq!(
            text_directive(long).as_deref(),
            Some(":~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen")
        );
        assert_eq!(text_directive("one two\nthree four").as_deref(), Some(":~:text=one%20two,three%20four"));
        assert_eq!(text_directive("one two — three").as_deref(), Some(":~:text=one%20two"));
        assert_eq!(text_directive("손전화").as_deref(), Some(":~:text=%EC%86%90%EC%A0%84%ED%99%94"));
        assert_eq!(text_directive("A “short quote” of words").as_deref(), Some(":~:text=of%20words"));
        assert_eq!(text_directive("—"), None);
        assert_eq!(text_directive(""), None);
    }
}
