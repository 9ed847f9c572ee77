//! Bytes → text: which character set a page is in. What the page says of itself goes before a guess, except where its
//! bytes cannot be what it says.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

use super::super::{Confidence, Decision};

/// Reads a page. Nothing is decided where it is plain UTF-8.
pub(super) fn decode(bytes: &[u8]) -> (String, Option<Decision>) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return read(&bytes[length..], encoding, Confidence::High, "its byte-order mark says so");
    }
    let declared = declared(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Another character set makes no valid UTF-8 but by a rare chance.
        let other = declared.filter(|it| *it != UTF_8 && !text.is_ascii()).map(|it| {
            let text = format!("character set UTF-8: the page says {}, and its bytes say otherwise", it.name());
            Decision { confidence: Confidence::Medium, text }
        });
        return (text.to_owned(), other);
    }
    match declared {
        Some(encoding) if encoding != UTF_8 => read(bytes, encoding, Confidence::High, "the page says so"),
        Some(_) | None => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(bytes, true);
            read(bytes, detector.guess(None, Utf8Detection::Deny), Confidence::Medium, "guessed by its letters")
        }
    }
}

fn read(bytes: &[u8], encoding: &'static Encoding, confidence: Confidence, why: &str) -> (String, Option<Decision>) {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let name = encoding.name();
    let decision = if broken {
        let lost = text.matches('\u{fffd}').count();
        let text = format!("character set {name}: {why}, but {lost} of its characters cannot be read (now U+FFFD)");
        Some(Decision { confidence: Confidence::Low, text })
    } else {
        (encoding != UTF_8).then(|| Decision { confidence, text: format!("character set {name}: {why}") })
    };
    (text.into_owned(), decision)
}

/// What `<meta charset>` or `<meta http-equiv>` says (HTML Standard §13.2.3.2, without its care for comments).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    /// Browsers stop at 1024; saved pages carry more before it.
    const HEAD: usize = 8192;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let found = head.split("<meta").skip(1).find_map(|rest| {
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let value = tag[tag.find("charset")? + "charset".len()..].trim_start().strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/')).unwrap_or(value.len());
        Encoding::for_label(&value.as_bytes()[..end])
    })?;
    // The Standard: whoever could read the tag was not reading UTF-16.
    match found {
        it if it == UTF_16LE || it == UTF_16BE => Some(UTF_8),
        it if it == X_USER_DEFINED || it == REPLACEMENT => None,
        it => Some(it),
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_KR, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    const KOREAN: &str = "섬으로 가는 밤배가 다시 다닌다고 항만청이 밝혔다. 요금은 지난해와 같다.";
    const JAPANESE: &str = "島へ渡る夜の船が再び出ると港湾局は発表した。料金は昨年と変わらない。";
    const RUSSIAN: &str = "Ночной паром на остров снова ходит, сообщило управление порта. Цены прежние.";

    #[test]
    fn pages_say_their_character_set() {
        for (text, encoding) in
            [(KOREAN, EUC_KR), (JAPANESE, SHIFT_JIS), (RUSSIAN, WINDOWS_1251), ("“café”", WINDOWS_1252)]
        {
            for head in ["<meta charset=NAME>", "<META http-equiv='Content-Type' content=\"text/html; charset=NAME\">"]
            {
                let page = format!("{}<p>{text}", head.replace("NAME", encoding.name()));
                let (bytes, ..) = encoding.encode(&page);
                assert_eq!(decode(&bytes).0, page);
            }
        }
    }

    #[test]
    fn the_rest_is_guessed() {
        for (text, encoding) in [(KOREAN, EUC_KR), (JAPANESE, SHIFT_JIS), (RUSSIAN, WINDOWS_1251)] {
            let page = format!("<p>{text}</p>").repeat(3);
            let (bytes, ..) = encoding.encode(&page);
            let (read, decision) = decode(&bytes);
            assert_eq!((read, decision.map(|it| it.confidence)), (page, Some(Confidence::Medium)));
        }
    }

    #[test]
    fn marks_and_wrong_labels() {
        assert_eq!(decode(b"\xff\xfea\0\x5c\xd5").0, "a한");
        assert_eq!(decode("<meta charset=euc-kr>한".as_bytes()).0, "<meta charset=euc-kr>한");
        assert_eq!(decode(b"<meta charset=utf-16>a"), ("<meta charset=utf-16>a".to_owned(), None));
        let (text, decision) = decode(b"<meta charset=euc-kr>a\xff");
        assert!(text.ends_with("a\u{fffd}") && decision.is_some_and(|it| it.confidence == Confidence::Low));
    }
}
