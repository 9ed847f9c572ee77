//! Folding: removes differences that do not matter when a quotation is compared with its source.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Makes quotation marks and apostrophes straight, and any white space a space.
pub(crate) fn fold_char(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉' => '"',
        '‘' | '’' | '‚' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Returns whether a character is invisible, such as a soft hyphen or a joiner.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Composes the text (NFC), folds each character, collapses white space, turns `--` and `...` into a dash and an ellipsis, and
/// removes invisible characters.
pub(crate) fn fold(text: &str) -> String {
    let folded = if text.is_ascii() {
        // Nothing to compose and no curly marks, only white space.
        super::words::collapse_space(text)
    } else if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        fold_chars(text.chars())
    } else {
        fold_chars(text.nfc())
    };
    if folded.contains("--") || folded.contains("...") {
        folded.replace("---", "—").replace("--", "–").replace("...", "…")
    } else {
        folded
    }
}

/// Folds a quotation or its source. Beyond [`fold`], single and double quotation marks become the same, and so do all dashes, with
/// or without spaces. The dash of a range and a minus sign become a hyphen, after which a word may be broken.
pub(crate) fn fold_quotation(text: &str) -> String {
    let chars: Vec<char> = fold(text).chars().collect();
    let mut folded = String::with_capacity(chars.len());
    let mut skips = false;
    for (at, c) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).map_or(' ', |at| chars[at]);
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        if std::mem::take(&mut skips) && c == ' ' {
            continue;
        }
        let inside = before.is_alphanumeric() && after.is_alphanumeric();
        let minus = !before.is_alphanumeric() && after.is_numeric();
        match c {
            '\'' if !inside => folded.push('"'),
            '-' | '\u{2010}'..='\u{2012}' | '−' if minus || before != ' ' || after != ' ' => {
                folded.push('-');
                let next = chars.get(at + 2).copied().unwrap_or(' ');
                skips = before.is_alphabetic() && after == ' ' && next.is_alphabetic();
            }
            '–' if minus || (before.is_numeric() && after.is_numeric()) => folded.push('-'),
            '-' | '\u{2010}'..='\u{2015}' | '−' => {
                folded.truncate(folded.trim_end().len());
                folded.push('—');
                skips = true;
            }
            c => folded.push(c),
        }
    }
    folded
}

/// Folds each character and collapses white space.
fn fold_chars(chars: impl Iterator<Item = char>) -> String {
    let mut folded = String::new();
    for c in chars {
        let c = if c.is_ascii() && !c.is_ascii_whitespace() { c } else { fold_char(c) };
        let again = c == ' ' && (folded.is_empty() || folded.ends_with(' '));
        if !is_invisible(c) && !again {
            folded.push(c);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_quotation};

    #[test]
    fn folds_quotations() {
        let same = |a: &str, b: &str| assert_eq!(fold_quotation(a), fold_quotation(b), "{a}");
        same("a deal — long awaited — was", "a deal–long awaited – was");
        same("It was—he said—a", "It was - he said -- a");
        same("2010–2015, well‑known", "2010-2015, well-known");
        same("fell by −5%", "fell by –5%");
        same("‘No,’ he said", "\"No,\" he said");
        same("a smart-\nphone", "a smart-phone");
        assert_eq!(fold_quotation("can’t—‘it’"), "can't—\"it\"");
    }

    #[test]
    fn folds() {
        assert_eq!(fold(" “It’s”\n so -- and ... e\u{301}\u{200b}! "), "\"It's\" so – and … é!");
    }
}
