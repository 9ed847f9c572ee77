//! Citations: CSL-JSON (Citation Style Language 1.0.2) of sources and articles, and how to cite an article.

use serde::Serialize;

use super::json::{self, JsonObject};
use super::{Renderer, permalink, view};
use crate::base::text::date::Moment;
use crate::pipeline::content::ArticleId;
use crate::pipeline::content::Source;
use crate::pipeline::site::Site;

/// How to cite an article.
#[derive(Serialize)]
pub struct CitationText {
    /// One line for readers.
    text: String,
    /// An entry for BibTeX.
    bibtex: String,
    /// An item of CSL-JSON, indented.
    csl: String,
}

impl Renderer<'_> {
    /// The sources of an article, or of the site, each once.
    pub(super) fn citations(&self, of: Option<ArticleId>) -> String {
        let site = self.site;
        let mut bytes = match of {
            Some(id) => json::list((0..site.content.articles[id].sources.len()).map(|n| source(site, id, n))),
            None => json::list(site.index.works.all.iter().map(|work| source(site, work.best.0, work.best.1))),
        };
        bytes.push(b'\n');
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// A source as an item of CSL-JSON.
fn source(site: &Site, id: ArticleId, number: usize) -> JsonObject {
    let source: &Source = &site.content.articles[id].sources[number];
    let outlet = &site.index.taxonomies.outlets[site.index.taxonomies.of_article[id].outlets[number]];
    let own = || format!("{}#source-{}", permalink(site, &site.index.addresses.articles[id]), source.id);
    JsonObject::new()
        .set("id", &source.url.clone().unwrap_or_else(own))
        // What has no address was read in print or on the wire.
        .set("type", if source.url.is_some() { "webpage" } else { "article-newspaper" })
        .set_some("title", source.title.as_ref())
        .set_some("author", source.author.as_deref().map(names))
        .set("container-title", &outlet.title)
        .set_some("issued", source.published.as_ref().map(date))
        .set_some("accessed", source.accessed.as_ref().map(date))
        .set_some("URL", source.url.as_ref())
        .set_some("archive_location", source.archived.as_ref())
}

/// How to cite an article.
pub fn cite(site: &Site, id: ArticleId) -> CitationText {
    let article = &site.content.articles[id];
    let url = permalink(site, &site.index.addresses.articles[id]);
    let author = view::author(site, id);
    let title = view::word(site, "quoted").replace("{text}", &article.title);
    let day = article.date.as_ref().map(|moment| view::date(site, moment).text);
    // A site that is its own author is named once.
    let named = author.filter(|author| *author != site.config.title).map(str::to_owned);
    let parts = [named, Some(title), Some(site.config.title.clone()), day, Some(url.clone())];
    let csl = JsonObject::lines()
        .set("id", &url)
        .set("type", "webpage")
        .set("title", &article.title)
        .set_some("author", author.map(names))
        .set("container-title", &site.config.title)
        .set_some("issued", article.date.as_ref().map(date))
        .set("URL", &url)
        .set("language", article.language.as_ref().unwrap_or(&site.config.language));
    CitationText {
        text: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
        bibtex: bibtex(site, id, author, &url),
        csl: csl.text(),
    }
}

/// An entry that old BibTeX styles understand too: `@misc`, with the address in `howpublished`.
fn bibtex(site: &Site, id: ArticleId, author: Option<&str>, url: &str) -> String {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let article = &site.content.articles[id];
    let mut fields = Vec::new();
    if let Some(author) = author {
        fields.push(format!("author = {{{{{}}}}}", tex(author)));
    }
    fields.push(format!("title = {{{{{}}}}}", tex(&article.title)));
    if let Some(date) = &article.date {
        let (year, month, _) = date.ymd();
        let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
        fields.push(format!("year = {{{year}}}"));
        fields.extend(month.map(|month| format!("month = {month}")));
    }
    fields.push(format!("howpublished = {{\\url{{{url}}}}}"));
    fields.push(format!("note = {{{}}}", tex(&site.config.title)));
    format!("@misc{{{},\n  {}\n}}", key(article), fields.join(",\n  "))
}

/// A key of plain letters, for BibTeX knows no others.
fn key(article: &crate::pipeline::content::Article) -> String {
    let slug: String = article.slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let slug = slug.trim_matches('-');
    match (slug.is_empty(), &article.date) {
        (false, _) => slug.to_owned(),
        (true, Some(date)) => format!("article-{}", date.to_string().split('T').next().unwrap_or_default()),
        (true, None) => "article".to_owned(),
    }
}

/// Text with the characters escaped that mean something to TeX.
fn tex(text: &str) -> String {
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

/// Names of CSL-JSON.
#[derive(Serialize)]
struct CslName<'a> {
    literal: &'a str,
}

/// A name as it is written: nothing tells which part of it is the family's.
fn names(author: &str) -> [CslName<'_>; 1] {
    [CslName { literal: author }]
}

/// A date of CSL-JSON.
#[derive(Serialize)]
struct CslDate {
    #[serde(rename = "date-parts")]
    parts: [(i16, i8, i8); 1],
}

fn date(moment: &Moment) -> CslDate {
    CslDate { parts: [moment.ymd()] }
}

#[cfg(test)]
mod tests {
    use super::tex;

    #[test]
    fn escapes_for_tex() {
        assert_eq!(tex("50 % of {a}_b \\ ~"), "50 \\% of \\{a\\}\\_b \\textbackslash{} \\textasciitilde{}");
    }
}
