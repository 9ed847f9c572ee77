//! Articles: the items of the digest.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::front_matter::{self, ContentContext};
use super::unknown::{Unknown, parse_import};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::fields::{Extra, Fields, Located, Toml, stored_extra};
use crate::base::text::date::Moment;
use crate::base::text::path::{RelPath, percent_decode};
use crate::base::text::{slug, words};
use crate::pipeline::markdown::{AttributionStyle, Body, CitableSource, CitableSources};

/// Characters of a summary that margent makes.
pub(super) const SUMMARY_LENGTH: usize = 320;

/// One item of the digest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Article {
    /// The file.
    pub path: RelPath,
    /// The last part of its address.
    pub slug: String,
    /// The headline.
    pub title: String,
    /// The date of publication, if known.
    pub date: Option<Moment>,
    /// The date of the last change in substance.
    pub updated: Option<Moment>,
    /// Keys of topics.
    pub topics: Vec<Located<String>>,
    /// Keys of topics that the editor does not want, whatever their rules suggest.
    pub declined: Vec<Located<String>>,
    /// Free keywords.
    pub tags: Vec<Tag>,
    /// The editor's summary.
    pub summary: Option<String>,
    /// The author, unless it is the site's.
    pub author: Option<Located<String>>,
    /// BCP 47 tag, unless the site's.
    pub language: Option<String>,
    /// True if it is not to be published yet.
    pub draft: bool,
    /// The date from which it is no longer published.
    pub expires: Option<Moment>,
    /// Former addresses.
    pub aliases: Vec<Located<String>>,
    /// The outside reports it cites, the lead source first.
    pub sources: Vec<Source>,
    /// The latest of all these dates, in seconds since 1970: what lies in the past need not be compared with the clock.
    pub latest: Option<i64>,
    /// Corrections made after publication.
    pub corrections: Vec<Correction>,
    /// The questions that `margent import` left open; never published.
    pub unknown: Vec<Located<Unknown>>,
    /// Keys of the editor's own.
    #[serde(with = "stored_extra")]
    pub extra: Extra,
    /// The text. Its opening is what serves as a summary, where the editor wrote none.
    pub body: Body,
    /// The front matter, for faults of the article as a whole.
    pub head: Range<usize>,
}

/// A free keyword.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tag {
    /// The tag as written.
    pub name: Located<String>,
    /// The last part of its address; tags of one key are one tag.
    pub key: String,
}

/// An outside report that an article cites.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// Its name in the text: `source:ID`.
    pub id: String,
    /// Key, name or alias of the outlet.
    pub outlet: Located<String>,
    /// The report's headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The address as written, if it is one on this site: `/data-notes/`.
    pub own: Option<Located<String>>,
    /// The report's author.
    pub author: Option<String>,
    /// BCP 47 tag of the language that it is in.
    pub language: Option<String>,
    /// The date of the report's publication.
    pub published: Option<Moment>,
    /// The date on which the editor read it.
    pub accessed: Option<Moment>,
    /// The address of an archived copy.
    pub archived: Option<String>,
    /// The private copy in `content/snapshots/`.
    pub snapshot: Option<Located<String>>,
    /// The SHA-256 of the snapshot when the excerpts were verified, in lower-case hexadecimal digits (FIPS 180-4).
    pub sha256: Option<Located<String>>,
    /// The date on which the excerpts were verified.
    pub verified: Option<Moment>,
}

/// A correction made after publication.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Correction {
    /// The day of the correction.
    pub date: Option<Moment>,
    /// The correction.
    pub text: String,
}

impl Article {
    /// The later of its dates of publication and of its last change, if it has any.
    pub fn changed(&self) -> Option<&Moment> {
        self.updated.as_ref().max(self.date.as_ref())
    }

    /// Returns whether it has excerpts or notes.
    pub(crate) fn is_annotated(&self) -> bool {
        !self.body.excerpts.is_empty() || !self.body.notes.is_empty()
    }

