//! Folding: what does not tell two texts apart when a quotation is compared with its source.

use unicode_normalization::UnicodeNormalization;

/// A quotation mark or an apostrophe as the straight one, any white space as a space, any other as it is.
pub fn letter(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Composes the text (NFC), folds each letter, joins white space, and writes dashes and ellipses as one character.
/// Invisible characters vanish.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let visible = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    for c in text.nfc().filter(visible).map(letter) {
        if c != ' ' || !folded.ends_with(' ') {
            folded.push(c);
        }
    }
    let trimmed = folded.trim();
    match trimmed.contains("--") || trimmed.contains("...") {
        true => trimmed.replace("---", "—").replace("--", "–").replace("...", "…"),
        false => trimmed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folds() {
        assert_eq!(fold(" “It’s”\n so -- and ... e\u{301}\u{200b}! "), "\"It's\" so – and … é!");
    }
}
