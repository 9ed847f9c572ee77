//! Texts of captures, with what is said of their faulty bytes.

use encoding_rs::{Encoding, UTF_8};

use super::draft::{Confidence, Decision};
use super::refusal::{ImportRefusal, Skipped};
use crate::base::text::charset::{CharsetCertainty, CharsetNote};

/// What was decided on the character set of a page.
pub(super) fn decision(note: CharsetNote) -> Decision {
    let confidence = match note.certainty {
        CharsetCertainty::Stated => Confidence::High,
        CharsetCertainty::Likely => Confidence::Medium,
        CharsetCertainty::Damaged => Confidence::Low,
    };
    Decision { confidence, text: note.text }
}

/// Decodes a text. A few faulty bytes become U+FFFD, which the note says.
///
/// # Errors
/// When many are faulty, with the place of the first.
pub(super) fn decode_text(
    bytes: &[u8],
    encoding: &'static Encoding,
) -> Result<(String, Option<Skipped>), ImportRefusal> {
    /// Of so many bytes, one may be faulty. In a wrong encoding, most letters beyond ASCII are.
    const FAULTY_PER: usize = 1000;
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    if !faulty {
        return Ok((text.into_owned(), None));
    }
    let before = text.split('\u{fffd}').next().unwrap_or_default();
    let line = 1 + before.matches('\n').count();
    let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
    let name = encoding.name();
    // Elsewhere, the length of the text says nothing of where a byte is.
    let at = bytes.get(before.len()).filter(|_| encoding == UTF_8);
    let byte = at.map_or_else(|| "a byte".to_owned(), |byte| format!("the byte {byte:#04x}"));
    let count = text.matches('\u{fffd}').count();
    if count > 1 + text.len() / FAULTY_PER || text.chars().all(|c| c == '\u{fffd}' || c.is_whitespace()) {
        let message = format!("the file is not {name}: it holds {byte} in column {column}");
        let hint = "if it is text, name its character set, such as --charset EUC-KR, or save it as UTF-8";
        return Err(ImportRefusal::at(line, message, hint));
    }
    let more = if count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
    let what = format!("{byte} in column {column}, which is not {name}{more}");
    let why = "the rest is imported, with � in its place".to_owned();
    Ok((text.into_owned(), Some(Skipped { line: Some(line), what, why })))
}
