//! Addresses of articles and pages.

use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::pipeline::config::Config;
use crate::pipeline::content::{Article, Content, PerArticle};

/// Addresses from the site's root, with a slash at both ends: `/articles/chips/`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Addresses {
    /// The address of each article.
    pub articles: PerArticle<String>,
    /// The address of each page, by its number in [`Content::pages`].
    pub pages: Vec<String>,
}

/// Gives each article and page its address.
pub(crate) fn assign(config: &Config, content: &Content) -> Checked<Addresses> {
    let pattern = &config.permalink.value;
    let articles = content.articles.iter().map(|article| permalink(pattern, article)).collect();
    let pages = content.pages.iter().map(|page| format!("/{}/", page.slug)).collect();
    let needs_date = ["{year}", "{month}", "{day}"].iter().any(|part| pattern.contains(part));
    let undated = content.articles.iter().filter(|article| needs_date && article.date.is_none());
    let faults = undated.map(|article| {
        Diagnostic::new(codes::NO_SLUG, format!("`permalink` is \"{pattern}\", and this article has no date"))
            .at(Span::new(&article.path, article.head.clone()))
            .hint("add a date, or use {slug} alone")
    });
    Checked { value: Addresses { articles, pages }, faults: faults.collect() }
}

/// Returns the address of an article by the site's pattern.
pub(crate) fn permalink(pattern: &str, article: &Article) -> String {
    let (year, month, day) = article.date.as_ref().map_or((0, 0, 0), |date| date.ymd());
    pattern
        .replace("{year}", &format!("{year:04}"))
        .replace("{month}", &format!("{month:02}"))
        .replace("{day}", &format!("{day:02}"))
        .replace("{slug}", &article.slug)
}
