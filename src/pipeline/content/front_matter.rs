//! Splits a content file: TOML between two lines `+++`, then Markdown. Reads the keys that every kind of content file
//! has in its front matter.

use std::ops::Range;

use super::folders::{ARTICLES, PAGES};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::fields::{Fields, Located, Toml};
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::pipeline::config::Config;
use crate::pipeline::markdown::{self, Body, CitableSources};

/// Everything that reading a content file takes besides its text.
pub struct ContentContext<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// The configuration.
    pub config: &'a Config,
}

const FENCE: &str = "+++";
const BETWEEN: &str = "start the file with TOML between two lines that hold just +++";
const IMPORTED: &str =
    "move the file out of content/ and run `margent import` on it, or write TOML between two lines that hold just +++";

/// The two parts of a content file, as stretches of its text.
#[derive(Debug, PartialEq, Eq)]
pub struct FileParts {
    /// The TOML.
    pub toml: Range<usize>,
    /// The Markdown.
    pub body: Range<usize>,
}

/// Splits `text`; a byte-order mark is passed over, and lines may end in CR LF.
///
/// # Errors
/// A diagnostic, where the front matter is missing or not closed.
pub fn split(path: &RelPath, text: &str) -> Result<FileParts, Diagnostic> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let first = line(text, start);
    if text[first.clone()].trim_end() != FENCE {
        let line = text[first.clone()].trim_end();
        let (message, hint) = match line {
            "---" if path.strip(ARTICLES).is_some() => ("YAML front matter is not read", IMPORTED),
            "---" => ("YAML front matter is not read", BETWEEN),
            _ if ["+++\r", "---\r"].iter().any(|start| line.starts_with(start)) => {
                return Err(Diagnostic::new(codes::NO_FRONT_MATTER, "the lines of this file end in CR alone")
                    .at(Span::new(path, start..start + FENCE.len()))
                    .hint("save it with the line ends of Unix (LF) or of Windows (CR LF)"));
            }
            _ if text.trim().is_empty() => ("the file is empty", BETWEEN),
            _ if line.trim_start() == FENCE => ("the front matter is indented", "remove the space before +++"),
            _ if text.trim_start().starts_with(FENCE) => {
                ("the front matter does not start on the first line", "remove the empty lines before +++")
            }
            _ => ("the front matter is missing", BETWEEN),
        };
        return Err(Diagnostic::new(codes::NO_FRONT_MATTER, message).at(Span::new(path, first)).hint(hint));
    }
    let toml = after(text, &first);
    let mut at = toml;
    while at < text.len() {
        let line = line(text, at);
        let next = after(text, &line);
        if text[line.clone()].trim_end() == FENCE {
            return Ok(FileParts { toml: toml..line.start, body: next..text.len() });
        }
        at = next;
    }
    let fault = Diagnostic::new(codes::NO_FRONT_MATTER, "the front matter is not closed");
    Err(fault.at(Span::new(path, first)).label("opened here").hint("end it with a line that holds just +++"))
}

fn line(text: &str, start: usize) -> Range<usize> {
    start..text[start..].find('\n').map_or(text.len(), |end| start + end)
}

fn after(text: &str, line: &Range<usize>) -> usize {
    (line.end + 1).min(text.len())
}

/// Splits `text` and hands its front matter to `read`, then reads its Markdown with the sources that `cites` lists.
pub fn file<T>(
    reading: &ContentContext<'_>,
    text: &str,
    read: impl FnOnce(&mut Toml<'_>, Fields<'_>) -> T,
    cites: impl Fn(&T) -> CitableSources<'_>,
) -> Checked<(T, Body)> {
    let (parts, missing) = match split(reading.path, text) {
        Ok(parts) => (parts, None),
        Err(fault) => (FileParts { toml: 0..0, body: 0..0 }, Some(fault)),
    };
    let (mut toml, fields) = Fields::parse(reading.path, &text[parts.toml.clone()], parts.toml.start);
    let value = read(&mut toml, fields);
    let mut faults = toml.into_diagnostics();
    if let Some(fault) = missing {
        // Keys are missing because everything is.
        faults = vec![fault];
    }
    let context = markdown::MarkdownContext {
        path: reading.path,
        start: parts.body.start,
        options: &reading.config.markdown,
        base_url: &reading.config.base_url,
        cites: cites(&value),
    };
    let body = markdown::parse(&text[parts.body], &context).take(&mut faults);
    Checked { value: (value, body), faults }
}

/// The name that an address is made of: the `slug` given, else the file's name without a date (the folder's name for
/// `index.md`), else the title. Reports a `slug` that cannot be part of an address, and a file without any name that
/// can.
pub fn slug(toml: &mut Toml<'_>, given: Option<Located<String>>, path: &RelPath, title: &str) -> String {
    if let Some(given) = given {
        let slug = slug::slugify(&given.value);
        if slug != given.value || slug.is_empty() {
            let hint = if slug.is_empty() {
                "use letters, digits and hyphens, or leave it out".to_owned()
            } else {
                format!("write it as \"{slug}\"")
            };
            let message = if given.value.is_empty() {
                "`slug` is empty".to_owned()
            } else {
                format!("`{}` cannot be part of an address", given.value)
            };
            toml.reject(&given.range, message, hint);
        }
        if !slug.is_empty() {
            return slug;
        }
    }
    let name = match path.stem() {
        "index" => path.parent().rsplit('/').next().unwrap_or_default(),
        stem => stem,
    };
    let slug = slug::slugify(slug::without_date(name));
    let slug = if slug.is_empty() { slug::slugify(title) } else { slug };
    if slug.is_empty() {
        let fault = Diagnostic::new(codes::NO_SLUG, "no address can be made of the file's name and title");
        let hint = match path.strip(ARTICLES).or_else(|| path.strip(PAGES)) {
            Some(_) => "add slug = \"…\"",
            None => "give the file a name of letters or digits",
        };
        toml.push(fault.at(Span::file(path)).hint(hint));
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, &str)> {
        let path = RelPath::new("a.md").expect("a path");
        split(&path, text).ok().map(|parts| (&text[parts.toml], &text[parts.body]))
    }

    #[test]
    fn splits() {
        assert_eq!(parts("+++\na = 1\n+++\nText\n"), Some(("a = 1\n", "Text\n")));
        assert_eq!(parts("\u{feff}+++\r\na = 1\r\n+++\r\nText"), Some(("a = 1\r\n", "Text")));
        assert_eq!(parts("+++\n+++"), Some(("", "")));
        assert_eq!(parts("+++\na = 1\n"), None);
        assert_eq!(parts("---\na: 1\n---\n"), None);
        assert_eq!(parts(""), None);
    }
}
