//! The form in which texts and terms are compared.

use unicode_normalization::UnicodeNormalization;

use crate::base::text::boundary::CharClass;
use crate::base::text::characters;

/// A folded text with and without its capital letters. Both have the same length, so a position in one is the same
/// position in the other.
pub(crate) struct FoldedText {
    /// The text with its capital letters.
    pub kept: String,
    /// The text in small letters.
    pub small: String,
}

impl FoldedText {
    /// Folds a text: normalizes it to NFKC, unifies quotation marks, hyphens and short dashes, collapses white space,
    /// and replaces the hyphens of compounds by spaces, so that `cell-phone` is `cell phone`. An empty line becomes a
    /// line break, so that no phrase continues across it.
    pub fn new(text: &str) -> Self {
        let kept = if text.is_ascii() { join(text.chars()) } else { join(text.nfkc()) };
        let small = kept.chars().map(small).collect();
        Self { kept, small }
    }
}

fn join(chars: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    // The last two characters, and the number of line breaks in the current white space.
    let (mut before, mut last, mut breaks) = (' ', ' ', 0);
    for c in chars.filter(|c| !characters::is_invisible(*c)) {
        if c.is_whitespace() {
            breaks += usize::from(c == '\n');
            if last != ' ' {
                text.push(' ');
                (before, last) = (last, ' ');
            }
            continue;
        }
        let c = match c {
            '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
            c => characters::fold_char(c),
        };
        if breaks > 1 && text.ends_with(' ') {
            text.pop();
            text.push('\n');
        }
        if last == '-' && CharClass::of(before) != CharClass::Separator && CharClass::of(c) != CharClass::Separator {
            text.pop();
            text.push(' ');
        }
        text.push(c);
        (before, last, breaks) = (last, c, 0);
    }
    text.truncate(text.trim_end().len());
    text
}

/// Returns the small letter. A letter whose small form has another number of bytes (`ẞ`, `İ`) stays, so that positions
/// do not change.
fn small(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        let folded = FoldedText::new(" “It’s”  a ＳＩＭ\u{ad}-card\u{a0}—\nÉtudes of\r\n\r\ncell‑phone use - ① ");
        assert_eq!(folded.kept, "\"It's\" a SIM card — Études of\ncell phone use - 1");
        assert_eq!(folded.small, "\"it's\" a sim card — études of\ncell phone use - 1");
        let odd = FoldedText::new("İẞȺ SIM");
        assert_eq!((odd.small.as_str(), odd.kept.len()), ("İẞȺ sim", odd.small.len()));
        assert_eq!(FoldedText::new("휴대전화").kept, "휴대전화");
    }
}
