//! The table `[import]` of an article: the questions that its import left open, as TOML, as values, and in English. No page shows
//! it, and an article needs none. Everything else that an import notes is in `content/imports/`.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};
use toml_edit::{InlineTable, Value};

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::fields::{Fields, Located, TextOrTable, Toml};
use crate::base::text::path::RelPath;

/// A fact that a capture does not state, or a part that an import could not convert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unknown {
    /// The date of the article, with the text that the capture has in its place.
    Date(Option<String>),
    /// The author of the article.
    Author,
    /// The outlet of the report.
    Outlet,
    /// The text.
    Text,
    /// The headline, with the text that was used in its place.
    Title(String),
    /// Fields of the source with this id.
    Source(String, Vec<SourceField>),
    /// The outlet of an excerpt, by the words with which it begins.
    ExcerptOutlet(String),
    /// The alternative text of an image.
    ImageAlt(String),
    /// An image on another site, which became a link.
    RemoteImage(String),
    /// An image that was not saved with the page.
    MissingImage(String),
    /// The target of a link, which was left in the text as it was.
    LinkTarget(String),
    /// A heading that a link names, as `file#heading`; the link leads to the file now.
    LinkHeading(String),
    /// A link to the former site, which may no longer work.
    FormerLink(String),
    /// A shortcode or block of WordPress, by name.
    Shortcode(String),
    /// A template tag of another generator, which was left in the text as it was.
    TemplateTag(String),
    /// A former address that cannot be an alias.
    Redirect(String),
    /// A former address that is the address of another page.
    TakenAddress(String),
    /// The message of a build that refuses the article.
    BuildError(String),
}

/// A field of a source that an import fills in where the capture states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SourceField {
    /// `title`
    Title,
    /// `url`
    Url,
    /// `author`
    Author,
    /// `published`
    Published,
}

impl SourceField {
    /// Every field, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Title, Self::Url, Self::Author, Self::Published];

    /// The key in the front matter.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Url => "url",
            Self::Author => "author",
            Self::Published => "published",
        }
    }
}

/// Every value of `what`.
#[rustfmt::skip]
const KINDS: [&str; 18] = [
    "date", "author", "outlet", "text", "title", "source", "excerpt-outlet", "image-alt", "remote-image",
    "missing-image", "link-target", "link-heading", "former-link", "shortcode", "template-tag", "redirect",
    "taken-address", "build-error",
];

impl Unknown {
    /// The entry as TOML: a word, or a table where there is more to say. [`parse`] reads it back.
    pub(crate) fn to_toml(&self) -> Value {
        let (what, key, detail) = match self {
            Self::Date(None) => return "date".into(),
            Self::Author => return "author".into(),
            Self::Outlet => return "outlet".into(),
            Self::Text => return "text".into(),
            Self::Date(Some(stated)) => ("date", "stated", stated.into()),
            Self::Title(used) => ("title", "used", used.into()),
            Self::Source(id, _) => ("source", "id", id.into()),
            Self::ExcerptOutlet(opening) => ("excerpt-outlet", "excerpt", opening.into()),
            Self::ImageAlt(image) => ("image-alt", "image", image.into()),
            Self::RemoteImage(url) => ("remote-image", "url", url.into()),
            Self::MissingImage(image) => ("missing-image", "image", image.into()),
            Self::LinkTarget(link) => ("link-target", "link", link.into()),
            Self::LinkHeading(link) => ("link-heading", "link", link.into()),
            Self::FormerLink(url) => ("former-link", "url", url.into()),
            Self::Shortcode(name) => ("shortcode", "name", name.into()),
            Self::TemplateTag(tag) => ("template-tag", "tag", tag.into()),
            Self::Redirect(address) => ("redirect", "address", address.into()),
            Self::TakenAddress(address) => ("taken-address", "address", address.into()),
            Self::BuildError(message) => ("build-error", "message", message.into()),
        };
        let mut table: InlineTable = [("what", Value::from(what)), (key, detail)].into_iter().collect();
        if let Self::Source(_, fields) = self {
            table.insert("fields", fields.iter().map(|field| field.key()).collect());
        }
        table.into()
    }
}

