//! The links that were meant by those that lead nowhere.

use crate::base::text::path::{RelPath, percent_encode};

/// The way to write a link that was meant as an address elsewhere, or that is the path of a file as Windows writes it, and the
/// reason.
pub(super) fn elsewhere(dest: &str) -> Option<(&'static str, String)> {
    let first = dest.split(['/', '?', '#']).next().unwrap_or_default();
    if dest.contains('\\') {
        return Some(("write / between the parts of a path:", dest.replace('\\', "/")));
    }
    if let Some(rest) = dest.strip_prefix("https//").or_else(|| dest.strip_prefix("http//")) {
        return Some(("add the colon:", format!("https://{rest}")));
    }
    if let Some((_, host)) = first.split_once('@')
        && host.contains('.')
        && first == dest
    {
        return Some(("for a mail address, write", format!("mailto:{dest}")));
    }
    let ending = first.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_host = first.starts_with("www.") || !first.starts_with('.') && is_domain(ending, first == dest);
    is_host.then(|| ("for a web address, write", format!("https://{dest}")))
}

/// Returns whether a name that ends so is a host rather than a file or folder. Many programs name theirs by two letters.
fn is_domain(ending: &str, alone: bool) -> bool {
    #[rustfmt::skip]
    const GENERIC: [&str; 13] = [
        "com", "org", "net", "info", "news", "press", "media", "gov", "edu", "int", "mil", "biz", "example",
    ];
    const FILES: [&str; 11] = ["md", "js", "py", "rs", "ts", "sh", "rb", "go", "pl", "ps", "gz"];
    let is_country = ending.len() == 2 && ending.bytes().all(|c| c.is_ascii_lowercase());
    is_country && !(alone && FILES.contains(&ending)) || !alone && GENERIC.contains(&ending)
}

/// The path of `wanted` as seen from the file whose link `dest` led to `file`.
pub(super) fn relative(file: &RelPath, dest: &str, wanted: &str) -> String {
    let target = dest.split(['?', '#']).next().unwrap_or_default();
    let ups = target.split('/').filter(|part| *part == "..").count();
    let downs = target.split('/').filter(|part| !matches!(*part, ".." | "." | "")).count();
    let mut base: Vec<&str> = file.as_str().split('/').collect();
    base.truncate(base.len().saturating_sub(downs));
    // The folder that the link is written in has as many parts more as the link goes up; their names do not
    // matter where the link has to go up again.
    let wanted: Vec<&str> = wanted.split('/').collect();
    let common = base.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    let up = ups + base.len() - common;
    let mut parts = vec![".."; up];
    parts.extend(&wanted[common..]);
    percent_encode(&parts.join("/"))
}
