//! Folding: what does not tell two texts apart when a quotation is compared with its source.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A quotation mark or an apostrophe as the straight one, any white space as a space, any other as it is.
pub fn fold_char(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉' => '"',
        '‘' | '’' | '‚' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Tells whether nobody can see the character: a soft hyphen, joiners and the like.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Composes the text (NFC), folds each letter, joins white space, and writes dashes and ellipses as one character.
/// Invisible characters vanish.
pub fn fold(text: &str) -> String {
    let folded = match text.is_ascii() {
        // Nothing to compose, no curly marks: only the white space.
        true => super::words::collapse_space(text),
        false if is_nfc_quick(text.chars()) == IsNormalized::Yes => fold_chars(text.chars()),
        false => fold_chars(text.nfc()),
    };
    match folded.contains("--") || folded.contains("...") {
        true => folded.replace("---", "—").replace("--", "–").replace("...", "…"),
        false => folded,
    }
}

/// Folds a text that is quoted, or that is quoted from: also writes quotation marks of both kinds as one, and dashes as one,
/// with or without spaces. A hyphen, the dash of a range and a minus are a hyphen, and a word may be broken after one.
pub fn fold_quotation(text: &str) -> String {
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
