//! Text fragments (WICG "URL Fragment Text Directives"): addresses that lead to words of a page.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A hyphen, a comma and an ampersand have meanings of their own in a text directive.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// Words that are given whole; of more the first and the last few, and the browser finds what is between.
const WHOLE: usize = 12;
const FEW: usize = 5;

/// The directive that leads to `words`, such as `:~:text=about%2010,use%20smartphones`. Only words that stand in the source
/// as they do here: quotation marks, dashes and ellipses may be set otherwise, and are left out.
pub(super) fn of(words: &str) -> Option<String> {
    let split = |line: &'_ str| -> Vec<String> {
        line.trim().trim_matches(is_mark).split_whitespace().map(str::to_owned).collect()
    };
    let lines: Vec<Vec<String>> = words.lines().map(split).filter(|line| !line.is_empty()).collect();
    let (first, last) = (lines.first()?, lines.last()?);
    if lines.len() == 1 && first.len() <= WHOLE && first.iter().all(|word| is_plain(word)) {
        return Some(directive(&[first]));
    }
    let start = first.iter().take_while(|word| is_plain(word)).take(FEW).count();
    let end = last.iter().rev().take_while(|word| is_plain(word)).take(FEW).count();
    // They must not meet, and one word alone may stand anywhere.
    let room = if lines.len() == 1 { first.len() } else { usize::MAX };
    match (start, end) {
        (2.., 2..) if start + end <= room => Some(directive(&[&first[..start], &last[last.len() - end..]])),
        (2.., _) => Some(directive(&[&first[..start]])),
        (_, 2..) => Some(directive(&[&last[last.len() - end..]])),
        _ => None,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '\'')
}

fn is_plain(word: &str) -> bool {
    let set = ['–', '—', '…', '"', '“', '”', '„', '«', '»', '‘', '‚'];
    !word.contains(set) && !word.contains("--") && !word.contains("...")
}

fn directive(stretches: &[&[String]]) -> String {
    let encoded = stretches.iter().map(|words| utf8_percent_encode(&words.join(" "), ENCODED).to_string());
    format!(":~:text={}", encoded.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn leads_to_words() {
        assert_eq!(of("“Well-known, one & all”").as_deref(), Some(":~:text=Well%2Dknown%2C%20one%20%26%20all"));
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
        assert_eq!(
            of(long).as_deref(),
            Some(":~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen")
        );
        assert_eq!(of("one two\nthree four").as_deref(), Some(":~:text=one%20two,three%20four"));
        assert_eq!(of("one two — three").as_deref(), Some(":~:text=one%20two"));
        assert_eq!(of("손전화").as_deref(), Some(":~:text=%EC%86%90%EC%A0%84%ED%99%94"));
        assert_eq!(of("A “short quote” of words").as_deref(), Some(":~:text=of%20words"));
        assert_eq!(of("—"), None);
        assert_eq!(of(""), None);
    }
}
