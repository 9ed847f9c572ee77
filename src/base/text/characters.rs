//! Characters that no output can contain, and those that would control a terminal.

/// Returns whether XML 1.0, and so a feed, can contain the character (§2.2, `Char`).
///
/// This one rule holds for all text, whether an editor writes it or an import brings it. U+007F to U+009F pass: XML merely
/// discourages them, JSON allows them (RFC 8259 §7), and an HTML parser reports them and keeps them
/// (`control-character-in-input-stream`). To drop them would change what a source says.
pub(crate) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// Removes what XML cannot contain, and returns the number of characters removed.
pub(crate) fn remove_non_xml(text: &mut String) -> usize {
    let mut removed = 0;
    text.retain(|c| {
        let keep = is_xml_char(c);
        removed += usize::from(!keep);
        keep
    });
    removed
}

/// Replaces control characters, so that text by others cannot control a terminal.
pub(crate) fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
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
