//! A file to import: its bytes, its kind, and its text, with what is said of faulty bytes. Nothing else reads captures.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8, UTF_16LE};

use super::capture_kind::CaptureKind;
use super::draft::{Confidence, Decision};
use super::refusal::{ImportRefusal, Skipped};
use crate::base::regular_file;
use crate::base::text::characters::remove_non_xml;
use crate::base::text::charset::{CharsetCertainty, CharsetNote, of_text};
use crate::pipeline::report::causes;

/// A file to import.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The file's name, without its folder.
    pub name: String,
    /// Its folder, which may also have the images that it shows.
    pub folder: PathBuf,
    /// Its kind.
    pub kind: CaptureKind,
    /// The character set that its reader states, whatever the file itself says.
    pub charset: Option<&'static Encoding>,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// Returns whether somebody gave an address instead of a file.
fn is_address(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with("https:") || path.starts_with("http:"))
}

fn unreadable(error: io::Error) -> ImportRefusal {
    let (message, hint) = if error.kind() == ErrorKind::IsADirectory {
        ("this is a folder".to_owned(), "name the files in it, such as FOLDER/*.txt")
    } else if error.kind() == ErrorKind::InvalidInput {
        ("this is a pipe or a device".to_owned(), "save what it gives as a file")
    } else {
        let error = anyhow::Error::from(error);
        (format!("the file cannot be read: {}", causes(&error)), "check its name and who may read it")
    };
    ImportRefusal::new(message, hint)
}

impl Capture {
    /// The greatest size of a capture, in bytes: nothing that people wrote for a site is longer.
    pub(crate) const LIMIT: u64 = 32 << 20;

    /// Reads the file as `kind`, or as the kind that is detected.
    ///
    /// # Errors
    /// When it cannot be read, or is too large.
    pub fn open(path: &Path, kind: Option<CaptureKind>) -> Result<Self, ImportRefusal> {
        if is_address(path) {
            let hint =
                "save the page in your browser, or the feed with `curl -o feed.xml ADDRESS`, and import that file";
            return Err(ImportRefusal::new("this is a web address, and only files are imported", hint));
        }
        let file = regular_file::open(path).map_err(unreadable)?;
        let mut bytes = Vec::new();
        file.take(Self::LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { folder, ..Self::of_bytes(&name, bytes, kind)? })
    }

    /// Makes a capture of bytes that are in no file, as `kind` or as the kind that is detected.
    ///
    /// # Errors
    /// When they are too many, or no reader reads them.
    pub(crate) fn of_bytes(name: &str, bytes: Vec<u8>, kind: Option<CaptureKind>) -> Result<Self, ImportRefusal> {
        if bytes.len() as u64 > Self::LIMIT {
            let message = format!("the file is larger than {} MB", Self::LIMIT >> 20);
            return Err(ImportRefusal::new(message, "split it into several files"));
        }
        let kind = kind.map_or_else(|| CaptureKind::of_readable(name, &bytes), Ok)?;
        Ok(Self { name: name.to_owned(), folder: PathBuf::new(), kind, charset: None, bytes })
    }

    /// The file's name without its extension.
    pub(crate) fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(&self.name, |(stem, _)| stem)
    }

    /// Decodes the bytes as UTF-8, as the byte-order mark states, or in the character set that is stated for the file.
    /// Lists the faulty bytes that were replaced, and the control characters that were taken out.
    ///
    /// # Errors
    /// When they are not text, with the line.
    pub fn text(&self) -> Result<(String, Vec<Skipped>), ImportRefusal> {
        let (encoding, from) = match (self.charset, Encoding::for_bom(&self.bytes)) {
            (Some(stated), _) => (stated, 0),
            (None, Some(known)) => known,
            (None, None) => (of_text(&self.bytes), 0),
        };
        if encoding == UTF_16LE && self.bytes.starts_with(b"\xff\xfe\0\0") || self.bytes.starts_with(b"\0\0\xfe\xff") {
            return Err(ImportRefusal::new("this file is UTF-32, not UTF-8", "save it as UTF-8"));
        }
        let (text, faulty) = decode_text(&self.bytes[from..], encoding)?;
        // A vertical tab and a form feed break lines and pages.
        let mut text = text.replace(['\u{b}', '\u{c}'], "\n");
        // Zeros are of no text, and escapes of a terminal are no words.
        if let Some(at) = text.find(['\0', '\u{1b}']) {
            let control = u32::from(text.as_bytes()[at]);
            let message = format!("the file holds the control character U+{control:04X}, which text does not have");
            let hint = "save the capture as plain text in UTF-8, or name its character set with --charset";
            return Err(ImportRefusal::at(1 + text[..at].matches('\n').count(), message, hint));
        }
        let controls = remove_non_xml(&mut text);
        if text.trim().is_empty() {
            return Err(ImportRefusal::new("the file is empty", "check that the capture was saved"));
        }
        Ok((text, faulty.into_iter().chain(Skipped::controls(controls)).collect()))
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], charset: Option<&'static Encoding>) -> Result<(String, bool), ImportRefusal> {
        let (name, kind) = ("a.txt".to_owned(), CaptureKind::Text);
        let capture = Capture { name, folder: PathBuf::new(), kind, charset, bytes: bytes.to_vec() };
        capture.text().map(|(text, skipped)| (text, !skipped.is_empty()))
    }

    #[test]
    fn texts_are_decoded() {
        let japanese = encoding_rs::ISO_2022_JP.encode("船が出る").0;
        for (bytes, charset, expected) in [
            (&b"\xef\xbb\xbfa"[..], None, "a"),
            (b"\xff\xfea\0\x5c\xd5", None, "a한"),
            (b"\xfe\xff\0a\xd5\x5c", None, "a한"),
            (&japanese, None, "船が出る"),
            (b"b\xb1\xa4", Some(encoding_rs::EUC_KR), "b광"),
            (b"a\x0cb", None, "a\nb"),
        ] {
            assert_eq!(text(bytes, charset), Ok((expected.to_owned(), false)));
        }
        assert_eq!(text(b"a\x01b", None), Ok(("ab".to_owned(), true)));
        for (bytes, line) in [(&b"\xff\xfea"[..], 1), (b"a\nb\xb1\xa4", 2), (b"a\n\0", 2)] {
            assert_eq!(text(bytes, None).map_err(|refusal| refusal.line), Err(Some(line)), "{bytes:?}");
        }
        assert!(text(b" ", None).is_err());
    }
}
