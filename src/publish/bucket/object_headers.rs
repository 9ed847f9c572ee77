//! The header fields with which the objects of a site are served, and their marks.

use object_store::{Attribute, AttributeValue, Attributes};

use crate::base::hash::{Hasher, Key};
use crate::base::media_type::media_type;
use crate::pipeline::plan::SEARCH_INDEX;

/// Files whose names are hashes of their content never change.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Parts of pages may be ten minutes old, as on GitHub Pages; the addresses of style sheets and scripts change with them.
const SHORTLY: &str = "public, max-age=600";
/// All else is asked for again each time, which costs nothing while it is the same.
const ASKED: &str = "public, max-age=0, must-revalidate";

/// The metadata field that holds the mark of an object.
const MARK: Attribute = Attribute::Metadata(std::borrow::Cow::Borrowed("margent"));

/// Returns the value of `Cache-Control` (RFC 9111 §5.2.2) for the file `path`.
fn cache_control(path: &str) -> &'static str {
    if let Some(name) = path.strip_prefix(SEARCH_INDEX) {
        let is_hash = name.rsplit_once('.').is_some_and(|(_, extension)| extension.starts_with("pf_"));
        return if is_hash { FOREVER } else { ASKED };
    }
    let kind = media_type(path);
    let is_part = ["image/", "font/", "audio/", "video/", "text/css", "text/javascript"];
    if is_part.iter().any(|part| kind.starts_with(part)) { SHORTLY } else { ASKED }
}

/// Returns the mark of the file `path`: a hash of its content, whose hash is `content`, and of its header fields.
pub(super) fn mark(path: &str, content: Key) -> String {
    let fields = [media_type(path), cache_control(path)];
    let hasher = fields.iter().fold(Hasher::new().key(content), |hasher, field| hasher.bytes(field.as_bytes()));
    format!("{:032x}", hasher.finish())
}

/// Returns the header fields of the file `path`, and its mark.
pub(super) fn attributes(path: &str, mark: &str) -> Attributes {
    let fields: [(Attribute, AttributeValue); 3] = [
        (Attribute::ContentType, media_type(path).into()),
        (Attribute::CacheControl, cache_control(path).into()),
        (MARK, mark.to_owned().into()),
    ];
    fields.into_iter().collect()
}

/// Returns the mark among the header fields of an object.
pub(super) fn mark_in(attributes: &Attributes) -> Option<String> {
    attributes.get(&MARK).map(|mark| mark.as_ref().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_are_hashes_are_kept_for_good() {
        for (path, expected) in [
            ("search/pagefind/fragment/en_be629d9.pf_fragment", FOREVER),
            ("search/pagefind/pagefind-entry.json", ASKED),
            ("search/pagefind/pagefind.js", ASKED),
            ("broadsheet.css", SHORTLY),
            ("articles/pier/pier.jpg", SHORTLY),
            ("articles/pier/index.html", ASKED),
            ("feed.atom", ASKED),
            ("table.csv", ASKED),
        ] {
            assert_eq!(cache_control(path), expected, "{path}");
        }
    }

    #[test]
    fn a_mark_covers_the_fields() {
        assert_eq!(mark("a.html", 1), mark("b.html", 1));
        assert_ne!(mark("a.html", 1), mark("a.html", 2));
        assert_ne!(mark("a.html", 1), mark("a.xml", 1));
        assert_eq!(mark_in(&attributes("a.html", "m")).as_deref(), Some("m"));
    }
}
