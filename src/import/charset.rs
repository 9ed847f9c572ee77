//! Bytes → text, by their character set. What a page declares counts more than a guess, unless its bytes contradict it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use super::draft::{Confidence, Decision};
use super::refusal::{ImportRefusal, Skipped};

/// The character set of a text that declares none: UTF-8, or the one Japanese set whose bytes are all ASCII.
pub(super) fn of_text(bytes: &[u8]) -> &'static Encoding {
    // The escapes that switch to and from its double-byte letters (RFC 1468).
    let has_escape = |escape: &[u8]| memchr::memmem::find(bytes, escape).is_some();
    let is_japanese = has_escape(b"\x1b$") && !ISO_2022_JP.decode_without_bom_handling(bytes).1;
    if is_japanese { ISO_2022_JP } else { UTF_8 }
}

/// Decodes a page, in the character set that an editor states for it or else in its own. The decision is `None` for plain
/// UTF-8.
pub(super) fn decode_page(bytes: &[u8], stated: Option<&'static Encoding>) -> (String, Option<Decision>) {
    if let Some(encoding) = stated {
        return decode_as(bytes, encoding, Confidence::High, "stated with --charset");
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[length..], encoding, Confidence::High, "its byte-order mark says so");
    }
    let declared = declared_encoding(bytes);
    if of_text(bytes) == ISO_2022_JP {
        let why = if declared == Some(ISO_2022_JP) { "the page says so" } else { "by its escapes" };
        return decode_as(bytes, ISO_2022_JP, Confidence::High, why);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Text in another character set is hardly ever valid UTF-8.
        let contradicted = declared.filter(|encoding| *encoding != UTF_8 && !text.is_ascii()).map(|encoding| {
            let text = format!("character set UTF-8: the page says {}, and its bytes say otherwise", encoding.name());
            Decision { confidence: Confidence::Medium, text }
        });
        return (text.to_owned(), contradicted);
    }
    if is_nearly_utf8(bytes) {
        return decode_as(bytes, UTF_8, Confidence::Medium, "by nearly all of its letters");
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    match declared.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) if is_wrong(encoding, guess, bytes) => {
            let why = format!("the page says {}, and its letters say otherwise", encoding.name());
            decode_as(bytes, guess, Confidence::Medium, &why)
        }
        Some(encoding) => decode_as(bytes, encoding, Confidence::High, "the page says so"),
        None => decode_as(bytes, guess, Confidence::Medium, "guessed by its letters"),
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

fn decode_as(
    bytes: &[u8],
    encoding: &'static Encoding,
    confidence: Confidence,
    why: &str,
) -> (String, Option<Decision>) {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let name = encoding.name();
    let decision = if malformed {
        let lost = text.matches('\u{fffd}').count();
        let text = format!("character set {name}: {why}, but {lost} of its characters cannot be read (now U+FFFD)");
        Some(Decision { confidence: Confidence::Low, text })
    } else {
        (encoding != UTF_8).then(|| Decision { confidence, text: format!("character set {name}: {why}") })
    };
    (text.into_owned(), decision)
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

    fn decode(bytes: &[u8]) -> (String, Option<Decision>) {
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
            assert_eq!((text, decision.map(|decision| decision.confidence)), (page, Some(Confidence::Medium)));
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
            assert_eq!((text, decision.map(|it| it.confidence)), (page, Some(Confidence::Medium)));
        }
        let (text, decision) = decode(b"<meta charset=euc-kr>a\xff");
        assert!(text.ends_with("a\u{fffd}") && decision.is_some_and(|decision| decision.confidence == Confidence::Low));
    }
}
