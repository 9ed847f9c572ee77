//! Takes the typesetting off characters, and keeps the place that each comes from.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use crate::base::text::characters::is_invisible;

/// A character, and the byte at which its original begins in the text.
#[derive(Clone, Copy)]
pub(super) struct PlainChar {
    pub c: char,
    pub at: u32,
}

/// Reduces the characters of a text to those that every typesetting has: composed (NFC), of ordinary width, with
/// straight quotation marks; `-` and `—` for dashes, `~` for tildes; `1 1/2` for `1½`. Superscripts and subscripts stay.
pub(super) fn plain_chars(text: &str) -> Vec<PlainChar> {
    let mut plain = Vec::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let mut end = at + c.len_utf8();
        while let Some((_, next)) = chars.next_if(|(_, next)| !next.is_ascii() && extends(*next)) {
            end += next.len_utf8();
        }
        if c.is_ascii_digit() && text[..at].ends_with(is_fraction) {
            // ½5 is no part of a date.
            plain.push(PlainChar { c: ' ', at: start });
        }
        if c.is_ascii() && end == at + 1 {
            plain.push(PlainChar { c: plain_ascii(c), at: start });
        } else {
            text[at..end].nfc().for_each(|c| push(&mut plain, c, start));
        }
    }
    plain
}

/// Returns whether the character can be composed with the one before.
fn extends(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}') || canonical_combining_class(c) != 0 || is_combining_mark(c)
}

fn plain_ascii(c: char) -> char {
    match c {
        '`' => '\'',
        c => c,
    }
}

fn push(plain: &mut Vec<PlainChar>, c: char, at: u32) {
    if is_invisible(c) {
        return;
    }
    if has_plain_form(c) {
        let square = matches!(c, '\u{3300}'..='\u{33ff}');
        plain.extend(std::iter::once(c).nfkc().map(|c| match c {
            // ㎡ is m², not m2.
            '2' if square => PlainChar { c: '²', at },
            '3' if square => PlainChar { c: '³', at },
            c => PlainChar { c: plain_mark(c), at },
        }));
    } else if is_fraction(c) {
        // 2½ is 2 1/2, not 21/2.
        if plain.last().is_some_and(|before| before.c.is_ascii_digit()) {
            plain.push(PlainChar { c: ' ', at });
        }
        plain.extend(std::iter::once(c).nfkc().map(|c| PlainChar { c: plain_mark(c), at }));
    } else {
        plain.push(PlainChar { c: plain_mark(c), at });
    }
}

/// Returns whether the character is a fraction with its denominator.
fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '\u{2150}'..='\u{215e}' | '\u{2189}')
}

/// Returns whether the compatibility form of a character means the same: ligatures, full and half width, letter-like
/// symbols, Roman numerals, squared units, mathematical letters.
fn has_plain_form(c: char) -> bool {
    matches!(c,
        '\u{3131}'..='\u{318e}' if c != 'ㆍ')
        || matches!(c, '\u{fb00}'..='\u{fb06}' | '\u{ff01}'..='\u{ffef}' | '\u{2100}'..='\u{2121}' | '\u{2123}'..='\u{214f}'
            | '\u{2160}'..='\u{217f}' | '\u{3371}'..='\u{33df}' | '\u{1d400}'..='\u{1d7ff}' | '\u{fe30}'..='\u{fe6f}')
}

fn plain_mark(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉'
        | '〝' | '〞' | '〟' => '"',
        '‘' | '’' | '‚' | '‛' | '´' | '`' | 'ʼ' => '\'',
        '\u{2010}'..='\u{2012}' | '−' | '⁃' | '־' => '-',
        '–' | '―' | '⸺' | '⸻' => '—',
        '∼' | '〜' | '˜' | '⁓' => '~',
        'ㆍ' | '・' | '‧' | '∙' | '⋅' | '•' => '·',
        '⋯' => '…',
        '。' => '.',
        '⁄' | '∕' => '/',
        '≒' => '≈',
        '≦' | '⩽' => '≤',
        '≧' | '⩾' => '≥',
        '\n' | '\u{2028}' | '\u{2029}' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}
