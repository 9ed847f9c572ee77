//! Pages: about, colophon, and whatever else is not an item of the digest.

use super::front_matter::ContentContext;
use super::{article, front_matter};
use crate::base::diagnostic::Checked;
use crate::base::fields::{Extra, Fields, Located, Toml};
use crate::base::text::date::Moment;
use crate::base::text::path::RelPath;
use crate::base::text::words;
use crate::pipeline::markdown::{Body, CitableSources};

/// A page outside the digest.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file.
    pub path: RelPath,
    /// Its address.
    pub slug: String,
    /// The headline.
    pub title: String,
    /// One sentence, for search engines.
    pub summary: String,
    /// The date of the last change in substance.
    pub updated: Option<Moment>,
    /// BCP 47 tag, unless the site's.
    pub language: Option<String>,
    /// True if it is not to be published yet.
    pub draft: bool,
    /// Former addresses.
    pub aliases: Vec<Located<String>>,
    /// True if the menu shows it.
    pub menu: bool,
    /// Its place in the menu: light ones first.
    pub weight: i64,
    /// Keys of the editor's own.
    pub extra: Extra,
    /// The text.
    pub body: Body,
}

/// Reads a page.
pub fn parse(reading: &ContentContext<'_>, text: &str) -> Checked<Page> {
    let read = |toml: &mut Toml<'_>, fields: Fields<'_>| read(reading, toml, fields);
    front_matter::file(reading, text, read, |_| CitableSources::default()).map(|(page, body)| {
        let summary = if page.summary.is_empty() {
            words::truncate(&body.opening, article::SUMMARY_LENGTH)
        } else {
            page.summary
        };
        Page { summary, body, ..page }
    })
}

fn read(reading: &ContentContext<'_>, toml: &mut Toml<'_>, mut fields: Fields<'_>) -> Page {
    let title = fields.required(toml, "title", "add title = \"…\"").value;
    let given = fields.string(toml, "slug");
    let page = Page {
        path: reading.path.clone(),
        slug: front_matter::slug(toml, given, reading.path, &title),
        title,
        summary: fields.string(toml, "summary").map(|text| text.value).unwrap_or_default(),
        updated: fields.date(toml, "updated", reading.config.utc_offset).map(|date| date.value),
        language: fields.language(toml, "language").map(|tag| tag.value),
        draft: fields.bool(toml, "draft").is_some_and(|draft| draft.value),
        aliases: article::aliases(toml, &mut fields),
        menu: fields.bool(toml, "menu").is_none_or(|menu| menu.value),
        weight: fields.integer(toml, "weight", -1000..=1000).map_or(0, |number| number.value),
        extra: fields.extra(toml),
        body: Body::default(),
    };
    fields.finish(toml);
    page
}
