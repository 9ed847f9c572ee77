//! Bytes → text, by their character set. What a page declares counts more than a guess, unless its bytes contradict it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// How sure it is that a page is in the character set that it was decoded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CharsetCertainty {
    /// Somebody states it.
    Stated,
    /// Its letters say so.
    Likely,
    /// Some of its characters could not be read.
    Damaged,
}

/// The character set of a page, and why it is that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CharsetNote {
    /// How sure it is.
    pub certainty: CharsetCertainty,
    /// The name, and the reason.
    pub text: String,
}

/// The character set of a text that declares none: UTF-8, or the one Japanese set whose bytes are all ASCII.
pub(crate) fn of_text(bytes: &[u8]) -> &'static Encoding {
    // The escapes that switch to and from its double-byte letters (RFC 1468).
    let has_escape = |escape: &[u8]| memchr::memmem::find(bytes, escape).is_some();
    let is_japanese = has_escape(b"\x1b$") && !ISO_2022_JP.decode_without_bom_handling(bytes).1;
    if is_japanese { ISO_2022_JP } else { UTF_8 }
}

/// Decodes a page, in the character set that an editor states for it or else in its own. The note is `None` for plain
/// UTF-8.
pub(crate) fn decode_page(bytes: &[u8], stated: Option<&'static Encoding>) -> (String, Option<CharsetNote>) {
    if let Some(encoding) = stated {
        return decode_as(bytes, encoding, CharsetCertainty::Stated, "stated with --charset");
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[length..], encoding, CharsetCertainty::Stated, "its byte-order mark says so");
    }
    let declared = declared_encoding(bytes);
    if of_text(bytes) == ISO_2022_JP {
        let why = if declared == Some(ISO_2022_JP) { "the page says so" } else { "by its escapes" };
        return decode_as(bytes, ISO_2022_JP, CharsetCertainty::Stated, why);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Text in another character set is hardly ever valid UTF-8.
        let contradicted = declared.filter(|encoding| *encoding != UTF_8 && !text.is_ascii()).map(|encoding| {
            let text = format!("character set UTF-8: the page says {}, and its bytes say otherwise", encoding.name());
            CharsetNote { certainty: CharsetCertainty::Likely, text }
        });
        return (text.to_owned(), contradicted);
    }
    if is_nearly_utf8(bytes) {
        return decode_as(bytes, UTF_8, CharsetCertainty::Likely, "by nearly all of its letters");
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    match declared.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) if is_wrong(encoding, guess, bytes) => {
            let why = format!("the page says {}, and its letters say otherwise", encoding.name());
            decode_as(bytes, guess, CharsetCertainty::Likely, &why)
        }
        Some(encoding) => decode_as(bytes, encoding, CharsetCertainty::Stated, "the page says so"),
        None => decode_as(bytes, guess, CharsetCertainty::Likely, "guessed by its letters"),
    }
}

/// Returns whether bytes are UTF-8 but for a few: a twentieth of the letters beyond ASCII.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (lost, read) = text.chars().filter(|c| !c.is_ascii()).fold((0, 0), |(lost, read), c| match c {
        '\u{fffd}' => (lost + 1, read),
        _ => (lost, read + 1),
    });
    lost * 20 <= read
}

/// Returns whether a page declares the wrong character set: many of its letters are in a guessed one that fits it, and the
/// declared one does not fit, or is the one of Western Europe, which fits anything.
fn is_wrong(declared: &'static Encoding, guess: &'static Encoding, bytes: &[u8]) -> bool {
    /// Fewer bytes beyond ASCII tell nothing.
    const ENOUGH: usize = 60;
    let is_enough = bytes.iter().filter(|byte| !byte.is_ascii()).count() >= ENOUGH;
    let fits = |encoding: &'static Encoding| !encoding.decode_without_bom_handling(bytes).1;
    let is_doubtful = !fits(declared) || (declared == WINDOWS_1252 && !guess.is_single_byte());
    is_enough && declared != guess && is_doubtful && fits(guess)
}

fn decode_as(
    bytes: &[u8],
    encoding: &'static Encoding,
    certainty: CharsetCertainty,
    why: &str,
) -> (String, Option<CharsetNote>) {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let name = encoding.name();
    let note = if malformed {
        let lost = text.matches('\u{fffd}').count();
        let text = format!("character set {name}: {why}, but {lost} of its characters cannot be read (now U+FFFD)");
        Some(CharsetNote { certainty: CharsetCertainty::Damaged, text })
    } else {
        (encoding != UTF_8).then(|| CharsetNote { certainty, text: format!("character set {name}: {why}") })
    };
    (text.into_owned(), note)
}