/// Parses an entry of the file at `path`. One that cannot be used is left out, with a fault.
fn parse(path: &RelPath, toml: &mut Toml<'_>, entry: TextOrTable<'_>) -> Option<Located<Unknown>> {
    match entry {
        TextOrTable::Text(what) => {
            let value = without_details(&what.value);
            if what.value == "url" {
                // Earlier versions asked for the address of the page.
                return None;
            }
            if value.is_none() && KINDS.contains(&what.value.as_str()) {
                let hint = format!("write {{ what = \"{}\", … }}", what.value);
                toml.reject(&what.range, format!("`{}` needs a table", what.value), hint);
            } else if value.is_none() {
                reject_kind(path, toml, &what);
            }
            value.map(|value| Located { value, range: what.range })
        }
        TextOrTable::Table(mut table) => {
            let range = table.range(toml);
            let what = table.required(toml, "what", "say what is unknown: what = \"date\"");
            if !KINDS.contains(&what.value.as_str()) {
                if !what.value.is_empty() {
                    reject_kind(path, toml, &what);
                }
                return None;
            }
            let value = with_details(path, toml, &mut table, &what.value);
            table.finish(toml);
            value.map(|value| Located { value, range })
        }
    }
}

fn reject_kind(path: &RelPath, toml: &mut Toml<'_>, what: &Located<String>) {
    let message = format!("`{}` is not something that an import lists as unknown", what.value);
    let fault = Diagnostic::new(codes::BAD_VALUE, message).at(Span::new(path, what.range.clone()));
    let hint = "remove it; `margent import --update` writes the list again";
    toml.push(fault.did_you_mean(&what.value, KINDS).hint(hint));
}

fn without_details(what: &str) -> Option<Unknown> {
    match what {
        "date" => Some(Unknown::Date(None)),
        "author" => Some(Unknown::Author),
        "outlet" => Some(Unknown::Outlet),
        "text" => Some(Unknown::Text),
        _ => None,
    }
}

fn with_details(path: &RelPath, toml: &mut Toml<'_>, table: &mut Fields<'_>, what: &str) -> Option<Unknown> {
    let mut detail = |key| table.required(toml, key, "say which one").value;
    Some(match what {
        "date" => Unknown::Date(table.string(toml, "stated").map(|stated| stated.value)),
        "title" => Unknown::Title(detail("used")),
        "source" => Unknown::Source(detail("id"), source_fields(path, toml, table)),
        "excerpt-outlet" => Unknown::ExcerptOutlet(detail("excerpt")),
        "image-alt" => Unknown::ImageAlt(detail("image")),
        "remote-image" => Unknown::RemoteImage(detail("url")),
        "missing-image" => Unknown::MissingImage(detail("image")),
        "link-target" => Unknown::LinkTarget(detail("link")),
        "link-heading" => Unknown::LinkHeading(detail("link")),
        "former-link" => Unknown::FormerLink(detail("url")),
        "shortcode" => Unknown::Shortcode(detail("name")),
        "template-tag" => Unknown::TemplateTag(detail("tag")),
        "redirect" => Unknown::Redirect(detail("address")),
        "taken-address" => Unknown::TakenAddress(detail("address")),
        "build-error" => Unknown::BuildError(detail("message")),
        word => return without_details(word),
    })
}

fn source_fields(path: &RelPath, toml: &mut Toml<'_>, table: &mut Fields<'_>) -> Vec<SourceField> {
    let mut fields = Vec::new();
    for key in table.strings(toml, "fields").unwrap_or_default() {
        match SourceField::ALL.into_iter().find(|field| field.key() == key.value) {
            Some(field) => fields.push(field),
            None => {
                let message = format!("`{}` is not a field that an import fills in", key.value);
                let fault = Diagnostic::new(codes::BAD_VALUE, message).at(Span::new(path, key.range));
                toml.push(fault.did_you_mean(&key.value, SourceField::ALL.map(SourceField::key)));
            }
        }
    }
    fields
}