    /// Returns whether it has neither a text nor a summary.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty() && self.summary.is_none()
    }

    /// The summary: the editor's, else the opening of the text.
    pub(crate) fn summary(&self) -> String {
        self.summary.as_ref().unwrap_or(&self.body.opening).clone()
    }
}

/// Reads an article.
pub fn parse(reading: &ContentContext<'_>, text: &str) -> Checked<Article> {
    let read = |toml: &mut Toml<'_>, fields: Fields<'_>| read(reading, toml, fields);
    front_matter::file(reading, text, read, cites).map(|(article, mut body)| {
        let has_summary = article.summary.is_some();
        body.opening = if has_summary { String::new() } else { words::truncate(&body.opening, SUMMARY_LENGTH) };
        Article { body, ..article }
    })
}

/// Returns the sources that the text may cite, and the ids used below it on its page.
fn cites(article: &Article) -> CitableSources<'_> {
    let list = (!article.corrections.is_empty()).then(|| "corrections".to_owned());
    let corrections = (0..article.corrections.len()).map(Correction::id);
    let sources = article.sources.iter().map(|source| CitableSource {
        id: &source.id,
        url: source.url.as_deref(),
        own: source.own.as_ref().map(|own| own.value.as_str()),
        language: source.language.as_deref(),
        version: source.archived.as_deref().map(|archived| (archived, source.version_date())),
    });
    CitableSources::new(sources.collect(), list.into_iter().chain(corrections).collect(), AttributionStyle::Strict)
}

impl Correction {
    /// The id of the `number`th correction of an article, from 0.
    pub fn id(number: usize) -> String {
        format!("correction-{}", number + 1)
    }
}

impl Source {
    /// The day of the archived copy: the one in the Internet Archive's address, else the day on which the editor read
    /// it.
    pub(crate) fn version_date(&self) -> Option<String> {
        let archived = self.archived.as_deref()?;
        let stamp = archived.split_once("web.archive.org/web/").map(|(_, rest)| rest);
        let day = stamp.and_then(|stamp| stamp.get(..8)).and_then(Moment::from_digits);
        let day = day.as_ref().or(self.accessed.as_ref());
        day.map(|moment| moment.day())
    }
}

fn read(reading: &ContentContext<'_>, toml: &mut Toml<'_>, mut fields: Fields<'_>) -> Article {
    let offset = reading.config.utc_offset;
    let head = fields.range(toml);
    let title = fields.required(toml, "title", "add title = \"…\"").value;
    let date = fields.date(toml, "date", offset);
    let updated = fields.date(toml, "updated", offset);
    let expires = fields.date(toml, "expires", offset);
    in_order(toml, [("date", &date), ("updated", &updated)], "an article is changed after it was published");
    in_order(toml, [("date", &date), ("expires", &expires)], "an article expires after it was published");
    let given = fields.string(toml, "slug");
    let published = date.as_ref().map(|date| date.value.clone());
    let sources = sources(reading, toml, &mut fields);
    let of_sources = sources.iter().flat_map(|source| [&source.published, &source.accessed]).flatten();
    let own = [&date, &updated, &expires].into_iter().flatten().map(|date| &date.value);
    let latest = own.chain(of_sources).map(Moment::unix).max();
    let article = Article {
        path: reading.path.clone(),
        slug: front_matter::slug(toml, given, reading.path, &title),
        title,
        date: date.map(|date| date.value),
        updated: updated.map(|date| date.value),
        topics: fields.strings(toml, "topics").unwrap_or_default(),
        declined: fields.strings(toml, "declined_topics").unwrap_or_default(),
        tags: tags(reading.path, toml, &mut fields),
        summary: fields.string(toml, "summary").map(|text| text.value),
        author: fields.string(toml, "author"),
        language: fields.language(toml, "language").map(|tag| tag.value),
        draft: fields.bool(toml, "draft").is_some_and(|draft| draft.value),
        expires: expires.map(|date| date.value),
        aliases: aliases(toml, &mut fields),
        sources,
        latest,
        corrections: corrections(reading, toml, &mut fields, published.as_ref()),
        unknown: parse_import(reading.path, toml, &mut fields),
        extra: fields.extra(toml),
        body: Body::default(),
        head,
    };
    fields.finish(toml);
    article
}

