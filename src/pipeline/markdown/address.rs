//! Addresses that leave the site, and addresses that no page links to, whatever the settings, because they would run a
//! script or stand for a whole document.

use pulldown_cmark::{Event, LinkType, Tag};

use super::context::MarkdownContext;
use super::events::{SpannedEvent, end_of};
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;

/// The purpose of an address.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AddressUse {
    /// A link, which a reader may follow.
    Link,
    /// A picture, whose data may be in its address.
    Picture,
}

/// The schemes that are refused. Browsers ignore white space and control characters in them (WHATWG URL §4.4).
const REFUSED: [&str; 3] = ["javascript", "vbscript", "data"];

/// The scheme of an address that is never published: `javascript`, `vbscript`, or `data` for anything but a picture.
pub(super) fn refused_scheme(address: &str, used: AddressUse) -> Option<&'static str> {
    let mut plain = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).map(|c| c.to_ascii_lowercase());
    let scheme: String = plain.by_ref().take(REFUSED[0].len() + 1).collect();
    let name = scheme.split_once(':')?.0;
    let refused = REFUSED.into_iter().find(|refused| *refused == name)?;
    let is_picture = used == AddressUse::Picture && scheme.starts_with("data:image/");
    (!is_picture).then_some(refused)
}

/// Returns whether an address has a scheme (RFC 3986 §3.1) or a host, and so leaves the site.
pub(super) fn has_scheme_or_host(address: &str) -> bool {
    address.starts_with("//") || address.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme))
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Turns links and pictures of refused schemes into their text.
pub(super) fn drop_refused(events: &mut [SpannedEvent<'_>], context: &MarkdownContext<'_>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for at in 0..events.len() {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no addresses")]
        let scheme = match &events[at].0 {
            Event::Start(Tag::Link { link_type, dest_url, .. }) if *link_type != LinkType::Email => {
                refused_scheme(dest_url, AddressUse::Link)
            }
            Event::Start(Tag::Image { dest_url, .. }) => refused_scheme(dest_url, AddressUse::Picture),
            _ => None,
        };
        let Some(scheme) = scheme else { continue };
        faults.push(refuse(scheme).at(context.span(&events[at].1)));
        let end = end_of(events, at);
        // HTML that nothing writes.
        events[at].0 = Event::InlineHtml("".into());
        events[end].0 = Event::InlineHtml("".into());
    }
    faults
}

/// Reports that an address of this scheme is left out.
pub(super) fn refuse(scheme: &str) -> Diagnostic {
    Diagnostic::new(codes::SCRIPT_ADDRESS, format!("links to `{scheme}:` are not published, so only the text is shown"))
        .hint("link to a page or a file, or write the address as `code`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_in_disguise() {
        for address in ["javascript:x", "JaVa\tScript:x", "\u{1} java\nscript :x", "vbscript:x", "data:text/html,x"] {
            assert!(refused_scheme(address, AddressUse::Link).is_some(), "{address:?}");
        }
        for address in ["https://a.example/javascript:x", "javascript", "./data:x", "database:x", "#javascript:x", ""] {
            assert_eq!(refused_scheme(address, AddressUse::Link), None, "{address:?}");
        }
        let picture = "data:image/png;base64,AAAA";
        assert_eq!(refused_scheme(picture, AddressUse::Link), Some("data"));
        assert_eq!(refused_scheme(picture, AddressUse::Picture), None);
        assert_eq!(refused_scheme("data:text/html,x", AddressUse::Picture), Some("data"));
    }
}