/// The encoding that `<meta charset>` or `<meta http-equiv>` declares (HTML Standard §13.2.3.2, except that comments are
/// not skipped).
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    /// Browsers stop at 1024; saved pages may have more before the tag.
    const HEAD: usize = 8192;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let encoding =
        head.split("<meta").skip(1).find_map(|rest| meta_charset(&rest[..rest.find('>').unwrap_or(rest.len())]))?;
    // The Standard: if the tag could be read, the page is not in UTF-16.
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return Some(UTF_8);
    }
    (encoding != X_USER_DEFINED && encoding != REPLACEMENT).then_some(encoding)
}

fn meta_charset(attributes: &str) -> Option<&'static Encoding> {
    let value = attributes[attributes.find("charset")? + "charset".len()..].trim_start().strip_prefix('=')?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/')).unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_KR, SHIFT_JIS, WINDOWS_1251};

    use super::*;

    fn decode(bytes: &[u8]) -> (String, Option<CharsetNote>) {
        decode_page(bytes, None)
    }

    const KOREAN: &str = "섬으로 가는 밤배가 다시 다닌다고 항만청이 밝혔다. 요금은 지난해와 같다.";
    const JAPANESE: &str = "島へ渡る夜の船が再び出ると港湾局は発表した。料金は昨年と変わらない。";
    const RUSSIAN: &str = "Ночной паром на остров снова ходит, сообщило управление порта. Цены прежние.";

    #[test]
    fn pages_declare_their_character_set() {
        for (text, encoding) in [
            (KOREAN, EUC_KR),
            (JAPANESE, SHIFT_JIS),
            (JAPANESE, ISO_2022_JP),
            (RUSSIAN, WINDOWS_1251),
            ("“café”", WINDOWS_1252),
        ] {
            for head in ["<meta charset=NAME>", "<META http-equiv='Content-Type' content=\"text/html; charset=NAME\">"]
            {
                let page = format!("{}<p>{text}", head.replace("NAME", encoding.name()));
                let (bytes, ..) = encoding.encode(&page);
                assert_eq!(decode(&bytes).0, page);
            }
        }
    }

    #[test]
    fn undeclared_character_sets_are_guessed() {
        for (sample, encoding) in [(KOREAN, EUC_KR), (JAPANESE, SHIFT_JIS), (RUSSIAN, WINDOWS_1251)] {
            let page = format!("<p>{sample}</p>").repeat(3);
            let (bytes, ..) = encoding.encode(&page);
            let (text, decision) = decode(&bytes);
            assert_eq!((text, decision.map(|note| note.certainty)), (page, Some(CharsetCertainty::Likely)));
        }
    }

    #[test]
    fn byte_order_marks_and_wrong_labels() {
        assert_eq!(decode(b"\xff\xfea\0\x5c\xd5").0, "a한");
        let stated = decode_page(b"<meta charset=utf-8>\xb1\xa4", Some(EUC_KR));
        assert_eq!(stated.0, "<meta charset=utf-8>광");
        assert_eq!(decode("<meta charset=euc-kr>한".as_bytes()).0, "<meta charset=euc-kr>한");
        assert_eq!(decode(b"<meta charset=utf-16>a"), ("<meta charset=utf-16>a".to_owned(), None));
        let mut page = format!("<meta charset=utf-8><p>{KOREAN}").into_bytes();
        page.push(0xe9);
        assert_eq!(decode(&page).0, format!("<meta charset=utf-8><p>{KOREAN}\u{fffd}"));
        for declared in ["iso-8859-1", "shift_jis"] {
            let page = format!("<meta charset={declared}><p>{KOREAN}");
            let (text, decision) = decode(&EUC_KR.encode(&page).0);
            assert_eq!((text, decision.map(|note| note.certainty)), (page, Some(CharsetCertainty::Likely)));
        }
        let (text, decision) = decode(b"<meta charset=euc-kr>a\xff");
        assert!(
            text.ends_with("a\u{fffd}") && decision.is_some_and(|note| note.certainty == CharsetCertainty::Damaged)
        );
    }
}
