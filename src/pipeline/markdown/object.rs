//! What a block may hold that needs more than words: links, images, code.

use std::sync::Arc;

use super::body::BodyWalk;
use super::context::CitableSource;
use super::highlight::{self, CodeLanguage};
use super::prose::plain;
use super::slot::{self, Link, SlotTarget};
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::hash::Hasher;
use crate::base::text::html::escape;

impl BodyWalk<'_, '_> {
    /// A link: to a source, out into the web (left as it is), or into the site (a slot).
    pub(super) fn link(&mut self, at: usize, dest: &str, title: &str) -> usize {
        let context = self.context;
        let attributes = if let Some(source) = context.cited(dest) {
            self.source(at, source)
        } else if let Some(id) = dest.strip_prefix("source:") {
            self.unknown_source(at, id);
            self.slot("href", SlotTarget::Own(format!("source-{id}")), at)
        } else if has_scheme(dest) {
            self.block.push(self.events[at].0.clone());
            return at + 1;
        } else {
            self.slot("href", SlotTarget::Written(dest.to_owned()), at)
        };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.inline(format!("<a {attributes}{title}>"));
        let end = self.end_of(at);
        self.rewrite(at + 1..end);
        self.inline("</a>");
        end + 1
    }

    /// The attributes of a link to a source: to the words quoted, where it is the attribution of an excerpt. The link
    /// is robust where a copy is archived (Robust Links 1.0: `data-versionurl`, `data-versiondate`).
    fn source(&mut self, at: usize, source: &CitableSource<'_>) -> String {
        let quote = self.attributions.links.get(&at).copied();
        // Properties of h-cite (microformats2): what is quoted is called so, and is found there.
        let named = if quote.is_some() { " p-name" } else { "" };
        let Some(url) = source.url else {
            let href = self.slot("href", SlotTarget::Own(format!("source-{}", source.id)), at);
            return format!("class=\"source{named}\" {href}");
        };
        let excerpt = quote.and_then(|quote| self.quotes.get(&quote));
        let fragment = excerpt.and_then(|number| self.fragment(*number)).unwrap_or_default();
        let hash = if fragment.is_empty() || url.contains('#') { "" } else { "#" };
        let named = if quote.is_some() { " p-name u-url" } else { "" };
        let mut attributes = match source.own {
            Some(own) => {
                let href = self.slot("href", SlotTarget::Site(format!("{own}{hash}{fragment}")), at);
                format!("class=\"source{named}\" {href}")
            }
            None => format!("class=\"source{named}\" href=\"{}\"", escape(&format!("{url}{hash}{fragment}"))),
        };
        if let Some(language) = source.language {
            attributes.push_str(&format!(" hreflang=\"{}\"", escape(language)));
        }
        if let Some((version, date)) = &source.version {
            attributes.push_str(&format!(" data-versionurl=\"{}\"", escape(version)));
            if let Some(date) = date {
                attributes.push_str(&format!(" data-versiondate=\"{date}\""));
            }
        }
        attributes
    }

    fn unknown_source(&mut self, at: usize, id: &str) {
        let range = self.events[at].1.clone();
        if id.is_empty() {
            let fault = Diagnostic::new(codes::UNKNOWN_SOURCE, "this link names no source");
            self.fault(fault.hint("write source: and the source's id"), range);
            return;
        }
        let known: Vec<&str> = self.context.cites.sources.iter().map(|source| source.id).collect();
        let fault = Diagnostic::new(codes::UNKNOWN_SOURCE, format!("there is no source `{id}` in the front matter"));
        let hint = match known.is_empty() {
            true => format!("declare it: [[source]] with outlet = \"{id}\""),
            false => format!("declared here: {}", known.join(", ")),
        };
        self.fault(fault.did_you_mean(id, known).hint(hint), range);
    }

    /// An attribute whose value is known when a page is rendered.
    pub(super) fn slot(&mut self, name: &str, target: SlotTarget, at: usize) -> String {
        format!("{name}=\"{}\"", self.slot_alone(target, at))
    }

    /// The same, where the value is no attribute's.
    pub(super) fn slot_alone(&mut self, target: SlotTarget, at: usize) -> String {
        let range = self.events.get(at).map_or(0..0, |(_, range)| range.clone());
        let start = self.context.start;
        self.links.push(Link { target, range: start + range.start..start + range.end });
        slot::slot(self.links.len() - 1)
    }

    pub(super) fn image(&mut self, at: usize, dest: &str, title: &str) -> usize {
        let end = self.end_of(at);
        let alt = escape(&plain(&self.events[at + 1..end]));
        let src = match has_scheme(dest) {
            true => format!("src=\"{}\"", escape(dest)),
            false => self.slot("src", SlotTarget::Image(dest.to_owned()), at),
        };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.inline(format!("<img {src} alt=\"{alt}\"{title} loading=\"lazy\" decoding=\"async\">"));
        end + 1
    }

    pub(super) fn code(&mut self, at: usize, info: &str) -> usize {
        let end = self.end_of(at);
        let name = info.split([' ', ',']).next().unwrap_or_default();
        let known = match highlight::language(name) {
            _ if name.is_empty() || !self.context.options.highlight => None,
            CodeLanguage::Known(syntax) => Some(syntax),
            CodeLanguage::Plain => None,
            CodeLanguage::Unknown => {
                let fault =
                    Diagnostic::new(codes::UNKNOWN_LANGUAGE, format!("nothing is known of the language `{name}`"))
                        .did_you_mean(name, highlight::names())
                        .hint("correct the name, or write `text`");
                // The fence may be of any length, and stand behind the marks of a list or a quotation.
                let start = self.events[at].1.start;
                let name_at = start + self.text[start..].find(name).unwrap_or(0);
                self.fault(fault, name_at..name_at + name.len());
                None
            }
        };
        let Some(syntax) = known else {
            self.block.extend(self.events[at..=end].iter().map(|(event, _)| event.clone()));
            return end + 1;
        };
        let code = plain(&self.events[at + 1..end]);
        let key = Hasher::new().bytes(name.as_bytes()).bytes(code.as_bytes()).finish();
        let html = match self.context.highlights.get(&key) {
            Some(html) => Arc::clone(html),
            None => highlight::highlight(syntax, &code).into(),
        };
        self.html(format!("<pre><code class=\"language-{}\">{html}</code></pre>\n", escape(name)));
        self.highlights.push((key, html));
        end + 1
    }
}

/// Tells whether a link names a scheme (RFC 3986 §3.1) or a host, and so leaves the site.
fn has_scheme(dest: &str) -> bool {
    let scheme = dest.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    scheme || dest.starts_with("//")
}
