//! Addresses that the last build wrote and that lead nowhere now: links of others to them break.

use std::collections::BTreeSet;

use super::context::AdviceContext;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::near::nearest_path;
use crate::pipeline::index::address::permalink;
use crate::pipeline::plan::{address_of, path_of};

/// Lists that come and go with what is in them: nobody can give them an alias, or would.
const LISTS: [&str; 2] = ["tags/", "archive/"];

/// Pages that were written and are planned no more, each at the text that seems to have taken its place.
pub(super) fn gone(reading: &AdviceContext<'_>) -> Vec<Diagnostic> {
    let plan = &reading.site.plan.outputs;
    let withdrawn = withdrawn(reading);
    let pages = reading.written.iter().filter(|path| path.ends_with(".html") && !plan.contains_key(*path));
    let pages = pages.filter(|path| !is_list(path) && !withdrawn.contains(*path));
    let gone: Vec<String> = pages.map(|path| address_of(path)).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let new = new(reading);
    let ends: Vec<&str> = new.iter().map(|(address, _)| address.trim_matches('/')).collect();
    let only = gone.len() == 1 && new.len() == 1;
    let said = gone.iter().map(|address| {
        let near = nearest_path(address.trim_matches('/'), &ends);
        let near = near.and_then(|near| ends.iter().position(|end| *end == near)).or(only.then_some(0));
        let alias = format!("`aliases = [\"{address}\"]`");
        match near {
            Some(near) => fault(address, &format!("if this has taken its place, add {alias}")).at(new[near].1.clone()),
            None => fault(address, &format!("add {alias} to what has taken its place")),
        }
    });
    said.collect()
}

fn fault(address: &str, advice: &str) -> Diagnostic {
    Diagnostic::new(codes::ADDRESS_GONE, format!("{address} was part of the last build and is gone; {advice}"))
}

/// Later pages of a list, and lists that come and go.
fn is_list(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let numbered = parts.next() == Some("index.html")
        && parts.next().is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
        && parts.next() == Some("page");
    numbered || LISTS.iter().any(|list| path.starts_with(list))
}

/// Where articles and pages would be that are not published on purpose.
fn withdrawn(reading: &AdviceContext<'_>) -> BTreeSet<String> {
    let omitted = &reading.site.index.omitted.files;
    let articles = reading.content.articles.iter().filter(|article| omitted.contains_key(&article.path));
    let articles = articles.map(|article| path_of(&permalink(&reading.site.config.permalink.value, article)));
    let pages = reading.content.pages.iter().filter(|page| omitted.contains_key(&page.path));
    articles.chain(pages.map(|page| path_of(&format!("/{}/", page.slug)))).collect()
}

/// Articles and pages that the last build did not write where they are now.
fn new(reading: &AdviceContext<'_>) -> Vec<(String, Span)> {
    let (content, index) = (&reading.site.content, &reading.site.index);
    let articles =
        content.articles.iter().map(|it| Span::new(&it.path, it.head.clone())).zip(&index.addresses.articles);
    let pages = content.pages.iter().map(|it| Span::file(&it.path)).zip(&index.addresses.pages);
    let all = articles.chain(pages).filter(|(_, address)| !reading.written.contains(&path_of(address)));
    all.map(|(place, address)| (address.clone(), place)).collect()
}
