//! Addresses that lead out of the site and nowhere.

use std::ops::Range;

use super::found::Stray;
use crate::base::codes;
use crate::base::text::near::nearest;

/// Looks at the address of the link at `range`.
pub(super) fn look(text: &str, dest: &str, range: &Range<usize>) -> Option<Stray> {
    let (scheme, rest) = dest.split_once(':')?;
    let broken = |message: String, hint: String| Stray::new(range.clone(), message, hint).coded(codes::BROKEN_LINK);
    let is_drive = scheme.len() == 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    if scheme.eq_ignore_ascii_case("file") || (is_drive && rest.starts_with(['\\', '/'])) {
        let file = rest.rsplit(['/', '\\']).next().unwrap_or_default();
        let hint = format!("copy the file beside this one, and write only its name: {file}");
        return Some(broken(format!("`{dest}` is a path on your computer"), hint));
    }
    let known = ["http", "https"];
    let lower = scheme.to_ascii_lowercase();
    if known.contains(&lower.as_str()) {
        let host = rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
        return match (host.is_empty(), rest.starts_with("//")) {
            (true, _) => Some(broken(format!("`{dest}` names no host"), "write the whole address".to_owned())),
            (false, false) => {
                let whole = format!("{lower}://{}", rest.trim_start_matches('/'));
                let stray = broken(format!("a slash is missing in `{dest}`"), format!("write {whole}"));
                let link = &text[range.clone()];
                Some(if link.matches(dest).count() == 1 { stray.meant(link.replace(dest, &whole)) } else { stray })
            }
            (false, true) => None,
        };
    }
    if !rest.starts_with("//") || lower.starts_with("ftp") {
        return None;
    }
    let near = nearest(&lower, known)?;
    let stray = broken(format!("`{scheme}` is not a kind of web address"), format!("write {near}:{rest}"));
    let link = &text[range.clone()];
    let is_once = link.matches(dest).count() == 1;
    Some(if is_once { stray.meant(link.replace(dest, &format!("{near}:{rest}"))) } else { stray })
}