/// Reports a second date that is earlier than the first.
fn in_order(toml: &mut Toml<'_>, dates: [(&str, &Option<Located<Moment>>); 2], hint: &str) {
    let [(first, Some(one)), (second, Some(other))] = dates else { return };
    // Of one day and one instant the order is not known.
    if other.value.unix() < one.value.unix() && other.value.ymd() < one.value.ymd() {
        toml.reject(&other.range, format!("`{second}` is earlier than `{first}`"), hint);
    }
}

fn tags(path: &RelPath, toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for name in fields.strings(toml, "tags").unwrap_or_default() {
        let key = slug::slugify(&name.value);
        if key.is_empty() || key.len() > slug::LONGEST {
            let message = format!("no address can be made of the tag `{}`", name.value);
            toml.reject(&name.range, message, if key.is_empty() { "use letters or digits" } else { "make it shorter" });
        } else if let Some(other) = numbers.get(&key).map(|number| &tags[*number]) {
            if other.name.value != name.value {
                let message = format!("the tags `{}` and `{}` have the same address", name.value, other.name.value);
                let fault = Diagnostic::new(codes::TAG_SPELLINGS, message).at(Span::new(path, name.range.clone()));
                toml.push(fault.hint("remove one of them, or name it in other words"));
            }
        } else {
            numbers.insert(key.clone(), tags.len());
            tags.push(Tag { name, key });
        }
    }
    tags.shrink_to_fit();
    tags
}

