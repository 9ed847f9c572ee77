//! Citations: CSL-JSON (Citation Style Language 1.0.2) of sources and articles, and the ways to cite an article.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use super::view::{self, article_permalink, word};
use crate::base::text::date::Moment;
use crate::pipeline::content::{Article, ArticleId};
use crate::pipeline::site::Site;

/// The ways to cite an article.
#[derive(Serialize)]
pub(super) struct CitationText {
    /// One line for readers.
    text: String,
    /// An entry for BibTeX.
    bibtex: String,
    /// An item of CSL-JSON, indented.
    csl: String,
}

/// An item of CSL-JSON.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct CslItem<'a> {
    id: &'a str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<[CslName<'a>; 1]>,
    container_title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslDate>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(rename = "archive_location", skip_serializing_if = "Option::is_none")]
    archive_location: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

/// A name as written, since it is not known which part of it is the family's.
#[derive(Serialize)]
struct CslName<'a> {
    literal: &'a str,
}

/// A date of CSL-JSON.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct CslDate {
    date_parts: [(i16, i8, i8); 1],
}

/// Writes the sources of an article, or of the site, each once, as CSL-JSON.
pub(super) fn citations(site: &Site, of: Option<ArticleId>) -> String {
    let sources: Vec<_> = match of {
        Some(id) => (0..site.content.articles[id].sources.len()).map(|number| (id, number)).collect(),
        None => site.index.works.all.iter().map(|work| work.best).collect(),
    };
    let ids: Vec<_> = sources.iter().map(|(id, number)| source_id(site, *id, *number)).collect();
    let items: Vec<_> =
        sources.iter().zip(&ids).map(|((id, number), csl_id)| source(site, *id, *number, csl_id)).collect();
    serde_json::to_string(&items).expect("texts serialise to JSON") + "\n"
}

/// Returns the address of a source, or of its entry on the page of the article.
fn source_id(site: &Site, id: ArticleId, number: usize) -> String {
    let source = &site.content.articles[id].sources[number];
    let own = || format!("{}#source-{}", article_permalink(site, id), source.id);
    source.url.clone().unwrap_or_else(own)
}

fn source<'a>(site: &'a Site, id: ArticleId, number: usize, csl_id: &'a str) -> CslItem<'a> {
    let source = &site.content.articles[id].sources[number];
    CslItem {
        id: csl_id,
        // What has no address was read in print or on the wire.
        r#type: if source.url.is_some() { "webpage" } else { "article-newspaper" },
        title: source.title.as_deref(),
        author: source.author.as_deref().map(names),
        container_title: &site.index.taxonomies.outlet_of(id, number).1.title,
        issued: source.published.as_ref().map(date),
        accessed: source.accessed.as_ref().map(date),
        url: source.url.as_deref(),
        archive_location: source.archived.as_deref(),
        language: source.language.as_deref(),
    }
}

/// Returns the ways to cite an article.
pub(super) fn cite(site: &Site, id: ArticleId) -> CitationText {
    let article = &site.content.articles[id];
    let url = article_permalink(site, id);
    let author = view::author(site, id);
    let title = word(site, "quoted").replace("{text}", &article.title);
    let day = article.date.as_ref().map(|moment| view::date(site, moment).text);
    // A site that is its own author is named once.
    let named = author.filter(|author| *author != site.config.title).map(str::to_owned);
    let parts = [named, Some(title), Some(site.config.title.clone()), day, Some(url.clone())];
    let csl = CslItem {
        id: &url,
        r#type: "webpage",
        title: Some(&article.title),
        author: author.map(names),
        container_title: &site.config.title,
        issued: article.date.as_ref().map(date),
        accessed: None,
        url: Some(&url),
        archive_location: None,
        language: Some(view::language(site, id)),
    };
    CitationText {
        text: parts.into_iter().flatten().collect::<Vec<_>>().join(word(site, "comma")),
        bibtex: bibtex(site, id, author, &url),
        csl: line_by_line(&csl),
    }
}

/// Writes an entry that old BibTeX styles understand, too: `@misc`, with the address in `howpublished`.
fn bibtex(site: &Site, id: ArticleId, author: Option<&str>, url: &str) -> String {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let article = &site.content.articles[id];
    let mut fields = Vec::new();
    if let Some(author) = author {
        fields.push(format!("author = {{{{{}}}}}", escape_tex(author)));
    }
    fields.push(format!("title = {{{{{}}}}}", escape_tex(&article.title)));
    if let Some(date) = &article.date {
        let (year, month, _) = date.ymd();
        let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
        fields.push(format!("year = {{{year}}}"));
        fields.extend(month.map(|month| format!("month = {month}")));
    }
    fields.push(format!("howpublished = {{\\url{{{url}}}}}"));
    fields.push(format!("note = {{{}}}", escape_tex(&site.config.title)));
    format!("@misc{{{},\n  {}\n}}", bibtex_key(article), fields.join(",\n  "))
}

/// Returns a key of plain letters, since BibTeX knows no others.
fn bibtex_key(article: &Article) -> String {
    let slug: String = article.slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let slug = slug.trim_matches('-');
    if !slug.is_empty() {
        return slug.to_owned();
    }
    match &article.date {
        Some(date) => format!("article-{}", date.day()),
        None => "article".to_owned(),
    }
}

/// Escapes the characters that are special in TeX.
fn escape_tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '%' | '#' | '_' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

fn names(author: &str) -> [CslName<'_>; 1] {
    [CslName { literal: author }]
}

fn date(moment: &Moment) -> CslDate {
    CslDate { date_parts: [moment.ymd()] }
}

/// Writes an object with a line for each of its own fields, for people who copy it.
fn line_by_line(object: &impl Serialize) -> String {
    let mut json = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, LineByLine { depth: 0 });
    object.serialize(&mut serializer).expect("texts serialise to JSON");
    String::from_utf8(json).expect("JSON is UTF-8")
}

struct LineByLine {
    depth: usize,
}

impl Formatter for LineByLine {
    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        let comma = if first { "" } else { "," };
        let space = if self.depth == 1 { "\n  " } else { "" };
        write!(writer, "{comma}{space}")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        let space = if self.depth == 1 { "\n" } else { "" };
        self.depth -= 1;
        write!(writer, "{space}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::escape_tex;

    #[test]
    fn escapes_for_tex() {
        assert_eq!(escape_tex("50 % of {a}_b \\ ~"), "50 \\% of \\{a\\}\\_b \\textbackslash{} \\textasciitilde{}");
    }
}
