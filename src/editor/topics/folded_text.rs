//! What a text and the terms become before they are compared.

use unicode_normalization::UnicodeNormalization;

use crate::base::text::boundary::CharClass;
use crate::base::text::fold;

/// A folded text, twice: the same bytes apart from letter case, so that a place in one is that place in the other.
pub(crate) struct FoldedText {
    /// With its capital letters.
    pub kept: String,
    /// In small letters.
    pub small: String,
}

impl FoldedText {
    /// Brings the text to NFKC; writes quotation marks, hyphens and short dashes in one way each; joins white space,
    /// and compounds by a space, so that `cell-phone` is `cell phone`. An empty line becomes a line break, which no
    /// phrase runs across.
    pub fn new(text: &str) -> Self {
        let kept = match text.is_ascii() {
            true => join(text.chars()),
            false => join(text.nfkc()),
        };
        let small = kept.chars().map(small).collect();
        Self { kept, small }
    }
}

fn join(chars: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    // The letters before the last one and the last one; the line breaks of the white space at hand.
    let (mut before, mut last, mut breaks) = (' ', ' ', 0);
    for c in chars.filter(|c| !fold::is_invisible(*c)) {
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
            c => fold::fold_char(c),
        };
        if breaks > 1 && text.ends_with(' ') {
            text.pop();
            text.push('\n');
        }
        if last == '-' && CharClass::of(before) != CharClass::Mark && CharClass::of(c) != CharClass::Mark {
            text.pop();
            text.push(' ');
        }
        text.push(c);
        (before, last, breaks) = (last, c, 0);
    }
    text.truncate(text.trim_end().len());
    text
}

/// The small letter. One that takes another number of bytes (`ẞ`, `İ`) stays, so that places stay too.
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
