//! What JSON-LD and Web Annotations say in one way: properties of several values, and the private copy against which an excerpt
//! was verified. The copy itself is never published.

use serde::{Serialize, Serializer};

use crate::base::text::date::{Moment, from_unix};
use crate::pipeline::content::{SnapshotKind, Source};

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

/// A private copy of a source.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CopyFacts<'a> {
    /// The media type of its file.
    pub format: &'static str,
    /// When it was taken.
    taken: Option<&'a Moment>,
    /// The SHA-256 of its file, in hexadecimal digits (FIPS 180-4), if it is recorded.
    pub sha256: Option<&'a str>,
}

impl<'a> CopyFacts<'a> {
    /// The copy of a source; `None` without one.
    pub(super) fn of(source: &'a Source) -> Option<Self> {
        let format = match SnapshotKind::of(&source.snapshot_path()?) {
            SnapshotKind::Text => "text/plain",
            SnapshotKind::Page => "text/html",
            SnapshotKind::Mail => "message/rfc822",
            SnapshotKind::Pdf => "application/pdf",
        };
        let sha256 = source.sha256.as_ref().map(|hash| hash.value.as_str());
        Some(Self { format, taken: source.accessed.as_ref(), sha256 })
    }

    /// The day or the moment when it was taken (ISO 8601).
    pub(super) fn date(&self) -> Option<String> {
        self.taken.map(ToString::to_string)
    }

    /// The first and the last second in which it can have been taken, in UTC (RFC 3339).
    pub(super) fn span(&self) -> Option<[String; 2]> {
        const DAY: i64 = 24 * 60 * 60;
        let taken = self.taken?;
        let length = if taken.clock().is_some() { 0 } else { DAY - 1 };
        let at = |seconds| from_unix(seconds).map(|moment| moment.rfc3339());
        Some([at(taken.unix())?, at(taken.unix() + length)?])
    }
}
