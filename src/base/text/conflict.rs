//! The marks that git leaves in a file where two versions of it differ.

use std::ops::Range;

use crate::base::codes::Code;
use crate::base::diagnostic::Diagnostic;

/// The characters that mark a line if it begins with seven of one.
pub(crate) const MARKERS: [u8; 4] = [b'<', b'|', b'=', b'>'];

/// The first line of `text` that begins with seven of one of `markers`, and then ends or goes on after a space.
pub(crate) fn marker(text: &str, markers: &[u8]) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    markers.iter().filter_map(|marker| first(text, bytes, *marker)).min_by_key(|range| range.start)
}

fn first(text: &str, bytes: &[u8], marker: u8) -> Option<Range<usize>> {
    let seven = [marker; 7];
    let start = memchr::memmem::find_iter(bytes, &seven).find(|start| {
        let is_line = *start == 0 || bytes[start - 1] == b'\n';
        is_line && bytes.get(start + 7).is_none_or(|next| matches!(next, b' ' | b'\r' | b'\n'))
    })?;
    Some(start..text[start..].find('\n').map_or(text.len(), |end| start + end))
}

/// A fault about such a line.
pub(crate) fn fault(code: &'static Code) -> Diagnostic {
    let message = "git left a conflict here: two versions of these lines, one below the other";
    Diagnostic::new(code, message).hint("keep one version, and remove the lines of <<<<<<<, ======= and >>>>>>>")
}
