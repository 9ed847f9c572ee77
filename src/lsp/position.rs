//! Places in texts, as bytes and as the protocol counts them: lines and characters, both from 0.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::{Value, json};

/// The unit in which the client counts characters of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, which every client understands.
    Utf16,
}

impl PositionEncoding {
    /// Chooses bytes if the client can count them.
    pub(super) fn offered(client: &Value) -> Self {
        let offered = client["general"]["positionEncodings"].as_array();
        if offered.is_some_and(|all| all.contains(&json!("utf-8"))) { Self::Utf8 } else { Self::Utf16 }
    }

    /// Its name in the protocol.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }

    fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
        }
    }
}

/// A text and the bytes at which its lines begin.
pub(super) struct TextLines<'a> {
    text: Cow<'a, str>,
    starts: Vec<usize>,
    encoding: PositionEncoding,
}

impl<'a> TextLines<'a> {
    /// Finds the lines of `text`, which end in LF, CR LF or CR.
    pub(super) fn new(text: impl Into<Cow<'a, str>>, encoding: PositionEncoding) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let ends = |at: &usize| bytes[*at] == b'\n' || (bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect();
        Self { text, starts, encoding }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The position of a byte.
    pub(super) fn position(&self, at: usize) -> Value {
        let at = self.text.floor_char_boundary(at);
        let line = self.starts.partition_point(|start| *start <= at) - 1;
        json!({ "line": line, "character": self.encoding.length(&self.text[self.starts[line]..at]) })
    }

    /// The positions of a stretch of bytes.
    pub(super) fn range(&self, range: &Range<usize>) -> Value {
        json!({ "start": self.position(range.start), "end": self.position(range.end.max(range.start)) })
    }

    /// The byte at a position; the end of the line, or of the text, where there is no such place.
    pub(super) fn offset(&self, position: &Value) -> usize {
        let number = |key: &str| usize::try_from(position[key].as_u64().unwrap_or_default()).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(number("line")) else { return self.text.len() };
        let line = self.text[*start..].split(['\n', '\r']).next().unwrap_or_default();
        let wanted = number("character");
        let mut units = 0;
        for (at, c) in line.char_indices() {
            if units >= wanted {
                return start + at;
            }
            units += self.encoding.length(c.encode_utf8(&mut [0; 4]));
        }
        start + line.len()
    }

    /// The bytes of a range of positions.
    pub(super) fn bytes(&self, range: &Value) -> Range<usize> {
        let start = self.offset(&range["start"]);
        start..self.offset(&range["end"]).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_counted_in_either_unit() {
        let text = "plain\r\n한국 𝄞 x\rlast";
        for (encoding, character) in [(PositionEncoding::Utf16, 6), (PositionEncoding::Utf8, 12)] {
            let lines = TextLines::new(text, encoding);
            let at = text.find('x').expect("there");
            let position = json!({ "line": 1, "character": character });
            assert_eq!(lines.position(at), position);
            assert_eq!(lines.offset(&position), at);
            assert_eq!(lines.position(text.len()), json!({ "line": 2, "character": 4 }));
            assert_eq!(lines.offset(&json!({ "line": 0, "character": 99 })), 5);
            assert_eq!(lines.offset(&json!({ "line": 9, "character": 0 })), text.len());
        }
    }
}
