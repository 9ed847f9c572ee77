//! `[publish]`: the bucket of an object store to which `margent publish` sends the site.

use std::fmt;

use crate::base::fields::{Fields, Toml};

/// The form of such an address, as messages say it.
pub(crate) const BUCKET_FORM: &str = "write it as s3://BUCKET/FOLDER, gs://BUCKET/FOLDER or az://CONTAINER/FOLDER";

/// A protocol of object stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BucketScheme {
    /// Amazon S3, and the many services that speak its protocol.
    S3,
    /// Google Cloud Storage.
    Gs,
    /// Azure Blob Storage.
    Az,
}

/// The address of a bucket, or of a folder in one. It holds no credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketUrl {
    pub(crate) scheme: BucketScheme,
    pub(crate) bucket: String,
    /// The folder, without a slash at its ends; empty for the whole bucket.
    pub(crate) folder: String,
}

impl BucketScheme {
    const ALL: [Self; 3] = [Self::S3, Self::Gs, Self::Az];

    /// Its name in addresses.
    fn name(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Gs => "gs",
            Self::Az => "az",
        }
    }
}

impl BucketUrl {
    /// Parses `s3://bucket/folder` and its like; `None` if it is anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim_end_matches('/').split_once("://")?;
        let scheme = BucketScheme::ALL.into_iter().find(|known| known.name() == scheme)?;
        let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_');
        let is_part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['?', '#', '\\', '%']);
        let is_folder = folder.is_empty() || (folder.split('/').all(is_part) && !folder.contains(char::is_control));
        let is_valid =
            bucket.starts_with(|c: char| c.is_ascii_alphanumeric()) && bucket.chars().all(is_name) && is_folder;
        is_valid.then(|| Self { scheme, bucket: bucket.to_owned(), folder: folder.to_owned() })
    }

    /// Reads `to` of the table `[publish]`.
    pub(super) fn read(toml: &mut Toml<'_>, mut fields: Fields<'_>) -> Option<Self> {
        let to = fields.string(toml, "to");
        fields.finish(toml);
        let to = to?;
        let url = Self::parse(&to.value);
        if url.is_none() {
            toml.reject(&to.range, "`to` is not the address of a bucket", BUCKET_FORM);
        }
        url
    }
}

impl fmt::Display for BucketUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.name(), self.bucket)?;
        if self.folder.is_empty() { Ok(()) } else { write!(f, "/{}", self.folder) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_buckets() {
        for text in ["s3://digest", "gs://digest/of/the-bay", "az://digest/ko/소식"] {
            assert_eq!(BucketUrl::parse(text).map(|url| url.to_string()).as_deref(), Some(text));
        }
        assert_eq!(BucketUrl::parse("s3://digest/a/"), BucketUrl::parse("s3://digest/a"));
        for text in [
            "digest",
            "s3:/digest",
            "s3://",
            "s3:///a",
            "s3://key:secret@digest",
            "s3://digest/a//b",
            "s3://digest/../b",
            "s3://digest?region=x",
            "https://digest.s3.amazonaws.com",
            "s3://Digest",
        ] {
            assert_eq!(BucketUrl::parse(text), None, "{text}");
        }
    }
}
