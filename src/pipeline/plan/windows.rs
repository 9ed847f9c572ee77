//! Names that Windows does not take: a site with one can be neither built nor checked out there.

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};

/// The names of devices on Windows, with any ending; `com` and `lpt` have a digit after them.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// Warns of the output at `path`, which `owner` asks for. Only pages and files are looked at, not files beside a page.
pub(super) fn check(path: &str, owner: Option<&Span>) -> Option<Diagnostic> {
    let part = path.split('/').find(|part| !is_allowed(part))?;
    let is_page = path.rsplit('/').next().is_some_and(|name| name == "index.html" || name == part);
    if !is_page {
        return None;
    }
    let message = format!("Windows does not take the name `{part}`, a part of the address /{path}");
    let fault = Diagnostic::new(codes::WINDOWS_NAME, message.replace("/index.html", "/"));
    let fault = fault.hint("choose another `slug` or name, unless nobody uses Windows");
    Some(Diagnostic { span: owner.cloned(), ..fault })
}

/// Returns whether Windows allows a name.
fn is_allowed(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(' ');
    let is_device = match (stem.get(..3), stem.get(3..)) {
        (Some(device), Some("")) => DEVICES.iter().any(|known| device.eq_ignore_ascii_case(known)),
        (Some(device), Some(digit)) => {
            is_digit(digit) && NUMBERED.iter().any(|known| device.eq_ignore_ascii_case(known))
        }
        _ => false,
    };
    !is_device && !name.ends_with(['.', ' ']) && !name.contains(['<', '>', ':', '"', '|', '?', '*', '\\'])
}

fn is_digit(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit() && byte != b'0')
}
