//! What a block may hold that needs more than words: links, images, code.

use std::sync::Arc;

use pulldown_cmark_escape::escape_html;

use super::body::Walk;
use super::highlight::{self, Language};
use super::prose::plain;
use super::slot::{Link, Target, mark};
use crate::codes;
use crate::diag::Diagnostic;
use crate::hash::Hasher;

impl Walk<'_, '_> {
    /// A link: to a source, out into the web (left as it is), or into the site (a slot).
    pub(super) fn link(&mut self, at: usize, dest: &str, title: &str) -> usize {
        let attributes = if let Some(id) = dest.strip_prefix("source:") {
            self.source(at, id)
        } else if has_scheme(dest) {
            self.block.push(self.events[at].0.clone());
            return at + 1;
        } else {
            self.slot("href", Target::Written(dest.to_owned()), at)
        };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", attribute(title)) };
        self.inline(format!("<a {attributes}{title}>"));
        let end = self.end_of(at);
        self.rewrite(at + 1..end);
        self.inline("</a>");
        end + 1
    }

    fn source(&mut self, at: usize, id: &str) -> String {
        let found = self.context.sources.iter().find(|(known, _)| *known == id).copied();
        if id.is_empty() {
            let fault = Diagnostic::new(codes::UNKNOWN_SOURCE, "this link names no source");
            let range = self.events[at].1.clone();
            self.fault(fault.hint("write source: and the source's id"), range);
        } else if found.is_none() {
            let known: Vec<&str> = self.context.sources.iter().map(|(id, _)| *id).collect();
            let fault =
                Diagnostic::new(codes::UNKNOWN_SOURCE, format!("there is no source `{id}` in the front matter"));
            let hint = match known.is_empty() {
                true => format!("declare it: [[source]] with outlet = \"{id}\""),
                false => format!("declared here: {}", known.join(", ")),
            };
            let range = self.events[at].1.clone();
            self.fault(fault.did_you_mean(id, known).hint(hint), range);
        }
        match found.and_then(|(_, url)| url) {
            Some(url) => format!("class=\"source\" href=\"{}\"", attribute(url)),
            None => format!("class=\"source\" {}", self.slot("href", Target::Own(format!("source-{id}")), at)),
        }
    }

    pub(super) fn slot(&mut self, name: &str, target: Target, at: usize) -> String {
        let range = self.events.get(at).map_or(0..0, |(_, range)| range.clone());
        let start = self.context.start;
        self.links.push(Link { target, range: start + range.start..start + range.end });
        mark(name, self.links.len() - 1)
    }

    pub(super) fn image(&mut self, at: usize, dest: &str, title: &str) -> usize {
        let end = self.end_of(at);
        let alt = attribute(&plain(&self.events[at + 1..end]));
        let src = match has_scheme(dest) {
            true => format!("src=\"{}\"", attribute(dest)),
            false => self.slot("src", Target::Image(dest.to_owned()), at),
        };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", attribute(title)) };
        self.inline(format!("<img {src} alt=\"{alt}\"{title} loading=\"lazy\" decoding=\"async\" />"));
        end + 1
    }

    pub(super) fn code(&mut self, at: usize, info: &str) -> usize {
        let end = self.end_of(at);
        let name = info.split([' ', ',']).next().unwrap_or_default();
        let known = match highlight::language(name) {
            _ if name.is_empty() || !self.context.options.highlight => None,
            Language::Known(syntax) => Some(syntax),
            Language::Plain => None,
            Language::Unknown => {
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
        self.html(format!("<pre><code class=\"language-{}\">{html}</code></pre>\n", attribute(name)));
        self.highlights.push((key, html));
        end + 1
    }
}

/// Text for an attribute in double quotation marks.
pub(super) fn attribute(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Writing to a string does not fail.
    let _ = escape_html(&mut escaped, text);
    escaped
}

/// Tells whether a link names a scheme (RFC 3986 §3.1) or a host, and so leaves the site.
fn has_scheme(dest: &str) -> bool {
    let scheme = dest.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    scheme || dest.starts_with("//")
}
