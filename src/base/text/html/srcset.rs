//! The value of `srcset`: one image in several sizes.

/// Returns the images of a `srcset`: the address of each, and its width or density, such as `2x`, if there is one
/// (HTML §4.8.4.2.1).
pub(crate) fn srcset(set: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = set;
    std::iter::from_fn(move || {
        rest = &rest[rest.find(|c: char| !c.is_whitespace() && c != ',')?..];
        let (url, behind) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        // A comma right behind an address ends it; one inside belongs to it.
        let size = if url.ends_with(',') { "" } else { behind.split(',').next().unwrap_or_default() };
        rest = &behind[size.len()..];
        Some((url.trim_end_matches(','), size.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::srcset;

    #[test]
    fn images_of_a_set() {
        let read = |set| srcset(set).collect::<Vec<_>>();
        assert_eq!(read("a.png 1x,b.png 2x"), [("a.png", "1x"), ("b.png", "2x")]);
        assert_eq!(read(" a,b.png 400w , c.png, d.png,"), [("a,b.png", "400w"), ("c.png", ""), ("d.png", "")]);
        assert_eq!(read("data:image/gif;base64,R0 1x"), [("data:image/gif;base64,R0", "1x")]);
        assert!(read(" , ").is_empty());
    }
}
