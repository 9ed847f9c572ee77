//! Characters that no output can contain, those that no reader sees, those that would control a terminal, and those that
//! differ in their typesetting alone.

use std::borrow::Cow;

/// Returns whether XML 1.0, and so a feed, can contain the character (§2.2, `Char`).
///
/// This one rule holds for all text, whether an editor writes it or an import brings it. U+007F to U+009F pass: XML
/// merely discourages them, JSON allows them (RFC 8259 §7), and an HTML parser reports them and keeps them
/// (`control-character-in-input-stream`). To drop them would change what a source says.
pub(crate) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// Removes the characters that XML cannot contain, and returns their number.
pub(crate) fn remove_non_xml(text: &mut String) -> usize {
    let mut removed = 0;
    text.retain(|c| {
        let keep = is_xml_char(c);
        removed += usize::from(!keep);
        keep
    });
    removed
}

/// Finds the characters that a reader cannot see, each with its place: soft hyphens, spaces without width, marks of
/// direction. Joiners are not hidden where a script or an emoji needs them, nor are marks of direction beside letters
/// that go from right to left.
pub(crate) fn hidden_chars(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut before = None;
    text.char_indices().filter(move |(_, c)| {
        let last = before.replace(*c);
        let is_needed = matches!(c, '\u{200c}'..='\u{200f}') && last.is_some_and(needs_joiners);
        is_hidden(*c) && !is_needed
    })
}

/// Returns whether the script of a character, or an emoji, uses invisible characters.
fn needs_joiners(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{10ff}' | '\u{1780}'..='\u{18af}' | '\u{200c}'..='\u{200f}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}')
        || ('\u{1f000}'..='\u{1faff}').contains(&c)
}

fn is_hidden(c: char) -> bool {
    is_invisible(c)
        || matches!(c, '\u{61c}' | '\u{180e}' | '\u{202a}'..='\u{202e}' | '\u{2061}'..='\u{206f}')
        || ('\u{e0000}'..='\u{e007f}').contains(&c)
}

/// Removes [hidden characters](hidden_chars).
pub(crate) fn remove_hidden(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || hidden_chars(text).next().is_none() {
        return text.into();
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for (at, c) in hidden_chars(text) {
        kept.push_str(&text[from..at]);
        from = at + c.len_utf8();
    }
    (kept + &text[from..]).into()
}

/// Replaces control characters and those that turn text around, so that text by others cannot control a terminal.
pub(crate) fn printable(text: &str) -> String {
    let controls = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.replace(controls, "\u{fffd}")
}

/// The greatest number of bytes that are counted to find the place of a character.
const STRIDE: usize = 1024;

/// The number of characters before each so many bytes of a text, so that any place is counted in a moment.
#[derive(Default)]
pub(crate) struct CharacterCounts(Vec<usize>);

impl CharacterCounts {
    /// Counts the characters of a text.
    pub(crate) fn of(text: &str) -> Self {
        let add = |sum: &mut usize, chunk: &[u8]| Some(std::mem::replace(sum, *sum + count_starts(chunk)));
        Self(text.as_bytes().chunks(STRIDE).scan(0, add).collect())
    }

    /// The number of characters before the byte `at` of the same text.
    pub(crate) fn before(&self, text: &str, at: usize) -> usize {
        let stride = (at / STRIDE).min(self.0.len().saturating_sub(1));
        self.0.get(stride).copied().unwrap_or_default() + count_starts(&text.as_bytes()[stride * STRIDE..at])
    }
}

/// The number of bytes that begin a character of UTF-8.
fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// The dashes that part words, and lead to an attribution.
pub(crate) const DASHES: [char; 3] = ['—', '―', '–'];

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_chars() {
        assert!("\t\n\r A\u{7f}\u{85}\u{9f}가\u{fffd}🦀".chars().all(is_xml_char));
        assert!(!"\0\u{1}\u{b}\u{c}\u{1f}\u{fffe}\u{ffff}".chars().any(is_xml_char));
        let mut text = "a\u{1}b\u{fffe}\u{85}c".to_owned();
        assert_eq!((remove_non_xml(&mut text), text.as_str()), (2, "ab\u{85}c"));
    }
}
