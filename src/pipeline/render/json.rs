//! Two forms of JSON that serde does not write by itself.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

/// Values of a property: one is written alone, several as a list, as JSON-LD allows.
pub(super) struct OneOrMany<T>(pub Vec<T>);

impl<T> OneOrMany<T> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> FromIterator<T> for OneOrMany<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0[..] {
            [value] => value.serialize(serializer),
            values => values.serialize(serializer),
        }
    }
}

/// Writes an object with a line for each of its own fields, for people who copy it.
pub(super) fn line_by_line(object: &impl Serialize) -> String {
    let mut json = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, LineByLine { depth: 0 });
    object.serialize(&mut serializer).expect("texts serialise to JSON");
    String::from_utf8(json).expect("JSON is UTF-8")
}

struct LineByLine {
    depth: usize,
}

impl Formatter for LineByLine {
    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        let comma = if first { "" } else { "," };
        let space = if self.depth == 1 { "\n  " } else { "" };
        write!(writer, "{comma}{space}")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        let space = if self.depth == 1 { "\n" } else { "" };
        self.depth -= 1;
        write!(writer, "{space}}}")
    }
}
