//! Text fragments (WICG "URL Fragment Text Directives"): addresses that lead to words of a page.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A hyphen, a comma and an ampersand have meanings of their own in a text directive.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// Words that are given whole; of more the first and the last few, and the browser finds what is between.
const WHOLE: usize = 12;
const FEW: usize = 5;

/// The directive that leads to `words`, such as `:~:text=about%2010,use%20smartphones`. Only words that stand in the source
/// as they do here: quotation marks at the ends, and dashes and ellipses, which may be set otherwise, are left out.
pub(super) fn of(words: &str) -> Option<String> {
    let lines: Vec<Vec<&str>> = words.lines().map(|line| line.split_whitespace().collect()).collect();
    let lines: Vec<Vec<&str>> = lines.into_iter().filter(|line: &Vec<&str>| !line.is_empty()).collect();
    let (first, last) = (lines.first()?, lines.last()?);
    if lines.len() == 1 && first.len() <= WHOLE && first.iter().all(|word| is_plain(word)) {
        return directive(&[first]);
    }
    let start = first.iter().take_while(|word| is_plain(word)).take(FEW).count();
    let end = last.iter().rev().take_while(|word| is_plain(word)).take(FEW).count();
    // They must not meet, and one word alone may stand anywhere.
    let room = if lines.len() == 1 { first.len() } else { usize::MAX };
    match (start, end) {
        (2.., 2..) if start + end <= room => directive(&[&first[..start], &last[last.len() - end..]]),
        (2.., _) => directive(&[&first[..start]]),
        (_, 2..) => directive(&[&last[last.len() - end..]]),
        _ => None,
    }
}

fn is_plain(word: &str) -> bool {
    !word.contains(['–', '—', '…']) && !word.contains("--") && !word.contains("...")
}

fn directive(stretches: &[&[&str]]) -> Option<String> {
    let marks = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚');
    let mut encoded = Vec::new();
    for stretch in stretches {
        let text = stretch.join(" ");
        let text = text.trim_matches(marks).trim();
        if text.is_empty() {
            return None;
        }
        encoded.push(utf8_percent_encode(text, ENCODED).to_string());
    }
    Some(format!(":~:text={}", encoded.join(",")))
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
        assert_eq!(of("—"), None);
        assert_eq!(of(""), None);
    }
}
