//! Addresses of articles and pages.

use super::Index;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::pipeline::config::Config;
use crate::pipeline::content::{Article, Content};

/// Gives each article and page its address, from the site's root, with a slash at both ends.
pub fn assign(config: &Config, content: &Content, index: &mut Index, faults: &mut Vec<Diagnostic>) {
    let dated = ["{year}", "{month}", "{day}"].iter().any(|part| config.permalink.value.contains(part));
    for article in &content.articles {
        if dated && article.date.is_none() {
            let message = format!("`permalink` is \"{}\", and this article has no date", config.permalink.value);
            let place = Span::new(&article.path, article.head.clone());
            faults.push(Diagnostic::new(codes::NO_SLUG, message).at(place).hint("add a date, or use {slug} alone"));
        }
        index.articles.push(permalink(&config.permalink.value, article));
    }
    index.pages = content.pages.iter().map(|page| format!("/{}/", page.slug)).collect();
}

/// The address of an article by the pattern of the site.
pub fn permalink(pattern: &str, article: &Article) -> String {
    let (year, month, day) = article.date.as_ref().map_or((0, 0, 0), |date| date.ymd());
    pattern
        .replace("{year}", &format!("{year:04}"))
        .replace("{month}", &format!("{month:02}"))
        .replace("{day}", &format!("{day:02}"))
        .replace("{slug}", &article.slug)
}
