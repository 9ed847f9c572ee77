//! Writes the tags of raw HTML, without the parts that are not published.

use std::ops::Range;

use super::fragment::{HtmlFragment, HtmlPieces};
use super::policy::{
    ElementRule, element_rule, ends_open, is_address, is_element, is_kept_attribute, is_reserved_class, kept_style,
};
use super::walk::{DEEPEST, HtmlWalk};
use crate::base::text::html::{HtmlTag, content_len, decode_references, escape, srcset};
use crate::pipeline::config::RawHtmlRule;
use crate::pipeline::markdown::address::{AddressUse, has_scheme_or_host, refuse, refused_scheme};

/// Elements whose content is not markup (HTML §13.2.5.2), unless they are in a drawing or a formula.
const RAW_TEXT: [&str; 8] = ["script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"];

/// The start tag of an element that is written, and the attributes that are not.
struct StartTag<'a> {
    element: &'a str,
    /// The tag, in bytes of the text.
    place: Range<usize>,
    removed: Vec<String>,
}

impl HtmlWalk<'_> {
    /// Writes the tag at a byte of a fragment; returns the end of the tag, or of the content that is left out with it.
    pub(super) fn tag(
        &mut self,
        fragment: &HtmlFragment,
        at: usize,
        tag: &HtmlTag<'_>,
        pieces: &mut HtmlPieces,
    ) -> usize {
        let end = at + tag.len;
        let place = fragment.in_text(at..end);
        let name = text(tag.name).to_ascii_lowercase();
        if self.context.options.html == RawHtmlRule::Allow {
            self.keep_tag(&fragment.html[at..end], tag, &place, pieces);
            self.in_foreign |= name == "svg" || name == "math";
            let is_raw = !tag.is_end && !self.in_foreign && RAW_TEXT.contains(&name.as_str());
            let after = if is_raw { end + content_len(&fragment.html[end..], &name) } else { end };
            pieces.push(&fragment.html[end..after]);
            return after;
        }
        match element_rule(&name) {
            ElementRule::Keep(name) if tag.is_end => self.close(name, pieces),
            ElementRule::Keep(name) if self.open.depth() >= DEEPEST => {
                self.report(format!("`<{name}>` is in too many other elements, and is left out"), place);
            }
            ElementRule::Keep(name) => {
                while let Some(open) = self.open.close_last_if(|open| ends_open(name, open)) {
                    pieces.push_ends([open.name].into_iter());
                }
                self.start_tag(name, tag, place.clone(), pieces);
                self.open.open(name, place);
            }
            ElementRule::KeepEmpty(name) if !tag.is_end => self.start_tag(name, tag, place, pieces),
            ElementRule::KeepEmpty(_) => {}
            ElementRule::Unwrap | ElementRule::Drop if tag.is_end => self.in_form &= name != "form",
            ElementRule::Unwrap if self.in_form => {}
            ElementRule::Unwrap if is_element(&name) => {
                self.in_form = name == "form";
                self.report(format!("`<{name}>` is left out; what it contains stays"), place);
            }
            ElementRule::Unwrap => {
                let name = text(tag.name);
                let message = format!("`<{name}>` is not an element of HTML, and is left out");
                self.report(message, place);
                if let Some(fault) = self.faults.last_mut() {
                    fault.hints.insert(0, format!("write `\\<{name}>` to show it as text"));
                }
            }
            ElementRule::Drop => {
                self.report(format!("`<{name}>` is left out, and what it contains"), place);
                return end + content_len(&fragment.html[end..], &name);
            }
        }
        end
    }

    fn close(&mut self, name: &'static str, pieces: &mut HtmlPieces) {
        let closed = self.open.close(name);
        closed.iter().skip(1).for_each(|element| self.report_unclosed(element));
        pieces.push_ends(closed.iter().map(|element| element.name));
    }

    fn start_tag(&mut self, element: &str, tag: &HtmlTag<'_>, place: Range<usize>, pieces: &mut HtmlPieces) {
        let mut start = StartTag { element, place, removed: Vec::new() };
        pieces.push(&format!("<{element}"));
        for (attribute, value) in tag.attributes() {
            let value = decode_references(&text(value));
            self.attribute(&text(attribute).to_ascii_lowercase(), &value, &mut start, pieces);
        }
        pieces.push(">");
        start.removed.dedup();
        if !start.removed.is_empty() {
            let verb = if start.removed.len() == 1 { "is" } else { "are" };
            self.report(format!("{} of `<{element}>` {verb} left out", start.removed.join(", ")), start.place);
        }
    }

    fn attribute(&mut self, name: &str, value: &str, tag: &mut StartTag<'_>, pieces: &mut HtmlPieces) {
        let is_anchor = name == "id" || name == "name";
        let kept = match name {
            _ if !is_kept_attribute(name) || name == "name" && tag.element != "a" => None,
            // An id that the page has already would lead its links astray.
            _ if is_anchor => self.ids.insert(value.to_owned()).then(|| value.to_owned()),
            "style" => Some(kept_style(value)),
            "class" => {
                Some(value.split_whitespace().filter(|class| !is_reserved_class(class)).collect::<Vec<_>>().join(" "))
            }
            "srcset" => return self.addresses(name, value, tag, pieces),
            _ if is_address(tag.element, name) => return self.address(name, value, tag, pieces),
            _ => Some(value.to_owned()),
        };
        let is_whole = kept.as_ref().is_some_and(|kept| kept.len() >= value.trim().trim_end_matches(';').len());
        match kept {
            Some(kept) if is_whole || !kept.is_empty() => pieces.push(&format!(" {name}=\"{}\"", escape(&kept))),
            Some(_) | None => {}
        }
        if !is_whole {
            tag.removed.push(format!("`{}`", name.chars().take(40).collect::<String>()));
        }
    }

    fn address(&mut self, name: &str, value: &str, tag: &StartTag<'_>, pieces: &mut HtmlPieces) {
        if self.is_refused(tag.element, value, &tag.place) {
            return;
        }
        pieces.push(&format!(" {name}=\""));
        push_address(value.trim(), pieces);
        pieces.push("\"");
    }

    /// Writes a list of addresses with their widths: `a.png 1x, b.png 2x`.
    fn addresses(&mut self, name: &str, value: &str, tag: &StartTag<'_>, pieces: &mut HtmlPieces) {
        let mut before = format!(" {name}=\"");
        for (address, size) in srcset(value) {
            if self.is_refused(tag.element, address, &tag.place) {
                continue;
            }
            pieces.push(&std::mem::replace(&mut before, ", ".to_owned()));
            push_address(address, pieces);
            if !size.is_empty() {
                pieces.push(&format!(" {}", escape(size)));
            }
        }
        if before == ", " {
            pieces.push("\"");
        }
    }

    /// Reports an address that is never published.
    fn is_refused(&mut self, element: &str, address: &str, place: &Range<usize>) -> bool {
        let used = if matches!(element, "img" | "source") { AddressUse::Picture } else { AddressUse::Link };
        let scheme = refused_scheme(address, used);
        self.faults.extend(scheme.map(|scheme| refuse(scheme).at(self.context.span(place))));
        scheme.is_some()
    }

    /// Writes a tag as it is, except for its addresses.
    fn keep_tag(&mut self, written: &str, tag: &HtmlTag<'_>, place: &Range<usize>, pieces: &mut HtmlPieces) {
        let element = text(tag.name).to_ascii_lowercase();
        let mut addresses = false;
        for (name, value) in tag.attributes() {
            let (name, value) = (text(name).to_ascii_lowercase(), decode_references(&text(value)));
            addresses |= is_address(&element, &name) && !has_scheme_or_host(&value)
                || refused_scheme(&value, AddressUse::Link).is_some();
            if name == "id" {
                self.ids.insert(value);
            }
        }
        if !addresses || tag.is_end {
            return pieces.push(written);
        }
        pieces.push(&format!("<{}", text(tag.name)));
        for (name, value) in tag.attributes() {
            let (name, value) = (text(name), text(value).replace('"', "&quot;"));
            let is_address = is_address(&element, &name.to_ascii_lowercase());
            if is_address && self.is_refused(&element, &decode_references(&value), place) {
                continue;
            }
            pieces.push(&format!(" {name}=\""));
            if is_address && !has_scheme_or_host(&decode_references(&value)) {
                pieces.push_address(value);
            } else {
                pieces.push(&value);
            }
            pieces.push("\"");
        }
        pieces.push(if written.ends_with("/>") { " />" } else { ">" });
    }
}

fn push_address(address: &str, pieces: &mut HtmlPieces) {
    let escaped = escape(address);
    if has_scheme_or_host(address) {
        pieces.push(&escaped);
    } else {
        pieces.push_address(escaped);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
