//! `site.toml`, the file that holds the configuration: its name, and the version of margent that it is written for.

use crate::base::fields::{Located, Toml};
use crate::base::text::path::RelPath;

/// The file that makes a folder a site.
pub(crate) const FILE: &str = "site.toml";

/// Returns the path of [`FILE`].
pub(crate) fn site_toml() -> RelPath {
    RelPath::new(FILE).expect("a plain name")
}

/// The version of this program.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Reports a version that is none, or that this program is older than. Later programs read what was written for earlier ones.
pub(super) fn check_version(toml: &mut Toml<'_>, wanted: &Located<String>) {
    let Some(version) = parse_version(&wanted.value) else {
        let message = format!("`{}` is not a version", wanted.value);
        return toml.reject(&wanted.range, message, "write it as \"0.1\" or \"0.1.0\"");
    };
    if parse_version(PROGRAM) < Some(version) {
        let message = format!("this site is written for margent {}, and this is margent {PROGRAM}", wanted.value);
        toml.reject(
            &wanted.range,
            message,
            "install that version or a newer one; MIGRATING.md says what changes with it",
        );
    }
}

/// The numbers of a version; a part that is left out is 0.
fn parse_version(text: &str) -> Option<[u64; 3]> {
    let mut version = [0; 3];
    let parts: Vec<u64> = text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    version.get_mut(..parts.len())?.copy_from_slice(&parts);
    Some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert_eq!(parse_version("0.1"), Some([0, 1, 0]));
        assert_eq!(parse_version("1.22.3"), Some([1, 22, 3]));
        assert!(parse_version("0.9.9") < parse_version("0.10"));
        for text in ["", "0.1.0.0", "0.1-beta", "v0.1", "0..1"] {
            assert_eq!(parse_version(text), None, "{text}");
        }
    }
}