impl Display for Unknown {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(None) => write!(f, "no date found"),
            Self::Date(Some(stated)) => write!(f, "no date found; “{stated}” is stated, which is none"),
            Self::Author => write!(f, "no author found"),
            Self::Outlet => write!(f, "no outlet found"),
            Self::Text => write!(f, "no text found"),
            Self::Title(used) => write!(f, "no title found; “{used}” was used in its place"),
            Self::Source(id, fields) => {
                let keys: Vec<String> = fields.iter().map(|field| format!("`{}`", field.key())).collect();
                let keys = match keys.split_last() {
                    Some((last, first)) if !first.is_empty() => format!("{} or {last}", first.join(", ")),
                    Some(_) | None => keys.concat(),
                };
                write!(f, "no {keys} found for source `{id}`")
            }
            Self::ExcerptOutlet(opening) => write!(f, "no outlet found for the excerpt “{opening}”"),
            Self::ImageAlt(image) => write!(f, "no alternative text found for image {image}"),
            Self::RemoteImage(url) => write!(f, "the image {url} is on another site and became a link"),
            Self::MissingImage(image) => write!(f, "image {image} not found"),
            Self::LinkTarget(link) => {
                write!(f, "link target `{link}` not found; the link was left in the text as it was")
            }
            Self::LinkHeading(link) => write!(f, "heading of `{link}` not found; the link leads to the file"),
            Self::FormerLink(url) => write!(f, "the link to the former site may no longer work: {url}"),
            Self::Shortcode(name) => write!(f, "the shortcode or block `{name}` cannot be converted"),
            Self::TemplateTag(tag) => write!(f, "`{tag}` cannot be converted; it was left in the text as it was"),
            Self::Redirect(address) => write!(f, "the former address {address} cannot be redirected"),
            Self::TakenAddress(address) => write!(f, "the former address {address} belongs to another page"),
            Self::BuildError(message) => write!(f, "a build refuses the article: {message}"),
        }
    }
}

/// Parses the table of the file at `path`. The keys that earlier versions kept beside `unknown` are checked and ignored; the
/// next import moves them.
pub(super) fn parse_import(path: &RelPath, toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Vec<Located<Unknown>> {
    let Some(mut table) = fields.table(toml, "import") else { return Vec::new() };
    for key in ["from", "post", "url", "id", "words"] {
        table.string(toml, key);
    }
    for key in ["decisions", "removed"] {
        table.strings(toml, key);
    }
    if let Some(wrote) = table.table(toml, "wrote") {
        wrote.into_texts(toml);
    }
    let entries = table.mixed(toml, "unknown");
    let unknown = entries.into_iter().filter_map(|entry| parse(path, toml, entry)).collect();
    table.finish(toml);
    unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_as_it_was_written() {
        let text = || "a `b` \"c\"".to_owned();
        let entries = [
            Unknown::Date(None),
            Unknown::Author,
            Unknown::Outlet,
            Unknown::Text,
            Unknown::Title(text()),
            Unknown::Source(text(), SourceField::ALL.to_vec()),
            Unknown::ExcerptOutlet(text()),
            Unknown::ImageAlt(text()),
            Unknown::RemoteImage(text()),
            Unknown::MissingImage(text()),
            Unknown::LinkTarget(text()),
            Unknown::LinkHeading(text()),
            Unknown::FormerLink(text()),
            Unknown::Shortcode(text()),
            Unknown::TemplateTag(text()),
            Unknown::Redirect(text()),
            Unknown::TakenAddress(text()),
            Unknown::BuildError(text()),
            Unknown::Date(Some(text())),
        ];
        let path = RelPath::new("a.md").expect("a path");
        let written: toml_edit::Array = entries.iter().map(Unknown::to_toml).collect();
        let written = format!("unknown = {written}\n");
        let (mut toml, mut fields) = Fields::parse(&path, &written, 0);
        let items = fields.mixed(&mut toml, "unknown");
        let read: Vec<_> = items.into_iter().filter_map(|item| parse(&path, &mut toml, item)).collect();
        assert_eq!(toml.into_diagnostics(), []);
        assert_eq!(read.into_iter().map(|it| it.value).collect::<Vec<_>>(), entries);
        assert!(KINDS.iter().all(|kind| written.contains(&format!("\"{kind}\""))));
    }
}
