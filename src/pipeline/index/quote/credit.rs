//! Checks that attributions name the outlets of their sources.

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::boundary::Sides;
use crate::base::text::token::{Effort, Needle, Tokens, tokenize};
use crate::pipeline::content::{ArticleId, Content};
use crate::pipeline::index::{Taxonomies, Term};
use crate::pipeline::markdown::Credit;

/// Reports attributions of an article that name another outlet than their source's, or none.
pub(super) fn check(content: &Content, taxonomies: &Taxonomies, id: ArticleId) -> Vec<Diagnostic> {
    content.articles[id]
        .body
        .credits
        .iter()
        .filter_map(|credit| check_credit(content, taxonomies, id, credit))
        .collect()
}

fn check_credit(content: &Content, taxonomies: &Taxonomies, id: ArticleId, credit: &Credit) -> Option<Diagnostic> {
    let article = &content.articles[id];
    let source = &article.sources[credit.source];
    let (_, outlet) = taxonomies.outlet_of(id, credit.source);
    if outlet.title.is_empty() || credit.name == outlet.title || source.title.as_ref() == Some(&credit.name) {
        return None;
    }
    let line = credit.line.to_lowercase();
    let line = tokenize(&line);
    let written = Some(source.outlet.value.as_str());
    if names(content, outlet).chain(written).chain(source.author.as_deref()).any(|name| contains(&line, name)) {
        return None;
    }
    let named = credit.name.to_lowercase();
    let named = tokenize(&named);
    let declared = taxonomies.outlets.iter().filter(|other| other.file.is_some());
    let other = declared.into_iter().find(|other| names(content, other).any(|name| contains(&named, name)));
    let fault = match other {
        Some(other) => Diagnostic::new(
            codes::OTHER_OUTLET,
            format!("this attribution names {}, but source `{}` is by {}", other.title, source.id, outlet.title),
        )
        .hint("name the outlet of the source, or correct the `outlet` of the source"),
        // A report may be named by what it is: `the notice`.
        None if !credit.verbatim => return None,
        None => Diagnostic::new(
            codes::OTHER_NAME,
            format!("this attribution does not name {}, the outlet of source `{}`", outlet.title, source.id),
        )
        .hint("name the outlet as readers know it, or add this name to the `aliases` of its file"),
    };
    Some(fault.at(Span::new(&article.path, credit.range.clone())))
}

/// The names of an outlet.
fn names<'a>(content: &'a Content, outlet: &'a Term) -> impl Iterator<Item = &'a str> {
    let aliases = outlet.file.map(|file| content.outlets[file].aliases.as_slice()).unwrap_or_default();
    std::iter::once(outlet.title.as_str()).chain(aliases.iter().map(|alias| alias.value.as_str()))
}

fn contains(text: &Tokens<'_>, name: &str) -> bool {
    let name = name.to_lowercase();
    let name = tokenize(&name);
    let mut effort = Effort::for_tokens(text.len() + name.len());
    Needle::new(&name, Sides::default(), false).first(text, 0, &mut effort).is_some()
}
