//! Checks that attributions name the outlets of their sources.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::boundary::Sides;
use crate::base::text::token::{Needle, SearchBudget, Tokens, tokenize};
use crate::pipeline::content::{ArticleId, Content};
use crate::pipeline::index::{Taxonomies, Term};
use crate::pipeline::markdown::Credit;

/// The check of attributions.
pub(super) struct CreditCheck<'a> {
    content: &'a Content,
    taxonomies: &'a Taxonomies,
    declared: OnceCell<DeclaredNames>,
}

/// The names of the declared outlets in lower case.
#[derive(Default)]
struct DeclaredNames {
    /// For each name, as its tokens, the number of the first outlet that has it.
    outlets: HashMap<Vec<String>, usize>,
    /// The numbers of tokens that names have.
    lengths: BTreeSet<usize>,
}

impl<'a> CreditCheck<'a> {
    pub(super) fn new(content: &'a Content, taxonomies: &'a Taxonomies) -> Self {
        Self { content, taxonomies, declared: OnceCell::new() }
    }

    /// Reports attributions of an article that name another outlet than their source's, or none.
    pub(super) fn check(&self, id: ArticleId) -> Vec<Diagnostic> {
        self.content.articles[id].body.credits.iter().filter_map(|credit| self.check_credit(id, credit)).collect()
    }

    fn check_credit(&self, id: ArticleId, credit: &Credit) -> Option<Diagnostic> {
        let article = &self.content.articles[id];
        let source = &article.sources[credit.source];
        let (_, outlet) = self.taxonomies.outlet_of(id, credit.source);
        if outlet.title.is_empty() || credit.name == outlet.title || source.title.as_ref() == Some(&credit.name) {
            return None;
        }
        let line = credit.line.to_lowercase();
        let line = tokenize(&line);
        let written = Some(source.outlet.value.as_str());
        if names(self.content, outlet).chain(written).chain(source.author.as_deref()).any(|name| contains(&line, name))
        {
            return None;
        }
        let fault = match self.declared_in(&credit.name) {
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

    /// The first declared outlet whose name is in `text`.
    fn declared_in(&self, text: &str) -> Option<&'a Term> {
        let text = text.to_lowercase();
        let text = tokenize(&text);
        let declared = self.declared.get_or_init(|| declared_names(self.content, self.taxonomies));
        let stretches =
            declared.lengths.iter().flat_map(|length| (*length..=text.len()).map(move |end| end - length..end));
        let number = stretches.filter_map(|stretch| declared.outlets.get(&keys(&text, stretch))).min()?;
        Some(&self.taxonomies.outlets[*number])
    }
}

fn declared_names(content: &Content, taxonomies: &Taxonomies) -> DeclaredNames {
    let mut declared = DeclaredNames::default();
    for (number, outlet) in taxonomies.outlets.iter().enumerate().filter(|(_, outlet)| outlet.file.is_some()) {
        for name in names(content, outlet).map(str::to_lowercase) {
            let words = tokenize(&name);
            if words.len() > 0 {
                declared.outlets.entry(keys(&words, 0..words.len())).or_insert(number);
                declared.lengths.insert(words.len());
            }
        }
    }
    declared
}

fn keys(text: &Tokens<'_>, range: Range<usize>) -> Vec<String> {
    text.keys(range).into_iter().map(str::to_owned).collect()
}

/// The names of an outlet.
fn names<'a>(content: &'a Content, outlet: &'a Term) -> impl Iterator<Item = &'a str> {
    let aliases = outlet.file.map(|file| content.outlets[file].aliases.as_slice()).unwrap_or_default();
    std::iter::once(outlet.title.as_str()).chain(aliases.iter().map(|alias| alias.value.as_str()))
}

fn contains(text: &Tokens<'_>, name: &str) -> bool {
    let name = name.to_lowercase();
    let name = tokenize(&name);
    let mut budget = SearchBudget::for_tokens(text.len() + name.len());
    Needle::new(&name, Sides::default(), false).first(text, 0, &mut budget).is_some()
}