/// Former addresses, each from the root of the site: `/2015/01/old/` or `/old.html`.
pub(super) fn aliases(toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Vec<Located<String>> {
    let written = fields.strings(toml, "aliases").unwrap_or_default();
    former_addresses(toml, written)
}

/// Normalises former addresses, and rejects those that no page can have had.
pub(super) fn former_addresses(toml: &mut Toml<'_>, written: Vec<Located<String>>) -> Vec<Located<String>> {
    let mut aliases = Vec::new();
    for Located { value, range } in written {
        match alias(&value) {
            Some(value) => aliases.push(Located { value, range }),
            None => toml.reject(
                &range,
                format!("`{value}` cannot be a former address"),
                "write the path of a page of this site, such as \"/2015/01/old-address/\"",
            ),
        }
    }
    aliases
}

/// A former address, decoded and without repeated slashes; `None` if no page of the site can have had it.
pub(crate) fn alias(written: &str) -> Option<String> {
    let decoded = percent_decode(written);
    let clean = !decoded.contains(['?', '#', '\\']) && !decoded.contains(char::is_control);
    let parts: Vec<&str> = decoded.split('/').filter(|part| !part.is_empty()).collect();
    let is_plain = |part: &&str| !matches!(*part, "." | "..") && part.trim() == *part;
    let end = if decoded.ends_with('/') { "/" } else { "" };
    let local = decoded.starts_with('/') && !decoded.starts_with("//");
    (local && clean && !parts.is_empty() && parts.iter().all(is_plain)).then(|| format!("/{}{end}", parts.join("/")))
}

fn sources(reading: &ContentContext<'_>, toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Vec<Source> {
    let offset = reading.config.utc_offset;
    let mut sources: Vec<Source> = Vec::new();
    let mut places: HashMap<String, Range<usize>> = HashMap::new();
    for mut table in fields.tables(toml, "source") {
        let start = table.range(toml);
        let id = table.string(toml, "id");
        let outlet = table.required(toml, "outlet", "add outlet = \"…\", a key of content/outlets/");
        if !outlet.value.is_empty() && slug::slugify(&outlet.value).is_empty() {
            let message = format!("no address can be made of the outlet `{}`", outlet.value);
            toml.reject(&outlet.range, message, "use letters or digits");
        }
        let place = id.as_ref().map_or(outlet.range.clone(), |id| id.range.clone());
        let title = table.string(toml, "title").map(|text| text.value);
        let url = table.url_or_address(toml, "url");
        let own = url.clone().filter(|url| url.value.starts_with('/'));
        let (published, accessed) = (table.date(toml, "published", offset), table.date(toml, "accessed", offset));
        in_order(toml, [("published", &published), ("accessed", &accessed)], "a report is read after it appeared");
        let source = Source {
            id: id.map_or_else(|| slug::slugify(&outlet.value), |id| id.value),
            outlet,
            title,
            url: match &own {
                Some(own) => Some(format!("{}{}", reading.config.base_url, own.value)),
                None => url.map(|url| url.value),
            },
            own,
            author: table.string(toml, "author").map(|text| text.value),
            language: table.language(toml, "language").map(|tag| tag.value),
            published: published.map(|date| date.value),
            accessed: accessed.map(|date| date.value),
            archived: table.url(toml, "archived").map(|url| url.value),
            snapshot: snapshot(toml, &mut table),
            sha256: sha256(toml, &mut table),
            verified: table.date(toml, "verified", offset).map(|date| date.value),
        };
        table.finish(toml);
        let place = if place.is_empty() { start } else { place };
        if let Some(first) = places.get(&source.id) {
            let fault = Diagnostic::new(codes::DUPLICATE_SOURCE, format!("two sources have the id `{}`", source.id))
                .at(Span::new(reading.path, place.clone()))
                .related(Span::new(reading.path, first.clone()), "the first")
                .hint("give one of them another `id`");
            toml.push(fault);
        }
        if !source.id.is_empty() {
            places.entry(source.id.clone()).or_insert(place);
        }
        sources.push(source);
    }
    // A list of one has room for four.
    sources.shrink_to_fit();
    sources
}

fn sha256(toml: &mut Toml<'_>, table: &mut Fields<'_>) -> Option<Located<String>> {
    let hash = table.string(toml, "sha256")?;
    if hash.value.len() != 64 || !hash.value.bytes().all(|c| c.is_ascii_hexdigit()) {
        toml.reject(&hash.range, "`sha256` is not a SHA-256 hash", "remove it, and run `margent check --record`");
        return None;
    }
    Some(Located { value: hash.value.to_ascii_lowercase(), range: hash.range })
}

/// Reads the name of a private copy.
fn snapshot(toml: &mut Toml<'_>, table: &mut Fields<'_>) -> Option<Located<String>> {
    let name = table.string(toml, "snapshot")?;
    let prefix = ["content/snapshots/", "/content/snapshots/", "snapshots/"].into_iter();
    let bare = prefix.filter_map(|prefix| name.value.strip_prefix(prefix)).next();
    let is_inside = RelPath::new(&name.value).is_some() && !name.value.contains(['\\', ':']);
    if bare.is_none() && is_inside {
        return Some(name);
    }
    let message = format!("`{}` is not the name of a file in content/snapshots/", name.value);
    let file = bare.unwrap_or_else(|| name.value.rsplit(['/', '\\']).next().unwrap_or_default());
    toml.reject(&name.range, message, format!("write only the file's name: snapshot = \"{file}\""));
    None
}

/// Reads the day of a correction, which follows the day of the article.
fn correction_date(
    reading: &ContentContext<'_>,
    toml: &mut Toml<'_>,
    table: &mut Fields<'_>,
    published: Option<&Moment>,
) -> Option<Moment> {
    let date = table.date(toml, "date", reading.config.utc_offset)?;
    if published.is_some_and(|published| date.value.ymd() < published.ymd()) {
        let fault = Diagnostic::new(codes::ODD_DATE, "the `date` of this correction is earlier than the article's");
        let fault = fault.at(Span::new(reading.path, date.range.clone()));
        toml.push(fault.hint("write the day on which the article was corrected"));
    }
    Some(date.value)
}

fn corrections(
    reading: &ContentContext<'_>,
    toml: &mut Toml<'_>,
    fields: &mut Fields<'_>,
    published: Option<&Moment>,
) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for mut table in fields.tables(toml, "correction") {
        corrections.push(Correction {
            date: correction_date(reading, toml, &mut table, published),
            text: table.required(toml, "text", "add text = \"…\" to say what was wrong").value,
        });
        table.finish(toml);
    }
    corrections
}
