//! Shortcodes: `[name key="value"]text[/name]`. Those of WordPress become what they show; of others the text stays. Words
//! in square brackets that are no shortcode are an editor's, and stay as they are.

use crate::base::text::html::escape;
use std::collections::BTreeMap;

use super::text::{Gallery, attribute, link};

/// Shortcodes within shortcodes.
const DEPTH: usize = 8;

/// A tag of a shortcode.
struct ShortcodeTag<'a> {
    name: &'a str,
    attributes: Vec<(String, String)>,
    /// Without a name.
    values: Vec<String>,
    /// Where it ends.
    end: usize,
}

impl ShortcodeTag<'_> {
    fn get(&self, names: &[&str]) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, value)| value.as_str())
    }
}

/// Replaces the shortcodes of a post, and lists those that are unknown.
pub(super) fn replace(html: &str, gallery: Gallery<'_>, unknown: &mut Vec<String>) -> String {
    within(html, gallery, unknown, DEPTH)
}

fn within(html: &str, gallery: Gallery<'_>, unknown: &mut Vec<String>, depth: usize) -> String {
    if depth == 0 || !html.contains('[') {
        return html.to_owned();
    }
    let ends = ends(html);
    let mut written = String::with_capacity(html.len());
    let mut at = 0;
    while let Some(start) = html[at..].find('[').map(|start| at + start) {
        written.push_str(&html[at..start]);
        at = start + 1;
        if let Some(literal) = tag(&html[at..]).filter(|tag| html[at + tag.end..].starts_with(']')) {
            // `[[name]]` shows `[name]`.
            written.push_str(&html[at..at + literal.end]);
            at += literal.end + 1;
            continue;
        }
        let found = tag(&html[start..]);
        let Some(found) = found else {
            written.push('[');
            continue;
        };
        let after = start + found.end;
        let close = ends.get(found.name).and_then(|all| all.get(all.partition_point(|end| *end < after))).copied();
        let shortcode = close.is_some()
            || !found.attributes.is_empty()
            || matches!(found.name, "gallery" | "audio" | "video" | "playlist");
        if !shortcode {
            written.push('[');
            continue;
        }
        let inner = close.map_or("", |close| &html[after..close]);
        at = close.map_or(after, |close| close + found.name.len() + 3);
        written.push_str(&shown(&found, inner, gallery, unknown, depth));
    }
    written.push_str(&html[at..]);
    written
}

/// What a shortcode shows, as HTML.
fn shown(tag: &ShortcodeTag<'_>, inner: &str, gallery: Gallery<'_>, unknown: &mut Vec<String>, depth: usize) -> String {
    match tag.name {
        "caption" | "wp_caption" => {
            let inner = within(inner, gallery, unknown, depth - 1);
            let (image, text) = match inner.find("<img").and_then(|at| Some(at + inner[at..].find('>')? + 1)) {
                Some(end) => {
                    let end = inner[end..]
                        .find("</a>")
                        .filter(|at| inner[end..end + at].trim().is_empty())
                        .map_or(end, |at| end + at + 4);
                    inner.split_at(end)
                }
                None => ("", inner.as_str()),
            };
            let text = tag.get(&["caption"]).map_or_else(|| text.trim().to_owned(), attribute);
            format!("\n\n<figure>{image}<figcaption>{text}</figcaption></figure>\n\n")
        }
        "gallery" => {
            let images = gallery(tag.get(&["ids", "include"]));
            if images.is_empty() {
                unknown.push(tag.name.to_owned());
            }
            let image = |(url, title): &(String, String)| {
                format!("<p><img src=\"{}\" alt=\"{}\"></p>", attribute(url), attribute(title))
            };
            format!("\n\n{}\n\n", images.iter().map(image).collect::<Vec<_>>().join("\n"))
        }
        "embed" | "audio" | "video" | "youtube" | "vimeo" => {
            let url = tag.get(&["src", "mp3", "m4a", "ogg", "wav", "mp4", "webm", "ogv", "url"]).map(str::to_owned);
            let url = url.or_else(|| Some(inner.trim().to_owned()).filter(|it| it.starts_with("http")));
            let url = url.or_else(|| {
                tag.values.iter().find(|it| it.contains("http")).map(|it| it.trim_start_matches('=').to_owned())
            });
            match url {
                Some(url) => format!("\n\n{}\n\n", link(&url)),
                None => {
                    unknown.push(tag.name.to_owned());
                    inner.to_owned()
                }
            }
        }
        "code" | "sourcecode" | "source" | "syntax" => {
            let language = tag.get(&["language", "lang"]).unwrap_or_default();
            let code = escape(&inner.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
            format!("\n\n<pre><code class=\"language-{}\">{code}</code></pre>\n\n", attribute(language))
                .replace(" class=\"language-\"", "")
        }
        name => {
            unknown.push(name.to_owned());
            within(inner, gallery, unknown, depth - 1)
        }
    }
}

/// Where each closing tag stands, by name and in order.
fn ends(html: &str) -> BTreeMap<&str, Vec<usize>> {
    let mut ends: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, _) in html.match_indices("[/") {
        let rest = &html[at + 2..];
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if rest[end..].starts_with(']') {
            ends.entry(&rest[..end]).or_default().push(at);
        }
    }
    ends
}

fn is_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-')
}

/// The opening tag at the start of a text.
fn tag(text: &str) -> Option<ShortcodeTag<'_>> {
    /// No tag is as long.
    const LIMIT: usize = 4096;
    let inside = text.strip_prefix('[')?;
    let end = inside.find(|c| !is_name(c))?;
    let name = &inside[..end];
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !inside[end..].starts_with([' ', ']', '/', '=', '\n']) {
        return None;
    }
    let mut tag = ShortcodeTag { name, attributes: Vec::new(), values: Vec::new(), end: 0 };
    let mut at = end;
    loop {
        let rest = &inside[at..];
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        at = inside.len() - rest.len();
        if at > LIMIT {
            return None;
        }
        if rest.starts_with(']') {
            tag.end = at + 2;
            return Some(tag);
        }
        let word = rest.find(|c: char| c.is_whitespace() || matches!(c, ']' | '=' | '[' | '<'))?;
        let (key, after) = rest.split_at(word);
        match after.strip_prefix('=') {
            Some(value) => {
                let (value, len) = quoted(value)?;
                tag.attributes.push((key.to_owned(), value.to_owned()));
                at += word + 1 + len;
            }
            None if word > 0 => {
                tag.values.push(key.to_owned());
                at += word;
            }
            None => return None,
        }
    }
}

/// A value and its length, quotation marks included.
fn quoted(text: &str) -> Option<(&str, usize)> {
    for mark in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(mark) {
            let end = rest.find(mark)?;
            return Some((&rest[..end], end + 2));
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ']' | '['))?;
    Some((&text[..end], end))
}
