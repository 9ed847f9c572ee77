//! Paths inside a site: UTF-8, separated by `/`, relative to its root, without `.` or `..`.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// The path of a file in the site, relative to the site's root. Never absolute, never leaves the root.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// Normalises `path`; `None` if it would leave the root.
    pub fn new(path: &str) -> Option<Self> {
        normalise("", path).map(|path| Self(path.into()))
    }

    /// Resolves `relative` against the folder of this file.
    pub(crate) fn join(&self, relative: &str) -> Option<Self> {
        normalise(self.parent(), relative).map(|path| Self(path.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder of the file, without a trailing slash; empty at the root.
    pub(crate) fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// The file's name.
    pub(crate) fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The file's name without its last extension.
    pub(crate) fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The last extension, without its dot; empty if there is none.
    pub(crate) fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The link to this file in the file `from`: a relative path, percent-encoded.
    pub(crate) fn link_from(&self, from: &Self) -> String {
        let folder: Vec<&str> = from.parent().split('/').filter(|part| !part.is_empty()).collect();
        let parts: Vec<&str> = self.0.split('/').collect();
        let common = folder.iter().zip(&parts).take_while(|(a, b)| a == b).count();
        let ups = std::iter::repeat_n("..", folder.len() - common);
        percent_encode(&ups.chain(parts[common..].iter().copied()).collect::<Vec<_>>().join("/"))
    }

    /// Returns the path relative to `folder`; `None` if the file is not inside it.
    pub(crate) fn strip(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

/// Lets maps look up a path by its text, which has the same order and hash.
impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// Resolves `path` against the folder `base`, in Unicode's form NFC, since some systems store file names in another
/// form than editors use in links.
fn normalise(base: &str, path: &str) -> Option<String> {
    let composed: String;
    let path = if path.is_ascii() {
        path
    } else {
        composed = path.nfc().collect();
        &composed
    };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The characters that RFC 3986 does not allow in a path segment, and `%` itself.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Percent-encodes a path for use in a URL (RFC 3986 §3.3); slashes stay.
pub fn percent_encode(path: &str) -> String {
    utf8_percent_encode(path, SEGMENT).to_string()
}

/// Decodes the percent-encoding of a URL's path; a path that is not UTF-8 stays encoded.
pub fn percent_decode(path: &str) -> String {
    percent_decode_str(path).decode_utf8().map_or_else(|_| path.to_owned(), |text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_inside_the_root() {
        let article = RelPath::new("content/articles/a/index.md").expect("inside");
        assert_eq!(article.join("../b.md").expect("inside").as_str(), "content/articles/b.md");
        assert_eq!(article.join("./x/../y.png").expect("inside").as_str(), "content/articles/a/y.png");
        assert!(article.join("../../../../etc/passwd").is_none());
        assert!(RelPath::new("..").is_none());
    }

    #[test]
    fn korean_is_encoded_and_decoded() {
        assert_eq!(percent_encode("tags/광명 x"), "tags/%EA%B4%91%EB%AA%85%20x");
        assert_eq!(percent_decode("tags/%EA%B4%91%EB%AA%85%20x"), "tags/광명 x");
    }
}
