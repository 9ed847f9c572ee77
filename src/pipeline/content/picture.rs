//! Files named as pictures that browsers cannot show, or that take readers too long.

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::media_type::is_picture;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::InputFile;

/// The size in bytes above which a picture takes readers too long to load.
const LIMIT: u64 = 10 << 20;

/// Checks a file that has the name of a picture.
pub(super) fn check(path: &RelPath, file: &InputFile) -> Option<Diagnostic> {
    if !is_picture(path.as_str()) {
        return None;
    }
    let (message, hint) = fault(file.head(), path.extension().eq_ignore_ascii_case("svg"), file.len())?;
    Some(Diagnostic::new(codes::NO_PICTURE, format!("`{path}` {message}")).at(Span::file(path)).hint(hint))
}

fn fault(head: &[u8], is_svg: bool, length: u64) -> Option<(String, &'static str)> {
    let start = head.trim_ascii_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
    if length == 0 {
        Some(("is empty".to_owned(), "save the picture again"))
    } else if begins("version https://git-lfs") {
        let message = "stands for a picture that Git Large File Storage keeps elsewhere";
        Some((message.to_owned(), "run `git lfs pull`, also where the site is built"))
    } else if !is_svg && begins("<") && contains_svg(start) {
        Some(("is an SVG".to_owned(), "rename it so that it ends in .svg"))
    } else if begins("<!doctype html") || begins("<html") || (begins("<") && !is_svg) {
        Some((
            "is a web page, not a picture".to_owned(),
            "save the picture itself: the page may say why it was not there",
        ))
    } else if begins("%PDF") {
        Some(("is a PDF, not a picture".to_owned(), "save its page as a picture, or link to it under a name with .pdf"))
    } else if length > LIMIT {
        let message = format!("has {} MB, which takes many readers more than a minute", length >> 20);
        Some((message, "save it with fewer pixels, as JPEG or WebP: 1,600 pixels in width are enough"))
    } else {
        None
    }
}

/// Returns whether a document is an SVG: the root is, after what may stand before it.
fn contains_svg(head: &[u8]) -> bool {
    const PROLOGUE: usize = 1_000;
    let head = String::from_utf8_lossy(&head[..head.len().min(PROLOGUE)]).to_ascii_lowercase();
    head.contains("<svg") && !head.contains("<html") && !head.starts_with("<!doctype html")
}
