//! Static files of a theme that act on more than the look of pages: a theme brings them only if the site says so.

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::pipeline::config::Config;

/// Files at the root that hosts, search engines or browsers take as orders.
#[rustfmt::skip]
const NAMES: [&str; 9] = [
    "cname", "robots.txt", "sw.js", "service-worker.js", ".nojekyll", ".htaccess", "_headers", "_redirects",
    "ads.txt",
];
/// The folder of such files (RFC 8615).
const WELL_KNOWN: &str = ".well-known/";

/// Returns the fault of the static file `name` of a theme, at `path`, if it is to be left out.
pub(super) fn refusal(config: &Config, name: &str, path: &RelPath) -> Option<Diagnostic> {
    let folded = name.to_lowercase();
    let is_service = NAMES.contains(&folded.as_str()) || folded.starts_with(WELL_KNOWN);
    if !is_service || config.look.service_files.iter().any(|allowed| allowed == name) {
        return None;
    }
    let message = format!("the theme has `{name}`, which acts on the whole site; it is left out");
    let hint = format!("to take it, write `service_files = [\"{name}\"]` under [theme] in site.toml");
    Some(Diagnostic::new(codes::SERVICE_FILE, message).at(Span::file(path)).hint(hint))
}
