//! Folding: removes differences that do not matter when a quotation is compared with its source.

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
