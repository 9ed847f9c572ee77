//! Folding: what does not tell two texts apart when a quotation is compared with its source.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A quotation mark or an apostrophe as the straight one, any white space as a space, any other as it is.
pub fn letter(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉' => '"',
        '‘' | '’' | '‚' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Tells whether nobody can see the character: a soft hyphen, joiners and the like.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Composes the text (NFC), folds each letter, joins white space, and writes dashes and ellipses as one character.
/// Invisible characters vanish.
pub fn fold(text: &str) -> String {
    let folded = match text.is_ascii() {
        // Nothing to compose, no curly marks: only the white space.
        true => super::words::fold_space(text),
        false if is_nfc_quick(text.chars()) == IsNormalized::Yes => letters(text.chars()),
        false => letters(text.nfc()),
    };
    match folded.contains("--") || folded.contains("...") {
        true => folded.replace("---", "—").replace("--", "–").replace("...", "…"),
        false => folded,
    }
}

fn letters(chars: impl Iterator<Item = char>) -> String {
    let mut folded = String::new();
    for c in chars {
        let c = if c.is_ascii() && !c.is_ascii_whitespace() { c } else { letter(c) };
        let again = c == ' ' && (folded.is_empty() || folded.ends_with(' '));
        if !is_hidden(c) && !again {
            folded.push(c);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folds() {
        assert_eq!(fold(" “It’s”\n so -- and ... e\u{301}\u{200b}! "), "\"It's\" so – and … é!");
    }
}
