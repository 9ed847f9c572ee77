//! Shortcodes: `[name key="value"]text[/name]`. Those of WordPress become HTML; of all others only the text stays. Words in
//! square brackets that are not a shortcode, such as `[sic]`, do not change.

use std::collections::BTreeMap;

use crate::base::text::html::{decode_references, escape};

/// Finds the images of a gallery by their numbers: addresses and titles.
pub(super) type Gallery<'a> = &'a dyn Fn(Option<&str>) -> Vec<(String, String)>;

/// The maximal depth of nested shortcodes.
const DEPTH: usize = 8;

/// A tag of a shortcode.
struct ShortcodeTag<'a> {
    name: &'a str,
    attributes: Vec<(String, String)>,
    /// Attributes without a name.
    values: Vec<String>,
    /// The length of the tag.
    end: usize,
}

impl ShortcodeTag<'_> {
    fn get(&self, names: &[&str]) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, value)| value.as_str())
    }
}

/// Replaces the shortcodes of a post, and lists those that cannot be converted.
pub(super) fn replace(html: &str, gallery: Gallery<'_>, unconverted: &mut Vec<String>) -> String {
    replace_nested(html, gallery, unconverted, DEPTH)
}

fn replace_nested(html: &str, gallery: Gallery<'_>, unconverted: &mut Vec<String>, depth: usize) -> String {
    if depth == 0 || !html.contains('[') {
        return html.to_owned();
    }
    let ends = closing_tags(html);
    let mut written = String::with_capacity(html.len());
    let mut at = 0;
    while let Some(start) = html[at..].find('[').map(|start| at + start) {
        written.push_str(&html[at..start]);
        at = start + 1;
        if let Some(literal) = parse_tag(&html[at..]).filter(|tag| html[at + tag.end..].starts_with(']')) {
            // `[[name]]` shows `[name]`.
            written.push_str(&html[at..at + literal.end]);
            at += literal.end + 1;
            continue;
        }
        let found = parse_tag(&html[start..]);
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
        written.push_str(&shortcode_html(&found, inner, gallery, unconverted, depth));
    }
    written.push_str(&html[at..]);
    written
}

/// Returns the HTML of a shortcode.
fn shortcode_html(
    tag: &ShortcodeTag<'_>,
    inner: &str,
    gallery: Gallery<'_>,
    unconverted: &mut Vec<String>,
    depth: usize,
) -> String {
    match tag.name {
        "caption" | "wp_caption" => {
            let inner = replace_nested(inner, gallery, unconverted, depth - 1);
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
            let text = tag.get(&["caption"]).map_or_else(|| text.trim().to_owned(), escape_once);
            format!("\n\n<figure>{image}<figcaption>{text}</figcaption></figure>\n\n")
        }
        "gallery" => {
            let images = gallery(tag.get(&["ids", "include"]));
            if images.is_empty() {
                unconverted.push(tag.name.to_owned());
            }
            let image = |(url, title): &(String, String)| {
                format!("<p><img src=\"{}\" alt=\"{}\"></p>", escape_once(url), escape_once(title))
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
                    unconverted.push(tag.name.to_owned());
                    inner.to_owned()
                }
            }
        }
        "code" | "sourcecode" | "source" | "syntax" => {
            let language = tag.get(&["language", "lang"]).unwrap_or_default();
            let code = escape_once(inner);
            format!("\n\n<pre><code class=\"language-{}\">{code}</code></pre>\n\n", escape_once(language))
                .replace(" class=\"language-\"", "")
        }
        name => {
            unconverted.push(name.to_owned());
            replace_nested(inner, gallery, unconverted, depth - 1)
        }
    }
}

/// Returns a paragraph with a link whose text is its address.
pub(super) fn link(url: &str) -> String {
    let url = escape_once(url);
    format!("<p><a href=\"{url}\">{url}</a></p>")
}

/// Escapes a text for HTML; what its character references name is not escaped twice.
fn escape_once(text: &str) -> String {
    escape(&decode_references(text))
}

/// Returns the positions of closing tags, by name and in order.
fn closing_tags(html: &str) -> BTreeMap<&str, Vec<usize>> {
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

/// Parses the opening tag at the start of a text.
fn parse_tag(text: &str) -> Option<ShortcodeTag<'_>> {
    /// The maximal length of a tag.
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
                let (value, len) = attribute_value(value)?;
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

/// Parses the value of an attribute. Returns it with its length including quotation marks.
fn attribute_value(text: &str) -> Option<(&str, usize)> {
    for mark in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(mark) {
            let end = rest.find(mark)?;
            return Some((&rest[..end], end + 2));
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ']' | '['))?;
    Some((&text[..end], end))
}
